"""The NumPy engine: the chances of one chunk of draws, and the passes over them.

See `exact` for the formulas. Rows are consents, events or states, and the last axis is the draws,
so every operation runs over contiguous lanes. Chunks of draws fit the cache.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from tracktwo.roadmap.answers import STEEPEST, SURE, by_rows, yes_no
from tracktwo.roadmap.inputs import conflict_factor
from tracktwo.roadmap.lumps import shares
from tracktwo.roadmap.rules import failure
from tracktwo.roadmap.structure import EventKind

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from tracktwo.roadmap.inputs import Inputs
    from tracktwo.roadmap.plan import Plan
    from tracktwo.roadmap.rules import Diagram

    Floats = NDArray[np.float64]
    _RuleGroup = tuple[Diagram, NDArray[np.intp], NDArray[np.intp], Floats]


def _slots_of(state: NDArray[np.intp], events: NDArray[np.intp]) -> list[NDArray[np.intp]]:
    """Split events into groups in which no state appears twice, so that each adds up at once."""
    groups: list[list[int]] = []
    seen: dict[int, int] = {}
    for event in events.tolist():
        rank = seen.get(int(state[event]), 0)
        seen[int(state[event])] = rank + 1
        if rank == len(groups):
            groups.append([])
        groups[rank].append(event)
    return [np.array(group) for group in groups]


class _Payoffs:
    """Flow payoffs of one chunk, by class of states and month."""

    def __init__(self, plan: Plan, inputs: Inputs) -> None:
        self.utility = by_rows(inputs.utility)[plan.class_situation]  # (F, N, D)
        self.conflict = by_rows(inputs.conflict)[plan.class_situation]
        self.growth = by_rows(conflict_factor(plan.roadmap, inputs.growth))  # (P, D)
        self.path = by_rows(inputs.lever_path)  # (L, P, D)
        self.cost = by_rows(inputs.lever_cost)  # (L, N, D)
        self.levers = plan.class_levers
        self.class_of = plan.flow_class

    def at(self, month: int) -> Floats:
        """Return (S, N, D), the flow payoff of every state in a month, or a longer period."""
        flow: Floats = self.utility - self.conflict * self.growth[month - 1]
        for number, applies in enumerate(self.levers.T):
            if applies.any():
                flow[applies] -= self.path[number, month - 1] * self.cost[number]
        return flow[self.class_of]


class Chances:
    """The chances of every event in every period, for one chunk of D draws.

    After `backward`, `leave` is (P, E, D), the chance that an event happens in a month of the
    period and before any other, and `stay` (P, S, D) the chance that nothing does. Periods are
    the months up to T, then the longer steps in which the game beyond is solved.
    """

    def __init__(self, plan: Plan, inputs: Inputs) -> None:
        inputs = inputs.within_reach()
        self.plan = plan
        self.draws = inputs.draws
        self.payoffs = _Payoffs(plan, inputs)
        self.discount = inputs.discount
        self.precision = by_rows(inputs.precision)
        self.phi = inputs.phi
        self.kappa = by_rows(inputs.disruption)
        stance = by_rows(inputs.stance)
        theta = by_rows(inputs.theta)

        rows = plan.consent_milestone
        self.consent_base = theta[rows] + stance[rows, plan.consent_actor]
        self.consent_beta = self.precision[plan.consent_actor]
        self.consent_to = plan.target[plan.consent_event]
        self.consent_from = plan.consent_state

        self.rules = self._group_rules(inputs.capability)
        self.disruptions = np.flatnonzero(plan.kind == EventKind.DISRUPTION)
        self.disruptors = np.flatnonzero(self.kappa.any(axis=-1))
        self.withdrawals = np.flatnonzero(plan.kind == EventKind.WITHDRAWAL)
        self.withdrawal_base = (
            self.phi - stance[plan.milestone[self.withdrawals], plan.actor[self.withdrawals]]
        )

        constant = np.ones((plan.kind.size, self.draws))
        given_up = plan.kind == EventKind.ABANDONMENT
        stage_ahead = plan.situation[plan.source[given_up]]
        constant[given_up] = 1.0 - by_rows(inputs.abandonment)[stage_ahead]
        constant[plan.kind == EventKind.RELAPSE] = 1.0 - inputs.relapse
        lapses = plan.kind == EventKind.LAPSE
        constant[lapses] = 1.0 - by_rows(inputs.lapse)[plan.milestone[lapses]]
        self.constant = constant
        self.share = None
        if plan.roadmap.lumps:
            self.share = by_rows(shares(plan.roadmap, inputs))[plan.share]

        self.sources, self.starts = np.unique(plan.source, return_index=True)
        self.per_source = np.diff([*self.starts, plan.kind.size])
        self.by_source = _slots_of(plan.source, np.arange(plan.source.size))
        # Many events lead to the same few states (given up, thrown back): those are summed.
        common = np.flatnonzero(np.bincount(plan.target, minlength=plan.states) > 3)
        self.by_target = _slots_of(plan.target, np.flatnonzero(~np.isin(plan.target, common)))
        self.common = [(t, np.flatnonzero(plan.target == t)) for t in common.tolist()]
        self.deadlines = dict(plan.deadlines)
        self.ranks = [(states, _slots_of(plan.source, events)) for states, events in plan.ranks]

        periods = plan.roadmap.periods
        self.lengths = plan.roadmap.lengths
        self.leave = np.zeros((periods, plan.kind.size, self.draws))
        self.stay = np.ones((periods, plan.states, self.draws))
        self.consent_now = np.zeros((rows.size, self.draws))
        self.event_now = np.zeros((plan.kind.size, self.draws))

    def _group_rules(self, capability: Floats) -> list[_RuleGroup]:
        """Lay milestones whose rules have the same diagram side by side."""
        plan = self.plan
        groups: dict[object, list[int]] = {}
        for e in np.flatnonzero(plan.kind == EventKind.MILESTONE).tolist():
            diagram = plan.roadmap.diagrams[plan.milestone[e]]
            shape = (len(diagram.actors), diagram.asks, diagram.low, diagram.high, diagram.root)
            groups.setdefault(shape if not diagram.leaves else plan.milestone[e], []).append(e)
        out: list[_RuleGroup] = []
        for events in groups.values():
            diagram = plan.roadmap.diagrams[plan.milestone[events[0]]]
            named = np.arange(len(diagram.actors))
            rows = plan.first_consent[events][None, :] + named[:, None]
            out.append((diagram, np.array(events), rows, diagram.leaf_values(capability)))
        return out

    def backward(self, foresight: int | None) -> Floats:
        """Fill `leave` and `stay` from the last period to the first; return V(1) (S, N, D)."""
        return self._backward(foresight, [])

    def expectations(self, foresight: int | None) -> list[Floats]:
        """Do so, and return per month of the window (S, N, D), the values that answers weigh.

        Those at the start of the next month, before the deadlines at the end of this one fall.
        """
        weighed: list[Floats] = []
        self._backward(foresight, weighed)
        return weighed[::-1]

    def _backward(self, foresight: int | None, weighed: list[Floats]) -> Floats:
        roadmap = self.plan.roadmap
        if roadmap.months == 0:
            return self.payoffs.at(1) if roadmap.periods else self._flow_at_once()
        depth = roadmap.sight(foresight)
        periods = roadmap.periods_for(foresight)
        # ahead[n] is the value to an actor that looks n months ahead; full foresight needs one.
        ahead = [self.payoffs.at(periods)] * (1 if depth is None else depth + 1)
        for period in range(periods, 0, -1):
            if period <= roadmap.months:
                weighed.append(ahead[-1])
            where = self.deadlines.get(period)
            nxt = ahead if where is None else [v[where] for v in ahead]
            self.month(period, nxt[-1])
            ahead = self.back(period, self.payoffs.at(period), nxt, depth)
        return ahead[-1]

    def back(self, period: int, flow: Floats, nxt: list[Floats], depth: int | None) -> list[Floats]:
        """Return the values at the start of a period, given those after it, deadlines fallen."""
        length = self.lengths[period - 1]
        if depth is None:
            step = self.expect if length == 1 else self.settle
            return [step(period, flow, nxt[0])]
        for _ in range(length):  # each month of it under the same chances
            nxt = [flow, *(self.expect(period, flow, v) for v in nxt[:-1])]
        return nxt

    def _flow_at_once(self) -> Floats:
        flow = self.payoffs.utility - self.payoffs.conflict
        return flow[self.payoffs.class_of]

    def answers(self, month: int, nxt: Floats) -> tuple[Floats, Floats, Floats]:
        """Return the consents (C, D), one minus them, and the chance that each event fails (E, D).

        `nxt` is (S, N, D), the values at the start of the next month, deadlines fallen.
        """
        plan = self.plan
        odds = nxt[self.consent_to, plan.consent_actor]
        odds -= nxt[self.consent_from, plan.consent_actor]
        odds *= self.consent_beta
        odds += self.consent_base
        consent, refusal = yes_no(odds)

        # Everything from here on is the chance that an event does *not* happen, were it alone.
        miss = self.constant.copy()
        for diagram, events, rows, leaves in self.rules:
            miss[events] = failure(diagram, consent[rows], refusal[rows], leaves)
        if self.disruptions.size and self.disruptors.size:
            # (1 - k) + k / (1 + exp z), as one fraction.
            actors = self.disruptors[None, :]
            odds = nxt[plan.target[self.disruptions][:, None], actors]
            odds -= nxt[plan.source[self.disruptions][:, None], actors]
            odds *= self.precision[self.disruptors]
            odds += self.phi
            np.clip(odds, -STEEPEST, STEEPEST, out=odds)
            np.exp(odds, out=odds)
            spared = odds * (1.0 - self.kappa[self.disruptors])
            spared += 1.0
            odds += 1.0
            spared /= odds
            miss[self.disruptions] = spared.prod(axis=1)
        for row, e in enumerate(self.withdrawals):
            i = plan.actor[e]
            gain = nxt[plan.target[e], i] - nxt[plan.source[e], i]
            _, miss[e] = yes_no(self.withdrawal_base[row] + self.precision[i] * gain)
        miss[~plan.open_events(month)] = 1.0
        return consent, refusal, miss

    def month(self, month: int, nxt: Floats) -> None:
        """Set the chances of one month, given the values at the start of the next."""
        consent, _, miss = self.answers(month, nxt)
        rate = np.maximum(miss, SURE)
        np.log(rate, out=rate)
        np.negative(rate, out=rate)
        if self.share is not None:
            rate *= self.share
        total = np.add.reduceat(rate, self.starts, axis=0)
        any_event = -np.expm1(-total)
        share = np.divide(any_event, total, out=np.zeros_like(total), where=total > 0)
        np.multiply(rate, np.repeat(share, self.per_source, axis=0), out=self.leave[month - 1])
        self.stay[month - 1, self.sources] = 1.0 - any_event
        if month == 1:
            self.consent_now, self.event_now = consent, 1.0 - miss

    def move(self, month: int, nxt: Floats) -> Floats:
        """Return E[nxt], (S, rows, D), over the events of a month."""
        leave = self.leave[month - 1]
        value: Floats = self.stay[month - 1][:, None, :] * nxt
        for events in self.by_source:
            part = nxt[self.plan.target[events]]
            part *= leave[events][:, None, :]
            value[self.plan.source[events]] += part
        return value

    def expect(self, month: int, flow: Floats, nxt: Floats) -> Floats:
        """Return V(month), given V(month + 1) and the month's chances."""
        value = self.move(month, nxt)
        value *= self.discount
        value += (1.0 - self.discount) * flow
        return value

    def settle(self, period: int, flow: Floats, nxt: Floats) -> Floats:
        """Return V at the start of a period of several months, given V after it.

        An implicit step: what leads up counts at once, what leads back at the next step but for
        the drift of all values, which is that of the roadmap abandoned.
        """
        plan, length = self.plan, self.lengths[period - 1]
        gone = plan.roadmap.space.abandoned
        hurry = length * self.discount
        out: Floats = nxt + length * (1.0 - self.discount) * flow
        weight = np.broadcast_to(1.0 + length * (1.0 - self.discount), out[:, 0].shape).copy()
        leave = hurry * self.leave[period - 1]
        drift = np.zeros(())
        for number, (states, groups) in enumerate(self.ranks):
            if number == 1:
                drift = out[gone] - nxt[gone]
            for events in groups:
                source, target = plan.source[events], plan.target[events]
                up = (target > source)[:, None, None]
                moved = np.where(up, out[target], nxt[target] + drift)
                moved *= leave[events][:, None, :]
                out[source] += moved
                weight[source] += leave[events]
            out[states] /= weight[states][:, None, :]
        return out

    def forward(self, start: Floats, first_month: int = 1) -> list[Floats]:
        """Return the weights (G, S, D) of states at the end of months first_month - 1 .. T."""
        weights = [start]
        for month in range(first_month, self.plan.roadmap.months + 1):
            weights.append(self.advance(weights[-1], month))
        return weights

    def advance(self, weights: Floats, month: int) -> Floats:
        """Return the weights (G, S, D) of states a month later, deadlines fallen."""
        plan = self.plan
        leave = self.leave[month - 1]
        out: Floats = weights * self.stay[month - 1]
        for events in self.by_target:
            out[:, plan.target[events]] += weights[:, plan.source[events]] * leave[events]
        for target, events in self.common:
            out[:, target] += (weights[:, plan.source[events]] * leave[events]).sum(axis=1)
        where = self.deadlines.get(month)
        if where is not None:
            late = np.flatnonzero(where != np.arange(plan.states))
            out[:, plan.roadmap.space.abandoned] += out[:, late].sum(axis=1)
            out[:, late] = 0.0
        return out

    def first_passage(self, targets: NDArray[np.bool_]) -> Floats:
        """Return (D, T+1, G): the chance of having been in each target set by each month."""
        plan = self.plan
        months = plan.roadmap.months
        hit = np.zeros((self.draws, months + 1, targets.shape[0]))
        weights = np.zeros((*targets.shape, self.draws))
        weights[:, plan.roadmap.space.start] = 1.0
        outside = ~targets[:, :, None]
        passed = np.zeros((targets.shape[0], self.draws))
        for month in range(months + 1):
            if month:
                weights = self.advance(weights, month)
            passed += (weights * targets[:, :, None]).sum(axis=1)
            weights *= outside
            hit[:, month] = passed.T
        return np.minimum(hit, 1.0)
