"""Past processes most like a case where it stands, and how often it came to the next stage."""

from __future__ import annotations

import datetime as dt
import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

from tracktwo.case.happened import milestone_happened, stage_happened, standing
from tracktwo.casebook.outcomes import months_after
from tracktwo.casebook.past import Features, Rate, as_known, past_processes, rate, rate_of
from tracktwo.casebook.starts import QUIET
from tracktwo.drafting.steps import PREPARING, kind_of
from tracktwo.errors import UnanswerableError
from tracktwo.game.calibration import base_rates
from tracktwo.game.draws import Sample
from tracktwo.game.lower import lower
from tracktwo.questions.analogues import AnaloguesOptions
from tracktwo.questions.odds.solving import Solver
from tracktwo.questions.options import within
from tracktwo.results.bands import Band
from tracktwo.results.progress import counted

if TYPE_CHECKING:
    from tracktwo.case import Case, CaseFolder
    from tracktwo.case.schema import Stage
    from tracktwo.casebook.past import PastProcess
    from tracktwo.questions.analogues import Road
    from tracktwo.results.progress import Progress

YEARS = (1, 2, 5)
_APART = 1.0
"""Log-odds from the base rate from which a case's odds are called far apart, if also outside its
interval: one half against a quarter, say."""
_ROADS: dict[str, Road] = {
    PREPARING: "first",
    "talks": "first",
    "interim-government": "transition",
    "elections": "vote",
    "referendum": "vote",
}
_STAGES: dict[Road, tuple[str, ...]] = {
    "first": (PREPARING, "talks", "ceasefire", "framework-agreement"),
    "settlement": ("comprehensive-agreement",),
    "transition": ("interim-government",),
    "vote": ("elections", "referendum"),
}
"""Kinds of stage whose odds stand beside the rate of a road, the first of them in the roadmap."""
_AGREED = frozenset(
    {PREPARING, "talks", "ceasefire", "framework-agreement", "comprehensive-agreement",
     "interim-government"}
)  # fmt: skip
"""Kinds of step that are agreements: of these a recent one counts."""
_MEDIATED = "war_mediated_to_first_agreement"
"""The published rate after a first mediation: processes that start from one are not shipped."""


@dataclass(frozen=True)
class Analogue:
    """A past process like the case.

    Attributes
    ----------
    passed : str or None
        The day on which its next stage was passed, if within five years.
    within : tuple of bool or None
        Whether by 1, 2 and 5 years; None where no source says.
    broken : str or None
        The day on which the agreement that it starts from was ended.
    """

    id: str
    place: str
    between: tuple[str, ...]
    day: str
    began: str
    distance: float
    passed: str | None
    within: tuple[bool | None, ...]
    source: str
    broken: str | None


@dataclass(frozen=True)
class Beside:
    """How often it came to the next stage by then, beside the case's odds."""

    years: int
    base: Rate
    given: Rate | None
    """Of those in the same condition: a recent agreement, mediation (as published), or neither;
    first agreements only. None where nothing is published by then."""
    like: Rate
    """Of the processes shown."""
    odds: Band | None
    """The case's odds by then; None beyond its end, or where it has no such stage."""
    apart: str
    """above or below where the case's odds are far from the rate; else empty."""


@dataclass(frozen=True)
class Analogues:
    """Past processes like a case, and their rates beside its odds."""

    case_id: str
    case_digest: str
    draws: int
    seed: int
    road: str
    stage: str | None
    """The case's stage that the rate is of."""
    counted: int
    """Past processes on that road that began before the case's date."""
    forecast: bool
    """Whether the rate is a forecast, rather than context: of a first agreement where somebody
    fights."""
    fought: bool
    """Whether anybody fights in the case."""
    condition: str
    compared: tuple[str, ...]
    """What is known of the case and compared."""
    like: tuple[Analogue, ...]
    rates: tuple[Beside, ...]


