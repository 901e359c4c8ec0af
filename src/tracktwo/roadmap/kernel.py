"""The exact solver's passes, compiled: see `exact` for the formulas and their sources.

`LANES` draws go side by side as the innermost, contiguous axis of every array, and every step is
on whole vectors (see `simd`). A lane never looks at its neighbours: a draw's result is the same
whatever block, chunk or thread it falls into. Processors with and without fused multiplication
may round differently (in the last digits only).

The same source is compiled for double and for single precision, inputs and results being double: a
vector of single numbers is worked out twice as fast, and a draw's odds are off by some 1e-6.

One exponential per consent or disruption: ``a = exp(-|z|)`` gives ``1 / (1 + a)`` and
``a / (1 + a)``, the chances of the likelier and the unlikelier answer, both free of cancellation.
"""
# ruff: noqa: PLR0917  (a kernel: many arrays, taken by position)

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from tracktwo.compiled import njit
from tracktwo.roadmap.answers import SURE
from tracktwo.roadmap.layout import LANES, Block, Draws, Out, Room, Tables
from tracktwo.roadmap.simd import (
    decay,
    larger,
    load,
    pick,
    rate,
    splat,
    store,
    where_positive,
)

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

TINY = 1e-37
"""What a sum of rates is divided by at least: a number in every precision."""

_MILESTONE = 0
_DISRUPTION = 1
_ABANDONMENT = 2
_LAPSE = 3
_WITHDRAWAL = 4
_TILE = 4  # rows whose sums are kept in registers side by side
_LINE = 8  # doubles in a line of the cache
_DIVIDE_AFTER = 64  # factors of at most 2 between divisions, so that no product overflows


# No function is called from Python, and what is compiled is kept as a whole: see `machine_code`.
_OPTIONS = {
    "cache": False,
    "error_model": "numpy",
    "no_cpython_wrapper": True,
    "no_cfunc_wrapper": True,
    "_nrt": False,  # nothing is allocated: no counting of references, atomic and slow
}

# A call passes every array of `Tables` and `Block`, hundreds of words: what is called for each
# event must not be one.
_INSIDE = {**_OPTIONS, "forceinline": True}


@njit(**_OPTIONS)
def _payoffs(tables: Tables, block: Block, period: int) -> None:
    """Set the flow payoff of every class in a period (from 1)."""
    growth = load(block.growth, (period - 1,))
    actors = block.utility.shape[1]
    for u in range(block.pressure.shape[0]):
        for i in range(actors):
            pressed = splat(0.0, block.flow)
            for n in range(pick(tables.first_lever, u), pick(tables.first_lever, u + 1)):
                lever = pick(tables.lever, n)
                if block.presses[lever, period - 1]:
                    path = load(block.lever_path, (lever, period - 1))
                    pressed += path * load(block.lever_cost, (lever, i))
            store(block.pressure, (u, i), pressed)
    for c in range(block.utility.shape[0]):
        u = pick(tables.class_levers, c)
        for i in range(actors):
            flow = load(block.utility, (c, i)) - load(block.conflict, (c, i)) * growth
            store(block.flow, (c, i), flow - load(block.pressure, (u, i)))


@njit(**_INSIDE)
def _gain(block: Block, ahead: Floats, i: int, there: int, here: int) -> Any:
    """Return what moving is worth to an actor, in log-odds."""
    return load(block.precision, (i,)) * (load(ahead, (there, i)) - load(ahead, (here, i)))


@njit(**_INSIDE)
def _rule_fails(tables: Tables, block: Block, m: int) -> Any:
    """Return the chance that a rule fails, from the answers in `yes` and `no` (see `rules`)."""
    yes, no, node = block.yes, block.no, block.node
    leaf = pick(tables.first_leaf, m)
    leaves = pick(tables.first_leaf, m + 1) - leaf
    for j in range(leaves):
        store(node, (2 + j,), load(block.leaf_fails, (leaf + j,)))
    at = 2 + leaves
    for n in range(pick(tables.first_node, m), pick(tables.first_node, m + 1)):
        asked = pick(tables.asks, n)
        refused = load(no, (asked,)) * load(node, (pick(tables.low, n),))
        store(node, (at,), refused + load(yes, (asked,)) * load(node, (pick(tables.high, n),)))
        at += 1
    return load(node, (pick(tables.root, m),))


