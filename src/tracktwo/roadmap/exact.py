r"""The exact solver: one backward and one forward pass per draw, batched over draws.

The model page, docs/roadmap-model.md, derives every formula; in short, for actor
i, state s, month t = 1..T (V' is the value after the month's deadlines have fallen):

    f_i(s,t)   = utility - conflict (1 + growth)^(t-1) - sum_l path_l(t) cost_li
    V_i(s,t)   = (1 - d) f_i(s,t) + d E[V'_i(s', t+1)],    V_i(s,T+1) = f_i(s,T)
    consent    : logit P = theta_m + stance_im + beta_i [V'_i(s+m, t+1) - V'_i(s, t+1)]
    disruption : q_i = kappa_i logistic(phi + beta_i [V'_i(fallback, t+1) - V'_i(s, t+1)])
    withdrawal : q_im = logistic(phi - stance_im + beta_i [V'_i(s-m, t+1) - V'_i(s, t+1)])
    events     : rate = -log(1 - chance); s is left with 1 - exp(-sum of rates), split by rate

Source: logit quantal response, McKelvey and Palfrey (1995), doi:10.1006/game.1995.1023;
finite-horizon backward induction (agent form, 1998). Competing risks by adding hazards.

Two engines compute it, in `chances` (NumPy) and `kernel` (compiled); `reference` is the plain
second opinion that both are held to.
"""

from __future__ import annotations

import os
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING

import numpy as np

from tracktwo.roadmap.chances import Chances
from tracktwo.roadmap.engines import CHUNK, EngineChoice, chosen_engine
from tracktwo.roadmap.inputs import Inputs
from tracktwo.roadmap.lanes import ends_compiled, solve_compiled
from tracktwo.roadmap.lumps import by_member, shares
from tracktwo.roadmap.plan import Plan, plan_for
from tracktwo.roadmap.solution import Ends, Solution

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from numpy.typing import NDArray

    from tracktwo.roadmap.structure import Roadmap

    Floats = NDArray[np.float64]

__all__ = ["CHUNK", "Solution", "chunk_size", "cores", "final_odds", "solve"]

CHUNK_BYTES = 256e6
"""Chunks are smaller where the monthly chances of `CHUNK` draws would take more than this."""


def cores() -> int:
    """Return how many cores this process may use."""
    affinity = getattr(os, "sched_getaffinity", None)  # not on every system
    return len(affinity(0)) if affinity else os.cpu_count() or 1


def chunk_size(plan: Plan) -> int:
    """Return how many draws to solve together with NumPy."""
    per_draw = 8.0 * max(plan.roadmap.months, 1) * (plan.kind.size + plan.states)
    return int(np.clip(CHUNK_BYTES / per_draw, 8, CHUNK))


def solve(
    roadmap: Roadmap,
    inputs: Inputs,
    *,
    foresight: int | None = None,
    milestones: bool = True,
    threads: int | None = None,
    progress: Callable[[int], None] | None = None,
    engine: EngineChoice = "auto",
) -> Solution:
    """Solve the roadmap game exactly for every draw.

    Parameters
    ----------
    roadmap : the structure, the same for all draws
    inputs : the numbers, per draw
    foresight : months that actors look ahead; None for all, 0 for none
    milestones : whether to work out when each milestone is first reached as well
    threads : how many to use; by default all cores. The result does not depend on it.
    progress : called with the number of draws done since the last call, from any thread
    engine : see `engines.chosen_engine`; the result says in `engine` which one ran

    Raises
    ------
    ValueError
        If an array has the wrong shape or a value out of range, `foresight` is negative, or
        the engine is not installed.
    TooManyStatesError
        If the roadmap has too many reachable states to be solved exactly.
    """
    inputs.check(roadmap, foresight)
    plan = plan_for(roadmap)
    name = chosen_engine(roadmap, inputs.draws, engine=engine, foresight=foresight)
    workers = threads or cores()
    if name != "numpy" and roadmap.months:
        return solve_compiled(
            plan,
            inputs,
            foresight,
            milestones=milestones,
            threads=workers,
            progress=progress,
            engine=name,
        )
    size = chunk_size(plan)

    def work(start: int) -> Solution:
        part = _solve_chunk(plan, inputs[start : start + size], foresight, milestones)
        if progress:
            progress(part.value.shape[0])
        return part

    starts = range(0, max(inputs.draws, 1), size)
    if workers > 1 and len(starts) > 1:
        with ThreadPoolExecutor(workers) as pool:
            parts = list(pool.map(work, starts))
    else:
        parts = [work(start) for start in starts]
    return Solution.join(parts)


