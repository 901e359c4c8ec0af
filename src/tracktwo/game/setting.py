"""A case lowered, with one joint sample of what is uncertain: the ground of every question.

Settings made together share their random numbers by path, so that differences between them are
due to what was changed and not to luck.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

from tracktwo.case.happened import happened_on
from tracktwo.errors import UnanswerableError
from tracktwo.game.again import Parts
from tracktwo.game.draw_counts import SETS
from tracktwo.game.draws import Sample
from tracktwo.game.known_odds import KnownOdds
from tracktwo.game.lower import lower
from tracktwo.results.bands import Band, quantiles
from tracktwo.roadmap.engines import chosen_engine
from tracktwo.roadmap.exact import final_odds

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from numpy.typing import NDArray

    from tracktwo.case.schema import Case
    from tracktwo.game.lower import Lowered
    from tracktwo.roadmap.engines import EngineChoice
    from tracktwo.roadmap.inputs import Inputs

    Floats = NDArray[np.float64]


BATCH = 2_048
"""Draws solved in one go: a few tens of megabytes, and enough work for the compiled engine."""


@dataclass(frozen=True)
class Setting:
    """One case as arrays, D draws of it."""

    lowered: Lowered
    sample: Sample
    threads: int | None = None
    engine: EngineChoice = "auto"
    like: Setting | None = None
    """Another on the same sample, whose values are taken over where the ranges are the same."""
    given: Mapping[str, Floats] | None = None
    """(D,) values by path in place of those that would be drawn."""
    alike: bool = False
    """Whether only numbers differ from the other's, so that arrays are taken over as well."""
    whole: Setting | None = None
    """The one of more draws of which these are the first."""
    _own_parts: Parts = field(default_factory=Parts, init=False, repr=False, compare=False)

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
        if self.given is not None:
            return dict(self.given)
        if self.whole is not None and "values" in vars(self.whole):
            return {path: row[: self.draws] for path, row in self.whole.values.items()}
        if self.like is None:
            return self.sample.values(self.lowered.spans)
        known = self.like.lowered.spans, self.like.values
        return self.sample.values(self.lowered.spans, known)

    @cached_property
    def inputs(self) -> Inputs:
        """The engine's arrays."""
        return self.lowered.inputs(self.values, self.draws, self._parts)

    @property
    def parts(self) -> Parts:
        """What lowering the values came to, for others that are alike; copy to change them."""
        _ = self.inputs  # first, so that it is from them that the parts are kept
        return self._parts

    @cached_property
    def shares(self) -> Floats | None:
        """(D, R, P) each party's share of power in each situation; None without any."""
        return self.lowered.kept_shares(self.values, self.draws, self._parts)

    @cached_property
    def policy(self) -> Floats:
        """(D, R, J) what each situation puts in force, 0-1; copy to change it."""
        return self.lowered.policy(self.values, self.draws, self.shares)

    @property
    def _parts(self) -> Parts:
        """What lowering the values came to, for those of them that change.

        Not cached by the class: Python 3.11 locks what is, for all settings alike, and two threads
        that each need the other's (parts, and the inputs of another) would wait for ever.
        """
        if self.alike and self.like is not None:
            return self.like.parts
        return self._own_parts

    @cached_property
    def odds(self) -> Floats:
        """(D, K) odds of each stage at the horizon."""
        return np.asarray(self.odds_of_many([self.inputs], 1)[0])

    def inputs_with(self, change: Mapping[str, Floats]) -> Inputs:
        """Return the engine's arrays with other values (D,) at some paths; copy to change them."""
        usual = self.inputs  # first, so that it is from them that the parts are kept
        if not change:
            return usual
        return self.lowered.inputs({**self.values, **change}, self.draws, self._parts)

    def odds_of(self, inputs: Inputs, engine: EngineChoice | None = None) -> Floats:
        """Return (D, K), the odds of each stage at the horizon for other arrays."""
        return self._final_odds([inputs], engine or self.engine)[0]

    def _final_odds(self, variants: Sequence[Inputs], engine: EngineChoice) -> list[Floats]:
        return final_odds(self.lowered.roadmap, variants, threads=self.threads, engine=engine)

    def odds_of_many(
        self, variants: Iterable[Inputs], count: int, tell: Callable[[int], None] | None = None
    ) -> Floats:
        """Return (V, D, K), the odds for each of V sets of arrays.

        Solved together, up to `BATCH` draws at a time: many small solutions cost far more one
        by one than as a few large ones. Arrays that were solved before, here or for another
        question, are not solved again.

        Parameters
        ----------
        variants : arrays of D draws each
        count : how many there are
        tell : called with the number of variants done so far
        """
        engine = chosen_engine(self.lowered.roadmap, count * self.draws, engine=self.engine)
        size = max(BATCH // self.draws, 1)
        found: list[tuple[str, bytes]] = []
        odds: dict[tuple[str, bytes], Floats] = {}
        waiting: dict[tuple[str, bytes], Inputs] = {}

        def solve_waiting() -> None:
            finals = self._final_odds(list(waiting.values()), engine)
            for key, one in zip(waiting, finals, strict=True):
                odds[key] = one
                self._known.put(key, one)
            waiting.clear()

        for inputs in variants:
            key = self._known.key(inputs, engine)
            found.append(key)
            if key not in odds and key not in waiting:
                known = self._known.get(key)
                if known is None:
                    waiting[key] = inputs
                else:
                    odds[key] = known
            if len(waiting) == size:
                solve_waiting()
            if tell and not waiting:
                tell(len(found))
        if waiting:
            solve_waiting()
        if tell:
            tell(len(found))
        if not found:
            return np.zeros((0, self.draws, len(self.stages)))
        return np.stack([odds[key] for key in found])

    @cached_property
    def _known(self) -> KnownOdds:
        kept = self.given is None and self.draws >= SETS
        return KnownOdds(self.lowered.roadmap, self.inputs, kept=kept)

    def odds_with_many(
        self,
        changes: Sequence[Mapping[str, Floats]],
        tell: Callable[[int], None] | None = None,
    ) -> Floats:
        """Return (V, D, K), the odds with each of V sets of other values at some paths."""
        variants = (self.inputs_with(change) for change in changes)
        return self.odds_of_many(variants, len(changes), tell)

    @cached_property
    def harm(self) -> Floats:
        """(D,) harm to civilians of all levers, per month averaged over the horizon, 0-100."""
        return np.asarray(self.lever_harm.sum(axis=1))

    @cached_property
    def lever_harm(self) -> Floats:
        """(D, L) the same, of each lever."""
        path = self.inputs.lever_path
        return np.asarray(self.lowered.harm(self.values, self.draws, path=path))

    def harm_over_limit(self) -> float | None:
        """Return the share of draws over the case's limit; None where it sets no limit."""
        limit = self.lowered.case.harm_limit
        return None if limit is None else float(np.mean(self.harm > limit.limit))

    def beside(self, case: Case) -> Setting:
        """Return another case on the same sample."""
        other = lower(case, self.lowered)
        return Setting(other, self.sample, self.threads, self.engine, like=self)

    def first(self, draws: int) -> Setting:
        """Return the setting of the first draws, itself a low-discrepancy sample."""
        few = self.sample.first(draws)
        return Setting(self.lowered, few, self.threads, self.engine, whole=self)


def settle(
    cases: Sequence[Case],
    *,
    draws: int,
    seed: int,
    threads: int | None = None,
    engine: EngineChoice = "auto",
    work: int = 0,
) -> list[Setting]:
    """Lower cases, with one sample for all of them.

    Parameters
    ----------
    cases : the base and whatever is compared with it
    draws : joint samples of everything uncertain
    seed : the same seed gives the same numbers, whatever other cases there are
    threads : cores for each solution; all by default
    engine : auto, compiled or numpy; auto takes what pays for all the work together
    work : draws that will be solved in all, where that is more than one of each case
    """
    first = lower(cases[0])
    sample = Sample(draws, seed)
    chosen = chosen_engine(first.roadmap, max(work, draws * len(cases)), engine=engine)
    engine = engine if chosen == "numpy" else chosen
    base = Setting(first, sample, threads, engine)
    return [base, *(base.beside(case) for case in cases[1:])]


def bands(values: Floats) -> tuple[Band, ...]:
    """Return one band per column of (D, K) values, as `Band.of` would, all at once."""
    rows = quantiles(values.T).tolist()
    return tuple(
        Band(float(np.mean(column)), *row) for column, row in zip(values.T, rows, strict=True)
    )


def stage_index(setting: Setting, stage: str | None, odds: Floats | None = None) -> int:
    """Return the index of a stage by id; by default the one that the case's question turns on.

    Where the case names none, that is the first stage with mean odds below one half.

    Parameters
    ----------
    odds : (D, K) of the setting, where they are known already

    Raises
    ------
    UnanswerableError
        If the roadmap has no such stage; the message lists those it has.
    """
    wanted = stage or open_focus(setting.lowered.case)
    if wanted is None:
        return hinge(setting.odds if odds is None else odds)
    if wanted not in setting.stages:
        raise UnanswerableError(f"no stage {wanted}; there are: {', '.join(setting.stages)}")
    return setting.stages.index(wanted)


def open_focus(case: Case) -> str | None:
    """Return the stage that a case's question turns on, unless that has happened already."""
    return None if case.focus in happened_on(case) else case.focus


def hinge(final: Floats) -> int:
    """Return the first stage whose mean odds are below one half (the last if none is).

    Parameters
    ----------
    final : (D, K) odds of each stage at the horizon
    """
    unlikely = np.flatnonzero(final.mean(axis=0) < 0.5)
    return int(unlikely[0]) if unlikely.size else final.shape[1] - 1
