"""Procedural benchmarks: what the rules alone allow, whatever the parties' weight.

Source: Romer and Rosenthal (1978), Public Choice 33(4), doi:10.1007/BF03187594 (the setter
proposes, others accept or keep the status quo); Tsebelis (2002), Veto Players,
doi:10.1515/9781400831456 (unanimity); Steunenberg and Selck in Thomson et al. (2006), ch. 3.

Losses rise with distance, so an actor at x accepts y rather than the status quo q exactly when
|x - y| <= |x - q|.

Departs: an issue with no status quo has no procedural forecast (NaN).
"""

import numpy as np

from tracktwo.bargaining.median import weighted_quantile_positions
from tracktwo.bargaining.table import BargainingTable, FloatArray

__all__ = ["agenda_setter", "status_quo", "unanimity_range"]


def status_quo(table: BargainingTable) -> FloatArray:
    """Forecast that nothing changes.

    Parameters
    ----------
    table : BargainingTable
        With a status quo.

    Returns
    -------
    (draws, issues) float
        The status quo; NaN where unknown.
    """
    return table.status_quo.copy()


def agenda_setter(
    table: BargainingTable, setter: str | int, *, quota: float = 0.5, setter_votes: bool = True
) -> FloatArray:
    """Forecast what one actor would propose so that enough others accept it.

    Parameters
    ----------
    table : BargainingTable
        With a status quo; capability is the number of votes.
    setter : str or int
        Who proposes, by name or number.
    quota : float, 0.5..1
        The share of votes that passes a proposal: at least this much, and always more than half.
    setter_votes : bool
        Whether the setter's own votes count.

    Returns
    -------
    (draws, issues) float
        The passable point nearest the setter's position; NaN where the status quo or the
        setter's position is unknown.
    """
    if not 0.5 <= quota <= 1:
        raise ValueError(f"quota is {quota:g}; it is a share of votes from 0.5 to 1")
    who = table.actors.index(setter) if isinstance(setter, str) else setter
    weight = table.weights("capability")
    if not setter_votes:
        weight[:, who] = 0.0
    # Going up, the pivot is the highest position with the quota at or above it; down likewise.
    short = 1 - quota
    down_low, down_high = weighted_quantile_positions(table.position, weight, quota)
    up_low, up_high = weighted_quantile_positions(table.position, weight, short)
    majority = quota == 0.5  # exactly half is not enough: the farther of two pivots decides
    up_pivot, down_pivot = (up_low, down_high) if majority else (up_high, down_low)
    wish, quo = table.position[:, who], table.status_quo
    ceiling = np.maximum(2 * up_pivot - quo, quo)
    floor = np.minimum(2 * down_pivot - quo, quo)
    outcome = np.where(wish >= quo, np.minimum(wish, ceiling), np.maximum(wish, floor))
    return np.where(np.isnan(wish) | np.isnan(quo), np.nan, outcome)


def unanimity_range(table: BargainingTable) -> FloatArray:
    """Find the interval of settlements that nobody likes less than the status quo.

    Parameters
    ----------
    table : BargainingTable
        With a status quo.

    Returns
    -------
    (draws, issues, 2) float
        Its ends; both are the status quo where actors stand on either side of it, NaN where it
        is unknown or nobody has a position.
    """
    quo = table.status_quo
    mirrored = 2 * table.position - quo[:, None, :]
    lowest = np.where(table.has_position, mirrored, np.inf).min(axis=1)
    highest = np.where(table.has_position, mirrored, -np.inf).max(axis=1)
    ends = np.stack(
        [
            np.maximum(np.minimum(quo, np.maximum(highest, table.low)), table.low),
            np.minimum(np.maximum(quo, np.minimum(lowest, table.high)), table.high),
        ],
        axis=-1,
    )
    defined = table.has_position.any(axis=1) & ~np.isnan(quo)
    return np.where(defined[..., None], ends, np.nan)
