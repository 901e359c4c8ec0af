"""What if: scenarios on a case against the case itself, on common random numbers."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from tracktwo.game.draw_counts import DRAWS, FEW
from tracktwo.game.setting import Setting, bands, settle, stage_index
from tracktwo.results.answer import CaseAnswer
from tracktwo.results.bands import Band

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from numpy.typing import NDArray

    from tracktwo.case import CaseFolder
    from tracktwo.game.factors import Factor
    from tracktwo.questions.what_if.scenarios import Scenario
    from tracktwo.results.progress import Progress

    Floats = NDArray[np.float64]

HEATS: tuple[tuple[int, int | None], ...] = ((32, None), (FEW, 64))
"""How a tornado finds its foremost numbers: on how many draws which of them are solved."""
FOREMOST = 16
"""Numbers of a tornado that are solved for all draws."""


@dataclass(frozen=True)
class ScenarioEffect:
    """One scenario against the base, draw by draw."""

    name: str
    text: str
    """Its changes, as they would be typed."""
    stages: tuple[str, ...]
    """Those of the base's stages that it still has, in order."""
    reached: tuple[Band, ...]
    """Odds of each of them at the horizon, with the scenario."""
    difference: tuple[Band, ...]
    """Scenario minus base."""
    sure: tuple[float, ...]
    """Share of draws in which the scenario raises the odds."""
    harm: Band
    """Harm to civilians of its levers, per month averaged over the horizon, 0-100."""
    harm_difference: Band
    harm_over_limit: float | None
    """Share of draws over the limit on harm; None where the case sets none."""


@dataclass(frozen=True)
class WhatIf(CaseAnswer):
    """Scenarios of one case."""

    horizon: int
    focus: str
    """The stage that the rankings are about."""
    stages: tuple[str, ...]
    base: tuple[Band, ...]
    harm: Band
    harm_limit: float | None
    harm_over_limit: float | None
    scenarios: tuple[ScenarioEffect, ...]


@dataclass(frozen=True)
class TornadoBar:
    """One uncertain number at either end of its range, all others as they are drawn."""

    path: str
    label: str
    low: float
    high: float
    at_low: Band
    """Odds of the focus with the number at its low end, minus the base, draw by draw."""
    at_high: Band
    draws: int
    """All for the foremost, fewer for those that do less (`HEATS`)."""
    evidence: tuple[str, ...]
    harm: tuple[float, float] | None
    """Of the numbers of a lever: mean harm to civilians of all levers at either end."""

    @property
    def reach(self) -> float:
        """The larger of the two mean differences, without its sign."""
        return max(abs(self.at_low.mean), abs(self.at_high.mean))


@dataclass(frozen=True)
class Tornado(CaseAnswer):
    """Every uncertain number of a case by how far its range moves the odds of one stage."""

    focus: str
    base: Band
    bars: tuple[TornadoBar, ...]
    """Those solved for all draws first, then the others; largest reach first."""


def what_if(
    folder: CaseFolder,
    scenarios: Sequence[Scenario],
    *,
    stage: str | None = None,
    draws: int = DRAWS,
    seed: int = 1,
    threads: int | None = None,
    progress: Progress | None = None,
) -> WhatIf:
    """Solve scenarios and the base for the same draws.

    Parameters
    ----------
    folder : a loaded case
    scenarios : what to change
    stage : id of the stage to rank by; the one on which the odds hinge by default
    draws, seed, threads, progress : as in `run`

    Raises
    ------
    CaseError
        If a path leads nowhere or a scenario makes no valid case.
    UnanswerableError
        If there is no such stage.
    """
    cases = [folder.case, *(folder.overlay(s.set, s.drop) for s in scenarios)]
    base, *others = settle(cases, draws=draws, seed=seed, threads=threads)
    focus = stage_index(base, stage)
    rows = []
    for number, (scenario, other) in enumerate(zip(scenarios, others, strict=True), start=1):
        rows.append(_effect(scenario, base, other))
        if progress:
            progress("scenarios", number, len(others))
    limit = folder.case.harm_limit
    return WhatIf(
        case_id=folder.case.id,
        case_digest=folder.digest,
        draws=draws,
        seed=seed,
        horizon=folder.case.horizon,
        focus=base.stages[focus],
        stages=base.stages,
        base=bands(base.odds),
        harm=Band.of(base.harm),
        harm_limit=limit.limit if limit else None,
        harm_over_limit=base.harm_over_limit(),
        scenarios=tuple(rows),
    )


