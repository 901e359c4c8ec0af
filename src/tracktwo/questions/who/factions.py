"""What the odds would be if a member left a composite actor that plays."""

from __future__ import annotations

from dataclasses import dataclass, fields, replace
from typing import TYPE_CHECKING

import numpy as np

from tracktwo.game.councils import weights
from tracktwo.game.factors import ASSUMED
from tracktwo.game.setting import bands
from tracktwo.results.bands import Band
from tracktwo.roadmap.exact import solve
from tracktwo.roadmap.rules import Actor, AtLeast, Share, all_of

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from tracktwo.game.setting import Setting
    from tracktwo.roadmap.inputs import Inputs
    from tracktwo.roadmap.rules import Rule
    from tracktwo.roadmap.structure import Roadmap

    Floats = NDArray[np.float64]

OPPOSES = ASSUMED["model.stances.opposes"][0].mode
"""Log-odds of a member that leaves and opposes."""


@dataclass(frozen=True)
class Faction:
    """One member of a composite actor, and what its leaving would do to the odds."""

    body: str
    member: str
    share: Band
    """Of the body's weight, 0-1."""
    plays: bool
    """Whether it is a player already; then it keeps its own interests and capability."""
    aside: tuple[Band, ...]
    """It leaves and stands aside: the body has that much less capability. Minus base."""
    asked: tuple[Band, ...]
    """It leaves and must be asked wherever the body is. A member that is no player yet takes its
    share of the body's capability along, and is taken to want what the body wants."""
    opposed: tuple[Band, ...]
    """As `asked`, and it opposes every step."""


def factions(base: Setting) -> tuple[Faction, ...]:
    """Say what the odds would be if a member left a body that plays."""
    lowered = base.lowered
    out = []
    for body in lowered.case.actors:
        if body.id not in lowered.players:
            continue
        share = weights(lowered.case, body.id, base.values)
        for member in body.members:
            whole = share[member.actor]
            aside = _smaller(base, body.id, whole, member.actor)
            roadmap, asked = _asked_too(base, body.id, member.actor, aside, whole)
            opposed = asked.stance.copy()
            place = _place(base, member.actor)
            opposed[:, :, place] = np.minimum(opposed[:, :, place], OPPOSES)
            out.append(
                Faction(
                    body=body.id,
                    member=member.actor,
                    share=Band.of(whole),
                    plays=member.actor in lowered.players,
                    aside=bands(base.odds_of(aside) - base.odds),
                    asked=bands(_odds(base, roadmap, asked) - base.odds),
                    opposed=bands(
                        _odds(base, roadmap, asked.with_values(stance=opposed)) - base.odds
                    ),
                )
            )
    return tuple(out)


def _odds(base: Setting, roadmap: Roadmap, inputs: Inputs) -> Floats:
    solution = solve(roadmap, inputs, milestones=False, threads=base.threads, engine=base.engine)
    return np.asarray(solution.reached[:, -1])


def _place(base: Setting, member: str) -> int:
    """Return the member's index among the players, or the one it would get."""
    players = base.lowered.players
    return players.index(member) if member in players else len(players)


def _smaller(base: Setting, body: str, share: Floats, member: str) -> Inputs:
    """Return the arrays with the body's capability less the member's share."""
    if member in base.lowered.players:  # its capability is its own already
        return base.inputs
    i = base.lowered.players.index(body)
    capability, kappa = base.inputs.capability.copy(), base.inputs.disruption.copy()
    capability[:, i] *= 1 - share
    kappa[:, i] *= 1 - share
    return base.inputs.with_values(capability=capability, disruption=kappa)


def _asked_too(
    base: Setting, body: str, member: str, aside: Inputs, share: Floats
) -> tuple[Roadmap, Inputs]:
    """Return the roadmap in which the member is asked wherever the body is, and its arrays."""
    roadmap, i = base.lowered.roadmap, base.lowered.players.index(body)
    place = _place(base, member)
    steps = tuple(
        replace(m, rule=None if m.rule is None else _both(m.rule, i, place))
        for m in roadmap.milestones
    )
    if place < len(base.lowered.players):
        return replace(roadmap, milestones=steps), aside
    arrays = {}
    for field in fields(aside):
        array = getattr(aside, field.name)
        if field.name in {"utility", "conflict", "lever_cost", "stance", "precision"}:
            array = np.concatenate([array, array[..., i : i + 1]], axis=-1)
        elif field.name in {"capability", "disruption"}:
            taken = getattr(base.inputs, field.name)[:, i] * share
            array = np.concatenate([array, taken[:, None]], axis=1)
        arrays[field.name] = array
    return replace(roadmap, actors=roadmap.actors + 1, milestones=steps), type(aside)(**arrays)


def _both(rule: Rule, body: int, member: int) -> Rule:
    """Ask the member as well wherever a rule asks the body."""
    match rule:
        case Actor(index) if index == body:
            return all_of([rule, Actor(member)])
        case AtLeast(count, rules):
            return AtLeast(count, tuple(_both(part, body, member) for part in rules))
        case Share(share, actors) if body in actors and member not in actors:
            return Share(share, (*actors, member))
        case _:
            return rule
