"""Monte Carlo of the same game: the independent check, and the way past the exact solver's limit.

Paths are followed from the roadmap's definition, with no list of states or events: every actor's
consent is drawn, the rule evaluated by its plain Boolean definition, and what competes in a
month is raced: an event with chance g comes about if its indicator says so, then at a time drawn
from an exponential with rate -log(1 - g) cut off at one month; the earliest wins. That is the
competing-risk formula of `exact` in distribution, reached another way.

Only the strategies, that is the values that actors weigh, are given: exact ones by `reference`,
approximate ones by `coarse`. Source: ours; racing clocks after Gillespie (1976),
doi:10.1016/0021-9991(76)90041-3.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol, Self

import numpy as np

from tracktwo.roadmap.inputs import conflict_factor
from tracktwo.roadmap.reference import PlainGame
from tracktwo.roadmap.rules import Actor, AtLeast, Rule, failure

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from numpy.typing import NDArray

    from tracktwo.roadmap.inputs import Inputs
    from tracktwo.roadmap.structure import Roadmap

    Floats = NDArray[np.float64]
    Indices = NDArray[np.intp]
    Flags = NDArray[np.bool_]

SURE = 1e-300
STEEPEST = 700.0


class Values(Protocol):
    """What actors think it is worth to stand somewhere."""

    def __call__(self, month: int, draw: Indices, stage: Indices, have: Flags) -> Floats:
        """Return (P, N), the value at the start of a month of P positions.

        Parameters
        ----------
        month : 2..T+1
        draw : (P,) draw that each position belongs to
        stage : (P,) situation: stages passed, or one past (abandoned) or two past (relapsed) all
        have : (P, M) which milestones of the next stage are reached
        """


@dataclass(frozen=True)
class Simulation:
    """Shares of paths, per draw. D draws, T months, K stages, R situations, M milestones."""

    reached: Floats
    """(D, T+1, K)"""
    in_force: Floats
    """(D, T+1, R)"""
    milestones: Floats
    """(D, T+1, M)"""
    payoff: Floats
    """(D, N) mean discounted payoff; under full foresight it estimates the value of the start."""
    payoff_error: Floats
    """(D, N) its standard error."""
    paths: int
    """Paths per draw."""

    @classmethod
    def join(cls, parts: Sequence[Self]) -> Self:
        """Put simulations of consecutive draws together."""
        names = ("reached", "in_force", "milestones", "payoff", "payoff_error")
        arrays = {n: np.concatenate([getattr(part, n) for part in parts]) for n in names}
        return cls(**arrays, paths=parts[0].paths)

    def error(self, share: Floats) -> Floats:
        """Return the standard error of a share of one draw's paths, sqrt(p (1 - p) / n)."""
        return np.asarray(np.sqrt(share * (1.0 - share) / self.paths))

    def mean_error(self, share: Floats) -> Floats:
        """Return the standard error that sampling adds to a mean over draws of (D, ...) shares."""
        noise = (share * (1.0 - share)).sum(axis=0) / max(self.paths - 1, 1)
        return np.asarray(np.sqrt(noise) / max(share.shape[0], 1))


def exact_values(roadmap: Roadmap, inputs: Inputs, foresight: int | None = None) -> Values:
    """Return the strategies of the exact solution, from the plain second implementation."""
    solved = [PlainGame(roadmap, inputs, d).solve(foresight) for d in range(inputs.draws)]
    ahead = np.array([s.ahead for s in solved])
    rows = rows_of(roadmap)

    def values(month: int, draw: Indices, stage: Indices, have: Flags) -> Floats:
        return np.asarray(ahead[draw, month - 2, rows(stage, have)])

    return values


def rows_of(roadmap: Roadmap) -> Callable[[Indices, Flags], list[int]]:
    """Return what finds the states of positions: (P,) stages and (P, M) what stands there."""
    space = roadmap.space
    reached = np.zeros((space.size, len(roadmap.milestones)), dtype=bool)
    for s, have in enumerate(space.reached):
        reached[s, list(have)] = True
    number = {key: s for s, key in enumerate(_keys(np.array(space.passed), reached))}
    return lambda stage, have: [number[key] for key in _keys(stage, have)]


