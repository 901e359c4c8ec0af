"""Blocks: what a section is made of, from a paragraph to a table."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, TypeAlias

from tracktwo.blocks.figure import Figure, Figures, Legend
from tracktwo.blocks.text import Small, plain_text

if TYPE_CHECKING:
    from tracktwo.blocks.targets import Target
    from tracktwo.blocks.text import Name, Ref, Text


@dataclass(frozen=True)
class Section:
    """An answer, or a part of the report, under a title."""

    id: str
    title: str
    blocks: tuple[Block, ...]


@dataclass(frozen=True)
class Heading:
    """A title within a section; level 2 is the section's own."""

    text: Text
    level: Literal[3, 4] = 3
    at: Target | None = None
    """What this is the place of: links to that lead here."""


@dataclass(frozen=True)
class Paragraph:
    """A paragraph."""

    text: Text
    tone: Literal["said", "how", "reading", "small", "lead", "rule"] = "said"
    """how: how something was found or is to be taken; reading: how to read the figures below, left
    out where there are none; small: a remark; lead: it leads to the list below it; rule: a rule of
    the roadmap, in words."""
    at: Target | None = None
    """What this is the place of: links to that lead here."""


@dataclass(frozen=True)
class Quotation:
    """Words of a source, to the letter."""

    text: Name
    ref: Ref | None = None
    """Its number; none where it stands beside it already."""


@dataclass(frozen=True)
class Item:
    """An item of a list with more below its first words."""

    text: Text
    blocks: tuple[Block, ...] = ()
    at: Target | None = None
    """What this is the place of: links to that lead here."""


@dataclass(frozen=True)
class Listing:
    """A list."""

    items: tuple[Text | Item, ...]
    ordered: bool = False
    start: int = 1
    """Number of the first, where they are numbered."""
    kind: Literal["plain", "inline", "answers", "statements", "quotes", "steps"] = "plain"
    """inline: short ones in a row; answers: what a reader came for, in large letters; statements:
    who said what; quotes: of a source; steps: of a stage."""


@dataclass(frozen=True)
class Pairs:
    """Words and what is to be said of each."""

    pairs: tuple[tuple[Text, Text | Item], ...]
    stacked: bool = False
    """Whether what is said stands below its words, not beside them."""


@dataclass(frozen=True)
class Cell:
    """A cell of a table that holds more than a text: lines, and a list under them."""

    lines: tuple[Text, ...]
    items: tuple[Text, ...] = ()

    @property
    def one_line(self) -> Text:
        """The same on one line: a range in brackets after its mean, the rest in a row."""
        first, *rest = [*self.lines, *self.items] or [""]
        row = [first]
        for line in rest:
            bare = isinstance(line, Small) and "(" not in plain_text(line)
            row.append((" (", line, ")") if bare else ("; ", line))
        return tuple(row)


@dataclass(frozen=True)
class Column:
    """A column of a table."""

    head: Text | Cell = ""
    numeric: bool = False
    """Whether it holds numbers, which are aligned."""


def numeric(*heads: Text | Cell) -> tuple[Column, ...]:
    """Return columns that hold numbers, by their heads."""
    return tuple(Column(head, numeric=True) for head in heads)


@dataclass(frozen=True)
class Row:
    """A row of a table: its head, and a cell for each further column."""

    head: Text | Cell
    cells: tuple[Text | Cell, ...]
    kind: Literal["plain", "base", "ruled"] = "plain"
    """base: what the others are compared with, or their sum; ruled: with a line above it."""
    at: Target | None = None
    """What this is the place of: links to that lead here."""


@dataclass(frozen=True)
class Group:
    """Rows of a table that belong together under a title."""

    title: Text
    rows: tuple[Row, ...]


@dataclass(frozen=True)
class Table:
    """A table.

    Raises
    ------
    ValueError
        If a row has not one cell for each column.
    """

    label: str
    """A short name, read out where the table can be scrolled; none for one that never needs to."""
    caption: Text
    columns: tuple[Column, ...]
    """The first is that of the rows' heads."""
    rows: tuple[Row | Group, ...]
    kind: Literal["plain", "numbers", "compact"] = "plain"
    """numbers: every number of a case with its reason; compact: many narrow columns."""

    def __post_init__(self) -> None:
        wrong = [len(row.cells) for row in self.plain_rows if len(row.cells) + 1 != self.width]
        if wrong:
            raise ValueError(f"“{self.label}” has {self.width} columns; a row fills {wrong[0] + 1}")

    @property
    def width(self) -> int:
        """How many columns it has."""
        return len(self.columns)

    @property
    def plain_rows(self) -> tuple[Row, ...]:
        """All rows, those of groups among them."""
        return tuple(
            row for one in self.rows for row in (one.rows if isinstance(one, Group) else (one,))
        )


@dataclass(frozen=True)
class Card:
    """What belongs to one thing, with a frame around it."""

    title: Text
    blocks: tuple[Block, ...]
    at: Target | None = None
    """What this is the place of: links to that lead here."""
    level: Literal[3, 4] = 3
    """Of the title."""


@dataclass(frozen=True)
class Cards:
    """Cards side by side where there is room."""

    cards: tuple[Card, ...]
    wide: bool = False
    """Whether they hold figures or tables."""


@dataclass(frozen=True)
class Track:
    """Cards one after the other, as stations on a way; the first is where it begins."""

    cards: tuple[Card, ...]


@dataclass(frozen=True)
class Beside:
    """Two halves side by side where there is room."""

    first: tuple[Block, ...]
    second: tuple[Block, ...]


@dataclass(frozen=True)
class Note:
    """What a reader must know before trusting the rest: a caveat, what is missing and why."""

    blocks: tuple[Block, ...]
    kind: Literal["notes", "limit"] = "notes"
    """limit: a bound that is set."""
    at: Target | None = None
    """What this is the place of: links to that lead here."""


@dataclass(frozen=True)
class Folded:
    """What is read by those who want to know more."""

    title: Text
    blocks: tuple[Block, ...]


Block: TypeAlias = (
    Heading
    | Paragraph
    | Quotation
    | Listing
    | Pairs
    | Table
    | Figure
    | Figures
    | Legend
    | Card
    | Cards
    | Track
    | Beside
    | Note
    | Folded
)
