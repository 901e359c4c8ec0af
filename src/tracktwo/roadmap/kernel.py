"""The exact solver's passes, compiled: see `exact` for the formulas and their sources.

`LANES` draws go side by side as the innermost, contiguous axis of every array, and every step is
on whole vectors (see `simd`). A lane never looks at its neighbours: a draw's result is the same
whatever block, chunk or thread it falls into. Processors with and without fused multiplication
may round differently (in the last digits only).

One exponential per consent or disruption: ``a = exp(-|z|)`` gives ``1 / (1 + a)`` and
``a / (1 + a)``, the chances of the likelier and the unlikelier answer, both free of cancellation.
"""
# ruff: noqa: PLR0917  (a kernel: many arrays, taken by position)

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from tracktwo.compiled import njit
from tracktwo.roadmap.simd import (
    LANES,
    exp,
    larger,
    load,
    log,
    magnitude,
    smaller,
    splat,
    store,
    where_positive,
)

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]
    Indices = NDArray[np.int64]
    Flags = NDArray[np.bool_]

SURE = 1e-300
STEEPEST = 700.0

_MILESTONE = 0
_DISRUPTION = 1
_ABANDONMENT = 2
_LAPSE = 3
_WITHDRAWAL = 4
_DIVIDE_AFTER = 64  # factors of at most 2 between divisions, so that no product overflows


class Tables(NamedTuple):
    """What is the same for all draws: S states, E events, F flow classes, G target sets.

    P periods: the T months of the window, and the longer steps beyond.
    """

    source: Indices  # (E,) events are sorted by source
    target: Indices  # (E,)
    kind: Indices  # (E,)
    milestone: Indices  # (E,)
    actor: Indices  # (E,)
    last_period: Indices  # (E,) last period in which each event can happen
    first_event: Indices  # (S+1,)
    first_consent: Indices  # (E,) row of each event's first consent
    first_named: Indices  # (M+1,) actors named by each milestone's rule, one range each
    named: Indices
    first_node: Indices  # (M+1,) nodes of each milestone's decision diagram
    asks: Indices
    low: Indices
    high: Indices
    first_leaf: Indices  # (M+1,) rows of `Draws.leaf_fails`
    root: Indices  # (M,)
    disruptors: Indices  # actors that can disrupt in some draw
    situation: Indices  # (S,)
    flow_class: Indices  # (S,)
    class_situation: Indices  # (F,)
    class_levers: Flags  # (F, L)
    length: Indices  # (P,) months that each period takes
    where: Indices  # (W, S) where each state stands after the deadlines of a period
    where_of: Indices  # (P+1,) row of `where`; row 0 changes nothing
    slot: Indices  # (G, S) per target set: the state itself, S if in it, S+1 if hopeless
    first_live: Indices  # (G+1,) states from which each target set can still be reached
    live: Indices
    start: int


class Draws(NamedTuple):
    """The inputs of all draws, draws first, as in `Inputs`; see there."""

    utility: Floats
    conflict: Floats
    growth: Floats  # (D, P) factor on the cost of conflict
    lever_path: Floats
    lever_cost: Floats
    theta: Floats
    stance: Floats
    precision: Floats
    discount: Floats
    kappa: Floats
    phi: Floats
    abandonment: Floats
    lapse: Floats
    relapse: Floats
    leaf_fails: Floats  # (D, leaves) 1 where a leaf of a decision diagram fails, else 0


class Out(NamedTuple):
    """Where the results go, draws first."""

    hit: Floats  # (D, T+1, G) first passage into each target set
    in_force: Floats  # (D, T+1, R)
    value: Floats  # (D, S, N)
    consent: Floats  # (D, C)
    event: Floats  # (D, E)
    features: Floats  # (D, S, Q) see `_visits`; Q is 0 where it was not asked for


