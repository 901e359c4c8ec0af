"""Which governments may form after an election, and each party's chance to be in one.

Source: Riker (1962), The Theory of Political Coalitions, and von Neumann and Morgenstern (1944)
(minimal winning); Axelrod (1970), Conflict of Interest (minimal connected winning); De Swaan
(1973), Coalition Theories and Cabinet Formations (ideological range); Martin and Stevenson
(2001), American Journal of Political Science 45, 33-50 (a conditional logit over all possible
governments, in which more parties and a wider range make one less likely and the largest party
one more likely); Gamson (1961), doi:10.2307/2090664 (offices in proportion to seats).
Departs: Martin and Stevenson's signs are taken, not their coefficients: the weights are the
caller's assumptions, and all zero (every coalition as likely as any other) by default.

Connected: no party that sits strictly between two members on the scale is left out, unless it has
no seats or some member and it will not govern together.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from tracktwo.power.indices import majority

if TYPE_CHECKING:
    from numpy.typing import ArrayLike, NDArray

    Floats = NDArray[np.float64]
    Integers = NDArray[np.int64]
    Truths = NDArray[np.bool_]

MOST = 14
"""Parties up to which all coalitions are listed."""

_CELLS = 1 << 22

RULES = ("connected", "minimal")


@dataclass(frozen=True)
class Governments:
    """Which governments may form, by draw.

    Attributes
    ----------
    chance : (D, P) float
        Of each party to be in government.
    offices : (D, P) float
        Its expected share of offices: its share of the government's seats (Gamson).
    none : (D,) bool
        Where no government can form: a tie of refusals, or nobody elected. Chances and offices
        are zero then.
    fallback : (D,) bool
        Where no connected coalition is possible, so that minimal winning ones took their place.
    coalition : (2**P,) float
        Mean chance of each coalition over draws, by bit mask, party i as bit i.
    """

    chance: Floats
    offices: Floats
    none: Truths
    fallback: Truths
    coalition: Floats


def governments(
    seats: ArrayLike,
    positions: ArrayLike,
    *,
    quota: ArrayLike | None = None,
    rule: str = "connected",
    refusals: ArrayLike | None = None,
    formateur: bool = False,
    size_weight: float = 0.0,
    range_weight: float = 0.0,
) -> Governments:
    """Give every party's chance of government.

    The chance of a possible coalition is in proportion to
    exp(-size_weight * members - range_weight * range).

    Parameters
    ----------
    seats : (D, P) whole numbers
    positions : (P,) float
        On one scale; its length is the unit of `range_weight`.
    quota : float or (D,) float, optional
        Seats that it takes to govern; by default more than half.
    rule : str
        "connected": minimal connected winning; "minimal": minimal winning.
    refusals : (P, P) bool, optional
        Pairs that will not govern together; taken both ways.
    formateur : bool
        Whether the largest party that any possible coalition includes is in all of them (the one
        listed first where several are as large).
    size_weight, range_weight : float
        What a further member, and a unit of range, take off the log of a coalition's chance.

    Returns
    -------
    Governments

    Raises
    ------
    ValueError
        An unknown rule, or more than `MOST` parties.
    """
    seat = np.asarray(seats, dtype=np.float64)
    draws, parties = seat.shape
    place = np.asarray(positions, dtype=np.float64)
    if rule not in RULES:
        raise ValueError(f"a coalition rule is one of {', '.join(RULES)} (got {rule!r})")
    if parties > MOST:
        raise ValueError(f"coalitions are listed for up to {MOST} parties (got {parties})")
    least = np.broadcast_to(majority(seat) if quota is None else np.asarray(quota, float), (draws,))
    refuse = np.zeros((parties, parties), bool) if refusals is None else np.asarray(refusals, bool)
    listed, span = _list(place, (refuse | refuse.T) & ~np.eye(parties, dtype=bool))
    size = np.array([mask.bit_count() for mask in range(1 << parties)])
    log = -size_weight * size - range_weight * span
    odds = np.exp(np.maximum(log - log.max(), -700.0))
    terms = _Terms(seat, least, odds, rule, formateur)
    out = Governments(
        chance=np.zeros(seat.shape),
        offices=np.zeros(seat.shape),
        none=np.zeros(draws, dtype=bool),
        fallback=np.zeros(draws, dtype=bool),
        coalition=np.zeros(1 << parties),
    )
    seated = (seat > 0) @ (1 << np.arange(parties))
    # Few, and each leaves few coalitions to look at.
    for pattern in np.flatnonzero(np.bincount(seated)).tolist():
        rows = np.flatnonzero(seated == pattern)
        here = listed.of((listed.mask & ~pattern) == 0)
        step = max(1, _CELLS // max(here.mask.size, 1))
        for start in range(0, rows.size, step):
            _fill(out, rows[start : start + step], terms, here, pattern)
    return out


@dataclass(frozen=True)
class _Terms:
    """What holds for every draw."""

    seats: Floats
    least: Floats
    odds: Floats
    """(2**P,) by mask, up to a factor."""
    rule: str
    formateur: bool


def _fill(out: Governments, rows: Integers, terms: _Terms, listed: _Listed, seated: int) -> None:
    """Work out some draws in which the same parties have seats; by coalition: (C, draws)."""
    seat, least = terms.seats[rows], terms.least[rows]
    if terms.rule == "connected":
        joined = listed.of((listed.gap & seated) == 0)
        chosen = _minimal(joined, joined.ends, seat, least)
        left = np.flatnonzero(~chosen.any(axis=0))
        if left.size and joined.mask.size < listed.mask.size:
            _fill(out, rows[left], replace(terms, rule="minimal"), listed, seated)
            out.fallback[rows[left]] = ~out.none[rows[left]]
            rows, seat = np.delete(rows, left), np.delete(seat, left, axis=0)
            chosen = np.delete(chosen, left, axis=1)
        listed = joined
    else:
        chosen = _minimal(listed, listed.member, seat, least)
    if terms.formateur:
        has = np.stack([chosen[inside].any(axis=0) for inside in listed.member.T], axis=1)
        chosen &= listed.member[:, np.where(has, seat, -1.0).argmax(axis=1)]
    weight = chosen * terms.odds[listed.mask][:, None]
    sums = weight.sum(axis=0)
    weight /= np.where(sums > 0, sums, 1.0)
    member = listed.member.astype(np.float64)
    total = np.maximum(member @ seat.T, 1e-300)
    out.none[rows] = sums == 0
    out.chance[rows] = weight.T @ member
    out.offices[rows] = seat * ((weight / total).T @ member)
    out.coalition[listed.mask] += weight.sum(axis=1) / out.none.size


def _minimal(listed: _Listed, leavers: Truths, seat: Floats, least: Floats) -> Truths:
    """Return (C, D) which coalitions win, and would not without any one of their `leavers`."""
    total = listed.member.astype(np.float64) @ seat.T
    lightest, held = np.full(total.shape, np.inf), np.ascontiguousarray(seat.T)
    for coalition, party in zip(*np.nonzero(leavers), strict=True):
        np.minimum(lightest[coalition], held[party], out=lightest[coalition])
    return np.asarray((total >= least) & (total > 0) & (total - lightest < least))


@dataclass(frozen=True)
class _Listed:
    """The C coalitions without a pair that refuses, whatever the seats."""

    mask: Integers
    member: Truths
    """(C, P)"""
    ends: Truths
    """(C, P) the outermost members."""
    gap: Integers
    """(C,) bits of parties left out between two members though nobody refuses them."""

    def of(self, which: Truths) -> _Listed:
        return _Listed(self.mask[which], self.member[which], self.ends[which], self.gap[which])


def _list(place: Floats, refuse: Truths) -> tuple[_Listed, Floats]:
    """List them, and the distance between the outermost members of every coalition, by mask."""
    parties = place.size
    bit = 1 << np.arange(parties)
    mask = np.arange(1, 1 << parties)
    member = (mask[:, None] & bit) > 0
    against = np.asarray((member.astype(np.float64) @ refuse) > 0)
    low = np.where(member, place, np.inf).min(axis=1, keepdims=True)
    high = np.where(member, place, -np.inf).max(axis=1, keepdims=True)
    gap = ~member & ~against & (place > low) & (place < high)
    ends = member & ((place == low) | (place == high))
    span = np.concatenate([[0.0], (high - low)[:, 0]])
    coherent = np.asarray(~(member & against).any(axis=1))
    return _Listed(mask, member, ends, gap @ bit).of(coherent), span
