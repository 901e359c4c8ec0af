"""Assumptions: every number, those without a quote apart, with its reason and its swing."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tracktwo.blocks import (
    ASSUMED,
    Column,
    Figure,
    Figures,
    Heading,
    Name,
    Paragraph,
    Row,
    Section,
    Table,
    ToPart,
    numeric,
    phrase,
    words,
)
from tracktwo.report import charts_by_row

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tracktwo.blocks import Block, Text
    from tracktwo.report.numbers import Number
    from tracktwo.report.page import Page


def section(page: Page) -> Section:
    """List every number behind the odds."""
    what = phrase(
        "A number without a quote behind it is an assumption. {assumed} are; {evidenced} rest on a "
        "quote, which says that the direction is reported: the size of a number is always a "
        "reading. The swing is how far apart the odds of {focus} are, on average, between the "
        "third of draws in which the number is highest and the third in which it is lowest. A step "
        "up is one point of a 0-100 scale, else a hundredth of the number's range; its effect is "
        "given, all else as it is, for the twenty numbers that swing most. Whoever disagrees with "
        "a number can see here whether it matters.",
        assumed=str(len(page.assumptions)),
        evidenced=str(len(page.evidenced)),
        focus=page.focus_name,
    )
    evidenced: Block = Paragraph("None.")
    if page.evidenced:
        caption = "Numbers with evidence, those that swing the odds most first"
        evidenced = _table(page.evidenced, caption, page)
    theirs = [number for number in page.assumptions if not number.is_constant]
    constants = [number for number in page.assumptions if number.is_constant]
    caption = "Assumptions, those that swing the odds most first"
    settings = "Constants of the model, those that swing the odds most first"
    return Section(
        "assumptions",
        "Assumptions",
        (
            Paragraph(what),
            *((Figures((_figure(page.swinging),)),) if page.swinging else ()),
            Heading("Numbers without a quote that people can find out"),
            _table(theirs, caption, page),
            Heading("Constants of the model, which nobody can ask about"),
            _table(constants, settings, page),
            Heading("Numbers that rest on a quote"),
            evidenced,
        ),
    )


def _figure(swinging: Sequence[Number]) -> Figure:
    rows = [(one.label, one.swing or 0.0, one.swing_error or 0.0) for one in swinging]
    of_levers = (
        " What a lever does to civilians stands with its harm, under the levers."
        if any(one.path.startswith("levers.") for one in swinging)
        else ""
    )
    return Figure(
        spec=charts_by_row.swings(rows),
        title="The assumptions that matter most",
        description="; ".join(f"{label}: {words.points(swing)}" for label, swing, _ in rows) + ".",
        heading="The assumptions that matter most",
        caption="Percentage points by which the odds differ between high and low values; the thin "
        f"line is the range in which nine estimates in ten would lie.{of_levers}",
    )


def _table(numbers: Sequence[Number], caption: str, page: Page) -> Table:
    return Table(
        label=caption,
        caption=caption,
        columns=(
            Column("Number"),
            *numeric("Value or range"),
            Column("Why"),
            Column("Written in"),
            *numeric("Swing of the odds", "A step up"),
        ),
        rows=tuple(_row(number, page) for number in numbers),
        kind="numbers",
    )


def _row(number: Number, page: Page) -> Row:
    why: Text = (
        (ASSUMED, " ") if number.is_assumption else "",
        Name(number.why) if number.why else "no reason given",
        " ",
        page.names.refs(number.evidence),
    )
    return Row(
        Name(number.label),
        (number.text, why, number.origin, number.swing_text, number.slope_text),
        at=ToPart(number.path),
    )