class Block(NamedTuple):
    """The inputs of one block of draws, lanes last, and room to work in."""

    utility: Floats  # (F, N, lanes)
    conflict: Floats  # (F, N, lanes)
    growth: Floats  # (P, lanes) factor on the cost of conflict, by period
    lever_path: Floats  # (L, P, lanes)
    lever_cost: Floats  # (L, N, lanes)
    base: Floats  # (named, lanes) theta + stance
    withdrawal: Floats  # (E, lanes) phi - stance
    precision: Floats  # (N, lanes)
    discount: Floats  # (lanes,)
    kappa: Floats  # (N, lanes)
    phi: Floats  # (lanes,)
    chance: Floats  # (E, lanes) of the events whose chance is given
    constant: Floats  # (E, lanes) their rates
    leaf_fails: Floats  # (leaves, lanes)
    leave: Floats  # (T + 1 or P, E, lanes), see `_row`
    stay: Floats  # (T + 1 or P, S, lanes)
    flow: Floats  # (F, N, lanes)
    yes: Floats  # (N, lanes)
    no: Floats  # (N, lanes)
    node: Floats  # (nodes of the largest diagram, lanes)


# Only the entry is called from Python: wrappers for the others would double the time to compile.
_OPTIONS = {"error_model": "numpy", "no_cpython_wrapper": True, "no_cfunc_wrapper": True}


@njit(**_OPTIONS)
def _payoffs(tables: Tables, block: Block, month: int) -> None:
    """Set the flow payoff of every class in a period (from 1)."""
    growth = load(block.growth, (month - 1,))
    for c in range(block.utility.shape[0]):
        for i in range(block.utility.shape[1]):
            flow = load(block.utility, (c, i)) - load(block.conflict, (c, i)) * growth
            for lever in range(block.lever_cost.shape[0]):
                if tables.class_levers[c, lever]:
                    flow -= load(block.lever_path, (lever, month - 1)) * load(
                        block.lever_cost, (lever, i)
                    )
            store(block.flow, (c, i), flow)


@njit(**_OPTIONS)
def _gain(block: Block, ahead: Floats, i: int, there: int, here: int) -> Any:
    """Return what moving is worth to an actor, in log-odds."""
    return load(block.precision, (i,)) * (load(ahead, (there, i)) - load(ahead, (here, i)))


@njit(**_OPTIONS)
def _steepness(z: Any) -> Any:
    return exp(splat(0.0) - smaller(magnitude(z), splat(STEEPEST)))


@njit(**_OPTIONS)
def _rule_fails(tables: Tables, block: Block, m: int) -> Any:
    """Return the chance that a rule fails, from the answers in `yes` and `no` (see `rules`)."""
    yes, no, node = block.yes, block.no, block.node
    leaf = tables.first_leaf[m]
    leaves = tables.first_leaf[m + 1] - leaf
    for j in range(leaves):
        store(node, (2 + j,), load(block.leaf_fails, (leaf + j,)))
    at = 2 + leaves
    for n in range(tables.first_node[m], tables.first_node[m + 1]):
        asked = tables.asks[n]
        refused = load(no, (asked,)) * load(node, (tables.low[n],))
        store(node, (at,), refused + load(yes, (asked,)) * load(node, (tables.high[n],)))
        at += 1
    return load(node, (tables.root[m],))


@njit(**_OPTIONS)
def _peace(tables: Tables, block: Block, ahead: Floats, there: int, here: int) -> Any:
    """Return the chance that nobody disrupts, the product of (1 - k) + k / (1 + exp z).

    Each factor is (1 + (1 - k) exp z) / (1 + exp z), written in a = exp(-|z|); numerators and
    denominators, all in 0..2, are multiplied apart so that one division does for many.
    """
    phi = load(block.phi, ())
    out = splat(1.0)
    above = splat(1.0)
    below = splat(1.0)
    for n in range(tables.disruptors.size):
        i = tables.disruptors[n]
        z = phi + _gain(block, ahead, i, there, here)
        a = _steepness(z)
        spared = 1.0 - load(block.kappa, (i,))
        above *= where_positive(z, a + spared, 1.0 + spared * a)
        below *= 1.0 + a
        if n % _DIVIDE_AFTER == _DIVIDE_AFTER - 1:
            out *= above / below
            above = splat(1.0)
            below = splat(1.0)
    return out * (above / below)


