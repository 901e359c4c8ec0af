"""Mixed systems: single-member districts beside lists, parallel or compensatory.

Source: Shugart and Wattenberg (2001), Mixed-Member Electoral Systems,
doi:10.1093/019925768X.001.0001; Pukelsheim (2017), doi:10.1007/978-3-319-64707-4, ch. 12-13
(overhang; seats won first as minimum requirements).
Departs: compensation is nationwide, without the regional steps that some countries take.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from tracktwo.power.apportionment import DIVISORS, above_threshold, apportion
from tracktwo.power.elections import ElectionResult, list_pr

if TYPE_CHECKING:
    from numpy.typing import ArrayLike, NDArray

    Floats = NDArray[np.float64]
    Integers = NDArray[np.int64]

OVERHANG = ("keep", "level", "absorb")
"""What becomes of district seats beyond a party's due: see `compensatory`."""


def parallel(
    votes: ArrayLike,
    list_seats: int,
    direct: ArrayLike,
    method: str = "dhondt",
    *,
    threshold: ArrayLike = 0.0,
    exempt: ArrayLike | None = None,
) -> ElectionResult:
    """Add list seats to district seats, neither knowing of the other.

    Parameters
    ----------
    votes : (D, P) float
        For the lists.
    list_seats : int
    direct : (D, P) int
        Won in districts.
    method, threshold, exempt
        As in `elections.list_pr`.

    Returns
    -------
    ElectionResult
    """
    lists = list_pr(votes, list_seats, method, threshold=threshold, exempt=exempt)
    return ElectionResult(lists.seats + np.asarray(direct, np.int64), lists.tied, lists.lapsed)


def compensatory(
    votes: ArrayLike,
    house: int,
    direct: ArrayLike,
    method: str = "sainte-lague",
    *,
    threshold: ArrayLike = 0.0,
    exempt: ArrayLike | None = None,
    waiver: int | None = None,
    overhang: str = "keep",
) -> ElectionResult:
    """Fill up district seats from lists until the whole house is proportional.

    Parameters
    ----------
    votes : (D, P) float
        For the lists.
    house : int
        Seats of the whole house, before overhang.
    direct : (D, P) int
        Won in districts.
    method : str
        One of `apportionment.DIVISORS`.
    threshold, exempt
        As in `elections.list_pr`.
    waiver : int, optional
        District seats that free a party from the threshold: 1 in New Zealand, 3 in Germany.
    overhang : str
        Where a party won more districts than its due. "keep": it keeps them, and the house grows
        (New Zealand). "level": the house grows until they are its due (Germany 2013). "absorb":
        it keeps them, at the others' cost, and the house stays (Scotland).

    Returns
    -------
    ElectionResult
        District seats of parties that do not take part in the compensation come off the house
        first, and stay with them.
    """
    if method not in DIVISORS:
        raise ValueError(f"compensation goes by a divisor method: {', '.join(DIVISORS)}")
    if overhang not in OVERHANG:
        raise ValueError(f"overhang is one of {', '.join(OVERHANG)} (got {overhang!r})")
    count = np.asarray(votes, dtype=np.float64)
    won = np.broadcast_to(np.asarray(direct, dtype=np.int64), count.shape)
    free = np.zeros(count.shape, dtype=bool) if exempt is None else np.asarray(exempt, dtype=bool)
    if waiver is not None:
        free = free | (won >= waiver)
    taking_part, lapsed = above_threshold(count, threshold, exempt=free)
    inside = taking_part > 0
    apart = np.where(inside, 0, won)
    rest = np.maximum(house - apart.sum(axis=-1), 0)
    own = np.where(inside, won, 0)
    if overhang == "absorb":
        due = apportion(taking_part, rest, method, at_least=own)
    elif overhang == "level":
        due = apportion(taking_part, np.maximum(rest, _levelled(taking_part, own, method)), method)
    else:
        due = apportion(taking_part, rest, method)
    return ElectionResult(np.maximum(due.seats, own) + apart, due.tied, lapsed)


def _levelled(votes: Floats, own: Integers, method: str) -> Integers:
    """Return the least house in which every party's due covers its district seats.

    All quotients down to the least that a district seat stands for are then served.
    """
    divisor = DIVISORS[method]
    top, bottom = divisor(np.maximum(own - 1, 0))
    edge = np.where(own > 0, votes * top / bottom, np.inf).min(axis=-1, keepdims=True)
    bound = np.where(np.isfinite(edge), edge, votes.sum(axis=-1, keepdims=True) * 2 + 1)
    # d(s) lies between s and s + 1, so that the number of quotients >= edge is near votes / edge
    near = np.floor(votes / bound).astype(np.int64)
    top, bottom = divisor(near)
    covered = near + (votes * top / bottom >= bound)
    return np.asarray(np.where(np.isfinite(edge), covered, 0).sum(axis=-1), dtype=np.int64)