def _keys(stage: Indices, have: Flags) -> list[bytes]:
    """Name positions, (P,) stages and (P, M) what stands there, so that many are found at once."""
    stages = stage.astype(np.int64)[:, None].view(np.uint8)
    keys = np.ascontiguousarray(np.hstack([stages, np.packbits(have, axis=1)]))
    return [bytes(key) for key in keys.view(f"V{keys.shape[1]}").ravel().tolist()]


def simulate(
    roadmap: Roadmap,
    inputs: Inputs,
    values: Values,
    *,
    paths: int,
    rng: np.random.Generator,
) -> Simulation:
    """Follow `paths` paths of each draw.

    Parameters
    ----------
    roadmap, inputs : the game
    values : what actors weigh, for instance `exact_values(roadmap, inputs)`
    paths : how many per draw
    rng : where chance comes from

    Raises
    ------
    ValueError
        If the inputs do not fit or `paths` is less than 1.
    """
    inputs.check(roadmap)
    if paths < 1:
        raise ValueError(f"paths should be 1 or more (got {paths})")
    crowd = _Crowd(roadmap, inputs, values, paths, rng)
    months, draws = roadmap.months, inputs.draws
    reached = np.zeros((draws, months + 1, len(roadmap.stages)))
    in_force = np.zeros((draws, months + 1, roadmap.situations))
    milestones = np.zeros((draws, months + 1, len(roadmap.milestones)))

    def share(flags: Flags) -> Floats:
        return np.asarray(flags.reshape(draws, paths, -1).mean(axis=1))

    crowd.note()
    for month in range(months + 1):
        if month:
            crowd.pay(month, last=False)
            crowd.step(month)
            crowd.note()
        reached[:, month] = share(crowd.ever_passed)
        milestones[:, month] = share(crowd.ever_had)
        in_force[:, month] = share(crowd.stage[:, None] == np.arange(roadmap.situations))
    crowd.pay(months, last=True)
    payoff = crowd.payoff.reshape(draws, paths, -1)
    spread = payoff.std(axis=1, ddof=1) if paths > 1 else np.full(payoff[:, 0].shape, np.inf)
    return Simulation(
        reached, in_force, milestones, payoff.mean(axis=1), spread / np.sqrt(paths), paths
    )


class _Crowd:
    """All paths of all draws, side by side: P = D * paths positions."""

    def __init__(
        self,
        roadmap: Roadmap,
        inputs: Inputs,
        values: Values,
        paths: int,
        rng: np.random.Generator,
    ) -> None:
        inputs = inputs.within_reach()
        self.roadmap, self.x, self.values, self.rng = roadmap, inputs, values, rng
        self.draw = np.repeat(np.arange(inputs.draws), paths)
        count = self.draw.size
        self.of_stage = [
            [m for m, step in enumerate(roadmap.milestones) if step.stage == k]
            for k in range(len(roadmap.stages))
        ]
        self.stage_of = np.array([m.stage for m in roadmap.milestones], dtype=int)
        stage, have = roadmap.beginning
        self.stage = np.full(count, stage)
        self.have = np.zeros((count, len(roadmap.milestones)), dtype=bool)
        self.have[:, list(have)] = True
        self.ever_passed = np.zeros((count, len(roadmap.stages)), dtype=bool)
        self.ever_had = np.zeros_like(self.have)
        self.payoff = np.zeros((count, roadmap.actors))
        self.leaves = [d.leaf_values(inputs.capability) for d in roadmap.diagrams]
        self.growth = conflict_factor(roadmap, inputs.growth)

    def enter(self, stage: int) -> int:
        """Return the first stage from `stage` on that has milestones still to be reached."""
        while stage < len(self.of_stage) and not self.of_stage[stage]:
            stage += 1
        return stage

    def holding(self) -> Flags:
        """Return (P, M): which milestones stand, those of stages passed included."""
        passed = self.stage[:, None] <= len(self.of_stage)
        return np.asarray(self.have | (passed & (self.stage_of < self.stage[:, None])))

    def note(self) -> None:
        """Keep track of what was reached at least once."""
        stages = len(self.of_stage)
        passed = np.where(self.stage <= stages, self.stage, 0)
        self.ever_passed |= passed[:, None] > np.arange(stages)
        self.ever_had |= self.holding()

    def pay(self, month: int, *, last: bool) -> None:
        """Add the payoff of a month; `last` is what follows the last month, paid at its rate."""
        x, d, r = self.x, self.draw, self.stage
        flow = x.utility[d, r].copy()
        if last and self.roadmap.beyond:  # it goes on: what it is worth to stand there then
            worth = self.values(month + 1, d, r, self.have)
            self.payoff += (x.discount[d] ** month)[:, None] * worth
            return
        growth = self.growth[d, max(month, 1) - 1] if month else np.ones(d.size)
        flow -= x.conflict[d, r] * growth[:, None]
        standing = self.holding()
        if month:
            for number, lever in enumerate(self.roadmap.levers):
                on = np.isin(r, lever.situations)
                if lever.from_milestone is not None:
                    on &= standing[:, lever.from_milestone]
                if lever.until_milestone is not None:
                    on &= ~standing[:, lever.until_milestone]
                intensity = on * x.lever_path[d, number, month - 1]
                flow -= intensity[:, None] * x.lever_cost[d, number]
        discount = x.discount[d]
        weight = discount**month if last else (1.0 - discount) * discount ** (month - 1)
        self.payoff += weight[:, None] * flow

    def worth(self, month: int, who: Indices, stage: Indices, have: Flags) -> Floats:
        """Return what positions are worth at the start of the next month, deadlines fallen."""
        gone = self.too_late(month, stage)
        stage = np.where(gone, self.roadmap.abandoned_situation, stage)
        return self.values(month + 1, self.draw[who], stage, have & ~gone[:, None])

    def too_late(self, month: int, stage: Indices) -> Flags:
        """Return which positions a deadline at the end of a month ends."""
        due = [k for k, stage in enumerate(self.roadmap.stages) if stage.deadline == month]
        return np.asarray(stage <= max(due)) if due else np.zeros(stage.size, dtype=bool)

    def step(self, month: int) -> None:
        """Move every path by one month."""
        stage, have = self.stage.copy(), self.have.copy()
        for k in range(len(self.of_stage)):
            who = np.flatnonzero(self.stage == k)
            if who.size:
                race = _Race(self, month, k, who)
                stage[who], have[who] = race.run()
        done = np.flatnonzero(self.stage == len(self.of_stage))
        broken = self.rng.random(done.size) < self.x.relapse[self.draw[done]]
        stage[done[broken]] = self.roadmap.relapsed_situation
        gone = self.too_late(month, stage)
        stage[gone] = self.roadmap.abandoned_situation
        have[gone] = False
        self.stage, self.have = stage, have


