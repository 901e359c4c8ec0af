"""Blocks for a terminal, to be printed by rich: colour where there is some, plain text in a pipe.

Every text is an object of rich with a style, never markup: a case may hold square brackets.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, assert_never

from rich.box import Box
from rich.console import Group as Parts
from rich.constrain import Constrain
from rich.table import Table as Grid
from rich.text import Text as Line

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
    spans,
)
from tracktwo.blocks import words as say
from tracktwo.report.column_widths import shared_out
from tracktwo.report.text_charts import drawn

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from rich.console import Console, ConsoleOptions, RenderableType

    from tracktwo.blocks import Block, Section, Span, Text

_RULED = Box("    \n    \n -- \n" + 5 * "    \n", ascii=True)
"""A line under the heads of a table, in a character that every terminal and file has."""

_GAP = 2
"""Characters between two columns; one of them is the box's."""


def terminal(section: Section, width: int = 80) -> RenderableType:
    """Return a section to be printed by rich.

    Parameters
    ----------
    section : Section
    width : int
        Columns that it may take.
    """
    blocks = _blocks(section.blocks, width)
    # Without a title it goes on where another left off.
    title = [_line(section.title, "bold")] if section.title else []
    return Constrain(Parts(*title, *blocks), width)


# --- texts -------------------------------------------------------------------------------------


def _line(text: Text, style: str = "") -> Line:
    line = Line(overflow="fold", style=style)
    for span in spans(text):
        _add(line, span, "")
    line.rstrip()
    return line


def _add(line: Line, span: Span, style: str) -> None:
    match span:
        case str() | Name():
            _append(line, span if isinstance(span, str) else span.text, style)
        case Code(text=text):
            _append(line, text, f"{style} cyan")
        case Assumed():
            _append(line, "(assumption)", f"{style} yellow")
        case Value(text=text, assumed=assumed):
            _append(line, text, style)
            if assumed:
                _append(line, " (assumed)", f"{style} yellow")
        case Ref():
            return  # the quotes are not here
        case Tag(text=text):
            _append(line, "[", style)
            _within(line, text, f"{style} bold")
            _append(line, "]", style)
        case Strong(text=text):
            _within(line, text, f"{style} bold")
        case Emphasis(text=text):
            _within(line, text, f"{style} italic")
        case Small(text=text):
            _within(line, text, f"{style} dim")
        case Harm(text=text):
            _within(line, text, f"{style} magenta")
        case Link(text=text) | Verified(text=text):
            _within(line, text, style)
        case _:
            assert_never(span)


def _within(line: Line, text: Text, style: str) -> None:
    for span in spans(text):
        _add(line, span, style)


def _append(line: Line, text: str, style: str) -> None:
    plain = say.plain(say.clean(text).replace(f"{say.NBSP}%", "%"))
    one = " ".join(f"|{plain}|".split())[1:-1]  # spaces at either end are kept as one
    if not one or (one[0] == " " and (not line.plain or line.plain.endswith(" "))):
        one = one[1:]
    line.append(one, style.strip() or None)


# --- blocks ------------------------------------------------------------------------------------


def _blocks(blocks: Iterable[Block], width: int) -> Iterator[RenderableType]:
    for block in blocks:
        parts = list(_block(block, width))
        if parts:
            yield from (Line(), *parts)


def _block(block: Block, width: int) -> Iterator[RenderableType]:
    match block:
        case Heading(text=text):
            yield _line(text, "bold")
        case Paragraph(tone="reading"):
            return
        case Paragraph(text=text, tone=tone):
            yield _flowing(text, "" if tone == "said" else "dim")
        case Quotation(text=text):
            yield _flowing(("“", text, "”"))
        case Listing():
            yield from _listing(block, width)
        case Pairs(pairs=pairs):
            yield from _pairs(pairs, width)
        case Table():
            if block.caption:
                yield _flowing(block.caption, "dim")
            widths = _widths(block, width)
            yield _records(block) if widths is None else _table(block, widths)
        case Figure():
            yield from _figure(block)
        case Figures(figures=figures):
            yield from list(_blocks(figures, width))[1:]
        case Legend(keys=keys):
            yield from (_Hung("- ", _line(key.text)) for key in keys)
        case Card():
            yield from _card(block, width)
        case Cards(cards=cards) | Track(cards=cards):
            yield from list(_blocks(cards, width))[1:]
        case Beside(first=first, second=second):
            yield from list(_blocks((*first, *second), width))[1:]
        case Note(blocks=blocks):
            yield from list(_blocks(blocks, width))[1:]
        case Folded(title=title, blocks=blocks):
            yield _line(title, "bold")
            yield from list(_blocks(blocks, width))[1:]
        case _:
            assert_never(block)