def final_odds(
    roadmap: Roadmap,
    parts: Sequence[Inputs],
    *,
    foresight: int | None = None,
    threads: int | None = None,
    progress: Callable[[int], None] | None = None,
    engine: EngineChoice = "auto",
) -> list[Floats]:
    """Return (D, K) per part, the odds at the last month: see `ends`."""
    found = ends(
        roadmap, parts, foresight=foresight, threads=threads, progress=progress, engine=engine
    )
    return [one.odds for one in found]


def ends(
    roadmap: Roadmap,
    parts: Sequence[Inputs],
    *,
    foresight: int | None = None,
    threads: int | None = None,
    progress: Callable[[int], None] | None = None,
    engine: EngineChoice = "auto",
) -> list[Ends]:
    """Solve one roadmap for several inputs and keep what it comes to.

    As `solve` on each, but all cores are at work however few draws each has, and nothing else of
    the solutions is held: memory does not grow with the number of inputs.

    Parameters
    ----------
    roadmap, foresight, threads, progress, engine : as for `solve`
    parts : the inputs, each of its own number of draws D

    Returns
    -------
    one per part, what `solve` gives to the last byte

    Raises
    ------
    ValueError, TooManyStatesError
        As `solve` does.
    """
    if not parts:
        return []
    draws = sum(part.draws for part in parts)
    name = chosen_engine(roadmap, draws, engine=engine, foresight=foresight)
    if name != "numpy" and roadmap.months:
        for part, before in zip(parts, (None, *parts), strict=False):
            part.check(roadmap, foresight, like=before)
        return ends_compiled(
            plan_for(roadmap),
            parts,
            foresight,
            threads=threads or cores(),
            progress=progress,
            engine=name,
        )

    # Many small solutions cost NumPy far more one by one than together.
    whole = solve(
        roadmap,
        Inputs.join(parts),
        foresight=foresight,
        milestones=False,
        threads=threads,
        progress=progress,
        engine=name,
    )
    edges = np.cumsum([part.draws for part in parts])[:-1]
    odds = np.split(whole.reached[:, -1].copy(), edges)
    worth = np.split(whole.value[:, roadmap.space.start].copy(), edges)
    return [Ends(*both) for both in zip(odds, worth, strict=True)]


def _solve_chunk(plan: Plan, inputs: Inputs, foresight: int | None, milestones: bool) -> Solution:
    chances = Chances(plan, inputs)
    value = chances.backward(foresight)
    months = plan.roadmap.months
    start = np.zeros((1, plan.states, inputs.draws))
    start[0, plan.roadmap.space.start] = 1.0

    in_force = np.empty((inputs.draws, months + 1, plan.roadmap.situations))
    for month, weights in enumerate(chances.forward(start)):
        for situation in range(plan.roadmap.situations):
            here = plan.situation == situation
            in_force[:, month, situation] = weights[0, here].sum(axis=0)

    steps = chances.first_passage(plan.milestone_targets()[: None if milestones else 0])
    if milestones and plan.roadmap.lumps:
        steps = by_member(plan.roadmap, shares(plan.roadmap, inputs), steps)
    return Solution(
        reached=chances.first_passage(plan.stage_targets()),
        in_force=in_force,
        milestones=steps,
        value=np.moveaxis(value, -1, 0),
        consent=np.moveaxis(chances.consent_now, -1, 0),
        event=np.moveaxis(chances.event_now, -1, 0),
        engine="numpy",
    )
