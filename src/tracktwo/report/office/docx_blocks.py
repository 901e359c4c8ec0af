"""Blocks as parts of a text document: styles, real lists and tables, pictures with their words."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, Any

from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.image.image import Image
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Emu, Pt, RGBColor

from tracktwo.blocks import (
    Assumed,
    Beside,
    Card,
    Cards,
    Cell,
    Code,
    Emphasis,
    Figure,
    Figures,
    Folded,
    Group,
    Harm,
    Heading,
    Item,
    Legend,
    Listing,
    Note,
    Pairs,
    Paragraph,
    Quotation,
    Ref,
    Small,
    Strong,
    Table,
    Track,
    Value,
    quoted,
    spans,
)
from tracktwo.blocks.words import clean
from tracktwo.report.office import drawn
from tracktwo.report.office.typst_blocks import LINE, widths_of

if TYPE_CHECKING:
    from collections.abc import Iterable

    from docx.document import Document
    from docx.table import _Cell
    from docx.text.paragraph import Paragraph as Line

    from tracktwo.blocks import Block, Row, Text

MUTED, HARM = RGBColor(0x56, 0x5D, 0x66), RGBColor(0xA3, 0x34, 0x7A)
SMALL = Pt(7.5)
HIGH = 195
"""What that is where nothing else is said."""
_EDGE = 3
"""Characters that the edges of a cell take."""


class Docx:
    """Writes blocks into a document.

    Parameters
    ----------
    document : of python-docx
    width : of what stands between its margins

    Attributes
    ----------
    high : int
        Points that a picture as wide as the page takes downwards at most.
    """

    def __init__(self, document: Document, width: int) -> None:
        self.document, self.width, self.high = document, width, HIGH

    # --- texts -------------------------------------------------------------------------------

    def fill(self, line: Line, text: Text, *, bold: bool = False, small: bool = False) -> Line:
        """Write a text into a paragraph."""
        for span in spans(text):
            match span:
                case Strong(text=inner):
                    self.fill(line, inner, bold=True, small=small)
                case Small(text=inner):
                    self.fill(line, inner, bold=bold, small=True)
                case Harm(text=inner):
                    first = len(line.runs)
                    self.fill(line, inner, bold=bold, small=small)
                    for run in line.runs[first:]:
                        run.font.color.rgb = HARM
                case Ref(number=number):
                    line.add_run(str(number)).font.superscript = True
                case Assumed():
                    self._run(line, "(assumption)", bold=bold, small=True)
                case Value(text=words, assumed=assumed):
                    self._run(line, words, bold=bold, small=small)
                    if assumed:
                        self._run(line, " (assumed)", bold=False, small=True)
                case Emphasis(text=inner):
                    first = len(line.runs)
                    self.fill(line, inner, bold=bold, small=small)
                    for run in line.runs[first:]:
                        run.italic = True
                case str() as words:
                    self._run(line, words, bold=bold, small=small)
                case Code(text=words):
                    self._run(line, words, bold=bold, small=small)
                case _:
                    self._inner(line, span.text, bold=bold, small=small)
        return line

    def _inner(self, line: Line, text: Any, *, bold: bool, small: bool) -> None:
        self.fill(line, text, bold=bold, small=small)

    @staticmethod
    def _run(line: Line, words: str, *, bold: bool, small: bool) -> None:
        run = line.add_run(clean(words))
        run.bold = bold or None
        if small:
            run.font.size, run.font.color.rgb = SMALL, MUTED

    # --- blocks ------------------------------------------------------------------------------

    def blocks(self, blocks: Iterable[Block], into: Any = None) -> None:
        """Write blocks one after the other, into the document or a cell of a table."""
        place = self.document if into is None else into
        for block in blocks:
            self._block(block, place)

    def _block(self, block: Block, into: Any) -> None:
        match block:
            case Heading(text=text, level=level):
                self.fill(into.add_paragraph(style=f"Heading {level}"), text)
            case Paragraph(text=text, tone=tone):
                small = tone in {"how", "reading", "small"}
                self.fill(into.add_paragraph(), text, small=small)
            case Quotation(text=text, ref=ref):
                self.fill(into.add_paragraph(style="Quote"), (quoted(text), " ", ref or ""))
            case Listing():
                self._listing(block, into)
            case Pairs(pairs=pairs):
                for key, value in pairs:
                    item = value if isinstance(value, Item) else Item(value)
                    self.fill(into.add_paragraph(), (Strong(key), ": ", item.text))
                    self.blocks(item.blocks, into)
            case Table():
                self._table(block, into)
            case Figure():
                self._figure(block, into)
            case Figures(figures=figures):
                for one in figures:
                    self._figure(one, into)
            case Legend(keys=keys):
                self.fill(into.add_paragraph(), tuple((key.text, "  ") for key in keys), small=True)
            case Card():
                self._card(block, into)
            case Cards(cards=cards) | Track(cards=cards):
                for card in cards:
                    self._card(card, into)
            case Beside(first=first, second=second):
                self.beside((first, second))
            case Note(blocks=blocks) | Folded(blocks=blocks):
                self.blocks(blocks, into)

    def beside(self, halves: Iterable[Iterable[Block]]) -> list[_Cell]:
        """Write blocks side by side, in a table without lines."""
        parts = list(halves)
        table = self.document.add_table(1, len(parts))
        table.autofit = False
        before = self.width
        for column in table.columns:
            column.width = Emu(before // len(parts))
        cells = list(table.rows[0].cells)
        for cell, blocks in zip(cells, parts, strict=True):
            cell.width = Emu(before // len(parts))
            self.width = before // len(parts) - Pt(14)
            self.blocks(blocks, cell)
            first = cell.paragraphs[0]
            if not first.text and len(cell.paragraphs) > 1:
                first._element.getparent().remove(first._element)  # noqa: SLF001  (no other way)
            self.width = before
        return cells

    def _listing(self, block: Listing, into: Any) -> None:
        for number, one in enumerate(block.items, start=block.start):
            item = one if isinstance(one, Item) else Item(one)
            # Numbers and marks are written: a style's numbers would run on from list to list.
            line = into.add_paragraph(style="List Paragraph")
            line.paragraph_format.left_indent = Pt(14)
            line.paragraph_format.first_line_indent = Pt(-14)
            line.paragraph_format.tab_stops.add_tab_stop(Pt(14))
            line.add_run(f"{number}.\t" if block.ordered else "•\t")
            self.fill(line, item.text)
            self.blocks(item.blocks, into)

    def _card(self, card: Card, into: Any) -> None:
        self.fill(into.add_paragraph(style=f"Heading {card.level}"), card.title)
        self.blocks(card.blocks, into)

    def _figure(self, figure: Figure, into: Any) -> None:
        if figure.heading:
            self.fill(into.add_paragraph(style=f"Heading {figure.level}"), figure.heading)
        line = into.add_paragraph()
        picture = Image.from_file(io.BytesIO(drawn.png(figure.best)))
        high = Pt(self.high) * picture.px_width // picture.px_height
        width = min(self.width, high) if figure.wide is not None else min(self.width, Pt(330))
        shape = line.add_run().add_picture(io.BytesIO(picture.blob), width=Emu(width))
        said = shape._inline.docPr  # noqa: SLF001  (python-docx has no other way to alternative text)
        said.set("descr", clean(f"{figure.title}. {figure.description}"))
        for text in (figure.caption, figure.reading):
            if text:
                self.fill(into.add_paragraph(), text, small=True)

    # --- tables ------------------------------------------------------------------------------

    def _table(self, table: Table, into: Any) -> None:
        if table.caption:
            line = self.fill(into.add_paragraph(), table.caption, small=True)
            line.paragraph_format.keep_with_next = True
        made = into.add_table(1, table.width)
        made.style = self.document.styles["Table Grid"]
        made.autofit = False
        _lines(made)
        shares = shares_of(table)
        widths = [Emu(int(self.width * share / sum(shares))) for share in shares]
        for cell, column in zip(made.rows[0].cells, table.columns, strict=True):
            self._cell(cell, Strong(_one(column.head)))
            if column.numeric:
                cell.paragraphs[0].alignment = WD_ALIGN_PARAGRAPH.RIGHT
        _repeated(made.rows[0])
        for one in table.rows:
            if isinstance(one, Group):
                cells = made.add_row().cells
                self._cell(cells[0].merge(cells[-1]), Strong(one.title))
                for row in one.rows:
                    self._row(made.add_row(), row, table)
            else:
                self._row(made.add_row(), one, table)
        for column, width in zip(made.columns, widths, strict=True):
            column.width = width
        for row in made.rows:
            _unbroken(row)
            for cell, width in zip(row.cells, widths, strict=True):
                cell.width = width

    def _row(self, made: Any, row: Row, table: Table) -> None:
        head, *rest = made.cells
        self._cell(head, Strong(_one(row.head)) if not isinstance(row.head, Cell) else row.head)
        for cell, text, column in zip(rest, row.cells, table.columns[1:], strict=True):
            self._cell(cell, text)
            if column.numeric:
                for line in cell.paragraphs:
                    line.alignment = WD_ALIGN_PARAGRAPH.RIGHT

    def _cell(self, cell: _Cell, text: Text | Cell) -> None:
        lines = [*text.lines, *text.items] if isinstance(text, Cell) else [text]
        for number, line in enumerate(lines):
            place = cell.paragraphs[0] if number == 0 else cell.add_paragraph()
            place.paragraph_format.space_after = Pt(0)
            self.fill(place, line)


def shares_of(table: Table) -> list[int]:
    """Share out the width of a page among the columns of a table, the edges of cells included."""
    return [width + _EDGE for width in widths_of(table, LINE - _EDGE * table.width)]


def _one(cell: Text | Cell) -> Text:
    return cell.one_line if isinstance(cell, Cell) else cell


def _lines(table: Any) -> None:
    """Leave only the lines between rows."""
    borders = OxmlElement("w:tblBorders")
    for side in ("top", "left", "bottom", "right", "insideH", "insideV"):
        line = OxmlElement(f"w:{side}")
        drawn_ = side in {"top", "bottom", "insideH"}
        line.set(qn("w:val"), "single" if drawn_ else "nil")
        if drawn_:
            line.set(qn("w:sz"), "4")
            line.set(qn("w:color"), "B9B6AE")
        borders.append(line)
    table._tbl.tblPr.append(borders)  # noqa: SLF001  (python-docx has no other way to borders)


def _repeated(row: Any) -> None:
    """Repeat a row as the head of each page."""
    mark = OxmlElement("w:tblHeader")
    mark.set(qn("w:val"), "true")
    row._tr.get_or_add_trPr().append(mark)  # noqa: SLF001  (the same)


def _unbroken(row: Any) -> None:
    """Keep a row on one page."""
    row._tr.get_or_add_trPr().append(OxmlElement("w:cantSplit"))  # noqa: SLF001  (the same)
