"""The Spatial Model of Politics: all issues together, challenges, bargains and votes on them.

Source: the model of the KAPSARC Toolkit for Behavioral Analysis (KTAB, MIT licence), version
0.1.1; Wise, Lester and Efird, "Multidimensional Bargaining Using KTAB" and "An Introduction to
the KAPSARC Toolkit for Behavioral Analysis"; Efird, Lester and Wise (2016), Journal of East Asian
Studies 16(1), doi:10.1017/jea.2015.4. Capability c, position t and salience s on 0..1 with
sum_k s_ik <= 1, S_i = sum_k s_ik, W_i = c_i S_i; each turn:

 1. d_ij = sqrt( sum_k s_ik^2 (ideal_ik - t_jk)^2 / sum_k s_ik^2 );  u(d, R) = (1 - d)(1 + d R)
 2. p = probabilistic Condorcet election among positions with weights c and R = 0; it is the risk
    attitude: R_i = (3 p_i - max p - 2 min p) / (2 (max p - min p)) for the range "mid"
 3. h's view of i's risk is r_hi = (1 - f) R_h + f R_i;  U^h_ij = u(d_ij, r_hi)
 4. phi = P(i defeats j) from the votes of i, j and third parties n, who weigh
    p_n (2 U_ni + U_nn) + (1 - p_n) 3 U_nj  (join i) against  p_n 3 U_ni + (1 - p_n)(2 U_nj + U_nn)
 5. i's gain is (1 - S_j) 2 U_ii + S_j (phi 2 U_ii + (1 - phi) 2 U_ij) - (U_ii + U_ij); i makes one
    offer, to the j with the largest gain above 1e-5
 6. per issue w_i = s_ik^2 phi^2, w_j = s_jk^2 (1 - phi)^2, e = 1e-6: i goes to
    ((w_i + e) t_i + w_j t_j) / (w_i + e + w_j), j to (w_i t_i + (w_j + e) t_j) / (same), each
    rounded to 1e-4
 7. each actor chooses among the status quo and its offers made and received by an election as
    in 2 over everyone's mean utility, and moves to its own half of the choice

until the moves of a turn sum to less than .02 (those of the first turn + 1e-4).

Departs: four faults of the toolkit are put right, `compat="ktab"` keeps them. (a) Bargains as the
receiver sees them use its estimate of i's *chance*, not of i's gain. (b) The compromise of both
views weighs the receiver by its own capability, not by the initiator's. (c) With third parties
that commit fully or not at all, their help changes the chance of the side it goes to; with one
chance for both, as there, third parties cancel. (d) Asymmetric votes are counted in both
directions between two options, not in the order the options happen to have. An adjustment f of 1,
on which the toolkit stops with an error, works. The choice among bargains lists own offers before
received ones, by actor. Of targets worth as much, to 1e-12, the first is taken. An actor with no
position on an issue has salience 0 there and the weighted mean as a stand-in; with no salience at
all its distances are 0.
"""

from dataclasses import dataclass
from typing import Literal

import numpy as np
import numpy.typing as npt

from tracktwo.bargaining.average import weighted_mean
from tracktwo.bargaining.table import BargainingTable, FloatArray

__all__ = ["SpatialOptions", "SpatialResult", "spatial"]

_VICTORY = ("binary", "linear", "square", "quartic", "octic")
_VOTING = (
    "binary",
    "proportional-binary",
    "proportional",
    "proportional-cubic",
    "cubic",
    "prospect",
)
_ELECTION = ("conditional", "markov-uniform", "markov-incentive")
_RISK_RANGE = ("min", "mid", "max")
_COMMITMENT = ("none", "semi", "full")
_INTERPOLATION = ("s1p1", "s2p2", "s2pmax")
_BARGAINS = ("initiator", "both", "compromise")
_COMPAT = ("corrected", "ktab")
_ADJUSTMENT = {"none": 0.0, "one-third": 1 / 3, "half": 0.5, "two-thirds": 2 / 3, "full": 1.0}


