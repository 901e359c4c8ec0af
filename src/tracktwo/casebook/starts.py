"""Which past processes make a case, and from which day: by rule, never by name.

* `settlement` and `transition`: the first agreement of a process after 730 days without one; the
  second only where the conflict is about who governs.
* `vote`: the first agreement of a country that provides for an interim government, after 730 days
  without one.
* `first`: war to a first agreement. 1 January after the first year of a spell of armed conflict
  (two years without 25 deaths before it), and every five years while it goes on; or, where a table
  of mediations is given, the first mediation of a spell.

All are within one state. What is too near the beginning of a source, so that quiet before it cannot
be known, makes no case. The quiet is looked for backwards only: which cases there are up to a day
follows from what was known on that day.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from tracktwo.casebook.records import BEGINS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tracktwo.casebook.records import ConflictYear, SignedAgreement, Sources

QUIET = 730
"""Days without an agreement (a mediation, an interim agreement) before a start."""
EVERY = 5
"""Years between two starts in one spell of conflict: as long as a case looks ahead."""
HORIZON = 60
"""Months."""
Road = Literal["first", "settlement", "transition", "vote"]
ROADS: dict[Road, str] = {
    "first": "from armed conflict to a first agreement",
    "settlement": "from a first agreement to a partial and a comprehensive one",
    "transition": "from a first agreement to an interim government and a vote under it",
    "vote": "from an agreement on an interim government to a national vote",
}


@dataclass(frozen=True)
class Start:
    """A case to be: which road, in which process and country, from which day."""

    id: str
    road: Road
    process: str
    country: str
    day: dt.date
    first: SignedAgreement | None = None
    """The agreement that it starts from."""
    mediated: bool = False
    """Whether it starts from a mediation."""

    @property
    def of(self) -> str:
        """From whose data it is made: ucdp, pax or mediation."""
        return "mediation" if self.mediated else self.process.split("-")[0]


def starts(sources: Sources) -> tuple[Start, ...]:
    """Return all starts, by day."""
    found = [*_of_agreements(sources), *_of_interim(sources), *_of_conflicts(sources)]
    found += _of_mediations(sources)
    return tuple(sorted(found, key=lambda s: (s.day, s.id)))


def interstate(sources: Sources) -> frozenset[str]:
    """Return the conflicts that were never within a state."""
    inside = {y.conflict for y in sources.years if y.internal}
    return frozenset({y.conflict for y in sources.years} - inside)


def _of_agreements(sources: Sources) -> Iterator[Start]:
    outside = interstate(sources)
    for process, mine in _by_process(sources).items():
        if process in outside:
            continue
        for agreement in _after_quiet(mine, _earliest(process)):
            yield _start("settlement", agreement)
            if _about_government(sources, agreement):
                yield _start("transition", agreement)


def _about_government(sources: Sources, agreement: SignedAgreement) -> bool:
    """Tell whether who governs is at issue, by what was known on the day."""
    told = [
        y.about
        for y in sources.years
        if y.conflict == agreement.process and y.year < agreement.date.year
    ]
    return bool({agreement.about, *told} & {"government", "both"})


def _of_interim(sources: Sources) -> Iterator[Start]:
    outside = interstate(sources)
    by_country: dict[tuple[str, str], list[SignedAgreement]] = defaultdict(list)
    for a in sources.agreements:
        if "interim-government" in a.provides and a.process not in outside:
            by_country[a.id.split("-")[0], a.country].append(a)
    for (of, _), mine in by_country.items():
        for agreement in _after_quiet(mine, _earliest(of)):
            yield _start("vote", agreement)


def _start(road: Road, agreement: SignedAgreement) -> Start:
    return Start(
        f"{agreement.process}-{agreement.date:%Y-%m}-{road}",
        road,
        agreement.process,
        agreement.country,
        agreement.date,
        agreement,
    )


def _by_process(sources: Sources) -> dict[str, list[SignedAgreement]]:
    found: dict[str, list[SignedAgreement]] = defaultdict(list)
    for a in sources.agreements:
        found[a.process].append(a)
    return found


def _earliest(process: str) -> dt.date:
    """Return from when two years without an agreement can be known in a source."""
    first = dt.date(1990, 1, 1) if process.startswith("pax") else BEGINS
    return first + dt.timedelta(days=QUIET)


def _after_quiet(mine: list[SignedAgreement], earliest: dt.date) -> Iterator[SignedAgreement]:
    before: dt.date | None = None
    for agreement in mine:
        quiet = before is None or (agreement.date - before).days >= QUIET
        if quiet and agreement.date >= earliest:
            yield agreement
        before = agreement.date


def _of_conflicts(sources: Sources) -> Iterator[Start]:
    by_conflict: dict[str, list[ConflictYear]] = defaultdict(list)
    for y in sources.years:
        if y.internal:
            by_conflict[y.conflict].append(y)
    earliest = _earliest("ucdp")
    for conflict, years in by_conflict.items():
        last: dt.date | None = None
        before: int | None = None
        for y in years:
            day = dt.date(y.year + 1, 1, 1)
            spell = before is None or y.year - before > 2
            due = last is None or spell or y.year + 1 - last.year >= EVERY
            before = y.year
            if due and day >= earliest and day <= sources.agreements_end:
                last = day
                yield Start(f"{conflict}-{day:%Y}-first", "first", conflict, y.country, day)


def _of_mediations(sources: Sources) -> Iterator[Start]:
    """Yield those of countries in which one conflict alone went on, so that it is known which."""
    for m in sources.mediations:
        active = {
            y.conflict
            for y in sources.years
            if y.country == m.country and y.internal and m.date.year - 2 <= y.year < m.date.year
        }
        conflict = next(iter(active), "")
        quiet = all(
            not 0 <= (m.date - a.date).days < QUIET
            for a in sources.agreements
            if a.process == conflict
        )
        if len(active) == 1 and quiet:
            id_ = f"{conflict}-{m.date:%Y-%m}-mediated"
            yield Start(id_, "first", conflict, m.country, m.date, mediated=True)
