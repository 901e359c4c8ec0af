"""positions.csv: where each actor stands on each issue, one row per pair.

Columns: ``actor, issue, position, salience`` (an actor or issue by its id, name, short name or
alias) and, where the number is uncertain, its bounds in
``position_low, position_high, salience_low, salience_high``; for where it comes from ``why,
evidence, salience_why, salience_evidence`` (ids of quotes, separated by spaces); ``rule`` and
``salience_rule`` name the drafting rule of a number that no person has set yet.
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from tracktwo.case.document import Node, name, wrap
from tracktwo.case.problems import Problem, unknown
from tracktwo.case.tables import number, read_table, with_cells
from tracktwo.typed import TypedError, delimiter_of, readable, typed_number, with_commas
from tracktwo.typed.naming import NameIndex

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from tracktwo.case.tables import Cell, Table

FILE = "positions.csv"
REQUIRED = ("actor", "issue", "position", "salience")
OPTIONAL = (
    "position_low", "position_high", "why", "evidence", "rule",
    "salience_low", "salience_high", "salience_why", "salience_evidence", "salience_rule",
)  # fmt: skip

_COLUMNS = (*REQUIRED, *OPTIONAL)
_ID = re.compile(r"[a-z0-9][a-z0-9-]*")


def table_of(raw: bytes) -> str:
    """Return the text of positions.csv, whatever spreadsheet saved it, with commas between cells.

    Raises
    ------
    TypedError
        If its encoding could be several.
    """
    return with_commas(readable(raw)[0], _COLUMNS)


def table_as_is(raw: bytes) -> tuple[str, str, str]:
    """Return positions.csv as it was saved, to be changed in place.

    Returns
    -------
    tuple of str
        A first line ``sep=;`` if it has one, the text of the table, and what stands between cells.

    Raises
    ------
    TypedError
        If its encoding could be several.
    """
    text = readable(raw)[0]
    if with_commas(text, _COLUMNS) == text:
        return "", text, ","
    body, mark = delimiter_of(text, _COLUMNS)
    return text[: len(text) - len(body)], body, mark


def read_table_text(raw: bytes) -> tuple[str | None, list[Problem]]:
    """Return the text as `table_of` does, or what is wrong with it."""
    try:
        return table_of(raw), []
    except TypedError as error:
        return None, [Problem(FILE, error.line, None, "", error.message, error.hint)]


def read_positions(text: str) -> tuple[Node, list[Problem]]:
    """Read the rows of positions.csv.

    Parameters
    ----------
    text : str

    Returns
    -------
    Node
        A list of mappings as `Position` takes them; each knows its line.
    list of Problem
    """
    rows, problems = read_table(text, FILE)
    table = Node([], 1, None, 0, 0, file=FILE, path="positions")
    wrong = _check_header(rows) if rows.header else []
    if not rows.header and not problems:
        hint = f"its first line is {','.join(REQUIRED)}"
        problems.append(Problem(FILE, 1, None, "", "the file is empty", hint))
    if not wrong:
        table.value = [
            _row(dict(zip(rows.names, cells, strict=True)), problems) for cells in rows.rows
        ]
    name(table, "positions")
    return table, problems + wrong


def lies_elsewhere(folder: Path, problem: Problem) -> Problem:
    """Say what to do where the table of positions lies there in another form."""
    kinds = (".xlsx", ".xls", ".ods", ".tsv", ".txt")
    others = [one for one in (f"positions{kind}" for kind in kinds) if (folder / one).is_file()]
    if problem.file != FILE or problem.message != "is missing" or not others:
        return problem
    text = others[0].endswith((".tsv", ".txt"))
    how = "rename it" if text else "save its table as CSV (in Excel: CSV UTF-8)"
    return replace(problem, hint=f"{others[0]} is there: {how}, as {FILE}")


def names_of(case: Mapping[str, Any]) -> dict[str, NameIndex]:
    """Return by what names actors and issues go, from the plain values of case.yaml."""
    return {kind: NameIndex(kind, _named(case.get(f"{kind}s"))) for kind in ("actor", "issue")}


def _named(items: Any) -> list[Mapping[str, Any]]:
    found = items if isinstance(items, list) else []
    return [one for one in found if isinstance(one, dict) and isinstance(one.get("id"), str)
            and isinstance(one.get("aliases") or [], list)]  # fmt: skip


def by_ids(rows: Node, case: Node) -> list[Problem]:
    """Put the ids of actors and issues for the names that rows give, in place.

    What names nobody stays as it is where it could be an id, which is then explained.

    Parameters
    ----------
    rows : as `read_positions` returns them
    case : case.yaml, a mapping
    """
    known = {kind: case.value[kind].plain() for kind in ("actors", "issues") if kind in case.value}
    names = names_of(known)
    problems: list[Problem] = []
    kept = []
    for row in rows.value:
        wrong: list[Problem] = []
        for field, index in names.items():
            cell = row.value[field]
            try:
                cell.value = index.find(str(cell.value))
            except TypedError as error:
                if not cell.value or _ID.fullmatch(cell.value):
                    continue
                wrong.append(Problem(cell.file, cell.line, cell.column, f"{row.path}.{field}",
                                     error.message, error.hint))  # fmt: skip
        problems += wrong
        if not wrong:
            kept.append(row)
    rows.value = kept
    name(rows, "positions")
    return problems


def with_ids(body: str, names: Mapping[str, NameIndex], mark: str) -> str:
    """Return a table with the ids of actors and issues in place of other names."""
    table, _ = read_table(body, FILE, mark)
    places = {field: table.names.index(field) for field in names if field in table.names}
    for row in reversed(table.rows):
        content = {}
        for field, place in places.items():
            try:
                found = names[field].find(row[place].text)
            except TypedError:
                continue
            if found != row[place].text:
                content[place] = found
        body = with_cells(body, row, content, mark)
    return body


def _check_header(table: Table) -> list[Problem]:
    problems = [
        Problem(FILE, cell.line, cell.column, "", *unknown("column", cell.text, _COLUMNS))
        for cell in table.header
        if cell.text not in _COLUMNS
    ]
    line = table.header[0].line
    lost = [column for column in REQUIRED if column not in table.names]
    if len(lost) == len(REQUIRED):
        hint = f"it is {','.join(REQUIRED)}, and more columns if wanted"
        return [Problem(FILE, line, None, "", "the first line names no columns", hint)]
    return problems + [Problem(FILE, line, None, "", f"column {c!r} is missing") for c in lost]


def _row(cells: Mapping[str, Cell], problems: list[Problem]) -> Node:
    """Return a row as `Position` takes it; each part knows its cell."""
    texts = {column: cell.text for column, cell in cells.items()}
    values = _values(texts)
    for part in ("position", "salience"):
        wrong = [(field, error) for field in (part, f"{part}_low", f"{part}_high")
                 if (error := _two_ways(texts.get(field, "")))]  # fmt: skip
        for field, error in wrong:
            at, path = cells[field], f"positions.{texts['actor']}.{texts['issue']}.{part}"
            problems.append(Problem(FILE, at.line, at.column, path, error.message, error.hint))
            values[part] = {"value": 50}  # so that nothing else is said of it
    parts = {part: wrap(value, _at(cells[part])) for part, value in values.items()}
    for part, prefix in (("position", ""), ("salience", "salience_")):
        noted = parts[part].value
        for field in {"why", "evidence"} & noted.keys():
            noted[field] = wrap(noted[field].plain(), _at(cells[prefix + field]))
    place = next(iter(cells.values()))
    return Node(parts, place.line, None, place.start, place.end, file=FILE)


def _at(cell: Cell) -> Node:
    return Node(None, cell.line, cell.column, cell.start, cell.end, file=FILE)


def _values(row: Mapping[str, str]) -> dict[str, Any]:
    return {
        "actor": row["actor"],
        "issue": row["issue"],
        "position": _quantity(row, "position", ""),
        "salience": _quantity(row, "salience", "salience_"),
    }


def _quantity(row: Mapping[str, str], field: str, prefix: str) -> Any:
    """Put the cells of a number into the form that a quantity takes in YAML."""
    mode = _number(row[field])
    low, high = (_number(row.get(f"{field}_{end}", "")) for end in ("low", "high"))
    value: dict[str, Any]
    if low is None and high is None:
        value = {"value": mode}
    else:
        value = {"range": [mode if low is None else low, mode, mode if high is None else high]}
    for note in ("why", "rule"):
        if text := row.get(f"{prefix}{note}", ""):
            value[note] = text
    if evidence := row.get(f"{prefix}evidence", ""):
        value["evidence"] = evidence.replace(";", " ").split()
    return value


def _number(cell: str) -> float | str | None:
    if not cell:
        return None
    read = number(cell)
    if read is not None:
        return read
    try:
        return typed_number(cell, 100)  # 0,45 and 45 %
    except TypedError:
        return cell  # which is then explained


def _two_ways(cell: str) -> TypedError | None:
    """Say what is wrong with a number that could be two, or was made something else."""
    if not cell or number(cell) is not None:
        return None
    try:
        typed_number(cell, 100)
    except TypedError as error:
        return None if error.none else error
    return None
