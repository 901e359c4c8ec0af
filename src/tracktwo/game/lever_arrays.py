"""Levers as arrays: how hard each works in every month, what it costs whom, and whom it harms."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

import numpy as np

from tracktwo.game.months import month_number

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from numpy.typing import NDArray

    from tracktwo.case.schema import Case, Lever
    from tracktwo.roadmap.structure import Roadmap

    Floats = NDArray[np.float64]
    Part = Callable[[str, Callable[[Mapping[str, Floats]], Floats]], Floats]


def lever_path(
    case: Case,
    values: Mapping[str, Floats],
    draws: int,
    roadmap: Roadmap,
    *,
    full: bool = False,
    delay: Sequence[int] = (),
    part: Part | None = None,
) -> Floats:
    """Return (D, L, P), intensity with ramp and fatigue in each period of the game.

    In a period of several months: that of its middle, times the share of them in which it is on.

    Parameters
    ----------
    roadmap : the game, for its periods
    full : whether to ignore the intensity that is set, for full
    delay : months by which each lever starts later than scheduled; by default none
    part : makes a lever's part of the values by its name, or takes it over
    """
    out = np.zeros((draws, len(case.levers), roadmap.periods))
    for number, lever in enumerate(case.levers):
        later = delay[number] if delay else 0
        make = partial(_path_of, case, lever, roadmap, draws, full=full, later=later)
        out[:, number] = part(f"lever_path.{lever.id}", make) if part else make(values)
    return out


def _path_of(
    case: Case,
    lever: Lever,
    roadmap: Roadmap,
    draws: int,
    values: Mapping[str, Floats],
    *,
    full: bool,
    later: int,
) -> Floats:
    """Return (D, P) of one lever."""
    last, length = np.array(roadmap.ends, dtype=float), np.array(roadmap.lengths, dtype=float)
    first = last - length + 1
    plan, path = lever.schedule, f"levers.{lever.id}.schedule"
    begin = 1 if plan.start is None else max(month_number(case.as_of, plan.start), 1)
    begin += later
    end = np.inf if plan.end is None else month_number(case.as_of, plan.end)
    opens, closes = np.maximum(first, begin), np.minimum(last, end)
    on = np.clip(closes - opens + 1, 0, None) / length
    out, inside = np.zeros((draws, roadmap.periods)), np.flatnonzero(on > 0)
    age = ((opens + closes) / 2 - begin)[inside]
    start = np.ones(draws) if full else values[f"{path}.intensity"]
    ramp = np.maximum(values[f"{path}.ramp"], 1.0)[:, None]
    strength = start[:, None] * np.clip((age + 1) / ramp, 0, 1)
    if f"{path}.half_life" in values:
        half = np.maximum(values[f"{path}.half_life"], 1e-6)[:, None]
        strength *= np.exp2(-np.maximum(age, 0) / half)
    out[:, inside] = on[inside] * strength
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
    path : (D, L, T or more) as `lever_path` gives it
    """
    harm: Floats = path[:, :, : case.horizon].sum(axis=2) / max(case.horizon, 1)
    for number, lever in enumerate(case.levers):
        harm[:, number] *= values[f"levers.{lever.id}.harm"]
    return harm
