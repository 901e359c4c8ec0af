"""The same game, solved as plainly as it can be written: the second opinion.

One draw at a time, dense transition matrices, every consent rule summed over all profiles of
consent, no shared code with `exact` beyond the list of states and events. Slow on purpose;
tests hold the fast engines to it.
"""

from __future__ import annotations

import itertools
import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from tracktwo.roadmap.lumps import shares
from tracktwo.roadmap.rules import actors_of, holds
from tracktwo.roadmap.structure import Event, EventKind

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from tracktwo.roadmap.inputs import Inputs
    from tracktwo.roadmap.structure import Roadmap

    Floats = NDArray[np.float64]


@dataclass(frozen=True)
class PlainSolution:
    """One draw's solution: T months, S states, K stages, N actors."""

    transition: Floats
    """(T, S, S) chance of moving from state to state in each month, deadlines included."""
    value: Floats
    """(S, N) value of each state at the start of month 1."""
    reached: Floats
    """(T+1, K)"""
    in_force: Floats
    """(T+1, R)"""
    milestones: Floats
    """(T+1, M)"""
    miss: Floats
    """(T, E) chance that each event does not happen in each month, were it alone."""
    ahead: Floats
    """(T, S, N) the values at the start of the next month that the answers of each month weigh,
    before the deadlines at the end of the month fall."""


def logistic(x: float) -> float:
    """Return 1 / (1 + exp(-x)), with x confined to +-700."""
    x = min(max(x, -700.0), 700.0)
    return 1.0 / (1.0 + math.exp(-x)) if x >= 0 else math.exp(x) / (1.0 + math.exp(x))


