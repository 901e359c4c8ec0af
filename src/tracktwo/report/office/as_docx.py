"""The report as a text document, for those who go on writing in it.

Needs: python-docx (the extra "office").
"""

from __future__ import annotations

import datetime as dt
import io
import textwrap
from typing import TYPE_CHECKING, Any

import docx
from docx.enum.section import WD_ORIENT
from docx.enum.text import WD_TAB_ALIGNMENT
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt, RGBColor

from tracktwo.blocks import Beside, Figure, Paragraph, Table, plain_text
from tracktwo.blocks.words import clean
from tracktwo.report.office.docx_blocks import HIGH, MUTED, Docx, shares_of
from tracktwo.report.office.typst_blocks import LINE, cell_text
from tracktwo.report.office.zipped import timeless

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tracktwo.blocks import Row, Section
    from tracktwo.report.brief import Brief
    from tracktwo.report.office.as_pdf import Paper

_PAPERS: dict[Paper, tuple[float, float]] = {"a4": (210, 297), "letter": (215.9, 279.4)}
_LETTERS: dict[Paper, float] = {"a4": 8.5, "letter": 7.9}
"""Points of the letters: Letter is lower than A4."""
INK = RGBColor(0x1B, 0x1E, 0x23)
MARGIN = Mm(16)
_UPRIGHT = 27
"""Millimetres of both margins above and below."""


def write_docx(
    said: Brief, annex: Sequence[Section] = (), *, as_of: dt.date, paper: Paper = "a4"
) -> bytes:
    """Write the brief, and what annex is asked for, as DOCX.

    The arguments are those of `write_pdf`.
    """
    document = docx.Document()
    _styles(document, paper)
    width = _page(document, paper)
    _foot(document, said.source, width)
    about = document.core_properties
    about.title, about.author, about.comments = clean(said.title)[:255], "tracktwo", ""
    about.created = about.modified = dt.datetime.combine(as_of, dt.time())
    writer = Docx(document, width)
    document.add_paragraph(clean(said.title), style="Heading 1")
    line = document.add_paragraph()
    line.add_run(clean(said.question)).font.size = Pt(11)
    writer.fill(document.add_paragraph(), said.when, small=True)
    if said.draft:
        run = document.add_paragraph().add_run("FIRST DRAFT")
        run.bold, run.font.size, run.font.color.rgb = True, Pt(20), RGBColor(0xB3, 0x5A, 0x00)
        document.add_paragraph(said.draft)
    writer.high = _left(said, paper)
    writer.high = _left(said, paper)
    _rows(writer, said.first)
    writer.high = HIGH
    writer.high = HIGH
    _rows(writer, said.second, fresh=True)
    if annex:
        head = document.add_paragraph("Annex", style="Heading 1")
        head.paragraph_format.page_break_before = True
        for section in annex:
            _section(writer, section)
    out = io.BytesIO()
    document.save(out)
    return timeless(out.getvalue())


def _left(said: Brief, paper: Paper) -> int:
    """Return about how many points of the first page are left for the map.

    Only the reader's program sets the page, so what else stands there is counted up.
    """
    taken = 90.0 + 48 * bool(said.draft)
    for section in (one for row in said.first for one in row):
        taken += 26
        for block in section.blocks:
            match block:
                case Table():
                    taken += 14 + sum(_points(row, shares_of(block)) for row in block.plain_rows)
                case Paragraph(text=text):
                    taken += 11 * _lines(plain_text(text), LINE + 25)
                case Beside(second=(Figure() as figure,)):
                    taken += 32 + 0.74 * (len(figure.bars) * figure.spec["height"]["step"] + 30)
    high = (_PAPERS[paper][1] - _UPRIGHT) * 72 / 25.4
    return int(min(max(high - taken - 30, 80), 240))


def _points(row: Row, shares: Sequence[int]) -> float:
    cells = zip((row.head, *row.cells), shares, strict=True)
    return 2 + 10.6 * max(_lines(cell_text(cell), share - 3) for cell, share in cells)


def _lines(text: str, width: int) -> int:
    return sum(len(textwrap.wrap(line, max(width, 1))) or 1 for line in text.split("\n"))


def _rows(writer: Docx, rows: Sequence[Sequence[Section]], *, fresh: bool = False) -> None:
    """Write rows of sections; `fresh`: from the top of a page on."""
    for number, row in enumerate(rows):
        if len(row) == 1:
            _section(writer, row[0], fresh=fresh and number == 0)
            continue
        cells = writer.beside([() for _ in row])
        for cell, section in zip(cells, row, strict=True):
            head = cell.paragraphs[0]
            head.style = writer.document.styles["Heading 2"]
            head.paragraph_format.keep_with_next = False  # or the whole table goes to a new page
            head.add_run(clean(section.title))
            before, writer.width = writer.width, writer.width // len(row) - Pt(14)
            writer.blocks(section.blocks, cell)
            writer.width = before


def _section(writer: Docx, section: Section, *, fresh: bool = False) -> None:
    head = writer.document.add_paragraph(clean(section.title), style="Heading 2")
    head.paragraph_format.page_break_before = fresh
    writer.blocks(section.blocks)


def _styles(document: Any, paper: Paper) -> None:
    normal = document.styles["Normal"]
    normal.font.name, normal.font.size = "Calibri", Pt(_LETTERS[paper])
    normal.paragraph_format.space_after = Pt(2)
    normal.paragraph_format.line_spacing = 1.0
    for level, size in ((1, 17), (2, 11), (3, 10), (4, 9.5)):
        style = document.styles[f"Heading {level}"]
        style.font.name, style.font.size, style.font.bold = "Calibri", Pt(size), True
        style.font.color.rgb = INK
        style.element.rPr.rFonts.set(qn("w:asciiTheme"), "")
        style.paragraph_format.space_before = Pt(0 if level == 1 else 7)
        style.paragraph_format.space_after = Pt(2)
        style.paragraph_format.keep_with_next = True
    for name in ("List Paragraph", "Quote"):
        document.styles[name].paragraph_format.space_after = Pt(1)


def _page(document: Any, paper: Paper) -> int:
    section = document.sections[0]
    width, height = (Mm(side) for side in _PAPERS[paper])
    section.orientation, section.page_width, section.page_height = WD_ORIENT.PORTRAIT, width, height
    section.left_margin = section.right_margin = MARGIN
    section.top_margin, section.bottom_margin = Mm(13), Mm(14)
    section.footer_distance = Mm(7)
    return int(width - 2 * MARGIN)


def _foot(document: Any, source: str, width: int) -> None:
    """Put the source line and the number of the page at the foot."""
    line = document.sections[0].footer.paragraphs[0]
    for old in line.style.paragraph_format.tab_stops:  # a footer's own come before the margin
        line.paragraph_format.tab_stops.add_tab_stop(old.position, WD_TAB_ALIGNMENT.CLEAR)
    line.paragraph_format.tab_stops.add_tab_stop(width, WD_TAB_ALIGNMENT.RIGHT)
    line.add_run(f"{source}\t")
    _field(line, "PAGE")
    line.add_run(" / ")
    _field(line, "NUMPAGES")
    for run in line.runs:
        run.font.size, run.font.color.rgb = Pt(7), MUTED


def _field(line: Any, name: str) -> None:
    """Add a number that the reader's program works out."""
    for kind in ("begin", "", "end"):
        run = line.add_run()
        part = OxmlElement("w:fldChar" if kind else "w:instrText")
        if kind:
            part.set(qn("w:fldCharType"), kind)
        else:
            part.text = name
        run._r.append(part)  # noqa: SLF001  (python-docx has no other way to fields)
