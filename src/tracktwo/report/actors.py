"""Actors by what they have a part in: positions on each issue, bodies that they are members of."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tracktwo.case import Case
    from tracktwo.case.schema import Actor, Issue, Position


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
