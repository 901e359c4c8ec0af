"""A value as YAML: on one line, or as an item of a list over several."""

from __future__ import annotations

import datetime as dt
import io
import json
import math
import re
from typing import Any

from tracktwo.case.document import parse
from tracktwo.case.paths import PathError

_PLAIN = re.compile(r"[^\W\d_][\w .;()/+%'-]*")
"""Text that may stand without quotes wherever a value may."""
_UNSEEN = re.compile(r"[\x7f-\x9f\u2028\u2029\ufeff\ufffe\uffff\ud800-\udfff]")
_WIDTH = 96
"""Columns that an added item is folded to."""


def flow(value: Any) -> str:
    """Write a value on one line of YAML.

    Raises
    ------
    PathError
        If it is a number that is not finite.
    """
    if isinstance(value, dict):
        return "{" + ", ".join(f"{flow(k)}: {flow(v)}" for k, v in value.items()) + "}"
    if isinstance(value, list | tuple):
        return "[" + ", ".join(flow(item) for item in value) + "]"
    if value is None:
        return "null"
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int):
        return str(value)
    if isinstance(value, float):
        if not math.isfinite(value):
            raise PathError("cannot be written", "numbers are finite")
        return str(int(value)) if value.is_integer() and abs(value) < 1e15 else repr(value)
    if isinstance(value, dt.date):
        return value.isoformat()[:10]
    return _scalar(str(value))


def _scalar(text: str) -> str:
    if _PLAIN.fullmatch(text) and not text.endswith(" "):
        root, problems = parse(f"[{text}]", "")
        if not problems and root is not None and root.plain() == [text]:
            return text
    quoted = json.dumps(text, ensure_ascii=False)
    return _UNSEEN.sub(lambda match: f"\\u{ord(match[0]):04x}", quoted)


def list_item(value: Any, column: int, newline: str) -> str:
    """Write an item of a block list from its dash on, over several lines where it is long."""
    from ruamel.yaml import YAML  # noqa: PLC0415  (slow to import)

    if isinstance(value, dict | list) and value:
        yaml = YAML()
        yaml.default_flow_style = None
        yaml.width = _WIDTH
        yaml.allow_unicode = True
        out = io.StringIO()
        yaml.dump(value, out)
        pad = newline + " " * (column + 2)
        lines = [line.rstrip() for line in out.getvalue().rstrip("\n").split("\n")]
        root, problems = parse("\n".join(lines), "")
        # ruamel.yaml reads a few plain words otherwise than the core schema does.
        if root is not None and not problems and root.plain() == value:
            return "- " + "".join((pad if n and line else newline if n else "") + line
                                  for n, line in enumerate(lines))  # fmt: skip
    return f"- {flow(value)}"


def as_read(value: Any) -> Any:
    """Return a value as it comes back from the text: dates as text, tuples as lists."""
    if isinstance(value, dict):
        return {key: as_read(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [as_read(item) for item in value]
    if value is None or isinstance(value, bool | int | float | str):
        return value
    return flow(value)


def same(one: Any, other: Any) -> bool:
    """Compare values; true is not 1, and the order of fields does not count."""
    if isinstance(one, dict) and isinstance(other, dict):
        return one.keys() == other.keys() and all(same(one[key], other[key]) for key in one)
    if isinstance(one, list) and isinstance(other, list):
        return len(one) == len(other) and all(map(same, one, other))
    return bool(one == other) and isinstance(one, bool) == isinstance(other, bool)
