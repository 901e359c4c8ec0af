"""Changing positions.csv in place: a cell, a row, or which rows there are."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tracktwo.case import paths
from tracktwo.case.positions import FILE, OPTIONAL, REQUIRED
from tracktwo.case.tables import read_table, with_cells, write_rows
from tracktwo.case.yaml.matching import sources_of
from tracktwo.case.yaml.places import break_of
from tracktwo.case.yaml.value import flow

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tracktwo.case.tables import Cell

Row = dict[str, Any]


def with_number(body: str, path: str, value: Any, mark: str = ",") -> str:
    """Return the text with another number at ``positions.ACTOR.ISSUE.position`` or ``.salience``.

    Raises
    ------
    PathError
        If the path names no number of the table, or the table has no column for a part of it.
    """
    parts = path.split(".")
    if len(parts) != 4 or parts[3] not in {"position", "salience"}:
        raise paths.PathError("is not a number of positions.csv", "end it in position or salience")
    table, _ = read_table(body, FILE, mark)
    actor, issue = table.names.index("actor"), table.names.index("issue")
    row = next(row for row in table.rows if [row[actor].text, row[issue].text] == parts[1:3])
    return _with(body, table.names, row, _cells(value, parts[3]), mark)


def with_rows(body: str, old: Sequence[Row], new: Sequence[Row], mark: str = ",") -> str:
    """Return the text with other rows: dropped, added at the end, or with other cells.

    Parameters
    ----------
    body : text of the table
    old : its rows, as `tracktwo.case.CaseFolder.plain` gives them, in order
    new : the rows to be; those that stay stand in the order of the old ones
    mark : what stands between cells

    Raises
    ------
    PathError
        If the table has no column for a part of a number.
    """
    sources = sources_of(list(old), list(new))
    kept = {n: row for n, row in zip(sources, new, strict=True) if n is not None}
    contents = {n: _changed(old[n], row) for n, row in kept.items()}
    added = [_whole(row) for n, row in zip(sources, new, strict=True) if n is None]
    body = _with_columns(body, [*contents.values(), *added], mark)
    table, _ = read_table(body, FILE, mark)
    for n in range(len(old) - 1, -1, -1):  # from the end, so that places stay what they are
        if n not in kept:
            body = _without(body, table.rows[n])
        elif contents[n]:
            body = _with(body, table.names, table.rows[n], contents[n], mark)
    return _added(body, table.names, added, mark)


def _changed(was: Row, now: Row) -> Row:
    content = {name: now[name] for name in ("actor", "issue") if now[name] != was[name]}
    for field in ("position", "salience"):
        if now[field] != was[field]:
            content |= _cells(now[field], field)
    return content


def _whole(row: Row) -> Row:
    places = {"actor": row["actor"], "issue": row["issue"]}
    return places | _cells(row["position"], "position") | _cells(row["salience"], "salience")


def _with(body: str, names: Sequence[str], row: Sequence[Cell], cells: Row, mark: str) -> str:
    missing = [column for column, cell in cells.items() if column not in names and cell]
    if missing:
        raise paths.PathError(
            f"positions.csv has no column {', '.join(missing)}", "add it to the header"
        )
    content = {names.index(column): cell for column, cell in cells.items() if column in names}
    return with_cells(body, row, content, mark)


def _without(body: str, row: Sequence[Cell]) -> str:
    start = max(body.rfind("\n", 0, row[0].start), body.rfind("\r", 0, row[0].start)) + 1
    end = row[-1].end
    while end < len(body) and body[end] not in "\r\n":  # columns that hold nothing
        end += 1
    while end < len(body) and body[end] in "\r\n":
        end += 1
        if body[end - 1] == "\n":
            break
    return body[:start] + body[end:]


def _with_columns(body: str, rows: Sequence[Row], mark: str) -> str:
    """Return the text with the columns that rows need, empty where nothing stood."""
    table, _ = read_table(body, FILE, mark)
    used = {column for row in rows for column, cell in row.items() if cell}
    missing = sorted(used - set(table.names), key=(*REQUIRED, *OPTIONAL).index)
    if not table.header:
        return write_rows([[*REQUIRED, *(c for c in missing if c not in REQUIRED)]], mark)
    if not missing:
        return body
    for row in reversed(table.rows):
        body = body[: row[-1].end] + mark * len(missing) + body[row[-1].end :]
    end = table.header[-1].end
    return body[:end] + "".join(f"{mark}{column}" for column in missing) + body[end:]


def _added(body: str, names: Sequence[str], rows: Sequence[Row], mark: str) -> str:
    if not rows:
        return body
    brk = break_of(body)
    if not body.endswith(("\n", "\r")):
        body += brk
    lines = write_rows([[row.get(name, "") for name in names] for row in rows], mark)
    return body + lines.replace("\n", brk)


def _cells(value: Any, field: str) -> dict[str, str]:
    """Put a quantity into the cells of its row."""
    prefix = "" if field == "position" else "salience_"
    noted = value if isinstance(value, dict) else {}
    number = noted.get("value", noted.get("range", value))
    low, mode, high = number if isinstance(number, list | tuple) else (None, number, None)
    return {
        f"{field}_low": "" if low is None else flow(low),
        field: flow(mode),
        f"{field}_high": "" if high is None else flow(high),
        f"{prefix}why": str(noted.get("why") or ""),
        f"{prefix}evidence": " ".join(noted.get("evidence") or []),
        f"{prefix}rule": str(noted.get("rule") or ""),
    }
