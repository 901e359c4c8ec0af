"""The compiled engines: lay a roadmap and its inputs out for `kernel`, and run it in threads."""

from __future__ import annotations

from bisect import bisect_right
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from functools import lru_cache
from threading import local
from typing import TYPE_CHECKING

import numpy as np

from tracktwo.machine_code import words
from tracktwo.roadmap import layout
from tracktwo.roadmap.engines import KERNEL, PRECISIONS
from tracktwo.roadmap.inputs import conflict_factor
from tracktwo.roadmap.layout import LANES, room_for
from tracktwo.roadmap.lumps import by_member, shares
from tracktwo.roadmap.precision import held_by
from tracktwo.roadmap.solution import Ends, Solution

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from numpy.typing import NDArray

    from tracktwo.machine_code import Words
    from tracktwo.roadmap.engines import Engine
    from tracktwo.roadmap.inputs import Inputs
    from tracktwo.roadmap.plan import Plan
    from tracktwo.roadmap.precision import Known

    Floats = NDArray[np.float64]
    Indices = NDArray[np.int64]

TASK = 16 * LANES
"""Draws handed to a thread at a time: a buffer of its own for each, and progress after each."""

BUFFER_BYTES = 2e9
"""What the buffers of all threads together may take; very large roadmaps use fewer threads."""

_NEVER_CLOSES = np.iinfo(np.int64).max


def solve_compiled(
    plan: Plan,
    inputs: Inputs,
    foresight: int | None,
    *,
    milestones: bool,
    threads: int,
    progress: Callable[[int], None] | None,
    engine: Engine,
) -> Solution:
    """Solve every draw with the compiled kernel; T should be 1 or more. See `exact.solve`."""
    engine = held_by(plan.roadmap, inputs, engine)
    months, draws = plan.roadmap.months, inputs.draws
    tables = _lay_out(plan, milestones=milestones)._replace(disruptors=_disruptors(inputs))
    stages, steps = tables.stage_weight.size, tables.step_weight.size
    share = shares(plan.roadmap, inputs)
    laid = _laid_out(plan, inputs, share, {})
    run = _Kernel(plan, foresight, engine)
    whole = Solution(
        reached=np.empty((draws, months + 1, stages)),
        in_force=np.zeros((draws, months + 1, plan.roadmap.situations)),
        milestones=np.empty((draws, months + 1, steps)),
        value=np.empty((draws, plan.states, plan.roadmap.actors)),
        consent=np.empty((draws, plan.consent_event.size)),
        event=np.empty((draws, plan.kind.size)),
        engine=engine,
    )

    def work(_: int, part: slice) -> None:
        out = layout.Out(
            whole.reached[part],
            whole.milestones[part],
            whole.in_force[part],
            whole.value[part],
            whole.consent[part],
            whole.event[part],
            np.empty((0, 0, 0)),
        )
        run(tables, _slice(laid, part), out)

    in_tasks(work, [draws], affordable_threads(plan, threads), progress)
    if steps and plan.roadmap.lumps:
        return replace(whole, milestones=by_member(plan.roadmap, share, whole.milestones))
    return whole


def ends_compiled(
    plan: Plan,
    parts: Sequence[Inputs],
    foresight: int | None,
    *,
    threads: int,
    progress: Callable[[int], None] | None,
    engine: Engine,
) -> list[Ends]:
    """Return the ends of each part's solution. See `exact.ends`."""
    told: Known = {}
    chosen = [held_by(plan.roadmap, part, engine, told) for part in parts]
    stages = len(plan.roadmap.stages)
    tables = [
        _lay_out(plan, milestones=False)._replace(disruptors=_disruptors(part)) for part in parts
    ]
    found = [
        Ends(np.empty((part.draws, stages)), np.empty((part.draws, plan.roadmap.actors)))
        for part in parts
    ]
    known: dict[int, Floats] = {}
    laid = [_laid_out(plan, part, shares(plan.roadmap, part), known) for part in parts]

    run = {engine: _Kernel(plan, foresight, engine) for engine in set(chosen)}

    def work(number: int, part: slice) -> None:
        draws = part.stop - part.start
        out = layout.Out(
            np.empty((draws, 1, stages)),
            np.empty((draws, 1, 0)),
            np.empty((draws, 0, plan.roadmap.situations)),
            np.empty((draws, plan.states, plan.roadmap.actors)),
            np.empty((draws, plan.consent_event.size)),
            np.empty((draws, plan.kind.size)),
            np.empty((0, 0, 0)),
        )
        run[chosen[number]](tables[number], _slice(laid[number], part), out)
        found[number].odds[part] = out.reached[:, 0]
        found[number].worth[part] = out.value[:, plan.roadmap.space.start]

    sizes = [part.draws for part in parts]
    in_tasks(work, sizes, affordable_threads(plan, threads), progress)
    return found