@dataclass(frozen=True)
class SpatialOptions:
    """The model's switches; the defaults are the toolkit's.

    Attributes
    ----------
    victory : {"linear", "binary", "square", "quartic", "octic"}
        How the strengths of two coalitions become a probability.
    voting : {"proportional", "binary", "proportional-binary", "proportional-cubic", "cubic", \
"prospect"}
        How a difference in utility becomes a vote.
    election : {"conditional", "markov-uniform", "markov-incentive"}
        How pairwise probabilities become one over all options.
    risk_range : {"mid", "min", "max"}
        Risk attitudes span -.5..1, 0..1 or -1..1; positive is averse.
    risk_adjustment : {"one-third", "none", "half", "two-thirds", "full"}
        f: how far an actor's view of another's risk attitude is the other's own.
    commitment : {"semi", "none", "full"}
        What third parties that back the losing side stand to lose.
    interpolation : {"s2p2", "s1p1", "s2pmax"}
        How probability and salience split the difference.
    bargains : {"initiator", "both", "compromise"}
        Whose view of the contest offers are drawn up in; "both" makes two, "compromise" the
        mean of the two by capability times salience.
    compat : {"corrected", "ktab"}
        Whether the toolkit's faults are put right; see above.
    """

    victory: Literal["binary", "linear", "square", "quartic", "octic"] = "linear"
    voting: Literal[
        "binary", "proportional-binary", "proportional", "proportional-cubic", "cubic", "prospect"
    ] = "proportional"
    election: Literal["conditional", "markov-uniform", "markov-incentive"] = "conditional"
    risk_range: Literal["min", "mid", "max"] = "mid"
    risk_adjustment: Literal["none", "one-third", "half", "two-thirds", "full"] = "one-third"
    commitment: Literal["none", "semi", "full"] = "semi"
    interpolation: Literal["s1p1", "s2p2", "s2pmax"] = "s2p2"
    bargains: Literal["initiator", "both", "compromise"] = "initiator"
    compat: Literal["corrected", "ktab"] = "corrected"


@dataclass(frozen=True, eq=False)
class SpatialResult:
    """Where the turns led.

    Attributes
    ----------
    position : (draws, actors, issues) float
        Positions at the end, on the issues' scales; NaN where an actor had none.
    outcome : (draws, issues) float
        Their mean weighted by capability times salience.
    probability : (draws, actors) float
        The chance that each actor's final position (as a whole) is the one adopted.
    risk : (draws, actors) float
        Risk attitudes at the end; positive is averse.
    turns : (draws,) int
        How many turns it took.
    history : (draws, turns + 1, actors, issues) float or None
        Positions by turn, if asked for; a draw that ends sooner stays where it is.
    target, partner : (draws, turns, actors) int or None
        To whom each actor made an offer, and with whom it struck a bargain; -1 for nobody.
    options : SpatialOptions
        What it was run with.
    """

    position: FloatArray
    outcome: FloatArray
    probability: FloatArray
    risk: FloatArray
    turns: npt.NDArray[np.int64]
    history: FloatArray | None
    target: npt.NDArray[np.int64] | None
    partner: npt.NDArray[np.int64] | None
    options: SpatialOptions


