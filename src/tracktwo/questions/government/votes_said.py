"""Votes, seats and governments, and how long what a vote puts in force would last."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tracktwo.blocks import Column, Group, Heading, Paragraph, Row, Table, words
from tracktwo.questions.government.party_cells import briefly, columns, percents

if TYPE_CHECKING:
    from tracktwo.blocks import Block, Naming
    from tracktwo.results.government import Government, VoteResult

WHY_APART = (
    "What is computed is one chance of breaking down per month that never eases (where the case "
    "gives none, from published rates: 35 % or 61 % within five years, up to 44 % within the "
    "first), while the published risk falls with time and is that of other settlements, counted "
    "from an agreement and not from the last stage: if risk falls here as it did there, the first "
    "years computed are too hopeful and the fifth too gloomy, so use them to compare systems and "
    "take the span of all rows as what is known."
)
"""Why the chances that a settlement lasts differ from the published ones beside them."""


def votes(found: Government, names: Naming) -> tuple[Block, ...]:
    """Say what each electoral system makes of the vote; nothing where there is none."""
    if not found.votes:
        return ()
    first = found.votes[0]
    table = Table(
        label="Votes, seats and governments",
        caption="Votes, seats and governments by electoral system (in brackets, nine chances in "
        "ten)",
        columns=columns("", found.parties, names),
        rows=(
            Row("Share of the votes", briefly(first.votes)),
            Row("Stays away", percents(first.boycott)),
            *(Group(one.label, _system(one)) for one in found.votes),
        ),
    )
    return (
        Heading("The vote"),
        Paragraph(
            "What is not known and what is chance are taken together here: expected votes, their "
            "error, turnout, and who stays away. A party that gets no seat, whether below a "
            "threshold or beaten everywhere, is counted; so are parliaments in which no coalition "
            "can govern."
        ),
        table,
    )


def _system(one: VoteResult) -> tuple[Row, ...]:
    if one.president:
        return (Row("Wins the office", briefly(one.seats)),)
    indices = (("Shapley-Shubik index", one.shapley), ("Banzhaf index", one.banzhaf))
    return (
        Row("Seats", tuple(words.measure_short(band) for band in one.seats)),
        Row("Stands and gets none", percents(one.left_out)),
        Row("In government", briefly(one.government)),
        *(Row(name, briefly(index)) for name, index in indices if index is not None),
    )


def lasting(found: Government) -> tuple[Block, ...]:
    """Say how likely what a vote puts in force still stands after some years."""
    stages = {one.stage for one in found.votes}
    rows = [one for one in found.variants if one.stands and one.stage in stages]
    if not rows:
        return ()
    table = Table(
        label="Chance that it still stands",
        caption="Chance that what the last stage puts in force still stands, given that it comes "
        "about: shorter where losers lose more power (in brackets, "
        f"90{words.NBSP}% of draws)",
        columns=(
            Column("After"),
            *(Column(words.duration(12 * year)) for year, _ in rows[0].stands),
        ),
        rows=(
            *(Row(one.label, briefly([band for _, band in one.stands])) for one in rows),
            Group(
                "Published curves, for comparison",
                tuple(
                    Row(curve.text, briefly([band for _, band in curve.stands]))
                    for curve in found.published
                ),
            ),
        ),
    )
    return (Heading("Would it last?"), Paragraph(WHY_APART), table)
