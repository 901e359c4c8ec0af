"""Run a case: from a loaded folder to everything the report says."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

import tracktwo
from tracktwo.game.councils import attendance
from tracktwo.game.draws import Sample, make_sample
from tracktwo.game.lower import lower
from tracktwo.game.setting import Setting, bands
from tracktwo.questions.bargain.issues import issue_forecasts
from tracktwo.questions.government.formulas import YEARS_AFTER, examine, variants_of
from tracktwo.questions.odds.inputs import input_records
from tracktwo.questions.odds.reasons import reasons
from tracktwo.questions.odds.slopes import SLOPE_DRAWS, slopes, step_of
from tracktwo.results.bands import Band, BandSeries
from tracktwo.results.odds import (
    AlternativeResult,
    Blocker,
    Change,
    ConsentNow,
    Endurance,
    Input,
    LeverEffect,
    MilestoneOdds,
    Reasons,
    Result,
    SituationOdds,
    StageOdds,
)
from tracktwo.roadmap.engines import chosen_engine
from tracktwo.roadmap.exact import solve
from tracktwo.roadmap.inputs import Inputs
from tracktwo.roadmap.plan import first_asked, plan_for

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from numpy.typing import NDArray

    from tracktwo.case import CaseFolder
    from tracktwo.game.lower import Lowered
    from tracktwo.results.government import Government
    from tracktwo.results.progress import Progress
    from tracktwo.roadmap.engines import EngineChoice
    from tracktwo.roadmap.solution import Solution
    from tracktwo.roadmap.structure import Roadmap

    Floats = NDArray[np.float64]

DRAWS = 2_000
WHAT_IF_DRAWS = 128
"""Draws behind each what-if: differences are paired, so far fewer do than for the odds."""


SLOPES = 20
"""How many inputs are told what a small step of them does."""


@dataclass(frozen=True)
class Solved:
    """One case lowered, with one sample of it solved."""

    lowered: Lowered
    inputs: Inputs
    solution: Solution

    @property
    def final(self) -> Floats:
        """(D, K) odds of each stage at the horizon."""
        return self.solution.reached[:, -1]


def run(
    folder: CaseFolder,
    *,
    draws: int = DRAWS,
    seed: int = 1,
    what_if_draws: int = WHAT_IF_DRAWS,
    foresight: int | None = None,
    engine: EngineChoice = "auto",
    threads: int | None = None,
    progress: Progress | None = None,
) -> Result:
    """Compute the odds of a case's roadmap, what blocks it and what would move it.

    Parameters
    ----------
    folder : a loaded case
    draws : joint samples of everything uncertain
    seed : the same seed gives the same result, on one thread or many
    what_if_draws : how many of the first draws are used for each what-if
    foresight : months that actors look ahead; None for all, 0 for none
    engine : auto, compiled or numpy
    threads : how many to use; all cores by default
    progress : told how far the work is

    Raises
    ------
    TooManyStatesError
        If the roadmap has too many reachable states to be solved exactly.
    """
    tell = progress or _silent
    lowered = lower(folder.case)
    work = draws + what_if_draws * (2 * len(lowered.players) + 2 * len(folder.case.levers))
    chosen = chosen_engine(lowered.roadmap, work, engine=engine, foresight=foresight)
    solver = _Solver(foresight, chosen, threads)
    others = {a.id: lower(folder.alternative(a.id)) for a in folder.case.alternatives}
    paths = [p for item in (lowered, *others.values()) for p in item.uncertain]
    sample = make_sample(paths, draws, seed)
    solved = 0

    def count(more: int) -> None:
        nonlocal solved
        solved += more
        tell("odds", solved, draws)

    base = solver.settle(lowered, sample, milestones=True, progress=count)
    few = sample.first(min(what_if_draws, draws))
    small = base.inputs[: few.draws]
    reference = base.final[: few.draws]
    full = lowered.lever_path(few.values(lowered.spans), few.draws, full=True)
    trials = _what_ifs(lowered, small, full)
    tried = 0

    def count_trials(more: int) -> None:
        nonlocal tried
        tried += more
        tell("what-ifs", tried, len(trials) * few.draws)

    # One solution of all trials, draws after draws: larger batches, and all cores at work.
    together = Inputs.join([inputs for _, _, inputs in trials])
    finals = solver.solve(lowered.roadmap, together, progress=count_trials).reached[:, -1]
    changes = {}
    for number, (name, label, _) in enumerate(trials):
        final = finals[number * few.draws : (number + 1) * few.draws]
        changes[name] = _change(name, label, final, list((final - reference).T))

    alternatives = []
    for number, alternative in enumerate(folder.case.alternatives, start=1):
        setting = solver.settle(others[alternative.id], few)
        alternatives.append(_alternative(alternative.id, alternative.name, setting, base))
        tell("alternatives", number, len(others))

    why = reasons(lowered, small, few.values(lowered.spans), foresight=foresight)
    stages = stage_odds(base)
    ids = [stage.id for stage in stages]
    focus = ids.index(folder.case.focus) if folder.case.focus else hinge(base.final)
    values = sample.values(lowered.spans)
    harm = lowered.harm(values, draws)
    harm_at_full = lowered.harm(values, draws, full=True)
    limit = folder.case.harm_limit
    total_harm = harm.sum(axis=1)
    return Result(
        case_id=folder.case.id,
        case_digest=folder.digest,
        version=tracktwo.__version__,
        seed=seed,
        draws=draws,
        what_if_draws=few.draws,
        what_if_base=tuple(Band.of(column) for column in reference.T),
        horizon=folder.case.horizon,
        as_of=folder.case.as_of.isoformat(),
        engine=chosen,
        foresight=foresight,
        focus=stages[focus].id,
        stages=stages,
        endurance=_endurance(base),
        situations=situation_odds(base),
        milestones=milestone_odds(base),
        blockers=_blockers(lowered, changes),
        reasons=why,
        levers=tuple(
            LeverEffect(
                id=lever.id,
                name=lever.name,
                kind=lever.kind,
                without=changes[f"without:{lever.id}"],
                adds=tuple(negative(d) for d in changes[f"without:{lever.id}"].difference),
                harm=Band.of(harm[:, number]),
                at_full=changes[f"full:{lever.id}"],
                harm_at_full=Band.of(harm_at_full[:, number]),
            )
            for number, lever in enumerate(folder.case.levers)
        ),
        harm=Band.of(total_harm),
        harm_limit=limit.limit if limit else None,
        harm_over_limit=float(np.mean(total_harm > limit.limit)) if limit else None,
        alternatives=tuple(alternatives),
        issues=issue_forecasts(lowered, few.values(lowered.spans), few.draws),
        inputs=_with_slopes(
            lowered,
            input_records(lowered, values, base.final[:, focus]),
            sample.first(min(SLOPE_DRAWS, draws)),
            focus,
            solver,
        ),
        notes=tuple(str(note) for note in folder.notes),
        councils=attendance(folder.case, lowered.players, values),
        government=_government(folder, lowered, few, solver, why),
    )


def _government(
    folder: CaseFolder,
    lowered: Lowered,
    few: Sample,
    solver: _Solver,
    why: tuple[Reasons, ...],
) -> Government | None:
    if folder.case.power is None:
        return None
    tried = list(variants_of(folder.case))
    others = [lower(made) for *_, made in tried]
    # Paths that only a variant has (a negotiated share) are drawn beside the others.
    fresh = {p for item in others for p in item.uncertain} - few.uniforms.keys()
    extra = make_sample(fresh, few.draws, few.seed)
    sample = Sample({**extra.uniforms, **few.uniforms}, few.draws, few.seed)
    base, *rest = (
        Setting(item, sample, solver.threads, solver.engine) for item in (lowered, *others)
    )
    return examine(folder, base, list(zip(tried, rest, strict=True)), why=why)


def compare(
    folder: CaseFolder,
    *,
    only: Sequence[str] | None = None,
    draws: int = 1024,
    seed: int = 1,
    threads: int | None = None,
    progress: Progress | None = None,
) -> tuple[tuple[Band, ...], tuple[AlternativeResult, ...]]:
    """Compare alternatives of a case with its base roadmap on common random numbers.

    Parameters
    ----------
    folder : a loaded case
    only : ids of the alternatives; all of them by default
    draws, seed, threads, progress : as in `run`

    Returns
    -------
    (base, alternatives)
        Odds of each stage of the base at the horizon, and one result per alternative.
    """
    tell = progress or _silent
    chosen = [a for a in folder.case.alternatives if only is None or a.id in only]
    lowered = lower(folder.case)
    others = [lower(folder.alternative(a.id)) for a in chosen]
    sample = make_sample([p for item in (lowered, *others) for p in item.uncertain], draws, seed)
    solver = _Solver(threads=threads)
    base = solver.settle(lowered, sample)
    tell("roadmaps", 1, len(others) + 1)
    out = []
    for number, (alternative, other) in enumerate(zip(chosen, others, strict=True), start=2):
        setting = solver.settle(other, sample)
        out.append(_alternative(alternative.id, alternative.name, setting, base))
        tell("roadmaps", number, len(others) + 1)
    return tuple(Band.of(column) for column in base.final.T), tuple(out)


def _silent(task: str, done: int, total: int) -> None:
    """Tell nobody."""


@dataclass(frozen=True)
class _Solver:
    """How to solve: the settings that all solutions of one run share."""

    foresight: int | None = None
    engine: EngineChoice = "auto"
    threads: int | None = None

    def solve(
        self,
        roadmap: Roadmap,
        inputs: Inputs,
        *,
        milestones: bool = False,
        progress: Callable[[int], None] | None = None,
    ) -> Solution:
        return solve(
            roadmap,
            inputs,
            foresight=self.foresight,
            milestones=milestones,
            threads=self.threads,
            engine=self.engine,
            progress=progress,
        )

    def settle(
        self,
        lowered: Lowered,
        sample: Sample,
        *,
        milestones: bool = False,
        progress: Callable[[int], None] | None = None,
    ) -> Solved:
        inputs = lowered.inputs(sample.values(lowered.spans), sample.draws)
        solution = self.solve(lowered.roadmap, inputs, milestones=milestones, progress=progress)
        return Solved(lowered, inputs, solution)


def _with_slopes(
    lowered: Lowered, records: tuple[Input, ...], part: Sample, stage: int, solver: _Solver
) -> tuple[Input, ...]:
    """Add what a small step does, for the inputs that swing the odds most."""
    chosen = [r.path for r in records if r.swing is not None][:SLOPES]
    if not chosen or lowered.roadmap.months == 0:
        return records
    values = part.values(lowered.spans)
    found = slopes(lowered, values, stage, chosen, foresight=solver.foresight, engine=solver.engine)
    steps = {path: step_of(lowered, path) for path in chosen}
    return tuple(
        replace(r, step=steps[r.path], slope=found[r.path] * steps[r.path])
        if r.path in found
        else r
        for r in records
    )


def hinge(final: Floats) -> int:
    """Return the first stage whose mean odds are below one half (the last if none is).

    Parameters
    ----------
    final : (D, K) odds of each stage at the horizon
    """
    unlikely = np.flatnonzero(final.mean(axis=0) < 0.5)
    return int(unlikely[0]) if unlikely.size else final.shape[1] - 1


def negative(band: Band) -> Band:
    """Return the band of the negative."""
    return Band(-band.mean, -band.p95, -band.p75, -band.p50, -band.p25, -band.p05)


def _change(name: str, label: str, final: Floats, difference: Sequence[Floats]) -> Change:
    return Change(
        id=name,
        label=label,
        reached=tuple(Band.of(column) for column in final.T),
        difference=tuple(Band.of(column) for column in difference),
        sure=tuple(float(np.mean(column > 0)) for column in difference),
    )


def _what_ifs(lowered: Lowered, inputs: Inputs, full_path: Floats) -> list[tuple[str, str, Inputs]]:
    """List the changes to try: each actor's consent and disruption, each lever off and full."""
    case = lowered.case
    plan = plan_for(lowered.roadmap)
    asked = set(plan.consent_actor.tolist()) | set(
        plan.actor[plan.actor >= 0].tolist()  # those who could withdraw
    )
    out = []
    label = {a.id: a.label for a in case.actors}
    for i, actor in enumerate(lowered.players):
        if i in asked:
            stance = inputs.stance.copy()
            stance[:, :, i] = np.inf
            text = f"If {label[actor]} consented to every step"
            out.append((f"consents:{actor}", text, inputs.with_values(stance=stance)))
        if (inputs.disruption[:, i] > 0).any():
            kappa = inputs.disruption.copy()
            kappa[:, i] = 0.0
            text = f"If {label[actor]} did not disrupt"
            out.append((f"quiet:{actor}", text, inputs.with_values(disruption=kappa)))
    for number, lever in enumerate(case.levers):
        off, full = inputs.lever_path.copy(), inputs.lever_path.copy()
        off[:, number] = 0.0
        full[:, number] = full_path[:, number]
        name = lever.name
        out.append((f"without:{lever.id}", f"Without “{name}”", inputs.with_values(lever_path=off)))
        text = f"With “{name}” at full intensity"
        out.append((f"full:{lever.id}", text, inputs.with_values(lever_path=full)))
    return out


