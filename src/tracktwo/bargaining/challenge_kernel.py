"""The rounds of the challenge model, compiled: see `challenge` for the formulas and their source.

Eight problems (one draw of one issue each) go side by side, the innermost axis of every array, so
that each instruction works on several of them. Powers d^r are taken as exp(r log d), written out
for the same reason; they agree with the library's to 5e-15. Sums may be rounded differently on
processors with and without fused multiplication, never between runs on one.
"""
# ruff: noqa: PLR0917  (compiled functions take arrays by position)

import numpy as np
import numpy.typing as npt

from tracktwo.bargaining.table import BoolArray, FloatArray
from tracktwo.compiled import njit

__all__ = ["LANES", "run_rounds"]

LANES = 8
# Adding this number to a double moves its integer part to the lowest bits: rounding, and the way
# to and from integers, without leaving the vector registers.
_SHIFTER = 6755399441055744.0
_SHIFTER_BITS = 0x4338000000000000
_ONE_BITS = 0x3FF0000000000000
_ROOT_HALF_BITS = 0x3FE6A09E667F3BCD
_LN2_HIGH = 6.93147180369123816490e-01
_LN2_LOW = 1.90821492927058770002e-10
_HAIR = 1e-12  # expected utilities closer than this are equal: rounding must not start a fight


@njit(error_model="numpy", fastmath={"contract"})
def _raise(
    base: FloatArray, exponent: FloatArray, out: FloatArray, scratch: FloatArray, count: int
) -> None:
    """Set out = base ** exponent for the first `count` of each; bases in 0..1, exponents >= 0.5."""
    bits = scratch.view(np.int64)
    raw = base.view(np.int64)
    # log x = k log 2 + log m, m in [sqrt(1/2), sqrt 2), the series in s = f / (2 + f), f = m - 1
    # (W. J. Cody and W. Waite; the coefficients are those of FreeBSD's e_log.c).
    for at in range(count):
        power = ((raw[at] - _ROOT_HALF_BITS) >> 52) & 0xFFF
        bits[at] = power - ((power & 0x800) << 1) + _SHIFTER_BITS
    for at in range(count):
        out[at] = scratch[at] - _SHIFTER
    for at in range(count):
        bits[at] = raw[at] - ((bits[at] - _SHIFTER_BITS) << 52)
    for at in range(count):
        f = scratch[at] - 1.0
        s = f / (2.0 + f)
        z = s * s
        series = 1.479819860511658591e-01
        series = series * z + 1.531383769920937332e-01
        series = series * z + 1.818357216161805012e-01
        series = series * z + 2.222219843214978396e-01
        series = series * z + 2.857142874366239149e-01
        series = series * z + 3.999999999940941908e-01
        series = series * z + 6.666666666666735130e-01
        half = 0.5 * f * f
        power_of_two = out[at]
        logarithm = power_of_two * _LN2_HIGH - (
            (half - (s * (half + series * z) + power_of_two * _LN2_LOW)) - f
        )
        out[at] = max(logarithm * exponent[at], -700.0)
    # exp x = 2^k exp(x - k log 2), the rest by its Taylor series.
    for at in range(count):
        shifted = out[at] * 1.4426950408889634 + _SHIFTER
        whole = shifted - _SHIFTER
        x = (out[at] - whole * _LN2_HIGH) - whole * _LN2_LOW
        series = 1.0 / 6227020800
        series = series * x + 1.0 / 479001600
        series = series * x + 1.0 / 39916800
        series = series * x + 1.0 / 3628800
        series = series * x + 1.0 / 362880
        series = series * x + 1.0 / 40320
        series = series * x + 1.0 / 5040
        series = series * x + 1.0 / 720
        series = series * x + 1.0 / 120
        series = series * x + 1.0 / 24
        series = series * x + 1.0 / 6
        series = series * x + 1.0 / 2
        series = (series * x + 1.0) * x + 1.0
        out[at] = series
        scratch[at] = shifted
    for at in range(count):
        bits[at] = ((bits[at] - _SHIFTER_BITS) << 52) + _ONE_BITS
    for at in range(count):
        out[at] = out[at] * scratch[at] if base[at] > 0.0 else 0.0


@njit(error_model="numpy", fastmath={"contract"})
def _count_votes(stake: FloatArray, column: FloatArray, support: FloatArray, actors: int) -> None:
    """Add one actor's votes: support[i, j] += max(stake[j] - stake[i], 0) for i < j."""
    for i in range(actors):
        for lane in range(LANES):
            column[i, lane] += stake[i, lane]
        for j in range(i + 1, actors):
            for lane in range(LANES):
                support[i, j, lane] += max(stake[j, lane] - stake[i, lane], 0.0)


