"""The roadmap as a process: what comes after what, whom it needs, and how likely each step is."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from tracktwo.case.consent import actors_of
from tracktwo.case.happened import milestone_happened, stage_happened
from tracktwo.game.draws import Sample
from tracktwo.game.lower import lower
from tracktwo.questions.odds.records import milestone_odds, situation_odds, stage_odds
from tracktwo.questions.odds.solving import Solver
from tracktwo.questions.options import within
from tracktwo.questions.process import ProcessOptions
from tracktwo.results.answer import CaseAnswer
from tracktwo.results.progress import counted
from tracktwo.roadmap.engines import chosen_engine

if TYPE_CHECKING:
    from tracktwo.case import CaseFolder
    from tracktwo.case.schema import Happened, Milestone, Stage
    from tracktwo.results.bands import Band
    from tracktwo.results.odds import MilestoneOdds, StageOdds
    from tracktwo.results.progress import Progress


@dataclass(frozen=True)
class Done:
    """That something has happened, and where that is said."""

    date: str
    note: str | None
    evidence: tuple[str, ...]


@dataclass(frozen=True)
class StageStep:
    """One stage."""

    id: str
    reached: Band
    """Chance of having been passed by the horizon."""
    median_months: float | None
    """Median months to pass it among the futures that do; None if none do."""
    deadline: str | None
    fallback: str
    """Where the process falls when it is disrupted on the way: start, abandoned, or a stage."""
    done: Done | None


@dataclass(frozen=True)
class MilestoneStep:
    """One step of a stage."""

    id: str
    stage: str
    after: tuple[str, ...]
    level: int
    """How many steps of the stage must come before it, one after the other."""
    asks: tuple[str, ...]
    """The actors that its rule of consent names."""
    expires: str | None
    reached: Band
    """Chance of having been done by the horizon."""
    monthly: Band
    """Chance a month that it happens, were it the next step now and alone."""
    done: Done | None


@dataclass(frozen=True)
class ProcessChart(CaseAnswer):
    """A roadmap as a process."""

    horizon: int
    stages: tuple[StageStep, ...]
    milestones: tuple[MilestoneStep, ...]
    """In the order of the stages, and within one in that in which they can come."""
    given_up: Band
    """Chance that the roadmap has been given up by the horizon."""
    broken_down: Band | None
    """Chance that it has been completed and has broken down again; None where the case says nothing
    of relapse."""


@within(ProcessOptions)
def process(
    folder: CaseFolder,
    *,
    draws: int = ProcessOptions.draws,
    seed: int = ProcessOptions.seed,
    threads: int | None = ProcessOptions.threads,
    progress: Progress | None = None,
) -> ProcessChart:
    """Say what a roadmap's steps come after, whom they need, and how likely each is.

    Parameters
    ----------
    folder : a loaded case
    draws, seed, threads, progress : as in `run`
    """
    lowered = lower(folder.case)
    sample = Sample(draws, seed)
    solver = Solver(None, chosen_engine(lowered.roadmap, draws), threads)
    tell = counted(progress, "odds", draws)
    base = solver.settle(lowered, sample, milestones=True, progress=tell)
    odds = {one.id: one for one in stage_odds(base)}
    steps = {one.id: one for one in milestone_odds(base)}
    situations = {one.id: one.in_force for one in situation_odds(base)}
    horizon, roadmap = folder.case.horizon, folder.case.roadmap
    return ProcessChart(
        case_id=folder.case.id,
        case_digest=folder.digest,
        draws=draws,
        seed=seed,
        horizon=horizon,
        stages=tuple(_stage(stage, odds[stage.id], horizon) for stage in roadmap.stages),
        milestones=tuple(
            _milestone(stage, milestone, level, steps[milestone.id])
            for stage in roadmap.stages
            for level, milestone in ordered(stage)
        ),
        given_up=situations["abandoned"].at(horizon),
        broken_down=situations["relapsed"].at(horizon) if roadmap.relapse else None,
    )


def ordered(stage: Stage) -> list[tuple[int, Milestone]]:
    """Return a stage's steps, each with its level, in the order in which they can come."""
    known = {milestone.id: milestone for milestone in stage.milestones}
    levels: dict[str, int] = {}

    def level(id_: str) -> int:
        if id_ not in levels:
            before = [level(one) for one in known[id_].after if one in known]
            levels[id_] = 1 + max(before) if before else 0
        return levels[id_]

    return sorted(((level(m.id), m) for m in stage.milestones), key=lambda pair: pair[0])


def _stage(stage: Stage, odds: StageOdds, horizon: int) -> StageStep:
    return StageStep(
        id=stage.id,
        reached=odds.reached.at(horizon),
        median_months=odds.median_months,
        deadline=stage.deadline,
        fallback=stage.fallback,
        done=_done(stage_happened(stage)),
    )


def _milestone(stage: Stage, one: Milestone, level: int, odds: MilestoneOdds) -> MilestoneStep:
    return MilestoneStep(
        id=one.id,
        stage=stage.id,
        after=tuple(one.after),
        level=level,
        asks=tuple(dict.fromkeys(actors_of(one.consent))),
        expires=one.expires,
        reached=odds.reached,
        monthly=odds.monthly,
        done=_done(milestone_happened(stage, one)),
    )


def _done(mark: Happened | None) -> Done | None:
    return None if mark is None else Done(mark.date, mark.note, tuple(mark.evidence))
