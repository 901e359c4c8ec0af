"""The outside view: how often processes got so far so fast, whatever the parties of this case.

Each stage that is still to come is passed at the published rate of its transition, in as many
phases as that has, and left for good at its exit, as competing constant rates
(`tracktwo.game.calibration`); from where the process stands, stage after stage.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from tracktwo.case.happened import standing
from tracktwo.game.calibration import calibration

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from tracktwo.case import Case

    Floats = NDArray[np.float64]


STEPS = 10
"""Parts of a month in which at most one phase is passed: finer than the rates are known."""


def outside_view(case: Case) -> tuple[float | None, ...]:
    """Return the chance of having passed each stage at the horizon, by base rates alone.

    None from the first stage on that names no published transition. What has happened is 1.
    """
    passed = standing(case).passed
    known: list[float | None] = [1.0] * passed
    phases: list[tuple[float, float]] = []
    ends: list[int] = []  # phases that have to be passed by the end of each stage
    for stage in case.roadmap.stages[passed:]:
        if stage.base_rate is None:
            break
        pace = calibration().pace[stage.base_rate]
        phases += [(pace.hazard, pace.exit)] * pace.phases
        ends.append(len(phases))
    ever = _ever(phases, case.horizon)
    known += [float(ever[end]) for end in ends]
    return (*known, *[None] * (len(case.roadmap.stages) - len(known)))


def _ever(phases: list[tuple[float, float]], months: int) -> Floats:
    """Return (P + 1,), the chance of ever having passed each of P phases, one after another."""
    rate = np.array(phases, dtype=float).reshape(-1, 2) / STEPS
    total = rate.sum(axis=1)
    leave = -np.expm1(-total)
    onward = leave * np.divide(rate[:, 0], total, out=np.zeros_like(total), where=total > 0)
    here = np.zeros(len(phases) + 1)
    here[0] = 1.0
    ever = here.copy()
    for _ in range(months * STEPS):
        moved = here[:-1] * onward
        here[:-1] -= here[:-1] * leave
        here[1:] += moved
        ever[1:] += moved
    return ever
