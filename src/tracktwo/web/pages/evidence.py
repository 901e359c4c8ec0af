"""Evidence: the texts of sources with what was quoted of them, beside what rests on each quote."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from starlette.exceptions import HTTPException
from starlette.routing import Route

from tracktwo.blocks import words
from tracktwo.case import facts
from tracktwo.reading.proposals.store import Store
from tracktwo.report.evidence import STATUS, citation, language, text_of
from tracktwo.web.links import fact_anchor, shown_at
from tracktwo.web.marked_text import MarkedSpan, Piece, marked
from tracktwo.web.render import known_quantities, page, view

if TYPE_CHECKING:
    from starlette.requests import Request
    from starlette.responses import Response

    from tracktwo.case import Case, Quote, Source
    from tracktwo.web.render import View

WHOLE = 400_000
"""Characters of all texts together up to which they are shown whole."""


@dataclass(frozen=True)
class Resting:
    """A fact that rests on a quote."""

    label: str
    path: str
    anchor: str | None
    """Its id on the page; None where the fact was shown before, under another quote."""
    place: str | None
    """Page and place that show it, without the changes tried."""


@dataclass(frozen=True)
class Cited:
    """A quote, numbered through the page."""

    number: int
    quote: Quote
    status: str
    facts: tuple[Resting, ...]


@dataclass(frozen=True)
class ShownSource:
    """A source as the page shows it."""

    source: Source
    citation: str
    address: str | None
    note: str | None
    language: str | None
    quotes: tuple[Cited, ...]
    pieces: tuple[Piece, ...]
    """Of the text; none where it is not at hand."""
    whole: bool

    @property
    def has_text(self) -> bool:
        """Whether the text is at hand."""
        return self.source.text is not None

    @property
    def unchecked(self) -> str:
        """What is known of its quotes without the text: the end of a sentence."""
        seal = self.source.seal
        rest = sum(one.quote.status != "sealed" for one in self.quotes)
        if seal is None or rest == len(self.quotes):
            return "and were not checked against it"
        but = f", but for {rest} that changed or came since" if rest else ""
        return f"and are as they were when checked against it on {words.day(seal.checked)}{but}"


def evidence(request: Request) -> Response:
    """Show every source, or one of them whole."""
    seen = view(request)
    chosen = request.query_params.get("source")
    sources = seen.state.folder.sources
    if chosen is not None and chosen not in sources:
        raise HTTPException(404, "The case has no such source.")
    waiting = waiting_of(seen)
    return page(
        seen,
        "evidence.html.j2",
        tab="sources",
        shown=_shown(seen, chosen) if not seen.part else [],
        chosen=chosen,
        waiting=waiting,
    )


def waiting_of(seen: View) -> int:
    """Return how many proposals from reading wait for a decision."""
    store = Store(seen.served.path)
    decided = store.decided()
    return sum(row["id"] not in decided for row in store.proposals())


def _shown(seen: View, chosen: str | None) -> list[ShownSource]:
    folder = seen.state.folder
    listed = [s for s in folder.sources.values() if chosen in (None, s.id)]
    size = sum(len(source.text or "") for source in listed)
    whole = chosen is not None or size <= WHOLE
    resting = _resting(seen.base)
    found: list[ShownSource] = []
    number = 0
    given: set[str] = set()
    for source in listed:
        mine = [quote for quote in folder.quotes.values() if quote.source == source.id]
        mine.sort(key=lambda q: (q.start is None, q.start or 0, -(q.end or 0), q.line))
        cited = []
        for quote in mine:
            number += 1
            rests = []
            for path, label, place in resting.get(quote.id, ()):
                anchor = None if path in given else fact_anchor(path)
                given.add(path)
                rests.append(Resting(label, path, anchor, place))
            cited.append(Cited(number, quote, STATUS[quote.status], tuple(rests)))
        pieces: list[Piece] = []
        if source.text is not None:
            spans = [
                MarkedSpan(c.quote.start, c.quote.end, c.quote.id)
                for c in cited
                if c.quote.start is not None and c.quote.end is not None
            ]
            pieces = marked(source.text, spans, whole=whole)
        item = source.item
        found.append(
            ShownSource(
                source, citation(item), text_of(item.get("URL")) or None,
                text_of(item.get("note")) or None, language(item.get("language")),
                tuple(cited), tuple(pieces), whole,
            )
        )  # fmt: skip
    return found


def _resting(case: Case) -> dict[str, list[tuple[str, str, str | None]]]:
    """Return path, label and place of the facts that rest on each quote."""
    numbers = known_quantities(case)
    found: dict[str, list[tuple[str, str, str | None]]] = {}
    for fact in facts(case):
        label = fact.label[:1].upper() + fact.label[1:]
        place = shown_at(fact.path, is_number=fact.path in numbers)
        for id_ in fact.evidence:
            found.setdefault(id_, []).append((fact.path, label, place))
    return found


ROUTES = (Route("/evidence", evidence),)