@njit(**_OPTIONS)
def _event_rates(
    tables: Tables, block: Block, month: int, ahead: Floats, rates: Floats, now: Out, first: int
) -> None:
    """Set `rates` (E, lanes) a month of one period, given the values at the start of the next."""
    where = tables.where[tables.where_of[month]]
    yes, no = block.yes, block.no
    lanes = min(LANES, now.value.shape[0] - first)
    for e in range(tables.source.size):
        here = where[tables.source[e]]
        there = where[tables.target[e]]
        m = tables.milestone[e]
        kind = tables.kind[e]
        if kind == _MILESTONE:
            named = tables.first_named[m]
            count = tables.first_named[m + 1] - named
            for j in range(count):
                i = tables.named[named + j]
                z = load(block.base, (named + j,)) + _gain(block, ahead, i, there, here)
                a = _steepness(z)
                likelier = 1.0 / (1.0 + a)
                store(yes, (j,), where_positive(z, likelier, a * likelier))
                store(no, (j,), where_positive(z, a * likelier, likelier))
            if month == 1:
                for j in range(count):
                    for lane in range(lanes):
                        now.consent[first + lane, tables.first_consent[e] + j] = yes[j, lane]
            missed = _rule_fails(tables, block, m)
        elif kind == _DISRUPTION:
            missed = _peace(tables, block, ahead, there, here)
        elif kind == _WITHDRAWAL:
            z = load(block.withdrawal, (e,)) + _gain(block, ahead, tables.actor[e], there, here)
            a = _steepness(z)
            missed = where_positive(z, a, splat(1.0)) / (1.0 + a)
        else:
            store(rates, (e,), load(block.constant, (e,)))
            if month == 1:
                for lane in range(lanes):
                    now.event[first + lane, e] = block.chance[e, lane]
            continue
        if month > tables.last_period[e]:
            missed = splat(1.0)
        store(rates, (e,), splat(0.0) - log(larger(missed, splat(SURE))))
        if month == 1:
            store(no, (0,), missed)
            for lane in range(lanes):
                now.event[first + lane, e] = 1.0 - no[0, lane]


@njit(**_OPTIONS)
def _race(tables: Tables, leave: Floats, stay: Floats) -> None:
    """Turn the rates in `leave` into the chances that each event comes first, and `stay`."""
    for s in range(stay.shape[0]):
        begin, end = tables.first_event[s], tables.first_event[s + 1]
        total = splat(0.0)
        for e in range(begin, end):
            total += load(leave, (e,))
        kept = exp(splat(0.0) - smaller(total, splat(STEEPEST)))
        store(stay, (s,), kept)
        share = (1.0 - kept) / larger(total, splat(SURE))
        for e in range(begin, end):
            store(leave, (e,), load(leave, (e,)) * share)


@njit(**_OPTIONS)
def _row(block: Block, period: int) -> int:
    """Return where a period's chances are kept; those beyond the window may share a row."""
    kept: int = block.stay.shape[0]
    return min(period, kept) - 1


