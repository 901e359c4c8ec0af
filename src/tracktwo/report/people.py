"""Who is who: players, those described only, bodies with their members, meetings, issues."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

from tracktwo.report.words import percent

if TYPE_CHECKING:
    from collections.abc import Collection

    from tracktwo.case import Case
    from tracktwo.case.schema import Actor, Issue, Meeting, Member, Position

KINDS = {
    "armed-group": "armed group",
    "coalition": "coalition",
    "community": "community",
    "government": "government",
    "group": "group",
    "organisation": "organisation",
    "party": "party",
    "person": "person",
    "state": "state",
}
RELATIONS = {
    "hosts": "hosts",
    "ties": "has ties with",
    "fights": "fights",
    "opposes": "opposes",
    "supports": "supports",
    "member-of": "is a member of",
    "mediates": "mediates with",
}
SAYS = {
    "proposes": "Proposal",
    "demands": "Demand",
    "refuses": "Refusal",
    "warns": "Warning",
    "conditions": "Condition",
    "states": "Statement",
}


@dataclass(frozen=True)
class Gathering:
    """A meeting, with how much of its body's weight was in the room."""

    meeting: Meeting
    here: str | None
    """Share of the weight present, in words; None where the body has no members."""
    away: str | None
    unnamed: tuple[str, ...]
    """Members who are said to have been neither present nor absent."""


def gatherings(case: Case) -> tuple[Gathering, ...]:
    """Return every meeting with the weight in its room."""
    bodies = {actor.id: actor for actor in case.actors}
    found = []
    for meeting in case.meetings:
        members = bodies[meeting.body].members if meeting.body in bodies else []
        present = {*meeting.present, *([meeting.chair] if meeting.chair else [])}
        absent = set(meeting.absent)
        found.append(
            Gathering(
                meeting,
                _share(members, present),
                _share(members, absent),
                tuple(m.actor for m in members if m.actor not in present | absent),
            )
        )
    return tuple(found)


def _share(members: Collection[Member], among: Collection[str]) -> str | None:
    """Say what share of a body's weight some members hold, over the ranges of the weights."""
    if not members:
        return None
    inside = [member.weight for member in members if member.actor in among]
    outside = [member.weight for member in members if member.actor not in among]

    def part(ours: float, theirs: float) -> float:
        return ours / (ours + theirs) if ours + theirs > 0 else 0.0

    mode, low, high = (
        part(
            math.fsum(getattr(weight, ours) for weight in inside),
            math.fsum(getattr(weight, theirs) for weight in outside),
        )
        for ours, theirs in (("mode", "mode"), ("low", "high"), ("high", "low"))
    )
    if percent(low) == percent(high):
        return percent(mode)
    return f"{percent(mode)} (from {percent(low)} to {percent(high)}, given the ranges of weights)"


@dataclass(frozen=True)
class Stake:
    """An issue, and where the players stand on it."""

    issue: Issue
    stands: tuple[tuple[Actor, Position], ...]


def stakes(case: Case) -> tuple[Stake, ...]:
    """Return every issue with the positions taken on it, in the order of the actors."""
    taken = {(row.actor, row.issue): row for row in case.positions}
    return tuple(
        Stake(
            issue,
            tuple(
                (actor, taken[actor.id, issue.id])
                for actor in case.actors
                if (actor.id, issue.id) in taken
            ),
        )
        for issue in case.issues
    )


def bodies_of(case: Case) -> dict[str, tuple[str, ...]]:
    """Return the ids of the bodies that each actor is a member of."""
    found: dict[str, tuple[str, ...]] = {}
    for body in case.actors:
        for member in body.members:
            found[member.actor] = (*found.get(member.actor, ()), body.id)
    return found
