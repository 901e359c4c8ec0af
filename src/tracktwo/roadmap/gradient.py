r"""How the final odds move with every input: the adjoint of the two passes.

One sweep gives the exact derivative of each stage's final odds by every number of the game, per
draw: reverse-mode differentiation (Griewank and Walther 2008, Evaluating Derivatives, ch. 3)
written out for this recursion. The forward pass reverses into the chance u(s, t) of still
reaching the target set from s; the backward pass reverses into adjoints of the values, carried
forward in time. With w the weight of paths that have not reached it:

    d odds / d leave_e(t) =
        w(source, t-1) u(target, t+1) + d sum_i adj_i(source, t) V_i(target, t+1)

and from there through the race, the rules and the answers to what they depend on. Two things
have no derivative and count as zero: capabilities (they decide which coalitions suffice) and
chances confined by the engine's limits (1e-300).
"""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, fields
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

from tracktwo.roadmap.answers import SURE, yes_no
from tracktwo.roadmap.chances import Chances
from tracktwo.roadmap.exact import cores
from tracktwo.roadmap.inputs import Inputs, conflict_factor, conflict_steepness
from tracktwo.roadmap.plan import Plan, plan_for
from tracktwo.roadmap.structure import EventKind

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

    from tracktwo.roadmap.rules import Diagram
    from tracktwo.roadmap.structure import Roadmap

    Floats = NDArray[np.float64]
    Indices = NDArray[np.intp]

CHUNK_BYTES = 64e6
"""What the stored values of one chunk of draws may take."""


@dataclass(frozen=True)
class Gradients:
    """Derivatives of the odds that each stage is reached by the last month. K stages."""

    odds: Floats
    """(D, K), or (K,) averaged over draws."""
    by: dict[str, Floats]
    """By the name of the array of `Inputs`: (D, K, ...) with that array's own axes after K, or
    (K, ...) averaged over draws."""


def gradients(
    roadmap: Roadmap,
    inputs: Inputs,
    *,
    foresight: int | None = None,
    average: bool = True,
    threads: int | None = None,
    progress: Callable[[int], None] | None = None,
) -> Gradients:
    """Differentiate the final odds of every stage by every input.

    Parameters
    ----------
    roadmap, inputs, foresight, threads, progress : as for `solve`
    average : whether to average over draws, in memory that does not grow with them, or to
        return the derivatives of every draw

    Raises
    ------
    ValueError
        As `solve` does.
    """
    inputs.check(roadmap, foresight)
    plan = plan_for(roadmap)
    depth = roadmap.sight(foresight)
    per_draw = 8.0 * (roadmap.periods + 1) * plan.states
    per_draw *= roadmap.actors * (1 if depth is None else depth + 1) + len(roadmap.stages)
    size = int(np.clip(CHUNK_BYTES / per_draw, 1, 128))
    starts = range(0, max(inputs.draws, 1), size)

    def work(start: int) -> Gradients:
        some = inputs[start : start + size]
        part = _Sweep(plan, some, depth).run()
        if progress:
            progress(some.draws)
        if not average:
            return part
        return Gradients(part.odds.sum(axis=0), {n: a.sum(axis=0) for n, a in part.by.items()})

    with ThreadPoolExecutor(threads or cores()) as pool:
        parts = list(pool.map(work, starts)) if not average else []
        total = None
        for part in pool.map(work, starts) if average else []:
            total = part if total is None else _added(total, part)
    if total is not None:
        share = 1.0 / max(inputs.draws, 1)
        return Gradients(total.odds * share, {n: a * share for n, a in total.by.items()})
    return Gradients(
        np.concatenate([part.odds for part in parts]),
        {name: np.concatenate([part.by[name] for part in parts]) for name in parts[0].by},
    )


def _added(a: Gradients, b: Gradients) -> Gradients:
    return Gradients(a.odds + b.odds, {name: a.by[name] + b.by[name] for name in a.by})


@dataclass
class _Step:
    """A period, and the adjoints that gather in it."""

    period: int
    flow: Floats
    """(S, N, D) its flow payoffs."""
    leave_adj: Floats
    """(K, E, D)"""
    stay_adj: Floats
    """(K, S, D)"""

    @cached_property
    def flow_adj(self) -> Floats:
        """(K, S, N, D), filled as the adjoints gather."""
        return np.zeros((self.leave_adj.shape[0], *self.flow.shape))


