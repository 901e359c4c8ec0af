"""Which precision a game asks for: single where it holds enough, bounded before it is solved."""

from __future__ import annotations

from functools import reduce
from typing import TYPE_CHECKING

import numpy as np

from tracktwo.roadmap.inputs import NEVER, months_of_growth

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

    from tracktwo.roadmap.engines import Engine
    from tracktwo.roadmap.inputs import Inputs
    from tracktwo.roadmap.structure import Roadmap

    Floats = NDArray[np.float64]
    Known = dict[tuple[object, ...], float]

STEEPEST = 80.0
"""Log-odds of answers up to which single precision is used: it holds what is rarer than exp(-85) no
longer, and rounds values the more coarsely the more of them an answer turns on."""

SUREST = 60.0
"""Log-odds of consent declared to one step, of all parties together, up to which it is used."""


def held_by(roadmap: Roadmap, inputs: Inputs, engine: Engine, known: Known | None = None) -> Engine:
    """Return the engine, in double precision where single would not hold enough.

    Parameters
    ----------
    known : what was found of arrays that inputs of one question have in common; added to
    """
    known = {} if known is None else known
    if engine == "single" and (
        surest(inputs, known) > SUREST or steepest(roadmap, inputs, known) > STEEPEST
    ):
        return "compiled"
    return engine


def surest(inputs: Inputs, known: Known) -> float:
    """Return the most log-odds by which parties are declared to consent to a step, all together.

    Where any of several answers is enough, the chance that none comes is the product of theirs.
    """

    def found(theta: Floats, stance: Floats) -> float:
        declared = theta[:, :, None] + stance
        held = np.isfinite(declared) & (theta > NEVER)[:, :, None]
        return float(np.where(held, declared, 0.0).clip(min=0.0).sum(axis=2).max(initial=0.0))

    return _once(known, "surest", found, inputs.theta, inputs.stance)


def steepest(roadmap: Roadmap, inputs: Inputs, known: Known) -> float:
    """Return log-odds that no answer goes beyond, but for what is sure by an infinite stance."""
    if not inputs.draws:
        return 0.0

    def swing(*arrays: Floats) -> float:
        utility, conflict, growth, lever_cost, precision = arrays
        # A value is an average of payoffs, which are linear in how far the cost of conflict has
        # grown.
        grown = ((1.0 + growth) ** months_of_growth(roadmap))[:, None, None]
        most = np.maximum(_ranges(utility - conflict), _ranges(utility - conflict * grown))
        most += np.abs(lever_cost).sum(axis=1)
        return float((most * precision).max(initial=0.0))

    def size(array: Floats) -> float:
        # Nobody overcomes what is beyond reach, nor does a rounding.
        within = np.isfinite(array) & (array > NEVER)
        return float(np.abs(array, out=np.zeros(array.shape), where=within).max(initial=0.0))

    payoffs = (inputs.utility, inputs.conflict, inputs.growth, inputs.lever_cost, inputs.precision)
    declared = (inputs.stance, inputs.theta, inputs.phi)
    return sum(_once(known, "size", size, array) for array in declared) + _once(
        known, "swing", swing, *payoffs
    )


def _once(known: Known, name: str, make: Callable[..., float], *arrays: Floats) -> float:
    """Return what is found of some arrays, from what is known of the very same."""
    key = (name, *map(id, arrays))
    if key not in known:
        known[key] = make(*arrays)
    return known[key]


def _ranges(payoffs: Floats) -> Floats:
    """Return (D, N), the range over situations of (D, R, N): by pairs, `ptp` takes far longer."""
    rows = np.moveaxis(payoffs, 1, 0)
    return np.asarray(reduce(np.maximum, rows) - reduce(np.minimum, rows))
