"""The outside view: how often processes got so far so fast, whatever the parties of this case.

Each stage that is still to come is passed at the published rate of its transition and left for
good at that rate's exit, as competing constant rates (`tracktwo.game.calibration`); from where the
process stands, stage after stage.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from tracktwo.case.happened import standing
from tracktwo.game.calibration import calibration

if TYPE_CHECKING:
    from tracktwo.case import Case


def outside_view(case: Case) -> tuple[float | None, ...]:
    """Return the chance of having passed each stage at the horizon, by base rates alone.

    None from the first stage on that names no published transition. What has happened is 1.
    """
    passed = standing(case).passed
    found: list[float | None] = [1.0] * passed
    ahead = case.roadmap.stages[passed:]
    rates = []
    for stage in ahead:
        if stage.base_rate is None:
            break
        published = calibration().pace[stage.base_rate]
        rates.append((published.hazard, published.exit))
    here = np.zeros(len(rates) + 1)
    here[0] = 1.0
    ever = here.copy()
    for _ in range(case.horizon):
        moved = here.copy()
        for k, (hazard, leaving) in enumerate(rates):
            gone = here[k] * -np.expm1(-(hazard + leaving))
            onward = gone * hazard / (hazard + leaving)
            moved[k] -= gone
            moved[k + 1] += onward
            ever[k + 1] += onward
        here = moved
    found += [float(chance) for chance in ever[1:]]
    return (*found, *[None] * (len(ahead) - len(rates)))
