"""Blocks as CommonMark with tables. All that is written is escaped here, and nowhere before."""

from __future__ import annotations

import re
import textwrap
from typing import TYPE_CHECKING, TypeAlias, assert_never

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
    Strong,
    Table,
    Tag,
    Track,
    Value,
    spans,
)
from tracktwo.blocks.within import figures
from tracktwo.blocks.words import clean
from tracktwo.report.text_charts import HALF, drawn

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from tracktwo.blocks import Block, Row, Section, Target, Text

    Href: TypeAlias = Callable[[Target], str | None]

_LABEL = 36
"""Characters of the label of a bar."""
_SPECIAL = re.compile(r"([\\`*_{}\[\]<>#|~!&])")
_BULLET = re.compile(r"^(\s*)([-+=])(?=\s|\2|$)")
_COUNTER = re.compile(r"^(\s*\d{1,9})([.)])(?=\s|$)")


def escaped(text: str) -> str:
    """Write a text so that Markdown shows it as it is, on one line."""
    return _begun(_inner(text))


def _inner(text: str) -> str:
    text = _SPECIAL.sub(r"\\\1", re.sub(r"\s+", " ", clean(text)))
    # A bare address would be made a link by many readers; this keeps it text.
    return text.replace("://", "\\://").replace("@", "\\@").replace("www.", "www\\.")


def _begun(line: str) -> str:
    # What would begin a list, a rule or a heading, were the text the first on its line.
    return _COUNTER.sub(r"\1\\\2", _BULLET.sub(r"\1\\\2", line))


