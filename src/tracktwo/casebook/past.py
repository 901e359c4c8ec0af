"""Past processes as they stood on their day, with what became of their next stage.

For the outside view: what can be compared with a case, and the rates of all and of like ones.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import TYPE_CHECKING

import numpy as np

from tracktwo.casebook.build import past_cases
from tracktwo.casebook.outcomes import months_after, outcomes
from tracktwo.casebook.shipped import shipped

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Sequence

    from tracktwo.casebook.outcomes import StageOutcome
    from tracktwo.casebook.records import Sources
    from tracktwo.casebook.starts import Road, Start

STAGE: dict[Road, str] = {
    "first": "first-agreement",
    "settlement": "comprehensive",
    "transition": "interim",
    "vote": "vote",
}
"""What a process on each road is followed to."""
_SEED, _TIMES = 1, 1000


@dataclass(frozen=True)
class Features:
    """What is compared; None where it is not known.

    Attributes
    ----------
    fought : bool
        Whether anybody fights.
    sides : float
        How many sides.
    third, united_nations : bool
        Whether third parties take part; the United Nations among them.
    lately : bool
        Whether something was agreed in the last two years.
    government : bool
        Whether it is about who governs, rather than a territory.
    provides : frozenset of str
        Kinds of step that are planned or provided for.
    year : float
    """

    fought: bool | None
    sides: float | None
    third: bool | None
    united_nations: bool | None
    lately: bool | None
    government: bool | None
    provides: frozenset[str] | None
    year: float | None

    def distance(self, other: Features) -> float:
        """Return Gower's (1971) distance: the mean difference over what is known of both, 0-1."""
        parts = [
            float(a != b)
            for a, b in (
                (self.fought, other.fought),
                (self.third, other.third),
                (self.united_nations, other.united_nations),
                (self.lately, other.lately),
                (self.government, other.government),
            )
            if a is not None and b is not None
        ]
        if self.sides is not None and other.sides is not None:
            parts.append(min(abs(math.log(self.sides / other.sides)) / math.log(5), 1.0))
        if self.provides is not None and other.provides is not None:
            either = self.provides | other.provides
            parts.append(1 - len(self.provides & other.provides) / len(either) if either else 0.0)
        if self.year is not None and other.year is not None:
            parts.append(min(abs(self.year - other.year) / 40, 1.0))
        return sum(parts) / len(parts)


@dataclass(frozen=True)
class PastProcess:
    """A past process on a road, as it stood on its day."""

    id: str
    place: str
    between: tuple[str, ...]
    country: str
    day: dt.date
    began: str
    """What it starts from, in words."""
    condition: str
    features: Features
    outcome: StageOutcome


@lru_cache(maxsize=4)
def past_processes(road: Road) -> tuple[PastProcess, ...]:
    """Return the shipped past processes of a road, with what became of their next stage."""
    sources = shipped()
    found = []
    for case in past_cases(sources):
        if case.start.road != road:
            continue
        told = {o.stage: o for o in outcomes(sources, case.start)}
        if STAGE[road] in told:
            known = sources.known_on(case.start.day)
            found.append(_process(known, case.start, case.condition, told[STAGE[road]]))
    return tuple(found)


def _process(known: Sources, start: Start, condition: str, outcome: StageOutcome) -> PastProcess:
    years = [
        y for y in known.years
        if y.conflict == start.process and y.year >= start.day.year - 2
    ]  # fmt: skip
    ever = [y for y in known.years if y.conflict == start.process]
    first = start.first
    groups = dict.fromkeys(
        [*(first.parties[1:] if first else ()), *(n for y in years for n in y.opposed)]
    )
    place = [y.place for y in known.years if y.country == start.country]
    government = first.parties[0] if first else years[-1].government if years else "The government"
    about = ever[-1].about if ever else None
    return PastProcess(
        id=start.id,
        place=place[-1] if place else government.removeprefix("Government of "),
        between=(government, *groups),
        country=start.country,
        day=start.day,
        began=first.name if first else "armed conflict",
        condition=condition,
        features=Features(
            fought=bool(years),
            sides=1.0 + len(groups) if groups else None,
            third=bool(first.third) if first else None,
            united_nations="United Nations" in first.third if first else None,
            lately=condition == "agreed lately" if start.road == "first" else None,
            government=about != "territory" if about else None,
            provides=first.provides if first else None,
            year=start.day.year + start.day.month / 12,
        ),
        outcome=outcome,
    )


@dataclass(frozen=True)
class Rate:
    """A share of past processes, with 95 % over resampled countries (Wilson's where all are alike).

    Attributes
    ----------
    share, low, high : float or None
    passed, n : int
    """

    share: float | None
    low: float | None
    high: float | None
    passed: int
    n: int


def as_known(process: PastProcess, day: dt.date) -> PastProcess:
    """Return a past process as one knew it on a day: nothing later counts as seen."""
    o = process.outcome
    return replace(
        process,
        outcome=replace(
            o,
            passed=o.passed if o.passed is not None and o.passed <= day else None,
            broken=o.broken if o.broken is not None and o.broken <= day else None,
            seen_until=min(o.seen_until, day),
            source=o.source if o.passed is not None and o.passed <= day else "",
        ),
    )


def rate(processes: Sequence[PastProcess], months: int, day: dt.date | None = None) -> Rate:
    """Return the share that had passed within so many months, of those of which it is known.

    Parameters
    ----------
    processes : as they are known in the end
    months : from the day of each
    day : where the share is as one knew it on a day: only those whose months were over count, since
        those that had passed early are known sooner than those that did not
    """
    told = [
        (p.country, p.outcome.within(p.day, months))
        for p in processes
        if day is None or months_after(p.day, months) <= day
    ]
    known = [(country, passed) for country, passed in told if passed is not None]
    if not known:
        return Rate(None, None, None, 0, 0)
    passed = np.array([float(p) for _, p in known])
    names, member = np.unique([c for c, _ in known], return_inverse=True)
    share = float(passed.mean())
    if 0 < share < 1 and len(names) > 4:
        rng = np.random.default_rng(_SEED)
        picks = rng.integers(len(names), size=(_TIMES, len(names)))
        times = np.stack([np.bincount(p, minlength=len(names)) for p in picks])[:, member]
        low, high = np.quantile((times @ passed) / times.sum(axis=1), (0.025, 0.975))
    else:
        low, high = _wilson(share, len(known))
    return Rate(share, float(low), float(high), int(passed.sum()), len(known))


def rate_of(share: float, n: int, low: float | None = None, high: float | None = None) -> Rate:
    """Return a published share as a rate: with its own bounds, else Wilson's interval."""
    found = _wilson(share, n) if low is None or high is None else (low, high)
    return Rate(share, *found, round(share * n), n)


def _wilson(share: float, n: int, z: float = 1.959964) -> tuple[float, float]:
    middle = share + z * z / (2 * n)
    half = z * math.sqrt(share * (1 - share) / n + z * z / (4 * n * n))
    scale = 1 + z * z / n
    return max(0.0, (middle - half) / scale), min(1.0, (middle + half) / scale)
