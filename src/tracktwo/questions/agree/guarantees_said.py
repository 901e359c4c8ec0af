"""Guarantees and promises in words."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from tracktwo.blocks import (
    Listing,
    Paragraph,
    Strong,
    joined,
    listed,
    phrase,
    quoted,
    words,
)

if TYPE_CHECKING:
    from tracktwo.blocks import Block, Naming, Text
    from tracktwo.questions.agree.agreement import Zone
    from tracktwo.questions.agree.guarantees import Guarantee, Promise

CLEAR = 0.05
"""Points of payoff by which a party must be short for a line of its own."""


@dataclass(frozen=True)
class Short:
    """A party that falls short in a stage, with the guarantees looked at for it."""

    party: str
    points: float
    """Of payoff a month."""
    enough: tuple[Guarantee, ...]
    """Any one of which would do."""
    not_enough: tuple[Guarantee, ...]
    """Which even in full would not."""

    @property
    def after(self) -> bool:
        """Whether it gains as long as the stage stands, and is short only once it breaks down."""
        return any(g.kind == "aftermath" for g in (*self.enough, *self.not_enough))


def shorts(zone: Zone) -> tuple[Short, ...]:
    """Return the parties that fall short in a stage, in the order of the coalition."""
    out = []
    for party in zone.least_short:
        mine = [g for g in zone.guarantees if g.party == party and g.short > CLEAR]
        if mine:
            out.append(
                Short(
                    party,
                    mine[0].short,
                    tuple(g for g in mine if g.needed is not None),
                    tuple(g for g in mine if g.needed is None),
                )
            )
    return tuple(out)


def guaranteed(zone: Zone, names: Naming, where: int, focus: Text) -> tuple[Block, ...]:
    """Say of each party that falls short in a stage what would make up for it.

    Parameters
    ----------
    zone : Zone
    names : Naming
    where : int
        Place of the stage whose odds are told.
    focus : text
        Its name.
    """
    return tuple(
        block for short in shorts(zone) for block in _short(short, zone, names, where, focus)
    )


def _short(short: Short, zone: Zone, names: Naming, where: int, focus: Text) -> list[Block]:
    any_one = (
        " Any one of these guarantees would be enough, if it were believed and kept:"
        if short.enough
        else ""
    )
    who = Strong(names.actor(short.party, first=True))
    blocks: list[Block] = [Paragraph((who, ": ", lack(short, zone), any_one))]
    if short.enough:
        blocks.append(Listing(tuple(_enough(one, names, where, focus) for one in short.enough)))
    if short.not_enough:
        never = joined([promise(one, names) for one in short.not_enough], "; ")
        blocks.append(Paragraph(("Not enough by itself, even in full: ", never, "."), "small"))
    return blocks


def _enough(one: Guarantee, names: Naming, where: int, focus: Text) -> Text:
    others = names.listed_actors(one.loses)
    return phrase(
        "{promise}: odds of {focus} {moves}{but}",
        promise=promise(one, names),
        focus=focus,
        moves=words.points_band(one.odds[where]),
        but=("; but ", others, " would then no longer gain") if one.loses else "",
    )


def lack(short: Short, zone: Zone) -> str:
    """Say how much a party is short of, and whether one guarantee would do."""
    points = words.number_tidy(short.points)
    if short.after:
        text = f"gains while the stage stands, but {points} points short once breakdown is counted."
    else:
        text = f"{points} points short {'under the proposal' if zone.is_open else 'then'}."
    if short.enough:
        return text
    several = "; the smallest change that all gain by moves several issues at once"
    return f"{text} No single guarantee would be enough{several if zone.smallest_change else ''}."


def promise(guarantee: Guarantee, names: Naming) -> Text:
    """Say what a guarantee would promise."""
    needed = guarantee.needed
    if guarantee.kind == "cap":
        issue = quoted(names.issue(guarantee.issue or ""))
        if needed is None:
            return ("any level of ", issue)
        return phrase(
            "{issue} held at {side} {level} in this stage (proposed: {now})",
            issue=issue,
            side="no more than" if needed < guarantee.now else "no less than",
            level=words.whole(needed),
            now=words.whole(guarantee.now),
        )
    when = "once it has broken down" if guarantee.kind == "aftermath" else "in this stage"
    share = "all" if needed is None else words.percent(needed / 100)
    return f"a guarantor who bears {share} of its cost of conflict {when}"


def across(found: Promise, names: Naming) -> Text:
    """Say a promise that holds across stages."""
    return phrase(
        "{issue} at {side} {level} throughout is enough in {stages}",
        issue=quoted(names.issue(found.issue)),
        side="no more than" if found.upper else "no less than",
        level=words.whole(found.level),
        stages=listed([quoted(names.stage(stage)) for stage in found.stages]),
    )
