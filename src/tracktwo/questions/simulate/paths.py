"""The odds once more, by following paths: a check on the solver, and the way for large roadmaps."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from tracktwo.game.draw_counts import DRAWS
from tracktwo.game.draws import Sample
from tracktwo.game.lower import lower
from tracktwo.questions.options import within
from tracktwo.questions.simulate import SimulateOptions
from tracktwo.roadmap import exact_values, final_odds, simulate, solve_or_simulate

if TYPE_CHECKING:
    from tracktwo.case import CaseFolder
    from tracktwo.results.progress import Progress


@dataclass(frozen=True)
class SimulatedOdds:
    """Mean odds of each stage at the horizon, both ways."""

    stages: tuple[str, ...]
    exact: tuple[float, ...] | None
    """As `run` says them; None where the roadmap has too many states to be solved exactly."""
    counted_odds: tuple[float, ...] | None
    """As `run` says them where the easier steps of a stage are counted together, not told apart."""
    coarseness: tuple[float, ...] | None
    """By how much odds differ, on average over draws, if a sixth of the states are told apart; None
    if that is not known, as where even counting does not do."""
    simulated: tuple[float, ...]
    """The exact odds, and what following paths is off them by on the draws that were followed."""
    error: tuple[float, ...]
    """Standard error that following a finite number of paths adds to the mean."""
    draws: int
    """Along how many draws paths were followed."""
    paths: int
    message: str

    def to_json(self) -> dict[str, Any]:
        """Return the odds as plain values, not rounded: they are held to others."""
        found = asdict(self)
        if self.exact is not None:  # nothing was counted together
            del found["counted_odds"], found["coarseness"]
        return found


@within(SimulateOptions)
def simulated_odds(
    folder: CaseFolder,
    *,
    draws: int = SimulateOptions.draws,
    paths: int = SimulateOptions.paths,
    seed: int = SimulateOptions.seed,
    foresight: int | None = SimulateOptions.foresight,
    progress: Progress | None = None,
) -> SimulatedOdds:
    """Follow paths of a case's game and hold their shares to the exact odds.

    Each month of each path every actor answers for itself, rules are judged by who consented,
    and events race; only what the actors expect comes from a solution, the plain reference one.

    Parameters
    ----------
    folder : a loaded case
    draws : joint samples of what is uncertain along which paths are followed
    paths : followed for each draw
    seed : of both
    foresight : as in `run`
    progress : told that the paths are being followed, and that they are
    """
    if progress:
        progress("paths", 0, draws * paths)
    lowered = lower(folder.case)
    sample = Sample(max(draws, DRAWS), seed)
    inputs = lowered.inputs(sample.values(lowered.spans), sample.draws)
    few = inputs[:draws]
    rng = np.random.default_rng(seed)
    outcome = solve_or_simulate(lowered.roadmap, few, rng=rng, paths=paths, foresight=foresight)
    exact = counted = None
    reached, error = outcome.reached[:, -1].mean(axis=0), outcome.error[-1]
    coarseness = outcome.coarseness
    if outcome.solution is not None:
        values = exact_values(lowered.roadmap, few, foresight=foresight)
        followed = simulate(lowered.roadmap, few, values, paths=paths, rng=rng)
        error = followed.mean_error(followed.reached[:, -1])
        found, there = followed.reached[:, -1].mean(axis=0), reached
    elif lowered.roadmap.lumps:
        there = final_odds(lowered.roadmap, [few], foresight=foresight)[0].mean(axis=0)
        found = reached
    if outcome.solution is not None or lowered.roadmap.lumps:
        odds = final_odds(lowered.roadmap, [inputs], foresight=foresight)[0].mean(axis=0)
        # What following paths makes of the draws that were followed, on top of all draws.
        reached = np.clip(odds + found - there, 0.0, 1.0)
        whole = tuple(float(x) for x in odds)
        exact, counted = (None, whole) if lowered.roadmap.lumps else (whole, None)
    if progress:
        progress("paths", draws * paths, draws * paths)
    return SimulatedOdds(
        stages=tuple(stage.name for stage in folder.case.roadmap.stages),
        exact=exact,
        counted_odds=counted,
        coarseness=None if coarseness is None else tuple(float(x) for x in coarseness),
        simulated=tuple(float(x) for x in reached),
        error=tuple(float(x) for x in error),
        draws=draws,
        paths=paths,
        message=outcome.message,
    )
