"""What holds the roadmap up, on which step and why: one table for brief, annex and terminal."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from tracktwo.blocks import (
    Cell,
    Column,
    Paragraph,
    Row,
    Small,
    Table,
    joined,
    phrase,
    quoted,
    words,
)

if TYPE_CHECKING:
    from tracktwo.blocks import Block, Text
    from tracktwo.report.page import Page
    from tracktwo.results.changes import Change
    from tracktwo.results.holds import Cause, Hold

AGAINST = {
    "refuses": "it has refused this",
    "opposes": "it opposes this",
    "doubts": "it doubts this",
    "conditional": "it agrees on conditions only",
    "silent": "it has not agreed to this",
}
"""What a declared stance says against a step."""


def holds_said(page: Page, label: str) -> tuple[Block, ...]:
    """Say who or what holds up the stage of the focus, where, and why.

    Parameters
    ----------
    page : Page
    label : str
        Of the table, which stands twice on a page and is told apart by it.
    """
    result = page.result
    if not result.holds:
        return (Paragraph("No one party's consent and no deadline moves any stage by itself."),)
    return (_table(page, label), *_left(page))


def _table(page: Page, label: str) -> Table:
    base = page.result.base[page.focus]
    return Table(
        label=label,
        caption=phrase(
            "Odds of {focus} by {until} if one thing were otherwise and all else stayed; as "
            "things stand {base}",
            focus=page.focus_name,
            until=page.until,
            base=words.brief(base),
        ),
        columns=(
            Column("Who or what"),
            Column("On which step"),
            Column("Why, and the odds without that reason"),
            Column("Odds if it gave way"),
        ),
        rows=tuple(_row(hold, page) for hold in page.result.holds),
    )


def _row(hold: Hold, page: Page) -> Row:
    if hold.kind == "deadline":
        due = quoted(page.names.stage(hold.of))
        why = "The roadmap is given up if this stage has not been passed by then."
        return Row(
            f"The deadline of {month_said(hold.until)}",
            (due, why, Cell((_odds(hold.lifted, page), Small("without a deadline")))),
        )
    every = "if it consented to every step"
    if hold.kind == "disruption":
        every = "if it did not disrupt"
    lines: list[Text] = [_odds(hold.lifted, page), Small(every)]
    if hold.at_step is not None:
        lines += [_odds(hold.at_step, page), Small("at this step alone")]
    where: Text = "No one step" if hold.kind == "consent" else "The whole way"
    return Row(
        page.names.to_actor(hold.of, first=True),
        (
            page.names.milestone(hold.step) if hold.step else where,
            _why(hold, page),
            Cell(tuple(lines)),
        ),
    )


def _why(hold: Hold, page: Page) -> Text | Cell:
    if hold.kind == "disruption":
        return "As a spoiler: it could break the process, and would have reason to."
    if not hold.causes:
        return (
            "No stance and no later stage accounts for it: such steps are usually slow, and need "
            "its consent."
        )
    return Cell(tuple(_cause(cause, page) for cause in hold.causes[:3]))


def _cause(cause: Cause, page: Page) -> Text:
    odds = _chance(cause.lifted, page)
    if cause.kind == "stance":
        said = AGAINST.get(cause.about, "what it has declared")
        return phrase("{said} (without that: {odds})", said=words.heading(said), odds=odds)
    return phrase(
        "{stage} would leave it worse off than now (without that: {odds})",
        stage=quoted(page.names.stage(cause.about)),
        odds=odds,
    )


def _odds(change: Change, page: Page) -> Text:
    return words.brief(change.reached[page.focus])


def _chance(change: Change, page: Page) -> Text:
    return words.percent(change.reached[page.focus].mean)


def holds_listed(page: Page) -> tuple[Text, ...]:
    """Say the same in a line for each, for where there is no room for a table."""
    return tuple(_line(hold, page) for hold in page.result.holds)


def _line(hold: Hold, page: Page) -> Text:
    odds = words.odds(hold.lifted.reached[page.focus])
    if hold.kind == "deadline":
        return phrase(
            "The deadline of {month} for {stage}: without it, {focus} would be {odds}.",
            month=month_said(hold.until),
            stage=quoted(page.names.stage(hold.of)),
            focus=page.focus_name,
            odds=odds,
        )
    if hold.kind == "disruption":
        return phrase(
            "{actor} could break the process, as a spoiler: did it not, {focus} would be {odds}.",
            actor=page.names.to_actor(hold.of, first=True),
            focus=page.focus_name,
            odds=odds,
        )
    where = (", on ", quoted(page.names.milestone(hold.step))) if hold.step else ""
    why = joined([_reason(cause, page) for cause in hold.causes[:2]], "; ")
    return phrase(
        "{actor}{where}{why}: did it consent to every step, {focus} would be {odds}.",
        actor=page.names.to_actor(hold.of, first=True),
        where=where,
        why=(" (", why, ")") if hold.causes else "",
        focus=page.focus_name,
        odds=odds,
    )


def _reason(cause: Cause, page: Page) -> Text:
    if cause.kind == "stance":
        return AGAINST.get(cause.about, "what it has declared")
    return (quoted(page.names.stage(cause.about)), " would leave it worse off")


def _left(page: Page) -> tuple[Block, ...]:
    all_agreed = page.result.if_all_agreed
    if all_agreed is None:
        return ()
    band = all_agreed.reached[page.focus]
    if band.mean > _ALL:
        return ()
    text = (
        f"Even if all consented to every step, it would be {words.odds(band)}: the rest is time, "
        "disruption and chance."
    )
    return (Paragraph(text, "small"),)


_ALL = 0.9
"""Odds above which consent is all that is lacking."""


def month_said(month: str) -> str:
    """Name a month that a case gives as YYYY-MM."""
    year, number = month.split("-")[:2]
    return words.month(dt.date(int(year), int(number), 1), 0)
