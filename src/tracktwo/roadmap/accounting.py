r"""What a difference in value is made of: time by situation, conflict and lever.

The value of a state is linear in the payoffs once the chances of every event are given:

    V_i(s) = sum_r situation[s, r] utility_ri  -  sum_r conflict[s, r] conflict_ri
             - sum_l lever[s, l] cost_li

where each weight is a discounted expected time from month 2 on, ``(1 - d) d^(t-2)`` for month t
= 2..T and ``d^(T-1)`` for what follows the last month (whose flow is that of month T); where the
game is solved beyond the window, that tail is spread over the steps there as the values are. The
weights obey the recursion of the values with indicators for payoffs, so one more backward pass
gives them for every state at once. Source: the linearity of discounted rewards in a Markov
chain with given transitions, Puterman (1994), Markov Decision Processes, sec. 4.2.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from tracktwo.roadmap.chances import Chances
from tracktwo.roadmap.engines import EngineChoice, chosen_engine
from tracktwo.roadmap.exact import chunk_size, cores
from tracktwo.roadmap.inputs import conflict_factor
from tracktwo.roadmap.lanes import visits_compiled
from tracktwo.roadmap.plan import Plan, plan_for

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from tracktwo.roadmap.inputs import Inputs
    from tracktwo.roadmap.structure import Roadmap

    Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Visits:
    """Discounted expected time from month 2 on, by state at its start.

    D draws, S states, R situations, L levers. The state is the one in which a consent of month 1
    leaves the roadmap; a deadline at the end of month 1 then falls before time is counted. So
    the `Solution.consent` of month 1 are those of exactly these differences.
    """

    situation: Floats
    """(D, S, R) time in each situation; sums to 1 over R."""
    conflict: Floats
    """(D, S, R) the same, weighted by how far the cost of conflict has grown by then."""
    lever: Floats
    """(D, S, L) time in which each lever applies, times its intensity then."""

    def value(self, inputs: Inputs) -> Floats:
        """Return (D, S, N), the values at the start of month 2 that the parts add up to."""
        gained = np.einsum("dsr,drn->dsn", self.situation, inputs.utility)
        lost = np.einsum("dsr,drn->dsn", self.conflict, inputs.conflict)
        pressed = np.einsum("dsl,dln->dsn", self.lever, inputs.lever_cost)
        return np.asarray(gained - lost - pressed)


def visits(
    roadmap: Roadmap,
    inputs: Inputs,
    *,
    foresight: int | None = None,
    threads: int | None = None,
    engine: EngineChoice = "auto",
) -> Visits:
    """Account for the values behind the consents of month 1.

    Parameters
    ----------
    roadmap, inputs, foresight, threads, engine : as for `solve`; actors that look h months ahead
        count time up to month 2 + h only

    Raises
    ------
    ValueError
        As `solve` does.
    """
    inputs.check(roadmap, foresight)
    plan = plan_for(roadmap)
    name = chosen_engine(roadmap, inputs.draws, engine=engine, foresight=foresight)
    if name != "numpy" and roadmap.months:
        together = visits_compiled(plan, inputs, foresight, threads=threads or cores(), engine=name)
    else:
        size = chunk_size(plan)
        starts = range(0, max(inputs.draws, 1), size)
        parts = [_features(plan, inputs[at : at + size], foresight) for at in starts]
        together = np.concatenate(parts)
    r = roadmap.situations
    return Visits(together[..., :r], together[..., r : 2 * r], together[..., 2 * r :])


def _features(plan: Plan, inputs: Inputs, foresight: int | None) -> Floats:
    """Return (D, S, 2 R + L) for one chunk, with NumPy."""
    roadmap = plan.roadmap
    r = roadmap.situations
    here = np.eye(r)[plan.situation]  # (S, R)
    applies = roadmap.space.lever_applies(roadmap).T  # (S, L)
    if not roadmap.months:
        row = np.concatenate([here, here, np.zeros(applies.shape)], axis=1)
        return np.broadcast_to(row, (inputs.draws, *row.shape)).copy()

    growth = conflict_factor(roadmap, inputs.growth)

    def flow(period: int) -> Floats:
        paid = min(period, roadmap.periods)  # what follows the last is worth the last one's flow
        out = np.empty((plan.states, 2 * r + applies.shape[1], inputs.draws))
        out[:, :r] = here[..., None]
        out[:, r : 2 * r] = here[..., None] * growth[:, paid - 1]
        out[:, 2 * r :] = applies[..., None] * inputs.lever_path[:, :, paid - 1].T
        return out

    chances = Chances(plan, inputs)
    chances.backward(foresight)
    deadlines = dict(plan.deadlines)
    sight = roadmap.sight(foresight)
    periods = roadmap.periods if sight is None else roadmap.period_of(1 + sight)
    ahead = flow(roadmap.periods + 1 if sight is None else roadmap.period_of(2 + sight))
    for period in range(periods, 0, -1):
        if period in deadlines and (sight is None or roadmap.ends[period - 1] <= 1 + sight):
            ahead = ahead[deadlines[period]]
        if period == 1:
            break
        length = roadmap.lengths[period - 1]
        if sight is None and length > 1:
            ahead = chances.settle(period, flow(period), ahead)
            continue
        first = roadmap.ends[period - 1] - length + 1
        for _ in range(min(length, 2 + sight - first) if sight is not None else 1):
            ahead = chances.expect(period, flow(period), ahead)
    return np.moveaxis(ahead, -1, 0)
