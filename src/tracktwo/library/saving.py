"""An answer as a file: JSON, a workbook, its main table, or its charts."""

from __future__ import annotations

import io
import re
from dataclasses import dataclass, field
from functools import partial
from importlib.util import find_spec
from typing import TYPE_CHECKING, Any

from tracktwo.case.tables import write_rows
from tracktwo.errors import Error, MissingExtraError
from tracktwo.files import write_file
from tracktwo.library.frames import frame, parquet
from tracktwo.library.naming import with_names
from tracktwo.questions import question
from tracktwo.results.plain import as_json as as_text
from tracktwo.results.units import CHANCE, CHANGE, SHARE

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from pathlib import Path

    from tracktwo.library.charts import Chart
    from tracktwo.questions.definition import Question
    from tracktwo.results.tables import Table

NUMBER, PERCENT = "0.00", "0.00%"
"""How a workbook shows a number that is not whole, and one that is a chance or a share."""
DIGITS = 6
"""Significant digits of a number in a table of text; JSON and Parquet have more."""


@dataclass(frozen=True)
class FileContent:
    """What a file holds of an answer."""

    question: str
    parameters: Mapping[str, Any]
    tables: Mapping[str, Table]
    main: Table
    plain: Callable[[], Any]
    """Returns everything as plain JSON values."""
    charts: Callable[[], Sequence[Chart]] = tuple
    """Returns the charts that the report shows of it."""
    names: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    """What ids are called, by the column that holds them."""

    own: Callable[[str], str | bytes] = str
    """Returns it in a format of the question's own, by what `Question.writes` names."""

    def named(self, table: Table) -> Table:
        """Return a table with the names of what its ids stand for, each beside its id."""
        return with_names(table, self.names)


def writer_of(path: Path, asked: Question) -> Callable[[FileContent], str | bytes] | None:
    """Return what makes the bytes of a file, by its ending; None where it takes charts.

    Parameters
    ----------
    path : of the file
    asked : the question, which may write formats of its own

    Raises
    ------
    Error
        If the ending is none of `FORMATS` and no chart's.
    MissingExtraError
        If the format needs something that is not installed.
    """
    ending = path.suffix.lower()
    if ending in PICTURES:
        return None
    if ending in asked.writes:
        return partial(_own, asked.writes[ending])
    made = FORMATS.get(ending)
    if made is None:
        raise Error(
            f"{path.name}: no answer is written as {ending or 'a file without an ending'}; "
            f"there are: {', '.join((*FORMATS, *PICTURES, *asked.writes))}"
        )
    MissingExtraError.check(("openpyxl",) if ending == ".xlsx" else (), "office")
    return made


def _own(made: str, answer: FileContent) -> str | bytes:
    return answer.own(made)


def save(answer: FileContent, path: Path) -> tuple[Path, ...]:
    """Write an answer to a file, in the format of its ending.

    Returns
    -------
    tuple of Path
        What was written: several files where the answer has several charts.

    Raises
    ------
    Error
        If the ending is none of `FORMATS` and no chart's, or the answer has no chart.
    MissingExtraError
        If the format needs something that is not installed.
    """
    made = writer_of(path, question(answer.question))
    if made is not None:
        write_file(path, made(answer))
        return (path,)
    charts = answer.charts()
    if not charts:
        raise Error(f"{path.name}: this answer has no chart; a table is written as .xlsx or .csv")
    if len(charts) == 1:
        return (charts[0].save(path),)
    return tuple(
        chart.save(path.with_name(f"{path.stem}-{number}{path.suffix}"))
        for number, chart in enumerate(charts, start=1)
    )


def as_json(answer: FileContent) -> bytes:
    """Return everything as JSON."""
    return as_text(answer.plain()).encode()


def as_csv(answer: FileContent) -> bytes:
    """Return the main table as CSV, numbers to six digits."""
    table = answer.named(answer.main)
    rows = [[_written(cell) for cell in row] for row in table.rows]
    return write_rows([[column.name for column in table.columns], *rows]).encode()


def as_parquet(answer: FileContent) -> bytes:
    """Return the main table as Parquet, through the library of frames that is installed."""
    table, out = answer.named(answer.main), io.BytesIO()
    if find_spec("polars"):
        frame(table, "polars").write_parquet(out)
    elif find_spec("pandas") and find_spec("pyarrow"):
        frame(table, "pandas").to_parquet(out)
    elif find_spec("duckdb"):
        return parquet(table)
    else:
        raise MissingExtraError.of(("duckdb",), "office")
    return out.getvalue()


def as_workbook(answer: FileContent) -> bytes:
    """Return a workbook: a sheet of notes, then a sheet for each table."""
    from openpyxl import Workbook  # noqa: PLC0415  (an extra)

    book = Workbook()
    notes = book.active
    notes.title = "Notes"
    for row in _notes(answer):
        notes.append([_plain(cell) for cell in row])
    notes.column_dimensions["A"].width, notes.column_dimensions["B"].width = 24, 80
    taken = {"notes"}
    for table in answer.tables.values():
        _sheet(book.create_sheet(_title(table.name, taken)), answer.named(table))
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _notes(answer: FileContent) -> list[tuple[Any, ...]]:
    rows: list[tuple[Any, ...]] = [
        ("Question", f"{answer.question}: {question(answer.question).title}")
    ]
    rows += [(f"Option: {key}", str(value)) for key, value in answer.parameters.items()]
    answered = answer.tables.get("answer")
    if answered:
        rows += [
            (column.name, cell)
            for column, cell in zip(answered.columns, answered.rows[0], strict=True)
        ]
    rows += [
        ("", ""),
        ("How to read", ("Chances lie between 0 and 1 and are shown in percent. _mean is the mean "
         "over draws of what is not known; _p05 to _p95 are quantiles: nine draws in ten lie "
         "between _p05 and _p95. Columns "
         "that end in _name say what the ids beside them stand for.")),
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
                cell.number_format = PERCENT if column.unit in _PERCENT else NUMBER
            elif isinstance(cell.value, str):
                cell.data_type = "s"  # what begins like a formula is a text all the same
    sheet.freeze_panes = "A2"


_PERCENT = frozenset({CHANCE, CHANGE, SHARE})


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
    return f"{cell:.{DIGITS}g}" if isinstance(cell, float) else cell


PICTURES = (".svg", ".png")
"""Endings by which an answer's charts are written."""
FORMATS: dict[str, Callable[[FileContent], bytes]] = {
    ".json": as_json,
    ".csv": as_csv,
    ".xlsx": as_workbook,
    ".parquet": as_parquet,
}
"""What makes the bytes of a file, by its ending."""
