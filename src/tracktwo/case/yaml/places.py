"""Where values, lines and list items begin and end in a YAML text."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tracktwo.case.paths import PathError

if TYPE_CHECKING:
    from tracktwo.case.document import Node


def by_hand() -> PathError:
    """Return the error for what is better done by a person."""
    return PathError(
        "cannot be changed without touching what stands around it", "edit the file by hand"
    )


def break_of(text: str) -> str:
    """Return the line break that a text uses."""
    return "\r\n" if "\r\n" in text else "\n"


def line_end(text: str, at: int) -> int:
    """Return where the line ends that a place is on, before its line break."""
    end = text.find("\n", at)
    end = len(text) if end < 0 else end
    return end - 1 if text[end - 1 : end] == "\r" else end


def end_of(text: str, node: Node) -> int:
    """Return where the characters of a node end, without what follows a block."""
    if isinstance(node.value, dict | list) and node.style is None and node.value:
        last = list(node.value.values())[-1] if isinstance(node.value, dict) else node.value[-1]
        if is_empty(last):
            if isinstance(node.value, dict):
                return after_colon(text, list(node.keys.values())[-1])
            return node.start + len(text[node.start : node.end].rstrip())
        return end_of(text, last)
    if node.style in {"|", ">"}:
        return node.start + len(text[node.start : node.end].rstrip())
    return node.end


def is_empty(node: Node) -> bool:
    """Tell whether nothing is written where a value might be."""
    return node.value is None and node.start == node.end


def after_colon(text: str, key: Node) -> int:
    """Return the place behind the colon of a key."""
    place = text.find(":", key.end)
    if place < 0:  # `{a}` and `? a` are keys, too
        raise by_hand()
    return place + 1


def item_spans(text: str, node: Node) -> list[tuple[int, int]]:
    """Return the lines of each item of a block list, with the comments that stand above it.

    Parameters
    ----------
    text : the whole text
    node : the list

    Returns
    -------
    list of (int, int)
        Of each item where its first line begins and its last one ends, line break included. They
        follow each other without gaps.

    Raises
    ------
    PathError
        If the first item does not begin a line of its own.
    """
    first = text.rfind("\n", 0, node.start) + 1
    if text[first : node.start].strip(" "):
        raise by_hand()
    indent = text[first : node.start]
    while (above := text.rfind("\n", 0, max(first - 1, 0)) + 1) < first and text[
        above:first
    ].startswith(f"{indent}#"):
        first = above
    spans, start = [], first
    for item in node.value:
        stop = line_end(text, max(end_of(text, item), start))
        stop += len(break_of(text)) if stop < len(text) else 0
        spans.append((start, stop))
        start = stop
    return spans
