"""Mixes of levers as arrays: intensities and delays in; odds, harm and cost out.

Harm to civilians is per month, averaged over the horizon, as if every lever ran its schedule to
the end: an upper bound for levers that end with a milestone. A mix is *within the limit* only if
that holds at the bad end of every range at once (harm high, ramp short, fatigue slow), unless a
share of draws is asked for instead.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

from tracktwo.game.months import month_number

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from numpy.typing import NDArray

    from tracktwo.game.setting import Setting
    from tracktwo.roadmap.inputs import Inputs

    Floats = NDArray[np.float64]
    Integers = NDArray[np.intp]

SAFE = 1 - 1e-9
"""A mix is scaled to this share of the limit, so that rounding cannot carry it over."""


@dataclass(frozen=True)
class Mix:
    """Intensity 0-1 of each lever, and months by which it starts later than the case has it."""

    intensity: tuple[float, ...]
    delay: tuple[int, ...]


@dataclass(frozen=True)
class Board:
    """The levers of a case, ready to be mixed.

    Attributes
    ----------
    base : Setting
    certainty : float
        1: the limit holds for every value within the case's ranges. Below 1: in that share of
        the draws.
    """

    base: Setting
    certainty: float = 1.0

    @property
    def count(self) -> int:
        """Number of levers."""
        return len(self.base.lowered.case.levers)

    @property
    def limit(self) -> float:
        """The case's limit on harm; infinite where it sets none."""
        limit = self.base.lowered.case.harm_limit
        return np.inf if limit is None else limit.limit

    @cached_property
    def unit(self) -> Floats:
        """(D, L, T) path of each lever at full intensity, as scheduled."""
        return self._reported(
            self.base.lowered.lever_path(self.base.values, self.base.draws, full=True)
        )

    @cached_property
    def worst_unit(self) -> Floats:
        """(1, L, T) the same with the shortest ramp and the slowest fatigue of their ranges."""
        lowered, values = self.base.lowered, {}
        for path, span in lowered.spans.items():
            end = span.low if path.endswith(".schedule.ramp") else span.high
            values[path] = np.array([end])
        return self._reported(lowered.lever_path(values, 1, full=True))

    def _reported(self, path: Floats) -> Floats:
        return path[:, :, : self.base.lowered.roadmap.months]

    @cached_property
    def harm_rate(self) -> Floats:
        """(D, L) harm per month at full intensity."""
        levers = self.base.lowered.case.levers
        return np.stack([self.base.values[f"levers.{x.id}.harm"] for x in levers], axis=1)

    @cached_property
    def worst_rate(self) -> Floats:
        """(1, L) the high ends of those ranges."""
        spans = self.base.lowered.spans
        levers = self.base.lowered.case.levers
        return np.array([[spans[f"levers.{x.id}.harm"].high for x in levers]])

    @cached_property
    def sender_rate(self) -> Floats:
        """(D, L) cost per month at full intensity to those who apply each lever, 0-100."""
        players = self.base.lowered.players
        out = np.zeros((self.base.draws, self.count))
        for number, lever in enumerate(self.base.lowered.case.levers):
            senders = [players.index(a) for a in lever.by if a in players]
            out[:, number] = 100 * self.base.inputs.lever_cost[:, number, senders].sum(axis=1)
        return out

    @cached_property
    def ends(self) -> tuple[int, ...]:
        """The last month of each lever."""
        case, months = self.base.lowered.case, self.base.lowered.roadmap.months
        return tuple(
            months if x.schedule.end is None else month_number(case.as_of, x.schedule.end)
            for x in case.levers
        )

    def path(self, mix: Mix, unit: Floats | None = None) -> Floats:
        """Return (D, L, T), the intensities of a mix over time."""
        unit = self.unit if unit is None else unit
        out = np.zeros_like(unit)
        months = unit.shape[2]
        for number, (x, delay) in enumerate(zip(mix.intensity, mix.delay, strict=True)):
            if x <= 0 or delay >= months:
                continue
            out[:, number, delay:] = x * unit[:, number, : months - delay]
            out[:, number, max(self.ends[number], 0) :] = 0.0
        return out

    def harm_over_time(self, mix: Mix) -> Floats:
        """Return (D, T), the harm of a mix in each month."""
        return np.asarray(np.einsum("dlt,dl->dt", self.path(mix), self.harm_rate))

    def harm(self, mix: Mix) -> Floats:
        """Return (D,), the harm of a mix per month, averaged over the horizon."""
        return np.asarray(self.harm_over_time(mix).mean(axis=1))

    def worst_harm(self, mix: Mix) -> float:
        """Return the most harm per month that the case's ranges allow for a mix."""
        path = self.path(mix, self.worst_unit).mean(axis=2)
        return float((path * self.worst_rate).sum())

    def cost(self, mix: Mix) -> Floats:
        """Return (D,), the cost of a mix to its senders, per month over the horizon, 0-100."""
        return np.asarray((self.path(mix).mean(axis=2) * self.sender_rate).sum(axis=1))

    def binding_harm(self, mix: Mix) -> float:
        """Return the harm that is held against the limit."""
        if self.certainty >= 1:
            return self.worst_harm(mix)
        return float(np.quantile(self.harm(mix), self.certainty, method="higher"))

    def within(self, mix: Mix) -> bool:
        """Tell whether a mix keeps to the limit."""
        return self.binding_harm(mix) <= self.limit

    def confined(self, mix: Mix) -> Mix:
        """Return the mix, scaled down as far as the limit asks; harm is linear in intensity."""
        harm = self.binding_harm(mix)
        if harm <= self.limit:
            return mix
        scale = SAFE * self.limit / harm
        return Mix(tuple(x * scale for x in mix.intensity), mix.delay)

    def inputs(self, mix: Mix) -> Inputs:
        """Return the engine's arrays with a mix in place of the case's."""
        near = self.path(mix)
        unit = self._unit_after(mix.delay)
        far = unit[:, :, near.shape[2] :] * np.asarray(mix.intensity)[:, None]
        return self.base.inputs.with_values(lever_path=np.concatenate([near, far], axis=2))

    def _unit_after(self, delay: tuple[int, ...]) -> Floats:
        """Return (D, L, P), each lever at full intensity after a delay, past the window too."""
        known = self._delayed
        for late in sorted(set(delay) - known.keys()):
            known[late] = self.base.lowered.lever_path(
                self.base.values, self.base.draws, full=True, delay=(late,) * self.count
            )
        return np.stack([known[late][:, n] for n, late in enumerate(delay)], axis=1)

    @cached_property
    def _delayed(self) -> dict[int, Floats]:
        """Paths at full intensity by delay, as they are asked for."""
        return {}

    def odds(self, mixes: Sequence[Mix], tell: Callable[[int], None] | None = None) -> Floats:
        """Return (M, D, K), the odds of each stage under each mix."""
        return self.base.odds_of_many((self.inputs(mix) for mix in mixes), len(mixes), tell)
