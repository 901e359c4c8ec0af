"""Through which door a party's strength counts, as a table."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tracktwo.blocks import Column, Heading, Paragraph, Row, Table, numeric, phrase, words
from tracktwo.blocks.cells import moves

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tracktwo.blocks import Block, Naming, Text
    from tracktwo.questions.who.doors import Door


def doors_said(doors: Sequence[Door], names: Naming, where: int, focus: Text) -> tuple[Block, ...]:
    """Say what each party's capability does to the odds, by what it enters through.

    Parameters
    ----------
    doors : sequence of Door
        None where no capability is uncertain.
    names : Naming
    where : int
        Place of the stage whose odds are told.
    focus : text
        Its name.
    """
    if not doors:
        return ()
    what = (
        "Capability counts as the means to break the process, in consent rules that ask for a "
        "share of it, and in shares of power that follow from it. Each party's is moved from the "
        "low to the high third of its range: through all doors, and through each alone."
    )
    table = Table(
        label="What capability does to the odds, door by door",
        caption=phrase(
            "What more capability does to the odds of {focus}, in points, and where {share} of "
            "draws lie",
            focus=focus,
            share=words.percent(0.9),
        ),
        columns=(
            Column("Party"),
            *numeric(
                "Capability, low and high",
                "Through all doors",
                "Means to break it",
                "Consent rules",
                "Shares of power",
            ),
        ),
        rows=tuple(
            Row(
                names.to_actor(one.actor, first=True),
                (
                    f"{words.number_tidy(one.low)} to {words.number_tidy(one.high)}",
                    moves(one.all[where]),
                    moves(one.disruption[where]),
                    moves(one.rules[where]),
                    moves(one.shares[where]),
                ),
            )
            for one in doors
        ),
    )
    return (Heading("Through which door strength counts"), Paragraph(what), table)
