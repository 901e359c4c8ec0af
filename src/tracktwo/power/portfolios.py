"""Ministries picked in turn: the order of picks by a divisor method, each party by its own values.

Source: O'Leary, Grofman and Elklit (2005), doi:10.1111/j.0092-5853.2005.00118.x (the procedure,
Northern Ireland and Denmark); Brams and Kaplan (2004), doi:10.1177/0951629804041118 (its sincere
and its strategic use); Chakraborty, Igarashi, Suksompong and Zick (2021), doi:10.1145/3457166
(envy where entitlements differ, and envy up to one item).
Departs: every party picks sincerely, what it values most of what is left; a tie in value goes to
the ministry listed first.

Equal quotients are told apart by those of `priority` (first-preference votes in Northern Ireland,
Northern Ireland Act 1998, section 18), then by who is listed first.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from tracktwo.power.apportionment import DIVISORS
from tracktwo.power.shares import proportional

if TYPE_CHECKING:
    from numpy.typing import ArrayLike, NDArray

    Floats = NDArray[np.float64]
    Integers = NDArray[np.int64]
    Truths = NDArray[np.bool_]


@dataclass(frozen=True)
class PickOrder:
    """Who picks when.

    Attributes
    ----------
    party : (D, M) int
        By pick; -1 where no party has any seats.
    tied : (D, M) bool
        Where equal quotients had to be told apart.
    """

    party: Integers
    tied: Truths


@dataclass(frozen=True)
class Allocation:
    """Who holds which ministry, and how fair that is by each party's own values.

    Attributes
    ----------
    holder : (D, M) int
        The party with each ministry; -1 for nobody.
    picked : (D, M) int
        The ministry taken at each pick; -1 for none.
    value : (D, P) float
        Share of all ministries' value, as the party sees it, that it holds.
    proportional : (D, P) bool
        Whether that is no less than its entitlement.
    envy_free : (D, P) bool
        Whether nobody else holds more for their entitlement, as the party sees it.
    envy_free_up_to_one : (D, P) bool
        The same, when one ministry is left out of each other's.
    efficiency : (D,) float
        Value that all hold together, as a share of the most that any allocation would give.
    """

    holder: Integers
    picked: Integers
    value: Floats
    proportional: Truths
    envy_free: Truths
    envy_free_up_to_one: Truths
    efficiency: Floats


def order_of_picks(
    seats: ArrayLike, picks: int, method: str = "dhondt", *, priority: ArrayLike | None = None
) -> PickOrder:
    """Say which party picks when.

    Parameters
    ----------
    seats : (D, P) or (P,) float, not negative
        Of the parties that take part; 0 for one that stays out.
    picks : int
        Ministries to give out.
    method : str
        One of `apportionment.DIVISORS`.
    priority : (D, P) or (P,) float, optional
        What tells equal quotients apart, over the same divisors; by default the first listed.

    Returns
    -------
    PickOrder
    """
    if method not in DIVISORS:
        raise ValueError(f"picks go by a divisor method: {', '.join(DIVISORS)} (got {method!r})")
    size = np.atleast_2d(np.asarray(seats, dtype=np.float64))
    if not (size >= 0).all():
        raise ValueError("seats should not be negative")
    second = np.broadcast_to(np.asarray(0.0 if priority is None else priority, float), size.shape)
    had = np.zeros(size.shape, dtype=np.int64)
    lines = np.arange(size.shape[0])
    party = np.full((size.shape[0], picks), -1, dtype=np.int64)
    tied = np.zeros(party.shape, dtype=bool)
    any_seats = (size > 0).any(axis=1)
    for pick in range(picks):
        top, bottom = DIVISORS[method](had)
        quotient = np.where(size > 0, size * top / bottom, -np.inf)
        level = (quotient == quotient.max(axis=1, keepdims=True)) & (size > 0)
        first = np.where(level, second * top / bottom, -np.inf).argmax(axis=1)
        party[:, pick] = np.where(any_seats, first, -1)
        tied[:, pick] = level.sum(axis=1) > 1
        had[lines, first] += 1
    return PickOrder(party, tied)


def allocate(
    party: ArrayLike, values: ArrayLike, *, entitlement: ArrayLike | None = None
) -> Allocation:
    """Let parties pick ministries in turn, and judge the outcome by their own values.

    Parameters
    ----------
    party : (D, M) int
        Who picks when, as from `order_of_picks`; -1 for nobody.
    values : (P, M) or (D, P, M) float, not negative
        Worth of each ministry to each party, on any scale of its own.
    entitlement : (P,) or (D, P) float, optional
        By which fairness is judged, such as seats; by default equal.

    Returns
    -------
    Allocation
        A party with no entitlement is owed nothing and envies nobody; one to whom no ministry is
        worth anything holds the value of its entitlement.
    """
    turn = np.atleast_2d(np.asarray(party, dtype=np.int64))
    draws, picks = turn.shape
    worth = np.asarray(values, dtype=np.float64)
    if not (worth >= 0).all() or not np.isfinite(worth).all():
        raise ValueError("values of ministries should be finite and not negative")
    worth = np.broadcast_to(worth, (draws, *worth.shape[-2:]))
    parties, ministries = worth.shape[1:]
    if picks > ministries:
        raise ValueError(f"{picks} picks, but only {ministries} ministries")
    lines = np.arange(draws)
    holder = np.full((draws, ministries), -1, dtype=np.int64)
    picked = np.full(turn.shape, -1, dtype=np.int64)
    for pick in range(picks):
        who = turn[:, pick]
        wanted = np.where(holder < 0, worth[lines, who], -1.0).argmax(axis=1)
        live = who >= 0
        picked[live, pick] = wanted[live]
        holder[lines[live], wanted[live]] = who[live]
    due = proportional(np.ones(parties) if entitlement is None else entitlement)
    due = np.broadcast_to(due, (draws, parties))
    share = np.where(worth.sum(axis=2, keepdims=True) > 0, proportional(worth), 0.0)
    has = holder[:, None, :] == np.arange(parties)[:, None]  # (D, P, M)
    seen = np.einsum("dim,djm->dij", share, has.astype(np.float64))  # of j's, by i
    best = np.where(has[:, None], share[:, :, None, :], 0.0).max(axis=3)
    blank = share.sum(axis=2) == 0
    own = np.einsum("dii->di", seen)
    mine = own[:, :, None] * due[:, None, :]
    slack = 1e-12
    envies = seen * due[:, :, None] > mine + slack
    envies_still = (seen - best) * due[:, :, None] > mine + slack
    top = share.max(axis=1).sum(axis=1)
    return Allocation(
        holder=holder,
        picked=picked,
        value=np.where(blank, due, own),
        proportional=(own >= due - slack) | blank,
        envy_free=~envies.any(axis=2),
        envy_free_up_to_one=~envies_still.any(axis=2),
        efficiency=own.sum(axis=1) / np.where(top > 0, top, 1.0),
    )
