"""What a one-point change of an input does to the odds of a stage, all else as it is.

Differences on common draws: every draw is solved once more with the input a hundredth of a step
aside. Within a draw the odds are smooth, so this is the derivative to three digits; nearer by, the
rounding of single precision would show. They are not smooth where votes become whole seats: there a
whole step is taken.

The tests hold it to the adjoint of the solver (`tracktwo.roadmap.gradients`), which for a few dozen
inputs takes longer than these few hundred solutions.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import numpy as np

from tracktwo.roadmap import Inputs, solve

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from numpy.typing import NDArray

    from tracktwo.game.lower import Lowered
    from tracktwo.roadmap.engines import EngineChoice

    Floats = NDArray[np.float64]

SLOPE_DRAWS = 32

ASIDE = 1e-2
"""Of a step, how far aside an input is set."""

_POINTS = re.compile(
    r"\.(position|salience|capability|harm)$|\.(policy|conflict|cost|shares|votes)\.|^power\.salience"
)
"""Inputs on a 0-100 scale; the others have units of their own."""

_SEATS = re.compile(r"\.power\.(election|population|ministries)\b")
"""Inputs that are turned into whole seats or ministries: the odds have steps in them, no slope."""


def step_of(lowered: Lowered, path: str) -> float:
    """Return the size of a small change: one point of 0-100, else a hundredth of the range."""
    span = lowered.spans[path]
    if _POINTS.search(path) and not span.uniform:
        return 1.0
    return (span.high - span.low) / 100


def slopes(
    lowered: Lowered,
    values: Mapping[str, Floats],
    stage: int,
    paths: Sequence[str],
    *,
    foresight: int | None = None,
    engine: EngineChoice = "auto",
) -> dict[str, float]:
    """Return by how much the odds of a stage move per unit of each input, averaged over draws.

    Parameters
    ----------
    lowered : the case as a game
    values : (D,) by path; a few dozen draws are enough
    stage : index of the stage whose odds at the horizon are meant
    paths : uncertain inputs
    foresight, engine : as in `solve`
    """
    draws = next(iter(values.values())).size
    base = lowered.inputs(values, draws)
    tried, steps = [base], []
    for path in paths:
        # A range may end where the value must not go beyond: step inwards there.
        span = lowered.spans[path]
        small = step_of(lowered, path) * (1.0 if _SEATS.search(path) else ASIDE)
        steps.append(np.where(values[path] + small <= span.high, small, -small))
        tried.append(lowered.inputs({**values, path: values[path] + steps[-1]}, draws))
    together = Inputs.join(tried)
    solution = solve(
        lowered.roadmap, together, foresight=foresight, milestones=False, engine=engine
    )
    odds = solution.reached[:, -1, stage].reshape(len(tried), draws)
    return {
        path: float(np.mean((aside - odds[0]) / step))
        for path, aside, step in zip(paths, odds[1:], steps, strict=True)
    }
