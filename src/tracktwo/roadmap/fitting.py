"""Which milestones to count together, so that a roadmap of too many states can be solved.

The easiest of a stage: those that come about soonest once all others stand, as who answers last
sees what its answer decides. See `lumps`, and docs/roadmap-model.md.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from math import prod
from typing import TYPE_CHECKING

import numpy as np

from tracktwo.roadmap.answers import SURE
from tracktwo.roadmap.exact import solve
from tracktwo.roadmap.lumps import SLOWEST, calm_rates
from tracktwo.roadmap.plan import plan_for
from tracktwo.roadmap.structure import EventKind, TooManyStatesError

if TYPE_CHECKING:
    from tracktwo.roadmap.inputs import Inputs
    from tracktwo.roadmap.structure import Roadmap

LUMPED_STATES = 1_000
"""Milestones are counted together until about so few states are left."""

COARSER = 6
"""An approximation is held to one with so many times fewer states."""

_MOST_IDEALS = 50_000


def fitting(roadmap: Roadmap, inputs: Inputs, most: int = LUMPED_STATES) -> Roadmap:
    """Return the roadmap itself where it can be solved exactly, else one with lumps.

    Parameters
    ----------
    roadmap : without lumps
    inputs : on the mean of whose draws it is decided which milestones are easy
    most : milestones are added to lumps until no more states than this are left

    Raises
    ------
    TooManyStatesError
        If even so more than `roadmap.max_states` are left: only milestones of one stage that
        come after the same others, before the same others, expire together, switch no lever and
        are not yet reached can be counted together.
    """
    if not too_many(roadmap):
        return roadmap
    out = lumped(roadmap, inputs, min(most, roadmap.max_states))
    if too_many(out):
        raise TooManyStatesError.of(roadmap.max_states)
    return out


def too_many(roadmap: Roadmap) -> bool:
    """Tell whether a roadmap has more states than are solved, without listing them."""
    steps = Counter(step.stage for step in roadmap.milestones)
    if sum(2**count for count in steps.values()) + 1 <= roadmap.max_states:
        return False
    return sum(_sizes(roadmap)) + 1 > roadmap.max_states


def lumped(roadmap: Roadmap, inputs: Inputs, most: int) -> Roadmap:
    """Return a roadmap with lumps as large as needed for `most` states, if that can be."""
    alike = _alike(roadmap)
    ease, slowed = _as_last(roadmap, inputs, alike)
    order = sorted(range(len(roadmap.milestones)), key=lambda m: (-ease[m], m))
    waiting = [
        [m for m in order if roadmap.milestones[m].stage == k and m in alike]
        for k in range(len(roadmap.stages))
    ]
    lumps: dict[object, list[int]] = {}
    out = replace(roadmap, lumps=(), slowed=())
    while True:
        sizes = _sizes(out)
        open_stages = [k for k, steps in enumerate(waiting) if steps]
        if sum(sizes) + 3 <= most or not open_stages:
            return out
        stage = max(open_stages, key=lambda k: sizes[k])
        m = waiting[stage].pop(0)
        lumps.setdefault(alike[m], []).append(m)
        real = tuple(tuple(lump) for lump in lumps.values() if len(lump) > 1)
        out = replace(out, lumps=real, slowed=slowed if real else ())


def coarser(roadmap: Roadmap, inputs: Inputs) -> Roadmap:
    """Return a roadmap with larger lumps, to hold one with lumps to."""
    return lumped(roadmap, inputs, (sum(_sizes(roadmap)) + 3) // COARSER)


def _as_last(
    roadmap: Roadmap, inputs: Inputs, alike: dict[int, object]
) -> tuple[list[float], tuple[float, ...]]:
    """Return how easily each milestone comes about once all others of its stage stand.

    In log rate, on the mean of the draws, from the game in which all are counted together that can
    be; and how many times faster that is than if nobody weighs a gain. To nine digits: that of
    two which are alike the first is taken must not hang on rounding.
    """
    calm = np.log(np.maximum(calm_rates(roadmap, inputs), SLOWEST)).mean(axis=0)
    groups: dict[object, list[int]] = {}
    for m, key in alike.items():
        groups.setdefault(key, []).append(m)
    pilot = replace(roadmap, lumps=tuple(map(tuple, groups.values())), slowed=())
    if not roadmap.months or too_many(pilot):
        return [round(x, 9) for x in calm.tolist()], ()
    plan, reached = plan_for(pilot), pilot.space.reached
    event = solve(pilot, inputs, milestones=False, engine="numpy").event
    last = calm.copy()
    for m in range(len(roadmap.milestones)):
        asked = np.flatnonzero((plan.kind == EventKind.MILESTONE) & (plan.milestone == m))
        stands = np.array([len(reached[s]) for s in plan.source[asked].tolist()])
        if asked.size:
            final = event[:, asked[stands == stands.max()]]
            rate = -np.log(np.maximum(1.0 - final, SURE)).mean(axis=1)
            last[m] = np.log(np.maximum(rate, SLOWEST)).mean()
    factor = np.exp(np.clip(last - calm, -20.0, 20.0))
    return [round(x, 9) for x in last.tolist()], tuple(round(x, 9) for x in factor.tolist())


def _alike(roadmap: Roadmap) -> dict[int, object]:
    """Return, of milestones that can be counted with others, what they need to have in common."""
    kept = set(roadmap.done)
    for lever in roadmap.levers:
        kept |= {m for m in (lever.from_milestone, lever.until_milestone) if m is not None}
    before: dict[int, list[int]] = {m: [] for m in range(len(roadmap.milestones))}
    for m, step in enumerate(roadmap.milestones):
        for other in step.after:
            before[other].append(m)
    keys = {
        m: (step.stage, frozenset(step.after), tuple(before[m]), step.expires)
        for m, step in enumerate(roadmap.milestones)
        if m not in kept
    }
    numbers = Counter(keys.values())
    return {m: key for m, key in keys.items() if numbers[key] > 1}


def _sizes(roadmap: Roadmap) -> list[int]:
    """Return how many states there are on the way to each stage, at least `_MOST_IDEALS` if more.

    Milestones that no order ties together multiply.
    """
    unit_of = {m: lump for lump in roadmap.lumps for m in lump}
    out = []
    for k in range(len(roadmap.stages)):
        steps = [m for m, step in enumerate(roadmap.milestones) if step.stage == k]
        units = list(dict.fromkeys(unit_of.get(m, (m,)) for m in steps))
        number = {m: u for u, unit in enumerate(units) for m in unit}
        needs = [sorted({number[a] for a in roadmap.milestones[unit[0]].after}) for unit in units]
        parts = _components(needs)
        out.append(prod(_ideals([len(units[u]) for u in part], part, needs) for part in parts) - 1)
    return out


def _components(needs: list[list[int]]) -> list[list[int]]:
    """Return the parts that no order ties together."""
    root = list(range(len(needs)))

    def find(u: int) -> int:
        while root[u] != u:
            u = root[u]
        return u

    for u, others in enumerate(needs):
        for other in others:
            root[find(u)] = find(other)
    parts: dict[int, list[int]] = {}
    for u in range(len(needs)):
        parts.setdefault(find(u), []).append(u)
    return list(parts.values())


def _ideals(sizes: list[int], part: list[int], needs: list[list[int]]) -> int:
    """Return how many sets can come about of units of so many members each."""
    if len(part) == 1:
        return sizes[0] + 1
    place = {u: n for n, u in enumerate(part)}
    first = (0,) * len(part)
    found, queue = {first}, [first]
    for have in queue:
        for n, u in enumerate(part):
            ready = all(have[place[o]] == sizes[place[o]] for o in needs[u] if o in place)
            if have[n] < sizes[n] and ready:
                more = (*have[:n], have[n] + 1, *have[n + 1 :])
                if more not in found:
                    found.add(more)
                    queue.append(more)
        if len(found) > _MOST_IDEALS:
            break
    return len(found)
