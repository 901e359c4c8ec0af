"""The rounds of the challenge model, compiled: see `challenge` for the formulas and their source.

Problems (one draw of one issue each) go side by side in lanes, the innermost axis of every array,
so that each instruction works on several of them. Powers d^r are taken as exp(r log d), written out
for the same reason; they agree with the library's to 5e-15. Sums may be rounded differently on
processors with and without fused multiplication, never between runs on one.
"""
# ruff: noqa: PLR0917  (compiled functions take arrays by position)

import numpy as np
import numpy.typing as npt

from tracktwo.bargaining.table import BoolArray, FloatArray
from tracktwo.compiled import njit

IntArray = npt.NDArray[np.int64]

__all__ = ["LANES", "run_rounds"]

LANES = 16  # how many problems at most; known only at run time, or loops over them are unrolled
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
    lanes = stake.shape[1]
    for i in range(actors):
        for lane in range(lanes):
            column[i, lane] += stake[i, lane]
        for j in range(i + 1, actors):
            for lane in range(lanes):
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
    here: FloatArray,
) -> None:
    """Turn support into P_ij, both ways: support[j, i] = support[i, j] - (column_j - column_i)."""
    lanes = x.shape[1]
    for lane in range(lanes):
        total[lane] = 0.0
    for i in range(actors):
        for j in range(i + 1, actors):
            for lane in range(lanes):
                forth = support[i, j, lane]
                back = max(forth - (column[j, lane] - column[i, lane]), 0.0)
                support[j, i, lane] = back
                total[lane] += 2.0 * (forth + back) * here[i, lane] * here[j, lane]
    for i in range(actors):
        for j in range(i + 1, actors):
            for lane in range(lanes):
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
    order: IntArray,
    actors: int,
    median: FloatArray,
    mean: FloatArray,
) -> None:
    """Weighted median (halfway between two) and weighted mean, in each lane."""
    lanes = x.shape[1]
    for lane in range(lanes):
        # By insertion: `order` is that of the round before, so little is left to do.
        total = 0.0
        moment = 0.0
        for place in range(actors):
            actor = order[lane, place]
            at = x[actor, lane]
            total += w[actor, lane]
            moment += w[actor, lane] * at
            below = place
            while below > 0 and x[order[lane, below - 1], lane] > at:
                order[lane, below] = order[lane, below - 1]
                below -= 1
            order[lane, below] = actor
        mean[lane] = moment / total
        half = 0.5 * total
        hair = 1e-12 * total
        running = 0.0
        low = np.nan
        high = np.nan
        for place in range(actors):
            actor = order[lane, place]
            running += w[actor, lane]
            if w[actor, lane] > 0.0:
                if np.isnan(low) and running >= half - hair:
                    low = x[actor, lane]
                if running > half + hair:
                    high = x[actor, lane]
                    break
                high = x[actor, lane]
        median[lane] = low + (high - low) / 2.0


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
def _take_better(
    each: FloatArray,
    best: FloatArray,
    i: int,
    j: int,
    fight_floor: float,
    fight_move: float,
    by_position: bool,
) -> None:
    """Let j's offer to i take the place of the best so far in the lanes where it is better."""
    lanes = best.shape[1]
    for lane in range(lanes):
        a = best[4, lane]
        b = best[5, lane]
        size = abs(a)
        here = each[3, i, lane] * each[3, j, lane]
        apart = each[0, j, lane] - each[0, i, lane]
        real = (here > 0.0) & (apart != 0.0) & (b > _HAIR)
        kind = 3.0 if (a < -_HAIR) & (b < size - _HAIR) else 4.0
        kind = 2.0 if (a < -_HAIR) & (b > size + _HAIR) else kind
        kind = 1.0 if (a > fight_floor) & (b > a + _HAIR) else kind
        kind = kind if real else 4.0
        way = size / max(b, _HAIR)
        part = way if kind == 2.0 else 1.0
        part = fight_move if kind == 1.0 else part
        cost = abs(apart) * part
        if by_position:
            point = each[0, i, lane] + apart / (1.0 + way)
            cost = point if kind == 2.0 else cost
        # Land on the rival itself, not a rounding away from it.
        place = each[0, j, lane] if part == 1.0 else each[0, i, lane] + apart * part
        better = (kind < best[1, lane]) | ((kind == best[1, lane]) & (cost < best[0, lane]))
        better = better & (kind < 4.0)
        best[0, lane] = cost if better else best[0, lane]
        best[1, lane] = kind if better else best[1, lane]
        best[2, lane] = place if better else best[2, lane]
        best[3, lane] = j if better else best[3, lane]


