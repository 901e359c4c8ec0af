"""The turns of the Spatial Model of Politics, compiled: see `spatial` for formulas and source.

Options arrive as whole numbers in the order of the tuples in `spatial`.
"""
# ruff: noqa: PLR0917  (compiled functions take arrays by position)

import numpy as np
import numpy.typing as npt

from tracktwo.bargaining.table import FloatArray
from tracktwo.compiled import njit

__all__ = ["choice_probability", "run_turns"]

IntArray = npt.NDArray[np.int64]

_LEAST_GAIN = 1e-5  # what is worth a challenge
_HAIR = 1e-12  # more than rounding can be off by
_SIDE_BY_SIDE = 16  # targets
_AT_ONCE = 64  # third parties, before it is asked whether a target can still be the best


@njit(error_model="numpy")
def _vote(rule: int, weight: float, edge: float) -> float:
    """Give the vote of an actor with this weight for an option better by `edge`."""
    if rule == 0:  # binary
        return weight * min(max(edge / 1e-8, -1.0), 1.0)
    if rule == 1:  # proportional and binary
        return weight * (0.8 * edge + 0.2 * min(max(edge / 1e-8, -1.0), 1.0))
    if rule == 2:  # proportional
        return weight * edge
    if rule == 3:  # proportional and cubic
        return weight * 0.5 * (edge + edge * edge * edge)
    if rule == 4:  # cubic
        return weight * edge * edge * edge
    return weight * edge if edge < 0.0 else weight * edge * 2.0 / 3.0  # prospect: losses loom


@njit(error_model="numpy")
def _votes(rule: int, weight: float, edges: FloatArray) -> None:
    """Turn edges into votes, in place: `_vote`, with a loop of its own for each rule."""
    count = len(edges)
    if rule == 0:
        for j in range(count):
            edges[j] = weight * min(max(edges[j] / 1e-8, -1.0), 1.0)
    elif rule == 1:
        for j in range(count):
            edge = edges[j]
            edges[j] = weight * (0.8 * edge + 0.2 * min(max(edge / 1e-8, -1.0), 1.0))
    elif rule == 2:
        for j in range(count):
            edges[j] = weight * edges[j]
    else:
        for j in range(count):
            edges[j] = _vote(rule, weight, edges[j])


@njit(error_model="numpy")
def _above(vote: float) -> float:
    return max(0.0, vote)


@njit(error_model="numpy")
def _below(vote: float) -> float:
    return min(vote, 0.0)


@njit(error_model="numpy")
def _joined(
    commit: int, with_i: float, with_j: float, at_i: float, at_j: float, at_home: float
) -> float:
    """Give what a third party gains by joining i rather than j."""
    if commit == 0:
        join_i = with_i * (2.0 * at_i + at_home) + (1.0 - with_i) * (2.0 * at_j + at_home)
        join_j = with_j * (2.0 * at_i + at_home) + (1.0 - with_j) * (2.0 * at_j + at_home)
    elif commit == 1:
        join_i = with_i * (2.0 * at_i + at_home) + (1.0 - with_i) * 3.0 * at_j
        join_j = with_j * 3.0 * at_i + (1.0 - with_j) * (2.0 * at_j + at_home)
    else:
        join_i = with_i * 3.0 * at_i + (1.0 - with_i) * 3.0 * at_j
        join_j = with_j * 3.0 * at_i + (1.0 - with_j) * 3.0 * at_j
    return join_i - join_j


@njit(error_model="numpy")
def _win(model: int, ours: float, theirs: float) -> float:
    """Give the probability that a coalition of strength `ours` defeats one of `theirs`."""
    ratio = ours / (ours + theirs)
    if model == 0:  # binary, with a steep slope between strengths of 1 : 1.1 and 1.1 : 1
        floor = 1e-6 / (1.0 + 1e-6)
        return min(max((2.1 * ratio - 1.0) / 0.1, floor), 1.0 - floor)
    odds = theirs / ours
    if model >= 2:  # square
        odds *= odds
    if model >= 3:  # quartic
        odds *= odds
    if model >= 4:  # octic
        odds *= odds
    return 1.0 / (1.0 + odds) if model > 1 else ratio


