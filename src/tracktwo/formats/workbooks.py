"""Workbooks (.xlsx) of any make: opened safely, and one sheet of them as a table."""

from __future__ import annotations

import datetime as dt
import io
import zipfile
from contextlib import closing
from typing import Any

from tracktwo.case.problems import CaseError, Problem
from tracktwo.case.tables import MAX_COLUMNS, MAX_ROWS, read_rows, write_rows
from tracktwo.errors import MissingExtraError

LARGEST, UNPACKED = 20_000_000, 200_000_000
"""Most bytes of a workbook, packed and unpacked."""
_PREFERRED = "positions"


def refused(file: str, message: str, hint: str | None = None) -> CaseError:
    """Return the one problem of a file."""
    return CaseError([Problem(file, None, None, "", message, hint)])


def is_workbook(raw: bytes) -> bool:
    """Tell whether a file is a workbook, an old one too."""
    return raw.startswith((b"PK\x03\x04", b"\xd0\xcf\x11\xe0"))


def opened(raw: bytes, file: str, *, formulas: bool = False) -> Any:
    """Open a workbook.

    Parameters
    ----------
    formulas : whether cells give formulas, and not their results

    Raises
    ------
    CaseError
        If it is none, or too large.
    MissingExtraError
        Without openpyxl.
    """
    try:
        from openpyxl import load_workbook  # noqa: PLC0415  (an extra)
    except ImportError:
        raise MissingExtraError.of(["openpyxl"], "excel") from None
    if raw.startswith(b"\xd0\xcf\x11\xe0"):
        raise refused(file, "is an old workbook (.xls), or one with a password",
                      "save it as .xlsx, without a password")  # fmt: skip
    try:
        with zipfile.ZipFile(io.BytesIO(raw)) as packed:
            size = sum(one.file_size for one in packed.infolist())
        if len(raw) <= LARGEST and size <= UNPACKED:
            return load_workbook(io.BytesIO(raw), read_only=True, data_only=not formulas)
    except Exception:  # noqa: BLE001  (of whatever kind, it is no workbook)
        raise refused(file, "is no workbook that can be read", "save it as .xlsx") from None
    raise refused(file, "is too large for a workbook")


def sheet_text(raw: bytes, file: str) -> tuple[str, str]:
    """Return one sheet of a workbook as a table with commas, a row a line.

    Parameters
    ----------
    raw, file : content and name

    Returns
    -------
    str
        The table.
    str
        The name of the sheet: the one called Positions, or else the only one with anything in it.

    Raises
    ------
    CaseError
        If there is none or several, or a formula has no result.
    """
    with closing(opened(raw, file)) as values, closing(opened(raw, file, formulas=True)) as source:
        try:
            filled = [
                name for name in values.sheetnames
                if hasattr(values[name], "iter_rows")
                and any(cell for row in values[name].iter_rows(max_row=50, values_only=True)
                        for cell in row)
            ]  # fmt: skip
            named = [name for name in filled if name.strip().casefold() == _PREFERRED]
            if len(named or filled) == 1:
                name = (named or filled)[0]
                return _text(values[name], source[name], f"{file} {name}"), name
        except CaseError:
            raise
        except Exception:  # noqa: BLE001  (parts are read as they are asked for)
            raise refused(file, "is damaged", "save it anew as .xlsx") from None
    found = f"has sheets {', '.join(filled)}" if filled else "is empty"
    raise refused(file, found, "call the one with the table Positions")


def _text(values: Any, source: Any, place: str) -> str:
    from openpyxl.utils import get_column_letter  # noqa: PLC0415

    rows, problems = [], []
    ends = {"max_row": MAX_ROWS, "max_col": MAX_COLUMNS}
    for n, (cells, typed) in enumerate(
        zip(values.iter_rows(**ends), source.iter_rows(**ends), strict=False), start=1
    ):
        for m, (cell, written) in enumerate(zip(cells, typed, strict=False), start=1):
            if cell.value is None and getattr(written, "data_type", None) == "f":
                ref = f"{place}!{get_column_letter(m)}{n}"
                message, hint = "holds a formula whose result was not saved", "write the value"
                problems.append(Problem(ref, None, None, "", message, hint))
        rows.append([" ".join(_said(cell).split()) for cell in cells])
    if problems:
        raise CaseError(problems)
    width = max((m for row in rows for m, text in enumerate(row, start=1) if text), default=0)
    # A row a line, so that the line is the row; a lone empty cell would be no line.
    return write_rows([[*row[:width], *[""] * (width - len(row))] for row in rows])


def _said(cell: Any) -> str:
    value = cell.value
    if value is None:
        return ""
    if isinstance(value, dt.datetime | dt.date):
        return value.isoformat()[:10]
    if isinstance(value, int | float) and not isinstance(value, bool):
        if "%" in str(getattr(cell, "number_format", "") or ""):
            return f"{100 * value:.12g} %"
        return f"{value:.15g}"
    return str(value)


def by_cell(problems: list[Problem], text: str, file: str, sheet: str) -> list[Problem]:
    """Return problems of a table that came from a sheet with the cells that they are about."""
    from openpyxl.utils import get_column_letter  # noqa: PLC0415

    rows, _ = read_rows(text, file)
    letters = {
        (cell.line, cell.column): get_column_letter(m)
        for row in rows for m, cell in enumerate(row, start=1)
    }  # fmt: skip
    found = []
    for one in problems:
        place = f"{file} {sheet}"
        if one.line is not None:
            letter = letters.get((one.line, one.column or 0))
            place += f"!{letter or ''}{one.line}" if letter else f" row {one.line}"
        found.append(Problem(place, None, None, one.path, one.message, one.hint, one.severity))
    return found
