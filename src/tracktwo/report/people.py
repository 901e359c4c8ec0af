"""Who is who: players, those described only, bodies with their members, meetings, issues."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from tracktwo.blocks import plain_text
from tracktwo.questions.government.meetings_said import meeting_lines

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tracktwo.blocks import Naming
    from tracktwo.case import Case
    from tracktwo.case.schema import Actor, Issue, Meeting, Position
    from tracktwo.results.attendance import Attendance

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
    "accepts": "Acceptance",
    "commits": "Commitment",
}


@dataclass(frozen=True)
class Gathering:
    """A meeting, and what it comes to."""

    meeting: Meeting
    unnamed: tuple[str, ...]
    """Members who are said to have been neither present nor absent."""
    lines: tuple[str, ...]
    """In sentences: how much of the body was there, and what that means."""


def gatherings(councils: Sequence[Attendance], names: Naming) -> tuple[Gathering, ...]:
    """Return every meeting of a case with what it comes to.

    Parameters
    ----------
    councils : meetings of bodies with members, as a run describes them
    names : what the things of the case are called
    """
    known = {one.meeting: one for one in councils}

    def found(meeting: Meeting) -> Gathering:
        one = known.get(meeting.id)
        if one is None:
            return Gathering(meeting, (), ())
        return Gathering(meeting, one.unknown, tuple(map(plain_text, meeting_lines(one, names))))

    return tuple(map(found, names.case.meetings))


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
