"""Who must agree, step by step: what must be true for each stage, and how likely that is."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tracktwo.blocks import (
    Column,
    Group,
    Name,
    Paragraph,
    Row,
    Section,
    Table,
    phrase,
    quoted,
    words,
)
from tracktwo.report.sections.holds_said import month_said
from tracktwo.report.track import track

if TYPE_CHECKING:
    from tracktwo.blocks import Block, Text
    from tracktwo.report.page import Page
    from tracktwo.report.track import Step, Stop

MOST = 10
"""Steps listed; the annex has them all."""


def section(page: Page) -> Section:
    """Say who must agree to each step, and how likely each is."""
    stops = list(track(page.case, page.result))
    groups, left, more = [], MOST, 0
    for stop in stops:
        shown, left = stop.steps[:left], left - len(stop.steps[:left])
        more += len(stop.steps) - len(shown)
        if shown:
            groups.append(Group(_stage(stop, page), tuple(_step(one) for one in shown)))
    table = Table(
        label="Steps, and who must agree to each",
        caption=phrase(
            "What must be true for {stage}, and how likely each step is to have been taken by "
            "{until}",
            stage=quoted(Name(page.result.stages[-1].name)),
            until=page.until,
        ),
        columns=(
            Column("Step"),
            Column("Who must agree"),
            Column(f"Taken by {page.until}", numeric=True),
        ),
        rows=tuple(groups),
    )
    rest: tuple[Block, ...] = ()
    if more:
        rest = (Paragraph(f"And {more} more steps: see the annex.", "small"),)
    return Section("brief-steps", "Who must agree, step by step", (table, *rest))


def _stage(stop: Stop, page: Page) -> Text:
    passed = words.chance(stop.odds.reached.at(page.horizon).mean)
    if stop.odds.happened:
        passed = f"passed in {month_said(stop.odds.happened)}"
    due = f"; due by {month_said(stop.stage.deadline)}" if stop.stage.deadline else ""
    return (f"{stop.number}. ", Name(stop.stage.name), f": {passed}{due}")


def _step(step: Step) -> Row:
    odds = step.odds
    chance = "" if odds is None else words.brief(odds.reached)
    if odds is not None and odds.happened:
        chance = f"happened in {month_said(odds.happened)}"
    return Row(Name(step.milestone.name), (Name(step.rule), chance))