@within(AnaloguesOptions)
def analogues(
    folder: CaseFolder,
    *,
    road: Road | None = None,
    most: int = AnaloguesOptions.most,
    draws: int = AnaloguesOptions.draws,
    seed: int = AnaloguesOptions.seed,
    threads: int | None = None,
    progress: Progress | None = None,
) -> Analogues:
    """Find the past processes most like a case, and say what became of them.

    Parameters
    ----------
    folder : a loaded case
    road : which way past processes went; by the case's next stage if None
    most : how many to show
    draws, seed, threads, progress : as in `run`

    Raises
    ------
    UnanswerableError
        If the case has no stage ahead, or is older than any past process.
    """
    case = folder.case
    ahead = case.roadmap.stages[standing(case).passed :]
    if not ahead:
        raise UnanswerableError("every stage of the case has happened: nothing is left to compare")
    chosen = road or _road(case, ahead)
    mine = features(case)
    known = [p for p in past_processes(chosen) if p.day < case.as_of]
    if not known:
        raise UnanswerableError(f"no past process of this kind began before {case.as_of}")
    # Nothing that came after the case's date counts. Of those whose five years no source covers, or
    # were not over by then, one cannot say what became of them.
    known = [as_known(p, case.as_of) for p in known]
    seen = [
        p for p in known
        if p.outcome.within(p.day, 12 * YEARS[-1]) is not None
        and months_after(p.day, 12 * YEARS[-1]) <= case.as_of
    ]  # fmt: skip
    near = sorted(seen, key=lambda p: (mine.distance(p.features), p.id))[:most]
    stage = next((s for s in ahead if _kind(s) in _STAGES[chosen]), None)
    odds = _odds(folder, stage, Sample(draws, seed), threads=threads, progress=progress)
    condition = "agreed lately" if mine.lately else "mediated" if _mediated(case) else "neither"
    comparable = chosen != "first" or mine.fought is True
    given = {n: _given(known, condition, n, case.as_of) for n in YEARS} if chosen == "first" else {}
    return Analogues(
        case_id=case.id,
        case_digest=folder.digest,
        draws=draws,
        seed=seed,
        road=chosen,
        stage=stage.id if stage else None,
        counted=len(known),
        forecast=chosen == "first" and mine.fought is True,
        fought=mine.fought is True,
        condition=condition,
        compared=_compared(mine),
        like=tuple(_analogue(p, mine) for p in near),
        rates=tuple(
            Beside(
                years=n,
                base=(base := rate(known, 12 * n, case.as_of)),
                given=(same := given.get(n)),
                like=rate(near, 12 * n, case.as_of),
                odds=(band := odds.get(n)),
                apart=_apart(band, same if same and same.n else base) if comparable else "",
            )
            for n in YEARS
        ),
    )


def _mediated(case: Case) -> bool:
    return any(r.kind == "mediates" for r in case.relations)


def _given(known: list[PastProcess], condition: str, years: int, day: dt.date) -> Rate | None:
    """Return the rate of those in a case's condition; after a mediation as it is published."""
    if condition != "mediated":
        return rate([p for p in known if p.condition == condition], 12 * years, day)
    found = base_rates()[_MEDIATED]
    share = found.within.get(years)
    if share is None or found.n is None:
        return None
    low, high = found.bounds if found.bounds and years == YEARS[-1] else (None, None)
    return rate_of(share, found.n, low, high)


def _lately(case: Case) -> bool:
    """Tell whether a step that is an agreement was taken in the two years before the as-of date."""
    marks = []
    for stage in case.roadmap.stages:
        kind = _kind(stage)
        if kind in _AGREED:
            marks.append(stage_happened(stage))
        marks += [milestone_happened(stage, m) for m in stage.milestones if m.step in _AGREED]
    days = [_day(mark.date) for mark in marks if mark is not None]
    return any(0 <= (case.as_of - day).days < QUIET for day in days)