def visits_compiled(
    plan: Plan, inputs: Inputs, foresight: int | None, *, threads: int, engine: Engine
) -> Floats:
    """Return (D, S, 2 R + L), time by situation, conflict and lever. See `accounting.visits`."""
    engine = held_by(plan.roadmap, inputs, engine)
    tables = _lay_out(plan, milestones=False)._replace(disruptors=_disruptors(inputs))
    situations = plan.roadmap.situations
    laid = _laid_out(plan, inputs, shares(plan.roadmap, inputs), {})
    whole = np.empty((inputs.draws, plan.states, 2 * situations + len(plan.roadmap.levers)))
    run = _Kernel(plan, foresight, engine)

    def work(_: int, part: slice) -> None:
        draws = part.stop - part.start
        out = layout.Out(
            np.empty((draws, 0, 0)),
            np.empty((draws, 0, 0)),
            np.empty((draws, 0, situations)),
            np.empty((draws, plan.states, plan.roadmap.actors)),
            np.empty((draws, plan.consent_event.size)),
            np.empty((draws, plan.kind.size)),
            whole[part],
        )
        run(tables, _slice(laid, part), out)

    in_tasks(work, [inputs.draws], affordable_threads(plan, threads), None)
    return whole


def _disruptors(inputs: Inputs) -> Indices:
    """Return the actors that can disrupt in some draw: of all draws, whatever part is solved."""
    return _whole(np.flatnonzero(inputs.disruption.any(axis=0)))


def _laid_out(plan: Plan, inputs: Inputs, share: Floats, known: dict[int, Floats]) -> layout.Draws:
    """Lay some draws out for the kernel.

    Parameters
    ----------
    share : (D, W) as `lumps.shares` returns it for them
    known : (D, leaves) which leaves of rules fail, by the capabilities, an array that several
        inputs of a question have in common; added to
    """

    def solid(array: Floats) -> Floats:
        # Read-only arrays are another type to numba: it would compile the kernel again.
        return np.require(array, dtype=np.float64, requirements=["C", "W"])

    inputs = inputs.within_reach()
    capability = id(inputs.capability)
    if capability not in known:
        fails = [1.0 - d.leaf_values(inputs.capability) for d in plan.roadmap.diagrams]
        known[capability] = solid(np.concatenate([np.empty((0, inputs.draws)), *fails]).T)
    return layout.Draws(
        utility=solid(inputs.utility),
        conflict=solid(inputs.conflict),
        growth=solid(conflict_factor(plan.roadmap, inputs.growth)),
        lever_path=solid(inputs.lever_path),
        lever_cost=solid(inputs.lever_cost),
        theta=solid(inputs.theta),
        stance=solid(inputs.stance),
        precision=solid(inputs.precision),
        discount=solid(inputs.discount),
        kappa=solid(inputs.disruption),
        phi=solid(inputs.phi),
        abandonment=solid(inputs.abandonment),
        lapse=solid(inputs.lapse),
        relapse=solid(inputs.relapse),
        leaf_fails=known[capability],
        shares=solid(share),
    )


def _slice(draws: layout.Draws, part: slice) -> layout.Draws:
    return layout.Draws(*(array[part] for array in draws))


class _Kernel:
    """The kernel, run by several threads, each in room of its own that it keeps."""

    def __init__(self, plan: Plan, foresight: int | None, engine: Engine) -> None:
        sight = plan.roadmap.sight(foresight)
        self._sight = -1 if sight is None else sight
        self._months, self._periods = plan.roadmap.months, plan.roadmap.periods_for(foresight)
        self._kind = PRECISIONS[engine]
        self._mine = local()
        self._of_plan: Words | None = None

    def __call__(self, tables: layout.Tables, draws: layout.Draws, out: layout.Out) -> None:
        """Solve some draws in this thread.

        Parameters
        ----------
        tables : of one plan whenever this is called, so that but for the disruptors all are alike
        """
        numbers = (self._sight, self._months, self._periods)
        mine = vars(self._mine)
        if not mine:
            room = room_for(
                tables,
                draws,
                out,
                foresight=self._sight,
                months=self._months,
                kind=self._kind,
            )
            mine["run"] = KERNEL.ready(self._kind, (tables, draws, out, *room, *numbers))
            mine["room"], mine["words"] = room, words(*room, *numbers)
        if self._of_plan is None:
            self._of_plan = words(*tables[:-1])
        given = (self._of_plan, words(tables.disruptors, draws, out), mine["words"])
        mine["run"](np.concatenate(given))


