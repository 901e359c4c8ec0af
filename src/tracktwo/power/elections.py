"""Parliamentary elections: lists in one or many districts, and single-member districts.

Source: Gallagher and Mitchell (2005), The Politics of Electoral Systems,
doi:10.1093/0199257566.001.0001 (the systems); Kendall and Stuart (1950), doi:10.2307/588113, and
Theil (1969), American Political Science Review 63, 521-525 (the cube law, and its form for many
parties).
Departs: a legal threshold is a share of the votes of the whole country, unless it is asked of
each district; where nobody reaches it, it lapses. A tie for a district goes to the party with
more votes in the country, then to the one listed first.

Where nobody votes, nobody is elected: all seats of that draw are zero.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from tracktwo.power.apportionment import above_threshold, apportion

if TYPE_CHECKING:
    from numpy.typing import ArrayLike, NDArray

    Floats = NDArray[np.float64]
    Integers = NDArray[np.int64]
    Truths = NDArray[np.bool_]


_AT_ONCE = 1 << 14
"""Elections whose votes in one district are compared at a time: as many as a processor's own
memory holds."""


@dataclass(frozen=True)
class ElectionResult:
    """What an election gave, by draw.

    Attributes
    ----------
    seats : (D, P) int
    tied : (D, P) bool
        The parties between which a tie had to decide, somewhere.
    lapsed : (D,) bool
        Where no party reached the threshold, so that it did not apply.
    """

    seats: Integers
    tied: Truths
    lapsed: Truths

    @property
    def shares(self) -> Floats:
        """(D, P) of seats; all zero where nobody was elected."""
        total = self.seats.sum(axis=-1, keepdims=True)
        return np.asarray(self.seats / np.maximum(total, 1))


def list_pr(
    votes: ArrayLike,
    seats: int,
    method: str = "dhondt",
    *,
    threshold: ArrayLike = 0.0,
    exempt: ArrayLike | None = None,
) -> ElectionResult:
    """Elect by party lists in one nationwide district.

    Parameters
    ----------
    votes : (D, P) float
    seats : int
    method : str
        One of `apportionment.METHODS`.
    threshold : float or (P,) float, 0-1
        Least share of all votes; it may differ by party, as for coalitions.
    exempt : (P,) or (D, P) bool, optional
        Parties to whom the threshold does not apply.

    Returns
    -------
    ElectionResult
    """
    taking_part, lapsed = above_threshold(votes, threshold, exempt=exempt)
    given = apportion(taking_part, seats, method)
    return ElectionResult(given.seats, given.tied, lapsed)


def district_pr(
    votes: ArrayLike,
    magnitudes: ArrayLike,
    method: str = "dhondt",
    *,
    threshold: ArrayLike = 0.0,
    exempt: ArrayLike | None = None,
    local: bool = False,
) -> ElectionResult:
    """Elect by party lists in districts.

    Parameters
    ----------
    votes : (D, M, P) float
        As from `votes.by_district`.
    magnitudes : (M,) int
        Seats of each district.
    method, threshold, exempt
        As in `list_pr`.
    local : bool
        Whether the threshold is asked of each district (as in Spain) and not of the country.

    Returns
    -------
    ElectionResult
    """
    count = np.asarray(votes, dtype=np.float64)
    if local:
        taking_part, lapsed = above_threshold(
            count, threshold, exempt=None if exempt is None else np.asarray(exempt)[..., None, :]
        )
        lapses = np.asarray(lapsed.any(axis=-1))
    else:
        national, lapses = above_threshold(count.sum(axis=-2), threshold, exempt=exempt)
        taking_part = np.where(national[..., None, :] > 0, count, 0.0)
    given = apportion(taking_part, magnitudes, method)
    return ElectionResult(given.seats.sum(axis=-2), np.asarray(given.tied.any(axis=-2)), lapses)


def plurality(votes: ArrayLike, magnitudes: ArrayLike = 1) -> ElectionResult:
    """Elect in districts where the party with most votes takes every seat.

    Parameters
    ----------
    votes : (D, M, P) float
    magnitudes : int or (M,) int
        Seats of each district: 1 for single-member districts, more for block votes.

    Returns
    -------
    ElectionResult
    """
    count = np.asarray(votes, dtype=np.float64)
    top = count.max(axis=-1, keepdims=True)
    level = (count == top) & (top > 0)
    national = count.sum(axis=-2, keepdims=True)
    winner = np.where(level, national, -1.0).argmax(axis=-1)
    size = np.broadcast_to(np.asarray(magnitudes, dtype=np.int64), winner.shape)
    won = (np.arange(count.shape[-1]) == winner[..., None]) & level.any(axis=-1, keepdims=True)
    seats = (won * size[..., None]).sum(axis=-2)
    tied = (level & (level.sum(axis=-1, keepdims=True) > 1)).any(axis=-2)
    return ElectionResult(seats, tied, np.zeros(seats.shape[:-1], dtype=bool))


def plurality_of_parts(votes: ArrayLike, part: ArrayLike) -> Integers:
    """Count the single-member districts that each party wins, of votes that lie in them by parts.

    As `plurality` of ``votes * part``, which is never laid out for all districts at once.

    Parameters
    ----------
    votes : (D, W, P) float
        W elections of each draw, all with the same parts.
    part : (D, M, P) float
        Of a party's votes that lies in each district; sums to 1 over districts.

    Returns
    -------
    (D, W, P) int
    """
    count, share = np.asarray(votes, np.float64), np.asarray(part, np.float64)
    draws, ways, _ = count.shape
    districts = share.shape[1]
    won = np.zeros(count.shape, dtype=np.int64)
    step = max(1, _AT_ONCE // max(ways, 1))
    for start in range(0, draws, step):
        rows = slice(start, start + step)
        by_party = np.ascontiguousarray(np.moveaxis(count[rows], 2, 0))  # (P, d, W)
        of_party = np.ascontiguousarray(share[rows].T)[..., None]  # (P, M, d, 1)
        laid, top = np.empty_like(by_party), np.empty_like(by_party[0])
        leads = np.empty(by_party.shape, dtype=bool)
        wins = np.zeros(by_party.shape, dtype=np.int32)
        for m in range(districts):
            top[:] = 0.0
            for votes_of, part_of, here in zip(by_party, of_party[:, m], laid, strict=True):
                np.multiply(votes_of, part_of, out=here)
                np.maximum(top, here, out=top)
            np.equal(laid, top, out=leads)
            np.add(wins, leads, out=wins)
        some = by_party.any(axis=0)
        wins *= some
        won[rows] = np.moveaxis(wins, 0, 2)
        # Where two lead in one district, the country's votes decide.
        for d, w in zip(*np.nonzero((wins.sum(axis=0) != districts) & some), strict=True):
            found = plurality((count[start + d, w] * share[start + d])[None])
            won[start + d, w] = found.seats[0]
    return won


def seats_votes_law(votes: ArrayLike, seats: int, exponent: ArrayLike = 3.0) -> ElectionResult:
    """Elect in single-member districts that nothing is known of, by a power of the votes.

    Seats go out in proportion to votes ** exponent: the cube law at 3, proportional at 1.

    Parameters
    ----------
    votes : (D, P) float
    seats : int
    exponent : float or (D,) float, more than 0

    Returns
    -------
    ElectionResult
        Whole seats by the greatest remainders.
    """
    count = np.asarray(votes, dtype=np.float64)
    power = np.asarray(exponent, dtype=np.float64).reshape(-1, 1)
    if not (power > 0).all():
        raise ValueError("the exponent of the seats-votes law should be more than 0")
    top = count.max(axis=-1, keepdims=True)
    given = apportion((count / np.where(top > 0, top, 1.0)) ** power, seats, "hare")
    return ElectionResult(given.seats, given.tied, np.zeros(count.shape[:-1], dtype=bool))
