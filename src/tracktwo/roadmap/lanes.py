"""The compiled engine: lays a roadmap and its inputs out for `kernel`, and runs it in threads."""

from __future__ import annotations

from bisect import bisect_right
from concurrent.futures import ThreadPoolExecutor
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from tracktwo.roadmap import kernel
from tracktwo.roadmap.inputs import conflict_factor
from tracktwo.roadmap.simd import LANES
from tracktwo.roadmap.solution import Solution

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

    from tracktwo.roadmap.inputs import Inputs
    from tracktwo.roadmap.plan import Plan

    Floats = NDArray[np.float64]
    Indices = NDArray[np.int64]

TASK = 32 * LANES
"""Draws handed to a thread at a time: a buffer of its own for each, and progress after each."""

BUFFER_BYTES = 2e9
"""What the buffers of all threads together may take; very large roadmaps use fewer threads."""

_NEVER_CLOSES = np.iinfo(np.int64).max


class _Layout(NamedTuple):
    tables: kernel.Tables
    stage_group: Indices  # (K,) target set of each stage
    milestone_group: Indices  # (M,)


def solve_compiled(
    plan: Plan,
    inputs: Inputs,
    foresight: int | None,
    *,
    milestones: bool,
    threads: int,
    progress: Callable[[int], None] | None,
) -> Solution:
    """Solve every draw with the compiled kernel; T should be 1 or more. See `exact.solve`."""
    months, draws = plan.roadmap.months, inputs.draws
    layout = _lay_out(plan, milestones)
    stages = layout.stage_group.size
    steps = layout.milestone_group.size
    whole = Solution(
        reached=np.empty((draws, months + 1, stages)),
        in_force=np.zeros((draws, months + 1, plan.roadmap.situations)),
        milestones=np.empty((draws, months + 1, steps)),
        value=np.empty((draws, plan.states, plan.roadmap.actors)),
        consent=np.empty((draws, plan.consent_event.size)),
        event=np.empty((draws, plan.kind.size)),
        engine="compiled",
    )

    def work(part: slice) -> None:
        some = inputs[part]
        hit = np.empty((some.draws, months + 1, layout.tables.slot.shape[0] - 1))
        out = kernel.Out(
            hit,
            whole.in_force[part],
            whole.value[part],
            whole.consent[part],
            whole.event[part],
            np.empty((0, 0, 0)),
        )
        run_kernel(plan, layout.tables, some, out, foresight)
        whole.reached[part] = hit[:, :, layout.stage_group]
        whole.milestones[part] = hit[:, :, layout.milestone_group]

    in_tasks(work, draws, affordable_threads(plan, threads), progress)
    return whole


def visits_compiled(plan: Plan, inputs: Inputs, foresight: int | None, *, threads: int) -> Floats:
    """Return (D, S, 2 R + L), time by situation, conflict and lever. See `accounting.visits`."""
    tables = _lay_out(plan, milestones=False).tables
    situations = plan.roadmap.situations
    whole = np.empty((inputs.draws, plan.states, 2 * situations + len(plan.roadmap.levers)))

    def work(part: slice) -> None:
        some = inputs[part]
        out = kernel.Out(
            np.empty((some.draws, 0, 0)),
            np.empty((some.draws, 0, situations)),
            np.empty((some.draws, plan.states, plan.roadmap.actors)),
            np.empty((some.draws, plan.consent_event.size)),
            np.empty((some.draws, plan.kind.size)),
            whole[part],
        )
        run_kernel(plan, tables, some, out, foresight)

    in_tasks(work, inputs.draws, affordable_threads(plan, threads), None)
    return whole


def run_kernel(
    plan: Plan, tables: kernel.Tables, inputs: Inputs, out: kernel.Out, foresight: int | None
) -> None:
    """Solve some draws in this thread."""

    def solid(array: Floats) -> Floats:
        # Read-only arrays are another type to numba: it would compile the kernel again.
        return np.require(array, dtype=np.float64, requirements=["C", "W"])

    inputs = inputs.within_reach()
    disruptors = np.flatnonzero(inputs.disruption.any(axis=0)).astype(np.int64)
    fails = [1.0 - d.leaf_values(inputs.capability) for d in plan.roadmap.diagrams]
    draws = kernel.Draws(
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
        leaf_fails=solid(np.concatenate([np.empty((0, inputs.draws)), *fails]).T),
    )
    sight = plan.roadmap.sight(foresight)
    kernel.solve_blocks(
        tables._replace(disruptors=disruptors),
        draws,
        out,
        -1 if sight is None else sight,
        plan.roadmap.periods_for(foresight),
    )


def affordable_threads(plan: Plan, threads: int) -> int:
    """Return how many threads have room for the monthly chances of a block each."""
    each = 8.0 * LANES * plan.roadmap.periods * (plan.kind.size + plan.states)
    return max(1, min(threads, int(BUFFER_BYTES / max(each, 1.0))))


def in_tasks(
    work: Callable[[slice], None],
    draws: int,
    threads: int,
    progress: Callable[[int], None] | None,
) -> None:
    """Call `work` on consecutive slices of the draws, in threads.

    The kernel lets go of the interpreter's lock. Every draw is worked out alone, so the result
    is the same bytes whatever the number of threads.
    """
    share = -(-draws // max(threads, 1))
    step = max(min(TASK, -(-share // LANES) * LANES), LANES)
    parts = [slice(at, min(at + step, draws)) for at in range(0, draws, step)]

    def one(part: slice) -> None:
        work(part)
        if progress:
            progress(part.stop - part.start)

    if threads > 1 and len(parts) > 1:
        with ThreadPoolExecutor(threads) as pool:
            list(pool.map(one, parts))
    else:
        for part in parts:
            one(part)


@lru_cache(maxsize=64)
def _lay_out(plan: Plan, milestones: bool) -> _Layout:
    """Turn the plan's tables into the kernel's."""
    roadmap, space = plan.roadmap, plan.roadmap.space
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
    step_sets = plan.milestone_targets()[: None if milestones else 0]
    both = np.concatenate([stage_sets, step_sets])
    # A stage with one milestone is passed when that is reached: one pass does for both.
    sets, group = np.unique(both, axis=0, return_inverse=True) if len(both) else (both, [])
    slots = [np.arange(plan.states)]
    lives = [np.arange(plan.states)]
    for inside in sets:
        alive = _live(plan, inside)
        slots.append(np.where(inside, plan.states, plan.states + 1))
        slots[-1][alive] = alive
        lives.append(alive)

    tables = kernel.Tables(
        source=_whole(plan.source),
        target=_whole(plan.target),
        kind=_whole(plan.kind),
        milestone=_whole(plan.milestone),
        actor=_whole(plan.actor),
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
        disruptors=_whole([]),
        situation=_whole(plan.situation),
        flow_class=_whole(plan.flow_class),
        class_situation=_whole(plan.class_situation),
        class_levers=np.ascontiguousarray(plan.class_levers),
        length=_whole(roadmap.lengths),
        where=_whole(maps),
        where_of=where_of,
        slot=_whole(slots),
        first_live=_starts([len(live) for live in lives]),
        live=_flat(lives),
        start=space.start,
    )
    index = np.asarray(group, dtype=np.int64).reshape(-1)
    return _Layout(tables, index[: len(stage_sets)], index[len(stage_sets) :])


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
