"""Texts: plain strings, and spans that say what a piece of text is.

A text is a string, a span, or a tuple of texts. Short ones are put together by writing them one
after the other; a sentence is written whole, with places to fill::

    (names.actor("union"), ": ", words.percent(0.4))
    phrase("Odds of {stage}, against {base}.", stage=quoted(names.stage("talks")), base="5 %")
"""

from __future__ import annotations

from dataclasses import dataclass
from string import Formatter
from typing import TYPE_CHECKING, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from tracktwo.blocks.targets import Target, ToPart, ToQuote


@dataclass(frozen=True)
class Name:
    """Words of a case or a document: in whatever language, written in either direction."""

    text: str
    lang: str | None = None
    """Its language as a tag of BCP 47, where that is known."""


@dataclass(frozen=True)
class Strong:
    """Words that must not be missed."""

    text: Text


@dataclass(frozen=True)
class Emphasis:
    """Words that are stressed, or said as terms."""

    text: Text


@dataclass(frozen=True)
class Small:
    """What is said beside the main thing: a range under its mean."""

    text: Text


@dataclass(frozen=True)
class Code:
    """What is typed or stands in a file to the letter."""

    text: str


@dataclass(frozen=True)
class Harm:
    """Harm to civilians, wherever it is said; it stands out on every page."""

    text: Text


@dataclass(frozen=True)
class Tag:
    """A few words that class what they stand beside; quiet where they only say its kind."""

    text: Text
    quiet: bool = False


@dataclass(frozen=True)
class Link:
    """Words that lead to something, where that is shown."""

    text: str | Name
    to: Target


@dataclass(frozen=True)
class Value:
    """A number of the case in short, which leads to its reason."""

    text: str
    to: ToPart
    says: str
    """The same in full."""
    assumed: bool
    """Whether it rests on no quote."""


@dataclass(frozen=True)
class Verified:
    """Words that say of a quote that it stands in its source."""

    text: str


@dataclass(frozen=True)
class Ref:
    """The number of a quote that a statement rests on."""

    number: int
    to: ToQuote


@dataclass(frozen=True)
class Assumed:
    """The mark of what rests on no quote."""


ASSUMED = Assumed()

Span: TypeAlias = (
    str
    | Name
    | Strong
    | Emphasis
    | Small
    | Code
    | Harm
    | Tag
    | Link
    | Value
    | Verified
    | Ref
    | Assumed
)
Text: TypeAlias = "Span | tuple[Text, ...]"


def spans(text: Text) -> Iterator[Span]:
    """Yield the spans of a text in order; what a span holds is left in it."""
    if isinstance(text, tuple):
        for part in text:
            yield from spans(part)
    elif text:
        yield text


def plain_text(text: Text) -> str:
    """Return the words of a text without what its spans say of them."""
    return "".join(_words(span) for span in spans(text))


def _words(span: Span) -> str:
    match span:
        case str():
            return span
        case Ref(number=number):
            return str(number)
        case Assumed():
            return "assumption"
        case _:
            return plain_text(span.text)


def phrase(pattern: str, **parts: Text | int) -> Text:
    """Fill the places of a sentence.

    Parameters
    ----------
    pattern : str
        Words of ours, with places such as ``{stage}``.
    **parts : text or int
        What each place holds; whole numbers get commas.

    Raises
    ------
    ValueError
        If a place has no part, or a part no place.
    """
    found: list[Text] = []
    places = set()
    for words, place, _, _ in Formatter().parse(pattern):
        found.append(words)
        if place is not None:
            places.add(place)
            part = parts.get(place, "")
            found.append(f"{part:,}" if isinstance(part, int) else part)
    if places != set(parts):
        raise ValueError(f"“{pattern}” has places for {sorted(places)}, not for {sorted(parts)}")
    return tuple(found)


def quoted(text: Text) -> Text:
    """Put a text in quotation marks."""
    return ("“", text, "”")


def joined(texts: Iterable[Text], between: Text = ", ") -> Text:
    """Put texts in a row with something between them."""
    row: list[Text] = []
    for text in texts:
        row += [between, text] if row else [text]
    return tuple(row)


def listed(texts: Sequence[Text], last: str = "and") -> Text:
    """Put texts in a row as a sentence does."""
    if len(texts) < 2:
        return tuple(texts)
    return (joined(texts[:-1]), f" {last} ", texts[-1])
