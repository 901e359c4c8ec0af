"""Names beside ids: what the columns of a table speak of, as a case calls it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tracktwo.results.tables import Column, Table

if TYPE_CHECKING:
    from collections.abc import Mapping

_ACTORS = ("actor", "party", "member", "body", "player", "owner", "blocker", "host")
_PLURAL = ("actors", "parties", "members", "by", "vetoes", "asked", "targets")
_KINDS = {
    **dict.fromkeys(_ACTORS, "actors"), **dict.fromkeys(_PLURAL, "actors"),
    "stage": "stages", "stages": "stages", "focus": "stages", "shared": "stages",
    "milestone": "milestones", "milestones": "milestones", "step": "steps",
    "issue": "issues", "issues": "issues", "lever": "levers",
    "first": "levers", "second": "levers", "alternative": "alternatives",
}  # fmt: skip
"""Which things of a case the ids of a column are those of, by the column's name."""


def names_of(of: Any) -> dict[str, Mapping[str, str]]:
    """Return what ids are called, by the column that holds them; nothing of what is no case."""
    if not hasattr(of, "case"):
        return {}
    from tracktwo.blocks import Naming  # noqa: PLC0415  (as late as needed)

    names = Naming(of)
    return {column: dict(getattr(names, kind)) for column, kind in _KINDS.items()}


def with_names(table: Table, names: Mapping[str, Mapping[str, str]]) -> Table:
    """Return a table with a column of names after each column of ids that has some.

    A column of several ids, with commas, gets their names in the same way.
    """
    columns: list[Column] = []
    cells: list[list[Any]] = []
    there = {column.name for column in table.columns}
    for place, column in enumerate(table.columns):
        values = [row[place] for row in table.rows]
        columns.append(column)
        cells.append(values)
        known = names.get(column.name) or (
            _told_by(table.name, names) if column.name == "id" else {}
        )
        said = [_said(value, known) for value in values]
        fresh = f"{column.name}_name"
        if fresh not in there and any(one is not None for one in said):
            if column.name == "id" and "name" in there:
                continue
            columns.append(Column(fresh, ""))
            cells.append(said)
    rows = tuple(zip(*cells, strict=True)) if table.rows else ()
    return Table(table.name, tuple(columns), rows)


def _told_by(table: str, names: Mapping[str, Mapping[str, str]]) -> Mapping[str, str]:
    """Return the names of what a table lists, as its own name tells."""
    last = table.rpartition(" ")[2]
    return names.get(last) or names.get(last.removesuffix("s")) or {}


def _said(value: Any, known: Mapping[str, str]) -> str | None:
    if not isinstance(value, str) or not value:
        return None
    parts = value.split(", ")
    found = [known.get(part) for part in parts]
    return None if None in found else ", ".join(str(one) for one in found)
