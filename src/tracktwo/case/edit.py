"""Changing one value in the text of a case file, and nothing else.

The new value replaces the characters of the old one; comments, order, quotes and blank lines
around it stay as they are. Source: ours. A round trip through a YAML library would reflow lines
that nobody touched.
"""

from __future__ import annotations

import datetime as dt
import json
import math
import re
from typing import Any

from tracktwo.case.document import Node, parse
from tracktwo.case.paths import PathError, new_stance, steps

_PLAIN = re.compile(r"[^\W\d_][\w .;()/+%'-]*")
"""Text that may stand without quotes wherever a value may."""
_UNSEEN = re.compile(r"[\x7f-\x9f\u2028\u2029\ufeff\ufffe\uffff\ud800-\udfff]")


def edit_yaml(text: str, path: str, value: Any) -> str:
    """Return a YAML text with another value at a dotted path.

    Parameters
    ----------
    text : str
        A document that parses.
    path : str
        Dotted path; ids select list items. The last part may be a new field of a mapping, or
        the id of a new item of a list if the value is a mapping.
    value : object
        Numbers, text, dates, lists and mappings.

    Raises
    ------
    PathError
        If the path leads nowhere.
    """
    root, problems = parse(text, "case.yaml")
    if root is None or problems:
        raise PathError("the file does not parse")
    stance = new_stance(root.plain(), path, value)
    if stance is not None:
        there = root.value.get("stances")
        if there is None or not there.value:
            return edit_yaml(text, "stances", [stance])
        return _with_item(text, there, stance)
    trail = steps(root.plain(), path)
    node, parent, key = root, root, ""
    for i, part in enumerate(trail):
        parent, key = node, str(part)
        there = (
            part in node.value
            if isinstance(node.value, dict)
            else isinstance(node.value, list) and isinstance(part, int)
        )
        if there:
            node = node.value[part]
        else:
            rest: Any = value
            for missing in reversed(trail[i + 1 :]):
                rest = {missing: rest}
            if isinstance(node.value, dict):
                return _with_field(text, node, str(part), rest)
            if isinstance(node.value, list) and isinstance(rest, dict):
                return _with_item(text, node, {"id": part, **rest})
            raise PathError(f"there is no {part} to change")
    return _replaced(text, parent, key, node, value)


def flow(value: Any) -> str:
    """Write a value on one line of YAML."""
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


def _newline(text: str) -> str:
    return "\r\n" if "\r\n" in text else "\n"


def _end(text: str, node: Node) -> int:
    """Return where the characters of a node end, without what follows a block."""
    if isinstance(node.value, dict | list) and node.style is None and node.value:
        last = list(node.value.values())[-1] if isinstance(node.value, dict) else node.value[-1]
        if _is_empty(last):
            if isinstance(node.value, dict):
                return _after_colon(text, list(node.keys.values())[-1])
            return node.start + len(text[node.start : node.end].rstrip())
        return _end(text, last)
    if node.style in {"|", ">"}:
        return node.start + len(text[node.start : node.end].rstrip())
    return node.end


def _is_empty(node: Node) -> bool:
    return node.value is None and node.start == node.end


def _after_colon(text: str, key: Node) -> int:
    return text.index(":", key.end) + 1


def _replaced(text: str, parent: Node, key: str, node: Node, value: Any) -> str:
    if _is_empty(node):
        keys = {str(name): at for name, at in parent.keys.items()}
        if key not in keys:
            raise PathError("an empty item cannot be changed in place", "write it in the file")
        place = _after_colon(text, keys[key])
        return f"{text[:place]} {flow(value)}{text[place:]}"
    end = _end(text, node)
    new = flow(value)
    block = node.style is None and isinstance(node.value, dict | list)
    if block and isinstance(value, dict) and value and isinstance(node.value, dict):
        indent = _newline(text) + " " * ((node.column or 1) - 1)
        new = indent.join(f"{flow(k)}: {flow(v)}" for k, v in value.items())
    elif block and isinstance(value, list) and value and isinstance(node.value, list):
        indent = _newline(text) + " " * ((node.column or 1) - 1)
        new = indent.join(f"- {flow(item)}" for item in value)
    elif block:
        # A list may stand as far left as its key; a single value has to stand further in.
        new = f"  {new}"
    return text[: node.start] + new + text[end:]


def _with_field(text: str, node: Node, key: str, value: Any) -> str:
    return _with(text, node, f"{flow(key)}: {flow(value)}")


def _with_item(text: str, node: Node, value: Any) -> str:
    return _with(text, node, flow(value) if node.style else f"- {flow(value)}")


def _with(text: str, node: Node, new: str) -> str:
    if node.style is not None:
        inside = text[node.start + 1 : node.end - 1]
        place = node.start + 1 + len(inside.rstrip())
        separator = "" if not node.value else " " if inside.rstrip().endswith(",") else ", "
        return text[:place] + separator + new + text[place:]
    end = _end(text, node)
    line_end = text.find("\n", end)
    place = len(text) if line_end < 0 else line_end
    if text[place - 1 : place] == "\r":
        place -= 1
    return text[:place] + _newline(text) + " " * ((node.column or 1) - 1) + new + text[place:]


def edit_csv(text: str, row: int, cells: dict[int, str]) -> str:
    """Return a CSV text with other cells in one record.

    Parameters
    ----------
    text : str
        A text that parses.
    row : int
        Number of the record, the header being 0 and blank lines not counted.
    cells : dict
        Column number to the new content.
    """
    spans = _spans(text)[row]
    for column, content in sorted(cells.items(), reverse=True):
        start, end = spans[column]
        if any(mark in content for mark in ',"\r\n') or content != content.strip():
            content = '"' + content.replace('"', '""') + '"'  # noqa: PLW2901
        text = text[:start] + content + text[end:]
    return text


def _spans(text: str) -> list[list[tuple[int, int]]]:
    """Find where the cells of each record stand."""
    records: list[list[tuple[int, int]]] = [[]]
    start, quoted = 0, False
    for i, mark in enumerate(text):
        if mark == '"':
            quoted = not quoted
        elif not quoted and mark in ",\r\n":
            records[-1].append((start, i))
            start = i + 1
            if mark != ",":
                records.append([])
    if start < len(text) or records[-1]:
        records[-1].append((start, len(text)))
    return [cells for cells in records if any(text[a:b].strip() for a, b in cells)]
