"""Compare: the alternatives of a case beside it, on common random numbers."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tracktwo.game.draw_counts import DRAWS
from tracktwo.game.draws import Sample
from tracktwo.game.lower import lower
from tracktwo.questions.odds.changes_of_course import change_of
from tracktwo.questions.odds.solving import Solver
from tracktwo.results.bands import Band, BandSeries
from tracktwo.results.odds import AlternativeResult
from tracktwo.results.progress import silent

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tracktwo.case import CaseFolder
    from tracktwo.questions.odds.solving import Solved
    from tracktwo.results.progress import Progress


def compare(
    folder: CaseFolder,
    *,
    only: Sequence[str] | None = None,
    draws: int = DRAWS,
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
    tell = progress or silent
    chosen = [a for a in folder.case.alternatives if only is None or a.id in only]
    lowered = lower(folder.case)
    others = [lower(folder.alternative(a.id), lowered) for a in chosen]
    sample = Sample(draws, seed)
    solver = Solver(threads=threads)
    base = solver.settle(lowered, sample)
    tell("roadmaps", 1, len(others) + 1)
    out = []
    for number, (alternative, other) in enumerate(zip(chosen, others, strict=True), start=2):
        setting = solver.settle(other, sample, like=base)
        out.append(alternative_result(alternative.id, alternative.name, setting, base))
        tell("roadmaps", number, len(others) + 1)
    return tuple(Band.of(column) for column in base.final.T), tuple(out)


def alternative_result(name: str, label: str, setting: Solved, base: Solved) -> AlternativeResult:
    """Describe an alternative, solved on the same sample as the case or on its first draws."""
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
        change=change_of(name, label, setting.final, difference),
        series=tuple(BandSeries.of(setting.solution.reached[:, :, k]) for k in range(len(mine))),
    )
