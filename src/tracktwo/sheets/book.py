"""Writing the workbook: drop-down lists, notes, protected ids, and what it said when written."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, Any

from tracktwo.errors import MissingExtraError
from tracktwo.sheets.cells import ABOUT, BASE, FORM, LISTS, as_cell, said
from tracktwo.sheets.layout import pages

if TYPE_CHECKING:
    from tracktwo.case import CaseFolder
    from tracktwo.sheets.layout import SheetColumn, SheetLayout

_HOW = (
    "One row is one item. Change what you like in the white cells; grey ones stay.",
    "Add: write into an empty row at the end, without an id. A new actor that is a party plays.",
    "Take out: empty the row, but for its id. Reading it back asks before anything goes.",
    "Numbers: low, most likely and high; leave low and high empty where it is certain.",
    "The heads of columns carry notes. Several names in a cell: commas between them.",
    "Who must agree: all: A, B / any: A, B / 2 of: A, B, C / 70 % of: A, B (of their capability).",
    "Issues, and stages that change one, are added on the page Build (tracktwo serve CASE).",
    "Read it back with: tracktwo sheet THIS.xlsx CASE. Only what you changed is changed.",
)


def workbook(folder: CaseFolder) -> bytes:
    """Return a case as a workbook in the format of Excel.

    Parameters
    ----------
    folder : CaseFolder

    Raises
    ------
    MissingExtraError
        Without openpyxl.
    """
    try:
        from openpyxl import Workbook  # noqa: PLC0415  (an extra)
    except ImportError:
        raise MissingExtraError.of(["openpyxl"], "excel") from None
    book = Workbook()
    filled = pages(folder)
    writer = _Writer(book)
    writer.about(folder)
    for page in filled:
        writer.page(page)
    writer.hidden(filled)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


class _Writer:
    def __init__(self, book: Any) -> None:
        from openpyxl.styles import Alignment, Font, PatternFill, Protection  # noqa: PLC0415

        self.book = book
        self.grey = PatternFill("solid", fgColor="E4E4E4")
        self.open = Protection(locked=False)
        self.bold = Font(bold=True)
        self.wrap = Alignment(wrap_text=True, vertical="top")
        self.lists: list[tuple[str, ...]] = []

    def about(self, folder: CaseFolder) -> None:
        """Write what the workbook is, and how it is used."""
        sheet = self.book.active
        sheet.title = ABOUT
        rows = [("form", FORM), ("case", folder.case.id), ("title", folder.case.title),
                ("state", folder.digest)]  # fmt: skip
        rows += [("how" if n == 0 else "", line) for n, line in enumerate(_HOW)]
        for n, row in enumerate(rows, start=1):
            for m, text in enumerate(row, start=1):
                self._put(sheet.cell(n, m), text)
                sheet.cell(n, m).alignment = self.wrap
        sheet.column_dimensions["A"].width, sheet.column_dimensions["B"].width = 10, 100
        sheet.protection.sheet = True

    def page(self, page: SheetLayout) -> None:
        """Write one sheet."""
        from openpyxl.comments import Comment  # noqa: PLC0415

        sheet = self.book.create_sheet(page.name)
        last = len(page.lines) + page.spare + 1
        for m, column in enumerate(page.columns, start=1):
            head = sheet.cell(1, m, column.head)
            head.font, head.fill, head.alignment = self.bold, self.grey, self.wrap
            if column.note:
                head.comment = Comment(column.note, "tracktwo", width=260, height=120)
            sheet.column_dimensions[head.column_letter].width = column.width
            if last > 1:
                self._check(sheet, column, f"{head.column_letter}2:{head.column_letter}{last}")
        for n in range(2, last + 1):
            line = page.lines[n - 2] if n - 2 < len(page.lines) else None
            for m, column in enumerate(page.columns, start=1):
                cell = sheet.cell(n, m)
                cell.alignment = self.wrap
                if line is not None:
                    value = line.id if column.field == "id" else line.cells.get(column.field)
                    self._put(cell, value)
                if column.field == "id" or (line is not None and column.field in line.closed):
                    cell.fill = self.grey
                else:
                    cell.protection = self.open
        sheet.freeze_panes = "C2" if page.columns[1].field in {"name", "actor", "what"} else "B2"
        sheet.protection.sheet = True
        sheet.protection.formatColumns = sheet.protection.formatRows = False  # these stay allowed

    def _put(self, cell: Any, value: Any) -> None:
        cell.value = as_cell(value)
        if isinstance(cell.value, str):
            cell.data_type = "s"  # what begins with = is text of the case, never a formula

    def _check(self, sheet: Any, column: SheetColumn, where: str) -> None:
        from openpyxl.worksheet.datavalidation import DataValidation  # noqa: PLC0415

        if column.choices:
            if column.choices not in self.lists:
                self.lists.append(column.choices)
            from openpyxl.utils import get_column_letter  # noqa: PLC0415

            letter = get_column_letter(1 + self.lists.index(column.choices))
            formula = f"{LISTS}!${letter}$1:${letter}${len(column.choices)}"
            check = DataValidation(type="list", formula1=formula, allow_blank=True)
            check.showErrorMessage = not column.several
            named = column.field in {"actor", "issue", "stage", "fallback"}
            check.errorStyle = "warning" if named else "stop"  # a new row may be named, too
            check.errorTitle, check.error = "Not on the list", "Choose one of the list."
        elif column.span is not None:
            low, high = column.span
            check = DataValidation(type="decimal", operator="between", formula1=f"{low:g}",
                                   formula2=f"{high:g}", allow_blank=True)  # fmt: skip
            check.showErrorMessage = True
            check.errorTitle = "Not a number of this scale"
            check.error = f"A number from {low:g} to {high:g}."
        else:
            return
        sheet.add_data_validation(check)
        check.add(where)

    def hidden(self, filled: list[SheetLayout]) -> None:
        """Write the lists to choose from, and what each cell says now."""
        lists = self.book.create_sheet(LISTS)
        for m, choices in enumerate(self.lists, start=1):
            for n, choice in enumerate(choices, start=1):
                self._put(lists.cell(n, m), choice)
        base = self.book.create_sheet(BASE)
        n = 0
        for page in filled:
            for line in page.lines:
                texts = [("id", line.id), *((f, said(v)) for f, v in line.cells.items())]
                for field, text in texts:
                    if text:
                        n += 1
                        for m, part in enumerate((page.name, line.id, field, text), start=1):
                            self._put(base.cell(n, m), part)
        for sheet in (lists, base):
            sheet.sheet_state = "hidden"
            sheet.protection.sheet = True
