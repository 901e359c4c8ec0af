"""Which uncertain numbers matter: the swing of the odds between their low and high thirds."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from tracktwo.results.odds import Input

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray

    from tracktwo.game.lower import Lowered

    Floats = NDArray[np.float64]

FEWEST_DRAWS = 30
"""Below this many draws a third of them says nothing about a swing."""


def swing(values: Floats, outcome: Floats) -> tuple[float, float]:
    """Return how far an outcome moves with an input, and the standard error of that.

    The mean of the outcome over the draws with the input in its highest third, minus the mean
    over those in its lowest third: what is left of the outcome's uncertainty that this input
    alone carries, other inputs averaged out.

    Parameters
    ----------
    values, outcome : (draws,)
    """
    order = np.argsort(values, kind="stable")
    third = order.size // 3
    low, high = outcome[order[:third]], outcome[order[-third:]]
    error = np.sqrt(low.var(ddof=1) / third + high.var(ddof=1) / third)
    return float(high.mean() - low.mean()), float(error)


def input_records(
    lowered: Lowered, values: Mapping[str, Floats], outcome: Floats
) -> tuple[Input, ...]:
    """List every number of the game with its source and its swing, largest swing first."""
    records = []
    for factor in lowered.factors:
        if factor.origin == "format" and not factor.span.uncertain:
            continue  # the format's own default: says nothing about this case
        moved: tuple[float | None, float | None] = (None, None)
        if factor.span.uncertain and outcome.size >= FEWEST_DRAWS:
            moved = swing(values[factor.path], outcome)
        records.append(
            Input(
                path=factor.path,
                label=factor.label,
                group=factor.group,
                owner=factor.owner,
                low=factor.span.low,
                mode=factor.span.mode,
                high=factor.span.high,
                why=factor.why,
                evidence=factor.evidence,
                origin=factor.origin,
                swing=moved[0],
                swing_error=moved[1],
            )
        )
    return tuple(sorted(records, key=lambda r: -abs(r.swing or 0.0)))
