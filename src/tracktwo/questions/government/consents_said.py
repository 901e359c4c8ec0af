"""What power adds to each consent, in words and as a table."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tracktwo.blocks import Column, Heading, Listing, Row, Table, phrase, quoted, words

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tracktwo.blocks import Block, Naming, Text
    from tracktwo.results.government import Fear

SMALL = 0.005
"""Log-odds too small to speak of."""

FEARS = {
    "ballot": "fear of the ballot (less power expected after a vote than before it)",
    "never": "fear that the elections never come (more power expected after a vote)",
}


def consents(fears: Sequence[Fear], names: Naming) -> tuple[Block, ...]:
    """Say who fears the ballot or that it never comes, and what power adds to each consent."""
    if not fears:
        return ()
    lines = _lines(fears, names)
    return (
        Heading("What power adds to each consent"),
        *([Listing(lines)] if lines else []),
        Table(
            label="What power adds to each consent",
            caption="Parts of the log-odds of consent, were the step on the table now (in "
            f"brackets, 90{words.NBSP}% of draws): what the party would hold against what it "
            "holds, and what it fears of a vote or of none",
            columns=(
                Column("Party"),
                Column("Step"),
                Column("Share of power"),
                Column("Fear of the ballot"),
                Column("Fear that it never comes"),
            ),
            rows=tuple(
                Row(
                    names.actor(one.actor, first=True),
                    (
                        names.milestone(one.milestone),
                        words.small(one.share),
                        words.small(one.ballot),
                        words.small(one.never),
                    ),
                )
                for one in fears
            ),
        ),
    )


def _lines(fears: Sequence[Fear], names: Naming) -> tuple[Text, ...]:
    """Say who fears what, where it weighs most and at the first step asked."""
    lines: list[Text] = []
    for party in dict.fromkeys(one.actor for one in fears):
        mine = [one for one in fears if one.actor == party]
        for kind, text in FEARS.items():
            most = min(mine, key=lambda one: getattr(one, kind).mean)
            weighs, first = getattr(most, kind), getattr(mine[0], kind)
            if weighs.mean > -SMALL:
                continue
            also: Text = ""
            if mine[0] is not most:
                step = quoted(names.milestone(mine[0].milestone))
                also = (f", and {words.off(first.mean)} off that to ", step)
            lines.append(
                phrase(
                    "{party}: {fear} takes {off} off the log-odds of consent to {step}, where it "
                    "weighs most ({share} of draws: {low} to {high}){also}.",
                    party=names.actor(party, first=True),
                    fear=text,
                    off=words.off(weighs.mean),
                    step=quoted(names.milestone(most.milestone)),
                    share=words.percent(0.9),
                    low=words.off(weighs.p95),
                    high=words.off(weighs.p05),
                    also=also,
                )
            )
    return tuple(lines)
