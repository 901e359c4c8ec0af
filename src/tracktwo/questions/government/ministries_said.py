"""Ministries picked in turn: who holds which, and how fair that is by each party's own values."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tracktwo.blocks import Group, Heading, Name, Paragraph, Row, Table, quoted
from tracktwo.questions.government.formulas import PICKS
from tracktwo.questions.government.party_cells import briefly, columns, percents

if TYPE_CHECKING:
    from tracktwo.blocks import Block, Naming
    from tracktwo.results.government import Government, PickResult


def ministries(found: Government, names: Naming) -> tuple[Block, ...]:
    """Say what comes of picking ministries in turn; nothing where none are."""
    if not found.picks:
        return ()
    table = Table(
        label="Who holds which ministry",
        caption="How likely each party is to hold each ministry, and how fair that is by its own "
        "values",
        columns=columns("", found.parties, names),
        rows=tuple(Group(PICKS[one.method], _method(one)) for one in found.picks),
    )
    return (
        Heading("Ministries picked in turn"),
        Paragraph(
            "In an order by strength, each party takes the ministry that it values most of those "
            "left. Its due is its share of strength; it envies another if it would rather have "
            "what that one holds, for that one's due."
        ),
        table,
    )


def _method(one: PickResult) -> tuple[Row, ...]:
    return (
        *(
            Row(("Holds ", quoted(Name(ministry.id))), percents(ministry.holder))
            for ministry in one.ministries
        ),
        Row("Holds, of all value as it sees it", briefly(one.value)),
        Row("Is due", briefly(one.due)),
        Row("Holds no less than its due", percents(one.proportional)),
        Row("Envies nobody", percents(one.envy_free)),
        Row("Envies nobody, but for one ministry", percents(one.envy_free_up_to_one)),
    )
