"""The Nash bargaining solution of one issue at a time, weighted.

Source: Nash (1950), Econometrica 18(2), doi:10.2307/1907266; weighted: Kalai (1977),
International Journal of Game Theory 6(3), doi:10.1007/BF01774658; on issues of this kind:
Achen in Thomson et al. (2006), ch. 4, and Schneider, Finke and Bailer (2010), Political Studies
58(1), doi:10.1111/j.1467-9248.2009.00774.x.

    y = argmax  sum_i w_i log( d_i - |y - x_i|^r ),   d_i = the loss of i if nothing is agreed

Departs: where no settlement is better than disagreement for everyone (`status_quo` with actors
on either side of it), the outcome is the status quo. Salience multiplies gain and loss alike and
would cancel on a single issue; by default it enters as weight, as in the studies above.
"""

from dataclasses import replace
from typing import Literal

import numpy as np

from tracktwo.bargaining.procedural import unanimity_range
from tracktwo.bargaining.table import BargainingTable, FloatArray, Weights

__all__ = ["Disagreement", "disagreement_loss", "nash", "room_to_agree"]

Disagreement = Literal["worst_position", "scale_end", "status_quo"]

_HALVINGS = 60  # of a scale of length one: to the last bit of a double


def nash(
    table: BargainingTable,
    *,
    disagreement: Disagreement = "worst_position",
    exponent: float = 1.0,
    weights: Weights = "capability_salience",
) -> FloatArray:
    """Forecast each issue as its weighted Nash bargaining solution.

    Parameters
    ----------
    table : BargainingTable
        Who wants what.
    disagreement : {"worst_position", "scale_end", "status_quo"}
        What an actor gets without agreement: the position of another that it likes least, the
        farther end of the scale, or the status quo.
    exponent : float, >= 1
        The power of distance in the loss; 1 is linear, 2 quadratic.
    weights : {"capability_salience", "capability", "salience", "equal"}
        The bargaining weight of an actor; those with none take no part.

    Returns
    -------
    (draws, issues) float
        On the issues' scales; NaN where nobody has a position or a needed status quo is unknown.
    """
    check_exponent(exponent)
    weight = table.weights(weights)
    table = replace(table, position=np.where(weight > 0, table.position, np.nan))
    loss_without = disagreement_loss(table, disagreement, exponent)
    low, high = room_to_agree(table, disagreement)
    position = table.unit(table.position)
    taking_part = ~np.isnan(position)
    for _ in range(_HALVINGS):
        middle = low + (high - low) / 2
        offset = middle[:, None, :] - position
        distance = np.abs(offset)
        gain = loss_without - distance**exponent
        usable = taking_part & (gain > 0)
        slope = np.zeros_like(gain)
        np.divide(
            -weight * exponent * np.sign(offset) * distance ** (exponent - 1),
            gain,
            out=slope,
            where=usable,
        )
        uphill = slope.sum(axis=1) > 0
        low, high = np.where(uphill, middle, low), np.where(uphill, high, middle)
    return table.scaled(low + (high - low) / 2)


def check_exponent(exponent: float) -> None:
    """Refuse losses that are not convex: gains would have several peaks."""
    if not exponent >= 1:
        raise ValueError(f"exponent is {exponent:g}; it must be at least 1 (1 linear, 2 quadratic)")


def disagreement_loss(
    table: BargainingTable, disagreement: Disagreement, exponent: float
) -> FloatArray:
    """Give each actor's loss without agreement, on a scale of 0..1: (draws, actors, issues)."""
    position = table.unit(table.position)
    if disagreement == "scale_end":
        return np.maximum(position, 1 - position) ** exponent
    if disagreement == "status_quo":
        quo = table.unit(table.status_quo)[:, None, :]
        return np.abs(position - quo) ** exponent
    low, high = _hull(table)
    away = np.maximum(position - low[:, None, :], high[:, None, :] - position)
    return np.maximum(away, 0.0) ** exponent


def room_to_agree(
    table: BargainingTable, disagreement: Disagreement
) -> tuple[FloatArray, FloatArray]:
    """Give the ends, on 0..1, of what nobody likes less than disagreement: (draws, issues) each."""
    low, high = _hull(table)
    if disagreement != "status_quo":
        return low, high
    ends = unanimity_range(table)
    # Beyond everyone's position nothing is gained, so stay between the positions where possible.
    least, most = table.unit(ends[..., 0]), table.unit(ends[..., 1])
    return np.clip(low, least, most), np.clip(high, least, most)


def _hull(table: BargainingTable) -> tuple[FloatArray, FloatArray]:
    """Give the lowest and highest position on 0..1; NaN where nobody has one."""
    position, present = table.unit(table.position), table.has_position
    nobody = ~present.any(axis=1)
    low = np.where(present, position, np.inf).min(axis=1)
    high = np.where(present, position, -np.inf).max(axis=1)
    return np.where(nobody, np.nan, low), np.where(nobody, np.nan, high)
