"""Texts as HTML: spans and links, and the elements that hold them.

All that is written is escaped and cleaned here. A link is written where its target is shown;
elsewhere its words stand without one.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeAlias, assert_never

from markupsafe import Markup, escape

from tracktwo.blocks import (
    Assumed,
    Code,
    Emphasis,
    Harm,
    Link,
    Name,
    Ref,
    Small,
    Strong,
    Tag,
    Value,
    Verified,
    spans,
)
from tracktwo.blocks.words import clean

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from tracktwo.blocks import Span, Target, Text

    Href: TypeAlias = Callable[[Target], str | None]


class HtmlText:
    """Writes texts as HTML.

    Parameters
    ----------
    href : function from a target to an address or None
        An address that begins with ``#`` is a place of this page: what the target names gets that
        id. None: it is shown nowhere.

    Attributes
    ----------
    stacked : bool
        Whether the cells of tables carry the heads of their columns, so that a narrow page can put
        them one under the other.
    """

    def __init__(self, href: Href) -> None:
        self._href = href
        self.stacked = False

    def text(self, text: Text) -> Markup:
        """Write a text."""
        return joined(self._span(span) for span in spans(text))

    def element(self, tag: str, text: Text, more: Markup | str = "") -> Markup:
        """Write a text in an element of its own; `more` are attributes."""
        way, inner = self.led(text)
        return Markup("<{0}{1}{2}>{3}</{0}>").format(tag, more, way, inner)

    def led(self, text: Text) -> tuple[Markup, Markup]:
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
            rest = joined(self._span(span) for span in found[1:])
            return Markup(' dir="auto"') + _language(first), safe(first.text) + rest
        return Markup(), self.text(text)

    def id_of(self, target: Target | None) -> Markup:
        """Return the attribute that makes an element the place of a target; nothing elsewhere."""
        href = None if target is None else self._href(target)
        if href is None or not href.startswith("#"):
            return Markup()
        return Markup(' id="{}"').format(safe(href[1:]))

    def _span(self, span: Span) -> Markup:
        match span:
            case str():
                return safe(span)
            case Name(text=text):
                return Markup("<bdi{}>{}</bdi>").format(_language(span), safe(text))
            case Code(text=text):
                return Markup("<code>{}</code>").format(safe(text))
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
            case Verified(text=text):
                return Markup('<span class="status verified">{}</span>').format(safe(text))
            case Assumed():
                return Markup('<span class="assumed">assumption</span>')
            case Link(text=text, to=to):
                return self._link(to, self.text(text))
            case Value():
                return self._value(span)
            case Ref():
                return self._ref(span)
            case _:
                assert_never(span)

    def _link(self, to: Target, words: Markup) -> Markup:
        href = self._href(to)
        return words if href is None else Markup('<a href="{}">{}</a>').format(safe(href), words)

    def _value(self, value: Value) -> Markup:
        kind = "value is-assumed" if value.assumed else "value"
        rests = "assumption" if value.assumed else "rests on a quote"
        title = safe(f"{rests}: {value.says}")
        href = self._href(value.to)
        link = Markup() if href is None else Markup(' href="{}"').format(safe(href))
        return Markup('<{0} class="{1}"{2} title="{3}">{4}</{0}>').format(
            "span" if href is None else "a", kind, link, title, safe(value.text)
        )

    def _ref(self, ref: Ref) -> Markup:
        href = self._href(ref.to)
        if href is None:
            return Markup('<span class="ref">{}</span>').format(ref.number)
        return Markup('<a class="ref" aria-label="quote {0}" href="{1}">{0}</a>').format(
            ref.number, safe(href)
        )


def safe(text: str) -> Markup:
    """Escape a text and take out what no page should be given."""
    return escape(clean(text))


def joined(parts: Iterable[Markup]) -> Markup:
    """Write parts one after the other."""
    return Markup().join(parts)


def _language(name: Name) -> Markup:
    return Markup(' lang="{}"').format(safe(name.lang)) if name.lang else Markup()
