"""Who is tied to whom, and where each stands: the actor map, small."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tracktwo.blocks import Section
from tracktwo.blocks.within import figures
from tracktwo.errors import UnanswerableError
from tracktwo.questions import question

if TYPE_CHECKING:
    from tracktwo.blocks import Figure
    from tracktwo.report.page import Page


DRAWS = 64
"""Enough for which of three words fits an actor; the annex takes more."""


def section(drawn: Figure) -> Section:
    """Say whose ties the map shows."""
    return Section("brief-map", "Who is tied to whom, and where each stands", (drawn,))


def figure(page: Page) -> Figure | None:
    """Return the map of a case; None where it records no tie."""
    found = _map(page)
    if found is None or not found.ties:
        return None
    return next(figures(question("map").said(found, page.folder)))


def _map(page: Page) -> Any:
    """Return what was found for the annex, or find it: a matter of a second."""
    if "map" in page.answers:
        return page.answers["map"]
    asked = question("map")
    given = {"stage": page.result.focus, "seed": page.result.seed, "draws": DRAWS}
    try:
        return asked.ask(page.folder, asked.values(given, small=True))
    except UnanswerableError:
        return None
