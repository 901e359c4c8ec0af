"""What a one-point change of an input does to the odds of a stage, all else as it is.

The slope is exact for each draw: the adjoint of the solver's two passes gives the derivative of
the odds by every array of the game, and lowering the case at slightly higher and lower values
says how the arrays follow the input. Averaged over draws.
"""

from __future__ import annotations

import re
from dataclasses import fields
from typing import TYPE_CHECKING

import numpy as np

from tracktwo.roadmap import gradients

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from numpy.typing import NDArray

    from tracktwo.explore.lower import Lowered

    Floats = NDArray[np.float64]

SLOPE_DRAWS = 64

_POINTS = re.compile(r"\.(position|salience|capability|harm)$|\.(policy|conflict|cost)\.")
"""Inputs on a 0-100 scale; the others have units of their own."""


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
) -> dict[str, float]:
    """Return by how much the odds of a stage move per unit of each input, averaged over draws.

    Parameters
    ----------
    lowered : the case as a game
    values : (D,) by path; a few dozen draws are enough
    stage : index of the stage whose odds at the horizon are meant
    paths : uncertain inputs
    foresight : as in `solve`
    """
    draws = next(iter(values.values())).size
    inputs = lowered.inputs(values, draws)
    by = gradients(lowered.roadmap, inputs, foresight=foresight, average=False).by
    names = [f.name for f in fields(inputs)]
    out = {}
    for path in paths:
        # Ranges may begin where a value must not go below: keep within them.
        span, small = lowered.spans[path], 1e-4 * step_of(lowered, path)
        up = np.minimum(values[path] + small, span.high)
        down = np.maximum(values[path] - small, span.low)
        above = lowered.inputs({**values, path: up}, draws)
        below = lowered.inputs({**values, path: down}, draws)
        width = up - down
        moved = np.zeros(draws)
        for name in names:
            change = getattr(above, name) - getattr(below, name)
            if change.any():
                axes = tuple(range(1, change.ndim))
                moved += (by[name][:, stage] * change).sum(axis=axes)
        out[path] = float(np.mean(moved / width))
    return out