def _day(moment: str) -> dt.date:
    """Return the day of a moment; of a month its first."""
    return dt.date.fromisoformat(moment if len(moment) > len("YYYY-MM") else f"{moment}-01")


def _kind(stage: Stage) -> str | None:
    if stage.base_rate and stage.base_rate.startswith("war_"):
        return PREPARING
    return stage.step or kind_of(stage.name)


def _road(case: Case, ahead: list[Stage]) -> Road:
    kind = _kind(ahead[0])
    begun = len(ahead) < len(case.roadmap.stages)
    if not begun and kind in {None, PREPARING, "talks", "ceasefire"}:
        return "first"
    return _ROADS.get(kind or "", "settlement") if kind != "talks" else "settlement"


def features(case: Case) -> Features:
    """Return what is known of a case, as it is compared with past processes."""
    sides = [a for a in case.actors if a.part == "party" and a.capability is not None]
    players = sides or [a for a in case.actors if a.capability is not None]
    others = [a for a in case.actors if a.part in {"mediator", "host", "guarantor"}]
    kinds = {k for s in case.roadmap.stages if (k := _kind(s))}
    kinds |= {m.step for s in case.roadmap.stages for m in s.milestones if m.step}
    fights = any(r.kind == "fights" for r in case.relations)
    return Features(
        fought=fights or any(a.kind == "armed-group" for a in players),
        sides=float(max(len(players), 2)),
        third=bool(others),
        united_nations=any("United Nations" in a.name or a.name == "UN" for a in case.actors),
        lately=_lately(case),
        government=bool(kinds & {"interim-government", "elections", "constitution"})
        or "autonomy" not in kinds,
        provides=frozenset(kinds - {PREPARING}),
        year=case.as_of.year + case.as_of.month / 12,
    )


_NAMES = {
    "fought": "whether anybody fights",
    "sides": "how many sides",
    "third": "third parties",
    "united_nations": "the United Nations among them",
    "lately": "a recent agreement",
    "government": "government or territory",
    "provides": "what is planned",
    "year": "when",
}


def _compared(mine: Features) -> tuple[str, ...]:
    return tuple(text for name, text in _NAMES.items() if getattr(mine, name) is not None)


def _analogue(p: PastProcess, mine: Features) -> Analogue:
    return Analogue(
        id=p.id,
        place=p.place,
        between=p.between,
        day=p.day.isoformat(),
        began=p.began,
        distance=mine.distance(p.features),
        passed=p.outcome.passed.isoformat() if p.outcome.passed else None,
        within=tuple(p.outcome.within(p.day, 12 * years) for years in YEARS),
        source=p.outcome.source,
        broken=p.outcome.broken.isoformat() if p.outcome.broken else None,
    )


def _odds(
    folder: CaseFolder,
    stage: Stage | None,
    sample: Sample,
    *,
    threads: int | None,
    progress: Progress | None,
) -> dict[int, Band]:
    """Return the case's odds of a stage by year, as far as the case looks."""
    if stage is None:
        return {}
    lowered = lower(folder.case)
    count = counted(progress, "odds", sample.draws)
    solved = Solver(threads=threads).settle(lowered, sample, progress=count)
    place = [s.id for s in folder.case.roadmap.stages].index(stage.id)
    reached = solved.solution.reached[:, :, place]
    return {n: Band.of(reached[:, 12 * n]) for n in YEARS if 12 * n < reached.shape[1]}


def _apart(band: Band | None, against: Rate) -> str:
    if band is None or against.share is None or against.low is None or against.high is None:
        return ""
    odds = band.mean

    def log_odds(p: float) -> float:
        held = min(max(p, 1e-3), 1 - 1e-3)
        return math.log(held / (1 - held))

    gap = log_odds(odds) - log_odds(against.share)
    if abs(gap) < _APART or against.low <= odds <= against.high:
        return ""
    return "above" if gap > 0 else "below"
