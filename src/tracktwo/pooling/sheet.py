"""An expert's form as a workbook, and back."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, Any

from tracktwo.errors import MissingExtraError
from tracktwo.formats.workbooks import refused
from tracktwo.sheets.cells import read_cell, read_through, said

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from tracktwo.pooling.asked import Elicited

SUFFIX = ".xlsx"
_ABOUT, _NUMBERS, _STANCES = "About", "Numbers", "Stances"
_PARTS = {_NUMBERS: ("low", "mode", "high", "why"), _STANCES: ("choice", "why")}
"""What the cells from column D on are."""
_HOW = (
    "Answer what you can; leave the rest empty. For a number give the least you would not be "
    "surprised by, the most likely, and the most. Please do not look at others' answers first. "
    "Only white cells can be filled in. Save the file and send it back."
)


def sheet_form(
    case: str,
    title: str,
    asked: Sequence[Elicited],
    *,
    expert: str,
    round_: int,
    told: Mapping[str, str] | None = None,
) -> bytes:
    """Return a workbook that asks one expert.

    Parameters
    ----------
    case, title : id and title of the case
    asked : the questions
    expert : name, or nothing to be filled in
    round_ : 1 before any discussion
    told : path to what was answered before, for a later round
    """
    try:
        from openpyxl import Workbook  # noqa: PLC0415  (an extra)
        from openpyxl.styles import Alignment, Font, PatternFill, Protection  # noqa: PLC0415
        from openpyxl.worksheet.datavalidation import DataValidation  # noqa: PLC0415
    except ImportError:
        raise MissingExtraError.of(["openpyxl"], "pool") from None
    book = Workbook()
    about = book.active
    about.title = _ABOUT
    grey = PatternFill("solid", fgColor="EEEEEE")
    rows = [("form", "tracktwo-answers"), ("case", case), ("title", title), ("round", round_),
            ("expert", expert)]  # fmt: skip
    for row in rows:
        about.append(row)
    about.append(())
    about.append(("how", _HOW))
    about.column_dimensions["A"].width, about.column_dimensions["B"].width = 12, 90
    about["B7"].alignment = Alignment(wrap_text=True, vertical="top")
    about["B5"].protection = Protection(locked=False)
    open_cells = Protection(locked=False)
    wrap = Alignment(wrap_text=True, vertical="top")
    for name, chosen in ((_NUMBERS, False), (_STANCES, True)):
        questions = [one for one in asked if bool(one.choices) == chosen]
        sheet = book.create_sheet(name)
        heads = ["path", "question", "scale"]
        heads += ["answer", "why"] if chosen else ["low", "most likely", "high", "why"]
        heads += ["round before"] if told else []
        sheet.append(heads)
        for cell in sheet[1]:
            cell.font = Font(bold=True)
        for n, one in enumerate(questions, start=2):
            fields = 2 if chosen else 4
            cells = [one.path, one.text, one.hint, *[None] * fields]
            sheet.append([*cells, told.get(one.path, "")] if told else cells)
            for cell in sheet[n]:
                cell.alignment = wrap
                cell.fill = grey
            for cell in sheet[n][3 : 3 + fields]:
                cell.protection, cell.fill = open_cells, PatternFill()
        last = max(len(questions) + 1, 2)
        if chosen and questions:
            words = '"' + ",".join(questions[0].choices) + '"'
            check = DataValidation(type="list", formula1=words, allow_blank=True)
            check.error, check.errorTitle = "Choose one of the list.", "Not a stance"
            sheet.add_data_validation(check)
            check.add(f"D2:D{last}")
        for n, one in enumerate(questions, start=2):
            if not chosen:
                check = DataValidation(
                    type="decimal", operator="between", formula1=str(one.low),
                    formula2=str(one.high), allow_blank=True,
                )  # fmt: skip
                check.error = f"A number from {one.low:g} to {one.high:g}."
                sheet.add_data_validation(check)
                check.add(f"D{n}:F{n}")
        sheet.column_dimensions["A"].hidden = True
        for column, width in zip("BCDEFGH", (46, 40, 14, 14, 14, 40, 30), strict=True):
            sheet.column_dimensions[column].width = width
        if chosen:
            sheet.column_dimensions["E"].width = 40
        sheet.freeze_panes = "D2"
        sheet.protection.sheet = True
    about.protection.sheet = True
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def read_sheet(raw: bytes, file: str = "workbook") -> dict[str, Any]:
    """Return what a filled-in workbook says, in the form that the other form saves.

    Returns
    -------
    dict
        ``form``, ``case``, ``round``, ``expert``, and ``answers``: path to the cells of its row by
        part, and the words of the question under ``text``.

    Raises
    ------
    CaseError
        If it is no workbook of this kind.
    MissingExtraError
        Without openpyxl.
    """
    return read_through(raw, file, _read)


def _read(values: Any, source: Any, file: str) -> dict[str, Any]:
    missing = [name for name in (_ABOUT, _NUMBERS, _STANCES) if name not in values.sheetnames]
    if missing:
        raise refused(file, f"has no sheet {missing[0]}", "use the workbook that was sent")
    about = {
        said(row[0]): row[1]
        for row in values[_ABOUT].iter_rows(max_row=20, max_col=2, values_only=True) if row[0]
    }  # fmt: skip
    answers: dict[str, Any] = {}
    for name, parts in _PARTS.items():
        ends = {"min_row": 2, "max_row": 5000, "max_col": len(parts) + 3}
        both = zip(values[name].iter_rows(**ends), source[name].iter_rows(**ends), strict=False)
        for n, (row, typed) in enumerate(both, start=2):
            path = said(row[0].value) if row else ""
            if not path:
                continue
            cells: dict[str, Any] = {"text": said(row[1].value) if len(row) > 1 else ""}
            for letter, part, cell, written in zip("DEFG", parts, row[3:], typed[3:], strict=False):
                cells[part] = read_cell(cell, written, f"{file} {name}!{letter}{n}")
            answers[path] = cells
    known = ("form", "case", "round", "expert")
    return {name: about.get(name) for name in known} | {"answers": answers}