def _blockers(lowered: Lowered, changes: dict[str, Change]) -> tuple[Blocker, ...]:
    return tuple(
        Blocker(actor, changes.get(f"consents:{actor}"), changes.get(f"quiet:{actor}"))
        for actor in lowered.players
    )


def stage_odds(base: Solved) -> tuple[StageOdds, ...]:
    """Say when each stage is passed and whether it is in force, with bands over the draws."""
    out = []
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


def _endurance(base: Solved) -> tuple[Endurance, ...]:
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
            )
        )
    return tuple(out)


def _alternative(name: str, label: str, setting: Solved, base: Solved) -> AlternativeResult:
    mine = tuple(s.id for s in setting.lowered.case.roadmap.stages)
    theirs = [s.id for s in base.lowered.case.roadmap.stages]
    shared = tuple(stage for stage in mine if stage in theirs)
    reference = base.final[: setting.inputs.draws]
    difference = [
        setting.final[:, mine.index(stage)] - reference[:, theirs.index(stage)] for stage in shared
    ]
    return AlternativeResult(
        id=name,
        name=label,
        stages=mine,
        shared=shared,
        change=_change(name, label, setting.final, difference),
        series=tuple(BandSeries.of(setting.solution.reached[:, :, k]) for k in range(len(mine))),
    )
