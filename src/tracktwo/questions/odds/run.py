"""Run a case: from a loaded folder to everything the report says."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from tracktwo.game.councils import attendance
from tracktwo.game.counting import counted_together
from tracktwo.game.draw_counts import FEW
from tracktwo.game.draws import Sample
from tracktwo.game.lower import lower
from tracktwo.game.setting import hinge, open_focus
from tracktwo.questions.bargain.issues import issue_forecasts
from tracktwo.questions.government.formulas import variants_of
from tracktwo.questions.government.holding_power import examine
from tracktwo.questions.odds import OddsOptions
from tracktwo.questions.odds.changes_of_course import (
    blockers,
    change_of,
    changes_of_course,
    negative,
)
from tracktwo.questions.odds.compare import alternative_result
from tracktwo.questions.odds.holdups import HoldUps
from tracktwo.questions.odds.records import endurance, milestone_odds, situation_odds, stage_odds
from tracktwo.questions.odds.slopes import SLOPE_DRAWS, slopes, step_of
from tracktwo.questions.odds.solving import Solver
from tracktwo.questions.odds.swings import input_records
from tracktwo.questions.options import within
from tracktwo.questions.reasons import reasons
from tracktwo.results.bands import Band
from tracktwo.results.first_draft import first_draft
from tracktwo.results.odds import Input, LeverEffect, Reasons, Result
from tracktwo.results.progress import counted, silent
from tracktwo.roadmap.engines import chosen_engine
from tracktwo.version import __version__

if TYPE_CHECKING:
    from tracktwo.case import CaseFolder
    from tracktwo.game.lower import Lowered
    from tracktwo.game.setting import Setting
    from tracktwo.questions.odds.solving import Solved
    from tracktwo.results.changes import Change
    from tracktwo.results.government import Government
    from tracktwo.results.holds import Hold
    from tracktwo.results.progress import Progress
    from tracktwo.roadmap.engines import EngineChoice

SLOPES = 20
"""How many inputs are told what a small step of them does."""


@within(OddsOptions)
def run(
    folder: CaseFolder,
    *,
    draws: int = OddsOptions.draws,
    seed: int = OddsOptions.seed,
    foresight: int | None = OddsOptions.foresight,
    engine: EngineChoice = OddsOptions.engine,
    threads: int | None = OddsOptions.threads,
    progress: Progress | None = None,
) -> Result:
    """Compute the odds of a case's roadmap, what blocks it and what would move it.

    Parameters
    ----------
    folder : a loaded case
    draws : joint samples of everything uncertain, behind the odds and each change of them
    seed : the same seed gives the same result, on one thread or many
    foresight : months that actors look ahead; None for all, 0 for none
    engine : auto, compiled or numpy
    threads : how many to use; all cores by default
    progress : told how far the work is

    Raises
    ------
    TooManyStatesError
        If the roadmap has too many reachable states to be solved exactly.
    """
    tell = progress or silent
    lowered = lower(folder.case)
    work = draws * (1 + 2 * len(lowered.players) + 2 * len(folder.case.levers))
    chosen = chosen_engine(lowered.roadmap, work, engine=engine, foresight=foresight)
    solver = Solver(foresight, chosen, threads)
    others = {a.id: lower(folder.alternative(a.id), lowered) for a in folder.case.alternatives}
    sample = Sample(draws, seed)
    base = solver.settle(lowered, sample, milestones=True, progress=counted(tell, "odds", draws))
    few = base.setting.first(FEW)
    values = base.setting.values
    full = lowered.lever_path(values, draws, full=True)
    trials = changes_of_course(lowered, base.inputs, full)
    most = draws * 2 * (len(lowered.players) + len(folder.case.levers))
    count_trials = counted(tell, "what-ifs", most)
    stages = stage_odds(base)
    turns_on = open_focus(folder.case)
    ids = [stage.id for stage in stages]
    focus = ids.index(turns_on) if turns_on else hinge(base.final)

    def what_ifs() -> tuple[dict[str, Change], tuple[Hold, ...], Change | None]:
        changes = {
            name: change_of(name, label, final, list((final - base.final).T))
            for name, label, final in solver.finals(base, trials, progress=count_trials)
        }
        return changes, *HoldUps(base, solver, focus).found(changes)

    with solver.beside(what_ifs) as trying:
        alternatives = []
        for number, one in enumerate(folder.case.alternatives, start=1):
            solved = solver.settle(others[one.id], sample, like=base)
            alternatives.append(alternative_result(one.id, one.name, solved, base))
            del solved  # some ten megabytes that the next need not lie beside
            tell("alternatives", number, len(others))
        together = counted_together(
            lowered, base.inputs, base.final, foresight=foresight, threads=threads, engine=chosen
        )
        why = reasons(lowered, base.inputs, values, foresight=foresight, engine=chosen)
        holding_power = _government(folder, base, foresight, why)
        issues = issue_forecasts(lowered, few.values, few.draws)
        inputs = _with_slopes(
            lowered,
            input_records(lowered, values, base.final[:, focus]),
            base.setting.first(SLOPE_DRAWS),
            focus,
            solver,
        )
        changes, holds, all_agreed = trying()
    harm = lowered.harm(values, draws, path=base.inputs.lever_path)
    harm_at_full = lowered.harm(values, draws, path=full)
    limit = folder.case.harm_limit
    total_harm = harm.sum(axis=1)
    return Result(
        case_id=folder.case.id,
        case_digest=folder.digest,
        version=__version__,
        seed=seed,
        draws=draws,
        horizon=folder.case.horizon,
        as_of=folder.case.as_of.isoformat(),
        engine=chosen,
        foresight=foresight,
        focus=stages[focus].id,
        stages=stages,
        endurance=endurance(base),
        situations=situation_odds(base),
        milestones=milestone_odds(base),
        blockers=blockers(lowered, changes),
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
        issues=issues,
        inputs=inputs,
        notes=(*(str(note) for note in folder.notes), *([str(together)] if together else [])),
        councils=attendance(folder.case, lowered.players, values),
        government=holding_power,
        until=folder.case.until,
        holds=holds,
        if_all_agreed=all_agreed,
        first_draft=first_draft(folder.case),
        counted=together,
    )


def _government(
    folder: CaseFolder, base: Solved, foresight: int | None, why: tuple[Reasons, ...]
) -> Government | None:
    if folder.case.power is None:
        return None
    tried = [(one, base.setting.beside(one[-1])) for one in variants_of(folder.case)]
    # Formulas and systems are compared as all parties see them who look ahead to the end.
    solved = base.ends if foresight is None else None
    return examine(folder, base.setting, tried, solved=solved, why=why)


def _with_slopes(
    lowered: Lowered, records: tuple[Input, ...], part: Setting, stage: int, solver: Solver
) -> tuple[Input, ...]:
    """Add what a small step does, for the inputs that swing the odds most."""
    chosen = [r.path for r in records if r.swing is not None][:SLOPES]
    if not chosen or lowered.roadmap.months == 0:
        return records
    found = slopes(
        lowered, part.values, stage, chosen, foresight=solver.foresight, engine=solver.engine
    )
    steps = {path: step_of(lowered, path) for path in chosen}
    return tuple(
        replace(r, step=steps[r.path], slope=found[r.path] * steps[r.path])
        if r.path in found
        else r
        for r in records
    )