@njit(error_model="numpy", fastmath={"contract"})
def _win_probability(
    column: FloatArray,
    support: FloatArray,
    chance: FloatArray,
    x: FloatArray,
    all_pairs: bool,
    actors: int,
    total: FloatArray,
    here: BoolArray,
) -> None:
    """Turn support into P_ij, both ways: support[j, i] = support[i, j] - (column_j - column_i)."""
    for lane in range(LANES):
        total[lane] = 0.0
    for i in range(actors):
        for j in range(i + 1, actors):
            for lane in range(LANES):
                forth = support[i, j, lane]
                back = max(forth - (column[j, lane] - column[i, lane]), 0.0)
                support[j, i, lane] = back
                both = here[i, lane] & here[j, lane]
                total[lane] += 2.0 * (forth + back) if both else 0.0
    for i in range(actors):
        for j in range(i + 1, actors):
            for lane in range(LANES):
                forth = support[i, j, lane]
                back = support[j, i, lane]
                cast = total[lane] if all_pairs else forth + back
                apart = (cast > 0.0) & (x[i, lane] != x[j, lane])
                share = 1.0 / cast if apart else 0.0
                chance[i, j, lane] = forth * share
                chance[j, i, lane] = back * share


@njit(error_model="numpy")
def _middle(
    x: FloatArray,
    w: FloatArray,
    median: FloatArray,
    mean: FloatArray,
    actors: int,
    low: FloatArray,
    high: FloatArray,
    moment: FloatArray,
) -> None:
    """Weighted median (halfway between two) and weighted mean, in each lane."""
    for lane in range(LANES):
        low[lane] = np.inf
        high[lane] = -np.inf
        moment[lane] = 0.0
        mean[lane] = 0.0
    for i in range(actors):
        for lane in range(LANES):
            moment[lane] += w[i, lane]
            mean[lane] += w[i, lane] * x[i, lane]
    for i in range(actors):
        for lane in range(LANES):
            below = 0.0
            upto = 0.0
            for k in range(actors):
                below += w[k, lane] if x[k, lane] < x[i, lane] else 0.0
                upto += w[k, lane] if x[k, lane] <= x[i, lane] else 0.0
            half = 0.5 * moment[lane]
            hair = 1e-12 * moment[lane]
            counts = w[i, lane] > 0.0
            if counts & (upto >= half - hair):
                low[lane] = min(low[lane], x[i, lane])
            if counts & (below <= half + hair):
                high[lane] = max(high[lane], x[i, lane])
    for lane in range(LANES):
        median[lane] = low[lane] + (high[lane] - low[lane]) / 2.0
        mean[lane] = mean[lane] / moment[lane]


@njit(error_model="numpy")
def _status_quo_term(
    i: int,
    j: int,
    x: FloatArray,
    middle: FloatArray,
    span: FloatArray,
    exponent: float,
    quo_weight: float,
    lane: int,
) -> float:
    """(1 - Q)(T Ub + (1 - T) Uw): what i expects of j if it does not challenge j."""
    apart = abs(x[i, lane] - x[j, lane])
    away = abs(x[i, lane] - middle[lane])
    reach = 0.25 * (away + apart) / span[lane] if span[lane] > 0.0 else 0.0
    base = 0.5 - reach if away < apart else 0.5 + reach
    value: float = (1.0 - quo_weight) * (2.0 - 4.0 * max(base, 0.0) ** exponent)
    return value


