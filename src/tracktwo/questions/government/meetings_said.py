"""Bodies and their meetings in words: who was there, what stood behind what was declared."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tracktwo.blocks import Card, Heading, Listing, Name, listed, phrase, quoted, words

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tracktwo.blocks import Block, Naming, Text
    from tracktwo.results.attendance import Attendance, Fighter, QuorumMet

MEASURES = {"members": "By heads", "weight": "By weight"}


def meetings(found: Sequence[Attendance], names: Naming) -> tuple[Block, ...]:
    """Say what the meetings of bodies come to, a card for each; nothing where none met."""
    if not found:
        return ()
    cards = tuple(
        Card(
            (Name(one.name), " (", names.actor(one.body), ")"),
            (Listing(meeting_lines(one, names)),),
        )
        for one in found
    )
    return (Heading("Bodies made of members"), *cards)


def meeting_lines(one: Attendance, names: Naming) -> tuple[Text, ...]:
    """Say what a meeting comes to, in sentences."""
    lines = list(room_lines(one, names))
    index = one.cohesion.index
    if index is None:
        lines.append(f"How cohesive it is {one.cohesion.why}.")
    else:
        lines.append(f"Cohesion {words.measure(index)} on a scale of 0 to 1: {one.cohesion.why}.")
    lines += [_fighter(fighter, one, names) for fighter in one.fighters]
    if one.stances:
        lines.append(
            phrase(
                "What was declared there ({said}) counts for the weight that stood behind it: "
                "{weight} of what such a stance is usually worth.",
                said=_declared(one, names),
                weight=words.percent_band(one.weight_present),
            )
        )
    return tuple(lines)


def room_lines(one: Attendance, names: Naming) -> tuple[Text, ...]:
    """Say who was in the room: weight, quorum, and whether they suffice by the body's rule."""
    there = (
        f"{words.percent_band(one.weight_present)} of the weight of the members named in this case "
        f"was in the room; {words.percent_band(one.weight_absent)} was not."
    )
    lines: list[Text] = [there, *(_quorum(found, one, names) for found in one.quorum)]
    if one.decides is not None and one.able is not None:
        lines.append(
            phrase(
                "{body} decides {how}. By that rule those present suffice {able}.",
                body=names.actor(one.body, first=True),
                how=one.decides,
                able=words.in_draws(one.able),
            )
        )
    return tuple(lines)


def _quorum(found: QuorumMet, one: Attendance, names: Naming) -> Text:
    return phrase(
        "{by} {body} had {present} of it, and needs {needed}: a quorum {reached}.",
        by=MEASURES[found.by],
        body=names.actor(one.body),
        present=words.percent_band(found.present),
        needed=words.percent_band(found.needed),
        reached=words.in_draws(found.reached),
    )


def _fighter(fighter: Fighter, one: Attendance, names: Naming) -> Text:
    was = {"present": "was there", "absent": "was not there"}.get(
        fighter.attended, "is not mentioned"
    )
    asked: Text = (
        "is asked for consent wherever the body is"
        if fighter.asked
        else ("can be outvoted in ", names.actor(one.body))
    )
    return phrase(
        "{who} {was}, has forces of its own and {asked}: whatever the body consents to, up to "
        "{force} of all capability could still be turned to breaking the process in a month.",
        who=names.actor(fighter.member, first=True),
        was=was,
        asked=asked,
        force=words.percent_band(fighter.force),
    )


def _declared(one: Attendance, names: Naming) -> Text:
    said: list[Text] = []
    for on, stance in one.stances:
        steps = listed([quoted(names.step(step)) for step in on])
        said += ["; " if said else "", stance, " ", steps]
    return tuple(said)
