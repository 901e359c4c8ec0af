"""Levers as arrays: how hard each works in every month, what it costs whom, and whom it harms."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from tracktwo.game.months import month_number

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from numpy.typing import NDArray

    from tracktwo.case.schema import Case

    Floats = NDArray[np.float64]


def lever_path(
    case: Case, values: Mapping[str, Floats], draws: int, *, full: bool = False
) -> Floats:
    """Return (D, L, T), intensity with ramp and fatigue; `full` ignores the one set."""
    months = case.horizon
    out = np.zeros((draws, len(case.levers), months))
    month = np.arange(1, months + 1)[None, :]
    for number, lever in enumerate(case.levers):
        plan, path = lever.schedule, f"levers.{lever.id}.schedule"
        begin = 1 if plan.start is None else max(month_number(case.as_of, plan.start), 1)
        end = months if plan.end is None else month_number(case.as_of, plan.end)
        age = month - begin
        on = (month >= begin) & (month <= end)
        start = np.ones(draws) if full else values[f"{path}.intensity"]
        strength = np.repeat(start[:, None], months, axis=1)
        ramp = np.maximum(values[f"{path}.ramp"], 1.0)[:, None]
        strength = strength * np.clip((age + 1) / ramp, 0, 1)
        if f"{path}.half_life" in values:
            half = np.maximum(values[f"{path}.half_life"], 1e-6)[:, None]
            strength = strength * 0.5 ** (np.maximum(age, 0) / half)
        out[:, number] = np.where(on, strength, 0.0)
    return out


def lever_cost(
    case: Case, players: Sequence[str], values: Mapping[str, Floats], draws: int
) -> Floats:
    """Return (D, L, N), what each lever costs each player in a month at full intensity, 0-1."""
    out = np.zeros((draws, len(case.levers), len(players)))
    for number, lever in enumerate(case.levers):
        for i, actor in enumerate(players):
            key = f"levers.{lever.id}.cost.{actor}"
            if key in values:
                out[:, number, i] = values[key] / 100
    return out


def lever_harm(case: Case, values: Mapping[str, Floats], path: Floats) -> Floats:
    """Return (D, L): harm to civilians of each lever per month, averaged over the horizon.

    As scheduled, whether or not the process has moved on by then: an upper bound for levers
    that end with a milestone.

    Parameters
    ----------
    path : (D, L, T) as `lever_path` gives it
    """
    harm: Floats = path.sum(axis=2) / max(case.horizon, 1)
    for number, lever in enumerate(case.levers):
        harm[:, number] *= values[f"levers.{lever.id}.harm"]
    return harm
