"""The compromise model: the mean of positions, weighted by capability times salience.

Source: Van den Bos (1991), Dutch EC Policy Making; Stokman and Van Oosten (1994) call it the
base model; Thomson, Stokman, Achen and König (2006), The European Union Decides, ch. 5 and 12,
doi:10.1017/CBO9780511492082. Achen (ibid., ch. 4) derives it as an approximation of the Nash
bargaining solution.

    y = sum_i c_i s_i x_i / sum_i c_i s_i

Departs: in nothing. Where all weights are zero the mean is unweighted.
"""

import numpy as np

from tracktwo.bargaining.table import BargainingTable, FloatArray, Weights

__all__ = ["weighted_mean"]


def weighted_mean(
    table: BargainingTable, *, weights: Weights = "capability_salience"
) -> FloatArray:
    """Forecast each issue as the weighted mean of positions.

    Parameters
    ----------
    table : BargainingTable
        Who wants what.
    weights : {"capability_salience", "capability", "salience", "equal"}
        What an actor weighs; "equal" gives the plain mean.

    Returns
    -------
    (draws, issues) float
        On the issues' scales; NaN where nobody has a position.
    """
    weight = table.weights(weights)
    total = weight.sum(axis=1)
    moment = (weight * np.where(table.has_position, table.position, 0.0)).sum(axis=1)
    outcome: FloatArray = np.divide(moment, total, out=np.full_like(total, np.nan), where=total > 0)
    return outcome