@njit(error_model="numpy")
def _count(
    weight: float, mine: float, row: FloatArray, forth: FloatArray, back: FloatArray
) -> None:
    """Add a proportional voter's votes against each option of `row`: one pass, in vectors."""
    for j in range(len(row)):
        vote = weight * (mine - row[j])
        forth[j] += _above(vote)
        back[j] -= _below(vote)


# Sums in any order: a processor then adds several at once.
@njit(error_model="numpy", fastmath={"reassoc", "contract", "nsz"})
def _sides(
    base_i: float,
    base_j: float,
    weight: FloatArray,
    risk: FloatArray,
    at_i: FloatArray,
    at_home: FloatArray,
    away: FloatArray,
) -> tuple[float, float]:
    """Sum third parties' help to i and to j: proportional votes, semi commitment.

    With one chance p of i's winning for both, joining i rather than j is worth
    p (U_nn - U_ni) + (1 - p) (U_nj - U_nn): `_joined` less the other side, worked out.
    """
    both = base_i + base_j
    ours = 0.0
    theirs = 0.0
    for n in range(len(away)):
        at_j = _utility(away[n], risk[n])
        vote = weight[n] * (at_i[n] - at_j)
        with_i = (base_i + max(0.0, vote)) / (both + abs(vote))
        gain = with_i * (at_home[n] - at_i[n]) + (1.0 - with_i) * (at_j - at_home[n])
        ours += max(0.0, weight[n] * gain)
        theirs -= min(weight[n] * gain, 0.0)
    return ours, theirs


@njit(error_model="numpy")
def choice_probability(
    utility: FloatArray,
    weight: FloatArray,
    options: int,
    rule: int,
    model: int,
    procedure: int,
    one_way: bool,
    out: FloatArray,
) -> None:
    """Fill out[:options] with the probability of each option, utility (actors, options)."""
    actors = len(weight)
    strength = np.zeros((options, options))
    chance = np.empty((options, options))
    forth = np.empty(options)
    back = np.empty(options)
    edges = np.empty(options)
    for i in range(options):
        chance[i, i] = 0.5
        forth[:i] = 1e-8
        back[:i] = 1e-8
        votes = edges[:i]
        for k in range(actors):
            row = utility[k]
            mine = row[i]
            if rule == 2:
                _count(weight[k], mine, row[:i], forth, back)
                continue
            for j in range(i):
                votes[j] = mine - row[j]
            if rule == 5 and not one_way:  # asymmetric: the mean of both ways to put it
                for j in range(i):
                    vote = _vote(rule, weight[k], votes[j])
                    votes[j] = (vote - _vote(rule, weight[k], -votes[j])) / 2.0
            else:
                _votes(rule, weight[k], votes)
            for j in range(i):
                forth[j] += _above(votes[j])
                back[j] -= _below(votes[j])
        for j in range(i):
            strength[i, j] = forth[j]
            strength[j, i] = back[j]
            chance[i, j] = _win(model, forth[j], back[j])
            chance[j, i] = 1.0 - chance[i, j]
    if procedure == 0:  # conditional
        total = 0.0
        for i in range(options):
            out[i] = 1.0
            for j in range(options):
                out[i] *= chance[i, j]
            total += out[i]
        for i in range(options):
            out[i] = out[i] / total if total > 0.0 else 1.0 / options
        return
    entry = np.empty((options, options))  # entry[i, j]: i is put up against the favourite j
    for j in range(options):
        total = 0.0
        for i in range(options):
            entry[i, j] = 1.0 if procedure == 1 else strength[i, j] * chance[i, j]
            if procedure == 2 and i == j:
                entry[i, j] += 1e-10
            total += entry[i, j]
        for i in range(options):
            entry[i, j] /= total
    for i in range(options):
        out[i] = 1.0 / options
    close = 1e-6 if procedure == 1 else 1e-8
    after = np.empty(options)
    for _ in range(100_000):
        change = 0.0
        for i in range(options):
            total = 0.0
            for j in range(options):
                total += chance[i, j] * (out[i] * entry[j, i] + out[j] * entry[i, j])
            after[i] = (out[i] + total) / 2.0
            change = max(change, abs(total - out[i]))
        for i in range(options):
            out[i] = after[i]
        if change <= close:
            break