@njit(error_model="numpy", fastmath={"contract"})
def run_rounds(
    position: FloatArray,
    weight: FloatArray,
    salience: FloatArray,
    present: BoolArray,
    first_block: int,
    last_block: int,
    lanes: int,
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
    wide = 3 * actors * lanes
    each = np.empty((4, actors, lanes))
    x, care, keep = each[0], each[1], each[2]  # position, salience, Usq
    here = each[3]  # 1 for an actor that takes part, else 0
    w = np.empty((actors, lanes))
    span = np.zeros(lanes)
    median = np.zeros(lanes)
    mean = np.zeros(lanes)
    lane_a = np.empty(lanes)
    lane_b = np.empty(lanes)
    lane_c = np.empty(lanes)
    order = np.empty((lanes, actors), np.int64)
    distance = np.empty((actors, actors, lanes))
    stake = np.empty((actors, lanes))
    column = np.empty((actors, lanes))
    support = np.zeros((actors, actors, lanes))
    pair = np.zeros((3, actors, actors, lanes))
    chance = pair[0]  # nobody challenges itself: the diagonal stays 0
    win, lose = pair[1], pair[2]  # Us = 2 - 4 (.5 - .5 d)^r and Uf
    security = np.empty((actors, lanes))
    power = np.ones((actors, lanes))
    base = np.empty(wide)
    exponent = np.empty(wide)
    raised = np.empty(wide)
    scratch = np.empty(wide)
    threat = np.empty((actors, actors, lanes))  # E_i(U_ij) with i's own exponent
    # In one array each, so that the compiler need not ask whether they overlap.
    best = np.empty((6, lanes))  # of the offers to one actor: key, rank, goal, partner; then a, b
    fight_floor = np.inf if conflict == 2 else _HAIR
    fight_move = 0.0 if conflict == 1 else 1.0
    goals = np.empty((actors, lanes))
    for block in range(first_block, last_block):
        for lane in range(lanes):
            problem = min(block * lanes + lane, problems - 1)
            somewhere = 0.0
            for i in range(actors):
                if present[problem, i]:
                    somewhere = position[problem, i]
            for i in range(actors):
                order[lane, i] = i
                here[i, lane] = 1.0 if present[problem, i] else 0.0
                x[i, lane] = position[problem, i] if present[problem, i] else somewhere
                w[i, lane] = weight[problem, i]
                care[i, lane] = salience[problem, i] if present[problem, i] else 0.0
        for turn in range(rounds + 1):
            _middle(x, w, order, actors, median, mean)
            for lane in range(lanes):
                problem = block * lanes + lane
                if problem < problems:
                    out_median[problem, turn] = median[lane]
                    out_mean[problem, turn] = mean[lane]
                    for i in range(actors):
                        out_position[problem, turn, i] = (
                            x[i, lane] if here[i, lane] > 0.0 else np.nan
                        )
            if turn == rounds:
                break
            if turn == 0 or not fixed_span:
                for lane in range(lanes):
                    lane_a[lane] = x[0, lane]
                    lane_b[lane] = x[0, lane]
                for i in range(actors):
                    for lane in range(lanes):
                        lane_a[lane] = min(lane_a[lane], x[i, lane])
                        lane_b[lane] = max(lane_b[lane], x[i, lane])
                for lane in range(lanes):
                    span[lane] = lane_b[lane] - lane_a[lane]
            # Risk neutral first: distances, votes, P and E with r = 1.
            for lane in range(lanes):
                lane_a[lane] = 1.0 / span[lane] if span[lane] > 0.0 else 0.0
            for i in range(actors):
                for lane in range(lanes):
                    column[i, lane] = 0.0
                    security[i, lane] = 0.0
                for j in range(actors):
                    for lane in range(lanes):
                        apart = abs(x[i, lane] - x[j, lane])
                        distance[i, j, lane] = min(apart * lane_a[lane], 1.0)
                        support[i, j, lane] = 0.0
            if use_risk or not own_votes:
                for k in range(actors):
                    for j in range(actors):
                        for lane in range(lanes):
                            stake[j, lane] = w[k, lane] * distance[k, j, lane]
                    _count_votes(stake, column, support, actors)
                _win_probability(column, support, chance, x, all_pairs, actors, lane_c, here)
            if use_risk:
                for j in range(actors):
                    for i in range(actors):
                        # E_j(U_ji) = 2 d (1 - 2 s_i (1 - P_ji)) - ...
                        for lane in range(lanes):
                            d = distance[j, i, lane]
                            fight = care[i, lane] * (1.0 - chance[j, i, lane])
                            security[i, lane] += here[j, lane] * 2.0 * d * (1.0 - 2.0 * fight)
                        if quo_weight < 1.0 and i != j:
                            for lane in range(lanes):
                                security[i, lane] -= here[j, lane] * _status_quo_term(
                                    j, i, x, median, span, 1.0, quo_weight, lane
                                )
                for lane in range(lanes):
                    lane_a[lane] = np.inf
                    lane_b[lane] = -np.inf
                for i in range(actors):
                    for lane in range(lanes):
                        low = min(lane_a[lane], security[i, lane])
                        high = max(lane_b[lane], security[i, lane])
                        lane_a[lane] = low if here[i, lane] > 0.0 else lane_a[lane]
                        lane_b[lane] = high if here[i, lane] > 0.0 else lane_b[lane]
                for i in range(actors):
                    for lane in range(lanes):
                        gap = lane_b[lane] - lane_a[lane]
                        lean = (
                            (2.0 * security[i, lane] - lane_b[lane] - lane_a[lane]) / gap / 3.0
                            if (gap > _HAIR) & (here[i, lane] > 0.0)
                            else 0.0
                        )
                        power[i, lane] = (1.0 - lean) / (1.0 + lean)
            # The same with each actor's exponent: Us, Uf, Usq, votes, P.
            if own_votes:
                for i in range(actors):
                    for lane in range(lanes):
                        column[i, lane] = 0.0
                    for j in range(actors):
                        for lane in range(lanes):
                            support[i, j, lane] = 0.0
            for i in range(actors):
                for j in range(actors):
                    for lane in range(lanes):
                        at = j * lanes + lane
                        d = distance[i, j, lane]
                        base[at] = d
                        base[at + actors * lanes] = 0.5 - 0.5 * d
                        base[at + 2 * actors * lanes] = 0.5 + 0.5 * d
                        exponent[at] = power[i, lane]
                        exponent[at + actors * lanes] = power[i, lane]
                        exponent[at + 2 * actors * lanes] = power[i, lane]
                _raise(base, exponent, raised, scratch, wide)
                for j in range(actors):
                    for lane in range(lanes):
                        at = j * lanes + lane
                        stake[j, lane] = w[i, lane] * raised[at]
                        win[i, j, lane] = 2.0 - 4.0 * raised[at + actors * lanes]
                        lose[i, j, lane] = 2.0 - 4.0 * raised[at + 2 * actors * lanes]
                for lane in range(lanes):
                    keep[i, lane] = win[i, i, lane]  # d = 0: 2 - 4 (.5)^r
                if own_votes:
                    _count_votes(stake, column, support, actors)
            if own_votes:
                _win_probability(column, support, chance, x, all_pairs, actors, lane_c, here)
            if not focal:
                for i in range(actors):
                    for j in range(actors):
                        for lane in range(lanes):
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
                for lane in range(lanes):
                    best[0, lane] = np.inf
                    best[1, lane] = 4.0
                    best[2, lane] = x[i, lane]
                    best[3, lane] = -1.0
                for j in range(actors):
                    if j == i:
                        continue
                    if focal:
                        # E = [1 - s (1 - P)] Us + s (1 - P) Uf - Q Usq - .., s the responder's
                        for lane in range(lanes):
                            forth = each[1, j, lane] * (1.0 - pair[0, i, j, lane])
                            back = each[1, i, lane] * (1.0 - pair[0, j, i, lane])
                            prize = pair[1, i, j, lane] - quo_weight * each[2, i, lane]
                            swing = pair[1, i, j, lane] - pair[2, i, j, lane]
                            best[4, lane] = prize - forth * swing
                            best[5, lane] = prize - back * swing
                        if quo_weight < 1.0:
                            for lane in range(lanes):
                                r = power[i, lane]
                                best[4, lane] -= _status_quo_term(
                                    i, j, x, median, span, r, quo_weight, lane
                                )
                                best[5, lane] -= _status_quo_term(
                                    j, i, x, median, span, r, quo_weight, lane
                                )
                    else:
                        for lane in range(lanes):
                            best[4, lane] = threat[i, j, lane]
                            best[5, lane] = threat[j, i, lane]
                    _take_better(each, best, i, j, fight_floor, fight_move, by_position)
                for lane in range(lanes):
                    goals[i, lane] = best[2, lane]
                    problem = block * lanes + lane
                    if problem < problems:
                        kind = best[1, lane]
                        out_offer[problem, turn, i] = int(kind) if kind < 4.0 else 0
                        out_partner[problem, turn, i] = int(best[3, lane])
                        out_risk[problem, turn, i] = power[i, lane]
            for i in range(actors):
                for lane in range(lanes):
                    x[i, lane] = goals[i, lane]
