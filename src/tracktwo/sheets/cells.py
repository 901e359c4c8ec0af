"""The cells of a workbook, in and out, and what each says whichever program saved it."""

from __future__ import annotations

import datetime as dt
import re
from contextlib import closing
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, TypeVar

from tracktwo.case.problems import CaseError
from tracktwo.formats.workbooks import opened, refused

if TYPE_CHECKING:
    from collections.abc import Callable

_Found = TypeVar("_Found")
FORM, ABOUT, LISTS, BASE = "tracktwo-case", "About", "Lists", "As written"
_ROWS, _COLUMNS = 20_000, 80
_ILLEGAL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
_LONGEST = 32_000


def as_cell(value: Any) -> Any:
    """Return a value as it can stand in a cell."""
    if isinstance(value, dt.date | dt.datetime):
        return value.isoformat()[:10]
    if isinstance(value, float) and value.is_integer():
        return int(value)
    if value is None or isinstance(value, int | float):
        return value
    return _ILLEGAL.sub("", str(value))[:_LONGEST]


def said(value: Any) -> str:
    """Return what a cell says, the same whichever program wrote it."""
    if isinstance(value, bool):
        return str(value).upper()
    if isinstance(value, int | float):
        return f"{value:.12g}"
    if isinstance(value, dt.datetime) and value.time() != dt.time():
        return value.isoformat(sep=" ")
    plain = as_cell(value)
    return "" if plain is None else "\n".join(
        line.rstrip() for line in str(plain).replace("\r\n", "\n").replace("\r", "\n").split("\n")
    ).strip()  # fmt: skip


@dataclass(frozen=True)
class ReadCell:
    """One cell as it was read."""

    value: Any
    ref: str
    percent: bool = False
    formula: bool = False

    @property
    def text(self) -> str:
        """What it says."""
        return said(self.value)


@dataclass
class ReadRow:
    """One row below the heads."""

    place: str
    """As ``Positions!7``."""
    cells: dict[str, ReadCell] = field(default_factory=dict)
    """By heading, in lower case."""


@dataclass
class ReadSheet:
    """One sheet."""

    name: str
    heads: dict[str, str] = field(default_factory=dict)
    """Heading in lower case to the reference of its cell."""
    rows: list[ReadRow] = field(default_factory=list)


@dataclass
class Book:
    """A workbook as it was read."""

    file: str
    sheets: dict[str, ReadSheet]
    about: dict[str, str]
    base: dict[tuple[str, str], dict[str, str]]
    """Sheet and id to what each field said when it was written; empty if that is lost."""


def read_book(raw: bytes, file: str) -> Book:
    """Read all sheets of a workbook of a case.

    Raises
    ------
    CaseError, MissingExtraError
        As for `opened`.
    """
    return read_through(raw, file, _read)


def read_through(raw: bytes, file: str, read: Callable[[Any, Any, str], _Found]) -> _Found:
    """Return what is read from a workbook, of which parts are only found damaged as one reads.

    Parameters
    ----------
    raw, file : the workbook, and its name in messages
    read : takes the workbook with values, the same with formulas, and the name

    Raises
    ------
    CaseError, MissingExtraError
        As for `opened`.
    """
    with closing(opened(raw, file)) as values, closing(opened(raw, file, formulas=True)) as source:
        try:
            return read(values, source, file)
        except CaseError:
            raise
        except Exception:  # noqa: BLE001  (parts are read as they are asked for)
            raise refused(file, "is damaged", "save it anew as .xlsx") from None


def read_cell(cell: Any, written: Any, ref: str) -> ReadCell:
    """Return a cell of a workbook with values, beside the same of the one with formulas."""
    percent = "%" in str(getattr(cell, "number_format", "") or "")
    return ReadCell(cell.value, ref, percent, getattr(written, "data_type", None) == "f")


def _read(values: Any, source: Any, file: str) -> Book:
    book = Book(file, {}, {}, {})
    for name in values.sheetnames:
        if name == LISTS or not hasattr(values[name], "iter_rows"):
            continue
        rows = values[name].iter_rows(max_row=_ROWS, max_col=_COLUMNS)
        if name in {ABOUT, BASE}:
            for row in rows:
                texts = [said(cell.value) for cell in row[:4]] + [""] * 4
                if name == ABOUT and texts[0]:
                    book.about.setdefault(texts[0], texts[1])
                elif name == BASE and texts[0]:
                    book.base.setdefault((texts[0], texts[1]), {})[texts[2]] = texts[3]
            continue
        typed = source[name].iter_rows(max_row=_ROWS, max_col=_COLUMNS)
        book.sheets[name.casefold()] = _sheet(name, zip(rows, typed, strict=False), file)
    return book


def _sheet(name: str, rows: Any, file: str) -> ReadSheet:
    from openpyxl.utils import get_column_letter  # noqa: PLC0415

    sheet = ReadSheet(name)
    heads: list[str] = []
    for n, (values, typed) in enumerate(rows, start=1):
        if not heads:
            texts = [said(cell.value).casefold() for cell in values]
            if any(texts):
                heads = texts
                sheet.heads = {
                    head: f"{file} {name}!{get_column_letter(m)}{n}"
                    for m, head in enumerate(heads, start=1) if head
                }  # fmt: skip
            continue
        row = ReadRow(f"{file} {name}!A{n}")
        for m, (cell, written) in enumerate(zip(values, typed, strict=False)):
            ref = f"{file} {name}!{get_column_letter(m + 1)}{n}"
            found = read_cell(cell, written, ref)
            if cell.value is None and not found.formula:
                continue
            head = heads[m] if m < len(heads) and heads[m] else f"column {get_column_letter(m + 1)}"
            row.cells[head] = found
        if any(cell.text or cell.formula for cell in row.cells.values()):
            sheet.rows.append(row)
    return sheet
