"""Writing plain data as the YAML of a case file: numbers and short lists on one line.

The same data give the same bytes.
"""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator

_BARE = re.compile(r"[A-Za-z][A-Za-z0-9]*(?:[-_.][A-Za-z0-9]+)*")
_RESERVED = frozenset({"true", "false", "null"})
_UNSEEN = re.compile(r"[\x7f-\x9f\u2028\u2029\ufeff\ufffe\uffff]")
WIDE = 100


def block(value: Any, indent: int = 0) -> Iterator[str]:
    """Yield the lines of a mapping or a list."""
    pad = " " * indent
    if isinstance(value, dict):
        for key, item in value.items():
            yield from _field(f"{pad}{_scalar(key)}:", item, indent)
        return
    for item in value:
        if isinstance(item, dict) and not _short(item):
            lines = list(block(item, indent + 2))
            yield f"{pad}- {lines[0][indent + 2 :]}"
            yield from lines[1:]
        else:
            yield f"{pad}- {flow(item)}"


def _field(head: str, item: Any, indent: int) -> Iterator[str]:
    if isinstance(item, dict | list) and item and not _short(item):
        yield head
        yield from block(item, indent + 2)
    else:
        yield f"{head} {flow(item)}"


def _short(item: Any) -> bool:
    """Tell whether a value stands on one line: numbers with reasons, short lists and rules."""
    if isinstance(item, dict):
        return {"range", "value"} & item.keys() != set() or (
            all(not isinstance(v, dict) for v in item.values()) and len(flow(item)) <= 60
        )
    if isinstance(item, list):
        return all(not isinstance(v, dict | list) for v in item) and len(flow(item)) <= WIDE
    return True


def flow(value: Any) -> str:
    """Write a value on one line."""
    if isinstance(value, dict):
        return "{" + ", ".join(f"{_scalar(k)}: {flow(v)}" for k, v in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(flow(v) for v in value) + "]"
    return _scalar(value)


def _scalar(value: Any) -> str:
    if isinstance(value, bool) or value is None:
        return {True: "true", False: "false", None: "null"}[value]
    if isinstance(value, int | float):
        return f"{value:g}" if abs(value) < 1e6 else repr(value)
    text = " ".join(str(value).split())
    if _BARE.fullmatch(text) and text.lower() not in _RESERVED:
        return text
    quoted = json.dumps(text, ensure_ascii=False)
    return _UNSEEN.sub(lambda match: f"\\u{ord(match[0]):04x}", quoted)
