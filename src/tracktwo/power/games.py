"""Games of coalitions: who can pass or block, and what each member adds.

Source: Shapley (1953), doi:10.1515/9781400881970-018; Banzhaf (1965), Rutgers Law Review 19,
317-343; for values estimated from orders drawn at random, Castro, Gómez and Tejada (2009),
doi:10.1016/j.cor.2008.04.004.
Departs: nowhere; a game here is a table of the worth of every coalition, per draw.
"""

from __future__ import annotations

import itertools
import math
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

LARGEST = 16
"""Members up to which all 2**n coalitions are listed."""


def members_of(coalition: int, members: int) -> tuple[int, ...]:
    """Return the members of a coalition written as a bit mask."""
    return tuple(i for i in range(members) if coalition >> i & 1)


def shapley(worth: Floats, members: int) -> Floats:
    r"""Return each member's Shapley value.

    phi_i = sum over S without i of |S|! (n - |S| - 1)! / n! [v(S + i) - v(S)].

    Parameters
    ----------
    worth : (2**members, ...) worth of every coalition, by bit mask

    Returns
    -------
    (members, ...) float
        Sums to the worth of all minus the worth of none.
    """
    return _weighted_gains(
        worth, members, lambda size: 1 / (members * math.comb(members - 1, size))
    )


def adding_up(values: Floats, total: Floats) -> Floats:
    """Return Shapley values shifted alike so that their means over draws add up to a total.

    For values worked out on few draws of a total that is known from many: a control variate whose
    correction, which no member stands nearer to than another, is shared out evenly.

    Parameters
    ----------
    values : (members, draws, ...)
    total : (...) mean worth of all minus that of none, over many draws
    """
    missing = total - values.mean(axis=1).sum(axis=0)
    return np.asarray(values + missing / max(len(values), 1))


def banzhaf(worth: Floats, members: int) -> Floats:
    """Return each member's Banzhaf value: its mean gain over all coalitions of the others.

    Parameters
    ----------
    worth : (2**members, ...) worth of every coalition, by bit mask

    Returns
    -------
    (members, ...) float
    """
    return _weighted_gains(worth, members, lambda _: 1 / 2 ** (members - 1))


def _weighted_gains(worth: Floats, members: int, weight: Callable[[int], float]) -> Floats:
    if worth.shape[0] != 1 << members:
        raise ValueError(f"worth should have {1 << members} rows (got {worth.shape[0]})")
    coalitions = np.arange(1 << members)
    size = np.array([c.bit_count() for c in coalitions.tolist()])
    weights = np.array([weight(s) if s < members else 0.0 for s in range(members + 1)])
    out = np.empty((members, *worth.shape[1:]))
    for i in range(members):
        without = coalitions[(coalitions >> i & 1) == 0]
        gain = worth[without | 1 << i] - worth[without]
        out[i] = np.tensordot(weights[size[without]], gain, axes=1)
    return out


def interactions(worth: Floats, members: int) -> Floats:
    """Return the Shapley interaction index of each pair.

    Positive where two members add more together than apart, negative where they work against
    each other or make each other superfluous. Source: Grabisch and Roubens (1999),
    doi:10.1007/s001820050125.

    Parameters
    ----------
    worth : (2**members, ...) worth of every coalition, by bit mask

    Returns
    -------
    (members, members, ...) float
        Symmetric, zero on the diagonal.
    """
    coalitions = np.arange(1 << members)
    size = np.array([c.bit_count() for c in coalitions.tolist()])
    out = np.zeros((members, members, *worth.shape[1:]))
    for i, j in itertools.combinations(range(members), 2):
        pair = 1 << i | 1 << j
        rest = coalitions[(coalitions & pair) == 0]
        gain = worth[rest | pair] - worth[rest | 1 << i] - worth[rest | 1 << j] + worth[rest]
        weights = np.array(
            [1 / ((members - 1) * math.comb(members - 2, int(s))) for s in size[rest]]
        )
        out[i, j] = out[j, i] = np.tensordot(weights, gain, axes=1)
    return out


def minimal(holds: Sequence[bool], members: int) -> list[tuple[int, ...]]:
    """Return the minimal coalitions of a monotone game, smallest first.

    Parameters
    ----------
    holds : whether each coalition (by bit mask) wins
    """
    found: list[int] = []
    for coalition in sorted(range(1 << members), key=lambda c: (c.bit_count(), c)):
        if holds[coalition] and not any(less & coalition == less for less in found):
            found.append(coalition)
    return [members_of(c, members) for c in found]


def blocking(holds: Sequence[bool], members: int) -> list[tuple[int, ...]]:
    """Return the minimal coalitions whose refusal no others can make up for, smallest first."""
    everyone = (1 << members) - 1
    return minimal([not holds[everyone ^ c] for c in range(1 << members)], members)
