"""What is said of changes to a case, and of every number moved to either end of its range."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tracktwo.blocks import (
    ASSUMED,
    Bar,
    Code,
    Column,
    Figure,
    Figures,
    Harm,
    Key,
    Link,
    Name,
    Paragraph,
    Row,
    Section,
    Table,
    ToPart,
    numeric,
    phrase,
    quoted,
    words,
)
from tracktwo.blocks.cells import moves
from tracktwo.questions.what_if import QUESTION, chart
from tracktwo.questions.what_if.effects import WhatIf
from tracktwo.questions.what_if.scenarios_said import scenarios

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tracktwo.blocks import Block, Cell, Naming, Text
    from tracktwo.questions.what_if.effects import Tornado, TornadoBar
    from tracktwo.results.bands import Band

BARS = 12
"""Numbers shown, those that move the odds most."""


def section(found: WhatIf | Tornado, names: Naming, rows: int = BARS) -> Section:
    """Say what changes do to the odds, or what either end of each number does.

    Parameters
    ----------
    found : WhatIf or Tornado
    names : Naming
    rows : int
        Numbers shown, of all that were moved.
    """
    if isinstance(found, WhatIf):
        return Section(QUESTION.name, "What if it were otherwise", scenarios(found, names))
    shown = found.bars[:rows]
    answer: tuple[Block, ...] = (Paragraph("Nothing in the case is uncertain."),)
    if shown:
        answer = (Figures((_figure(shown),)), _table(shown))
    what = phrase(
        "Every uncertain number is moved to the low and to the high end of its range, all others "
        "as they are drawn. What that does to the odds of {focus}, against {base}, over {draws} "
        "draws: the {shown} of {all} numbers that move it most.",
        focus=quoted(names.stage(found.focus)),
        base=words.brief(found.base),
        draws=found.draws,
        shown=len(shown),
        all=len(found.bars),
    )
    more = Code("tracktwo what-if CASE --set levers.aid.start=2023-06")
    return Section(
        QUESTION.name,
        QUESTION.title,
        (Paragraph(what), *answer, Paragraph(("Any change can be tried: ", more, "."), "how")),
    )


def _figure(shown: Sequence[TornadoBar]) -> Figure:
    rows = [(bar.label, bar.at_low.mean, bar.at_high.mean) for bar in shown]
    said = [f"{label}: {words.points(low)} to {words.points(high)}" for label, low, high in rows]
    return Figure(
        spec=chart.tornado(rows),
        title="One number at a time",
        description="; ".join(said) + ".",
        heading="One number at a time",
        reading="Percentage points: the upper bar of each pair with the number at its low end, "
        "the lower bar at its high end.",
        keys=(Key("down", "low end"), Key("up", "high end")),
        bars=tuple(
            Bar(
                bar.label,
                (bar.at_low.mean, bar.at_high.mean),
                f"low {words.move(bar.at_low)}, high {words.move(bar.at_high)}",
            )
            for bar in shown
        ),
    )


def _table(shown: Sequence[TornadoBar]) -> Table:
    of_levers = (
        "; for numbers of a lever, the harm to civilians of all levers a month then"
        if any(bar.harm for bar in shown)
        else ""
    )
    return Table(
        label="Each number at either end of its range",
        caption=f"Differences of the odds, in points{of_levers}",
        columns=(
            Column("Number"),
            *numeric("Low end", "What it does", "High end", "What it does"),
        ),
        rows=tuple(_row(bar) for bar in shown),
    )


def _row(bar: TornadoBar) -> Row:
    def does(band: Band, end: int) -> Cell:
        more = () if bar.harm is None else (Harm(f"harm {words.number_tidy(bar.harm[end])}"),)
        return moves(band, *more)

    label: Text = Link(Name(bar.label), ToPart(bar.path))
    return Row(
        label if bar.evidence else (label, " ", ASSUMED),
        (
            words.number(bar.low),
            does(bar.at_low, 0),
            words.number(bar.high),
            does(bar.at_high, 1),
        ),
    )