@njit(**_INSIDE)
def _peace(tables: Tables, block: Block, ahead: Floats, there: int, here: int) -> Any:
    """Return the chance that nobody disrupts, the product of (1 - k) + k / (1 + exp z).

    Each factor is (1 + (1 - k) exp z) / (1 + exp z), written in a = exp(-|z|); numerators and
    denominators, all in 0..2, are multiplied apart so that one division does for many.
    """
    phi = load(block.phi, ())
    out = splat(1.0, ahead)
    above = splat(1.0, ahead)
    below = splat(1.0, ahead)
    for n in range(tables.disruptors.size):
        i = pick(tables.disruptors, n)
        z = phi + _gain(block, ahead, i, there, here)
        a = decay(z)
        spared = load(block.spared, (i,))
        above *= where_positive(z, a + spared, 1.0 + spared * a)
        below *= 1.0 + a
        if n % _DIVIDE_AFTER == _DIVIDE_AFTER - 1:
            out *= above / below
            above = splat(1.0, ahead)
            below = splat(1.0, ahead)
    return out * (above / below)


@njit(**_INSIDE)
def _missed(
    tables: Tables, block: Block, period: int, e: int, ahead: Floats, now: Out, first: int
) -> Any:
    """Return the chance that an event does not happen in a month, were it alone.

    Of those whose chance is not given: consent to a milestone, disruption, withdrawal.
    """
    where = tables.where_of[period] * tables.situation.size
    here = pick(tables.where, where + pick(tables.source, e))
    there = pick(tables.where, where + pick(tables.target, e))
    kind = pick(tables.kind, e)
    if kind == _DISRUPTION:
        return _peace(tables, block, ahead, there, here)
    if kind == _WITHDRAWAL:
        i = pick(tables.actor, e)
        z = load(block.withdrawal, (e,)) + _gain(block, ahead, i, there, here)
        a = decay(z)
        return where_positive(z, a, 1.0) / (1.0 + a)
    m = pick(tables.milestone, e)
    yes, no = block.yes, block.no
    named = pick(tables.first_named, m)
    count = pick(tables.first_named, m + 1) - named
    for j in range(count):
        i = pick(tables.named, named + j)
        z = load(block.base, (named + j,)) + _gain(block, ahead, i, there, here)
        a = decay(z)
        likelier = 1.0 / (1.0 + a)
        other = a * likelier
        store(yes, (j,), where_positive(z, likelier, other))
        store(no, (j,), where_positive(z, other, likelier))
    if period == 1:
        for j in range(count):
            for lane in range(min(LANES, now.value.shape[0] - first)):
                now.consent[first + lane, tables.first_consent[e] + j] = yes[j, lane]
    if period > pick(tables.last_period, e):
        return splat(1.0, ahead)
    return _rule_fails(tables, block, m)


@njit(**_OPTIONS)
def _chances(
    tables: Tables, block: Block, period: int, ahead: Floats, now: Out, first: int
) -> None:
    """Set a period's chances a month, given the values at the start of the next period.

    Every chance becomes a rate, and a state's rates race: see `exact`.
    """
    chance = block.chance[_row(block, period)]
    events = tables.source.size
    lanes = min(LANES, now.value.shape[0] - first)
    for s in range(tables.situation.size):
        begin, end = pick(tables.first_event, s), pick(tables.first_event, s + 1)
        total = splat(0.0, chance)
        for e in range(begin, end):
            kind = pick(tables.kind, e)
            if kind in (_MILESTONE, _DISRUPTION, _WITHDRAWAL):
                missed = _missed(tables, block, period, e, ahead, now, first)
                each = rate(missed)
                if period == 1:
                    store(block.no, (0,), missed)
                    for lane in range(lanes):
                        now.event[first + lane, e] = 1.0 - block.no[0, lane]
            else:
                each = load(block.constant, (e,))
                if period == 1:
                    for lane in range(lanes):
                        now.event[first + lane, e] = block.given[e, lane]
            share = pick(tables.share, e)
            if share:
                each *= load(block.shares, (share,))
            store(chance, (e,), each)
            total += each
        if end > begin:
            kept = decay(total)
            store(chance, (events + s,), kept)
            part = (1.0 - kept) / larger(total, TINY)
            for e in range(begin, end):
                store(chance, (e,), load(chance, (e,)) * part)


