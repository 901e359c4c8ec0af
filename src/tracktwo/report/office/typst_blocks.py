"""Blocks as Typst code, which Typst makes a PDF of.

All is written in Typst's code mode, where words stand in string literals: nothing of a case can be
read as markup or as a command.
"""

from __future__ import annotations

import math
import re
from typing import TYPE_CHECKING, assert_never

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
    Link,
    Listing,
    Name,
    Note,
    Pairs,
    Paragraph,
    Quotation,
    Ref,
    Small,
    Strong,
    Table,
    Tag,
    Track,
    Value,
    Verified,
    plain_text,
    quoted,
    spans,
)
from tracktwo.blocks.words import clean
from tracktwo.report.column_widths import evened_out, shared_out

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from tracktwo.blocks import Block, Key, Row, Span, Text

LINE = 110
"""Characters of a line across the page, by which columns share its width."""


def literal(text: str) -> str:
    """Return a text as a string literal of Typst."""
    kept = clean(text).replace("\\", "\\\\").replace('"', '\\"')
    return '"' + kept.replace("\n", "\\n").replace("\t", " ") + '"'


class Typst:
    """Writes blocks as Typst code.

    Parameters
    ----------
    picture : function from a figure to the name of its file

    Attributes
    ----------
    plate : str
        How a picture for a page's width is set: ``plate``, a part of the page high, or ``rest``,
        in the room that is left on a page, of which it is then the last.
    """

    def __init__(self, picture: Callable[[Figure], str]) -> None:
        self._picture = picture
        self.plate = "plate"

    # --- texts -------------------------------------------------------------------------------

    def text(self, text: Text) -> str:
        """Write a text."""
        return "{ " + "; ".join(self._span(span) for span in spans(text)) + " }"

    def _span(self, span: Span) -> str:
        match span:
            case str():
                return literal(span)
            case Name(text=text):
                return literal(text)
            case Code(text=text):
                return f"raw({literal(text)})"
            case Strong(text=text):
                return f"strong({self.text(text)})"
            case Emphasis(text=text):
                return f"emph({self.text(text)})"
            case Small(text=text):
                return f"quiet({self.text(text)})"
            case Harm(text=text):
                return f"harm({self.text(text)})"
            case Tag(text=text):
                return f"tag({self.text(text)})"
            case Link(text=text):
                return self.text(text)
            case Verified(text=text):
                return literal(text)
            case Value(text=text, assumed=assumed):
                return f"{literal(text)}; assumed()" if assumed else literal(text)
            case Assumed():
                return "assumed()"
            case Ref(number=number):
                return f"super({literal(str(number))})"
            case _:
                assert_never(span)

    # --- blocks ------------------------------------------------------------------------------

    def blocks(self, blocks: Iterable[Block]) -> str:
        """Write blocks one after the other."""
        return "{\n" + "\n".join(self._block(block) for block in blocks) + "\n}"

    def _block(self, block: Block) -> str:
        match block:
            case Heading(text=text, level=level):
                return f"heading(level: {level}, {self.text(text)})"
            case Paragraph(text=text, tone=tone):
                how = "remark" if tone in {"how", "reading", "small"} else "par"
                return f"{how}({self.text(text)})"
            case Quotation(text=text, ref=ref):
                return f"quotation({self.text((quoted(text), ' ', ref or ''))})"
            case Listing():
                return self._listing(block)
            case Pairs(pairs=pairs):
                return "\n".join(self._pair(key, value) for key, value in pairs)
            case Table():
                return self._table(block)
            case Figure():
                return self._figure(block)
            case Figures(figures=(figure,)):
                return self._figure(figure)
            case Figures(figures=figures):
                drawn = ", ".join("{\n" + self._figure(one) + "\n}" for one in figures)
                return f"grid(columns: (1fr, 1fr), gutter: 12pt, {drawn})"
            case Legend(keys=keys):
                return self._legend(keys)
            case Card():
                return self._card(block)
            case Cards(cards=cards) | Track(cards=cards):
                return "\n".join(self._card(card) for card in cards)
            case Beside(first=first, second=second):
                halves = f"{self.blocks(first)}, {self.blocks(second)}"
                return f"grid(columns: (1fr, 1fr), gutter: 16pt, {halves})"
            case Note(blocks=blocks):
                return f"note({self.blocks(blocks)})"
            case Folded(title=title, blocks=blocks):
                return f"heading(level: 4, {self.text(title)})\n{self.blocks(blocks)}"
            case _:
                assert_never(block)

    def _listing(self, block: Listing) -> str:
        items = ", ".join(self._item(one) for one in block.items)
        if not items:
            return ""
        if block.ordered:
            return f"enum(start: {block.start}, {items})"
        return f"list({items})"

    def _item(self, one: Text | Item) -> str:
        item = one if isinstance(one, Item) else Item(one)
        if not item.blocks:
            return self.text(item.text)
        return "{\n" + self.text(item.text) + "\n" + self.blocks(item.blocks) + "\n}"

    def _pair(self, key: Text, value: Text | Item) -> str:
        item = value if isinstance(value, Item) else Item(value)
        first = f"par({self.text((Strong(key), ': ', item.text))})"
        return f"{first}\n{self.blocks(item.blocks)}" if item.blocks else first

    def _card(self, card: Card) -> str:
        return f"heading(level: {card.level}, {self.text(card.title)})\n{self.blocks(card.blocks)}"

    def _legend(self, keys: Iterable[Key]) -> str:
        items = "; h(8pt); ".join(
            f"swatch({literal(key.colour)}); {self.text(key.text)}" for key in keys
        )
        return f"remark({{ {items} }})"

    def _figure(self, figure: Figure) -> str:
        parts = []
        if figure.heading:
            parts.append(f"heading(level: {figure.level}, {self.text(figure.heading)})")
        if figure.scale:
            parts.append(f"remark({self.text(figure.scale)})")
        said = literal(f"{figure.title}. {figure.description}")
        # A wide one is as high as wide, or more: on paper it is kept to a part of the page.
        how = self.plate if figure.wide is not None else "picture"
        caption = [text for text in (figure.caption, figure.reading) if text]
        below = [f"remark({self.text(text)})" for text in caption]
        within = ", { " + "; ".join(below) + " }" if how == "rest" else ""
        parts.append(f"{how}({literal(self._picture(figure))}, {said}{within})")
        parts += [] if how == "rest" else below
        if figure.keys:
            parts.append(self._legend(figure.keys))
        return "\n".join(parts)

    # --- tables ------------------------------------------------------------------------------

    def _table(self, table: Table) -> str:
        caption = f"caption({self.text(table.caption)})\n" if table.caption else ""
        widths = ", ".join(f"{width}fr" for width in widths_of(table))
        align = ", ".join("right" if column.numeric else "left" for column in table.columns)
        head = ", ".join(f"head({self._cell(column.head)})" for column in table.columns)
        rows: list[str] = []
        for one in table.rows:
            if isinstance(one, Group):
                title = f"strong({self.text(one.title)})"
                rows.append(f"table.cell(colspan: {table.width}, inset: (top: 4.5pt), {title})")
                rows += [self._row(row) for row in one.rows]
            else:
                rows.append(self._row(one))
        body = ",\n".join(rows)
        shape = f"columns: ({widths},), align: ({align},)"
        return f"{caption}rows({shape}, table.header({head}),\n{body}\n)"

    def _row(self, row: Row) -> str:
        cells = [f"strong({self._cell(row.head)})", *(self._cell(cell) for cell in row.cells)]
        if row.kind == "base":
            cells = [f"base({cell})" for cell in cells]
        return ", ".join(cells)

    def _cell(self, cell: Text | Cell) -> str:
        if not isinstance(cell, Cell):
            return self.text(cell)
        lines = [self.text(line) for line in (*cell.lines, *cell.items)]
        return "{ " + "; linebreak(); ".join(lines) + " }"


def cell_text(cell: Text | Cell) -> str:
    """Return the words of a cell, a line each."""
    if isinstance(cell, Cell):
        return "\n".join(plain_text(line) for line in (*cell.lines, *cell.items))
    return plain_text(cell)


def _in_bold(text: str) -> str:
    """Return a text as long as it is in bold, whose letters are wider by a sixth."""
    return re.sub(r"\S+", lambda word: word[0] + "-" * math.ceil(len(word[0]) / 6), text)


def widths_of(table: Table, room: int = LINE) -> list[int]:
    """Share out the width of a page among the columns of a table."""
    columns = [[_in_bold(cell_text(column.head))] for column in table.columns]
    for row in table.plain_rows:
        columns[0].append(_in_bold(cell_text(row.head)))
        for place, cell in enumerate(row.cells, start=1):
            columns[place].append(cell_text(cell))
    found = shared_out(columns, room)
    if found is None:
        return [1] * table.width
    found = evened_out(columns, found)
    spare = max(room - sum(found), 0) // table.width
    return [max(width + spare, 1) for width in found]
