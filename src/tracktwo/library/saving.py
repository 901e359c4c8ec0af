"""An answer as a file: JSON, a workbook, or its main table."""

from __future__ import annotations

import io
import json
import re
from dataclasses import dataclass
from importlib.util import find_spec
from typing import TYPE_CHECKING, Any

from tracktwo.case.tables import write_rows
from tracktwo.errors import Error, MissingExtraError
from tracktwo.files import write_file
from tracktwo.library.frames import frame

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path

    from tracktwo.results.tables import Table

NUMBER = "0.0000"
"""How a workbook shows a number that is not whole."""


@dataclass(frozen=True)
class Content:
    """What a file holds of an answer."""

    question: str
    parameters: Mapping[str, Any]
    tables: Mapping[str, Table]
    main: Table
    plain: Callable[[], Any]
    """Returns everything as plain JSON values."""


def save(answer: Content, path: Path) -> Path:
    """Write an answer to a file, in the format of its ending.

    Raises
    ------
    Error
        If the ending is none of `FORMATS`.
    MissingExtraError
        If the format needs something that is not installed.
    """
    made = FORMATS.get(path.suffix.lower())
    if made is None:
        raise Error(
            f"{path.name}: no answer is written as {path.suffix or 'a file without an ending'}; "
            f"there are: {', '.join(FORMATS)}"
        )
    write_file(path, made(answer))
    return path


def as_json(answer: Content) -> bytes:
    """Return everything as JSON."""
    text = json.dumps(answer.plain(), indent=2, ensure_ascii=False, allow_nan=False)
    return (text + "\n").encode()


def as_csv(answer: Content) -> bytes:
    """Return the main table as CSV, numbers to ten digits."""
    table = answer.main
    rows = [[_written(cell) for cell in row] for row in table.rows]
    return write_rows([[column.name for column in table.columns], *rows]).encode()


def as_parquet(answer: Content) -> bytes:
    """Return the main table as Parquet, through the library of frames that is installed."""
    out = io.BytesIO()
    if find_spec("polars"):
        frame(answer.main, "polars").write_parquet(out)
    elif find_spec("pandas") and find_spec("pyarrow"):
        frame(answer.main, "pandas").to_parquet(out)
    else:
        raise MissingExtraError("Parquet needs polars, or pandas with pyarrow", "")
    return out.getvalue()


def as_workbook(answer: Content) -> bytes:
    """Return a workbook: a sheet of notes, then a sheet for each table."""
    if find_spec("openpyxl") is None:
        raise MissingExtraError("a workbook needs openpyxl: pip install 'tracktwo[excel]'", "excel")
    from openpyxl import Workbook  # noqa: PLC0415  (an extra)

    book = Workbook()
    notes = book.active
    notes.title = "Notes"
    for row in _notes(answer):
        notes.append([_plain(cell) for cell in row])
    notes.column_dimensions["A"].width, notes.column_dimensions["B"].width = 24, 80
    taken = {"notes"}
    for table in answer.tables.values():
        _sheet(book.create_sheet(_title(table.name, taken)), table)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _notes(answer: Content) -> list[tuple[Any, ...]]:
    rows: list[tuple[Any, ...]] = [("Question", answer.question)]
    rows += [(f"Option: {key}", str(value)) for key, value in answer.parameters.items()]
    answered = answer.tables.get("answer")
    if answered:
        rows += [
            (column.name, cell)
            for column, cell in zip(answered.columns, answered.rows[0], strict=True)
        ]
    rows += [
        ("", ""),
        ("How to read", ("Chances are between 0 and 1. _mean is the mean over draws of what is not "
         "known; _p05 to _p95 are quantiles: nine draws in ten lie between _p05 and _p95.")),
        ("", "What follows from the assumptions of the case, not a forecast of events."),
        ("", ""), ("Column", "Unit"),
    ]  # fmt: skip
    units: dict[str, str] = {}
    for table in answer.tables.values():
        units.update(table.units)
    return rows + sorted(units.items())


def _sheet(sheet: Any, table: Table) -> None:
    from openpyxl.styles import Font  # noqa: PLC0415  (an extra)

    sheet.append([column.name for column in table.columns])
    for cell in sheet[1]:
        cell.font = Font(bold=True)
    for row in table.rows:
        sheet.append([_plain(cell) for cell in row])
    for place, column in enumerate(table.columns, start=1):
        letter = sheet.cell(1, place).column_letter
        longest = max((len(str(row[place - 1])) for row in table.rows[:200]), default=0)
        widest = longest if not column.unit else 8
        sheet.column_dimensions[letter].width = min(max(len(column.name), widest) + 2, 60)
        for (cell,) in sheet.iter_rows(min_row=2, min_col=place, max_col=place):
            if isinstance(cell.value, float):
                cell.number_format = NUMBER
            elif isinstance(cell.value, str):
                cell.data_type = "s"  # what begins like a formula is a text all the same
    sheet.freeze_panes = "A2"


_TITLE = re.compile(r"[\[\]:*?/\\]")
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f]")


def _title(name: str, taken: set[str]) -> str:
    """Return a name that a sheet may have: 31 characters, told apart without regard to case."""
    base = _TITLE.sub(" ", name.replace("_", " "))[:31]
    found, number = base, 1
    while found.lower() in taken:
        number += 1
        found = f"{base[: 31 - len(str(number)) - 1]} {number}"
    taken.add(found.lower())
    return found


def _plain(value: Any) -> Any:
    """Return a value that a cell may hold."""
    if isinstance(value, float) and value != value:  # noqa: PLR0124  (the test for NaN)
        return None
    if not isinstance(value, str):
        return value
    return _CONTROL.sub("\ufffd", value)[:32_000]


def _written(cell: Any) -> Any:
    return f"{cell:.10g}" if isinstance(cell, float) else cell


FORMATS: dict[str, Callable[[Content], bytes]] = {
    ".json": as_json,
    ".csv": as_csv,
    ".xlsx": as_workbook,
    ".parquet": as_parquet,
}
"""What makes the bytes of a file, by its ending."""