class Markdown:
    """Writes blocks as Markdown.

    Parameters
    ----------
    href : function from a target to an address or None
        None: it is shown nowhere, and words that would lead there stand without a link.
    """

    def __init__(self, href: Href) -> None:
        self._href = href

    def section(self, section: Section) -> str:
        """Write a section, with an empty line after each of its blocks."""
        said = self.blocks(section.blocks)
        if not said:  # of nothing but pictures, which there are none of here
            said = "".join(f"{escaped(one.description)}\n\n" for one in figures(section.blocks))
        return f"## {escaped(section.title)}\n\n{said}"

    def blocks(self, blocks: Iterable[Block]) -> str:
        """Write blocks one after the other, with an empty line after each."""
        return "".join(f"{text}\n\n" for block in blocks for text in self._block(block) if text)

    def text(self, text: Text) -> str:
        """Write a text on one line, to stand first on it or later."""
        return _begun(self._inline(text).strip())

    # --- texts -----------------------------------------------------------------------------

    def _inline(self, text: Text, *, stressed: bool = False) -> str:
        """Write a text; `stressed` where it stands within asterisks already."""
        out, plain = "", ""
        # Plain words side by side are escaped together: only then is seen what they make.
        for span in spans(text):
            if isinstance(span, str | Name):
                plain += span if isinstance(span, str) else span.text
                continue
            out += _inner(plain)
            plain = ""
            match span:
                case Strong(text=inner):
                    out += self._stressed("**", inner, out, stressed=stressed)
                case Emphasis(text=inner):
                    out += self._stressed("*", inner, out, stressed=stressed)
                case Code(text=inner):
                    out += _code(inner)
                case Tag(text=inner):
                    out += f"({self._inline(inner, stressed=stressed)})"
                case Assumed():
                    out += "(assumption)"
                case Value(text=inner, assumed=assumed):
                    out += f"{_inner(inner)} (assumed)" if assumed else _inner(inner)
                case Ref(number=number, to=to):
                    href = self._href(to)
                    out += " " if out.endswith(")") else ""  # one reference after another
                    out += f"[{number}]({href})" if href else f"\\[{number}\\]"
                case Link(text=inner, to=to):
                    href, words = self._href(to), self._inline(inner, stressed=stressed)
                    out += f"[{words}]({href})" if href else words
                case _:
                    out += self._inline(span.text, stressed=stressed)
        return out + _inner(plain)

    def _stressed(self, marks: str, text: Text, before: str, *, stressed: bool) -> str:
        inner = self._inline(text, stressed=True)
        # Asterisks stress what begins and ends with a letter or a digit; next to other asterisks
        # or to punctuation they may be read as themselves.
        words = inner.rstrip(".,:;?!…")
        clear = words[:1].isalnum() and words[-1:].isalnum() and not before.endswith("*")
        return f"{marks}{words}{marks}{inner[len(words) :]}" if clear and not stressed else inner

    # --- blocks ----------------------------------------------------------------------------

    def _block(self, block: Block) -> Iterator[str]:
        match block:
            case Heading(text=text, level=level):
                yield f"{'#' * level} {self._inline(text).strip()}"
            case Paragraph(tone="reading"):
                return
            case Paragraph(text=text):
                yield self.text(text)
            case Quotation(text=text, ref=ref):
                yield f"> {self.text(('“', text, '” ', ref or ''))}"
            case Listing():
                yield self._listing(block)
            case Pairs(pairs=pairs):
                yield self._items("- ", [self._pair(key, value) for key, value in pairs])
            case Table():
                yield from self._table(block)
            case Figure():
                yield from self._figure(block)
            case Figures(figures=figures):
                for figure in figures:
                    yield from self._figure(figure)
            case Legend(keys=keys):
                yield self._items("- ", [Item(key.text) for key in keys])
            case Card():
                yield from self._card(block)
            case Cards(cards=cards) | Track(cards=cards):
                for card in cards:
                    yield from self._card(card)
            case Beside(first=first, second=second):
                yield self.blocks((*first, *second)).strip("\n")
            case Note(blocks=blocks):
                yield _below(self.blocks(blocks), "> ")
            case Folded(title=title, blocks=blocks):
                yield self.text(Strong(title))
                yield self.blocks(blocks).strip("\n")
            case _:
                assert_never(block)

    def _listing(self, block: Listing) -> str:
        items = [one if isinstance(one, Item) else Item(one) for one in block.items]
        return self._items(f"{block.start}. " if block.ordered else "- ", items)

    def _pair(self, key: Text, value: Text | Item) -> Item:
        item = value if isinstance(value, Item) else Item(value)
        return Item((key, ": ", item.text), item.blocks, item.at)

    def _items(self, first: str, items: Iterable[Item]) -> str:
        lines: list[str] = []
        for place, item in enumerate(items):
            number = first.removesuffix(". ")
            mark = first if number == first else f"{int(number) + place}. "
            text = self._anchor(item.at) + self.text(item.text)
            blocks = self.blocks(item.blocks)
            content = f"{text}\n\n{blocks}" if text else blocks
            lines.append(mark + _below(content, " " * len(mark)).lstrip(" "))
            if item.blocks:
                lines.append("")
        return "\n".join(lines).rstrip("\n")

    def _anchor(self, at: Target | None) -> str:
        href = None if at is None else self._href(at)
        return f'<a id="{href[1:]}"></a>' if href and href.startswith("#") else ""

    def _card(self, card: Card) -> Iterator[str]:
        yield f"{'#' * card.level} {self._inline(card.title).strip()}"
        yield self.blocks(card.blocks).strip("\n")

    def _figure(self, figure: Figure) -> Iterator[str]:
        """Draw a figure that can be drawn in characters; the others are for pages."""
        if not figure.bars:
            return
        yield f"{'#' * figure.level} {self._inline(figure.heading or figure.title).strip()}"
        labels = [_labelled(bar.label) for bar in figure.bars]
        width = max(len(line) for label in labels for line in label)
        lines: list[str] = []
        for bar, label in zip(figure.bars, labels, strict=True):
            said = " ".join(clean(bar.said).split())
            row = f"{label[-1]:<{width}} {drawn(bar, figure.bars):<{2 * HALF + 1}} {said}"
            lines += [*label[:-1], row.rstrip()]
        fence = "`" * max(3, 1 + max(len(run) for run in re.findall("`*", "\n".join(lines))))
        yield "\n".join([f"{fence}text", *lines, fence])
        yield self.text(figure.caption)

    # --- tables ----------------------------------------------------------------------------

    def _table(self, table: Table) -> Iterator[str]:
        if table.caption:
            yield self.text(table.caption)
        lines = [
            _row(self._cell(column.head) for column in table.columns),
            _row("---:" if column.numeric else "---" for column in table.columns),
        ]
        for one in table.rows:
            if isinstance(one, Group):
                lines.append(_row([self._cell(Strong(one.title)), *[""] * (table.width - 1)]))
            rows = one.rows if isinstance(one, Group) else (one,)
            lines += [self._row(row) for row in rows]
        yield "\n".join(lines)

    def _row(self, row: Row) -> str:
        return _row(self._cell(cell) for cell in (row.head, *row.cells))

    def _cell(self, cell: Text | Cell) -> str:
        return self._inline(cell.one_line if isinstance(cell, Cell) else cell).strip()


def _row(cells: Iterable[str]) -> str:
    return f"| {' | '.join(cells)} |"


def _labelled(text: str) -> list[str]:
    return textwrap.wrap(" ".join(clean(text).split()), _LABEL) or [""]


def _below(text: str, start: str) -> str:
    """Put lines under what they belong to."""
    return "\n".join((start + line).rstrip() for line in text.strip("\n").split("\n"))


def _code(text: str) -> str:
    text = " ".join(clean(text).split())
    # In a table a bar would end the cell, and a backtick the code.
    return f"`{text}`" if text and not re.search(r"[|`\\]", text) else _inner(text)
