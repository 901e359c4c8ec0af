r"""Past the exact solver's limit: simulate, with values from a coarser game.

Where the easier milestones of a stage can be counted together (`lumps`), what actors expect comes
from that game, solved exactly. Elsewhere it comes from a coarser chain still:

A stage with n milestones in no order has 2^n states. Simulating paths needs no list of them, but
actors weigh values, and those do. Here they come from a chain whose state is (stage, *number* of
its milestones reached), n + 1 states a stage:

- the gain from one more milestone is that of one more, whichever it is; consents, rules and
  disruption are then those of the game;
- at count n a milestone can come about with the share of time in which it can then, and stands
  with the share in which it does, over `ORDERS` random orders per draw: the next milestone is
  raced by rate, so that what is hard is left for last, and time is weighted by how long it takes
  and how likely it is to get that far. The rates are those of the chain itself: `ROUNDS` rounds;
- losing one milestone (lapse, withdrawal) counts as one, also where others hang on it.

Exact where the milestones of a stage are alike and unordered, or in a row (the chain is then a
lumping of the game: Kemeny and Snell 1960, ch. 6); else an approximation of what actors expect,
not of the paths, which follow the true rules, orders, expiries and deadlines. docs/
roadmap-model.md says how close it came on roadmaps small enough to solve. Source: ours.
"""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from tracktwo.roadmap.answers import SURE, by_rows, yes_no
from tracktwo.roadmap.chances import Chances
from tracktwo.roadmap.exact import chunk_size, final_odds, solve
from tracktwo.roadmap.fitting import coarser, fitting, too_many
from tracktwo.roadmap.inputs import conflict_factor
from tracktwo.roadmap.plan import plan_for
from tracktwo.roadmap.rules import failure
from tracktwo.roadmap.simulate import Simulation, Values, rows_of, simulate
from tracktwo.roadmap.structure import TooManyStatesError

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

    from tracktwo.roadmap.engines import EngineChoice
    from tracktwo.roadmap.inputs import Inputs
    from tracktwo.roadmap.solution import Solution
    from tracktwo.roadmap.structure import Roadmap

    Floats = NDArray[np.float64]
    Indices = NDArray[np.intp]
    Flags = NDArray[np.bool_]

ORDERS = 64
"""Random orders per draw from which it is estimated which milestones stand at each count."""

ROUNDS = 3
"""Times that the orders are drawn again with the rates that the last ones led to."""

_SLOWEST = 1e-200  # rates below this count as this, where one is divided by

POSITIONS = 20_000
"""Paths followed side by side, over all draws of a chunk."""


@dataclass(frozen=True)
class Outcome:
    """Odds that are exact where that is possible, with their sampling error where not.

    D draws, T months, K stages, R situations, M milestones.
    """

    reached: Floats
    """(D, T+1, K)"""
    in_force: Floats
    """(D, T+1, R)"""
    milestones: Floats
    """(D, T+1, M)"""
    error: Floats
    """(T+1, K) standard error that sampling adds to the mean of `reached` over draws."""
    paths: int
    """Simulated paths per draw; 0 where the solution is exact."""
    message: str
    """What was done, for a reader."""
    solution: Solution | None
    """The exact solution, where there is one."""
    coarseness: Floats | None
    """(K,) by how much odds at the end differ, on average, if a sixth of the states are told apart;
    0 where the solution is exact, None where that is not known."""


def solve_or_simulate(
    roadmap: Roadmap,
    inputs: Inputs,
    *,
    rng: np.random.Generator,
    paths: int = 200,
    foresight: int | None = None,
    threads: int | None = None,
    progress: Callable[[int], None] | None = None,
    engine: EngineChoice = "auto",
) -> Outcome:
    """Solve exactly, or simulate a roadmap with more than `roadmap.max_states` states.

    Parameters
    ----------
    roadmap, inputs, foresight, threads, progress, engine : as for `solve`
    rng : where the simulation's chance comes from; not used by the exact solution
    paths : simulated per draw

    Returns
    -------
    Outcome
        `message` says which of the two it is, and how large the sampling error.

    Raises
    ------
    ValueError
        As `solve` does.
    """
    inputs.check(roadmap)
    if not roadmap.lumps and too_many(roadmap):
        with suppress(TooManyStatesError):  # if not even so, a coarser chain has to do
            roadmap = fitting(roadmap, inputs)
    if roadmap.lumps or too_many(roadmap):
        return _simulated(
            roadmap, inputs, rng=rng, paths=paths, foresight=foresight, progress=progress
        )
    states = roadmap.space.size
    solution = solve(
        roadmap, inputs, foresight=foresight, threads=threads, progress=progress, engine=engine
    )
    return Outcome(
        solution.reached,
        solution.in_force,
        solution.milestones,
        error=np.zeros(solution.reached.shape[1:]),
        coarseness=np.zeros(solution.reached.shape[-1]),
        paths=0,
        message=f"Solved exactly over {states:,} states by the {solution.engine} engine.",
        solution=solution,
    )


