"""Actors as arrays: who plays, what each wants and can do, and what each has declared."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from tracktwo.case.quantities import stance_key
from tracktwo.game.councils import behind

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from numpy.typing import NDArray

    from tracktwo.case.schema import Case, Stance

    Floats = NDArray[np.float64]


def players_of(case: Case) -> tuple[str, ...]:
    """Return the ids of the actors that play: those with a capability."""
    return tuple(a.id for a in case.actors if a.capability is not None)


def per_actor(
    players: Sequence[str],
    field: str,
    values: Mapping[str, Floats],
    draws: int,
    default: Floats,
) -> Floats:
    """Return (D, N), one number of each player; `default` (D,) where the case gives none."""
    out = np.empty((draws, len(players)))
    for i, actor in enumerate(players):
        out[:, i] = values.get(f"actors.{actor}.{field}", default)
    return out


def share_of_capability(capability: Floats, disruption: Floats, asked: NDArray[np.bool_]) -> Floats:
    """Return (D, N), each player's share of the capability of all who are not bystanders.

    A bystander has no say and cannot disrupt: how strong it is has no bearing on the process. Who
    has a say counts also where it disrupts nothing, else to calm one actor would arm the others.

    Parameters
    ----------
    capability, disruption : (D, N)
    asked : (N,) whether each has a say
    """
    counted = np.where(asked | (disruption > 0), capability, 0.0)
    total = counted.sum(axis=1, keepdims=True)
    return np.asarray(np.divide(counted, total, out=np.zeros_like(counted), where=total > 0))


def positions(
    players: Sequence[str], issues: Sequence[str], values: Mapping[str, Floats], draws: int
) -> tuple[Floats, Floats]:
    """Return positions (D, N, J) on 0-1, NaN where an actor has none, and saliences."""
    shape = (draws, len(players), len(issues))
    position, salience = np.full(shape, np.nan), np.zeros(shape)
    for i, actor in enumerate(players):
        for j, issue in enumerate(issues):
            path = f"positions.{actor}.{issue}"
            if f"{path}.position" in values:
                position[:, i, j] = values[f"{path}.position"] / 100
                salience[:, i, j] = values[f"{path}.salience"] / 100
    return position, salience


def stance_of(case: Case, actor: str, milestone: str, stage: str) -> Stance | None:
    """Return what an actor has declared on a milestone, or else on its stage."""
    said = {(s.actor, about): s for s in case.stances for about in s.on}
    return said.get((actor, milestone), said.get((actor, stage)))


def stance_paths(
    case: Case, players: Sequence[str], milestones: Sequence[str]
) -> dict[tuple[str, str], tuple[int, int, str]]:
    """Return (milestone, actor): their indices and the path of the stance's strength.

    A stance on a milestone overrides one on its whole stage.
    """
    found: dict[tuple[str, str], tuple[int, int, str]] = {}
    stages = {s.id: [m.id for m in s.milestones] for s in case.roadmap.stages}
    for on_stage in (True, False):
        for stance in case.stances:
            path = f"stances.{stance_key(stance.actor, stance.on)}.strength"
            if stance.strength is None:
                path = f"model.stances.{stance.stance}"
            for about in stance.on:
                if (about in stages) is not on_stage or stance.actor not in players:
                    continue
                for milestone in stages.get(about, [about]):
                    m, i = milestones.index(milestone), players.index(stance.actor)
                    found[milestone, stance.actor] = (m, i, path)
    return found


def stance_strength(
    case: Case,
    players: Sequence[str],
    milestones: Sequence[str],
    values: Mapping[str, Floats],
    draws: int,
) -> Floats:
    """Return (D, M, N), what stances add to the log-odds of consent.

    What a body declared at a meeting counts by the weight of the members behind it.
    """
    out = np.zeros((draws, len(milestones), len(players)))
    stages = {m.id: s.id for s in case.roadmap.stages for m in s.milestones}
    paths = stance_paths(case, players, milestones)
    for m, i, path in paths.values():
        out[:, m, i] = values[path]
    if any(stance.at for stance in case.stances):
        for (milestone, actor), (m, i, _) in paths.items():
            said = stance_of(case, actor, milestone, stages[milestone])
            if said is not None and said.at is not None:
                out[:, m, i] *= behind(case, said.at, values)
    return out