@njit(error_model="numpy")
def _distance(ideal: FloatArray, square: FloatArray, total: float, point: FloatArray) -> float:
    """Give the distance from an ideal to a point, weighted by squared salience; 0 without any."""
    moment = 0.0
    for k in range(len(ideal)):
        moment += square[k] * (ideal[k] - point[k]) ** 2
    return np.sqrt(moment / total) if total > 0.0 else 0.0


@njit(error_model="numpy")
def _utility(distance: float, risk: float) -> float:
    """Give u(d, R) = (1 - d)(1 + d R), for d > 1 with d = 1 in the second factor."""
    return (1.0 - distance) * (1.0 + min(distance, 1.0) * risk)


@njit(error_model="numpy")
def _contests(
    viewer: int,
    i: int,
    targets: IntArray,
    distance: FloatArray,
    risk: FloatArray,
    share: float,
    weight: FloatArray,
    stake: FloatArray,
    rule: int,
    commit: int,
    one_way: bool,
    room: FloatArray,
    slot: IntArray,
    out_chance: FloatArray,
    out_gain: FloatArray,
) -> None:
    """Set, for each target j, `viewer`'s estimate of P(i defeats j) and of i's gain.

    All targets go side by side through every loop, so that a processor takes several at once;
    `room` is (7, actors), of which the last row is left alone; `slot` (actors,) of -1.
    """
    count = len(targets)
    ours, theirs, all_ours, all_theirs, at_j, vote = (
        room[0, :count],
        room[1, :count],
        room[2, :count],
        room[3, :count],
        room[4, :count],
        room[5, :count],
    )
    own = (1.0 - share) * risk[viewer]
    r_i = own + share * risk[i]
    here = _utility(distance[i, i], r_i)
    for j in range(count):
        slot[targets[j]] = j
        vote[j] = here - _utility(distance[i, targets[j]], r_i)
    _votes(rule, weight[i], vote)
    for j in range(count):
        at = targets[j]
        r_j = own + share * risk[at]
        edge = _utility(distance[at, i], r_j) - _utility(distance[at, at], r_j)
        other = _vote(rule, weight[at], edge)
        ours[j] = 1e-10 + _above(vote[j]) + _above(other)
        theirs[j] = 1e-10 - _below(vote[j]) - _below(other)
        all_ours[j] = ours[j]
        all_theirs[j] = theirs[j]
    for n in range(len(weight)):
        if n == i:
            continue
        r_n = own + share * risk[n]
        at_i = _utility(distance[n, i], r_n)
        at_home = _utility(distance[n, n], r_n)
        for j in range(count):
            at_j[j] = _utility(distance[n, targets[j]], r_n)
            vote[j] = at_i - at_j[j]
        _votes(rule, weight[n], vote)
        # Three positions count: the two contestants' and its own, which a committed party loses
        # with its side (full), or only a neutral side's winner spares it (semi), or nobody takes.
        if commit == 1 or one_way:
            for j in range(count):
                with_i = (ours[j] + _above(vote[j])) / (ours[j] + theirs[j] + abs(vote[j]))
                vote[j] = _joined(commit, with_i, with_i, at_i, at_j[j], at_home)
        else:
            for j in range(count):  # where the help goes decides who wins
                total = ours[j] + theirs[j] + abs(vote[j])
                with_i = (ours[j] + abs(vote[j])) / total
                vote[j] = _joined(commit, with_i, ours[j] / total, at_i, at_j[j], at_home)
        _votes(rule, weight[n], vote)
        if slot[n] >= 0:
            vote[slot[n]] = 0.0
        for j in range(count):
            all_ours[j] += _above(vote[j])
            all_theirs[j] -= _below(vote[j])
    for j in range(count):
        at = targets[j]
        slot[at] = -1
        out_chance[at] = all_ours[j] / (all_ours[j] + all_theirs[j])
        there = _utility(distance[i, at], r_i)
        out_gain[at] = _gain(out_chance[at], here, there, stake[at])


@njit(error_model="numpy")
def _gain(chance: float, here: float, there: float, stays: float) -> float:
    """Give what a challenger gains from a target that resists with the chance `stays`."""
    fought = chance * 2.0 * here + (1.0 - chance) * 2.0 * there
    return (1.0 - stays) * 2.0 * here + stays * fought - (here + there)


