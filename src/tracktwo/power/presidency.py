"""Presidential elections: plurality, or a majority in two rounds.

Source: Downs (1957), An Economic Theory of Democracy (voters turn to the nearest candidate left);
transfers by a logit of distance, as in Adams, Merrill and Grofman (2005), A Unified Theory of
Party Competition, doi:10.1017/CBO9780511614453.
Departs: every voter of an eliminated candidate stands where that candidate stands; how steep the
logit is, and how many abstain, is the caller's assumption.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import ArrayLike, NDArray

    Floats = NDArray[np.float64]
    Integers = NDArray[np.int64]
    Truths = NDArray[np.bool_]


@dataclass(frozen=True)
class Presidency:
    """Who wins the office, by draw.

    Attributes
    ----------
    winner : (D,) int
        -1 where nobody votes.
    runoff : (D, 2) int
        The two in the second round, the leader of the first round first; -1 where there is none.
    second : (D, 2) float
        Their votes in it; zero where there is none.
    tied : (D,) bool
        Where equal votes decided; the one listed first goes ahead.
    """

    winner: Integers
    runoff: Integers
    second: Floats
    tied: Truths

    def won(self, parties: int) -> Truths:
        """(D, parties) of the office: one True per draw, none where nobody votes."""
        return np.asarray(self.winner[:, None] == np.arange(parties))


def plurality_president(votes: ArrayLike) -> Presidency:
    """Elect whoever has most votes.

    Parameters
    ----------
    votes : (D, P) float

    Returns
    -------
    Presidency
    """
    count = np.asarray(votes, dtype=np.float64)
    top = count.max(axis=1)
    none = top <= 0
    nobody = np.full((count.shape[0], 2), -1, dtype=np.int64)
    tied = ((count == top[:, None]).sum(axis=1) > 1) & ~none
    return Presidency(
        np.where(none, -1, count.argmax(axis=1)), nobody, np.zeros(nobody.shape), tied
    )


def two_round(
    votes: ArrayLike,
    positions: ArrayLike,
    *,
    steepness: ArrayLike = np.inf,
    abstain: ArrayLike = 0.0,
    swing: ArrayLike = 0.0,
) -> Presidency:
    """Elect by an absolute majority, in a second round of the first two where it takes one.

    Parameters
    ----------
    votes : (D, P) float
        Of the first round.
    positions : (P,) or (D, P) float
        Where the candidates stand, on a scale of any length.
    steepness : float or (D,) float, not negative
        Of the logit of the difference in distance; infinite: all go to the nearer candidate,
        half each where both are as near; 0: half each.
    abstain : float or (D,) float, 0-1
        Share of the eliminated candidates' voters who stay at home.
    swing : float or (D,) float
        Added to the log odds of the second round for the leader of the first.

    Returns
    -------
    Presidency
        A candidate with exactly half of the votes has no majority.
    """
    count = np.asarray(votes, dtype=np.float64)
    draws, parties = count.shape
    if parties == 1:
        return plurality_president(count)
    place = np.broadcast_to(np.asarray(positions, dtype=np.float64), count.shape)
    lines = np.arange(draws)
    order = np.argsort(-count, axis=1, kind="stable")
    first, second = order[:, 0], order[:, 1]
    ranked = np.take_along_axis(count, order, axis=1)
    total = count.sum(axis=1)
    outright = (ranked[:, 0] > total / 2) & (total > 0)
    closer = np.abs(place - place[lines, second][:, None]) - np.abs(
        place - place[lines, first][:, None]
    )
    slope = np.broadcast_to(np.asarray(steepness, dtype=np.float64), (draws,))[:, None]
    # an infinite slope is a step: 1 when nearer, 1/2 when as near
    finite = np.where(np.isfinite(slope), slope, 0.0)
    logit = 0.5 * (1.0 + np.tanh(finite * closer / 2.0))
    to_first = np.where(np.isfinite(slope), logit, 0.5 * (1.0 + np.sign(closer)))
    eliminated = np.ones(count.shape, dtype=bool)
    eliminated[lines, first] = eliminated[lines, second] = False
    free = np.where(eliminated, count, 0.0) * (1.0 - np.reshape(np.asarray(abstain), (-1, 1)))
    ahead = ranked[:, 0] + (free * to_first).sum(axis=1)
    behind = ranked[:, 1] + (free * (1.0 - to_first)).sum(axis=1)
    both = ahead + behind
    moved = ahead * np.exp(np.clip(np.asarray(swing, dtype=np.float64), -50.0, 50.0))
    ahead = both * moved / np.where(moved + behind > 0, moved + behind, 1.0)
    behind = both - ahead
    held = ~outright & (total > 0)
    winner = np.where(held & (behind > ahead), second, first)
    third = ranked[:, 2] if parties > 2 else np.full(draws, -1.0)
    tied = held & (
        (ahead == behind) | ((ranked[:, 1] == third) & (third > 0)) | (ranked[:, 0] == ranked[:, 1])
    )
    return Presidency(
        winner=np.where(total > 0, winner, -1),
        runoff=np.where(held[:, None], order[:, :2], -1),
        second=np.where(held[:, None], np.column_stack([ahead, behind]), 0.0),
        tied=tied,
    )
