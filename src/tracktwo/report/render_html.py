"""Blocks as HTML. All that is written is escaped and cleaned here, and nowhere before.

The classes are those of the style sheet. A link is written where its target is shown; elsewhere
its words stand without one.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeAlias, assert_never

from markupsafe import Markup, escape

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
    Link,
    Listing,
    Name,
    Note,
    Pairs,
    Paragraph,
    Ref,
    Small,
    Strong,
    Table,
    Tag,
    spans,
)
from tracktwo.blocks.words import clean

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from tracktwo.blocks import Block, Column, Key, Row, Section, Span, Target, Text
    from tracktwo.report.drawing import Pen

    Href: TypeAlias = Callable[[Target], str | None]


class Html:
    """Writes blocks as HTML.

    Parameters
    ----------
    href : function from a target to an address or None
        An address that begins with ``#`` is a place of this page: what the target names gets that
        id. None: it is shown nowhere.
    pen : Pen
        Draws the figures.
    """

    def __init__(self, href: Href, pen: Pen) -> None:
        self._href, self._pen = href, pen

    def section(self, section: Section) -> Markup:
        """Write a section."""
        return Markup(
            '<section id="{id}" aria-labelledby="{id}-h">\n<h2 id="{id}-h">{title}</h2>\n'
            "{blocks}</section>\n"
        ).format(
            id=_safe(section.id), title=_safe(section.title), blocks=self.blocks(section.blocks)
        )

    def blocks(self, blocks: Iterable[Block]) -> Markup:
        """Write blocks one after the other."""
        return _joined(Markup("{}\n").format(self._block(block)) for block in blocks)

    def text(self, text: Text) -> Markup:
        """Write a text."""
        return _joined(self._span(span) for span in spans(text))

    # --- texts -----------------------------------------------------------------------------

    def _span(self, span: Span) -> Markup:
        match span:
            case str():
                return _safe(span)
            case Name(text=text):
                return Markup("<bdi>{}</bdi>").format(_safe(text))
            case Code(text=text):
                return Markup("<code>{}</code>").format(_safe(text))
            case Strong(text=text):
                return Markup("<strong>{}</strong>").format(self.text(text))
            case Emphasis(text=text):
                return Markup("<em>{}</em>").format(self.text(text))
            case Small(text=text):
                return Markup('<span class="small">{}</span>').format(self.text(text))
            case Harm(text=text):
                return Markup('<span class="harm">{}</span>').format(self.text(text))
            case Tag(text=text, quiet=quiet):
                kind = "kind" if quiet else "tag"
                return Markup('<span class="{}">{}</span>').format(kind, self.text(text))
            case Assumed():
                return Markup('<span class="assumed">assumption</span>')
            case Link(text=text, to=to):
                return self._link(to, self.text(text))
            case Ref(number=number, to=to):
                return self._link(
                    to,
                    _safe(str(number)),
                    Markup(' class="ref" aria-label="quote {}"').format(number),
                )
            case _:
                assert_never(span)

    def _link(self, to: Target, words: Markup, more: Markup | str = "") -> Markup:
        href = self._href(to)
        if href is None:
            return words
        return Markup('<a{} href="{}">{}</a>').format(more, _safe(href), words)

    def _led(self, text: Text) -> tuple[Markup, Markup]:
        """Return what an element needs of attributes for its text, and the text.

        The words of a name alone settle which way their element is read; within our own
        sentences a name is read by itself.
        """
        found = list(spans(text))
        first = found[0] if found else None
        if isinstance(first, Name) and all(
            isinstance(span, Ref | Assumed) or (isinstance(span, str) and not span.strip())
            for span in found[1:]
        ):
            rest = _joined(self._span(span) for span in found[1:])
            return Markup(' dir="auto"'), _safe(first.text) + rest
        return Markup(), self.text(text)

    def _element(self, tag: str, text: Text, more: Markup | str = "") -> Markup:
        way, inner = self._led(text)
        return Markup("<{0}{1}{2}>{3}</{0}>").format(tag, more, way, inner)

    def _id(self, target: Target | None) -> Markup:
        href = None if target is None else self._href(target)
        if href is None or not href.startswith("#"):
            return Markup()
        return Markup(' id="{}"').format(_safe(href[1:]))

    # --- blocks ----------------------------------------------------------------------------

    def _block(self, block: Block) -> Markup:
        match block:
            case Heading(text=text, level=level):
                return Markup("<h{0}>{1}</h{0}>").format(level, self.text(text))
            case Paragraph(text=text, tone=tone):
                kind = "" if tone == "said" else Markup(' class="{}"').format(tone)
                return self._element("p", text, kind)
            case Listing():
                return self._listing(block)
            case Pairs(pairs=pairs):
                rows = _joined(
                    self._element("dt", key) + self._element("dd", value) for key, value in pairs
                )
                return Markup('<dl class="pairs">{}</dl>').format(rows)
            case Table():
                return self._table(block)
            case Figure():
                return self._figure(block)
            case Figures(figures=figures):
                drawn = _joined(
                    Markup('<div class="picture">\n{}\n</div>').format(self._figure(one))
                    for one in figures
                )
                return Markup('<div class="pictures">{}</div>').format(drawn)
            case Card():
                return Markup('<article class="card"{}>\n{}</article>').format(
                    self._id(block.at), self._card(block)
                )
            case Cards(cards=cards):
                items = _joined(
                    Markup('<li class="card"{}>{}</li>\n').format(
                        self._id(card.at), self._card(card)
                    )
                    for card in cards
                )
                return Markup('<ul class="cards">\n{}</ul>').format(items)
            case Beside(first=first, second=second):
                return Markup(
                    '<div class="voice top">\n<div>\n{}</div>\n<div>\n{}</div>\n</div>'
                ).format(self.blocks(first), self.blocks(second))
            case Note(blocks=blocks):
                return Markup('<div class="notes">\n{}</div>').format(self.blocks(blocks))
            case Folded(title=title, blocks=blocks):
                return Markup("<details>\n<summary>{}</summary>\n{}</details>").format(
                    self.text(title), self.blocks(blocks)
                )
            case _:
                assert_never(block)

    def _listing(self, block: Listing) -> Markup:
        items = []
        for one in block.items:
            item = one if isinstance(one, Item) else Item(one)
            way, text = self._led(item.text)
            below = Markup("\n{}").format(self.blocks(item.blocks)) if item.blocks else ""
            items.append(Markup("<li{}{}>{}{}</li>\n").format(self._id(item.at), way, text, below))
        return Markup("<{0}>\n{1}</{0}>").format("ol" if block.ordered else "ul", _joined(items))

    def _card(self, card: Card) -> Markup:
        return Markup("<h{0}>{1}</h{0}>\n{2}").format(
            card.level, self.text(card.title), self.blocks(card.blocks)
        )

    def _figure(self, figure: Figure) -> Markup:
        # A drawing is escaped where it is made; see drawing.framed.
        drawing = Markup(self._pen.draw(figure.spec, figure.title, figure.description))  # noqa: S704
        said = [text for text in (figure.caption, figure.reading) if text]
        caption = Markup(" ").join(self.text(text) for text in said)
        return Markup("\n").join(
            [
                *([Markup("<h{0}>{1}</h{0}>").format(figure.level, self.text(figure.heading))]
                  if figure.heading else []),
                Markup("<figure>\n{}\n{}</figure>").format(
                    drawing,
                    Markup("<figcaption>{}</figcaption>\n").format(caption) if caption else "",
                ),
                *([Markup('<ul class="legend">{}</ul>').format(
                    _joined(self._key(key) for key in figure.keys))] if figure.keys else []),
            ]
        )  # fmt: skip

    def _key(self, key: Key) -> Markup:
        return Markup(
            '<li><span class="swatch" style="background:var(--{})"></span>{}</li>'
        ).format(_safe(key.colour), self.text(key.text))

    # --- tables ----------------------------------------------------------------------------

    def _table(self, table: Table) -> Markup:
        bodies, loose = [], Markup()
        for one in table.rows:
            if not isinstance(one, Group):
                loose += self._row(one, table.columns)
                continue
            if loose:
                bodies.append(loose)
                loose = Markup()
            title = Markup('<tr><th scope="rowgroup" colspan="{}">{}</th></tr>\n').format(
                table.width, self.text(one.title)
            )
            bodies.append(title + _joined(self._row(row, table.columns) for row in one.rows))
        if loose or not bodies:
            bodies.append(loose)
        return Markup(
            '<div class="scroll" role="region" tabindex="0" aria-label="{label}">\n<table>\n'
            "{caption}<thead><tr>{head}</tr></thead>\n{bodies}</table>\n</div>"
        ).format(
            label=_safe(table.label),
            caption=self._element("caption", table.caption) + Markup("\n") if table.caption else "",
            head=_joined(self._head(column) for column in table.columns),
            bodies=_joined(Markup("<tbody>\n{}</tbody>\n").format(body) for body in bodies),
        )

    def _head(self, column: Column) -> Markup:
        # A head without words would be announced as one; a cell is not.
        if not column.head:
            return Markup("<td></td>")
        return Markup('<th scope="col">{}</th>').format(self._cell(column.head))

    def _row(self, row: Row, columns: tuple[Column, ...]) -> Markup:
        kind = "" if row.kind == "plain" else Markup(' class="{}"').format(row.kind)
        cells = _joined(
            Markup("<td{}>{}</td>").format(
                Markup(' class="num"') if column.numeric else "", self._cell(cell)
            )
            for column, cell in zip(columns[1:], row.cells, strict=True)
        )
        return Markup('<tr{}{}><th scope="row">{}</th>{}</tr>\n').format(
            kind, self._id(row.at), self._cell(row.head), cells
        )

    def _cell(self, cell: Text | Cell) -> Markup:
        if not isinstance(cell, Cell):
            return self.text(cell)
        lines = Markup("<br>").join(self.text(line) for line in cell.lines)
        if not cell.items:
            return lines
        items = _joined(self._element("li", item) for item in cell.items)
        kind = "plain small" if cell.lines else "plain"
        return lines + Markup('<ul class="{}">{}</ul>').format(kind, items)


def _safe(text: str) -> Markup:
    return escape(clean(text))


def _joined(parts: Iterable[Markup]) -> Markup:
    return Markup().join(parts)