@njit(**_INSIDE)
def _row(block: Block, period: int) -> int:
    """Return where a period's chances are kept; those beyond the window may share a row."""
    kept: int = block.chance.shape[0]
    return min(period, kept) - 1


@njit(**_OPTIONS)
def _expect(
    tables: Tables,
    block: Block,
    row: int,
    where_row: int,
    flow: Floats,
    ahead: Floats,
    out: Floats,
) -> None:
    """Set out = (1 - d) flow + d E[ahead], both (S, rows, lanes); `flow` is by class of states."""
    chance = block.chance[row]
    events, states, rows = tables.source.size, out.shape[0], ahead.shape[1]
    where = where_row * states
    discount = load(block.discount, ())
    impatience = 1.0 - discount
    whole = rows - rows % _TILE
    for s in range(states):
        here = pick(tables.where, where + s)
        c = pick(tables.flow_class, s)
        kept = load(chance, (events + s,))
        begin, end = pick(tables.first_event, s), pick(tables.first_event, s + 1)
        for i in range(0, whole, _TILE):  # some rows at a time share what they load
            one = kept * load(ahead, (here, i))
            two = kept * load(ahead, (here, i + 1))
            three = kept * load(ahead, (here, i + 2))
            four = kept * load(ahead, (here, i + 3))
            for e in range(begin, end):
                there = pick(tables.where, where + pick(tables.target, e))
                leave = load(chance, (e,))
                one += leave * load(ahead, (there, i))
                two += leave * load(ahead, (there, i + 1))
                three += leave * load(ahead, (there, i + 2))
                four += leave * load(ahead, (there, i + 3))
            store(out, (s, i), impatience * load(flow, (c, i)) + discount * one)
            store(out, (s, i + 1), impatience * load(flow, (c, i + 1)) + discount * two)
            store(out, (s, i + 2), impatience * load(flow, (c, i + 2)) + discount * three)
            store(out, (s, i + 3), impatience * load(flow, (c, i + 3)) + discount * four)
        for i in range(whole, rows):
            expected = kept * load(ahead, (here, i))
            for e in range(begin, end):
                there = pick(tables.where, where + pick(tables.target, e))
                expected += load(chance, (e,)) * load(ahead, (there, i))
            store(out, (s, i), impatience * load(flow, (c, i)) + discount * expected)


