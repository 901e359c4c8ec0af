"""Stages as arrays: the situations they make, their pace, and what can undo them."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from tracktwo.game.calibration import calibration, consent_log_odds
from tracktwo.roadmap.inputs import NEVER
from tracktwo.roadmap.structure import Milestone

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from numpy.typing import NDArray

    from tracktwo.case.schema import Case, Situation
    from tracktwo.roadmap.structure import Roadmap

    Floats = NDArray[np.float64]


class PlacedSituation(NamedTuple):
    """One situation of the game and where the case speaks of it."""

    number: int
    terms: Situation
    path: str
    source: int | None
    """Number of the one whose values it inherits; None for the first."""


def situations_of(case: Case) -> list[PlacedSituation]:
    """List the situations: the start, after each stage, abandoned, broken down."""
    roadmap, k = case.roadmap, len(case.roadmap.stages)
    rows = [PlacedSituation(0, roadmap.start, "roadmap.start", None)]
    for number, stage in enumerate(roadmap.stages, start=1):
        rows.append(PlacedSituation(number, stage, f"roadmap.stages.{stage.id}", number - 1))
    rows.append(PlacedSituation(k + 1, roadmap.abandoned, "roadmap.abandoned", 0))
    rows.append(PlacedSituation(k + 2, roadmap.relapse or roadmap.start, "roadmap.relapse", 0))
    return rows


def conflict(
    case: Case, players: Sequence[str], values: Mapping[str, Floats], draws: int
) -> Floats:
    """Return (D, R, N), the cost of conflict to each player in each situation, 0-1."""
    situations = situations_of(case)
    out = np.zeros((draws, len(situations), len(players)))
    for r, _, path, source in situations:
        for i, actor in enumerate(players):
            key = f"{path}.conflict.{actor}"
            if key in values:
                out[:, r, i] = values[key] / 100
            elif source is not None:
                out[:, r, i] = out[:, source, i]
    return out


def pace(
    case: Case,
    roadmap: Roadmap,
    values: Mapping[str, Floats],
    draws: int,
    abandonment_mode: float,
) -> tuple[Floats, Floats]:
    """Return the log-odds of consent of neutral parties (D, M), and abandonment (D, K).

    Such that neutral parties pass a stage at its published rate, or at the pace given.

    Parameters
    ----------
    abandonment_mode : the most likely chance per month that a stage without a published rate is
        given up
    """
    theta = np.zeros((draws, len(roadmap.milestones)))
    abandonment = np.zeros((draws, len(case.roadmap.stages)))
    disruption = calibration().disruption[1]
    for index, stage in enumerate(case.roadmap.stages):
        mine = [m for m, s in enumerate(roadmap.milestones) if s.stage == index]
        phases = 1
        if stage.base_rate is None:
            abandonment[:, index] = values["model.abandonment"]
            leaving = disruption + abandonment_mode
            rate = values.get(f"roadmap.stages.{stage.id}.pace")
            if rate is None:
                rate = values[f"model.pace.{stage.id}"]
            hazard = -np.log1p(-np.minimum(rate, 0.999))
        else:
            published = calibration().pace[stage.base_rate]
            leaving, phases = published.exit, published.phases
            abandonment[:, index] = -math.expm1(-(published.exit - disruption))
            hazard = published.hazard * np.exp(values[f"model.pace.{stage.id}"])
        local = {m: number for number, m in enumerate(mine)}
        steps = [
            Milestone(0, None, tuple(local[a] for a in roadmap.milestones[m].after)) for m in mine
        ]
        usual = consent_log_odds(steps, hazard, leaving, disruption, phases)
        for m, step in zip(mine, stage.milestones, strict=True):
            path = f"roadmap.stages.{stage.id}.milestones.{step.id}.ease"
            theta[:, m] = np.where(usual > NEVER, usual + values[path], NEVER)
    return theta, abandonment


def lapse(case: Case, values: Mapping[str, Floats], draws: int) -> Floats:
    """Return (D, M), the chance per month that a milestone lapses."""
    steps = [(s.id, m.id) for s in case.roadmap.stages for m in s.milestones]
    out = np.zeros((draws, len(steps)))
    for m, (stage, step) in enumerate(steps):
        path = f"roadmap.stages.{stage}.milestones.{step}.lapses"
        if path in values:
            out[:, m] = values[path]
    return out


def relapse(
    case: Case, values: Mapping[str, Floats], draws: int, lost: Floats | None = None
) -> Floats:
    """Return (D,), the chance per month that a completed roadmap breaks down.

    Parameters
    ----------
    lost : (D,) what losers of the last stage have lost of power, 0-1, where the case speaks of it
    """
    written = case.roadmap.relapse
    if written is None:
        return np.zeros(draws)
    chance = values["roadmap.relapse.chance" if written.chance is not None else "model.relapse"]
    if lost is None:
        return chance
    # A factor on the hazard is a power of the chance to survive.
    stands = 1.0 - chance
    return np.asarray(1.0 - stands ** np.exp(values["model.grievance"] * lost))
