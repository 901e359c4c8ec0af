"""What has changed since the last forecast that was recorded."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tracktwo.blocks import Column, Name, Paragraph, Row, Section, Table, words
from tracktwo.case import CaseError
from tracktwo.record import change

if TYPE_CHECKING:
    from tracktwo.record import StageSince
    from tracktwo.report.page import Page

TITLE = "What has changed since the last recorded forecast"


def section(page: Page) -> Section | None:
    """Put the odds beside those that were kept last; None where none were."""
    now = {stage.id: stage.reached.at(page.horizon) for stage in page.result.stages}
    try:
        found = change(page.folder, now)
    except CaseError:  # the annex says what is wrong with the ledger, line by line
        text = "The ledger cannot be read; the annex says why."
        return Section("brief-changed", TITLE, (Paragraph(text, "small"),))
    if found is None:
        return None
    by = f" by {words.clean(found.author)}" if found.author else ""
    kept = f"Kept{by} as of {words.day(found.as_of)}."
    same = " The case has not changed since." if found.same_case else ""
    end = (
        ""
        if found.same_end
        else f" That forecast ended on {words.day(found.until_before)}, this one ends on "
        f"{words.day(found.until_now)}: part of the difference is time."
    )
    table = Table(
        label="Odds then and now",
        caption="",
        columns=(Column("Stage"), Column("Then"), Column("Now"), Column("Difference")),
        rows=tuple(_row(one) for one in found.stages),
    )
    return Section("brief-changed", TITLE, (table, Paragraph(f"{kept}{same}{end}", "small")))


def _row(one: StageSince) -> Row:
    before = "not forecast" if one.before is None else words.percent(one.before)
    now = words.happened(one.happened) if one.happened else words.percent(one.now)
    difference = "" if one.difference is None or one.happened else words.points(one.difference)
    return Row(Name(one.name), (before, now, difference))