@njit(**_OPTIONS)
def _settle(
    tables: Tables,
    block: Block,
    period: int,
    flow: Floats,
    ahead: Floats,
    out: Floats,
) -> None:
    """Set `out` to the values before a period of several months, an implicit step (`exact`)."""
    chance = block.chance[_row(block, period)]
    states, rows = out.shape[0], ahead.shape[1]
    where = tables.where_of[period] * states
    months = 1.0 * tables.length[period - 1]
    discount = load(block.discount, ())
    patience = months * discount
    paid = months * (1.0 - discount)
    abandoned = states - 2
    was = pick(tables.where, where + abandoned)
    whole = rows - rows % _TILE
    for s in range(states - 1, -1, -1):
        here = pick(tables.where, where + s)
        c = pick(tables.flow_class, s)
        begin, end = pick(tables.first_event, s), pick(tables.first_event, s + 1)
        left = splat(0.0, out)
        for e in range(begin, end):
            left += load(chance, (e,))
        share = 1.0 / (1.0 + paid + patience * left)
        # What leads up is known by now. What leads back is as after the step, but for the drift
        # of all values, taken from where nothing happens any more.
        for i in range(0, whole, _TILE):
            one = splat(0.0, out)
            two = splat(0.0, out)
            three = splat(0.0, out)
            four = splat(0.0, out)
            for e in range(begin, end):
                there = pick(tables.target, e)
                leave = load(chance, (e,))
                if there > s:
                    one += leave * load(out, (there, i))
                    two += leave * load(out, (there, i + 1))
                    three += leave * load(out, (there, i + 2))
                    four += leave * load(out, (there, i + 3))
                else:
                    there = pick(tables.where, where + there)
                    one += leave * (load(ahead, (there, i)) + load(block.drift, (i,)))
                    two += leave * (load(ahead, (there, i + 1)) + load(block.drift, (i + 1,)))
                    three += leave * (load(ahead, (there, i + 2)) + load(block.drift, (i + 2,)))
                    four += leave * (load(ahead, (there, i + 3)) + load(block.drift, (i + 3,)))
            one = load(ahead, (here, i)) + paid * load(flow, (c, i)) + patience * one
            two = load(ahead, (here, i + 1)) + paid * load(flow, (c, i + 1)) + patience * two
            three = load(ahead, (here, i + 2)) + paid * load(flow, (c, i + 2)) + patience * three
            four = load(ahead, (here, i + 3)) + paid * load(flow, (c, i + 3)) + patience * four
            store(out, (s, i), share * one)
            store(out, (s, i + 1), share * two)
            store(out, (s, i + 2), share * three)
            store(out, (s, i + 3), share * four)
        for i in range(whole, rows):
            moved = splat(0.0, out)
            for e in range(begin, end):
                there = pick(tables.target, e)
                if there > s:
                    moved += load(chance, (e,)) * load(out, (there, i))
                else:
                    there = pick(tables.where, where + there)
                    back = load(ahead, (there, i)) + load(block.drift, (i,))
                    moved += load(chance, (e,)) * back
            value = load(ahead, (here, i)) + paid * load(flow, (c, i)) + patience * moved
            store(out, (s, i), share * value)
        if s == abandoned:
            for i in range(rows):
                store(block.drift, (i,), load(out, (s, i)) - load(ahead, (was, i)))


@njit(**_OPTIONS)
def _spread(tables: Tables, flow: Floats, out: Floats) -> None:
    """Give every state the flow of its class."""
    for s in range(out.shape[0]):
        for i in range(out.shape[1]):
            store(out, (s, i), load(flow, (tables.flow_class[s], i)))


@njit(**_OPTIONS)
def _backward(
    tables: Tables,
    block: Block,
    foresight: int,
    periods: int,
    levels: Floats,
    out: Out,
    first: int,
) -> None:
    """Fill `chance` from the last period to the first, and the values of month 1.

    `levels` is (2, 1, S, N, lanes) for full foresight (-1), else (2, h + 1, ...): the values to
    actors that look 0, 1, .. h months ahead, of the next month and of this one in turn.
    """
    depths = levels.shape[1]
    now, nxt = 0, 1
    _payoffs(tables, block, periods)
    for depth in range(depths):
        _spread(tables, block.flow, levels[nxt, depth])
    for period in range(periods, 0, -1):
        row = _row(block, period)
        _chances(tables, block, period, levels[nxt, depths - 1], out, first)
        if block.changes[period]:
            _payoffs(tables, block, period)
        length = tables.length[period - 1]
        where = tables.where_of[period]
        if foresight < 0:  # one level that feeds itself
            if length == 1:
                _expect(tables, block, row, where, block.flow, levels[nxt, 0], levels[now, 0])
            else:
                _settle(tables, block, period, block.flow, levels[nxt, 0], levels[now, 0])
            now, nxt = nxt, now
            continue
        for _ in range(length):  # each level feeds the next deeper, month by month
            _spread(tables, block.flow, levels[now, 0])
            for depth in range(1, depths):
                _expect(
                    tables,
                    block,
                    row,
                    where,
                    block.flow,
                    levels[nxt, depth - 1],
                    levels[now, depth],
                )
            now, nxt = nxt, now
            where = 0
    for lane in range(min(LANES, out.value.shape[0] - first)):
        for s in range(out.value.shape[1]):
            for i in range(out.value.shape[2]):
                out.value[first + lane, s, i] = levels[nxt, depths - 1, s, i, lane]