def _effect(scenario: Scenario, base: Setting, other: Setting) -> ScenarioEffect:
    shared = tuple(stage for stage in base.stages if stage in other.stages)
    mine = other.odds[:, [other.stages.index(stage) for stage in shared]]
    difference = mine - base.odds[:, [base.stages.index(stage) for stage in shared]]
    return ScenarioEffect(
        name=scenario.name,
        text=scenario.text,
        stages=shared,
        reached=bands(mine),
        difference=bands(difference),
        sure=tuple(float(np.mean(column > 0)) for column in difference.T),
        harm=Band.of(other.harm),
        harm_difference=Band.of(other.harm - base.harm),
        harm_over_limit=other.harm_over_limit(),
    )


def tornado(
    folder: CaseFolder,
    *,
    stage: str | None = None,
    draws: int = DRAWS,
    seed: int = 1,
    threads: int | None = None,
    progress: Progress | None = None,
) -> Tornado:
    """Move every uncertain number to either end of its range, one at a time.

    Other numbers keep their draws, so a bar says what is left once the rest is averaged out; it
    knows nothing of numbers that matter only together (`matters` does).

    Parameters
    ----------
    folder : a loaded case
    stage : id of the stage; the one on which the odds hinge by default
    draws : joint samples. Every number is solved for the first few of them, those that reach
        furthest for more (`HEATS`), and the `FOREMOST` then for all, so that a bar that is shown
        says what `what_if` says of the same change.
    seed, threads, progress : as in `run`

    Raises
    ------
    UnanswerableError
        If there is no such stage.
    """
    (base,) = settle([folder.case], draws=draws, seed=seed, threads=threads)
    focus = stage_index(base, stage)
    factors = [f for f in base.lowered.factors if f.span.uncertain]
    heats: list[tuple[int, int | None]] = [heat for heat in HEATS if heat[0] < draws]
    heats.append((draws, FOREMOST if heats else None))
    total = sum(len(factors[:most]) for _, most in heats)
    done, bars = 0, list[TornadoBar]()
    for some, most in heats:
        first = {bar.path for bar in bars[:most]}
        mine = [f for f in factors if not bars or f.path in first]

        def tell(so_far: int, before: int = done) -> None:
            if progress:
                progress("ranges", before + so_far, total)

        setting = base if some == draws else base.first(some)
        bars = [*_bars(setting, mine, focus, tell), *bars[len(mine) :]]
        done += len(mine)
    return Tornado(
        case_id=folder.case.id,
        case_digest=folder.digest,
        draws=draws,
        seed=seed,
        focus=base.stages[focus],
        base=Band.of(base.odds[:, focus]),
        bars=tuple(bars),
    )


def _bars(
    base: Setting, factors: Sequence[Factor], focus: int, tell: Callable[[int], None]
) -> list[TornadoBar]:
    """Move each number to either end on the draws of a setting; largest reach first."""
    ends = [
        {factor.path: np.full(base.draws, end)}
        for factor in factors
        for end in (factor.span.low, factor.span.high)
    ]
    odds = base.odds_with_many(ends, lambda done: tell(done // 2))
    moved = odds[:, :, focus] - base.odds[:, focus]
    bars = [
        TornadoBar(
            path=factor.path,
            label=factor.label,
            low=factor.span.low,
            high=factor.span.high,
            at_low=Band.of(moved[2 * number]),
            at_high=Band.of(moved[2 * number + 1]),
            draws=base.draws,
            evidence=factor.evidence,
            harm=_harm(base, ends[2 * number : 2 * number + 2])
            if factor.group == "lever"
            else None,
        )
        for number, factor in enumerate(factors)
    ]
    return sorted(bars, key=lambda bar: -bar.reach)


def _harm(base: Setting, ends: Sequence[Mapping[str, Floats]]) -> tuple[float, float]:
    low, high = (
        float(base.lowered.harm({**base.values, **end}, base.draws).sum(axis=1).mean())
        for end in ends
    )
    return low, high
