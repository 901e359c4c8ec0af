"""Who would hold power: formulas and electoral systems side by side, each to be tried."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from starlette.routing import Route

from tracktwo.blocks import Naming
from tracktwo.questions.government.formulas import variants_of
from tracktwo.questions.government.section import details
from tracktwo.questions.what_if.variants import changes_of, paths_of
from tracktwo.web.overlay import TriedChange, setting
from tracktwo.web.questions import writer
from tracktwo.web.render import address, page, view

if TYPE_CHECKING:
    from starlette.requests import Request
    from starlette.responses import Response

    from tracktwo.case.offices import Power
    from tracktwo.results.government import Variant
    from tracktwo.web.overlay import Overlay
    from tracktwo.web.render import View


@dataclass(frozen=True)
class Way:
    """One way to share power at a stage."""

    variant: Variant
    to: str
    """The address at which it is tried, beside the other changes."""
    now: bool
    """Whether it is what stands there with the changes tried."""


@dataclass(frozen=True)
class Shared:
    """A stage that shares power, and the ways to."""

    id: str
    name: str
    votes: bool
    ways: tuple[Way, ...]


def power(request: Request) -> Response:
    """Show what the full run found of formulas and systems, in the case as it is on disk."""
    seen = view(request)
    result, names = seen.state.page().result.government, Naming(seen.state.folder)
    parties = () if result is None else result.parties
    return page(
        seen,
        "power.html.j2",
        here="alternatives",
        path="/alternatives",
        result=result,
        parties=[names.actors[party] for party in parties],
        playing=[
            (names.actors[party], result.players.index(party))
            for party in parties
            if result is not None and party in result.players
        ],
        shared=_shared(seen),
        details="" if result is None else writer(seen, "power").blocks(details(result, names)),
    )


def _shared(seen: View) -> list[Shared]:
    result = seen.state.page().result.government
    if result is None:
        return []
    written = {s.id: s.power for s in seen.base.roadmap.stages if s.power is not None}
    others = {(stage, name): made for stage, name, _, made, _ in variants_of(seen.base)}
    now = {stage.id: stage.power for stage in seen.case.roadmap.stages}
    return [
        Shared(
            stage.id,
            stage.name,
            stage.power.election is not None,
            tuple(
                _way(seen, one, written[stage.id], others.get((stage.id, one.id)), now)
                for one in result.variants
                if one.stage == stage.id
            ),
        )
        for stage in seen.base.roadmap.stages
        if stage.power is not None
    ]


def _way(
    seen: View, variant: Variant, written: Power, other: Power | None, now: dict[str, Power | None]
) -> Way:
    """Say how one variant is tried; `other` is what it puts there, None for what the case has."""
    there = other or written
    overlay = in_place(seen.overlay, variant.stage, written, there)
    return Way(variant, address("/alternatives", overlay), now.get(variant.stage) == there)


def in_place(overlay: Overlay, stage: str, written: Power, there: Power) -> Overlay:
    """Return changes in which a stage shares power in another way, all others as they are."""
    overlay = overlay.without(*paths_of(stage, written))
    changed, dropped = changes_of(stage, written, there)
    # What is left out comes before what takes its place, a formula: they are undone together.
    for path, value in reversed(changed.items()):
        if dropped and path.endswith(".formula"):
            overlay = overlay.then(TriedChange(dropped.pop(), None))
        overlay = overlay.then(setting(path, value))
    return overlay


ROUTES = (Route("/alternatives/power", power),)