class _Sweep:
    """One chunk of draws; arrays are (..., D), those of adjoints (K, ..., D)."""

    def __init__(self, plan: Plan, inputs: Inputs, depth: int | None) -> None:
        inputs = inputs.within_reach()
        self.plan, self.x, self.depth = plan, inputs, depth
        self.chances = Chances(plan, inputs)
        self.months, self.draws = plan.roadmap.months, inputs.draws
        self.periods = plan.roadmap.periods_for(depth)
        self.factor = conflict_factor(plan.roadmap, inputs.growth)
        self.steepness = conflict_steepness(plan.roadmap, inputs.growth)
        self.stages = len(plan.roadmap.stages)
        self.deadlines = dict(plan.deadlines)
        self.adjoint = {
            f.name: np.zeros((self.stages, *np.moveaxis(getattr(inputs, f.name), 0, -1).shape))
            for f in fields(Inputs)
        }
        self.steps = np.flatnonzero(plan.kind == EventKind.MILESTONE).tolist()
        self.applies = plan.roadmap.space.lever_applies(plan.roadmap)

    def where(self, month: int) -> Indices:
        """Return where each state stands after the deadlines of a month."""
        return self.deadlines.get(month, np.arange(self.plan.states))

    def run(self) -> Gradients:
        """Sweep back for the values, forward for the adjoints."""
        inside = self.plan.stage_targets()  # (K, S)
        at_start = inside[:, self.plan.roadmap.space.start]
        odds = np.broadcast_to(at_start.astype(float)[:, None], (self.stages, self.draws))
        if self.months and self.stages:
            odds = self._adjoints(inside)
        return Gradients(
            np.moveaxis(odds, -1, 0),
            {name: np.ascontiguousarray(np.moveaxis(a, -1, 0)) for name, a in self.adjoint.items()},
        )

    def _values(self) -> list[list[Floats]]:
        """Return, per period, the values at the start of the next, by how far actors look."""
        chances = self.chances
        ahead = [chances.payoffs.at(self.periods)] * (1 if self.depth is None else self.depth + 1)
        out = []
        for period in range(self.periods, 0, -1):
            out.append(ahead)
            nxt = [v[self.where(period)] for v in ahead]
            chances.month(period, nxt[-1])
            ahead = chances.back(period, chances.payoffs.at(period), nxt, self.depth)
        return out[::-1]

    def _hopes(self, inside: NDArray[np.bool_]) -> list[Floats]:
        """Return, per month, (K, S, D): the chance to reach each set from the next month on."""
        plan, chances = self.plan, self.chances
        hope = np.repeat(inside[:, :, None].astype(float), self.draws, axis=2)
        out = []
        for month in range(self.months, 0, -1):
            hope = hope[:, self.where(month)]
            out.append(hope)
            now = chances.stay[month - 1] * hope
            for events in chances.by_source:
                now[:, plan.source[events]] += (
                    chances.leave[month - 1][events] * hope[:, plan.target[events]]
                )
            hope = np.where(inside[:, :, None], 1.0, now)
        self.odds = hope[:, plan.roadmap.space.start]
        return out[::-1]

    def _adjoints(self, inside: NDArray[np.bool_]) -> Floats:
        plan, chances = self.plan, self.chances
        values = self._values()
        hopes = self._hopes(inside)
        outside = ~inside[:, :, None]
        weight = np.zeros((self.stages, plan.states, self.draws))
        weight[:, plan.roadmap.space.start] = 1.0
        weight *= outside
        levels = len(values[0])
        adj = [np.zeros((self.stages, *values[0][0].shape)) for _ in range(levels)]
        leave_adj = np.zeros((self.stages, plan.kind.size, self.draws))
        stay_adj = np.zeros_like(weight)
        for period in range(1, self.periods + 1):
            where = self.where(period)
            leave_adj[:], stay_adj[:] = 0.0, 0.0
            if period <= self.months:
                hope = hopes[period - 1]
                leave_adj += weight[:, plan.source] * hope[:, plan.target]
                stay_adj += weight * hope
            nxt = [v[where] for v in values[period - 1]]
            before = values[period - 2][0] if period > 1 else nxt[0]
            step = _Step(period, chances.payoffs.at(period), leave_adj, stay_adj)
            nxt_adj = self._back(step, nxt, before, adj)
            self._flow(period, step.flow_adj)
            self._month(period, nxt[-1], nxt_adj[-1], leave_adj, stay_adj)
            adj = [np.zeros_like(a) for a in adj]
            for level in range(levels):
                for s in range(plan.states):
                    adj[level][:, where[s]] += nxt_adj[level][:, s]
            if period <= self.months:
                weight = chances.advance(weight, period) * outside
        for a in adj:
            self._flow(self.periods, a)
        return self.odds

    def _back(
        self, step: _Step, nxt: list[Floats], before: Floats, adj: list[Floats]
    ) -> list[Floats]:
        """Return adjoints of the values after a period, given those of the values before it."""
        length = self.chances.lengths[step.period - 1]
        if self.depth is None:
            there = np.zeros_like(adj[0])
            if length == 1:
                self._expected(step, nxt[0], adj[0], there)
            else:
                self._settled(step, nxt[0], before, adj[0], there)
            return [there]
        later = [nxt]  # the values after each month of the period, the last month first
        for _ in range(length - 1):
            expected = (self.chances.expect(step.period, step.flow, v) for v in later[-1][:-1])
            later.append([step.flow, *expected])
        for levels in later[::-1]:
            step.flow_adj += adj[0]
            there_of = [np.zeros_like(a) for a in adj]
            for level in range(1, len(adj)):
                self._expected(step, levels[level - 1], adj[level], there_of[level - 1])
            adj = there_of
        return adj

    def _expected(self, step: _Step, v: Floats, a: Floats, there: Floats) -> None:
        """Pass adjoints `a` of (1 - d) flow + d E[v] on; those of v are added to `there`."""
        plan, chances, d = self.plan, self.chances, self.x.discount
        leave, stay = chances.leave[step.period - 1], chances.stay[step.period - 1]
        step.flow_adj += (1.0 - d) * a
        patience = chances.move(step.period, v) - step.flow
        self.adjoint["discount"] += (a * patience).sum(axis=(1, 2))
        step.stay_adj += d * (a * v).sum(axis=2)
        there += d * a * stay[:, None, :]
        for e in range(plan.source.size):
            s, to = plan.source[e], plan.target[e]
            step.leave_adj[:, e] += d * (a[:, s] * v[to]).sum(axis=1)
            there[:, to] += d * a[:, s] * leave[e]

    def _settled(self, step: _Step, v: Floats, before: Floats, adj: Floats, there: Floats) -> None:
        """Do the same for an implicit step that led from v to `before` (`Chances.settle`)."""
        plan, d = self.plan, self.x.discount
        leave = self.chances.leave[step.period - 1]
        length = self.chances.lengths[step.period - 1]
        adj = adj.copy()
        gone = plan.roadmap.space.abandoned
        drift = before[gone] - v[gone]
        for s in range(plan.states):  # upwards: what leads up has passed its adjoint on by then
            events = np.flatnonzero(plan.source == s).tolist()
            share = 1.0 / (1.0 + length * (1.0 - d) + length * d * leave[events].sum(axis=0))
            g = adj[:, s] * share
            there[:, s] += g
            step.flow_adj[:, s] += g * (length * (1.0 - d))
            moved = before[s] - step.flow[s]
            for e in events:
                to = int(plan.target[e])
                gain = (before[to] if to > s else v[to] + drift) - before[s]
                moved = moved + leave[e] * gain
                step.leave_adj[:, e] += length * d * (g * gain).sum(axis=1)
                passed = g * (length * d * leave[e])
                if to > s:
                    adj[:, to] += passed
                else:
                    there[:, to] += passed
                    adj[:, gone] += passed
                    there[:, gone] -= passed
            self.adjoint["discount"] += length * (g * moved).sum(axis=1)

    def _flow(self, period: int, adj: Floats) -> None:
        """Pass adjoints (K, S, N, D) of a period's flow payoffs on to what they are made of."""
        plan, x, to = self.plan, self.x, self.adjoint
        factor = self.factor[:, period - 1]
        steeper = self.steepness[:, period - 1]
        conflict = np.moveaxis(x.conflict, 0, -1)
        for r in range(plan.roadmap.situations):
            here = adj[:, plan.situation == r].sum(axis=1)  # (K, N, D)
            to["utility"][:, r] += here
            to["conflict"][:, r] -= here * factor
            to["growth"] -= (here * conflict[r]).sum(axis=1) * steeper
        for number in range(len(plan.roadmap.levers)):
            here = adj[:, self.applies[number]].sum(axis=1)
            cost, path = x.lever_cost[:, number].T, x.lever_path[:, number, period - 1]
            to["lever_path"][:, number, period - 1] -= (here * cost).sum(axis=1)
            to["lever_cost"][:, number] -= here * path

    def _month(
        self, month: int, nxt: Floats, nxt_adj: Floats, leave_adj: Floats, stay_adj: Floats
    ) -> None:
        """Pass adjoints of a month's moves on to the answers, and to the values they weigh."""
        plan, x, to, chances = self.plan, self.x, self.adjoint, self.chances
        consent, refusal, miss = chances.answers(month, nxt)
        rate = -np.log(np.maximum(miss, SURE))
        if chances.share is not None:  # taken as given: what a share rests on moves it little
            rate *= chances.share
        total = np.add.reduceat(rate, chances.starts, axis=0)
        kept = np.exp(-total)
        safe = np.maximum(total, SURE)
        share = np.where(total > _SMALL, -np.expm1(-total) / safe, 1.0 - total / 2)
        slope = np.where(total > _SMALL, (kept - share) / safe, total / 3 - 0.5)
        moved = np.add.reduceat(rate * leave_adj, chances.starts, axis=1)
        common = slope * moved - kept * stay_adj[:, chances.sources]
        rate_adj = np.repeat(share, chances.per_source, axis=0) * leave_adj
        rate_adj += np.repeat(common, chances.per_source, axis=1)
        if chances.share is not None:
            rate_adj *= chances.share
        free = (miss > SURE) & plan.open_events(month)[:, None]
        miss_adj = -rate_adj * np.where(free, 1.0 / np.maximum(miss, SURE), 0.0)

        def weigh(e: int, i: int, z_adj: Floats) -> None:
            there, here = plan.target[e], plan.source[e]
            to["precision"][:, i] += z_adj * (nxt[there, i] - nxt[here, i])
            nxt_adj[:, there, i] += z_adj * x.precision[:, i]
            nxt_adj[:, here, i] -= z_adj * x.precision[:, i]

        for e, kind in enumerate(plan.kind.tolist()):
            a, m = miss_adj[:, e], plan.milestone[e]
            if kind == EventKind.MILESTONE:
                diagram = plan.roadmap.diagrams[m]
                rows = slice(plan.first_consent[e], plan.first_consent[e] + len(diagram.actors))
                yes, no = consent[rows], refusal[rows]
                slopes = _slopes(diagram, yes, no, diagram.leaf_values(x.capability))
                for j, i in enumerate(diagram.actors):
                    z_adj = a * slopes[j] * yes[j] * no[j]
                    to["theta"][:, m] += z_adj
                    to["stance"][:, m, i] += z_adj
                    weigh(e, i, z_adj)
            elif kind == EventKind.DISRUPTION:
                self._disruption(e, a, nxt, weigh)
            elif kind == EventKind.WITHDRAWAL:
                i = int(plan.actor[e])
                gain = nxt[plan.target[e], i] - nxt[plan.source[e], i]
                yes, no = yes_no(x.phi - x.stance[:, m, i] + x.precision[:, i] * gain)
                z_adj = -a * yes * no
                to["phi"] += z_adj
                to["stance"][:, m, i] -= z_adj
                weigh(e, i, z_adj)
            elif kind == EventKind.ABANDONMENT:
                to["abandonment"][:, plan.situation[plan.source[e]]] -= a
            elif kind == EventKind.LAPSE:
                to["lapse"][:, m] -= a
            else:
                to["relapse"] -= a

    def _disruption(
        self, e: int, a: Floats, nxt: Floats, weigh: Callable[[int, int, Floats], None]
    ) -> None:
        x, to, plan = self.x, self.adjoint, self.plan
        gain = nxt[plan.target[e]] - nxt[plan.source[e]]
        active, idle = yes_no(x.phi + x.precision.T * gain)
        kappa = x.disruption.T
        factor = (1.0 - kappa) + kappa * idle
        for i in range(factor.shape[0]):
            others = np.delete(factor, i, axis=0).prod(axis=0)
            to["disruption"][:, i] -= a * others * active[i]
            z_adj = -a * others * kappa[i] * active[i] * idle[i]
            to["phi"] += z_adj
            weigh(e, i, z_adj)


_SMALL = 1e-5  # below it the series of (1 - exp(-x)) / x are exact to 1e-11, and free of 0 / 0


def _slopes(diagram: Diagram, yes: Floats, no: Floats, leaves: Floats) -> Floats:
    """Return (named, D): how the chance that a rule fails moves with each consent."""
    shape = yes.shape[1:] if len(diagram.actors) else leaves.shape[1:]
    values: list[Floats] = [np.ones(shape), np.zeros(shape), *(1.0 - leaves)]
    nodes = list(zip(diagram.asks, diagram.low, diagram.high, strict=True))
    for asked, low, high in nodes:
        values.append(no[asked] * values[low] + yes[asked] * values[high])
    adj = [np.zeros(shape) for _ in values]
    adj[diagram.root] += 1.0
    out = np.zeros(yes.shape)
    for number in range(len(nodes) - 1, -1, -1):
        asked, low, high = nodes[number]
        a = adj[diagram.first_node + number]
        out[asked] += a * (values[high] - values[low])
        adj[low] += a * no[asked]
        adj[high] += a * yes[asked]
    return out
