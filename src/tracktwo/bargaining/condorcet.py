"""The Condorcet winner: the position that beats every other one in a pairwise vote.

Source: Black (1948), doi:10.1086/256633; with votes in proportion to what is at stake,
v_k(i:j) = c_k s_k (|x_k - x_j|^r - |x_k - x_i|^r), Bueno de Mesquita (1984),
doi:10.2307/1956707, and Scholz, Calbert and Smith (2011), doi:10.1177/0951629811418142.

Departs: on a line and with one shape of loss for all, a winner exists (a tie apart): for
all-or-nothing votes it is the weighted median, for proportional ones the position with the
least weighted sum of losses. Ties are settled by Copeland's count (most wins, a tie being half
of one), then by the midpoint between the lowest and the highest of the best.
"""

from typing import Literal

import numpy as np

from tracktwo.bargaining.table import BargainingTable, FloatArray, Weights

__all__ = ["condorcet_winner"]


def condorcet_winner(
    table: BargainingTable,
    *,
    votes: Literal["proportional", "binary"] = "proportional",
    exponent: float = 1.0,
    weights: Weights = "capability_salience",
) -> FloatArray:
    """Forecast each issue as the position of an actor that wins every pairwise vote.

    Parameters
    ----------
    table : BargainingTable
        Who wants what.
    votes : {"proportional", "binary"}
        Whether an actor casts its weight in proportion to the difference at stake, or whole.
    exponent : float, > 0
        The power of distance in the loss; 1 is linear, 2 quadratic.
    weights : {"capability_salience", "capability", "salience", "equal"}
        What an actor weighs.

    Returns
    -------
    (draws, issues) float
        On the issues' scales; NaN where nobody has a position.
    """
    weight = table.weights(weights).transpose(0, 2, 1)  # (draws, issues, actors)
    position = table.unit(table.position).transpose(0, 2, 1)
    present = ~np.isnan(position)
    filled = np.where(present, position, 0.0)
    loss = np.abs(filled[..., :, None] - filled[..., None, :]) ** exponent  # of actor k at i
    wins = np.zeros_like(filled)
    hair = 1e-12 * weight.sum(axis=-1, keepdims=True)
    if votes == "proportional":  # what all gain by i over a rival is what they lose at the rival
        lost = np.einsum("...k,...ki->...i", weight, loss)  # by all, at i
    for rival in range(filled.shape[-1]):
        if votes == "proportional":
            margin = lost[..., rival, None] - lost
        else:
            edge = loss[..., rival, None] - loss  # [k, i]: what k gains from i over the rival
            edge[np.abs(edge) < 1e-12] = 0.0
            margin = np.einsum("...k,...ki->...i", weight, np.sign(edge))
        margin[np.abs(margin) < hair] = 0.0
        wins += np.where(present[..., rival, None], (np.sign(margin) + 1) / 2, 0.0)
    wins = np.where(present, wins, -np.inf)
    best = present & (wins == wins.max(axis=-1, keepdims=True))
    low = np.where(best, position, np.inf).min(axis=-1)
    high = np.where(best, position, -np.inf).max(axis=-1)
    anyone = present.any(axis=-1)
    middle = np.where(anyone, low, 0.0) / 2 + np.where(anyone, high, 0.0) / 2
    return table.scaled(np.where(anyone, middle, np.nan))
