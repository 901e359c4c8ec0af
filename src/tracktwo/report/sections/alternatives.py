"""Alternatives side by side: other proposals on the same draws."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tracktwo.blocks import (
    Card,
    Column,
    Figure,
    Figures,
    Listing,
    Name,
    Paragraph,
    Row,
    Section,
    Table,
    ToPart,
    phrase,
    words,
)
from tracktwo.blocks.chart_parts import Interval
from tracktwo.report import charts_by_row

if TYPE_CHECKING:
    from tracktwo.blocks import Block
    from tracktwo.report.page import Page
    from tracktwo.report.what_ifs import Option, StageChange
    from tracktwo.results.odds import StageOdds


def section(page: Page) -> Section:
    """Put the alternatives of the case beside the roadmap as proposed."""
    blocks: tuple[Block, ...] = (Paragraph("The case names no alternative."),)
    if page.options:
        result = page.result
        what = phrase(
            "Each alternative is the same case with some of its terms changed, computed on the "
            "same draws, so that differences are due to the terms alone.",
        )
        how = (
            f"How to read: chance that the stage is passed by {page.until}; thick bars hold half "
            "of the draws, thin ones nine in ten; the dashed line is the roadmap as proposed. Each "
            "stage has its own scale."
        )
        blocks = (
            Paragraph(what),
            Figures(tuple(by_proposal(stage, page) for stage in result.stages)),
            Paragraph(how, "reading"),
            *(_card(option, page) for option in page.options),
        )
    return Section("alternatives", "Alternatives side by side", blocks)


def by_proposal(stage: StageOdds, page: Page) -> Figure:
    """Show the odds of a stage in the roadmap and in each alternative."""
    base = page.result.base[page.result.stages.index(stage)]
    rows = [Interval("The roadmap as proposed", base, "var(--muted)")]
    rows += [
        Interval(option.alternative.name, change.band)
        for option in page.options
        for change in option.stages
        if change.id == stage.id
    ]
    return Figure(
        spec=charts_by_row.chances(rows, base.mean),
        title=f"Odds of “{stage.name}”, by proposal",
        description="; ".join(f"{row.label}: {words.brief(row.band)}" for row in rows) + ".",
        heading=Name(stage.name),
    )


def _card(option: Option, page: Page) -> Card:
    one = option.alternative
    letter: tuple[Block, ...] = ()
    if option.changes:
        lead = Paragraph("What is changed:", "lead")
        changes = tuple((Name(what), ": ", Name(value)) for what, value in option.changes)
        letter = (lead, Listing(changes))
    return Card(
        (Name(one.name), " ", page.names.mark(one.evidence)),
        (
            *((Paragraph(Name(one.description)),) if one.description else ()),
            *page.said(one.evidence),
            _table(option, page),
            *letter,
        ),
        at=ToPart(f"alternatives.{one.id}"),
    )


def _table(option: Option, page: Page) -> Table:
    heads = ("Stage", "As proposed", "With this alternative", "Difference")
    return Table(
        label=f"Odds under {option.alternative.name}",
        caption=f"Odds by {page.until} (in brackets, {words.percent(0.9)} of draws)",
        columns=tuple(Column(head) for head in heads),
        rows=tuple(_row(stage) for stage in option.stages),
    )


def _row(stage: StageChange) -> Row:
    difference = "none to compare"
    if stage.difference is not None and stage.sure is not None:
        raised = words.draws_raised(stage.sure)
        difference = f"{words.points_band(stage.difference)}; {raised}"
    base = words.brief(stage.base) if stage.base else "has no such stage"
    return Row(Name(stage.name), (base, words.brief(stage.band), difference))
