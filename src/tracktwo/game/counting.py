"""Roadmaps with more states than are told apart: which steps to count together, and the error."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from tracktwo.game.lower import lower
from tracktwo.results.counted import Counted
from tracktwo.roadmap.exact import final_odds
from tracktwo.roadmap.fitting import coarser
from tracktwo.roadmap.structure import MAX_STATES

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from tracktwo.case.schema import Case
    from tracktwo.game.lower import Lowered
    from tracktwo.roadmap.engines import EngineChoice
    from tracktwo.roadmap.inputs import Inputs

    Floats = NDArray[np.float64]

MEASURED = 128
"""Draws, the first, on which the error is measured."""


def counted_in(case: Case) -> Counted | None:
    """Return which steps of a case are counted together, if any, without the error of that."""
    if sum(2 ** len(stage.milestones) for stage in case.roadmap.stages) < MAX_STATES:
        return None
    lowered = lower(case)
    return _record(lowered, None) if lowered.roadmap.lumps else None


def counted_together(
    lowered: Lowered,
    inputs: Inputs,
    final: Floats,
    *,
    foresight: int | None = None,
    threads: int | None = None,
    engine: EngineChoice = "auto",
) -> Counted | None:
    """Return what was counted together and the error of that; None where all is told apart.

    Parameters
    ----------
    lowered, inputs : a case, and D draws of its arrays
    final : (D, K) its odds at the horizon
    foresight, threads, engine : as for `solve`
    """
    roadmap = lowered.roadmap
    if not roadmap.lumps:
        return None
    few = inputs[:MEASURED]
    other = final_odds(
        coarser(roadmap, few), [few], foresight=foresight, threads=threads, engine=engine
    )[0]
    error = np.abs(other - final[:MEASURED]).mean(axis=0)
    return _record(lowered, tuple(error.tolist()))


def _record(lowered: Lowered, error: tuple[float, ...] | None) -> Counted:
    roadmap = lowered.roadmap
    steps = tuple(tuple(lowered.milestones[m] for m in lump) for lump in roadmap.lumps)
    return Counted(roadmap.space.size, steps, error)
