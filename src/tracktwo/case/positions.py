"""positions.csv: where each actor stands on each issue, one row per pair.

Columns: ``actor, issue, position, salience`` and, where the number is uncertain, its bounds in
``position_low, position_high, salience_low, salience_high``; for where it comes from ``why,
evidence, salience_why, salience_evidence`` (ids of quotes, separated by spaces); ``rule`` and
``salience_rule`` name the drafting rule of a number that no person has set yet.
"""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING, Any

from tracktwo.case.document import Node, name, wrap
from tracktwo.case.problems import Problem, shown, unknown

if TYPE_CHECKING:
    from collections.abc import Mapping

FILE = "positions.csv"
REQUIRED = ("actor", "issue", "position", "salience")
OPTIONAL = (
    "position_low", "position_high", "why", "evidence", "rule",
    "salience_low", "salience_high", "salience_why", "salience_evidence", "salience_rule",
)  # fmt: skip
MAX_ROWS = 20_000


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
    problems: list[Problem] = []
    table = Node([], 1, None, 0, 0, file=FILE, path="positions")

    def refuse(line: int, message: str, hint: str | None = None) -> None:
        problems.append(Problem(FILE, line, None, "", message, hint))

    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    header: list[str] | None = None
    line = 1
    try:
        for cells in reader:
            at, line = line, reader.line_num + 1
            if not any(cell.strip() for cell in cells):
                continue
            if header is None:
                header = [cell.strip().lower() for cell in cells]
                found = _check_header(header, at)
                problems += found
                if found:
                    break
                continue
            if len(cells) != len(header):
                refuse(at, f"has {len(cells)} cells", f"the header names {len(header)} columns")
                continue
            if len(table.value) >= MAX_ROWS:
                refuse(at, f"more than {MAX_ROWS:,} rows")
                break
            row = {key: cell.strip() for key, cell in zip(header, cells, strict=True)}
            table.value.append(wrap(_values(row), Node(None, at, None, 0, 0, file=FILE)))
    except csv.Error as error:
        refuse(line, f"is not CSV ({error})")
    if header is None and not problems:
        refuse(1, "the file is empty", f"its first line is {','.join(REQUIRED)}")
    name(table, "positions")
    return table, problems


def _check_header(header: list[str], line: int) -> list[Problem]:
    def problem(message: str, hint: str | None = None) -> Problem:
        return Problem(FILE, line, None, "", message, hint)

    if len(header) == 1 and any(mark in header[0] for mark in ";\t|"):
        return [problem("columns are separated by commas", f"got {shown(header[0])}")]
    known = (*REQUIRED, *OPTIONAL)
    problems = [problem(*unknown("column", c, known)) for c in header if c not in known]
    problems += [problem(f"column {c!r} is missing") for c in REQUIRED if c not in header]
    problems += [problem(f"column {c!r} stands twice") for c in set(header) if header.count(c) > 1]
    return problems


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
    try:
        return float(cell)
    except ValueError:
        return cell
