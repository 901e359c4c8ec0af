"""Ministries picked in turn: who picks when, who gets which, and how fair that is."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from tracktwo.game.setting import bands
from tracktwo.questions.government.formulas import PICKS
from tracktwo.results.bands import Band
from tracktwo.results.government import Ministry, PickResult

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tracktwo.game.setting import Setting


def pick_results(base: Setting) -> Iterator[PickResult]:
    """Yield what each way of picking comes to, for each stage that has ministries to pick."""
    """Yield what each way of picking comes to, for each stage that has ministries to pick."""
    sharing = base.lowered.sharing
    assert sharing is not None  # noqa: S101
    for stage in base.lowered.case.roadmap.stages:
        power = stage.power
        if power is None or not power.ministries:
            continue
        path = f"roadmap.stages.{stage.id}.power"
        among = np.array([not power.among or p in power.among for p in sharing.parties])
        strength = sharing.strength(power, path, base.values, base.draws) * among
        for method in PICKS:
            picked = sharing.picks(
                power.model_copy(update={"method": method}),
                path,
                base.values,
                base.draws,
                strength,
            )
            found, parties = picked.allocation, range(len(sharing.parties))
            whole = strength.sum(axis=1, keepdims=True)
            due = np.divide(strength, whole, out=np.zeros_like(strength), where=whole > 0)
            yield PickResult(
                stage=stage.id,
                method=method,
                order=tuple(
                    tuple(float(np.mean(picked.order.party[:, m] == p)) for p in parties)
                    for m in range(len(power.ministries))
                ),
                ministries=tuple(
                    Ministry(name, tuple(float(np.mean(found.holder[:, m] == p)) for p in parties))
                    for m, name in enumerate(power.ministries)
                ),
                value=bands(found.value),
                due=bands(due),
                proportional=tuple(found.proportional.mean(axis=0).tolist()),
                envy_free=tuple(found.envy_free.mean(axis=0).tolist()),
                envy_free_up_to_one=tuple(found.envy_free_up_to_one.mean(axis=0).tolist()),
                efficiency=Band.of(found.efficiency),
            )
