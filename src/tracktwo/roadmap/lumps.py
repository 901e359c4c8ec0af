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
who weigh no gain (`calm_rates`), per draw, times how much slower each member is as the last step of
its stage (`Roadmap.slowed`): who answers last sees what it decides. Exact where the members are
alike (Kemeny and Snell 1960, ch. 6); elsewhere an approximation, whose error is told by one with a
sixth of the states: `fitting` chooses, docs/roadmap-model.md says how that compares with the exact
solution. Source: ours.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from tracktwo.roadmap.answers import SURE, by_rows, yes_no
from tracktwo.roadmap.rules import failure
from tracktwo.roadmap.structure import first_shares

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from tracktwo.roadmap.inputs import Inputs
    from tracktwo.roadmap.structure import Roadmap

    Floats = NDArray[np.float64]

NODES = 48
"""Times at which the integrals of shares are evaluated."""

BLOCK = 256
"""Draws whose shares are worked out together, from the first: the same bytes however solved."""

SLOWEST = 1e-12


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
        if roadmap.slowed:
            rates = rates * np.array(roadmap.slowed)
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
    rates = np.maximum(rates, SLOWEST).T  # (n, D)
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
