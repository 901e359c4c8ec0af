"""Voting power in weighted games: Shapley-Shubik and Banzhaf indices, for many draws at once.

Source: Shapley and Shubik (1954), doi:10.2307/1951053; Banzhaf (1965), Rutgers Law Review 19,
317-343 (normalised to sum to 1); coalitions counted by generating functions, Mann and Shapley
(1962), RAND RM-3158; Bilbao, Fernandez, Jimenez Losada and Lopez (2000), doi:10.1007/BF02628555.
Departs: a party with a veto is one without which no coalition wins, whatever its weight.

Up to `TABLED` parties, all coalitions are listed for all draws at once; beyond that, coalitions
are counted by size and weight, once per distinct vector of weights, which must be whole numbers.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import ArrayLike, NDArray

    Floats = NDArray[np.float64]
    Truths = NDArray[np.bool_]

HAIR = 1e-12
"""Share of a quota by which a sum of weights may miss it and still reach it: .7 + .1 is .8, though
not to the last bit."""

TABLED = 12
"""Parties up to which all coalitions are listed."""

_CELLS = 1 << 22
"""Coalitions times draws worked on at once."""


def majority(weights: ArrayLike) -> Floats:
    """Return the least whole number that is more than half of all weights.

    Parameters
    ----------
    weights : (..., P) whole numbers

    Returns
    -------
    (...) float
    """
    return np.asarray(np.floor(np.asarray(weights, np.float64).sum(axis=-1) / 2) + 1)


def wins(weights: ArrayLike, quota: ArrayLike, veto: ArrayLike | None = None) -> Truths:
    """List which coalitions win.

    Parameters
    ----------
    weights : (D, P) float, not negative
    quota : float or (D,) float
        Least weight that wins, more than 0; a sum within rounding of it reaches it.
    veto : (P,) bool, optional
        Parties without which no coalition wins.

    Returns
    -------
    (2**P, D) bool
        By bit mask, party i as bit i.
    """
    weight = np.asarray(weights, dtype=np.float64)
    parties = weight.shape[1]
    member = np.arange(1 << parties)[:, None] >> np.arange(parties) & 1
    won = member @ weight.T >= reached(quota)
    if veto is not None:
        held = np.asarray(veto, dtype=bool)
        won &= (member[:, held] == 1).all(axis=1)[:, None]
    return np.asarray(won)


def reached(quota: ArrayLike) -> Floats:
    """Return what a sum of weights must be at least to reach a quota, rounding allowed for."""
    return np.asarray(np.asarray(quota, dtype=np.float64) * (1 - HAIR))


def shapley_shubik(
    weights: ArrayLike, quota: ArrayLike, *, veto: ArrayLike | None = None
) -> Floats:
    """Return each party's share of the orders of joining in which it turns the scale.

    Parameters
    ----------
    weights : (D, P) or (P,) float, not negative
        Seats, or other weights.
    quota : float or (D,) float
        Least weight that wins, more than 0; `majority(weights)` for more than half. A sum within
        rounding of it (`HAIR`) reaches it.
    veto : (P,) bool, optional
        Parties without which no coalition wins.

    Returns
    -------
    Shape of `weights`, float
        Sums to 1; all zero in a draw in which not even all together win.

    Raises
    ------
    ValueError
        A quota that is not positive; more than `TABLED` parties with fractional weights.
    """
    orders = math.factorial(np.shape(weights)[-1])
    return np.asarray(_swings(weights, quota, veto, _orders) / orders)


def banzhaf(weights: ArrayLike, quota: ArrayLike, *, veto: ArrayLike | None = None) -> Floats:
    """Return each party's share of all swings: coalitions that win with it and lose without.

    Parameters, errors and the shape are those of `shapley_shubik`.

    Returns
    -------
    Shape of `weights`, float
        Sums to 1 (normalised index); all zero where not even all together win.
    """
    swings = _swings(weights, quota, veto, _once)
    total = swings.sum(axis=-1, keepdims=True)
    return np.asarray(np.where(total > 0, swings / np.where(total > 0, total, 1.0), 0.0))


def _orders(size: int, others: int) -> int:
    """In how many orders just these `size` of the others come before a party."""
    return math.factorial(size) * math.factorial(others - size)


def _once(size: int, others: int) -> int:  # noqa: ARG001  (every coalition counts alike)
    return 1


def _swings(
    weights: ArrayLike,
    quota: ArrayLike,
    veto: ArrayLike | None,
    weigh: Callable[[int, int], int],
) -> Floats:
    """Sum each party's weighted swings, in whole numbers, exact up to 2**53."""
    weight = np.asarray(weights, dtype=np.float64)
    single = weight.ndim == 1
    weight = np.atleast_2d(weight)
    draws, parties = weight.shape
    least = np.broadcast_to(np.asarray(quota, dtype=np.float64), (draws,))
    if not (least > 0).all() or not (weight >= 0).all():
        raise ValueError("weights should not be negative, and a quota should be more than 0")
    held = np.zeros(parties, bool) if veto is None else np.asarray(veto, dtype=bool)
    out = np.empty(weight.shape)
    if parties <= TABLED:
        gains = _gains(parties, weigh)
        step = max(1, _CELLS >> parties)
        for start in range(0, draws, step):
            part = slice(start, start + step)
            out[part] = (gains @ wins(weight[part], least[part], held)).T
    else:
        if (weight != np.floor(weight)).any():
            raise ValueError(f"with more than {TABLED} parties weights should be whole numbers")
        games, which = np.unique(
            np.column_stack([weight, np.ceil(reached(least))]), axis=0, return_inverse=True
        )
        found = [_counted(g[:-1].astype(int), int(g[-1]), held, weigh) for g in games]
        out = np.array(found)[which.reshape(-1)]
    return out[0] if single else out


def _gains(parties: int, weigh: Callable[[int, int], int]) -> Floats:
    """Return (P, 2**P): what a coalition that wins adds to each party's sum of weighted swings.

    A swing is a win with the party less a win without it, so that each coalition counts for its
    members and against the others.
    """
    mask = np.arange(1 << parties)
    size = np.array([m.bit_count() for m in mask.tolist()])
    weight = np.array([*(weigh(s, parties - 1) for s in range(parties)), 0], dtype=np.float64)
    member = (mask >> np.arange(parties)[:, None] & 1) > 0
    return np.asarray(np.where(member, weight[np.maximum(size - 1, 0)], -weight[size]))


def _counted(
    weight: NDArray[np.int_], quota: int, veto: Truths, weigh: Callable[[int, int], int]
) -> Floats:
    """Count the coalitions of the others by size and weight, for each party in turn.

    A party without veto swings a coalition S of the others, all with veto in it, whose weight w
    is quota - own <= w < quota. A party with veto swings every S, the others with veto in it,
    with w >= quota - own.
    """
    parties, total = weight.size, int(weight.sum())
    out = np.zeros(parties)
    for i in range(parties):
        count = np.zeros((parties, total + 1))
        count[0, 0] = 1.0
        for j in np.delete(np.arange(parties), i):
            w = int(weight[j])
            with_j = np.zeros_like(count)
            with_j[1:, w:] = count[:-1, : total + 1 - w]
            count = with_j if veto[j] else count + with_j
        low = max(0, quota - int(weight[i]))
        high = total + 1 if veto[i] else min(quota, total + 1)
        by_size = count[:, low:high].sum(axis=1)
        out[i] = sum(by_size[s] * weigh(s, parties - 1) for s in range(parties))
    return out
