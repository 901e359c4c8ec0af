"""Limits and sources: what the brief does not claim, and what it rests on."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tracktwo.blocks import Listing, Name, Paragraph, Section, Small, words

if TYPE_CHECKING:
    from tracktwo.blocks import Text
    from tracktwo.report.evidence import CitedSource
    from tracktwo.report.page import Page

MOST = 5
"""Sources listed; the annex has them all with their quotes."""


def limits(page: Page) -> Section:
    """Say what the odds do not claim."""
    assumed = len(page.assumptions)
    misread = (
        " Nor do they cover what a first draft has wrong: a side too many or too few, a stance "
        "that nobody has checked."
        if page.result.first_draft is not None
        else ""
    )
    text = (
        f"What follows from the assumptions, not a forecast of events: {assumed} of the "
        f"{len(page.numbers)} numbers rest on no quote. Bands hold {words.percent(0.9)} of "
        f"{page.result.draws:,} draws of what is not known; they do not cover what the model "
        f"leaves out: new actors, changes of leadership, splits, events elsewhere.{misread} "
        "Harm is a relative scale, not a count of people. The brief takes no side and recommends "
        "nothing."
    )
    counted = page.result.counted
    told = (Paragraph(str(counted), "small"),) if counted is not None else ()
    return Section("brief-limits", "Limits", (*told, Paragraph(text, "small")))


def sources(page: Page) -> Section:
    """List the sources."""
    shown = tuple(_source(one) for one in page.sources[:MOST])
    more = len(page.sources) - MOST
    rest: tuple[Text, ...] = (f"and {more} more: see the annex",) if more > 0 else ()
    if not shown:
        return Section("brief-sources", "Sources", (Paragraph("The case cites none.", "small"),))
    return Section("brief-sources", "Sources", (Listing((*shown, *rest)),))


def _source(one: CitedSource) -> Text:
    count = len(one.quotes)
    quotes = "1 quote" if count == 1 else f"{count} quotes"
    absent = any(cited.quote.status == "not-at-hand" for cited in one.quotes)
    checked = ", not checked against it: its text is not at hand" if absent else ""
    return (Name(one.citation), " ", Small(f"{quotes}{checked}."))
