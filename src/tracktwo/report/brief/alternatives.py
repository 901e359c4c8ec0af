"""The alternatives, beside the roadmap as proposed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tracktwo.blocks import Column, Link, Name, Paragraph, Row, Section, Table, ToPart, words

if TYPE_CHECKING:
    from tracktwo.report.page import Page
    from tracktwo.report.what_ifs import Option

MOST = 4
"""Alternatives shown; the annex has them all."""


def section(page: Page) -> Section | None:
    """Put the alternatives beside the roadmap; None where the case names none."""
    if not page.options:
        return None
    base = page.result.base[page.focus]
    ranked = sorted(page.options, key=lambda one: -_gain(one, page))
    # One more takes no more room than to say that there is one.
    shown = ranked if len(ranked) == MOST + 1 else ranked[:MOST]
    table = Table(
        label="Odds of each proposal",
        caption=("Odds of ", page.focus_name, f" by {page.until}, on the same draws"),
        columns=(
            Column("Proposal"),
            Column("Odds"),
            Column("Difference, and in how many draws up"),
        ),
        rows=(
            Row("The roadmap as proposed", (words.brief(base), ""), "base"),
            *(_row(one, page) for one in shown),
        ),
    )
    more = len(ranked) - len(shown)
    rest = (Paragraph(f"And {more} more: see the annex.", "small"),) if more > 0 else ()
    return Section("brief-alternatives", "Alternatives", (table, *rest))


def _of_focus(one: Option, page: Page) -> int | None:
    ids = [stage.id for stage in one.stages]
    return ids.index(page.result.focus) if page.result.focus in ids else None


def _gain(one: Option, page: Page) -> float:
    place = _of_focus(one, page)
    difference = one.stages[place].difference if place is not None else None
    return difference.mean if difference is not None else float("-inf")


def _row(one: Option, page: Page) -> Row:
    name = Link(Name(one.alternative.name), ToPart(f"alternatives.{one.alternative.id}"))
    place = _of_focus(one, page)
    if place is None:
        last = one.stages[-1]
        said = ("has no such stage; ", Name(last.name), f": {words.brief(last.band)}")
        return Row(name, (said, "none to compare"))
    stage = one.stages[place]
    if stage.difference is None or stage.sure is None:
        return Row(name, (words.brief(stage.band), "none to compare"))
    moved = f"{words.points(stage.difference.mean)}; {words.draws_raised(stage.sure)}"
    return Row(name, (words.brief(stage.band), moved))
