"""The report as five slides: the answer, who blocks, moves, alternatives, what to find out.

Needs: python-pptx (the extra "office").
"""

from __future__ import annotations

import datetime as dt
import io
from textwrap import wrap
from typing import TYPE_CHECKING, Any

from pptx import Presentation
from pptx.dml.color import RGBColor
from pptx.enum.text import MSO_ANCHOR, PP_ALIGN
from pptx.util import Emu, Inches, Pt

from tracktwo.blocks import (
    Beside,
    Figure,
    Item,
    Listing,
    Paragraph,
    Row,
    Strong,
    Table,
    plain_text,
    spans,
)
from tracktwo.blocks.words import clean
from tracktwo.report.office import drawn
from tracktwo.report.office.typst_blocks import cell_text, widths_of
from tracktwo.report.office.zipped import timeless

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from tracktwo.blocks import Block, Section, Text
    from tracktwo.report.brief import Brief

WIDE, HIGH = int(Inches(13.333)), int(Inches(7.5))
LEFT, TOP, BOTTOM = int(Inches(0.6)), int(Inches(1.35)), int(Inches(6.9))
INK, MUTED, PALE, WHITE, DRAFT = (
    RGBColor.from_string(colour)  # type: ignore[no-untyped-call]  # of python-pptx
    for colour in ("1B1E23", "565D66", "EEF3F7", "FFFFFF", "B35A00")
)
LARGEST, SMALLEST, BELOW = 14, 11, 60
"""Points of the letters in a table, and what is kept free below it."""
SIZE, ROOM, EDGE = 14, 92, 3
"""Letters of so many points, of which as many stand across a slide, and what the edges of a cell
take."""
_TITLE_ONLY = 5
"""Layout of the default template that has a title and nothing else."""


def write_pptx(said: Brief, annex: Sequence[Section] = (), *, as_of: dt.date) -> bytes:
    """Write the brief as slides; they have no annex."""
    del annex
    show = Presentation()
    show.slide_width, show.slide_height = Emu(WIDE), Emu(HIGH)
    about = show.core_properties
    about.title, about.author = clean(said.title)[:255], "tracktwo"
    about.created = about.modified = dt.datetime.combine(as_of, dt.time())
    slides = (
        (said.title, ("odds",)),
        ("", ("blockers",)),
        ("", ("moves",)),
        ("Alternatives", ("alternatives",)),
        ("What to find out, and what would change our mind", ("find-out", "signs")),
    )
    for number, (title, names) in enumerate(slides, start=1):
        sections = [one for name in names if (one := said.section(name)) is not None]
        slide = _Slide(show, title or sections[0].title)
        if number == 1:
            slide.line(said.question, 20, INK)
            slide.line(plain_text(said.when), 14, MUTED)
        if said.draft:
            slide.line(f"FIRST DRAFT. {said.draft}" if number == 1 else "FIRST DRAFT", 20, DRAFT)
        if not sections:
            slide.line("The case names no alternative.", 18, INK)
        drawn_ = [said.pictures[name] for name in names if name in said.pictures]
        slide.sections(sections, drawn_)
        slide.foot(said.source, number, len(slides))
    out = io.BytesIO()
    show.save(out)
    return timeless(out.getvalue())


