"""Who is tied to whom, and where each stands: the actor map, small."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from tracktwo.blocks import Section
from tracktwo.errors import UnanswerableError
from tracktwo.questions import question
from tracktwo.questions.map.actor_map import ties_of
from tracktwo.questions.map.section import figure as drawn

if TYPE_CHECKING:
    from tracktwo.blocks import Figure
    from tracktwo.report.page import Page


ACROSS = 760
"""Width of the drawing, at which its letters can be read on paper."""


def section(figure: Figure) -> Section:
    """Say whose ties the map shows."""
    return Section("brief-map", "Who is tied to whom", (figure,))


def figure(page: Page) -> Figure | None:
    """Return the map of those who are asked; None where no tie of theirs is recorded."""
    found = _map(page)
    if found is None:
        return None
    shown = {one.actor for one in found.actors if one.stands != "not asked"}
    if not any({tie.source, tie.target} <= shown for tie in found.ties):
        # Nothing ties those who are asked to one another: what ties them to others is shown.
        shown |= {end for tie in found.ties for end in (tie.source, tie.target)
                  if shown & {tie.source, tie.target}}  # fmt: skip
    few = replace(
        found,
        actors=tuple(one for one in found.actors if one.actor in shown),
        ties=tuple(tie for tie in found.ties if {tie.source, tie.target} <= shown),
    )
    if not few.ties:
        return None
    left_out = len(found.actors) - len(shown)
    rest = f" Not shown: {left_out} whom no step on the way asks." if left_out else ""
    return replace(
        drawn(few, page.names, ACROSS),
        reading="Colour and shape: where an actor stands; size: how much hangs on its consent; "
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
