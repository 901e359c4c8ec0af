"""Shares of power in an interim administration, by a declared formula or as negotiated.

Source: Hartzell and Hoddie (2003), doi:10.1111/1540-5907.00022, and Lijphart (1977), Democracy
in Plural Societies (what is shared, and by which formulas).
Sources of the contest stand with it.
Departs: a rotating chair is extra weight for its holder while it holds it; the formulas are plain
arithmetic, and how much a chair weighs is the caller's assumption.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import ArrayLike, NDArray

    Floats = NDArray[np.float64]
    Integers = NDArray[np.int64]


def equal(draws: int, parties: int) -> Floats:
    """Give every party the same share.

    Returns
    -------
    (D, P) float
    """
    return np.full((draws, parties), 1.0 / parties)


def proportional(weights: ArrayLike) -> Floats:
    """Share power in proportion to capability, members, population or a negotiated split.

    Parameters
    ----------
    weights : (..., P) float, not negative

    Returns
    -------
    (..., P) float
        Sums to 1; equal shares where nobody has any weight.
    """
    weight = np.asarray(weights, dtype=np.float64)
    if weight.ndim == 0 or not (weight >= 0).all() or not np.isfinite(weight).all():
        raise ValueError("weights should be finite and not negative, with parties last")
    # the greatest first, so that no sum overflows or vanishes
    top = weight.max(axis=-1, keepdims=True)
    part = np.where(top > 0, weight / np.where(top > 0, top, 1.0), 1.0)
    return np.asarray(part / part.sum(axis=-1, keepdims=True))


def contest(capability: ArrayLike, decisiveness: ArrayLike) -> Floats:
    r"""Share power by a contest: what each would hold if it came to a trial of strength.

    The ratio form of Hirshleifer (1989), doi:10.1007/BF00124282, the only one in which shares
    depend on the ratios of capabilities alone (Skaperdas 1996, doi:10.1007/BF01213906):

        p_i = c_i ** m / sum_j c_j ** m

    Parameters
    ----------
    capability : (..., P) float, not negative
    decisiveness : float or (...) float, not negative
        m: at 0 strength decides nothing among those who have any; at 1 shares are as
        capabilities; the larger, the more the strongest takes all.

    Returns
    -------
    (..., P) float
        Sums to 1; equal shares where nobody has any capability.
    """
    able = np.asarray(capability, dtype=np.float64)
    if able.ndim == 0 or not (able >= 0).all() or not np.isfinite(able).all():
        raise ValueError("capabilities should be finite and not negative, with parties last")
    power = np.asarray(decisiveness, dtype=np.float64)[..., None]
    if not (power >= 0).all() or not np.isfinite(power).all():
        raise ValueError("decisiveness should be finite and not negative")
    top = able.max(axis=-1, keepdims=True)
    # relative to the strongest, so that no power overflows; who has nothing holds nothing
    part = np.divide(able, top, out=np.zeros_like(able), where=top > 0)
    return proportional(np.where(part > 0, part**power, 0.0))


def reserved(floor: ArrayLike, shares: ArrayLike) -> Floats:
    """Set a share aside for some parties, and share out the rest by a formula.

    Parameters
    ----------
    floor : (..., P) float, 0-1
        Reserved for each party; at most 1 in all.
    shares : (..., P) float
        By which the rest goes out; sums to 1.

    Returns
    -------
    (..., P) float
        Sums to 1.
    """
    least = np.asarray(floor, dtype=np.float64)
    rest = 1.0 - least.sum(axis=-1, keepdims=True)
    if (least < 0).any() or (rest < -1e-9).any():
        raise ValueError("reserved shares should not be negative, nor more than 1 in all")
    return np.asarray(least + np.maximum(rest, 0.0) * np.asarray(shares, dtype=np.float64))


def rotation(order: Sequence[int], months: int, term: int) -> Integers:
    """Say who holds a rotating chair.

    Parameters
    ----------
    order : parties in the order in which they take the chair; after the last, the first again
    months : how long each holds it, 1 or more
    term : months to tell

    Returns
    -------
    (term,) int
        The party in the chair, by month.
    """
    if months < 1 or not order:
        raise ValueError("a rotating chair needs someone to take it, for a month or more")
    turn = np.arange(term) // months % len(order)
    return np.asarray(order, dtype=np.int64)[turn]


def with_chair(shares: ArrayLike, holder: ArrayLike, weight: ArrayLike) -> Floats:
    """Add the weight of the chair to whoever holds it, by month.

    Parameters
    ----------
    shares : (D, P) float
    holder : (T,) int
        As from `rotation`.
    weight : float or (D,) float, 0-1
        Share of power that goes with the chair; the others' shares shrink by as much.

    Returns
    -------
    (D, T, P) float
        Sums to 1 over parties; its mean over T is the share over the term.
    """
    share = np.asarray(shares, dtype=np.float64)
    part = np.asarray(weight, dtype=np.float64).reshape(-1, 1, 1)
    if not ((part >= 0) & (part <= 1)).all():
        raise ValueError("the chair's weight is a share, from 0 to 1")
    seat = np.eye(share.shape[-1])[np.asarray(holder)]
    return np.asarray((1.0 - part) * share[:, None, :] + part * seat[None])