@njit(error_model="numpy")
def _best_target(
    i: int,
    distance: FloatArray,
    towards: FloatArray,
    risk: FloatArray,
    share: float,
    weight: FloatArray,
    stake: FloatArray,
    rule: int,
    commit: int,
    one_way: bool,
    room: FloatArray,
    slot: IntArray,
    out_chance: FloatArray,
    out_gain: FloatArray,
) -> int:
    """Give the target that i gains most from, the first of equals; -1 if none is worth it.

    The gain is linear in the chance of winning, so certain victory or certain defeat bounds it:
    targets are looked at by their bounds, highest first, and the rest is left out as soon as none
    can beat the best. Whoever is looked at gets the same numbers as if all were. `towards` is
    `distance` with its axes exchanged.
    """
    actors = len(weight)
    own = (1.0 - share) * risk[i]
    r_i = own + share * risk[i]
    here = _utility(distance[i, i], r_i)
    bound = room[6]
    for j in range(actors):
        there = _utility(distance[i, j], r_i)
        most = max(_gain(1.0, here, there, stake[j]), _gain(0.0, here, there, stake[j]))
        bound[j] = -most if j != i else np.inf
        out_gain[j] = -np.inf
    order = np.argsort(bound)[: actors - 1]  # i itself is last
    usual = rule == 2 and commit == 1
    together = 1 if usual else _SIDE_BY_SIDE
    if usual:
        voters, risks, at_i, at_home, helpers = room[0], room[1], room[2], room[3], room[4]
        for n in range(actors):
            voters[n] = weight[n] if n != i else 0.0
            risks[n] = own + share * risk[n]
            at_i[n] = _utility(distance[n, i], risks[n])
            at_home[n] = _utility(distance[n, n], risks[n])
        left = 0.0  # the most that third parties from here on can help i: no utility is over 1
        for n in range(actors - 1, -1, -1):
            left += voters[n] * max(at_home[n] - at_i[n], 1.0 - at_home[n])
            helpers[n] = left
    best = _LEAST_GAIN
    for first in range(0, actors - 1, together):
        if -bound[order[first]] < best - _HAIR:
            break
        some = order[first : first + together]
        if usual:
            j = some[0]
            there = _utility(distance[i, j], r_i)
            mine = weight[i] * (here - there)
            theirs = weight[j] * (at_i[j] - at_home[j])
            ours = 1e-10 + max(0.0, mine) + max(0.0, theirs)
            theirs = 1e-10 - min(mine, 0.0) - min(theirs, 0.0)
            all_ours, all_theirs = ours, theirs
            low = 0
            while low < actors:
                high = min(low + _AT_ONCE, actors)
                if low <= j < high:  # a party of the contest, not a third one
                    high = j if low < j else j + 1
                if low != j:
                    help_i, help_j = _sides(
                        *(ours, theirs, voters[low:high], risks[low:high], at_i[low:high]),
                        *(at_home[low:high], towards[j, low:high]),
                    )
                    all_ours += help_i
                    all_theirs += help_j
                low = high
                if low < actors and here > there:  # even if all others helped i
                    most = all_ours + helpers[low]
                    won = most / (most + all_theirs)
                    if _gain(won, here, there, stake[j]) < best - _HAIR:
                        break
            if low < actors:
                continue
            out_chance[j] = all_ours / (all_ours + all_theirs)
            out_gain[j] = _gain(out_chance[j], here, there, stake[j])
        else:
            _contests(
                *(i, i, some, distance, risk, share, weight, stake, rule, commit, one_way),
                *(room, slot, out_chance, out_gain),
            )
        for j in some:
            best = max(best, out_gain[j])
    # Who stands where another stands, as strong and as much at stake, is worth as much: which of
    # the two it is must not hang on the order in which third parties were summed.
    for j in range(actors):
        if best > _LEAST_GAIN and out_gain[j] >= best - _HAIR:
            return j
    return -1


