"""What the odds of drafts have been worth on past processes, by stage and horizon.

Calibration first; then scores against the base rate of other countries, against 50 %, and, for
first agreements, against the rate given mediation and a recent agreement; with what so many cases
could have shown. Intervals are over countries. The rules stand in `tracktwo.scoring.proper`.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from tracktwo.casebook.build import CASES, past_cases, read_built, sealed
from tracktwo.casebook.reading import CasebookError
from tracktwo.casebook.seal import as_csv, opened, seal
from tracktwo.scoring.past_odds import MONTHS, past_odds
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
    most_to_gain,
    rate_elsewhere,
    recalibrated,
    recalibration,
    resampled,
)

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from numpy.typing import NDArray

    from tracktwo.casebook.index import PastCase
    from tracktwo.casebook.outcomes import StageOutcome
    from tracktwo.casebook.records import Sources
    from tracktwo.results.progress import Progress
    from tracktwo.scoring.past_odds import PastOdds

    Floats = NDArray[np.float64]

ENOUGH = 150
"""Outcomes below which nothing is claimed."""
ALL = "all stages"


@dataclass(frozen=True)
class Judged:
    """Odds of one stage of one case at one horizon, with what happened."""

    case: str
    stage: str
    country: str
    months: int
    odds: float
    passed: bool
    condition: str


@dataclass(frozen=True)
class StageScore:
    """What the odds of a stage at a horizon were worth.

    Attributes
    ----------
    stage, months
    half : str
        Which countries: all, or those that the ease of steps was fitted on ("fitted"), or those
        kept apart from it ("apart"). Published rates are counted on all countries, in both halves.
    unknown : int
        Outcomes that no source covers up to the horizon; left out.
    calibration : Calibration
    log, brier : Estimate
        Mean scores of the odds.
    over_base, over_even : Estimate
        Mean log score minus that of the base rate of all other countries, and of 50 %.
    brier_over_base : Estimate
        Mean Brier score of the base rate minus that of the odds: above 0, the odds are better.
    over_condition : Estimate or None
        The same as `over_base` against the rate given what is known to matter; first agreements.
    condition_over_base : Estimate or None
        Mean log score of that rate minus that of the base rate, both counted on other countries
        alone: what is known to matter brings so much out of sample.
    to_gain : float
        By how much odds spread like these would beat their mean if they were right, nats.
    to_find : float
        Chance that so many outcomes would show that.
    """

    stage: str
    months: int
    half: str
    unknown: int
    calibration: Calibration
    log: Estimate
    brier: Estimate
    over_base: Estimate
    over_even: Estimate
    brier_over_base: Estimate
    over_condition: Estimate | None
    condition_over_base: Estimate | None
    to_gain: float
    to_find: float

    @property
    def worse(self) -> bool:
        """Whether the whole interval over the base rate lies below 0, on however few outcomes."""
        return self.over_base.high is not None and self.over_base.high < 0

    @property
    def better(self) -> bool:
        """Whether they were better, on enough outcomes to claim it."""
        enough = self.calibration.n >= ENOUGH
        return enough and self.over_base.low is not None and self.over_base.low > 0


@dataclass(frozen=True)
class CasebookScores:
    """Scores of a casebook.

    Attributes
    ----------
    cases : dict of str to int
        How many, by road.
    countries : int
    sealed : str
        SHA-256 of the outcomes, taken before odds were run.
    rows : tuple of StageScore
        By stage and horizon, all countries; then at the longest horizon by half.
    pooled : tuple of StageScore
        All stages together, by horizon and half; base rates are those of each stage.
    curve : tuple of CurvePoint
        Of all odds at the longest horizon.
    slope : tuple of float or None
        One pooled intercept and slope for log-odds at the longest horizon.
    slope_gain : Estimate
        What that would bring out of fold, in mean log score.
    left_out : tuple of str
        Sources that the casebook has no case of, which a user's own copy would add: pax,
        mediations.
    """

    cases: dict[str, int]
    countries: int
    sealed: str
    rows: tuple[StageScore, ...]
    pooled: tuple[StageScore, ...]
    curve: tuple[CurvePoint, ...]
    slope: tuple[float, float] | None
    slope_gain: Estimate
    left_out: tuple[str, ...]

    @property
    def worse(self) -> tuple[StageScore, ...]:
        """All rows in which the odds were worse than the base rate, of halves and pooled too."""
        return tuple(row for row in (*self.rows, *self.pooled) if row.worse)


def half_of(country: str) -> str:
    """Return whether a country is among those that drafting constants are fitted on."""
    odd = int(hashlib.sha256(country.encode()).hexdigest(), 16) % 2
    return "apart" if odd else "fitted"


def score_casebook(
    sources: Sources,
    *,
    expected: str | None = None,
    workers: int | None = None,
    progress: Progress | None = None,
) -> CasebookScores:
    """Build the cases, seal what became of them, run their odds, open the seal and score.

    Parameters
    ----------
    sources : all rows
    expected : the seal that outcomes should have, where it is known
    workers, progress : as in `past_odds`

    Raises
    ------
    CasebookError
        If the outcomes are not those that were sealed, or there is no case.
    """
    cases = past_cases(sources)
    if not cases:
        raise CasebookError("the sources hold no process with a usable start; nothing to score")
    text = as_csv(sealed(sources, cases))
    shut = seal(text)
    if expected is not None and shut != expected:
        raise CasebookError(
            f"outcomes differ from those that were sealed (SHA-256 {shut[:12]}, sealed as "
            f"{expected[:12]}): the tables in the package were changed"
        )
    odds = past_odds(sources, cases, workers=workers, progress=progress)
    return _scored(cases, shut, *_judged(cases, odds, opened(text, shut, "outcomes")))


def score_built(
    folder: Path, *, workers: int | None = None, progress: Progress | None = None
) -> CasebookScores:
    """Score the cases in a folder that `tracktwo.casebook.build.build` wrote, as they are there.

    Raises
    ------
    CasebookError
        If it is no casebook, or its outcomes were changed after they were sealed.
    """
    cases, text, shut = read_built(folder)
    odds = past_odds(folder / CASES, cases, workers=workers, progress=progress)
    return _scored(cases, shut, *_judged(cases, odds, opened(text, shut, str(folder))))


def _judged(
    cases: Sequence[PastCase],
    odds: Sequence[PastOdds],
    outcomes: Sequence[StageOutcome],
) -> tuple[list[Judged], dict[tuple[str, int], int]]:
    starts = {case.start.id: case.start for case in cases}
    told = {(o.case, o.stage): o for o in outcomes}
    given = {case.start.id: case.condition for case in cases}
    found: list[Judged] = []
    unknown: dict[tuple[str, int], int] = {}
    for one in odds:
        start = starts[one.case]
        for months, chance in zip(MONTHS, one.odds, strict=True):
            passed = told[one.case, one.stage].within(start.day, months)
            if passed is None:
                unknown[one.stage, months] = unknown.get((one.stage, months), 0) + 1
                continue
            found.append(
                Judged(one.case, one.stage, start.country, months, chance, passed, given[one.case])
            )
    return found, unknown


def _scored(
    cases: Sequence[PastCase],
    shut: str,
    judged: list[Judged],
    unknown: dict[tuple[str, int], int],
) -> CasebookScores:
    base = {id(j): p for group in _groups(judged) for j, p in zip(group, _base(group), strict=True)}

    def row(stage: str, months: int, half: str) -> StageScore | None:
        mine = [
            j for j in judged
            if j.months == months and stage in {j.stage, ALL}
            and half in {"all", half_of(j.country)}
        ]  # fmt: skip
        left = sum(n for (s, m), n in unknown.items() if m == months and stage in {s, ALL})
        return _score(stage, half, mine, base, left if half == "all" else 0) if mine else None

    stages = list(dict.fromkeys(j.stage for j in judged))
    last = MONTHS[-1]
    wanted = [(s, m, "all") for s in stages for m in MONTHS]
    wanted += [(s, last, half) for s in stages for half in ("fitted", "apart")]
    together = [(ALL, m, half) for m in MONTHS for half in ("all", "fitted", "apart")]
    final = [j for j in judged if j.months == last]
    return CasebookScores(
        cases=_counted(cases),
        countries=len({c.start.country for c in cases}),
        sealed=shut,
        rows=tuple(r for at in wanted if (r := row(*at)) is not None),
        pooled=tuple(r for at in together if (r := row(*at)) is not None),
        curve=curve([j.odds for j in final], [j.passed for j in final]),
        slope=recalibration([j.odds for j in final], [j.passed for j in final]),
        slope_gain=_slope_gain(final),
        left_out=_left_out(cases),
    )


def _left_out(cases: Sequence[PastCase]) -> tuple[str, ...]:
    there = {
        "pax": any(c.start.id.startswith("pax-") for c in cases),
        "mediations": any(c.start.mediated for c in cases),
    }
    return tuple(name for name, found in there.items() if not found)


def _counted(cases: Sequence[PastCase]) -> dict[str, int]:
    found: dict[str, int] = {}
    for case in cases:
        found[case.start.road] = found.get(case.start.road, 0) + 1
    return found


def _groups(judged: Sequence[Judged]) -> list[list[Judged]]:
    found: dict[tuple[str, int], list[Judged]] = {}
    for j in judged:
        found.setdefault((j.stage, j.months), []).append(j)
    return list(found.values())


def _base(group: Sequence[Judged]) -> Floats:
    return rate_elsewhere([j.passed for j in group], [j.country for j in group])


def _score(
    stage: str, half: str, mine: list[Judged], base: dict[int, float], unknown: int
) -> StageScore:
    odds = np.array([j.odds for j in mine])
    passed = np.array([j.passed for j in mine])
    country = [j.country for j in mine]
    usual = np.array([base[id(j)] for j in mine])
    weights = resampled(country)
    own = log_scores(odds, passed)

    given = _given(mine) if stage == "first-agreement" else None

    def over(other: Floats, scored: Floats = own) -> Estimate:
        return mean_of(scored - log_scores(other, passed), weights)

    return StageScore(
        stage=stage,
        months=mine[0].months,
        half=half,
        unknown=unknown,
        calibration=calibration(odds, passed, country),
        log=mean_of(own, weights),
        brier=mean_of(brier_scores(odds, passed), weights),
        over_base=over(usual),
        over_even=over(np.full(odds.size, 0.5)),
        brier_over_base=mean_of(brier_scores(usual, passed) - brier_scores(odds, passed), weights),
        over_condition=None if given is None else over(given),
        condition_over_base=None if given is None else over(usual, log_scores(given, passed)),
        to_gain=most_to_gain(odds),
        to_find=chance_to_find(odds, len(mine)),
    )


def _given(mine: list[Judged]) -> Floats:
    """Return the rate of other countries' cases in the same condition."""
    found = np.zeros(len(mine))
    for condition in {j.condition for j in mine}:
        at = [n for n, j in enumerate(mine) if j.condition == condition]
        found[at] = _base([mine[n] for n in at])
    return found


def _slope_gain(final: list[Judged]) -> Estimate:
    """Return what one pooled slope and intercept would bring, fitted on other countries."""
    odds = np.array([j.odds for j in final])
    passed = np.array([j.passed for j in final])
    country = np.array([j.country for j in final])
    bent = odds.copy()
    for name in np.unique(country):
        here = country == name
        fitted = recalibration(odds[~here], passed[~here])
        if fitted is not None:
            bent[here] = recalibrated(odds[here], *fitted)
    gain = log_scores(bent, passed) - log_scores(odds, passed)
    return mean_of(gain, resampled(country))
