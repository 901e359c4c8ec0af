"""The odds once more, by following paths: a check on the solver, and the way for large roadmaps."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from tracktwo.game.draws import make_sample
from tracktwo.game.lower import lower
from tracktwo.questions.options import within
from tracktwo.questions.simulate import SimulateOptions
from tracktwo.roadmap import exact_values, simulate, solve_or_simulate

if TYPE_CHECKING:
    from tracktwo.case import CaseFolder
    from tracktwo.results.progress import Progress


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

    def to_json(self) -> dict[str, Any]:
        """Return the odds as plain values, not rounded: they are held to others."""
        return asdict(self)


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
    draws : joint samples of what is uncertain
    paths : followed for each draw
    seed : of both
    foresight : as in `run`
    progress : told that the paths are being followed, and that they are
    """
    if progress:
        progress("paths", 0, draws * paths)
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
    if progress:
        progress("paths", draws * paths, draws * paths)
    return SimulatedOdds(
        stages=tuple(stage.name for stage in folder.case.roadmap.stages),
        exact=exact,
        simulated=tuple(float(x) for x in reached.mean(axis=0)),
        error=tuple(float(x) for x in error),
        draws=draws,
        paths=paths,
        message=outcome.message,
    )
