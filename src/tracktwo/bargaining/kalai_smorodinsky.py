"""The Kalai-Smorodinsky solution of one issue at a time: equal shares of what each could hope for.

Source: Kalai and Smorodinsky (1975), Econometrica 43(3), doi:10.2307/1914280.

    y = argmax  min_i ( d_i - |y - x_i|^r ) / ( d_i - best_i )

where best_i is the least loss of i among settlements nobody likes less than disagreement.

Departs: more than two actors, where the solution is the point that maximises the least share
(Imai 1983, doi:10.2307/1912158, without the lexicographic refinement: on a line it is unique).
"""

from dataclasses import replace

import numpy as np

from tracktwo.bargaining.nash import (
    Disagreement,
    check_exponent,
    disagreement_loss,
    room_to_agree,
)
from tracktwo.bargaining.table import BargainingTable, FloatArray, Weights

__all__ = ["kalai_smorodinsky"]

_THIRDS = 100  # each leaves two thirds of the interval: past the last bit of a double


def kalai_smorodinsky(
    table: BargainingTable,
    *,
    disagreement: Disagreement = "worst_position",
    exponent: float = 1.0,
    weights: Weights = "capability_salience",
) -> FloatArray:
    """Forecast each issue as its Kalai-Smorodinsky solution.

    Parameters
    ----------
    table : BargainingTable
        Who wants what.
    disagreement : {"worst_position", "scale_end", "status_quo"}
        What an actor gets without agreement; see `nash`.
    exponent : float, >= 1
        The power of distance in the loss; 1 is linear, 2 quadratic.
    weights : {"capability_salience", "capability", "salience", "equal"}
        Only says who takes part: those with a weight above zero.

    Returns
    -------
    (draws, issues) float
        On the issues' scales; NaN where nobody has a position or a needed status quo is unknown.
    """
    check_exponent(exponent)
    weight = table.weights(weights)
    table = replace(table, position=np.where(weight > 0, table.position, np.nan))
    position = table.unit(table.position)
    loss_without = disagreement_loss(table, disagreement, exponent)
    low, high = room_to_agree(table, disagreement)
    best = np.abs(np.clip(position, low[:, None, :], high[:, None, :]) - position) ** exponent
    hope = loss_without - best

    def least_share(point: FloatArray) -> FloatArray:
        gain = loss_without - np.abs(point[:, None, :] - position) ** exponent
        share = np.divide(gain, hope, out=np.full_like(gain, np.inf), where=hope > 0)
        least: FloatArray = share.min(axis=1)
        return least

    for _ in range(_THIRDS):
        third = (high - low) / 3
        left, right = low + third, high - third
        rising = least_share(left) < least_share(right)
        low, high = np.where(rising, left, low), np.where(rising, high, right)
    return table.scaled(low + (high - low) / 2)
