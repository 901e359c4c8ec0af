"""What the sources say: citations, quotes, and the facts that rest on each."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from tracktwo.blocks.naming import numbered
from tracktwo.blocks.words import clean, day, join, month
from tracktwo.case import facts

if TYPE_CHECKING:
    from collections.abc import Mapping

    from tracktwo.case import CaseFolder, Quote, Source
    from tracktwo.report.anchors import Anchors

STATUS = {
    "verified": "found word for word in the source",
    "moved": "found word for word in the source, at another place than recorded",
    "sealed": "as it was when last found word for word in the source, which is not at hand",
    "not-at-hand": "source not at hand: not checked against it",
}


@dataclass(frozen=True)
class Use:
    """A fact that rests on a quote, and where the page shows it."""

    label: str
    path: str | None
    """Of what the page shows: the fact, or what it is a part of."""


@dataclass(frozen=True)
class CitedQuote:
    """A quote with its number on the page and what rests on it."""

    number: int
    quote: Quote
    status: str
    uses: tuple[Use, ...]


@dataclass(frozen=True)
class CitedSource:
    """A source as the page cites it, with its quotes in the order of its text."""

    source: Source
    citation: str
    address: str | None
    note: str | None
    language: str | None
    quotes: tuple[CitedQuote, ...]


def cited_sources(folder: CaseFolder, anchors: Anchors) -> tuple[CitedSource, ...]:
    """Return every source of a case with its quotes, numbered through."""
    uses: dict[str, list[Use]] = {}
    for fact in facts(folder.case):
        use = Use(_heading(fact.label), anchors.nearest(fact.path))
        for name in fact.evidence:
            if use not in uses.setdefault(name, []):
                uses[name].append(use)
    return tuple(
        CitedSource(
            source,
            citation(source.item),
            text_of(source.item.get("URL")) or None,
            text_of(source.item.get("note")) or None,
            language(source.item.get("language")),
            tuple(
                CitedQuote(number, quote, STATUS[quote.status], tuple(uses.get(quote.id, ())))
                for number, quote in quotes
            ),
        )
        for source, quotes in numbered(folder)
    )


def _heading(label: str) -> str:
    return label[:1].upper() + label[1:].rstrip(".")


def citation(item: Mapping[str, Any]) -> str:
    """Cite a CSL-JSON record in one line: who, when, what, where it appeared.

    Records are only checked for an id, a type and a title, so every other field may be anything.
    """
    names = item.get("author")
    people = [_person(person) for person in names] if isinstance(names, list) else []
    who = join([person for person in people if person])
    issued = _issued(item.get("issued"))
    where = text_of(item.get("container-title")) or text_of(item.get("publisher"))
    title = text_of(item.get("title"))
    parts = [who, f"“{title}”" if title else "", where, issued]
    return f"{', '.join(part for part in parts if part)}."


def text_of(value: Any) -> str:
    """Return a field that should be text on one line, or nothing."""
    return " ".join(clean(value).split()) if isinstance(value, str) else ""


def language(value: Any) -> str | None:
    """Return a language tag fit for a `lang` attribute."""
    return value if isinstance(value, str) and re.fullmatch(r"[A-Za-z0-9-]{2,35}", value) else None


def _person(person: Any) -> str:
    if not isinstance(person, dict):
        return ""
    whole = f"{text_of(person.get('given'))} {text_of(person.get('family'))}"
    return text_of(person.get("literal")) or whole.strip()


def _issued(issued: Any) -> str:
    import datetime as dt  # noqa: PLC0415  (only for records that give a date)

    if not isinstance(issued, dict):
        return ""
    try:
        year, *rest = (int(part) for part in issued["date-parts"][0][:3])
        if not rest:
            return str(year)
        date = dt.date(year, rest[0], rest[1] if len(rest) > 1 else 1)
    except (KeyError, IndexError, TypeError, ValueError):
        return text_of(issued.get("literal")) or text_of(issued.get("raw"))
    return day(date) if len(rest) > 1 else month(date, 0)
