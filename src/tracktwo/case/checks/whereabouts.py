"""Where in its files each part of a case stands, by the path that overlays and the saver know."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeAlias

from tracktwo.case.document import parse
from tracktwo.case.positions import by_ids, read_positions, table_of
from tracktwo.typed import TypedError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from tracktwo.case.document import Node

Place: TypeAlias = tuple[str, int | None, int | None]
"""File, line, column."""


def whereabouts(folder: Path) -> dict[str, Place]:
    """Return the place of every part of case.yaml and positions.csv, as far as they can be read."""
    found: dict[str, Place] = {}
    case: Node | None = None
    for file, read in (("case.yaml", None), ("positions.csv", read_positions)):
        try:
            raw = (folder / file).read_bytes()
            text = table_of(raw) if read else raw.decode("utf-8-sig")
        except (OSError, UnicodeError, TypedError):
            continue
        root, _ = read(text) if read else parse(text, file)
        if read is None:
            case = root
        elif root is not None and case is not None and isinstance(case.value, dict):
            by_ids(root, case)
        if root is not None:
            found |= {node.path: (file, node.line, node.column) for node in _all(root)}
    return found


def _all(node: Node) -> Iterator[Node]:
    yield node
    for _, child in node.children():
        yield from _all(child)
