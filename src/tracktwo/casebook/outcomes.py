"""What then happened: when each stage was passed, or that it was not, or that nobody knows.

A stage is passed on the day of its event; each day has its source and precision. An interim
government counts only with a text *and* an executive in office under it (the text alone is counted
beside it); an elected government only with a national vote held after that. That a process was
broken off, and that a source ends before the horizon, are kept apart from "did not happen".
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING

from tracktwo.casebook.starts import HORIZON

if TYPE_CHECKING:
    from collections.abc import Iterable

    from tracktwo.casebook.records import Precision, SignedAgreement, Sources
    from tracktwo.casebook.starts import Start

REIGN = "REIGN 2021"
SOON = 1095
"""Days within which an executive in office is taken to be the one that a text provides for."""


@dataclass(frozen=True)
class StageOutcome:
    """What became of one stage of one case.

    Attributes
    ----------
    case, stage : str
    passed : datetime.date or None
        When, if within the horizon.
    precision : str
        Of that day: day, month or year.
    source : str
        Who says so, and by which row.
    seen_until : datetime.date
        Until when it is known that it had not happened: the horizon, or the end of the source.
    broken : datetime.date or None
        When the agreement that the case starts from was ended, if within the horizon.
    """

    case: str
    stage: str
    passed: dt.date | None
    precision: Precision
    source: str
    seen_until: dt.date
    broken: dt.date | None

    def within(self, start: dt.date, months: int) -> bool | None:
        """Tell whether it was passed within so many months; None where nobody knows."""
        until = months_after(start, months)
        if self.passed is not None and self.passed <= until:
            return True
        return False if self.seen_until >= until else None


def months_after(day: dt.date, months: int) -> dt.date:
    """Return the day so many months later, or the last one of that month."""
    years, month = divmod(day.month - 1 + months, 12)
    for last in (day.day, 30, 29, 28):
        try:
            return dt.date(day.year + years, month + 1, last)
        except ValueError:
            continue
    raise AssertionError


@dataclass(frozen=True)
class DatedEvent:
    """Something that happened, and who says so."""

    date: dt.date
    precision: Precision
    source: str


def outcomes(sources: Sources, start: Start) -> tuple[StageOutcome, ...]:
    """Return what became of each stage of a case, in the order of its road."""
    until = months_after(start.day, HORIZON)
    ends = start.first.ended if start.first else None
    broken = ends if ends and start.day <= ends <= until else None
    seen = min(until, sources.covered(start.process))
    votes = min(until, sources.votes_end)
    if not any(v.country == start.country for v in sources.votes):
        votes = start.day  # a country that the list of elections leaves out
    found: list[tuple[str, DatedEvent | None, dt.date]] = []
    match start.road:
        case "first":
            found = [("first-agreement", _first(sources, start), seen)]
        case "settlement":
            kinds = {"partial": ("partial", "full"), "comprehensive": ("full",)}
            found = [
                (stage, _signed(sources, start, kinds[stage]), seen) for stage in to_come(start)
            ]
        case "transition":
            office = in_office(sources, start)
            text = interim_text(sources, start)
            if text is None or text != start.first:
                found = [("interim-text", _event(text) if text else None, seen)]
            found += [
                ("interim", office, min(seen, votes)),
                ("elected", vote_after(sources, start, office.date) if office else None, votes),
            ]
        case "vote":
            found = [("vote", vote_after(sources, start, start.day), votes)]
    return tuple(
        StageOutcome(
            start.id,
            stage,
            event.date if event and event.date <= until else None,
            event.precision if event else "day",
            event.source if event and event.date <= until else "",
            last,
            broken,
        )
        for stage, event, last in found
    )


def to_come(start: Start) -> tuple[str, ...]:
    """Return the stages of a settlement that the agreement which it starts from leaves open."""
    kind = start.first.kind if start.first else "process"
    passed = {"partial": 1, "implementation": 1, "full": 2}.get(kind, 0)
    return ("partial", "comprehensive")[passed:]


def _later(sources: Sources, start: Start) -> Iterable[SignedAgreement]:
    taken = start.first.id if start.first else None
    return (
        a for a in sources.agreements
        if a.process == start.process and a.date >= start.day and a.id != taken
    )  # fmt: skip


def _first(sources: Sources, start: Start) -> DatedEvent | None:
    return next((_event(a) for a in _later(sources, start)), None)


def _signed(sources: Sources, start: Start, kinds: tuple[str, ...]) -> DatedEvent | None:
    return next((_event(a) for a in _later(sources, start) if a.kind in kinds), None)


def _event(a: SignedAgreement) -> DatedEvent:
    return DatedEvent(a.date, "day", f"{a.source}, {a.id}")


def interim_text(sources: Sources, start: Start) -> SignedAgreement | None:
    """Return the first agreement of a process that provides for an interim government."""
    mine = [start.first] if start.first else []
    return next(
        (a for a in [*mine, *_later(sources, start)] if "interim-government" in a.provides), None
    )


def in_office(sources: Sources, start: Start) -> DatedEvent | None:
    """Return when an executive was in office under a text on an interim government.

    By the list of regimes (a provisional one that was in office or began within three years), or by
    a later agreement which such a government signed. Cabinets of unity that left no such trace are
    missed: a lower bound.
    """
    text = interim_text(sources, start)
    if text is None:
        return None
    last = text.date + dt.timedelta(days=SOON)
    found = [
        DatedEvent(
            max(p.begins, text.date), "day", f"{REIGN}, regimes: provisional from {p.begins}"
        )
        for p in sources.provisional
        if p.country == text.country and p.begins <= last and p.ends >= text.date
    ]
    found += [
        _event(a)
        for a in sources.agreements
        if a.country == text.country
        and text.date < a.date <= last
        and a.source == text.source
        and a.by_interim
    ]
    return min(found, key=lambda e: e.date, default=None)


def vote_after(sources: Sources, start: Start, day: dt.date) -> DatedEvent | None:
    """Return the first national vote for a legislature or an executive after a day."""
    held = [
        v
        for v in sources.votes
        if v.country == start.country and v.date > day and v.of != "referendum"
    ]
    if not held:
        return None
    first = min(held, key=lambda v: v.date)
    return DatedEvent(first.date, first.precision, f"{REIGN}, elections: {first.of}")