@njit(error_model="numpy")
def _split(
    between: int,
    chance: float,
    t_i: FloatArray,
    t_j: FloatArray,
    s_i: FloatArray,
    s_j: FloatArray,
    out: FloatArray,
) -> None:
    """Set out[0], out[1] to the positions that the bargain gives i and j."""
    other = 1.0 - chance
    for k in range(len(t_i)):
        if between == 2:  # the stronger keeps its place if its lead is whole
            lead_j = max(0.0, other - chance)
            lead_i = max(0.0, chance - other)
            pull_i = lead_j * s_j[k] ** 2
            pull_j = lead_i * s_i[k] ** 2
            m_i = pull_i / (pull_i + 1e-6 + (1.0 - lead_j) * s_i[k] ** 2)
            m_j = pull_j / (pull_j + 1e-6 + (1.0 - lead_i) * s_j[k] ** 2)
            out[0, k] = t_i[k] + m_i * (t_j[k] - t_i[k])
            out[1, k] = t_j[k] + m_j * (t_i[k] - t_j[k])
        else:
            w_i = s_i[k] * chance
            w_j = s_j[k] * other
            if between == 1:
                w_i *= w_i
                w_j *= w_j
            total = w_i + 1e-6 + w_j
            b_i = ((w_i + 1e-6) * t_i[k] + w_j * t_j[k]) / total
            b_j = (w_i * t_i[k] + (w_j + 1e-6) * t_j[k]) / total
            out[0, k] = np.trunc(0.5 + b_i * 1e4) / 1e4
            out[1, k] = np.trunc(0.5 + b_j * 1e4) / 1e4


