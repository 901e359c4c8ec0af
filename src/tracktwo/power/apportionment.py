"""Seats from votes: divisor methods, quota methods and thresholds, for many draws at once.

Source: Balinski and Young (1982), Fair Representation, Yale University Press; Pukelsheim (2017),
Proportional Representation, 2nd ed., doi:10.1007/978-3-319-64707-4 (jump-and-step algorithm,
ch. 4; minimum requirements, ch. 12); Gallagher and Mitchell (2005), The Politics of Electoral
Systems, doi:10.1093/0199257566.001.0001 (quotas).

A divisor method gives each seat in turn to the party with the greatest v / d(s), v its votes and
s its seats so far. A quota method gives v / q seats, rounded down, and the rest one by one to the
greatest remainders.

Ties between equal quotients or remainders go to the party with the higher `priority` (by default
more votes, as in Spain's electoral law, LOREG art. 163.1.d), then to the one listed first, where
a real authority would draw lots; they are reported.

Departs: with fewer seats than parties, methods whose first divisor is zero (Adams, Hill, Dean)
seat the parties with most votes. Where a quota smaller than Hare's would hand out too many seats
(Imperiali's can), or one rounded up too few (Droop's, where votes are not counts), Hare's quota
takes its place.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import ArrayLike, NDArray

    Floats = NDArray[np.float64]
    Integers = NDArray[np.int64]
    Truths = NDArray[np.bool_]
    Divisor = Callable[[Integers], tuple[Floats, Floats]]
    Quota = Callable[[Floats, Floats], tuple[Floats, Floats]]

BLOCK = 8_192
"""Elections worked out together, each by itself: a dozen arrays of all of them take much memory."""

_FIRST = 1e-200
"""Stands for a first divisor of zero: any first seat before any second, more votes first."""


@dataclass(frozen=True)
class Apportionment:
    """Seats by draw and party.

    Attributes
    ----------
    seats : (..., P) int
        Sum to the seats there are, or to nothing where there are no votes at all.
    tied : (..., P) bool
        The parties between which a tie had to decide.
    """

    seats: Integers
    tied: Truths


def _stationary(numerator: float, step: float, shift: float) -> Divisor:
    # v numerator / (step s + shift), in whole numbers so that equal fractions are equal floats
    return lambda s: (np.full(s.shape, numerator), np.asarray(step * s + shift))


def _modified(s: Integers) -> tuple[Floats, Floats]:
    return np.full(s.shape, 10.0), np.where(s == 0, 7.0, 10.0 * s + 5.0)


def _hill(s: Integers) -> tuple[Floats, Floats]:
    return np.ones(s.shape), np.where(s == 0, _FIRST, np.sqrt(s * (s + 1.0)))


def _dean(s: Integers) -> tuple[Floats, Floats]:
    return np.asarray(2.0 * s + 1.0), np.where(s == 0, _FIRST, 2.0 * s * (s + 1.0))


def _adams(s: Integers) -> tuple[Floats, Floats]:
    return np.ones(s.shape), np.where(s == 0, _FIRST, 1.0 * s)


DIVISORS: dict[str, Divisor] = {
    "dhondt": _stationary(1.0, 1.0, 1.0),
    "sainte-lague": _stationary(2.0, 2.0, 1.0),
    "modified-sainte-lague": _modified,
    "danish": _stationary(3.0, 3.0, 1.0),
    "adams": _adams,
    "hill": _hill,
    "dean": _dean,
}
"""d(s) as (numerator, denominator): the quotient is v * numerator / denominator.