def affordable_threads(plan: Plan, threads: int) -> int:
    """Return how many threads have room for the monthly chances of a block each."""
    each = 8.0 * LANES * plan.roadmap.periods * (plan.kind.size + plan.states)
    return max(1, min(threads, int(BUFFER_BYTES / max(each, 1.0))))


def in_tasks(
    work: Callable[[int, slice], None],
    sizes: Sequence[int],
    threads: int,
    progress: Callable[[int], None] | None,
) -> None:
    """Call `work` on consecutive slices of the draws of each of some inputs, in threads.

    The kernel lets go of the interpreter's lock. Every draw is worked out alone, so the result
    is the same bytes whatever the number of threads.
    """
    share = -(-sum(sizes) // max(threads, 1))
    step = max(min(TASK, -(-share // LANES) * LANES), LANES)
    tasks = [
        (number, slice(at, min(at + step, size)))
        for number, size in enumerate(sizes)
        for at in range(0, size, step)
    ]

    def one(task: tuple[int, slice]) -> None:
        number, part = task
        work(number, part)
        if progress:
            progress(part.stop - part.start)

    if threads > 1 and len(tasks) > 1:
        with ThreadPoolExecutor(threads) as pool:
            list(pool.map(one, tasks))
    else:
        for task in tasks:
            one(task)


@lru_cache(maxsize=64)
def _lay_out(plan: Plan, *, milestones: bool) -> layout.Tables:
    """Turn the plan's tables into the kernel's."""
    roadmap = plan.roadmap
    diagrams = roadmap.diagrams
    maps = [np.arange(plan.states), *(where for _, where in plan.deadlines)]
    where_of = np.zeros(roadmap.periods + 1, dtype=np.int64)
    for row, (period, _) in enumerate(plan.deadlines, start=1):
        where_of[period] = row
    # As in `Plan.open_events`: a period that does not end by then is closed.
    expires = [
        None if m.expires is None else bisect_right(roadmap.ends, m.expires)
        for m in roadmap.milestones
    ]
    closing = np.array([_NEVER_CLOSES if e is None else e for e in expires] + [_NEVER_CLOSES])

    stage_sets = plan.stage_targets()
    both = np.concatenate([stage_sets, plan.milestone_targets()[: None if milestones else 0]])
    # A stage with one milestone is passed when that is reached: one passage does for both.
    sets, group = np.unique(both, axis=0, return_inverse=True) if len(both) else (both, [])
    passages = _Passages(plan)
    weights = [passages.follow(inside) for inside in sets]
    weight_of = [weights[number] for number in np.asarray(group, dtype=int).ravel().tolist()]
    flows = [passages.inflows(where) for where in maps]
    counts = [np.bincount(into, minlength=passages.starts.size) for into, _, _ in flows]

    lever_sets, set_of = np.unique(plan.class_levers, axis=0, return_inverse=True)
    return layout.Tables(
        source=_whole(plan.source),
        target=_whole(plan.target),
        kind=_whole(plan.kind),
        milestone=_whole(plan.milestone),
        actor=_whole(plan.actor),
        share=_whole(plan.share),
        last_period=_whole(np.where(plan.kind == 0, closing[plan.milestone], _NEVER_CLOSES)),
        first_event=_whole(np.searchsorted(plan.source, np.arange(plan.states + 1))),
        first_consent=_whole(plan.first_consent),
        first_named=_starts([len(d.actors) for d in diagrams]),
        named=_flat([d.actors for d in diagrams]),
        first_node=_starts([len(d.asks) for d in diagrams]),
        asks=_flat([d.asks for d in diagrams]),
        low=_flat([d.low for d in diagrams]),
        high=_flat([d.high for d in diagrams]),
        first_leaf=_starts([len(d.leaves) for d in diagrams]),
        root=_whole([d.root for d in diagrams]),
        situation=_whole(plan.situation),
        flow_class=_whole(plan.flow_class),
        class_situation=_whole(plan.class_situation),
        class_levers=_whole(np.reshape(set_of, -1)),
        first_lever=_starts([int(applies.sum()) for applies in lever_sets]),
        lever=_flat([np.flatnonzero(applies) for applies in lever_sets]),
        length=_whole(roadmap.lengths),
        where=_flat(maps),
        where_of=where_of,
        first_inflow=_starts(np.concatenate(counts).tolist()),
        inflow=_whole(np.concatenate([out for _, out, _ in flows])),
        via=_whole(np.concatenate([row for _, _, row in flows])),
        starts=passages.starts,
        stage_weight=_whole(weight_of[: len(stage_sets)]),
        step_weight=_whole(weight_of[len(stage_sets) :]),
        disruptors=_whole([]),
    )


class _Passages:
    """The weights that are followed forward, and what flows into each in a month.

    First the states' own; then, per set of states, those of the states from which it can still
    be reached, and of having reached it. What never can is not followed.
    """

    def __init__(self, plan: Plan) -> None:
        self.plan = plan
        self.begin = np.arange(plan.states) == plan.roadmap.space.start
        self.starts = self.begin.astype(np.int64)
        # Per passage: the weight of each state, -1 where it is not followed; the set; its weight.
        self.followed = [(np.arange(plan.states), np.zeros(plan.states, dtype=bool), -1)]

    def follow(self, inside: NDArray[np.bool_]) -> int:
        """Follow the passage into a set of states; return the weight of having reached it."""
        live, first = _live(self.plan, inside), self.starts.size
        weights = np.full(self.plan.states, -1)
        weights[live] = first + np.arange(live.size)
        self.followed.append((weights, inside, first + live.size))
        there = (self.begin & inside).any()
        self.starts = np.concatenate([self.starts, self.begin[live], [there]]).astype(np.int64)
        return int(first + live.size)

    def inflows(self, where: Indices) -> tuple[Indices, Indices, Indices]:
        """Return all that flows in a month: into which weight, in order; from which; by which row.

        `where` says where each state stands after the month's deadlines.
        """
        plan, all_states = self.plan, np.arange(self.plan.states)
        events = plan.kind.size
        source = np.concatenate([plan.source, all_states])
        to = where[np.concatenate([plan.target, all_states])]
        parts: list[tuple[Indices, Indices, Indices]] = []
        for weights, inside, done in self.followed:
            into = np.where(inside[to], done, weights[to])
            flows = np.flatnonzero((weights[source] >= 0) & (into >= 0))
            parts.append((into[flows], weights[source[flows]], flows))
            if done >= 0:  # who has been there has been there for good
                stands = np.array([done])
                parts.append((stands, stands, np.array([events + plan.states])))
        into, out, row = (np.concatenate(column) for column in zip(*parts, strict=True))
        order = np.argsort(into, kind="stable")
        return into[order], out[order], row[order]


def _live(plan: Plan, inside: NDArray[np.bool_]) -> Indices:
    """Return the states outside a set that lie on some way from the start into it."""

    def closure(found: set[int], tails: Indices, heads: Indices, barrier: set[int]) -> set[int]:
        ways: dict[int, list[int]] = {}
        for tail, head in zip(tails.tolist(), heads.tolist(), strict=True):
            ways.setdefault(tail, []).append(head)
        queue = list(found)
        for state in queue:
            for head in ways.get(state, []):
                if head not in found and head not in barrier:
                    found.add(head)
                    queue.append(head)
        return found

    wanted = set(np.flatnonzero(inside).tolist())
    start = {plan.roadmap.space.start} - wanted
    reachable = closure(start, plan.source, plan.target, wanted)
    hopeful = closure(set(wanted), plan.target, plan.source, set())
    return np.array(sorted((reachable & hopeful) - wanted), dtype=np.int64)


def _whole(numbers: object) -> Indices:
    return np.ascontiguousarray(numbers, dtype=np.int64)


def _starts(sizes: list[int]) -> Indices:
    return np.concatenate([[0], np.cumsum(sizes, dtype=np.int64)]).astype(np.int64)


def _flat(parts: object) -> Indices:
    return np.array([x for part in parts for x in part], dtype=np.int64)  # type: ignore[attr-defined]
