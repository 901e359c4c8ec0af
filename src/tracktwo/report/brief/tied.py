"""Who is tied to whom, and where each stands: the actor map, small."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from tracktwo.blocks import Section
from tracktwo.blocks.within import figures
from tracktwo.errors import UnanswerableError
from tracktwo.pictures.vega import spec_of
from tracktwo.questions import question
from tracktwo.questions.map.actor_map import ties_of
from tracktwo.questions.map.drawing import scene

if TYPE_CHECKING:
    from tracktwo.blocks import Figure
    from tracktwo.report.page import Page


ACROSS = 760
"""Width of the drawing, at which its letters can be read on paper."""


def section(drawn: Figure) -> Section:
    """Say whose ties the map shows."""
    return Section("brief-map", "Who is tied to whom", (drawn,))


def figure(page: Page) -> Figure | None:
    """Return the map of those who are asked; None where no tie between them is recorded."""
    found = _map(page)
    if found is None:
        return None
    asked = {one.actor for one in found.actors if one.stands != "not asked"}
    few = replace(
        found,
        actors=tuple(one for one in found.actors if one.actor in asked),
        ties=tuple(tie for tie in found.ties if {tie.source, tie.target} <= asked),
    )
    if not few.ties:
        return None
    drawn = next(figures(question("map").said(few, page.folder)))
    left_out = len(found.actors) - len(asked)
    rest = f" Not shown: {left_out} whom no step on the way asks." if left_out else ""
    return replace(
        drawn,
        wide=spec_of(scene(few, page.names, ACROSS)),
        reading="",
        caption="Colour and shape: where an actor stands; size: how much hangs on its consent; "
        f"arrows lead from who does it to whom.{rest}",
    )


def _map(page: Page) -> Any:
    """Return what was found for the annex, or find it: a matter of a second."""
    if "map" in page.answers:
        return page.answers["map"]
    if not any(True for _ in ties_of(page.case)):
        return None
    asked = question("map")
    given = {"stage": page.result.focus, "seed": page.result.seed, "draws": page.result.draws}
    try:
        return asked.ask(page.folder, asked.values(given))
    except UnanswerableError:
        return None
