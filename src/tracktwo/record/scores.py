"""Scores of a ledger: what its odds have been worth, and whose were better.

One outcome is one stage of one case by one day. Forecasts of it that were kept on several days
count together as one, so that whoever updates often does not count more. Odds kept when the
outcome was known already are told apart and not scored. Intervals are over whole cases.

Rules and sources: `tracktwo.scoring.proper`.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from tracktwo.record.resolving import settled
from tracktwo.scoring.proper import (
    Calibration,
    CurvePoint,
    Estimate,
    brier_scores,
    calibration,
    chance_to_find,
    curve,
    log_scores,
    mean_of,
    resampled,
)

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Callable, Iterable, Sequence

    from numpy.typing import NDArray

    from tracktwo.record.entries import Resolution
    from tracktwo.record.ledger import Ledger

    Floats = NDArray[np.float64]

ENOUGH = 150
"""Outcomes below which nothing is claimed: with so many, perfect odds are found to beat the base
rate in about 7 trials of 10 (docs/record.md)."""
FEWEST = 5
"""Cases below which no interval is given: resampling so few says nothing of others."""
CASE, OUTSIDE = "the case", "the outside view"


@dataclass(frozen=True)
class Scored:
    """One stage of one forecast whose outcome is known."""

    case: str
    stage: str
    until: str
    author: str | None
    odds: float
    outside: float | None
    own: float | None
    passed: bool

    @property
    def outcome(self) -> tuple[str, str, str]:
        """What it is a forecast of."""
        return (self.case, self.stage, self.until)


@dataclass(frozen=True)
class Forecaster:
    """What the odds of one who forecast were worth."""

    name: str
    outcomes: int
    brier: Estimate
    log: Estimate
    against_case: Estimate
    """Mean log score minus that of the case's odds on the same outcomes; above 0 is better."""
    against_outside: Estimate
    """The same against the outside view, where there is one."""
    shared_with_outside: int
    """Outcomes for which there is one."""
    calibration: Calibration


@dataclass(frozen=True)
class Pair:
    """Two authors on the outcomes of which both kept odds."""

    first: str
    second: str
    outcomes: int
    difference: Estimate
    """Mean log score of the first minus that of the second."""


@dataclass(frozen=True)
class Scores:
    """What the odds of one or more ledgers have been worth.

    Attributes
    ----------
    forecasts, open, void, known : int
        Odds of a stage that were kept; of them, not settled, void, and kept when the outcome was
        known.
    outcomes, cases : int
        That are scored, and from how many cases.
    forecasters : tuple of Forecaster
        The case's odds first, then the outside view, then authors by name.
    curve : tuple of CurvePoint
        Of the case's odds.
    chance_to_find : float or None
        That so many outcomes would show perfect odds of this spread to beat their own mean.
    enough : bool
        Whether there are as many outcomes as a claim takes.
    """

    forecasts: int
    open: int
    void: int
    known: int
    outcomes: int
    cases: int
    forecasters: tuple[Forecaster, ...]
    pairs: tuple[Pair, ...]
    curve: tuple[CurvePoint, ...]
    chance_to_find: float | None
    enough: bool


def score(ledgers: Iterable[Ledger], *, hindsight: bool = False) -> Scores:
    """Score every forecast whose outcome is known.

    Parameters
    ----------
    ledgers : of one case or of many
    hindsight : count also odds that were kept when the outcome was known
    """
    rows, counts = _scored(ledgers, hindsight=hindsight)
    by_case = _means(rows, lambda row: row.odds)
    by_outside = _means(rows, lambda row: row.outside)
    sides = [(CASE, by_case), (OUTSIDE, by_outside)]
    authors = sorted({row.author for row in rows if row.author is not None})
    theirs = {
        name: _means([row for row in rows if row.author == name], _own_or_case) for name in authors
    }
    sides += list(theirs.items())
    odds = np.array([p for p, _ in by_case.values()])
    passed = np.array([y for _, y in by_case.values()])
    spread = odds.size > 1 and float(np.ptp(odds)) > 0
    return Scores(
        **counts,
        outcomes=len(by_case),
        cases=len({key[0] for key in by_case}),
        forecasters=tuple(
            _forecaster(name, side, by_case, by_outside) for name, side in sides if side
        ),
        pairs=tuple(
            _pair(one, other, theirs[one], theirs[other])
            for n, one in enumerate(authors)
            for other in authors[n + 1 :]
            if theirs[one].keys() & theirs[other].keys()
        ),
        curve=curve(odds, passed),
        chance_to_find=chance_to_find(odds, odds.size) if spread else None,
        enough=len(by_case) >= ENOUGH,
    )