def spatial(
    table: BargainingTable,
    options: SpatialOptions | None = None,
    *,
    max_turns: int = 100,
    history: bool = False,
    share_salience: bool = False,
    accommodation: npt.ArrayLike | None = None,
    rng: np.random.Generator | None = None,
    threads: int | None = None,
) -> SpatialResult:
    """Run the Spatial Model of Politics on each draw, all issues together.

    Parameters
    ----------
    table : BargainingTable
        Who wants what; capability must be the same on every issue where an actor has a position.
    options : SpatialOptions, optional
        The switches; the toolkit's defaults if left out.
    max_turns : int
        Where to stop at the latest.
    history : bool
        Whether to keep positions, offers and partners by turn.
    share_salience : bool
        Whether to divide all saliences of a draw so that none sums to more than 1 over issues;
        otherwise such a table is refused.
    accommodation : (actors, actors) array_like, optional
        A in ideal_i' = sum_j A_ij t_j + (1 - sum_j A_ij) ideal_i: how far ideals follow
        positions. By default they are the positions (A is the identity).
    rng : numpy.random.Generator, optional
        Draws each actor's choice among bargains from its probabilities; if left out, each takes
        the most probable (the first of equals).
    threads : int, optional
        How many threads; one per core by default. The result does not depend on it.

    Returns
    -------
    SpatialResult
        Final positions, probabilities and, if asked for, every turn.

    Raises
    ------
    ValueError
        If saliences sum to more than 1, or capability differs between issues.
    """
    # Numba takes longer to load than most answers to compute.
    from tracktwo.bargaining.spatial_kernel import run_turns  # noqa: PLC0415
    from tracktwo.compiled import in_chunks  # noqa: PLC0415

    options = options or SpatialOptions()
    draws, actors, issues = table.position.shape
    present = table.has_position
    salience = np.where(present, table.salience, 0.0)
    most = salience.sum(axis=2).max(axis=1)
    if share_salience:
        salience = salience / np.maximum(most, 1.0)[:, None, None]
    elif most.max() > 1 + 1e-9:
        raise ValueError(
            f"an actor's salience sums to {most.max():g} over issues; here it may sum to at most 1 "
            "(a share of attention): scale it, or pass share_salience=True"
        )
    capability = one_capability(table)
    if capability is None:
        raise ValueError("the spatial model needs one capability per actor, the same on all issues")
    stand_in = np.nan_to_num(table.unit(weighted_mean(table)), nan=0.5)[:, None, :]
    start = np.where(present, table.unit(table.position), stand_in)
    codes = np.array(
        [
            names.index(choice)
            for names, choice in (
                (_VICTORY, options.victory),
                (_VOTING, options.voting),
                (_ELECTION, options.election),
                (_RISK_RANGE, options.risk_range),
                (_COMMITMENT, options.commitment),
                (_INTERPOLATION, options.interpolation),
                (_BARGAINS, options.bargains),
                (_COMPAT, options.compat),
            )
        ]
    )
    follow = np.empty((0, 0)) if accommodation is None else np.array(accommodation, np.float64)
    if accommodation is not None and follow.shape != (actors, actors):
        raise ValueError(f"accommodation has shape {follow.shape}; it should be {(actors, actors)}")
    uniforms = np.empty((0, 0, 0)) if rng is None else rng.random((draws, max_turns, actors))
    kept = draws if history else 0
    path = np.empty((kept, max_turns + 1, actors, issues))
    target = np.full((kept, max_turns, actors), -1)
    partner = np.full((kept, max_turns, actors), -1)
    final = np.empty((draws, actors, issues))
    turns = np.empty(draws, np.int64)
    probability = np.empty((draws, actors))
    risk = np.empty((draws, actors))

    def work(first: int, last: int) -> None:
        run_turns(
            start,
            salience,
            capability,
            follow,
            uniforms,
            codes,
            _ADJUSTMENT[options.risk_adjustment],
            max_turns,
            first,
            last,
            final,
            turns,
            probability,
            risk,
            path,
            target,
            partner,
        )

    in_chunks(work, draws, threads)
    position = np.where(present, table.scaled(final), np.nan)
    end = BargainingTable(
        np.clip(position, table.low, table.high),
        table.salience,
        table.capability,
        table.status_quo,
        table.low,
        table.high,
        table.actors,
        table.issues,
    )
    used = int(turns.max())
    moves = (
        np.where(present[:, None], table.scaled(path[:, : used + 1]), np.nan) if history else None
    )
    return SpatialResult(
        position,
        weighted_mean(end),
        probability,
        risk,
        turns,
        moves,
        target[:, :used] if history else None,
        partner[:, :used] if history else None,
        options,
    )


def one_capability(table: BargainingTable) -> FloatArray | None:
    """Return (draws, actors), the capability of each actor; None where it differs by issue.

    An actor without any position has none.
    """
    present = table.has_position
    most = np.where(present, table.capability, -np.inf).max(axis=2)
    if (present & (table.capability != most[:, :, None])).any():
        return None
    return np.asarray(np.maximum(most, 0.0))