@njit(**_OPTIONS)
def _expect(
    tables: Tables,
    block: Block,
    row: int,
    where: Indices,
    flow: Floats,
    ahead: Floats,
    out: Floats,
) -> None:
    """Set out = (1 - d) flow + d E[ahead], both (S, rows, lanes); `flow` is by class of states."""
    leave = block.leave[row]
    stay = block.stay[row]
    discount = load(block.discount, ())
    impatience = 1.0 - discount
    for s in range(stay.shape[0]):
        here = where[s]
        c = tables.flow_class[s]
        kept = load(stay, (s,))
        begin, end = tables.first_event[s], tables.first_event[s + 1]
        rows = ahead.shape[1]
        whole_threes = rows - rows % 3
        for i in range(0, whole_threes, 3):  # three rows at a time share what they load
            one = kept * load(ahead, (here, i))
            two = kept * load(ahead, (here, i + 1))
            three = kept * load(ahead, (here, i + 2))
            for e in range(begin, end):
                there = where[tables.target[e]]
                chance = load(leave, (e,))
                one += chance * load(ahead, (there, i))
                two += chance * load(ahead, (there, i + 1))
                three += chance * load(ahead, (there, i + 2))
            store(out, (s, i), impatience * load(flow, (c, i)) + discount * one)
            store(out, (s, i + 1), impatience * load(flow, (c, i + 1)) + discount * two)
            store(out, (s, i + 2), impatience * load(flow, (c, i + 2)) + discount * three)
        for i in range(whole_threes, rows):
            expected = kept * load(ahead, (here, i))
            for e in range(begin, end):
                expected += load(leave, (e,)) * load(ahead, (where[tables.target[e]], i))
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
    where = tables.where[tables.where_of[period]]
    leave = block.leave[_row(block, period)]
    months = splat(1.0 * tables.length[period - 1])
    discount = load(block.discount, ())
    patience = months * discount
    paid = months * (1.0 - discount)
    abandoned = out.shape[0] - 2
    for s in range(out.shape[0] - 1, -1, -1):
        here = where[s]
        c = tables.flow_class[s]
        begin, end = tables.first_event[s], tables.first_event[s + 1]
        left = splat(0.0)
        for e in range(begin, end):
            left += load(leave, (e,))
        share = 1.0 / (1.0 + paid + patience * left)
        for i in range(ahead.shape[1]):
            moved = splat(0.0)
            for e in range(begin, end):
                there = tables.target[e]
                # What leads up is known by now. What leads back is as after the step, but for
                # the drift of all values, taken from where nothing happens any more.
                if there > s:
                    moved += load(leave, (e,)) * load(out, (there, i))
                else:
                    drift = load(out, (abandoned, i)) - load(ahead, (where[abandoned], i))
                    moved += load(leave, (e,)) * (load(ahead, (where[there], i)) + drift)
            value = load(ahead, (here, i)) + paid * load(flow, (c, i)) + patience * moved
            store(out, (s, i), share * value)


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
) -> Floats:
    """Fill `leave` and `stay` from the last period to the first; return V(1), (S, N, lanes).

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
        leave = block.leave[row]
        _event_rates(tables, block, period, levels[nxt, depths - 1], leave, out, first)
        _race(tables, leave, block.stay[row])
        _payoffs(tables, block, period)
        length = tables.length[period - 1]
        where = tables.where[tables.where_of[period]]
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
            where = tables.where[0]
    deepest: Floats = levels[nxt, depths - 1]
    return deepest


@njit(**_OPTIONS)
def _passage(
    tables: Tables, block: Block, group: int, weight: Floats, out: Out, first: int
) -> None:
    """Follow the weights of states forward; group 0 is occupation, the others first passage.

    `weight` is (2, S + 2, lanes): the states, what has reached the target set, and a bin for
    what never can.
    """
    months, states = out.hit.shape[1] - 1, block.stay.shape[1]
    lanes = min(LANES, out.value.shape[0] - first)
    slot = tables.slot[group]
    live = tables.live[tables.first_live[group] : tables.first_live[group + 1]]
    now, nxt = 0, 1
    weight[:] = 0.0
    weight[now, slot[tables.start]] = 1.0
    for month in range(months + 1):
        if month:
            where = tables.where[tables.where_of[month]]
            leave = block.leave[month - 1]
            stay = block.stay[month - 1]
            for n in range(live.size):
                store(weight, (nxt, live[n]), splat(0.0))
            store(weight, (nxt, states), load(weight, (now, states)))
            for n in range(live.size):
                s = live[n]
                here = load(weight, (now, s))
                to = slot[where[s]]
                store(weight, (nxt, to), load(weight, (nxt, to)) + here * load(stay, (s,)))
                for e in range(tables.first_event[s], tables.first_event[s + 1]):
                    to = slot[where[tables.target[e]]]
                    if to <= states:
                        moved = load(weight, (nxt, to)) + here * load(leave, (e,))
                        store(weight, (nxt, to), moved)
            now, nxt = nxt, now
        if group:
            for lane in range(lanes):
                out.hit[first + lane, month, group - 1] = min(weight[now, states, lane], 1.0)
        else:
            for s in range(states):
                r = tables.situation[s]
                for lane in range(lanes):
                    out.in_force[first + lane, month, r] += weight[now, s, lane]


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
            for lever in range(block.lever_cost.shape[0]):
                if tables.class_levers[c, lever]:
                    for lane in range(LANES):
                        flow[c, 2 * situations + lever, lane] = block.lever_path[
                            lever, paid - 1, lane
                        ]
        months = 1
        where = tables.where[tables.where_of[paid]]
        if period == last:
            _spread(tables, flow, work[now])
            now, nxt = nxt, now
            months = 0
            if foresight >= 0 and period <= periods:  # the rest of the period, up to that month
                months = 1 + foresight - end
                where = tables.where[0]
        elif foresight < 0 and tables.length[period - 1] > 1:
            _settle(tables, block, period, flow, work[nxt], work[now])
            now, nxt = nxt, now
            months = 0
        elif foresight >= 0:
            months = tables.length[period - 1]
        for _ in range(months):
            _expect(tables, block, period - 1, where, flow, work[nxt], work[now])
            now, nxt = nxt, now
            where = tables.where[0]
    where = tables.where[tables.where_of[1]]
    for lane in range(min(LANES, out.value.shape[0] - first)):
        for s in range(where.size):
            for q in range(flow.shape[1]):
                out.features[first + lane, s, q] = work[nxt, where[s], q, lane]


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
        for t in range(periods):
            block.growth[t, lane] = draws.growth[d, t]
        for lever in range(block.lever_cost.shape[0]):
            for t in range(periods):
                block.lever_path[lever, t, lane] = draws.lever_path[d, lever, t]
            for i in range(actors):
                block.lever_cost[lever, i, lane] = draws.lever_cost[d, lever, i]
        for m in range(tables.root.size):
            for j in range(tables.first_named[m], tables.first_named[m + 1]):
                block.base[j, lane] = draws.theta[d, m] + draws.stance[d, m, tables.named[j]]
        for i in range(actors):
            block.precision[i, lane] = draws.precision[d, i]
            block.kappa[i, lane] = draws.kappa[d, i]
        block.discount[lane] = draws.discount[d]
        block.phi[lane] = draws.phi[d]
        for leaf in range(block.leaf_fails.shape[0]):
            block.leaf_fails[leaf, lane] = draws.leaf_fails[d, leaf]
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
                block.chance[e, lane] = chance
                block.constant[e, lane] = -np.log(max(1.0 - chance, SURE))
    block.node[0] = 1.0
    block.node[1] = 0.0


@njit(error_model="numpy", no_cfunc_wrapper=True)
def solve_blocks(tables: Tables, draws: Draws, out: Out, foresight: int, periods: int) -> None:
    """Solve all draws in blocks; months should be 1 or more.

    Parameters
    ----------
    tables, draws : what to solve
    out : arrays of zeros, filled for these draws
    foresight : months that actors look ahead, less than all of them; -1 for all
    periods : how many to solve, from the first
    """
    states, events = tables.situation.size, tables.source.size
    classes, milestones = tables.class_situation.size, tables.root.size
    actors, levers = draws.kappa.shape[1], draws.lever_cost.shape[1]
    every = tables.length.size
    features = out.features.shape[2]
    kept = every if features else min(out.hit.shape[1], every)
    nodes = 2
    for m in range(milestones):
        size = tables.first_node[m + 1] - tables.first_node[m]
        nodes = max(nodes, 2 + size + tables.first_leaf[m + 1] - tables.first_leaf[m])
    block = Block(
        np.empty((classes, actors, LANES)),
        np.empty((classes, actors, LANES)),
        np.empty((every, LANES)),
        np.empty((levers, every, LANES)),
        np.empty((levers, actors, LANES)),
        np.empty((tables.named.size, LANES)),
        np.zeros((events, LANES)),
        np.empty((actors, LANES)),
        np.empty(LANES),
        np.empty((actors, LANES)),
        np.empty(LANES),
        np.empty((events, LANES)),
        np.empty((events, LANES)),
        np.empty((draws.leaf_fails.shape[1], LANES)),
        np.zeros((kept, events, LANES)),
        np.ones((kept, states, LANES)),
        np.empty((classes, actors, LANES)),
        np.empty((max(actors, 1), LANES)),
        np.empty((max(actors, 1), LANES)),
        np.empty((nodes, LANES)),
    )
    levels = np.empty((2, max(foresight, 0) + 1, states, actors, LANES))
    weight = np.empty((2, states + 2, LANES))
    feature_flow = np.empty((classes, features, LANES))
    feature_work = np.empty((2, states if features else 0, features, LANES))
    for first in range(0, draws.discount.size, LANES):
        _load(tables, draws, block, first)
        value = _backward(tables, block, foresight, periods, levels, out, first)
        for lane in range(min(LANES, out.value.shape[0] - first)):
            for s in range(states):
                for i in range(actors):
                    out.value[first + lane, s, i] = value[s, i, lane]
        if features:
            _visits(tables, block, foresight, feature_flow, feature_work, out, first)
        else:
            for group in range(tables.slot.shape[0]):
                _passage(tables, block, group, weight, out, first)