@njit(**_OPTIONS)
def _forward(
    tables: Tables, block: Block, months: int, weight: Floats, out: Out, first: int
) -> None:
    """Follow all weights, (2, Q, lanes), through the months of the window."""
    count, states = tables.starts.size, tables.situation.size
    lanes = min(LANES, out.value.shape[0] - first)
    for q in range(count):
        store(weight, (0, q), splat(1.0 * tables.starts[q], weight))
    left_out = months + 1 - out.reached.shape[1]
    for month in range(months + 1):
        now = month % 2
        if month:
            into = tables.where_of[month] * count
            chance = block.chance[month - 1]
            for q in range(count):
                moved = splat(0.0, weight)
                for n in range(
                    pick(tables.first_inflow, into + q), pick(tables.first_inflow, into + q + 1)
                ):
                    moved += load(weight, (1 - now, pick(tables.inflow, n))) * load(
                        chance, (pick(tables.via, n),)
                    )
                store(weight, (now, q), moved)
        if month < left_out:
            continue
        for lane in range(lanes):
            for k in range(tables.stage_weight.size):
                reached = min(weight[now, tables.stage_weight[k], lane], 1.0)
                out.reached[first + lane, month - left_out, k] = reached
            for m in range(tables.step_weight.size):
                reached = min(weight[now, tables.step_weight[m], lane], 1.0)
                out.milestones[first + lane, month - left_out, m] = reached
            if out.in_force.shape[1]:
                for s in range(states):
                    out.in_force[first + lane, month, tables.situation[s]] += weight[now, s, lane]


@njit(**_OPTIONS)
def _visits(
    tables: Tables, block: Block, foresight: int, flow: Floats, work: Floats, out: Out, first: int
) -> None:
    """Follow time by situation, the same in costs of conflict, and by lever, back to month 2.

    The recursion of the values with indicators for payoffs: row r of `flow` is 1 in situation
    r, row R + r the factor on its cost of conflict, row 2 R + l the intensity of lever l.
    """
    periods = block.growth.shape[0]
    situations = out.in_force.shape[2]
    last = periods + 1
    end = 0  # last month of the period before
    if foresight >= 0:
        last = 1
        while last <= periods and end + tables.length[last - 1] < 2 + foresight:
            end += tables.length[last - 1]
            last += 1
    now, nxt = 0, 1
    for period in range(last, 1, -1):
        flow[:] = 0.0
        paid = min(period, periods)  # what follows the last period is worth its flow
        for c in range(flow.shape[0]):
            r = tables.class_situation[c]
            for lane in range(LANES):
                flow[c, r, lane] = 1.0
                flow[c, situations + r, lane] = block.growth[paid - 1, lane]
            u = tables.class_levers[c]
            for n in range(tables.first_lever[u], tables.first_lever[u + 1]):
                lever = tables.lever[n]
                for lane in range(LANES):
                    flow[c, 2 * situations + lever, lane] = block.lever_path[lever, paid - 1, lane]
        months = 1
        where = tables.where_of[paid]
        if period == last:
            _spread(tables, flow, work[now])
            now, nxt = nxt, now
            months = 0
            if foresight >= 0 and period <= periods:  # the rest of the period, up to that month
                months = 1 + foresight - end
                where = 0
        elif foresight < 0 and tables.length[period - 1] > 1:
            _settle(tables, block, period, flow, work[nxt], work[now])
            now, nxt = nxt, now
            months = 0
        elif foresight >= 0:
            months = tables.length[period - 1]
        for _ in range(months):
            _expect(tables, block, period - 1, where, flow, work[nxt], work[now])
            now, nxt = nxt, now
            where = 0
    states = tables.situation.size
    where = tables.where_of[1] * states
    for lane in range(min(LANES, out.value.shape[0] - first)):
        for s in range(states):
            for q in range(flow.shape[1]):
                out.features[first + lane, s, q] = work[nxt, tables.where[where + s], q, lane]


@njit(**_INSIDE)
def _differ(one: Floats, other: Floats) -> bool:
    differ = False
    for lane in range(LANES):
        differ = differ or one[lane] != other[lane]
    return differ