class _Race:
    """One month of the paths that stand in one stage."""

    def __init__(self, crowd: _Crowd, month: int, stage: int, who: Indices) -> None:
        self.crowd, self.month, self.k, self.who = crowd, month, stage, who
        self.rng, self.x, self.draw = crowd.rng, crowd.x, crowd.draw[who]
        self.have = crowd.have[who]
        self.best_time = np.full(who.size, np.inf)
        self.best_stage = np.full(who.size, stage)
        self.best_have = self.have.copy()
        self.now = crowd.worth(month, who, self.best_stage, self.have)

    def run(self) -> tuple[Indices, Flags]:
        """Race every event; return the new stages and milestones."""
        for m in self.crowd.of_stage[self.k]:
            self.milestone(m)
            self.loss(m)
        self.disruption()
        given_up = np.full(self.who.size, self.crowd.roadmap.abandoned_situation)
        chance = self.x.abandonment[self.draw, self.k]
        came = self.rng.random(chance.size) < chance
        everyone = np.arange(self.who.size)
        self.enter(everyone, 1.0 - chance, came, given_up, np.zeros_like(self.have))
        return self.best_stage, self.best_have

    def enter(self, sub: Indices, miss: Floats, came: Flags, stage: Indices, have: Flags) -> None:
        """Put an event of some of the paths on the clock; the earliest so far is kept."""
        rate = -np.log(np.maximum(miss, SURE))
        late = np.log1p(-self.rng.random(sub.size) * (1.0 - miss))
        time = np.full(sub.size, np.inf)
        np.divide(-late, rate, out=time, where=came & (rate > 0))
        first = time < self.best_time[sub]
        rows = sub[first]
        self.best_time[rows] = time[first]
        self.best_stage[rows], self.best_have[rows] = stage[first], have[first]

    def gain(self, sub: Indices, stage: Indices, have: Flags) -> Floats:
        """Return (n, N), what moving there is worth to each actor."""
        there = self.crowd.worth(self.month, self.who[sub], stage, have)
        return np.asarray(there - self.now[sub])

    def milestone(self, m: int) -> None:
        """Let everyone named answer; the milestone is reached if the rule holds."""
        roadmap = self.crowd.roadmap
        step = roadmap.milestones[m]
        if step.expires is not None and self.month > step.expires:
            return
        possible = ~self.have[:, m] & self.have[:, list(step.after)].all(axis=1)
        sub = np.flatnonzero(possible)
        if not sub.size:
            return
        have = self.have[sub].copy()
        have[:, m] = True
        passed = have[:, self.crowd.of_stage[self.k]].all(axis=1)
        stage = np.where(passed, self.crowd.enter(self.k + 1), self.k)
        have[passed] = False
        if step.rule is None:
            self.enter(sub, np.zeros(sub.size), np.ones(sub.size, dtype=bool), stage, have)
            return
        d = self.draw[sub]
        log_odds = self.x.stance[d, m] + self.x.theta[d, m][:, None]
        log_odds = log_odds + self.x.precision[d] * self.gain(sub, stage, have)
        yes, no = _logistic(log_odds).T, _logistic(-log_odds).T
        said = self.rng.random(yes.shape) < yes
        diagram = roadmap.diagrams[m]
        named = list(diagram.actors)
        miss = failure(diagram, yes[named], no[named], self.crowd.leaves[m][:, d])
        self.enter(sub, miss, _holds(step.rule, said, self.x.capability[d].T), stage, have)

    def loss(self, m: int) -> None:
        """Let a milestone lapse, and whoever may take it back decide."""
        step = self.crowd.roadmap.milestones[m]
        sub = np.flatnonzero(self.have[:, m])
        if not sub.size or not (step.lapses or step.withdrawable_by):
            return
        have = self.have[sub].copy()
        have[:, m] = False
        for _ in self.crowd.of_stage[self.k]:  # what was built on it goes with it
            for other in self.crowd.of_stage[self.k]:
                after = self.crowd.roadmap.milestones[other].after
                have[:, other] &= have[:, list(after)].all(axis=1)
        stage = np.full(sub.size, self.k)
        d = self.draw[sub]
        if step.lapses:
            chance = self.x.lapse[d, m]
            self.enter(sub, 1.0 - chance, self.rng.random(sub.size) < chance, stage, have)
        if step.withdrawable_by:
            gain = self.gain(sub, stage, have)
            for i in step.withdrawable_by:
                z = self.x.phi[d] - self.x.stance[d, m, i] + self.x.precision[d, i] * gain[:, i]
                came = self.rng.random(sub.size) < _logistic(z)
                self.enter(sub, _logistic(-z), came, stage, have)

    def disruption(self) -> None:
        """Let everyone choose whether to disrupt, with the capability it has for that."""
        crowd = self.crowd
        back = crowd.roadmap.stages[self.k].fallback
        target = crowd.roadmap.abandoned_situation if back is None else crowd.enter(back)
        moves = np.full(self.who.size, target != self.k) | self.have.any(axis=1)
        sub = np.flatnonzero(moves)
        if not sub.size:
            return
        stage, have = np.full(sub.size, target), np.zeros_like(self.have[sub])
        d = self.draw[sub]
        z = self.x.phi[d][:, None] + self.x.precision[d] * self.gain(sub, stage, have)
        kappa = self.x.disruption[d]
        acts = self.rng.random(z.shape) < kappa * _logistic(z)
        miss = np.prod((1.0 - kappa) + kappa * _logistic(-z), axis=1)
        self.enter(sub, miss, np.asarray(acts.any(axis=1)), stage, have)


def _logistic(x: Floats) -> Floats:
    small = np.exp(-np.minimum(np.abs(x), STEEPEST))
    return np.asarray(np.where(x >= 0, 1.0, small) / (1.0 + small))


def _holds(rule: Rule, said: Flags, capability: Floats) -> Flags:
    """Evaluate a rule by its plain definition for (N, P) answers and capabilities."""
    if isinstance(rule, Actor):
        answers: Flags = said[rule.index]
        return answers
    if isinstance(rule, AtLeast):
        parts = [_holds(part, said, capability) for part in rule.rules]
        return np.asarray(np.sum(parts, axis=0) >= rule.count)
    members = list(rule.actors)
    agreed = (said[members] * capability[members]).sum(axis=0)
    total = capability[members].sum(axis=0)
    return np.asarray(said[members].any(axis=0) & (agreed >= rule.share * total - 1e-9 * total))
