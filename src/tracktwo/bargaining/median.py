"""The median voter: the position with at most half the weight on either side.

Source: Black (1948), Journal of Political Economy 56(1), doi:10.1086/256633; weighted by
capability times salience it is the forecast of Bueno de Mesquita (1984), American Political
Science Review 78(1), doi:10.2307/1956707.

Departs: where exactly half the weight lies on each side, every point between two positions is
a median; `ties` says which of them is meant.
"""

from typing import Literal

import numpy as np

from tracktwo.bargaining.table import BargainingTable, FloatArray, Weights

__all__ = ["weighted_median", "weighted_quantile_positions"]


def weighted_median(
    table: BargainingTable,
    *,
    weights: Weights = "capability_salience",
    ties: Literal["middle", "low", "high"] = "middle",
) -> FloatArray:
    """Forecast each issue as the weighted median of positions.

    Parameters
    ----------
    table : BargainingTable
        Who wants what.
    weights : {"capability_salience", "capability", "salience", "equal"}
        What an actor weighs; "equal" gives the plain median voter.
    ties : {"middle", "low", "high"}
        Which point to take where two positions are both medians: halfway between them, or
        the lower or higher of them.

    Returns
    -------
    (draws, issues) float
        On the issues' scales; NaN where nobody has a position.
    """
    low, high = weighted_quantile_positions(table.position, table.weights(weights), 0.5)
    return {"middle": low + (high - low) / 2, "low": low, "high": high}[ties]


def weighted_quantile_positions(
    position: FloatArray, weight: FloatArray, share: float
) -> tuple[FloatArray, FloatArray]:
    """Find the lowest and the highest position that is the weighted quantile at `share`.

    Parameters
    ----------
    position : (draws, actors, issues) float
        NaN where an actor has none; its weight there must be zero.
    weight : (draws, actors, issues) float, >= 0
        Zero weights never make a position a quantile.
    share : float, 0..1
        The part of the weight that lies at or below.

    Returns
    -------
    low, high : (draws, issues) float
        Equal unless exactly `share` of the weight lies at or below `low`.
    """
    order = np.argsort(position, axis=1)
    at = np.take_along_axis(position, order, axis=1)
    running = np.cumsum(np.take_along_axis(weight, order, axis=1), axis=1)
    total = running[:, -1:, :]
    hair = 1e-12 * total  # sums of weights meet a half only up to rounding
    # Both marks fall on an actor with weight: running sums rise there and nowhere else.
    first = np.argmax(running >= np.maximum(share * total - hair, np.minimum(hair, total)), axis=1)
    last = np.argmax(running >= np.minimum(share * total + hair, total), axis=1)
    return (
        np.take_along_axis(at, first[:, None, :], axis=1)[:, 0, :],
        np.take_along_axis(at, last[:, None, :], axis=1)[:, 0, :],
    )
