"""Votes that are uncertain: shares with correlated error, turnout, boycott, and where they live.

Source: Aitchison and Shen (1980), doi:10.1093/biomet/67.2.261 (logistic-normal shares);
Shirani-Mehr, Rothschild, Goel and Gelman (2018), doi:10.1080/01621459.2018.1448823 (the
polls of one election share part of their error).
Departs: a boycott takes away a party's votes and nobody else's; those who stay at home for other
reasons are in the turnout of each party's supporters.

Errors come in as standard normal numbers, one row per draw, so that whatever makes the draws
(quasi-random points included) drives them; `normal` makes them from uniform ones.
"""

from __future__ import annotations

from statistics import NormalDist
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import ArrayLike, NDArray

    Floats = NDArray[np.float64]


def normal(uniform: ArrayLike) -> Floats:
    """Turn uniform numbers into standard normal ones, kept within +-8.

    Parameters
    ----------
    uniform : (...) float, 0-1
    """
    given = np.asarray(uniform, dtype=np.float64)
    inside = np.clip(given, 1e-300, np.nextafter(1.0, 0.0)).ravel()
    quantile = NormalDist().inv_cdf
    found = np.fromiter(map(quantile, inside), dtype=np.float64, count=inside.size)
    return np.clip(found, -8.0, 8.0).reshape(given.shape)


def uncertain_shares(
    shares: ArrayLike,
    *,
    common: ArrayLike,
    own: ArrayLike,
    lean: ArrayLike,
    common_spread: ArrayLike = 0.0,
    own_spread: ArrayLike = 0.0,
) -> Floats:
    """Spread shares of support by an error that all have in common and one of each party's own.

    The log of each share moves by common_spread * lean * common + own_spread * own; shares then
    sum to 1 again (logistic-normal). For a share p the spread in points is about p (1 - p) times
    the spread given here.

    Parameters
    ----------
    shares : (D, P) or (P,) float, not negative
        Expected support.
    common : (D,) float
        Standard normal: the swing.
    own : (D, P) float
        Standard normal.
    lean : (P,) float
        Whom a swing of +1 helps (+1), hurts (-1), leaves alone (0).
    common_spread, own_spread : float, or one per draw (D,), not negative
        Standard deviations in log share; 0 for no error.

    Returns
    -------
    (D, P) float
        Sums to 1; a party without support stays without; all zero where nobody has any.
    """
    share = np.asarray(shares, dtype=np.float64)
    if not (share >= 0).all() or not np.isfinite(share).all():
        raise ValueError("shares of support should be finite and not negative")
    swing = np.asarray(common_spread) * np.asarray(common, dtype=np.float64)
    noise = np.asarray(own_spread, dtype=np.float64).reshape(-1, 1) * np.asarray(own)
    log = swing[..., None] * np.asarray(lean, dtype=np.float64) + noise
    log -= log.max(axis=-1, keepdims=True)
    moved = share * np.exp(log)
    total = moved.sum(axis=-1, keepdims=True)
    return np.asarray(moved / np.where(total > 0, total, 1.0))


def cast(
    shares: ArrayLike,
    *,
    electorate: float = 1.0,
    turnout: ArrayLike = 1.0,
    boycott: ArrayLike | None = None,
) -> Floats:
    """Count the votes cast.

    Parameters
    ----------
    shares : (D, P) float
        Of the electorate's support.
    electorate : float
        People with a vote.
    turnout : float, or (D, 1) or (D, P) float, 0-1
        Of each party's supporters.
    boycott : (D, P) bool, optional
        Parties that reject the process: their supporters stay at home.

    Returns
    -------
    (D, P) float
        All zero where everyone boycotts.
    """
    came = np.asarray(turnout, dtype=np.float64)
    if not ((came >= 0) & (came <= 1)).all():
        raise ValueError("turnout is a share, from 0 to 1")
    votes = electorate * came * np.asarray(shares, dtype=np.float64)
    return votes if boycott is None else np.where(np.asarray(boycott, dtype=bool), 0.0, votes)


def by_district(votes: ArrayLike, size: ArrayLike, strength: ArrayLike) -> Floats:
    """Spread each party's votes over districts.

    Parameters
    ----------
    votes : (D, P) float
    size : (M,) float, not negative
        Electorates of the districts, on any scale.
    strength : (M, P) or (D, M, P) float, not negative
        How strong each party is in a district for its size: 1 everywhere for a party that is
        equally strong everywhere. A party with no strength anywhere is taken to be so.

    Returns
    -------
    (D, M, P) float
        Sums over districts to `votes`.
    """
    part = parts_by_district(size, strength)
    return np.asarray(np.asarray(votes, dtype=np.float64)[:, None, :] * part)


def parts_by_district(size: ArrayLike, strength: ArrayLike) -> Floats:
    """Return (M, P) or (D, M, P): which part of each party's votes lies in each district.

    Parameters
    ----------
    size, strength : as in `by_district`
    """
    people = np.asarray(size, dtype=np.float64)[:, None]
    weight = people * np.asarray(strength, dtype=np.float64)
    total = weight.sum(axis=-2, keepdims=True)
    even = people / people.sum()
    return np.where(total > 0, weight / np.where(total > 0, total, 1.0), even)