_Key = tuple[str, str, str]
_Side = dict[_Key, tuple[float, bool]]


def _day(resolution: Resolution) -> dt.date:
    return resolution.date


def _own_or_case(row: Scored) -> float:
    return row.odds if row.own is None else row.own


def _scored(ledgers: Iterable[Ledger], *, hindsight: bool) -> tuple[list[Scored], dict[str, int]]:
    rows: dict[tuple[str, str], Scored] = {}
    counts = {"forecasts": 0, "open": 0, "void": 0, "known": 0}
    seen: set[tuple[str, str]] = set()
    ledgers = list(ledgers)
    # What one ledger settles is settled for all: of two, what was written down later.
    written = sorted((one for ledger in ledgers for one in ledger.resolutions), key=_day)
    standing = {(one.case, one.stage): one for one in written}
    for ledger in ledgers:
        for forecast in ledger.forecasts:
            for stage in forecast.stages:
                key = (forecast.id, stage.id)
                if stage.happened is not None or key in seen:
                    continue
                seen.add(key)
                found = settled(forecast, stage.id, standing.get((forecast.case, stage.id)))
                counts["forecasts"] += 1
                counts["open"] += found.state == "open"
                counts["void"] += found.state == "void"
                if found.outcome is None:
                    continue
                counts["known"] += found.hindsight
                if found.hindsight and not hindsight:
                    continue
                rows[key] = Scored(
                    case=forecast.case,
                    stage=stage.id,
                    until=str(forecast.until),
                    author=forecast.author,
                    odds=stage.odds.mean,
                    outside=stage.outside,
                    own=stage.own,
                    passed=found.outcome,
                )
    return list(rows.values()), counts


def _means(rows: Sequence[Scored], odds: Callable[[Scored], float | None]) -> _Side:
    """Return the mean odds of each outcome over the forecasts of it, and whether it happened."""
    given: dict[_Key, list[float]] = {}
    passed: dict[_Key, bool] = {}
    for row in rows:
        value = odds(row)
        if value is not None:
            given.setdefault(row.outcome, []).append(value)
            passed[row.outcome] = row.passed
    return {key: (float(np.mean(values)), passed[key]) for key, values in sorted(given.items())}


def _forecaster(name: str, side: _Side, by_case: _Side, by_outside: _Side) -> Forecaster:
    odds, passed, clusters = _arrays(side, list(side))
    found = calibration(odds, passed, clusters)
    return Forecaster(
        name=name,
        outcomes=len(side),
        brier=_mean(brier_scores(odds, passed), clusters),
        log=_mean(log_scores(odds, passed), clusters),
        against_case=_better(side, by_case) if name != CASE else Estimate(None, None, None),
        against_outside=(
            _better(side, by_outside) if name != OUTSIDE else Estimate(None, None, None)
        ),
        shared_with_outside=len(side.keys() & by_outside.keys()),
        calibration=replace(
            found,
            in_the_large=_held(found.in_the_large, clusters),
            slope=_held(found.slope, clusters),
            intercept=_held(found.intercept, clusters),
        ),
    )


def _pair(one: str, other: str, first: _Side, second: _Side) -> Pair:
    return Pair(one, other, len(first.keys() & second.keys()), _better(first, second))


def _better(side: _Side, other: _Side) -> Estimate:
    """Return by how much one's log score is better than another's on the outcomes of both."""
    keys = sorted(side.keys() & other.keys())
    odds, passed, clusters = _arrays(side, keys)
    reference, _, _ = _arrays(other, keys)
    gain = log_scores(odds, passed) - log_scores(reference, passed)
    return _mean(gain, clusters)


def _mean(values: Floats, clusters: list[str]) -> Estimate:
    if not clusters:
        return Estimate(None, None, None)
    return _held(mean_of(values, resampled(clusters)), clusters)


def _held(one: Estimate, clusters: list[str]) -> Estimate:
    """Return an estimate, without its interval where that is from too few cases."""
    return one if len(set(clusters)) >= FEWEST else Estimate(one.value, None, None)


def _arrays(side: _Side, keys: Sequence[_Key]) -> tuple[Floats, NDArray[np.bool_], list[str]]:
    odds = np.array([side[key][0] for key in keys], dtype=float)
    passed = np.array([side[key][1] for key in keys], dtype=bool)
    return odds, passed, [key[0] for key in keys]