def _simulated(
    roadmap: Roadmap,
    inputs: Inputs,
    *,
    rng: np.random.Generator,
    paths: int,
    foresight: int | None,
    progress: Callable[[int], None] | None,
) -> Outcome:
    size = max(POSITIONS // max(paths, 1), 1)
    coarseness = None
    expected = coarse_values
    if roadmap.lumps:
        expected = lumped_values
        size = min(size, chunk_size(plan_for(roadmap)))
        fine, rough = (
            final_odds(one, [inputs], foresight=foresight)[0]
            for one in (roadmap, coarser(roadmap, inputs))
        )
        coarseness = np.abs(rough - fine).mean(axis=0)
    parts = []
    for at in range(0, max(inputs.draws, 1), size):
        some = inputs[at : at + size]
        values = expected(roadmap, some, foresight)
        parts.append(simulate(roadmap, some, values, paths=paths, rng=rng))
        if progress:
            progress(some.draws)
    whole = Simulation.join(parts)
    error = whole.mean_error(whole.reached)
    worst = 100 * float(error[-1].max(initial=0.0))
    return Outcome(
        whole.reached,
        whole.in_force,
        whole.milestones,
        error=error,
        paths=paths,
        message=(
            f"The roadmap has more than {roadmap.max_states:,} reachable states, so it was "
            f"simulated: {paths:,} paths for each of {inputs.draws:,} draws. Sampling adds a "
            f"standard error of up to {worst:.2g} points to the mean odds at the end. "
            + _what_is_expected(roadmap, coarseness)
        ),
        solution=None,
        coarseness=coarseness,
    )


def _what_is_expected(roadmap: Roadmap, coarseness: Floats | None) -> str:
    if coarseness is None:
        return (
            "What actors expect is approximated by the number of milestones reached in a stage, "
            "which is off by 5 to 10 points where they differ."
        )
    return (
        f"What actors expect is worked out over {roadmap.space.size:,} states, the easier "
        "milestones of a stage counted together; with a sixth of these odds differ by "
        f"up to {100 * float(coarseness.max(initial=0.0)):.2g} points on average."
    )


def lumped_values(roadmap: Roadmap, inputs: Inputs, foresight: int | None = None) -> Values:
    """Return strategies for `simulate` from the game of a roadmap with lumps.

    Parameters
    ----------
    roadmap, inputs, foresight : as for `solve`

    Returns
    -------
    Values
        Holds T x S x D x N numbers.
    """
    ahead = Chances(plan_for(roadmap), inputs).expectations(foresight)
    rows = rows_of(roadmap)

    def values(month: int, draw: Indices, stage: Indices, have: Flags) -> Floats:
        have = have.copy()
        for lump in roadmap.lumps:
            count = have[:, list(lump)].sum(axis=1)
            have[:, list(lump)] = np.arange(len(lump)) < count[:, None]
        return np.asarray(ahead[month - 2][rows(stage, have), :, draw])

    return values


def coarse_values(roadmap: Roadmap, inputs: Inputs, foresight: int | None = None) -> Values:
    """Return strategies for `simulate` from the chain of (stage, number of milestones).

    Parameters
    ----------
    roadmap, inputs, foresight : as for `solve`

    Returns
    -------
    Values
        Holds T x (counts + 3) x D x N numbers.
    """
    chain = _Chain(roadmap, inputs)
    ahead = chain.solve(foresight)
    first = chain.first

    def values(month: int, draw: Indices, stage: Indices, have: Flags) -> Floats:
        return np.asarray(ahead[month - 2][first[stage] + have.sum(axis=1), draw])

    return values


class _Chain:
    """The coarse chain of D draws; arrays are (..., D) with actors before."""

    def __init__(self, roadmap: Roadmap, inputs: Inputs) -> None:
        inputs = inputs.within_reach()
        self.roadmap, self.x = roadmap, inputs
        count = len(roadmap.stages)
        self.of_stage = [
            [m for m, step in enumerate(roadmap.milestones) if step.stage == k]
            for k in range(count)
        ]
        sizes = [len(steps) for steps in self.of_stage] + [1, 1, 1]
        self.first = np.concatenate([[0], np.cumsum(sizes)]).astype(int)
        self.size = int(self.first[-1])
        self.situation = np.repeat(np.arange(count + 3), sizes)
        self.entry = np.zeros(count + 1, dtype=int)
        for k in range(count, -1, -1):
            empty = k < count and not self.of_stage[k]
            self.entry[k] = self.entry[k + 1] if empty else self.first[k]
        self.theta = by_rows(inputs.theta)
        self.stance = by_rows(inputs.stance)
        self.precision = by_rows(inputs.precision)
        self.kappa = by_rows(inputs.disruption)
        self.growth = conflict_factor(roadmap, inputs.growth)
        self.leaves = [d.leaf_values(inputs.capability) for d in roadmap.diagrams]
        # Mean rates over the months of each milestone, and of all that ends a stage, by state.
        self.rate = np.ones((self.size, len(roadmap.milestones), inputs.draws))
        self.exit = np.zeros((self.size, inputs.draws))
        self._set_orders()

    def _set_orders(self) -> None:
        self.orders = [self._orders(k) for k in range(len(self.of_stage))]
        self.standing = self._standing()

    def _orders(self, k: int) -> tuple[Floats, Floats]:
        """Return (n, n, D): time in which each milestone is possible, and stands, by count."""
        rng = np.random.default_rng(k)  # an estimate of geometry: no chance of the game in it
        steps, draws = self.of_stage[k], self.x.draws
        n = len(steps)
        index = {m: j for j, m in enumerate(steps)}
        after = [[index[a] for a in self.roadmap.milestones[m].after] for m in steps]
        possible, stands = np.zeros((n, n, draws)), np.zeros((n, n, draws))
        have = np.zeros((n, ORDERS, draws), dtype=bool)
        weight = np.ones((ORDERS, draws))
        for done in range(n):
            here = self.first[k] + done
            free = np.array([~have[j] & have[after[j]].all(axis=0) for j in range(n)])
            rate = self.rate[here, steps][:, None, :] * free
            pace = rate.sum(axis=0)
            ends = self.exit[here]
            time = weight / np.maximum(pace + ends, _SLOWEST)
            time /= np.maximum(time.sum(axis=0), SURE)
            possible[done] = (free * time).sum(axis=1)
            stands[done] = (have * time).sum(axis=1)
            weight *= pace / np.maximum(pace + ends, _SLOWEST)
            weight /= np.maximum(weight.max(axis=0), SURE)
            clock = np.full(free.shape, np.inf)
            drawn = rng.standard_exponential(free.shape)
            np.divide(drawn, np.maximum(rate, _SLOWEST), out=clock, where=free)
            if not free.any(axis=0).all():  # `after` goes in a circle: no way on from here
                break
            np.put_along_axis(have, clock.argmin(axis=0)[None], values=True, axis=0)
        return possible, stands

    def _standing(self) -> Floats:
        """Return (C, M, D), the chance that each milestone stands in each coarse state."""
        out = np.zeros((self.size, len(self.roadmap.milestones), self.x.draws))
        for m, step in enumerate(self.roadmap.milestones):
            passed = (self.situation > step.stage) & (self.situation <= len(self.of_stage))
            out[passed, m] = 1.0
        for k, steps in enumerate(self.of_stage):
            out[self.first[k] : self.first[k + 1], steps] = self.orders[k][1]
        return out

    def flow(self, month: int) -> Floats:
        """Return (C, N, D), the expected flow payoff of every coarse state in a period."""
        x = self.x
        growth = self.growth[:, month - 1]
        out = by_rows(x.utility)[self.situation] - by_rows(x.conflict)[self.situation] * growth
        for number, lever in enumerate(self.roadmap.levers):
            on = np.isin(self.situation, lever.situations)[:, None] * np.ones(x.draws)
            begun, ended = lever.from_milestone, lever.until_milestone
            if begun is not None:
                on *= self.standing[:, begun]
            if ended is not None:
                # Both of one milestone never apply together; of two, taken as independent.
                on *= 0.0 if ended == begun else 1.0 - self.standing[:, ended]
            cost = x.lever_path[:, number, month - 1] * x.lever_cost[:, number].T
            out -= on[:, None] * cost
        return np.asarray(out)

    def solve(self, foresight: int | None) -> list[Floats]:
        """Return, per month 2..T+1, (C, D, N): the values that actors weigh."""
        if not self.roadmap.months:
            return []
        for _ in range(ROUNDS):
            self.backward(foresight)
            self._set_orders()
        return self.backward(foresight)

    def backward(self, foresight: int | None) -> list[Floats]:
        """Do so with the orders as they are, and set the mean rates that follow."""
        roadmap = self.roadmap
        self.rate[:] = 0.0
        self.exit[:] = 0.0
        depth, periods = roadmap.sight(foresight), roadmap.periods_for(foresight)
        weighed: list[Floats] = []
        ahead = [self.flow(periods)] * (1 if depth is None else depth + 1)
        for period in range(periods, 0, -1):
            if period <= roadmap.months:
                weighed.append(np.ascontiguousarray(np.moveaxis(ahead[-1], 1, 2)))
            due = roadmap.due(period)
            if due:
                late = self.situation <= max(due)
                ahead = [self._abandoned_where(late, v) for v in ahead]
            moves = self._moves(period, ahead[-1])
            flow = self.flow(period)
            length = roadmap.lengths[period - 1]
            if depth is not None:
                for _ in range(length):
                    ahead = [flow, *(self._expect(moves, flow, v) for v in ahead[:-1])]
            elif length == 1:
                ahead = [self._expect(moves, flow, ahead[0])]
            else:
                ahead = [self._settle(length, moves, flow, ahead[0])]
        return weighed[::-1]

    def _settle(
        self, length: int, moves: list[tuple[int, int, Floats]], flow: Floats, ahead: Floats
    ) -> Floats:
        """Return the values before a period of several months, as `Chances.settle` does."""
        d = self.x.discount
        out = ahead + length * (1.0 - d) * flow
        weight = np.repeat((1.0 + length * (1.0 - d))[None], self.size, axis=0)
        gone = self.size - 2
        by_source: list[list[tuple[int, Floats]]] = [[] for _ in range(self.size)]
        for source, target, chance in moves:
            if target != source:
                by_source[source].append((target, length * d * chance))
        for source in range(self.size - 1, -1, -1):
            for target, chance in by_source[source]:
                back = ahead[target] + out[gone] - ahead[gone]
                out[source] += chance * (out[target] if target > source else back)
                weight[source] += chance
            out[source] /= weight[source]
        return np.asarray(out)

    def _abandoned_where(self, late: Flags, value: Floats) -> Floats:
        out = value.copy()
        out[late] = value[self.size - 2]
        return out

    def _expect(self, moves: list[tuple[int, int, Floats]], flow: Floats, ahead: Floats) -> Floats:
        d = self.x.discount
        moved = ahead.copy()
        for source, target, chance in moves:
            moved[source] += chance * (ahead[target] - ahead[source])
        return np.asarray((1.0 - d) * flow + d * moved)

    def _moves(self, period: int, ahead: Floats) -> list[tuple[int, int, Floats]]:
        """Return (from, to, chance (D,)) of everything that can happen in a month."""
        out = []
        for k, steps in enumerate(self.of_stage):
            for done in range(len(steps)):
                here = int(self.first[k]) + done
                rates = self._rates(period, k, done, ahead)
                total = np.sum([rate for _, rate in rates], axis=0)
                share = -np.expm1(-total) / np.maximum(total, SURE)
                out += [(here, target, rate * share) for target, rate in rates]
        completed, relapsed = self.size - 3, self.size - 1
        out.append((completed, relapsed, self.x.relapse))
        return out

    def _rates(self, period: int, k: int, done: int, ahead: Floats) -> list[tuple[int, Floats]]:
        x, steps = self.x, self.of_stage[k]
        month, reported = self.roadmap.ends[period - 1], period <= self.roadmap.months
        here = int(self.first[k]) + done
        possible, stands = (shares[done] for shares in self.orders[k])
        up = int(self.entry[k + 1]) if done + 1 == len(steps) else here + 1
        rise = self.precision * (ahead[up] - ahead[here])
        fall = self.precision * (ahead[here - 1] - ahead[here]) if done else rise
        rate_up = np.zeros(x.draws)
        rate_down = np.zeros(x.draws)
        for j, m in enumerate(steps):
            step, diagram = self.roadmap.milestones[m], self.roadmap.diagrams[m]
            if step.expires is None or month <= step.expires:
                named = list(diagram.actors)
                yes, no = yes_no(self.theta[m] + self.stance[m, named] + rise[named])
                miss = np.broadcast_to(failure(diagram, yes, no, self.leaves[m]), x.draws)
                rate = -np.log(np.maximum(miss, SURE))
                rate_up += possible[j] * rate
                if reported:
                    self.rate[here, m] += rate / self.roadmap.months
            if done:
                lost = np.zeros(x.draws)
                if step.lapses:
                    lost -= np.log(np.maximum(1.0 - x.lapse[:, m], SURE))
                for i in step.withdrawable_by:
                    kept = yes_no(x.phi - self.stance[m, i] + fall[i])[1]
                    lost -= np.log(np.maximum(kept, SURE))
                rate_down += stands[j] * lost
        back = self.roadmap.stages[k].fallback
        thrown = self.size - 2 if back is None else int(self.entry[back])
        idle = yes_no(x.phi + self.precision * (ahead[thrown] - ahead[here]))[1]
        calm = np.prod((1.0 - self.kappa) + self.kappa * idle, axis=0)
        given_up = -np.log(np.maximum(1.0 - x.abandonment[:, k], SURE))
        thrown_back = -np.log(np.maximum(calm, SURE)) * (thrown != here)
        if reported:
            self.exit[here] += (thrown_back + given_up) / self.roadmap.months
        return [
            (up, rate_up),
            (here - 1 if done else here, rate_down),
            (thrown, thrown_back),
            (self.size - 2, given_up),
        ]