@njit(**_OPTIONS)
def _load(tables: Tables, draws: Draws, block: Block, first: int) -> None:
    """Move one block of draws to the lanes; lanes past the last draw repeat it."""
    periods = block.growth.shape[0]
    actors = block.precision.shape[0]
    for lane in range(LANES):
        d = min(first + lane, draws.discount.size - 1)
        for c in range(block.utility.shape[0]):
            r = tables.class_situation[c]
            for i in range(actors):
                block.utility[c, i, lane] = draws.utility[d, r, i]
                block.conflict[c, i, lane] = draws.conflict[d, r, i]
        for lever in range(block.lever_cost.shape[0]):
            for i in range(actors):
                block.lever_cost[lever, i, lane] = draws.lever_cost[d, lever, i]
        for m in range(tables.root.size):
            for j in range(tables.first_named[m], tables.first_named[m + 1]):
                block.base[j, lane] = draws.theta[d, m] + draws.stance[d, m, tables.named[j]]
        for i in range(actors):
            block.precision[i, lane] = draws.precision[d, i]
            block.spared[i, lane] = 1.0 - draws.kappa[d, i]
        block.discount[lane] = draws.discount[d]
        block.phi[lane] = draws.phi[d]
        for leaf in range(block.leaf_fails.shape[0]):
            block.leaf_fails[leaf, lane] = draws.leaf_fails[d, leaf]
        for w in range(block.shares.shape[0]):
            block.shares[w, lane] = draws.shares[d, w]
        for e in range(tables.source.size):
            kind = tables.kind[e]
            if kind == _WITHDRAWAL:
                block.withdrawal[e, lane] = (
                    draws.phi[d] - draws.stance[d, tables.milestone[e], tables.actor[e]]
                )
            elif kind not in (_MILESTONE, _DISRUPTION):
                chance = draws.relapse[d]
                if kind == _ABANDONMENT:
                    chance = draws.abandonment[d, tables.situation[tables.source[e]]]
                elif kind == _LAPSE:
                    chance = draws.lapse[d, tables.milestone[e]]
                block.given[e, lane] = chance
                block.constant[e, lane] = -np.log(max(1.0 - chance, SURE))
    # The longest arrays some periods at a time: what is read of a draw, and the lines written to,
    # then stay in the cache.
    last = draws.discount.size - 1
    for begin in range(0, periods, _LINE):
        end = min(begin + _LINE, periods)
        for lane in range(LANES):
            d = min(first + lane, last)
            for t in range(begin, end):
                block.growth[t, lane] = draws.growth[d, t]
            for lever in range(block.lever_cost.shape[0]):
                for t in range(begin, end):
                    block.lever_path[lever, t, lane] = draws.lever_path[d, lever, t]
    block.node[0] = 1.0
    block.node[1] = 0.0
    for t in range(periods):
        changes = t + 1 == periods or _differ(block.growth[t], block.growth[t + 1])
        for lever in range(block.lever_cost.shape[0]):
            path = block.lever_path[lever]
            changes = changes or _differ(path[t], path[t + 1])
            presses = False
            for lane in range(LANES):
                presses = presses or path[t, lane] != 0.0
            block.presses[lever, t] = presses
        block.changes[t + 1] = changes


@njit(**_OPTIONS)
def solve_blocks(
    tables: Tables,
    draws: Draws,
    out: Out,
    block: Block,
    room: Room,
    foresight: int,
    months: int,
    periods: int,
) -> None:
    """Solve all draws in blocks; months should be 1 or more.

    Parameters
    ----------
    tables, draws : what to solve
    out : arrays of zeros, filled for these draws
    block, room : as `room_for` returns them; their numbers are those that are computed with
    foresight : months that actors look ahead, less than all of them; -1 for all
    months : of the window, T
    periods : how many to solve, from the first
    """
    for first in range(0, draws.discount.size, LANES):
        _load(tables, draws, block, first)
        _backward(tables, block, foresight, periods, room.levels, out, first)
        if out.features.shape[2]:
            _visits(tables, block, foresight, room.feature_flow, room.feature_work, out, first)
        else:
            _forward(tables, block, months, room.weight, out, first)
