"""Blocks as HTML, with the classes of the style sheet."""

from __future__ import annotations

from typing import TYPE_CHECKING, assert_never

from markupsafe import Markup

from tracktwo.blocks import (
    Beside,
    Card,
    Cards,
    Figure,
    Figures,
    Folded,
    Heading,
    Item,
    Legend,
    Listing,
    Note,
    Pairs,
    Paragraph,
    Quotation,
    Table,
    Track,
)
from tracktwo.report.html_tables import html_table
from tracktwo.report.html_text import HtmlText, joined, safe

if TYPE_CHECKING:
    from collections.abc import Iterable

    from tracktwo.blocks import Block, Key, Section
    from tracktwo.report.html_text import Href
    from tracktwo.report.svg import SvgDrawer

_TONES = {"how": "how", "reading": "how", "small": "small", "lead": "lead-in", "rule": "rule"}


class Html(HtmlText):
    """Writes blocks as HTML.

    Parameters
    ----------
    href : function from a target to an address or None
        An address that begins with ``#`` is a place of this page: what the target names gets that
        id. None: it is shown nowhere.
    drawer : SvgDrawer
        Draws the figures.
    """

    def __init__(self, href: Href, drawer: SvgDrawer) -> None:
        super().__init__(href)
        self._drawer = drawer

    def section(self, section: Section) -> Markup:
        """Write a section."""
        return Markup(
            '<section id="{id}" aria-labelledby="{id}-h">\n<h2 id="{id}-h">{title}</h2>\n'
            "{blocks}</section>\n"
        ).format(id=safe(section.id), title=safe(section.title), blocks=self.blocks(section.blocks))

    def blocks(self, blocks: Iterable[Block]) -> Markup:
        """Write blocks one after the other."""
        return joined(Markup("{}\n").format(self._block(block)) for block in blocks)

    def _block(self, block: Block) -> Markup:
        match block:
            case Heading(text=text, level=level, at=at):
                return self.element(f"h{level}", text, self.id_of(at))
            case Paragraph(text=text, tone=tone, at=at):
                kind = _class(_TONES.get(tone, ""))
                return self.element("p", text, kind + self.id_of(at))
            case Quotation():
                return self._quotation(block)
            case Listing():
                return self._listing(block)
            case Pairs():
                return self._pairs(block)
            case Table():
                return html_table(block, self)
            case Figure():
                return self._figure(block)
            case Figures(figures=figures):
                drawn = joined(
                    Markup('<div class="picture{}">\n{}\n</div>').format(
                        " whole" if len(figures) == 1 else "", self._figure(one)
                    )
                    for one in block.fitted
                )
                return Markup('<div class="{}">{}</div>').format(
                    "pictures two" if len(figures) == 2 else "pictures", drawn
                )
            case Legend(keys=keys):
                return self._legend(keys)
            case Card():
                return Markup('<article class="card"{}>\n{}</article>').format(
                    self.id_of(block.at), self._card(block)
                )
            case Cards(cards=cards, wide=wide):
                return Markup('<ul class="{}">\n{}</ul>').format(
                    "cards wide" if wide else "cards", self._items(cards, "card")
                )
            case Track(cards=cards):
                return Markup('<ol class="track">\n{}</ol>').format(self._items(cards, "stop"))
            case Beside(first=first, second=second):
                return Markup(
                    '<div class="halves">\n<div>\n{}</div>\n<div>\n{}</div>\n</div>'
                ).format(self.blocks(first), self.blocks(second))
            case Note(blocks=blocks, kind=kind, at=at):
                return Markup('<div class="{}"{}>\n{}</div>').format(
                    kind, self.id_of(at), self.blocks(blocks)
                )
            case Folded(title=title, blocks=blocks):
                return Markup("<details>\n<summary>{}</summary>\n{}</details>").format(
                    self.text(title), self.blocks(blocks)
                )
            case _:
                assert_never(block)

    def _quotation(self, block: Quotation) -> Markup:
        words = self.element("q", block.text)
        if block.ref is None:
            return Markup("<blockquote>{}</blockquote>").format(words)
        return Markup('<blockquote class="said">{} {}</blockquote>').format(
            words, self.text(block.ref)
        )

    def _listing(self, block: Listing) -> Markup:
        items = []
        for one in block.items:
            item = one if isinstance(one, Item) else Item(one)
            way, text = self.led(item.text)
            below = Markup("\n{}").format(self.blocks(item.blocks)) if item.blocks else ""
            items.append(
                Markup("<li{}{}>{}{}</li>\n").format(self.id_of(item.at), way, text, below)
            )
        kind = _class("" if block.kind == "plain" else block.kind)
        if block.start != 1:
            kind += Markup(' start="{}"').format(block.start)
        return Markup("<{0}{1}>\n{2}</{0}>").format(
            "ol" if block.ordered else "ul", kind, joined(items)
        )

    def _pairs(self, block: Pairs) -> Markup:
        rows = Markup()
        for key, value in block.pairs:
            item = value if isinstance(value, Item) else Item(value)
            way, text = self.led(item.text)
            below = Markup("\n{}").format(self.blocks(item.blocks)) if item.blocks else ""
            rows += self.element("dt", key)
            rows += Markup("<dd{}{}>{}{}</dd>").format(self.id_of(item.at), way, text, below)
        return Markup('<dl class="{}">{}</dl>').format("short" if block.stacked else "pairs", rows)

    def _card(self, card: Card) -> Markup:
        return Markup("<h{0}>{1}</h{0}>\n{2}").format(
            card.level, self.text(card.title), self.blocks(card.blocks)
        )

    def _items(self, cards: Iterable[Card], kind: str) -> Markup:
        return joined(
            Markup('<li class="{}"{}>{}</li>\n').format(kind, self.id_of(card.at), self._card(card))
            for card in cards
        )

    # --- figures ---------------------------------------------------------------------------

    def _figure(self, figure: Figure) -> Markup:
        # A drawing is escaped where it is made; see svg.framed.
        drawing = Markup(  # noqa: S704
            self._drawer.draw(figure.spec, figure.title, figure.description)
        )
        if figure.wide is not None:  # both are there; the style sheet shows the one that fits
            wide = Markup(  # noqa: S704
                self._drawer.draw(figure.wide, figure.title, figure.description)
            )
            drawing = Markup('<div class="narrow">{}</div>\n<div class="wide">{}</div>').format(
                drawing, wide
            )
        said = [text for text in (figure.caption, figure.reading) if text]
        caption = Markup(" ").join(self.text(text) for text in said)
        parts = [
            Markup("<h{0}>{1}</h{0}>").format(figure.level, self.text(figure.heading))
            if figure.heading
            else "",
            self.element("p", figure.scale, _class("scale")) if figure.scale else "",
            Markup("<figure{}>\n{}\n{}</figure>").format(
                _class("full") if figure.wide is not None else "",
                drawing,
                Markup("<figcaption>{}</figcaption>\n").format(caption) if caption else "",
            ),
            self._legend(figure.keys) if figure.keys else "",
        ]
        return Markup("\n").join(part for part in parts if part)

    def _legend(self, keys: Iterable[Key]) -> Markup:
        items = joined(
            Markup('<li><span class="{}" style="background:var(--{})"></span>{}</li>').format(
                "swatch mark" if key.thin else "swatch", safe(key.colour), self.text(key.text)
            )
            for key in keys
        )
        return Markup('<ul class="legend">{}</ul>').format(items)


def _class(name: str) -> Markup:
    return Markup(' class="{}"').format(name) if name else Markup()
