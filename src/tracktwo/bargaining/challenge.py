"""The challenge model: who can force whom to move, round by round, by expected utility.

Source: Bueno de Mesquita (1985), doi:10.2307/1956590, and (1994) in Bueno de Mesquita and
Stokman, European Community Decision Making, as written out by Scholz, Calbert and Smith (2011),
Journal of Theoretical Politics 23(4), doi:10.1177/0951629811418142. With d = |x_i - x_j| / R,
mu the weighted median, s_j the salience of the challenged and r_i the exponent of the challenger:

    Us = 2 - 4 (.5 - .5 d)^r      Uf = 2 - 4 (.5 + .5 d)^r      Usq = 2 - 4 (.5)^r
    Ub, Uw = 2 - 4 (.5 -/+ .25 (|x_i - mu| + |x_i - x_j|) / R)^r
    E_i(U_ij) = s_j (P_ij Us + (1 - P_ij) Uf) + (1 - s_j) Us - Q Usq - (1 - Q)(T Ub + (1 - T) Uw)
    v_k(i:j) = c_k s_k (|x_k - x_j|^r_k - |x_k - x_i|^r_k) / R^r_k
    P_ij = sum of v_k(i:j) > 0, divided by a sum of |v_k|       (`probability` says which)
    R_i = (2 S_i - max S - min S) / (max S - min S),  S_i = sum_j E_j(U_ji) with r = 1
    r_i = (1 - R_i / 3) / (1 + R_i / 3)

With a = E_i(U_ij) and b = E_j(U_ji), j's offer to i is a confrontation (b > a > 0: i moves to
x_j), a compromise (b > 0 > a, b > |a|: i moves |a / b| of the way) or a capitulation (b > 0 > a,
b < |a|: i moves to x_j); i takes the first kind it is offered in this order, then one offer of
that kind, and all move at once.

Departs: the paper leaves open or contradicts its own table on several points. Each is an option,
and a set of them is a named variant: there is no unnamed "Bueno de Mesquita model". Expected
utilities within 1e-12 of each other are equal. A tied weighted median is halfway.
"""

from dataclasses import dataclass
from types import MappingProxyType
from typing import Final, Literal, TypeVar

import numpy as np
import numpy.typing as npt

from tracktwo.bargaining.table import BargainingTable, FloatArray

__all__ = ["CHALLENGE_VARIANTS", "ChallengeOptions", "ChallengeResult", "challenge"]

_Kind = TypeVar("_Kind", bound=np.generic)


@dataclass(frozen=True)
class ChallengeOptions:
    """What the paper leaves open.

    Attributes
    ----------
    probability : {"all_pairs", "this_pair"}
        The denominator of P_ij: the votes over all ordered pairs of actors, which is what gives
        the paper's table 2, or those over i and j alone, which is its printed equation 30.
    perspective : {"focal", "own"}
        Whose exponent b is computed with: i's, which judges both sides, or j's own.
    votes : {"own_risk", "neutral"}
        Whether third parties vote with their own exponent or with r = 1.
    risk : bool
        Whether exponents are derived from security at all; else r = 1 throughout.
    compromise : {"least_move", "least_position"}
        Which of several compromises i takes: the least move, which is what the paper's text
        says, or the smallest (|a| x_i + |b| x_j) / (|a| + |b|), a position, which is what gives
        its table. The latter depends on which end of the scale is called low.
    conflict : {"concede", "stay", "ignore"}
        What a confrontation does: i concedes, or nobody moves, or such offers are not made.
    span : {"first_round", "each_round"}
        Whether R is the range of positions at the start or is measured anew each round.
    quo_weight : float, 0..1
        Q, the weight of the status quo against a future without challenge; 1 in the paper.
    """

    probability: Literal["all_pairs", "this_pair"] = "all_pairs"
    perspective: Literal["focal", "own"] = "focal"
    votes: Literal["own_risk", "neutral"] = "own_risk"
    risk: bool = True
    compromise: Literal["least_move", "least_position"] = "least_move"
    conflict: Literal["concede", "stay", "ignore"] = "concede"
    span: Literal["first_round", "each_round"] = "first_round"
    quo_weight: float = 1.0

    def __post_init__(self) -> None:
        if not 0 <= self.quo_weight <= 1:
            raise ValueError(f"quo_weight is {self.quo_weight:g}; it must lie in 0..1")


