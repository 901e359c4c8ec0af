"""A case lowered, with one joint sample of what is uncertain: the ground of every question.

Settings made together share their random numbers by path, so that differences between them are
due to what was changed and not to luck.
"""

from __future__ import annotations

import itertools
from dataclasses import dataclass, fields
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

from tracktwo.explore.draws import make_sample
from tracktwo.explore.lower import lower
from tracktwo.explore.results import Band
from tracktwo.roadmap.exact import solve

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    from numpy.typing import NDArray

    from tracktwo.case.schema import Case
    from tracktwo.explore.draws import Sample
    from tracktwo.explore.lower import Lowered
    from tracktwo.roadmap.inputs import Inputs

    Floats = NDArray[np.float64]


BATCH = 8_192
"""Draws solved in one go: a few tens of megabytes, and enough work for the compiled engine."""


@dataclass(frozen=True)
class Setting:
    """One case as arrays, D draws of it."""

    lowered: Lowered
    sample: Sample
    threads: int | None = None

    @property
    def draws(self) -> int:
        """Number of draws."""
        return self.sample.draws

    @property
    def stages(self) -> tuple[str, ...]:
        """Ids of the stages, in order."""
        return tuple(s.id for s in self.lowered.case.roadmap.stages)

    @cached_property
    def values(self) -> dict[str, Floats]:
        """(draws,) values of every number of the game, by path."""
        return self.sample.values(self.lowered.spans)

    @cached_property
    def inputs(self) -> Inputs:
        """The engine's arrays."""
        return self.lowered.inputs(self.values, self.draws)

    @cached_property
    def odds(self) -> Floats:
        """(D, K) odds of each stage at the horizon."""
        return self.odds_of(self.inputs)

    def odds_of(self, inputs: Inputs) -> Floats:
        """Return (D, K), the odds of each stage at the horizon for other arrays."""
        solution = solve(self.lowered.roadmap, inputs, milestones=False, threads=self.threads)
        return np.asarray(solution.reached[:, -1])

    def odds_of_many(
        self, variants: Iterable[Inputs], tell: Callable[[int], None] | None = None
    ) -> Floats:
        """Return (V, D, K), the odds for each of V sets of arrays.

        Solved together, up to `BATCH` draws at a time: many small solutions cost far more one
        by one than as a few large ones.

        Parameters
        ----------
        variants : arrays of D draws each
        tell : called with the number of variants done so far
        """
        size, done = max(BATCH // self.draws, 1), 0
        parts = []
        for group in _grouped(variants, size):
            whole = type(group[0])(
                **{
                    f.name: np.concatenate([getattr(inputs, f.name) for inputs in group])
                    for f in fields(group[0])
                }
            )
            parts.append(self.odds_of(whole).reshape(len(group), self.draws, -1))
            done += len(group)
            if tell:
                tell(done)
        return np.concatenate(parts) if parts else np.zeros((0, self.draws, len(self.stages)))

    def odds_with_many(
        self,
        changes: Iterable[Mapping[str, Floats]],
        tell: Callable[[int], None] | None = None,
    ) -> Floats:
        """Return (V, D, K), the odds with each of V sets of other values at some paths."""
        variants = (self.lowered.inputs({**self.values, **c}, self.draws) for c in changes)
        return self.odds_of_many(variants, tell)

    @cached_property
    def harm(self) -> Floats:
        """(D,) harm to civilians of all levers, per month averaged over the horizon, 0-100."""
        return np.asarray(self.lowered.harm(self.values, self.draws).sum(axis=1))

    def harm_over_limit(self) -> float | None:
        """Return the share of draws over the case's limit; None where it sets no limit."""
        limit = self.lowered.case.harm_limit
        return None if limit is None else float(np.mean(self.harm > limit.limit))

    def first(self, draws: int) -> Setting:
        """Return the setting of the first draws, itself a low-discrepancy sample."""
        return Setting(self.lowered, self.sample.first(min(draws, self.draws)), self.threads)


def settle(
    cases: Sequence[Case], *, draws: int, seed: int, threads: int | None = None
) -> list[Setting]:
    """Lower cases and draw one sample for all of them.

    Parameters
    ----------
    cases : the base and whatever is compared with it
    draws : joint samples of everything uncertain
    seed : the same seed and cases give the same numbers
    threads : cores for each solution; all by default
    """
    lowered = [lower(case) for case in cases]
    sample = make_sample([p for item in lowered for p in item.uncertain], draws, seed)
    return [Setting(item, sample, threads) for item in lowered]


def _grouped(items: Iterable[Inputs], size: int) -> Iterator[list[Inputs]]:
    rest = iter(items)
    while group := list(itertools.islice(rest, size)):
        yield group


def bands(values: Floats) -> tuple[Band, ...]:
    """Return one band per column of (D, K) values."""
    return tuple(Band.of(column) for column in values.T)


def stage_index(setting: Setting, stage: str | None) -> int:
    """Return the index of a stage by id; by default the one on which the odds hinge.

    Raises
    ------
    ValueError
        If the roadmap has no such stage; the message lists those it has.
    """
    from tracktwo.explore.run import hinge  # noqa: PLC0415  (run imports the report's records)

    if stage is None:
        return hinge(setting.odds)
    if stage not in setting.stages:
        raise ValueError(f"no stage {stage}; there are: {', '.join(setting.stages)}")
    return setting.stages.index(stage)
