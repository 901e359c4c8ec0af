"""Success and breakdown by month: what may have become of a roadmap, and how it may end.

Of a completed roadmap the chance of having broken down t months later is

    1 - (1 - r)^t

with r the case's monthly chance of relapse, which is the same every month. Published curves of the
return of violence stand beside it, for they are not: most of it comes in the first year.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from tracktwo.game.calibration import base_rates
from tracktwo.game.setting import settle, stage_index
from tracktwo.questions.options import within
from tracktwo.questions.relapse import RelapseOptions
from tracktwo.results.answer import CaseAnswer
from tracktwo.results.bands import Band, BandSeries
from tracktwo.results.progress import counted
from tracktwo.roadmap.exact import solve

if TYPE_CHECKING:
    from tracktwo.case import CaseFolder
    from tracktwo.results.progress import Progress

YEARS = 5
"""Years after completion that are looked at: as far as most of what is published reaches."""
PUBLISHED = ("violence_after_comprehensive", "recurrence_after_agreement")
"""Published shares of agreements after which the same conflict was active again."""


@dataclass(frozen=True)
class Course:
    """One thing that may have become of the roadmap, by month."""

    id: str
    """focus, completed, standing, given-up, broken-down"""
    odds: BandSeries
    """Chance by month, from the as-of date to the horizon."""


@dataclass(frozen=True)
class Returned:
    """A published share of agreements after which the same conflict was active again."""

    id: str
    what: str
    population: str
    cases: int | None
    source: str
    shares: tuple[tuple[int, float], ...]
    """Months after the agreement, and the share by then."""


@dataclass(frozen=True)
class Courses(CaseAnswer):
    """How likely success and breakdown are, by month."""

    horizon: int
    focus: str
    last: str
    """The stage that completes the roadmap."""
    courses: tuple[Course, ...]
    monthly: Band | None
    """Chance a month that a completed roadmap breaks down; None where the case says nothing of
    it."""
    written: bool
    """Whether the case gives that chance itself, and not a published rate for it."""
    after: BandSeries | None
    """Chance that a completed roadmap has broken down so many months later."""
    published: tuple[Returned, ...]

    def course(self, id_: str) -> BandSeries | None:
        """Return one of the courses by its id; None where the case has none."""
        return next((one.odds for one in self.courses if one.id == id_), None)


@within(RelapseOptions)
def relapse(
    folder: CaseFolder,
    *,
    stage: str | None = RelapseOptions.stage,
    draws: int = RelapseOptions.draws,
    seed: int = RelapseOptions.seed,
    threads: int | None = RelapseOptions.threads,
    progress: Progress | None = None,
) -> Courses:
    """Say how likely success and breakdown are, month by month.

    Parameters
    ----------
    folder : a loaded case
    stage : id of the stage whose odds stand beside; the one that the question turns on by default
    draws, seed, threads, progress : as in `run`

    Raises
    ------
    UnanswerableError
        If there is no such stage.
    """
    (base,) = settle([folder.case], draws=draws, seed=seed, threads=threads)
    tell = counted(progress, "odds", draws)
    solution = solve(
        base.lowered.roadmap, base.inputs, milestones=False, threads=threads, progress=tell,
        engine=base.engine,
    )  # fmt: skip
    focus, k = stage_index(base, stage), len(base.stages)
    breaks = folder.case.roadmap.relapse
    found = {
        "focus": solution.reached[:, :, focus],
        "completed": solution.reached[:, :, k - 1],
        "standing": solution.in_force[:, :, k],
        "given-up": solution.in_force[:, :, k + 1],
        "broken-down": solution.in_force[:, :, k + 2],
    }
    if focus == k - 1:
        del found["focus"]  # it is the completed roadmap
    if breaks is None:
        del found["broken-down"], found["standing"]
    monthly = base.inputs.relapse
    months = np.arange(12 * YEARS + 1)
    return Courses(
        case_id=folder.case.id,
        case_digest=folder.digest,
        draws=draws,
        seed=seed,
        horizon=folder.case.horizon,
        focus=base.stages[focus],
        last=base.stages[-1],
        courses=tuple(Course(id_, BandSeries.of(odds)) for id_, odds in found.items()),
        monthly=None if breaks is None else Band.of(monthly),
        written=breaks is not None and breaks.chance is not None,
        after=None
        if breaks is None
        else BandSeries.of(1.0 - (1.0 - monthly[:, None]) ** months[None]),
        published=() if breaks is None else tuple(_returned(id_) for id_ in PUBLISHED),
    )


def _returned(id_: str) -> Returned:
    rate = base_rates()[id_]
    return Returned(
        id=id_,
        what=f"{rate.from_state}, then {rate.to_state}",
        population=rate.population,
        cases=rate.n,
        source=rate.source,
        shares=tuple((12 * year, share) for year, share in sorted(rate.within.items())),
    )
