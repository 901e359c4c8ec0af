"""The structure of a case's roadmap, as the engine has it: stages, milestones, rules, levers."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypedDict

from tracktwo.case.happened import happened_on
from tracktwo.case.schema import ABANDONED, RELAPSED, START, AllOf, AnyOf, AtLeast, ShareOf
from tracktwo.game.councils import own_rule
from tracktwo.game.months import month_number
from tracktwo.roadmap.rules import Actor, Share, all_of, any_of
from tracktwo.roadmap.rules import AtLeast as AtLeastRule
from tracktwo.roadmap.structure import Lever, Milestone, Roadmap, Stage, steps_beyond

if TYPE_CHECKING:
    from collections.abc import Mapping

    from tracktwo.case.schema import Case, Consent
    from tracktwo.roadmap.rules import Rule


GROWTH_MONTHS = 120
"""Months over which the cost of conflict grows: at any rate of growth it would otherwise outweigh
all that is discounted, and values beyond the window would have no end."""


def roadmap_of(case: Case, players: tuple[str, ...], milestones: tuple[str, ...]) -> Roadmap:
    """Return the structure of a case's roadmap.

    Parameters
    ----------
    players, milestones : their ids, in the order of the arrays

    Raises
    ------
    ValueError
        If the case names something that it does not define.
    """
    stages = {s.id: number for number, s in enumerate(case.roadmap.stages, start=1)}
    k = len(stages)
    places = {START: 0, **stages, ABANDONED: k + 1, RELAPSED: k + 2}
    usual = [*range(k), k + 1]  # until the roadmap is completed, and after it is abandoned
    levers = [
        Lever(
            situations=tuple(places[s] for s in lever.stages) if lever.stages else tuple(usual),
            from_milestone=_index(milestones, lever.from_milestone),
            until_milestone=_index(milestones, lever.until_milestone),
        )
        for lever in case.levers
    ]
    bodies = {
        a.id: own_rule(a, players) for a in case.actors if a.decides is not None and a.id in players
    }
    steps = [
        Milestone(
            stage=number,
            rule=_rule(m.consent, players, bodies),
            after=tuple(milestones.index(a) for a in m.after),
            expires=None if m.expires is None else max(month_number(case.as_of, m.expires), 0),
            lapses=m.lapses is not None,
            withdrawable_by=tuple(players.index(a) for a in m.withdrawable_by),
        )
        for number, stage in enumerate(case.roadmap.stages)
        for m in stage.milestones
    ]
    return Roadmap(
        actors=len(players),
        stages=tuple(
            Stage(
                fallback=None if s.fallback == ABANDONED else places[s.fallback],
                deadline=None if s.deadline is None else month_number(case.as_of, s.deadline),
            )
            for s in case.roadmap.stages
        ),
        milestones=tuple(steps),
        months=case.horizon,
        levers=tuple(levers),
        **_beyond(case, steps),
        done=tuple(milestones.index(m) for m in happened_on(case) if m in milestones),
    )


class _Beyond(TypedDict):
    beyond: tuple[int, ...]
    grows: int | None


def _beyond(case: Case, steps: list[Milestone]) -> _Beyond:
    """Return how the game goes on past the last month reported."""
    if case.model.ends_with_horizon or not case.horizon:
        return {"beyond": (), "grows": None}
    deadlines = [s.deadline for s in case.roadmap.stages if s.deadline is not None]
    dates = {month_number(case.as_of, month) for month in deadlines}
    dates |= {m.expires for m in steps if m.expires is not None}
    return {"beyond": steps_beyond(case.horizon, dates), "grows": GROWTH_MONTHS}


def _index(items: tuple[str, ...], item: str | None) -> int | None:
    return None if item is None else items.index(item)


def _rule(consent: Consent, players: tuple[str, ...], bodies: Mapping[str, Rule]) -> Rule:
    match consent:
        case AllOf():
            return all_of([_rule(part, players, bodies) for part in consent.all])
        case AnyOf():
            return any_of([_rule(part, players, bodies) for part in consent.any])
        case AtLeast():
            parts = tuple(_rule(part, players, bodies) for part in consent.of)
            return AtLeastRule(consent.at_least, parts)
        case ShareOf():
            return Share(consent.share, tuple(players.index(a) for a in consent.of))
        case _:
            return bodies[consent] if consent in bodies else Actor(players.index(consent))
