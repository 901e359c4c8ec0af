"""The one reader and writer of tables in CSV: every cell knows its line, column and characters.

Format: RFC 4180, with any line ends, blank lines anywhere, a byte order mark, and spaces around
quotes. Refused: a quote that does not end, text after a closing quote, a NUL, a name that heads
two columns, rows that do not fit the header, and tables of no sane size.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import cache
from typing import TYPE_CHECKING

from tracktwo.case.problems import Problem, shown

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

LIMIT = 8_000_000
"""Most bytes of a table."""
MAX_ROWS, MAX_COLUMNS = 20_000, 2_000
_NUMBER = re.compile(r"[-+]?(\d+(\.\d*)?|\.\d+)([eE][-+]?\d+)?")


@dataclass(frozen=True)
class Cell:
    """One cell.

    Attributes
    ----------
    text : str
        What it says, without quotes and without spaces around it.
    line, column : int
        Place of its first character, counted from 1.
    start, end : int
        Span of its characters in the text, quotes included.
    """

    text: str
    line: int
    column: int
    start: int
    end: int


@dataclass
class Table:
    """A table with a header.

    Attributes
    ----------
    file : str
        Its name in messages.
    header : list of Cell
        The names of the columns, in lower case unless asked otherwise.
    rows : list of list of Cell
        As many cells each as the header.
    """

    file: str
    header: list[Cell] = field(default_factory=list)
    rows: list[list[Cell]] = field(default_factory=list)

    @property
    def names(self) -> list[str]:
        """The names of the columns, in lower case."""
        return [cell.text for cell in self.header]

    def column(self, *names: str) -> int | None:
        """Return the number of the first column that has one of these names."""
        known = self.names
        return next((known.index(name) for name in names if name in known), None)


def read_table(
    text: str, file: str, delimiter: str = ",", *, fold: bool = True
) -> tuple[Table, list[Problem]]:
    """Read a table whose first row that is not blank names its columns.

    Parameters
    ----------
    text : str
        As `tracktwo.case.files.read_text` gives it.
    file : str
        Its name in messages.
    delimiter : str
        One character.
    fold : bool
        Whether the names of the columns are taken in lower case.

    Returns
    -------
    Table
        As far as it could be read.
    list of Problem
    """
    rows, problems = read_rows(text, file, delimiter)
    table = Table(file)
    for whole in rows:
        cells = whole
        if not table.header:
            cells = _without_empty(cells, 1)
            table.header = [_lower(cell) if fold else cell for cell in cells]
            found = _check_header(table, delimiter)
            if found:
                return table, problems + found
            continue
        cells = _without_empty(cells, len(table.header))
        if len(cells) != len(table.header):
            message = f"has {len(cells)} cells under a header of {len(table.header)}"
            hint = "quote a cell that holds a comma"
            problems.append(Problem(file, cells[0].line, None, "", message, hint))
        else:
            table.rows.append(cells)
    return table, problems


def _without_empty(cells: list[Cell], most: int) -> list[Cell]:
    """Leave out empty cells at the end beyond so many; spreadsheets save columns of nothing."""
    end = len(cells)
    while end > most and not cells[end - 1].text:
        end -= 1
    return cells[:end]


def read_rows(text: str, file: str, delimiter: str = ",") -> tuple[list[list[Cell]], list[Problem]]:
    """Read the rows of a table that are not blank, whatever is in them."""
    quoted, plain = _patterns(delimiter)
    rows: list[list[Cell]] = []
    problems: list[Problem] = []
    row: list[Cell] = []
    at, line, line_start = 0, 1, 0

    def refuse(message: str, hint: str | None = None) -> None:
        problems.append(Problem(file, line, at - line_start + 1, "", message, hint))

    if "\0" in text:
        at = text.index("\0")
        line, line_start = _position(text, at)
        refuse("holds a NUL character", "save it as plain text")
        return rows, problems
    while at <= len(text):
        found = quoted.match(text, at)
        if found is not None:
            content = found[1].replace('""', '"')
        else:
            found = plain.match(text, at)
            assert found is not None  # noqa: S101  (it matches nothing, too)
            content = found[0]
            if content.lstrip(" ").startswith('"'):
                ends = _closes(text, at)
                refuse(
                    "text follows a closing quote"
                    if ends
                    else "a quote is opened and never closed",
                    'within quotes, write "" for a quote',
                )
                return rows, problems
        row.append(Cell(content.strip(), line, at - line_start + 1, at, found.end()))
        if len(row) > MAX_COLUMNS:
            refuse(f"more than {MAX_COLUMNS:,} cells in a row")
            return rows, problems
        breaks = list(_BREAK.finditer(text, at, found.end()))
        if breaks:
            line, line_start = line + len(breaks), breaks[-1].end()
        at = found.end()
        if text[at : at + 1] == delimiter:
            at += 1
            continue
        if any(cell.text for cell in row):
            if len(rows) > MAX_ROWS:
                refuse(f"more than {MAX_ROWS:,} rows")
                return rows, problems
            rows.append(row)
        row = []
        if at == len(text):
            break
        at += 2 if text.startswith("\r\n", at) else 1
        line, line_start = line + 1, at
    return rows, problems


_BREAK = re.compile(r"\r\n|\r|\n")


@cache
def _patterns(delimiter: str) -> tuple[re.Pattern[str], re.Pattern[str]]:
    mark = re.escape(delimiter)
    quoted = re.compile(rf' *"([^"]*(?:""[^"]*)*)" *(?={mark}|\r|\n|\Z)')
    return quoted, re.compile(rf"[^{mark}\r\n]*")


def _closes(text: str, start: int) -> bool:
    """Tell whether the quote that opens after some spaces is closed anywhere."""
    return '"' in text[text.index('"', start) + 1 :].replace('""', "")


def _position(text: str, at: int) -> tuple[int, int]:
    """Return the line of a place and where that line starts."""
    breaks = list(_BREAK.finditer(text, 0, at))
    return 1 + len(breaks), breaks[-1].end() if breaks else 0


def _lower(cell: Cell) -> Cell:
    return Cell(cell.text.lower(), cell.line, cell.column, cell.start, cell.end)


def _check_header(table: Table, delimiter: str) -> list[Problem]:
    first = table.header[0]
    if len(table.header) == 1 and any(mark in first.text for mark in ";\t|,"):
        what = {",": "commas", ";": "semicolons", "\t": "tabs"}.get(delimiter, delimiter)
        message = f"columns are separated by {what}"
        table.header = []
        return [Problem(table.file, first.line, None, "", message, f"got {shown(first.text)}")]
    problems = []
    seen: set[str] = set()
    for cell in table.header:
        if cell.text and cell.text in seen:
            message = f"column {cell.text!r} stands twice"
            problems.append(
                Problem(table.file, cell.line, cell.column, "", message, "keep one of them")
            )
        seen.add(cell.text)
    return problems


def number(text: str) -> float | None:
    """Read a number as people write it: no underscores, nothing infinite; None where it is none."""
    return float(text) if _NUMBER.fullmatch(text) else None


def write_rows(rows: Iterable[Sequence[object]], delimiter: str = ",") -> str:
    """Write rows as CSV with line ends LF; None is an empty cell."""
    texts = (["" if cell is None else str(cell) for cell in row] for row in rows)
    return "".join(
        delimiter.join(_written(text, delimiter) for text in row) + "\n" for row in texts
    )


def _written(cell: object, delimiter: str) -> str:
    text = "" if cell is None else str(cell)
    if any(mark in text for mark in (delimiter, '"', "\r", "\n")) or text != text.strip():
        return '"' + text.replace('"', '""') + '"'
    return text


def with_cells(
    text: str, row: Sequence[Cell], content: Mapping[int, str], delimiter: str = ","
) -> str:
    """Return a text with other content in some cells of a row, and not another byte changed.

    Parameters
    ----------
    text : str
        The text that the row was read from.
    row : sequence of Cell
    content : mapping of int to str
        Number of the column to what it is to say.
    """
    for column in sorted(content, reverse=True):
        cell = row[column]
        text = text[: cell.start] + _written(content[column], delimiter) + text[cell.end :]
    return text
