"""Bodies and their meetings in words: who was there, what stood behind what was declared."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tracktwo.blocks import words

if TYPE_CHECKING:
    from collections.abc import Callable

    from tracktwo.results.attendance import Attendance, Quorum
    from tracktwo.results.bands import Band

    Name = Callable[[str], str]

MEASURES = {"members": "By heads", "weight": "By weight"}


def meeting_lines(one: Attendance, actor: Name, step: Name) -> tuple[str, ...]:
    """Say what a meeting comes to, in sentences.

    Parameters
    ----------
    one : Attendance
    actor, step : names of actors, and of stages and milestones, by id
    """
    body = actor(one.body)
    lines = list(room_lines(one, actor))
    index = one.cohesion.index
    if index is None:
        lines.append(f"How cohesive it is {one.cohesion.why}.")
    else:
        lines.append(f"Cohesion {words.measure(index)} on a scale of 0 to 1: {one.cohesion.why}.")
    for fighter in one.fighters:
        name, side = actor(fighter.member), fighter.attended
        was = {"present": "was there", "absent": "was not there"}.get(side, "is not mentioned")
        asked = (
            "is asked for consent wherever the body is"
            if fighter.asked
            else f"can be outvoted in {body}"
        )
        lines.append(
            f"{words.heading(name)} {was}, has forces of its own and {asked}: whatever the body "
            f"consents to, up to {share(fighter.force)} of all capability could still be turned "
            "to breaking the process in a month."
        )
    if one.stances:
        said = "; ".join(f"{stance} {words.join(map(step, on))}" for on, stance in one.stances)
        lines.append(
            f"What was declared there ({said}) counts for the weight that stood behind it: "
            f"{share(one.weight_present)} of what such a stance is usually worth."
        )
    return tuple(lines)


def room_lines(one: Attendance, actor: Name) -> tuple[str, ...]:
    """Say who was in the room: weight, quorum, and whether they suffice by the body's rule."""
    body = actor(one.body)
    there = (
        f"{share(one.weight_present)} of the weight of the members named in this case was in the "
        f"room; {share(one.weight_absent)} was not."
    )
    lines = [there, *(_quorum(found, body) for found in one.quorum)]
    if one.decides is not None and one.able is not None:
        lines.append(
            f"{words.heading(body)} decides {one.decides}. By that rule those present suffice "
            f"{in_draws(one.able)}."
        )
    return tuple(lines)


def _quorum(found: Quorum, body: str) -> str:
    return (
        f"{MEASURES[found.by]} {body} had {share(found.present)} of it, and needs "
        f"{share(found.needed)}: a quorum {in_draws(found.reached)}."
    )


def share(band: Band) -> str:
    """Write a share of something with its band."""
    low, high = words.percent(band.p05), words.percent(band.p95)
    if low == high:
        return words.percent(band.mean)
    return f"{words.percent(band.mean)} (90{words.NBSP}% of draws {low} to {high})"


def in_draws(part: float) -> str:
    """Say in how many draws something holds."""
    if part <= 0:
        return "in no draw"
    return "in every draw" if part >= 1 else f"in {words.percent(part)} of draws"
