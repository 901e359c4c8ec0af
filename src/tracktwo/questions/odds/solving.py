"""Solving cases alike: what all solutions of one run share, and a case as solved."""

from __future__ import annotations

import itertools
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, fields
from typing import TYPE_CHECKING, TypeVar

import numpy as np

from tracktwo.game.setting import BATCH, Setting
from tracktwo.roadmap.exact import cores, final_odds, solve
from tracktwo.roadmap.inputs import Inputs
from tracktwo.roadmap.solution import Ends

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from numpy.typing import NDArray

    from tracktwo.game.draws import Sample
    from tracktwo.game.lower import Lowered
    from tracktwo.roadmap.engines import EngineChoice
    from tracktwo.roadmap.solution import Solution
    from tracktwo.roadmap.structure import Roadmap

    Floats = NDArray[np.float64]

T = TypeVar("T")


@dataclass(frozen=True)
class Solved:
    """One case lowered, with one sample of it solved."""

    setting: Setting
    solution: Solution

    @property
    def lowered(self) -> Lowered:
        """The case as a game."""
        return self.setting.lowered

    @property
    def inputs(self) -> Inputs:
        """Its arrays, D draws."""
        return self.setting.inputs

    @property
    def ends(self) -> Ends:
        """What it comes to."""
        start = self.lowered.roadmap.space.start
        return Ends(self.final, self.solution.value[:, start])

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

    @contextmanager
    def beside(self, work: Callable[[], T]) -> Iterator[Callable[[], T]]:
        """Do some work beside what is done meanwhile; yield what waits for it and returns it.

        Compiled kernels let go of the interpreter's lock: other cores solve while this thread lays
        out what was solved. Without any to spare the work is done when it is asked for.
        """
        if self.engine == "numpy" or (self.threads or cores()) == 1:
            yield work
        else:
            with ThreadPoolExecutor(1) as pool:
                yield pool.submit(work).result

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

    def finals(
        self,
        base: Solved,
        trials: Iterable[tuple[str, str, Inputs]],
        *,
        progress: Callable[[int], None] | None = None,
    ) -> Iterator[tuple[str, str, Floats]]:
        """Yield the odds (D, K) at the horizon of each of some trials beside a case.

        Several at a time, so that all cores are at work; not all of them, whose arrays would take
        a gigabyte.

        Parameters
        ----------
        base : the case, D draws
        trials : id, label, and other arrays of its D draws
        progress : as in `solve`
        """
        draws, rest = base.inputs.draws, iter(trials)
        while some := list(itertools.islice(rest, max(BATCH // draws, 1))):
            other = [not _equal(inputs, base.inputs) for *_, inputs in some]
            solved = iter(
                final_odds(
                    base.lowered.roadmap,
                    [inputs for *_, inputs in itertools.compress(some, other)],
                    foresight=self.foresight,
                    threads=self.threads,
                    engine=self.engine,
                    progress=progress,
                )
            )
            for (name, label, _), differs in zip(some, other, strict=True):
                yield name, label, next(solved) if differs else base.final

    def settle(
        self,
        lowered: Lowered,
        sample: Sample,
        *,
        like: Solved | None = None,
        milestones: bool = False,
        progress: Callable[[int], None] | None = None,
    ) -> Solved:
        """Solve a case for all draws of a sample; `like` is another, solved on the same."""
        known = None if like is None else like.setting
        setting = Setting(lowered, sample, self.threads, self.engine, like=known)
        solution = self.solve(
            lowered.roadmap, setting.inputs, milestones=milestones, progress=progress
        )
        return Solved(setting, solution)


def _equal(one: Inputs, other: Inputs) -> bool:
    """Tell whether two have the same numbers: what changes nothing need not be solved."""
    pairs = ((getattr(one, f.name), getattr(other, f.name)) for f in fields(Inputs))
    return all(a is b or np.array_equal(a, b) for a, b in pairs)
