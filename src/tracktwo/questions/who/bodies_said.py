"""Bodies made of members: who was at their meetings, and what if a member left."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tracktwo.blocks import (
    Cell,
    Column,
    Heading,
    Link,
    Name,
    Paragraph,
    Row,
    Small,
    Table,
    ToPart,
    numeric,
    phrase,
    words,
)
from tracktwo.blocks.cells import moves

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tracktwo.blocks import Block, Naming, Text
    from tracktwo.questions.who.factions import Faction
    from tracktwo.questions.who.power import WhoMatters
    from tracktwo.results.attendance import Attendance


def bodies(found: WhoMatters, names: Naming, where: int, focus: Text) -> list[Block]:
    """Say who was at the meetings of bodies, and what if a member left; nothing without bodies.

    Parameters
    ----------
    found : WhoMatters
    names : Naming
    where : int
        Place of the stage whose odds are told.
    focus : text
        Its name.
    """
    if not found.factions and not found.attendance:
        return []
    blocks: list[Block] = [Heading("Bodies made of members")]
    blocks += [_meeting(one, names) for one in found.attendance]
    if found.factions:
        blocks.append(_factions(found.factions, names, where, focus))
    return blocks


def _meeting(one: Attendance, names: Naming) -> Paragraph:
    absent, unknown = names.listed_actors(one.absent), names.listed_actors(one.unknown)
    return Paragraph(
        phrase(
            "{meeting}: {present} of the weight of the members named of {body} took part, and "
            "{absent} was absent{who}{unknown}. {evidence}",
            meeting=Link(Name(one.name), ToPart(f"meetings.{one.meeting}")),
            present=words.brief(one.weight_present),
            body=names.to_actor(one.body),
            absent=words.brief(one.weight_absent),
            who=(" (", absent, ")") if absent else "",
            unknown=("; nothing is said of ", unknown) if unknown else "",
            evidence=names.mark(one.evidence),
        )
    )


def _factions(factions: Sequence[Faction], names: Naming, where: int, focus: Text) -> Table:
    return Table(
        label="If a member left its body",
        caption=("If a member left its body: odds of ", focus, ", in points"),
        columns=(
            Column("Member"),
            *numeric(
                "Share of its body's weight",
                "It stands aside",
                "It must be asked as well",
                "It must be asked, and opposes",
            ),
        ),
        rows=tuple(
            Row(
                Cell(
                    (
                        names.to_actor(row.member, first=True),
                        Small(("of ", names.actor(row.body))),
                    )
                ),
                (
                    words.brief(row.share),
                    moves(row.aside[where]),
                    moves(row.asked[where]),
                    moves(row.opposed[where]),
                ),
            )
            for row in factions
        ),
    )