class PlainGame:
    """One draw of the game."""

    def __init__(self, roadmap: Roadmap, inputs: Inputs, draw: int = 0) -> None:
        self.roadmap = roadmap
        self.space = roadmap.space
        self.x = inputs[draw : draw + 1].within_reach()
        self.levers_on = self.space.lever_applies(roadmap)
        self.shares = shares(roadmap, self.x)[0]

    def months_of(self, period: int) -> range:
        """Return the months that a period (from 1) takes."""
        end = self.roadmap.ends[period - 1]
        return range(end - self.roadmap.lengths[period - 1] + 1, end + 1)

    def grown(self, period: int) -> float:
        """Return by how much the cost of conflict has grown in a period, on average."""
        stop = self.roadmap.grows or math.inf
        months = [min(month, max(stop, 1)) for month in self.months_of(period)]
        return float(sum((1.0 + self.x.growth[0]) ** (m - 1) for m in months) / len(months))

    def flow(self, state: int, period: int) -> Floats:
        """Return (N,), what a month of a period is worth to each actor in a state."""
        x, situation = self.x, self.space.passed[state]
        out: Floats = x.utility[0, situation].copy()
        out -= x.conflict[0, situation] * self.grown(period)
        for lever in range(len(self.roadmap.levers)):
            if self.levers_on[lever, state]:
                out -= x.lever_path[0, lever, period - 1] * x.lever_cost[0, lever]
        return out

    def consent(self, event: Event, actor: int, ahead: Floats) -> float:
        """Return the log-odds of one actor's consent to one milestone."""
        x, m = self.x, event.milestone
        gain = ahead[event.target, actor] - ahead[event.source, actor]
        return float(x.theta[0, m] + x.stance[0, m, actor] + x.precision[0, actor] * gain)

    def miss(self, event: Event, period: int, ahead: Floats) -> float:
        """Return the chance that an event does not happen in a month, were it alone."""
        month = self.roadmap.ends[period - 1]
        x, m = self.x, event.milestone
        match event.kind:
            case EventKind.MILESTONE:
                step = self.roadmap.milestones[m]
                if step.expires is not None and month > step.expires:
                    return 1.0
                if step.rule is None:
                    return 0.0
                named = actors_of(step.rule)
                odds = {i: self.consent(event, i, ahead) for i in named}
                missed = 0.0
                for profile in itertools.product([False, True], repeat=len(named)):
                    said = dict(zip(named, profile, strict=True))
                    everyone = [said.get(i, False) for i in range(self.roadmap.actors)]
                    if not holds(step.rule, everyone, x.capability[0].tolist()):
                        missed += math.prod(
                            logistic(odds[i] if said[i] else -odds[i]) for i in named
                        )
                return missed
            case EventKind.DISRUPTION:
                untouched = 1.0
                for i in range(self.roadmap.actors):
                    gain = ahead[event.target, i] - ahead[event.source, i]
                    idle = logistic(-(x.phi[0] + x.precision[0, i] * gain))
                    untouched *= (1.0 - x.disruption[0, i]) + x.disruption[0, i] * idle
                return float(untouched)
            case EventKind.ABANDONMENT:
                return float(1.0 - x.abandonment[0, self.space.passed[event.source]])
            case EventKind.LAPSE:
                return float(1.0 - x.lapse[0, m])
            case EventKind.WITHDRAWAL:
                i = event.actor
                gain = ahead[event.target, i] - ahead[event.source, i]
                return logistic(-(x.phi[0] - x.stance[0, m, i] + x.precision[0, i] * gain))
            case EventKind.RELAPSE:
                return float(1.0 - x.relapse[0])

    def solve(self, foresight: int | None = None) -> PlainSolution:
        """Solve by backward and forward induction over whole matrices."""
        months, states = self.roadmap.months, self.space.size
        d = self.x.discount[0]
        depth = self.roadmap.sight(foresight)
        periods = self.roadmap.periods_for(foresight) if months else 0
        last = np.array([self.flow(s, periods) for s in range(states)]) if months else None
        if last is None:
            flat = self.x.utility[0] - self.x.conflict[0]
            last = np.array([flat[self.space.passed[s]] for s in range(states)])
        by_depth = [last] * (1 if depth is None else depth + 1)
        transition = np.zeros((months, states, states))
        misses = np.zeros((months, len(self.space.events)))
        weighed = np.zeros((months, states, self.roadmap.actors))
        for month in range(periods, 0, -1):
            where = self.space.after_deadlines(self.roadmap, month)
            ahead = [v[where] for v in by_depth]
            step, alone = self._step(month, ahead[-1])
            flow = np.array([self.flow(s, month) for s in range(states)])
            length = self.roadmap.lengths[month - 1]
            if month <= months:
                weighed[month - 1] = by_depth[-1]
                misses[month - 1] = alone
            if depth is not None:
                for _ in range(length):
                    ahead = [flow] + [(1 - d) * flow + d * step @ v for v in ahead[:-1]]
                by_depth = ahead
            elif length == 1:
                by_depth = [(1 - d) * flow + d * step @ ahead[0]]
            else:
                by_depth = [self._leap(length, flow, step, ahead[0])]
            if month > months:
                continue
            moved = np.zeros((states, states))
            moved[np.arange(states), where] = 1.0
            transition[month - 1] = step @ moved
        return PlainSolution(
            transition=transition,
            value=by_depth[-1],
            reached=self._passage(transition, self._stage_sets()),
            in_force=self._occupation(transition),
            milestones=self._passage(
                transition,
                [
                    self.space.has_milestone(self.roadmap, m)
                    for m in range(len(self.roadmap.milestones))
                ],
            ),
            miss=misses,
            ahead=weighed,
        )

    def _leap(self, length: int, flow: Floats, step: Floats, ahead: Floats) -> Floats:
        """Return V before `length` months of the same chances, (V - ahead) / length = the change.

        As a linear system, (1 + length (1 - d + d leave)) V(s) - length d (moves up) V =
        ahead + length ((1 - d) flow + d (moves down) (ahead + drift)), where the drift is what
        the step changes for a roadmap abandoned.
        """
        d = self.x.discount[0]
        moves = step - np.diag(np.diag(step))
        up, down = np.triu(moves), np.tril(moves)
        system = np.diag(1 + length * (1 - d + d * moves.sum(axis=1))) - length * d * up
        gone = self.space.abandoned
        drift = length * (1 - d) * (flow[gone] - ahead[gone]) / (1 + length * (1 - d))
        back = down @ (ahead + drift)
        return np.linalg.solve(system, ahead + length * ((1 - d) * flow + d * back))

    def _step(self, month: int, ahead: Floats) -> tuple[Floats, Floats]:
        states = self.space.size
        matrix = np.eye(states)
        alone = np.array([self.miss(e, month, ahead) for e in self.space.events])
        for s in range(states):
            out = [n for n, e in enumerate(self.space.events) if e.source == s]
            shares = [self.shares[self.space.events[n].share] for n in out]
            rates = [-math.log(max(alone[n], 1e-300)) * w for n, w in zip(out, shares, strict=True)]
            total = sum(rates)
            if total > 0:
                leave = -math.expm1(-total)
                matrix[s, s] = 1 - leave
                for n, rate in zip(out, rates, strict=True):
                    matrix[s, self.space.events[n].target] += leave * rate / total
        return matrix, alone

    def _stage_sets(self) -> list[NDArray[np.bool_]]:
        passed = np.array(self.space.passed)
        stages = len(self.roadmap.stages)
        return [(passed >= k) & (passed <= stages) for k in range(1, stages + 1)]

    def _occupation(self, transition: Floats) -> Floats:
        at = np.zeros(self.space.size)
        at[self.space.start] = 1.0
        rows = [at]
        for step in transition:
            rows.append(rows[-1] @ step)
        out = np.zeros((len(rows), self.roadmap.situations))
        for s, situation in enumerate(self.space.passed):
            out[:, situation] += np.array(rows)[:, s]
        return out

    def _passage(self, transition: Floats, targets: list[NDArray[np.bool_]]) -> Floats:
        """First passage, with each target set made absorbing."""
        out = np.zeros((len(transition) + 1, len(targets)))
        for column, target in enumerate(targets):
            at = np.zeros(self.space.size)
            at[self.space.start] = 1.0
            out[0, column] = at[target].sum()
            for month, step in enumerate(transition):
                stuck = step.copy()
                stuck[target] = np.eye(self.space.size)[target]
                at = at @ stuck
                out[month + 1, column] = at[target].sum()
        return out