@njit(error_model="numpy", fastmath={"contract"})
def run_rounds(
    position: FloatArray,
    weight: FloatArray,
    salience: FloatArray,
    present: BoolArray,
    first_block: int,
    last_block: int,
    rounds: int,
    quo_weight: float,
    all_pairs: bool,
    focal: bool,
    own_votes: bool,
    use_risk: bool,
    by_position: bool,
    conflict: int,
    fixed_span: bool,
    out_position: FloatArray,
    out_median: FloatArray,
    out_mean: FloatArray,
    out_risk: FloatArray,
    out_offer: npt.NDArray[np.int8],
    out_partner: npt.NDArray[np.int16],
) -> None:
    """Run blocks of problems; `position`, `weight`, ... are (problems, actors), see `challenge`."""
    problems, actors = position.shape
    wide = 3 * actors * LANES
    x = np.empty((actors, LANES))
    w = np.empty((actors, LANES))
    care = np.empty((actors, LANES))
    here = np.empty((actors, LANES), np.bool_)
    span = np.zeros(LANES)
    median = np.zeros(LANES)
    mean = np.zeros(LANES)
    lane_a = np.empty(LANES)
    lane_b = np.empty(LANES)
    lane_c = np.empty(LANES)
    distance = np.empty((actors, actors, LANES))
    stake = np.empty((actors, LANES))
    column = np.empty((actors, LANES))
    support = np.zeros((actors, actors, LANES))
    chance = np.zeros((actors, actors, LANES))  # nobody challenges itself: the diagonal stays 0
    security = np.empty((actors, LANES))
    power = np.ones((actors, LANES))
    base = np.empty(wide)
    exponent = np.empty(wide)
    raised = np.empty(wide)
    scratch = np.empty(wide)
    win = np.empty((actors, actors, LANES))  # d^r, then Us = 2 - 4 (.5 - .5 d)^r
    lose = np.empty((actors, actors, LANES))  # Uf
    keep = np.empty((actors, LANES))  # Usq
    threat = np.empty((actors, actors, LANES))  # E_i(U_ij) with i's own exponent
    key = np.empty(LANES)
    goal = np.empty(LANES)
    rank = np.empty(LANES, np.int64)
    partner = np.empty(LANES, np.int64)
    goals = np.empty((actors, LANES))
    for block in range(first_block, last_block):
        for lane in range(LANES):
            problem = min(block * LANES + lane, problems - 1)
            somewhere = 0.0
            for i in range(actors):
                if present[problem, i]:
                    somewhere = position[problem, i]
            for i in range(actors):
                here[i, lane] = present[problem, i]
                x[i, lane] = position[problem, i] if here[i, lane] else somewhere
                w[i, lane] = weight[problem, i]
                care[i, lane] = salience[problem, i] if here[i, lane] else 0.0
        for turn in range(rounds + 1):
            _middle(x, w, median, mean, actors, lane_a, lane_b, lane_c)
            for lane in range(LANES):
                problem = block * LANES + lane
                if problem < problems:
                    out_median[problem, turn] = median[lane]
                    out_mean[problem, turn] = mean[lane]
                    for i in range(actors):
                        out_position[problem, turn, i] = x[i, lane] if here[i, lane] else np.nan
            if turn == rounds:
                break
            if turn == 0 or not fixed_span:
                for lane in range(LANES):
                    lane_a[lane] = x[0, lane]
                    lane_b[lane] = x[0, lane]
                for i in range(actors):
                    for lane in range(LANES):
                        lane_a[lane] = min(lane_a[lane], x[i, lane])
                        lane_b[lane] = max(lane_b[lane], x[i, lane])
                for lane in range(LANES):
                    span[lane] = lane_b[lane] - lane_a[lane]
            # Risk neutral first: distances, votes, P and E with r = 1.
            for i in range(actors):
                for lane in range(LANES):
                    column[i, lane] = 0.0
                    security[i, lane] = 0.0
                for j in range(actors):
                    for lane in range(LANES):
                        inverse = 1.0 / span[lane] if span[lane] > 0.0 else 0.0
                        distance[i, j, lane] = min(abs(x[i, lane] - x[j, lane]) * inverse, 1.0)
                        support[i, j, lane] = 0.0
            if use_risk or not own_votes:
                for k in range(actors):
                    for j in range(actors):
                        for lane in range(LANES):
                            stake[j, lane] = w[k, lane] * distance[k, j, lane]
                    _count_votes(stake, column, support, actors)
                _win_probability(column, support, chance, x, all_pairs, actors, lane_c, here)
            if use_risk:
                for j in range(actors):
                    for i in range(actors):
                        # E_j(U_ji) = 2 d (1 - 2 s_i (1 - P_ji)) - ...
                        for lane in range(LANES):
                            d = distance[j, i, lane]
                            security[i, lane] += (
                                2.0 * d * (1.0 - 2.0 * care[i, lane] * (1.0 - chance[j, i, lane]))
                                if here[j, lane]
                                else 0.0
                            )
                        if quo_weight < 1.0 and i != j:
                            for lane in range(LANES):
                                if here[j, lane]:
                                    security[i, lane] -= _status_quo_term(
                                        j, i, x, median, span, 1.0, quo_weight, lane
                                    )
                for lane in range(LANES):
                    lane_a[lane] = np.inf
                    lane_b[lane] = -np.inf
                for i in range(actors):
                    for lane in range(LANES):
                        if here[i, lane]:
                            lane_a[lane] = min(lane_a[lane], security[i, lane])
                            lane_b[lane] = max(lane_b[lane], security[i, lane])
                for i in range(actors):
                    for lane in range(LANES):
                        gap = lane_b[lane] - lane_a[lane]
                        lean = (
                            (2.0 * security[i, lane] - lane_b[lane] - lane_a[lane]) / gap / 3.0
                            if (gap > _HAIR) & here[i, lane]
                            else 0.0
                        )
                        power[i, lane] = (1.0 - lean) / (1.0 + lean)
            # The same with each actor's exponent: Us, Uf, Usq, votes, P.
            if own_votes:
                for i in range(actors):
                    for lane in range(LANES):
                        column[i, lane] = 0.0
                    for j in range(actors):
                        for lane in range(LANES):
                            support[i, j, lane] = 0.0
            for i in range(actors):
                for j in range(actors):
                    for lane in range(LANES):
                        at = j * LANES + lane
                        d = distance[i, j, lane]
                        base[at] = d
                        base[at + actors * LANES] = 0.5 - 0.5 * d
                        base[at + 2 * actors * LANES] = 0.5 + 0.5 * d
                        exponent[at] = power[i, lane]
                        exponent[at + actors * LANES] = power[i, lane]
                        exponent[at + 2 * actors * LANES] = power[i, lane]
                _raise(base, exponent, raised, scratch, wide)
                for j in range(actors):
                    for lane in range(LANES):
                        at = j * LANES + lane
                        stake[j, lane] = w[i, lane] * raised[at]
                        win[i, j, lane] = 2.0 - 4.0 * raised[at + actors * LANES]
                        lose[i, j, lane] = 2.0 - 4.0 * raised[at + 2 * actors * LANES]
                for lane in range(LANES):
                    keep[i, lane] = win[i, i, lane]  # d = 0: 2 - 4 (.5)^r
                if own_votes:
                    _count_votes(stake, column, support, actors)
            if own_votes:
                _win_probability(column, support, chance, x, all_pairs, actors, lane_c, here)
            if not focal:
                for i in range(actors):
                    for j in range(actors):
                        for lane in range(LANES):
                            bet = 1.0 - care[j, lane] * (1.0 - chance[i, j, lane])
                            threat[i, j, lane] = (
                                bet * win[i, j, lane]
                                + (1.0 - bet) * lose[i, j, lane]
                                - quo_weight * keep[i, lane]
                            )
                            if quo_weight < 1.0:
                                threat[i, j, lane] -= _status_quo_term(
                                    i, j, x, median, span, power[i, lane], quo_weight, lane
                                )
            # Offers to i: the first kind in the order confrontation, compromise, capitulation.
            for i in range(actors):
                for lane in range(LANES):
                    key[lane] = np.inf
                    rank[lane] = 4
                    goal[lane] = x[i, lane]
                    partner[lane] = -1
                for j in range(actors):
                    if j == i:
                        continue
                    for lane in range(LANES):
                        if focal:
                            # E = [1 - s(1 - P)] Us + s(1 - P) Uf - Q Usq - ..., s the responder's
                            forth = care[j, lane] * (1.0 - chance[i, j, lane])
                            back = care[i, lane] * (1.0 - chance[j, i, lane])
                            prize = win[i, j, lane] - quo_weight * keep[i, lane]
                            swing = win[i, j, lane] - lose[i, j, lane]
                            a = prize - forth * swing
                            b = prize - back * swing
                            if quo_weight < 1.0:
                                a -= _status_quo_term(
                                    i, j, x, median, span, power[i, lane], quo_weight, lane
                                )
                                b -= _status_quo_term(
                                    j, i, x, median, span, power[i, lane], quo_weight, lane
                                )
                        else:
                            a = threat[i, j, lane]
                            b = threat[j, i, lane]
                        eligible = (
                            here[i, lane] & here[j, lane] & (x[i, lane] != x[j, lane]) & (b > _HAIR)
                        )
                        size = abs(a)
                        fight = (a > _HAIR) & (b > a + _HAIR) & (conflict != 2)
                        deal = (a < -_HAIR) & (b > size + _HAIR)
                        yields = (a < -_HAIR) & (b < size - _HAIR)
                        kind = 1 if fight else (2 if deal else (3 if yields else 4))
                        kind = kind if eligible else 4
                        apart = x[j, lane] - x[i, lane]
                        move = apart * (size / b) if kind == 2 else apart
                        move = 0.0 if (kind == 1) & (conflict == 1) else move
                        cost = abs(move)
                        if by_position:
                            point = (size * x[i, lane] + b * x[j, lane]) / (size + b)
                            cost = point if kind == 2 else cost
                        better = (kind < rank[lane]) | ((kind == rank[lane]) & (cost < key[lane]))
                        better = better & (kind < 4)
                        rank[lane] = kind if better else rank[lane]
                        key[lane] = cost if better else key[lane]
                        goal[lane] = x[i, lane] + move if better else goal[lane]
                        # Land on the rival itself, not a rounding away from it.
                        goal[lane] = x[j, lane] if better & (move == apart) else goal[lane]
                        partner[lane] = j if better else partner[lane]
                for lane in range(LANES):
                    goals[i, lane] = goal[lane]
                    problem = block * LANES + lane
                    if problem < problems:
                        out_offer[problem, turn, i] = rank[lane] if rank[lane] < 4 else 0
                        out_partner[problem, turn, i] = partner[lane]
                        out_risk[problem, turn, i] = power[i, lane]
            for i in range(actors):
                for lane in range(LANES):
                    x[i, lane] = goals[i, lane]
