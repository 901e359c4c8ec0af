"""The odds once more, by following paths: a check on the solver, and the way for large roadmaps."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from tracktwo.game.draws import make_sample
from tracktwo.game.lower import lower
from tracktwo.roadmap import exact_values, simulate, solve_or_simulate

if TYPE_CHECKING:
    from tracktwo.case import CaseFolder


@dataclass(frozen=True)
class SimulatedOdds:
    """Mean odds of each stage at the horizon over the same draws, both ways."""

    stages: tuple[str, ...]
    exact: tuple[float, ...] | None
    """None where the roadmap has too many states to be solved exactly."""
    simulated: tuple[float, ...]
    error: tuple[float, ...]
    """Standard error that following a finite number of paths adds to the mean."""
    draws: int
    paths: int
    message: str


def simulated_odds(
    folder: CaseFolder,
    *,
    draws: int = 32,
    paths: int = 500,
    seed: int = 1,
    foresight: int | None = None,
) -> SimulatedOdds:
    """Follow paths of a case's game and hold their shares to the exact odds.

    Each month of each path every actor answers for itself, rules are judged by who consented,
    and events race; only what the actors expect comes from a solution, the plain reference one.

    Parameters
    ----------
    folder : a loaded case
    draws : joint samples of what is uncertain
    paths : followed for each draw
    seed : of both
    foresight : as in `run`
    """
    lowered = lower(folder.case)
    sample = make_sample(lowered.uncertain, draws, seed)
    inputs = lowered.inputs(sample.values(lowered.spans), draws)
    rng = np.random.default_rng(seed)
    outcome = solve_or_simulate(lowered.roadmap, inputs, rng=rng, paths=paths, foresight=foresight)
    exact = None
    reached, error = outcome.reached[:, -1], outcome.error[-1]
    if outcome.solution is not None:
        exact = tuple(float(x) for x in outcome.reached[:, -1].mean(axis=0))
        values = exact_values(lowered.roadmap, inputs, foresight=foresight)
        followed = simulate(lowered.roadmap, inputs, values, paths=paths, rng=rng)
        reached = followed.reached[:, -1]
        error = followed.mean_error(reached)
    return SimulatedOdds(
        stages=tuple(stage.name for stage in folder.case.roadmap.stages),
        exact=exact,
        simulated=tuple(float(x) for x in reached.mean(axis=0)),
        error=tuple(float(x) for x in error),
        draws=draws,
        paths=paths,
        message=outcome.message,
    )