class _Hung:
    """Text under a mark, its further lines as far in as the first; no spaces at their ends."""

    def __init__(self, mark: str, line: Line) -> None:
        self._mark, self._line = mark, line

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> Iterator[Line]:
        start = self._mark
        for line in self._line.wrap(console, options.max_width - len(start), overflow="fold"):
            line.rstrip()
            yield Line(start).append_text(line)
            start = " " * len(self._mark)


def _flowing(text: Text, style: str = "") -> _Hung:
    return _Hung("", _line(text, style))


def _listing(block: Listing, width: int) -> Iterator[RenderableType]:
    for number, one in enumerate(block.items, start=block.start):
        item = one if isinstance(one, Item) else Item(one)
        mark = f"{number}. " if block.ordered else "- "
        yield _Hung(mark, _line(item.text))
        for below in item.blocks:
            yield from _block(below, width)


def _pairs(pairs: Iterable[tuple[Text, Text | Item]], width: int) -> Iterator[RenderableType]:
    for key, value in pairs:
        item = value if isinstance(value, Item) else Item(value)
        yield _Hung("- ", _line((key, ": ", item.text)))
        for below in item.blocks:
            yield from _block(below, width)


def _card(card: Card, width: int) -> Iterator[RenderableType]:
    yield _line(card.title, "bold")
    for block in card.blocks:
        yield from _block(block, width)


# --- figures -----------------------------------------------------------------------------------


def _figure(figure: Figure) -> Iterator[RenderableType]:
    """Draw a figure that can be drawn in characters; the others are for pages."""
    if not figure.bars:
        return
    yield _line(figure.heading or figure.title, "bold")
    grid = Grid(box=None, show_header=False, padding=(0, 1, 0, 0), pad_edge=False)
    grid.add_column(overflow="fold", max_width=34)
    grid.add_column(no_wrap=True, style="blue")
    grid.add_column(overflow="fold")
    for bar in figure.bars:
        grid.add_row(_line(bar.label), Line(drawn(bar, figure.bars)), _line(bar.said))
    yield grid
    if figure.caption:
        yield _flowing(figure.caption, "dim")


# --- tables ------------------------------------------------------------------------------------


def _widths(table: Table, width: int) -> list[int] | None:
    """Return the characters for each column; None where not even the longest words fit."""
    heads = [_cell(column.head) for column in table.columns]
    rows = [[_cell(cell) for cell in (row.head, *row.cells)] for row in table.plain_rows]
    columns = [[line.plain for line in column] for column in zip(heads, *rows, strict=True)]
    return shared_out(columns, width - _GAP * (len(columns) - 1))


def _table(table: Table, widths: list[int]) -> RenderableType:
    grid = Grid(box=_RULED, pad_edge=False, padding=(0, _GAP - 1, 0, 0), show_edge=False)
    for column, wide in zip(table.columns, widths, strict=True):
        grid.add_column(
            _cell(column.head),
            justify="right" if column.numeric else "left",
            width=wide,
            overflow="fold",
        )
    for one in table.rows:
        if isinstance(one, Group):
            grid.add_section()
            grid.add_row(_line(one.title, "italic"), *[""] * (table.width - 1))
        for row in one.rows if isinstance(one, Group) else (one,):
            if row.kind == "ruled":
                grid.add_section()
            style = "bold" if row.kind == "base" else None
            grid.add_row(*(_cell(cell) for cell in (row.head, *row.cells)), style=style)
    return grid


def _records(table: Table) -> RenderableType:
    """Write a table that is too wide for its columns row by row."""
    heads = [column.head for column in table.columns]
    parts: list[RenderableType] = []
    for one in table.rows:
        if isinstance(one, Group):
            parts.append(_line(one.title, "italic"))
        for row in one.rows if isinstance(one, Group) else (one,):
            parts.append(_line(_one_line(row.head), "bold"))
            parts += [
                _Hung("  ", _line((_one_line(head), ": ", _one_line(cell))))
                for head, cell in zip(heads[1:], row.cells, strict=True)
            ]
    return Parts(*parts)


def _cell(cell: Text | Cell) -> Line:
    if not isinstance(cell, Cell):
        return _line(cell)
    marked = [("- ", item) for item in cell.items] if len(cell.items) > 1 else cell.items
    return Line("\n").join(_line(line) for line in (*cell.lines, *marked))


def _one_line(cell: Text | Cell) -> Text:
    return cell.one_line if isinstance(cell, Cell) else cell