CHALLENGE_VARIANTS: Final = MappingProxyType(
    {
        "scholz-2011-table": ChallengeOptions(compromise="least_position"),
        "scholz-2011-text": ChallengeOptions(),
        "scholz-2011-equations": ChallengeOptions(probability="this_pair"),
        "risk-neutral": ChallengeOptions(probability="this_pair", risk=False),
    }
)
"""Named variants: what reproduces table 2 of Scholz et al. (2011), the same with the least move
that its text asks for (the default), its printed equations throughout, and these without risk."""


@dataclass(frozen=True, eq=False)
class ChallengeResult:
    """What happened round by round; round 0 is the start.

    Attributes
    ----------
    position : (draws, rounds + 1, actors, issues) float
        On the issues' scales; NaN where an actor has no position.
    median, mean : (draws, rounds + 1, issues) float
        The forecast by round: positions weighted by capability times salience.
    risk : (draws, rounds, actors, issues) float, 0.5..2
        Exponents r_i in each round.
    offer : (draws, rounds, actors, issues) int
        What the actor accepted: 0 nothing, 1 confrontation, 2 compromise, 3 capitulation.
    partner : (draws, rounds, actors, issues) int
        From whom; -1 for nobody.
    options : ChallengeOptions
        What it was run with.
    """

    position: FloatArray
    median: FloatArray
    mean: FloatArray
    risk: FloatArray
    offer: npt.NDArray[np.int8]
    partner: npt.NDArray[np.int16]
    options: ChallengeOptions


def challenge(
    table: BargainingTable,
    options: ChallengeOptions | str = "scholz-2011-text",
    *,
    rounds: int = 10,
    threads: int | None = None,
) -> ChallengeResult:
    """Play the challenge model on each draw of each issue separately.

    Parameters
    ----------
    table : BargainingTable
        Who wants what. Salience is the chance that a challenged actor resists.
    options : ChallengeOptions or str
        The options, or the name of one of `CHALLENGE_VARIANTS`.
    rounds : int, >= 0
        How many rounds to play; there is no rule for stopping in the source.
    threads : int, optional
        How many threads; one per core by default. The result does not depend on it.

    Returns
    -------
    ChallengeResult
        Positions, forecasts, exponents and accepted offers by round.
    """
    # Numba takes longer to load than most answers to compute.
    from tracktwo.bargaining.challenge_kernel import LANES, run_rounds  # noqa: PLC0415
    from tracktwo.compiled import in_chunks  # noqa: PLC0415

    if isinstance(options, str):
        if options not in CHALLENGE_VARIANTS:
            known = ", ".join(CHALLENGE_VARIANTS)
            raise ValueError(f"no challenge model is called {options!r}; there are: {known}")
        options = CHALLENGE_VARIANTS[options]
    draws, actors, issues = table.position.shape
    problems = draws * issues

    def flat(values: npt.NDArray[_Kind]) -> npt.NDArray[_Kind]:
        return np.ascontiguousarray(values.transpose(0, 2, 1)).reshape(problems, actors)

    position = np.empty((problems, rounds + 1, actors))
    median = np.empty((problems, rounds + 1))
    mean = np.empty((problems, rounds + 1))
    risk = np.empty((problems, rounds, actors))
    offer = np.empty((problems, rounds, actors), np.int8)
    partner = np.empty((problems, rounds, actors), np.int16)
    start, weight, salience = flat(table.position), flat(table.weights()), flat(table.salience)
    present = flat(table.has_position)

    def work(first: int, last: int) -> None:
        with np.errstate(all="ignore"):  # without numba, lanes compute what they then drop
            run_rounds(
                start,
                weight,
                salience,
                present,
                first,
                last,
                rounds,
                options.quo_weight,
                options.probability == "all_pairs",
                options.perspective == "focal",
                options.votes == "own_risk",
                options.risk,
                options.compromise == "least_position",
                {"concede": 0, "stay": 1, "ignore": 2}[options.conflict],
                options.span == "first_round",
                position,
                median,
                mean,
                risk,
                offer,
                partner,
            )

    in_chunks(work, -(-problems // LANES), threads)
    empty = ~present.any(axis=1)
    median[empty] = mean[empty] = np.nan
    by_actor = (draws, issues, -1, actors)
    by_round = (draws, issues, rounds + 1)
    return ChallengeResult(
        position.reshape(by_actor).transpose(0, 2, 3, 1),
        median.reshape(by_round).transpose(0, 2, 1),
        mean.reshape(by_round).transpose(0, 2, 1),
        risk.reshape(draws, issues, rounds, actors).transpose(0, 2, 3, 1),
        offer.reshape(draws, issues, rounds, actors).transpose(0, 2, 3, 1),
        partner.reshape(draws, issues, rounds, actors).transpose(0, 2, 3, 1),
        options,
    )
