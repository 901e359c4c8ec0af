"""A solved case as records: when each stage is passed, what is in force, who consents now."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from tracktwo.case.happened import happened_on
from tracktwo.game.setting import bands
from tracktwo.questions.government.terms import YEARS_AFTER
from tracktwo.results.bands import Band, BandSeries
from tracktwo.results.odds import ConsentNow, Endurance, MilestoneOdds, SituationOdds, StageOdds
from tracktwo.roadmap.plan import first_asked, plan_for

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from tracktwo.questions.odds.solving import Solved

    Floats = NDArray[np.float64]


def stage_odds(base: Solved) -> tuple[StageOdds, ...]:
    """Say when each stage is passed and whether it is in force, with bands over the draws."""
    out = []
    happened = happened_on(base.lowered.case)
    for number, stage in enumerate(base.lowered.case.roadmap.stages):
        reached = base.solution.reached[:, :, number]
        median, quartiles = passage_months(reached.mean(axis=0))
        out.append(
            StageOdds(
                id=stage.id,
                name=stage.name,
                reached=BandSeries.of(reached),
                in_force=BandSeries.of(base.solution.in_force[:, :, number + 1]),
                median_months=median,
                quartile_months=quartiles,
                happened=happened.get(stage.id),
                resolves=stage.resolves,
            )
        )
    return tuple(out)


def passage_months(odds: Floats) -> tuple[float | None, tuple[float, float] | None]:
    """Return median and quartiles of the month of passage, given passage within the horizon.

    Parameters
    ----------
    odds : (T+1,) chance of having passed by each month
    """
    total = float(odds[-1])
    if total <= 0:
        return None, None
    months = np.arange(odds.size)
    low, median, high = np.interp(np.array([0.25, 0.5, 0.75]) * total, odds, months)
    return float(median), (float(low), float(high))


def endurance(base: Solved) -> tuple[Endurance, ...]:
    """Relapse has no memory: what stands has the same chance of breaking down every month."""
    if base.lowered.case.roadmap.relapse is None:
        return ()
    out = []
    for years in YEARS_AFTER:
        given = (1.0 - base.inputs.relapse) ** (12 * years)
        out.append(Endurance(years, Band.of(given), Band.of(given * base.final[:, -1])))
    return tuple(out)


def situation_odds(base: Solved) -> tuple[SituationOdds, ...]:
    """Say how likely each situation that is no stage is in force, month by month."""
    k = len(base.lowered.roadmap.stages)
    names = {
        0: ("start", "Before the first stage"),
        k + 1: ("abandoned", "Roadmap abandoned"),
        k + 2: ("relapsed", "Broken down after completion"),
    }
    return tuple(
        SituationOdds(name, text, BandSeries.of(base.solution.in_force[:, :, r]))
        for r, (name, text) in names.items()
    )


def milestone_odds(base: Solved) -> tuple[MilestoneOdds, ...]:
    """Say how likely each milestone is, and who consents, were it on the table now.

    The solution must have been asked for milestones.
    """
    lowered, solution = base.lowered, base.solution
    plan = plan_for(lowered.roadmap)
    asked = first_asked(lowered.roadmap)
    rows_asked = sorted({row for _, rows in asked for row in rows})
    chance = dict(zip(rows_asked, bands(solution.consent[:, rows_asked]), strict=True))
    monthly = bands(solution.event[:, [event for event, _ in asked]])
    reached = bands(solution.milestones[:, -1])
    out = []
    happened = happened_on(lowered.case)
    for m, (_, rows) in enumerate(asked):
        step = next(
            x for s in lowered.case.roadmap.stages for x in s.milestones
            if x.id == lowered.milestones[m]
        )  # fmt: skip
        stage = lowered.case.roadmap.stages[lowered.stage_of(m)]
        consents = []
        for row in rows:
            actor = lowered.players[plan.consent_actor[row]]
            stance = lowered.stance_word(actor, m)
            consents.append(ConsentNow(actor, chance[row], stance))
        out.append(
            MilestoneOdds(
                id=step.id,
                name=step.name,
                stage=stage.id,
                reached=reached[m],
                monthly=monthly[m],
                consents=tuple(consents),
                happened=happened.get(step.id),
            )
        )
    return tuple(out)
