"""Solving cases alike: what all solutions of one run share, and a case as solved."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from tracktwo.roadmap.exact import solve

if TYPE_CHECKING:
    from collections.abc import Callable

    import numpy as np
    from numpy.typing import NDArray

    from tracktwo.game.draws import Sample
    from tracktwo.game.lower import Lowered
    from tracktwo.roadmap.engines import EngineChoice
    from tracktwo.roadmap.inputs import Inputs
    from tracktwo.roadmap.solution import Solution
    from tracktwo.roadmap.structure import Roadmap

    Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Solved:
    """One case lowered, with one sample of it solved."""

    lowered: Lowered
    inputs: Inputs
    solution: Solution

    @property
    def final(self) -> Floats:
        """(D, K) odds of each stage at the horizon."""
        return self.solution.reached[:, -1]


@dataclass(frozen=True)
class Solver:
    """How to solve: the settings that all solutions of one run share."""

    foresight: int | None = None
    engine: EngineChoice = "auto"
    threads: int | None = None

    def solve(
        self,
        roadmap: Roadmap,
        inputs: Inputs,
        *,
        milestones: bool = False,
        progress: Callable[[int], None] | None = None,
    ) -> Solution:
        """Solve a roadmap for D draws of its arrays; `progress` is told of draws as they come."""
        return solve(
            roadmap,
            inputs,
            foresight=self.foresight,
            milestones=milestones,
            threads=self.threads,
            engine=self.engine,
            progress=progress,
        )

    def settle(
        self,
        lowered: Lowered,
        sample: Sample,
        *,
        milestones: bool = False,
        progress: Callable[[int], None] | None = None,
    ) -> Solved:
        """Solve a case for all draws of a sample."""
        inputs = lowered.inputs(sample.values(lowered.spans), sample.draws)
        solution = self.solve(lowered.roadmap, inputs, milestones=milestones, progress=progress)
        return Solved(lowered, inputs, solution)
