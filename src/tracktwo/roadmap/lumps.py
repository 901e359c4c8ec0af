r"""Past the exact solver's limit: the easy milestones of a stage are counted, not told apart.

A stage with n milestones in no order has 2^n states. Where these are too many, those milestones
of it that come about most easily make up a **lump**: of them a state only knows how many stand,
the others are told apart as ever. Who fears or hopes for a stage looks to what is hard; which of
the easy steps are still to come moves little. A lump of j beside h others has (j + 1) 2^h sets.

Of a lump at count c each member is still to come with some chance, its **share** of the time at
that count, and its events race at that share of their rates. With rates r_m and x of what ends
the stage, members come about at times that are independent and exponential, so

    share_m(c) = int exp(-x u) P(m not by u, c of the lump by u) du / int exp(-x u) P(c by u) du

the sums over members inside by the recursion of the Poisson binomial (Chen and Liu 1997,
Statistica Sinica 7), the integrals by the trapezoid rule in log u. The rates are those of parties
who weigh no gain (`calm_rates`), per draw. Exact where the members are alike (Kemeny and Snell
1960, ch. 6); elsewhere an approximation, whose error is told by one with a third of the states:
docs/roadmap-model.md says how that compares with the exact solution. Source: ours.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from math import prod
from typing import TYPE_CHECKING

import numpy as np

from tracktwo.roadmap.answers import SURE, by_rows, yes_no
from tracktwo.roadmap.rules import failure
from tracktwo.roadmap.structure import TooManyStatesError, first_shares

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from tracktwo.roadmap.inputs import Inputs
    from tracktwo.roadmap.structure import Roadmap

    Floats = NDArray[np.float64]

LUMPED_STATES = 1_000
"""Milestones are counted together until about so few states are left."""

COARSER = 3
"""An approximation is held to one with so many times fewer states."""

NODES = 48
"""Times at which the integrals of shares are evaluated."""

BLOCK = 256
"""Draws whose shares are worked out together, from the first: the same bytes however solved."""

_MOST_IDEALS = 50_000
_SLOWEST = 1e-12


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
    ease = np.log(np.maximum(calm_rates(roadmap, inputs), _SLOWEST)).mean(axis=0)
    order = sorted(range(len(roadmap.milestones)), key=lambda m: (-ease[m], m))
    alike = _alike(roadmap)
    waiting = [
        [m for m in order if roadmap.milestones[m].stage == k and m in alike]
        for k in range(len(roadmap.stages))
    ]
    lumps: dict[object, list[int]] = {}
    out = replace(roadmap, lumps=())
    while True:
        sizes = _sizes(out)
        open_stages = [k for k, steps in enumerate(waiting) if steps]
        if sum(sizes) + 3 <= most or not open_stages:
            return out
        stage = max(open_stages, key=lambda k: sizes[k])
        m = waiting[stage].pop(0)
        lumps.setdefault(alike[m], []).append(m)
        out = replace(out, lumps=tuple(tuple(lump) for lump in lumps.values() if len(lump) > 1))


def coarser(roadmap: Roadmap, inputs: Inputs) -> Roadmap:
    """Return a roadmap with larger lumps, to hold one with lumps to."""
    return lumped(roadmap, inputs, (sum(_sizes(roadmap)) + 3) // COARSER)


def calm_rates(roadmap: Roadmap, inputs: Inputs) -> Floats:
    """Return (D, M), the monthly rate of each milestone if nobody weighs a gain."""
    inputs = inputs.within_reach()
    theta, stance = by_rows(inputs.theta), by_rows(inputs.stance)
    out = np.empty((inputs.draws, len(roadmap.milestones)))
    for m, diagram in enumerate(roadmap.diagrams):
        yes, no = yes_no(theta[m] + stance[m, list(diagram.actors)])
        miss = failure(diagram, yes, no, diagram.leaf_values(inputs.capability))
        out[:, m] = -np.log(np.maximum(miss, SURE))
    return out


def shares(roadmap: Roadmap, inputs: Inputs) -> Floats:
    """Return (D, W), what the rates of events are multiplied by: 1, then the shares of each lump.

    Per lump of n: (n + 1, n) shares to come by count and member, then as many that stand.
    """
    starts = first_shares(roadmap.lumps)
    width = 1 + sum(2 * (len(lump) + 1) * len(lump) for lump in roadmap.lumps)
    out = np.ones((inputs.draws, width))
    for at in range(0, inputs.draws if roadmap.lumps else 0, BLOCK):
        some = inputs[at : at + BLOCK]
        rates, ends = calm_rates(roadmap, some), _calm_ends(roadmap, some)
        for lump, start in starts.items():
            end = ends[:, roadmap.milestones[lump[0]].stage]
            still = _to_come(rates[:, list(lump)], end)
            both = np.stack([still, 1.0 - still], axis=1).reshape(some.draws, -1)
            out[at : at + BLOCK, start : start + both.shape[1]] = both
    return out


def by_member(roadmap: Roadmap, shares: Floats, milestones: Floats) -> Floats:
    """Return (D, T+1, M): when each milestone was first reached, from when each count was.

    The engines know of a lump when its first, second .. member came; which that was is told by
    the shares that stand.
    """
    out = milestones
    for lump, start in first_shares(roadmap.lumps).items():
        n = len(lump)
        first = start + (n + 1) * n
        stand = shares[:, first : first + (n + 1) * n].reshape(-1, n + 1, n)
        ever = milestones[:, :, list(lump)]  # at least 1, 2 .. n
        if out is milestones:
            out = milestones.copy()
        out[:, :, list(lump)] = ever @ np.diff(stand, axis=1)
    return out


def _calm_ends(roadmap: Roadmap, inputs: Inputs) -> Floats:
    """Return (D, K), the rate at which a stage ends otherwise if nobody weighs a gain.

    That it is looked at for so many months only counts as one more end.
    """
    idle = yes_no(inputs.phi)[1][:, None]
    calm = np.prod((1.0 - inputs.disruption) + inputs.disruption * idle, axis=1)
    thrown = -np.log(np.maximum(calm, SURE))[:, None]
    given_up = -np.log(np.maximum(1.0 - inputs.abandonment, SURE))
    return np.asarray(thrown + given_up + 1.0 / max(roadmap.months, 1))


def _to_come(rates: Floats, end: Floats) -> Floats:
    """Return (D, n + 1, n): the share of the time at each count in which each is to come."""
    n = rates.shape[1]
    rates = np.maximum(rates, _SLOWEST).T  # (n, D)
    low, high = 0.01 / (rates.sum(axis=0) + end), 40.0 / end
    place = np.linspace(0.0, 1.0, NODES)[:, None]
    time = low * (high / low) ** place  # (Q, D)
    weight = time * np.exp(-end * time)  # du = u d(log u); the step in log u cancels
    not_yet = np.exp(-rates[:, None] * time)  # (n, Q, D)
    done = -np.expm1(-rates[:, None] * time)
    total = np.zeros((n + 1, n, rates.shape[1]))
    for m in range(n):
        others = [j for j in range(n) if j != m]
        count = np.zeros((n, *time.shape))  # the chance that 0 .. n - 1 of the others are there
        count[0] = 1.0
        for number, j in enumerate(others, start=1):
            count[1 : number + 1] = count[1 : number + 1] * not_yet[j] + count[:number] * done[j]
            count[0] *= not_yet[j]
        total[:n, m] = (count * not_yet[m] * weight).sum(axis=1)
    # Of n at count c there are n - c to come, whichever.
    left = total.sum(axis=1, keepdims=True)
    some = np.arange(n, -1, -1.0)[:, None, None]
    out = np.divide(
        some * total, left, out=np.broadcast_to(some / n, total.shape).copy(), where=left > 0
    )
    return np.moveaxis(np.minimum(out, 1.0), -1, 0)


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