All d(s) lie between s and s + 1: s + 1 (D'Hondt, Jefferson), s + 1/2 (Sainte-Lague, Webster; the
first 0.7 when modified), s + 1/3 (Danish), s (Adams), the geometric mean of s and s + 1
(Huntington and Hill) and their harmonic mean (Dean).
"""

QUOTAS: dict[str, Quota] = {
    "hare": lambda votes, seats: (votes, seats),
    "droop": lambda votes, seats: (np.floor(votes / (seats + 1)) + 1, np.ones(seats.shape)),
    "hagenbach-bischoff": lambda votes, seats: (votes, seats + 1),
    "imperiali": lambda votes, seats: (votes, seats + 2),
}
"""Votes per seat as (numerator, denominator), from all votes and all seats; exact for counts."""

METHODS = (*DIVISORS, *QUOTAS)


def apportion(
    votes: ArrayLike,
    seats: ArrayLike,
    method: str = "dhondt",
    *,
    priority: ArrayLike | None = None,
    at_least: ArrayLike | None = None,
) -> Apportionment:
    """Turn votes into seats.

    Parameters
    ----------
    votes : (..., P) float, not negative
        Counts, or shares (Droop's quota needs counts).
    seats : int, or ints that go with the leading axes of `votes`
        How many there are to give.
    method : str
        One of `METHODS`.
    priority : (..., P) float, optional
        Who comes first in a tie; by default more votes.
    at_least : (..., P) int, optional
        Seats that each party has anyhow; the rest goes out as if they had been won first.
        Divisor methods only. Where they are more than there are seats, nothing is taken away.

    Returns
    -------
    Apportionment
        A party without votes gets no seat beyond `at_least`; without any votes nobody does.

    Raises
    ------
    ValueError
        Unknown method, negative votes or seats, `at_least` with a quota method.
    """
    count = np.asarray(votes, dtype=np.float64)
    house = np.asarray(seats, dtype=np.int64)
    if method not in METHODS:
        raise ValueError(f"no apportionment method {method!r}; there are {', '.join(METHODS)}")
    if count.ndim == 0 or not (count >= 0).all() or not np.isfinite(count).all():
        raise ValueError("votes should be finite and not negative, with parties last")
    if (house < 0).any():
        raise ValueError("seats should not be negative")
    lead = np.broadcast_shapes(count.shape[:-1], house.shape)
    shape = (*lead, count.shape[-1])

    def rows(array: ArrayLike, kind: type) -> NDArray[np.generic]:
        return np.broadcast_to(np.asarray(array, dtype=kind), shape).reshape(-1, shape[-1])

    v = rows(count, np.float64).astype(np.float64)
    h = np.broadcast_to(house, lead).reshape(-1)
    first = v if priority is None else rows(priority, np.float64).astype(np.float64)
    if method in DIVISORS:
        low = np.zeros(v.shape, np.int64) if at_least is None else rows(at_least, np.int64)
        won, tied = np.zeros(v.shape, np.int64), np.zeros(v.shape, dtype=bool)
        for at in range(0, len(v), BLOCK):
            some = slice(at, at + BLOCK)
            won[some], tied[some] = _by_divisors(
                v[some], h[some], DIVISORS[method], first[some], low[some].astype(np.int64)
            )
    elif at_least is not None:
        raise ValueError(f"seats that parties have anyhow go with a divisor method, not {method}")
    else:
        won, tied = _by_quota(v, h, QUOTAS[method], first)
    return Apportionment(won.reshape(shape), tied.reshape(shape))


def _by_divisors(
    votes: Floats, house: Integers, divisor: Divisor, priority: Floats, low: Integers
) -> tuple[Integers, Truths]:
    """Jump close to the solution with one multiplier for all, then step seat by seat."""

    def quotient(v: Floats, s: Integers) -> Floats:
        top, bottom = divisor(s)
        return np.where(v > 0, v * top / bottom, -np.inf)

    # Parties first: of each party all elections lie together, which is many times as quick.
    votes, low = np.ascontiguousarray(votes.T), np.ascontiguousarray(low.T)  # (P, rows)
    total = votes.sum(axis=0)
    open_ = total > 0
    # So many quotients are about as great as there are seats: d(s) is near s + 1/2 + lead.
    top, bottom = divisor(np.array([9]))
    lead = float(bottom[0] / top[0]) - 9.5
    scaled = votes / np.where(open_, total, 1.0)
    scaled *= np.maximum(house + lead * len(votes), 0.0)
    whole = scaled.astype(np.int64)  # rounded down
    top, bottom = divisor(whole)
    won = np.maximum((votes > 0) * (whole + (scaled * top >= bottom)), low)
    after = quotient(votes, won)  # of the next seat
    before = np.where(won > low, quotient(votes, np.maximum(won - 1, 0)), np.inf)  # of the last one

    def step(rows: Integers, party: Integers, by: int) -> None:
        won[party, rows] += by
        v, s = votes[party, rows], won[party, rows]
        after[party, rows] = quotient(v, s)
        last = quotient(v, np.maximum(s - 1, 0))
        before[party, rows] = np.where(s > low[party, rows], last, np.inf)

    over = (won.sum(axis=0) - house) * open_
    while (rows := np.flatnonzero(over < 0)).size:
        step(rows, after[:, rows].argmax(axis=0), 1)
        over[rows] += 1
    while (rows := np.flatnonzero((over > 0) & (won > low).any(axis=0))).size:
        step(rows, before[:, rows].argmin(axis=0), -1)
        over[rows] -= 1
    # A jump that rounding put a hair beyond the solution
    while (rows := np.flatnonzero(open_ & (after.max(axis=0) > before.min(axis=0)))).size:
        gains, loses = after[:, rows].argmax(axis=0), before[:, rows].argmin(axis=0)
        step(rows, gains, 1)
        step(rows, loses, -1)
    tied = np.zeros(votes.shape, dtype=bool)
    edge = before.min(axis=0)
    for row in np.flatnonzero(open_ & (after.max(axis=0) == edge) & np.isfinite(edge)):
        inside = before[:, row] == edge[row]
        among = np.flatnonzero(inside | (after[:, row] == edge[row]))
        tied[among, row] = True
        won[inside, row] -= 1
        order = np.lexsort((among, -priority[row, among]))
        won[among[order[: inside.sum()]], row] += 1
    return np.ascontiguousarray(won.T), np.ascontiguousarray(tied.T)


def _by_quota(
    votes: Floats, house: Integers, quota: Quota, priority: Floats
) -> tuple[Integers, Truths]:
    total = votes.sum(axis=1)
    open_ = (total > 0) & (house > 0)
    voted = (votes > 0) & open_[:, None]
    total, seats = np.where(open_, total, 1.0), np.where(open_, house, 1).astype(np.float64)
    top, bottom = quota(total, seats)
    whole = np.floor(votes * bottom[:, None] / top[:, None]) * voted
    left = seats - whole.sum(axis=1)
    unfit = (left < 0) | (left > voted.sum(axis=1))
    top, bottom = np.where(unfit, total, top), np.where(unfit, seats, bottom)
    whole = np.floor(votes * bottom[:, None] / top[:, None]) * voted
    left = ((seats - whole.sum(axis=1)) * open_).astype(np.int64)[:, None]
    rest = np.where(voted, votes * bottom[:, None] - whole * top[:, None], -np.inf)
    place = np.broadcast_to(np.arange(votes.shape[1]), votes.shape)
    order = np.lexsort((place, -priority, -rest), axis=1)
    rank = np.argsort(order, axis=1)
    ahead = rank < left
    edge = np.where(ahead, rest, np.inf).min(axis=1, keepdims=True)  # the last to be served
    at_edge = (rest == edge) & voted
    split = (at_edge & ~ahead).any(axis=1, keepdims=True)
    return (whole + (ahead & voted)).astype(np.int64), at_edge & split


def above_threshold(
    votes: ArrayLike, threshold: ArrayLike, *, exempt: ArrayLike | None = None
) -> tuple[Floats, Truths]:
    """Leave out the votes of parties below a legal threshold.

    Parameters
    ----------
    votes : (..., P) float
    threshold : float, or one per party (P,)
        Least share of all votes, 0-1; reaching it exactly is enough.
    exempt : (..., P) bool, optional
        Parties to whom it does not apply.

    Returns
    -------
    (..., P) float
        Votes that take part. Where no party at all is above the threshold, it lapses: all do.
    (...) bool
        Where it lapsed.
    """
    count = np.asarray(votes, dtype=np.float64)
    total = count.sum(axis=-1, keepdims=True)
    enough = (count >= np.asarray(threshold) * total) & (count > 0)
    if exempt is not None:
        enough |= np.asarray(exempt, dtype=bool) & (count > 0)
    lapsed = ~enough.any(axis=-1) & (total[..., 0] > 0)
    return np.where(enough | lapsed[..., None], count, 0.0), lapsed
