"""Bodies and their meetings: members with weights, who presided, who was there and who was not.

Rule: `weight-of-member` (the text ranks nobody, so all have one range).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from tracktwo.drafting.facts import evidence
from tracktwo.drafting.ranges import default

if TYPE_CHECKING:
    from tracktwo.drafting.facts import Facts, Item
    from tracktwo.drafting.roles import Cast

_WEIGHT = ((5, 15, 30), "The text does not weigh the members.")


def members(facts: Facts, cast: Cast, body: str) -> list[Item]:
    """Return the members of a body whom the text names."""
    given = next((a.get("members") or [] for a in facts.actors if a["id"] == body), [])
    quotes = {m["actor"]: m.get("evidence") or [] for m in given}
    for member, of, relation in facts.related("member-of"):
        if of == body:
            quotes.setdefault(member, evidence(relation))
    for meeting in facts.meetings:
        if meeting["body"] == body:
            for who in (
                meeting.get("chair"),
                *meeting.get("present", []),
                *meeting.get("absent", []),
            ):
                if who in facts.names:
                    quotes.setdefault(who, evidence(meeting))
    made = []
    for who in facts.names:
        if who in quotes and cast.bodies.get(who) == body:
            item: Item = {"actor": who, "weight": default(*_WEIGHT, "weight-of-member")}
            made.append(item | ({"evidence": quotes[who]} if quotes[who] else {}))
    return made