class _Slide:
    """One slide, filled from the top."""

    def __init__(self, show: Any, title: str) -> None:
        self.slide = show.slides.add_slide(show.slide_layouts[_TITLE_ONLY])
        self.width: int = WIDE - 2 * LEFT
        self.left: int = LEFT
        self.y: int = TOP
        head = self.slide.shapes.title
        head.left, head.top = LEFT, Inches(0.4)
        head.width, head.height = self.width, Inches(0.85)
        head.text_frame.text = clean(title)
        head.text_frame.vertical_anchor = MSO_ANCHOR.MIDDLE
        head.text_frame.word_wrap = True
        line = head.text_frame.paragraphs[0]
        line.alignment = PP_ALIGN.LEFT
        line.font.size, line.font.bold, line.font.color.rgb = Pt(28), True, INK

    def line(self, text: str, size: int, colour: Any) -> None:
        """Write a paragraph across the slide."""
        rows = 1 + len(text) * size * 0.5 / (self.width / Pt(1))
        height = Pt(int(rows) * size * 1.25 + 4)
        frame = self._frame(height)
        run = frame.paragraphs[0].add_run()
        run.text, run.font.size, run.font.color.rgb = clean(text), Pt(size), colour
        self.y += height + Pt(4)

    def sections(self, sections: Sequence[Section], beside: Sequence[Figure] = ()) -> None:
        """Write sections: one across the slide or beside its charts, two side by side."""
        if len(sections) == 1 and beside:
            self._halves(sections[0].blocks, beside, 0.62)
            return
        if len(sections) == 1:
            self._blocks(sections[0].blocks)
            return
        whole, top = self.width, self.y
        self.width = whole // 2 - Inches(0.2)
        for number, section in enumerate(sections):
            self.left, self.y = LEFT + number * (whole // 2 + Inches(0.2)), top
            self.line(section.title, 18, INK)
            self._blocks(section.blocks)
        self.left, self.width = LEFT, whole

    def foot(self, source: str, number: int, count: int) -> None:
        """Write the source line and the number of the slide."""
        box = self.slide.shapes.add_textbox(LEFT, Inches(7.0), WIDE - 2 * LEFT, Inches(0.35))
        run = box.text_frame.paragraphs[0].add_run()
        run.text = f"{source} · {number} / {count}"
        run.font.size, run.font.color.rgb = Pt(10), MUTED

    # --- blocks ------------------------------------------------------------------------------

    def _blocks(self, blocks: Iterable[Block]) -> None:
        for block in blocks:
            match block:
                case Beside(first=first, second=second):
                    self._halves(first, second)
                case Listing():
                    self._listing(block)
                case Table():
                    self._table(block)
                case Figure():
                    self.picture(block)
                case Paragraph(text=text):
                    self.line(plain_text(text), 13, MUTED)
                case _:
                    continue

    def _halves(self, first: Sequence[Block], second: Sequence[Block], share: float = 0.5) -> None:
        left, whole, top, gap = self.left, self.width, self.y, int(Inches(0.3))
        self.width = int(whole * share) - gap
        self._blocks(first)
        low, self.y, self.left = self.y, top, left + int(whole * share) + gap
        self.width = whole - int(whole * share) - gap
        self._blocks(second)
        self.left, self.width, self.y = left, whole, max(low, self.y)

    def _listing(self, block: Listing) -> None:
        texts = [one.text if isinstance(one, Item) else one for one in block.items]
        size, height = 16, BOTTOM - self.y
        while size > 10 and self._needs(texts, size) > height:
            size -= 1
        frame = self._frame(min(height, int(self._needs(texts, size))))
        for number, text in enumerate(texts, start=block.start):
            line = frame.paragraphs[0] if number == block.start else frame.add_paragraph()
            line.space_after = Pt(5)
            mark = f"{number}. " if block.ordered else "• "
            for words, strong in ((mark, False), *_runs(text)):
                run = line.add_run()
                run.text, run.font.bold = clean(words), strong
                run.font.size, run.font.color.rgb = Pt(size), INK
        self.y += int(self._needs(texts, size)) + Pt(6)

    def _needs(self, texts: Sequence[Text], size: int) -> float:
        across = self.width / Pt(1) / (size * 0.52)
        lines = sum(1 + int(len(plain_text(text)) / across) for text in texts)
        return float(Pt(lines * size * 1.22 + 5 * len(texts) + 8))

    def _table(self, table: Table) -> None:
        if table.caption:
            self.line(plain_text(table.caption), 13, MUTED)
        rows = list(table.plain_rows)
        head = Row(table.columns[0].head, tuple(one.head for one in table.columns[1:]))
        shares, size, heights = self._fitted(table, [head, *rows])
        made = self.slide.shapes.add_table(
            len(rows) + 1, table.width, self.left, self.y, self.width, Pt(26) * (len(rows) + 1)
        )
        grid = made.table
        for place, share in enumerate(shares):
            grid.columns[place].width = Emu(int(self.width * share / sum(shares)))
        for place, column in enumerate(table.columns):
            _fill(grid.cell(0, place), cell_text(column.head), size, bold=True, head=True)
        for number, row in enumerate(rows, start=1):
            for place, cell in enumerate((row.head, *row.cells)):
                _fill(grid.cell(number, place), cell_text(cell), size, bold=place == 0)
        for number, height in enumerate(heights):
            grid.rows[number].height = Pt(height)
        self.y += int(Pt(sum(heights))) + int(Pt(10))

    def _fitted(self, table: Table, rows: Sequence[Row]) -> tuple[list[int], int, list[float]]:
        """Return shares of columns, points of letters, and heights of rows that fit the slide.

        The letters are the largest at which the rows leave room for a remark below.
        """
        part = self.width / (WIDE - 2 * LEFT)
        for size in range(LARGEST, SMALLEST - 1, -1):
            room = int(ROOM * part * SIZE / size) - EDGE * table.width
            shares = [width + EDGE for width in widths_of(table, room)]
            across = [self.width / Pt(1) * share / sum(shares) - 15 for share in shares]
            heights = [_row_points(row, across, size) for row in rows]
            if Pt(sum(heights) + BELOW) <= BOTTOM - self.y:
                break
        return shares, size, heights

    def picture(self, figure: Figure) -> None:
        """Put in a chart, with what it shows in words."""
        picture = self.slide.shapes.add_picture(
            io.BytesIO(drawn.png(figure.at(self.width / Pt(1)), scale=3)),
            self.left,
            self.y,
            width=self.width,
        )
        said_below = [text for text in (figure.caption, figure.reading) if text]
        room = max(BOTTOM - self.y - len(said_below) * Pt(30), int(Inches(1)))
        share = min(1.0, room / picture.height)
        picture.width, picture.height = int(picture.width * share), int(picture.height * share)
        said = picture._element.nvPicPr.cNvPr  # noqa: SLF001  (no other way to alternative text)
        said.set("descr", clean(f"{figure.title}. {figure.description}"))
        self.y += picture.height + Pt(6)
        for text in said_below:
            self.line(plain_text(text), 11, MUTED)

    def _frame(self, height: int) -> Any:
        box = self.slide.shapes.add_textbox(self.left, self.y, self.width, height)
        frame = box.text_frame
        frame.word_wrap = True
        frame.margin_left = frame.margin_right = 0
        return frame


def _runs(text: Text) -> Iterator[tuple[str, bool]]:
    for span in spans(text):
        yield plain_text(span), isinstance(span, Strong)


def _fill(cell: Any, text: str, size: int, *, bold: bool, head: bool = False) -> None:
    frame = cell.text_frame
    frame.word_wrap = True
    cell.fill.solid()
    cell.fill.fore_color.rgb = PALE if head else WHITE
    for number, words in enumerate(clean(text).split("\n")):
        line = frame.paragraphs[0] if number == 0 else frame.add_paragraph()
        run = line.add_run()
        run.text, run.font.bold = words, bold
        run.font.size, run.font.color.rgb = Pt(size), INK


def _row_points(row: Row, across: Sequence[float], size: int) -> float:
    """Return about how high a row will be, in points: its tallest cell, and what is around it."""

    def lines(text: str, width: float) -> int:
        across = max(int(width / (size * 0.56)), 1)  # letters
        return sum(max(len(wrap(line, across)), 1) for line in text.split("\n"))

    cells = zip((row.head, *row.cells), across, strict=True)
    return max(lines(cell_text(cell), width) for cell, width in cells) * size * 1.25 + 9