@njit(error_model="numpy")
def run_turns(
    start: FloatArray,
    all_salience: FloatArray,
    all_capability: FloatArray,
    accommodation: FloatArray,
    uniforms: FloatArray,
    options: IntArray,
    share: float,
    max_turns: int,
    first: int,
    last: int,
    out_position: FloatArray,
    out_turns: IntArray,
    out_probability: FloatArray,
    out_risk: FloatArray,
    history: FloatArray,
    out_target: IntArray,
    out_partner: IntArray,
) -> None:
    """Run draws first..last; `start` and `all_salience` are (draws, actors, issues) on 0..1."""
    win, rule, procedure, spread, commit, between, bargains, compat = options[:8]
    stochastic = uniforms.size > 0
    one_way = compat == 1
    actors, issues = start.shape[1:]
    keeps_history = history.size > 0
    distance = np.empty((actors, actors))
    towards = np.empty((actors, actors))
    utility = np.empty((actors, actors))
    chance = np.empty(actors)
    risk = np.zeros(actors)
    stake = np.empty(actors)
    weight = np.empty(actors)
    proposals = np.empty((2 * actors, 2, issues))
    sides = np.empty((2 * actors, 2), np.int64)
    halves = np.empty((2, issues))
    other_halves = np.empty((2, issues))
    queue = np.empty(2 * actors + 1, np.int64)
    value = np.empty((actors, 2 * actors + 1))
    gains = np.empty((2 * actors, actors))
    picked = np.empty(2 * actors + 1)
    room = np.empty((7, actors))
    slot = np.full(actors, -1)
    contest = np.empty(actors)
    gained = np.empty(actors)
    square = np.empty((actors, issues))
    total = np.empty(actors)
    nobody_weighs = 1e-300
    for draw in range(first, last):
        salience = all_salience[draw]
        capability = all_capability[draw]
        position = start[draw].copy()
        ideal = position.copy()
        following = position.copy()
        for i in range(actors):
            stake[i] = salience[i].sum()
            total[i] = 0.0
            for k in range(issues):
                square[i, k] = salience[i, k] * salience[i, k]
                total[i] += square[i, k]
            weight[i] = max(capability[i] * stake[i], nobody_weighs)
        if keeps_history:
            history[draw, 0] = position
        first_step = 0.0
        turn = 0
        settled = False
        while True:
            for i in range(actors):
                for j in range(actors):
                    distance[i, j] = _distance(ideal[i], square[i], total[i], position[j])
                    towards[j, i] = distance[i, j]
                    utility[i, j] = _utility(distance[i, j], 0.0)
            choice_probability(utility, capability, actors, rule, win, procedure, one_way, chance)
            low = chance.min()
            high = chance.max()
            for i in range(actors):
                risk[i] = 0.0
                if high - low > 1e-12:
                    if spread == 0:
                        risk[i] = (chance[i] - low) / (high - low)
                    elif spread == 1:
                        risk[i] = (3.0 * chance[i] - (high + 2.0 * low)) / (2.0 * (high - low))
                    else:
                        risk[i] = (2.0 * chance[i] - high - low) / (high - low)
            if settled or turn >= max_turns:
                break
            # Each actor proposes one bargain, to the target it expects to gain most from.
            made = 0
            for i in range(actors):
                target = _best_target(
                    *(i, distance, towards, risk, share, weight, stake, rule, commit, one_way),
                    *(room, slot, contest, gained),
                )
                if keeps_history:
                    out_target[draw, turn, i] = target
                if target < 0:
                    continue
                j = target
                p_own = contest[j]
                _split(between, p_own, position[i], position[j], salience[i], salience[j], halves)
                if bargains > 0:
                    _contests(
                        *(j, i, np.array([j]), distance, risk, share, weight, stake, rule),
                        *(commit, one_way, room, slot, contest, gained),
                    )
                    p_other = gained[j] if one_way else contest[j]
                    _split(
                        between,
                        p_other,
                        position[i],
                        position[j],
                        salience[i],
                        salience[j],
                        other_halves,
                    )
                if bargains == 2:
                    own = weight[i]
                    their = max(capability[i] * stake[j], 1e-300) if one_way else weight[j]
                    for side in range(2):
                        for k in range(issues):
                            halves[side, k] = (
                                own * halves[side, k] + their * other_halves[side, k]
                            ) / (own + their)
                sides[made, 0] = i
                sides[made, 1] = j
                proposals[made] = halves
                made += 1
                if bargains == 1:
                    sides[made, 0] = i
                    sides[made, 1] = j
                    proposals[made] = other_halves
                    made += 1
            # What each bargain would change for each actor, summed over everyone's positions.
            for m in range(made):
                for a in range(actors):
                    gain = 0.0
                    for side in range(2):
                        mover = sides[m, side]
                        there = _distance(ideal[a], square[a], total[a], proposals[m, side])
                        gain += _utility(there, risk[a]) - _utility(distance[a, mover], risk[a])
                    gains[m, a] = gain
            for k in range(actors):
                waiting = 1
                queue[0] = -1  # the status quo
                for whose in range(2):  # its own proposals first, then those received
                    for m in range(made):
                        if sides[m, whose] == k:
                            queue[waiting] = m
                            waiting += 1
                chosen = 0
                if waiting > 1:
                    for a in range(actors):
                        value[a, 0] = 0.0
                        for at in range(1, waiting):
                            value[a, at] = gains[queue[at], a] / actors
                    choice_probability(
                        value, capability, waiting, rule, win, procedure, one_way, picked
                    )
                    if stochastic:
                        mark = uniforms[draw, turn, k]
                        running = picked[0]
                        while running < mark and chosen < waiting - 1:
                            chosen += 1
                            running += picked[chosen]
                    else:
                        for at in range(1, waiting):
                            if picked[at] > picked[chosen]:
                                chosen = at
                following[k] = position[k]
                partner = -1
                if chosen > 0:
                    m = queue[chosen]
                    side = 0 if sides[m, 0] == k else 1
                    following[k] = proposals[m, side]
                    partner = sides[m, 1 - side]
                if keeps_history:
                    out_partner[draw, turn, k] = partner
            step = 0.0
            for i in range(actors):
                away = 0.0
                for k in range(issues):
                    away += (following[i, k] - position[i, k]) ** 2
                step += np.sqrt(away)
                position[i] = following[i]
            if accommodation.size > 0:
                drift = ideal.copy()
                for i in range(actors):
                    for k in range(issues):
                        for j in range(actors):
                            drift[i, k] += accommodation[i, j] * (position[j, k] - ideal[i, k])
                ideal[:] = drift
            else:
                ideal[:] = position
            turn += 1
            if turn == 1:
                first_step = step
            if keeps_history:
                history[draw, turn] = position
            settled = turn >= 2 and step < 0.02 * (first_step + 1e-4)
        out_position[draw] = position
        out_turns[draw] = turn
        out_probability[draw] = chance
        out_risk[draw] = risk
        if keeps_history:
            for later in range(turn + 1, max_turns + 1):
                history[draw, later] = position
