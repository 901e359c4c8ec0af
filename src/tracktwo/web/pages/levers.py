"""Levers: when each works and how hard, its effect beside its harm, and the limit on harm."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

from markupsafe import Markup
from starlette.responses import HTMLResponse
from starlette.routing import Route

from tracktwo.blocks import Naming, plain_text, words
from tracktwo.game.months import month_number
from tracktwo.questions.levers.mixes_said import applied, shown
from tracktwo.questions.what_if.ranges import HALF, moved
from tracktwo.report.sections import moves
from tracktwo.report.svg import SvgDrawer
from tracktwo.web.overlay import Overlay, setting
from tracktwo.web.questions import answer_of
from tracktwo.web.render import View, address, fragment, page, view

if TYPE_CHECKING:
    from starlette.requests import Request
    from starlette.responses import Response

    from tracktwo.case import Case, Quantity
    from tracktwo.case.schema import Lever
    from tracktwo.questions.levers.search import Levers, MixResult
    from tracktwo.results.bands import Band
    from tracktwo.web.served_case import ServedCase


@dataclass(frozen=True)
class ShownLever:
    """One lever as the page shows it."""

    lever: Lever
    path: str
    intensity: Quantity
    """With the changes tried."""
    was: Quantity
    """As the case has it."""
    begins: float
    """Where its bar begins on the timeline, as a share of the months ahead."""
    ends: float
    from_month: str
    to_month: str
    harm: Band
    applies: str

    @property
    def widths(self) -> list[tuple[str, str, tuple[float, float]]]:
        """The ways to make its range another: id, name, and how far the ends then lie."""
        now, base = self.intensity, self.was
        down, up = now.low - now.mode, now.high - now.mode
        found = []
        if now.is_range:
            found += [
                ("half", "Half as wide", (HALF * down, HALF * up)),
                ("one", "One value", (0, 0)),
            ]
        if (down, up) != (base.low - base.mode, base.high - base.mode):
            wide = moved(self.path, (base.low, base.mode, base.high), now.mode)
            if wide != [now.low, now.mode, now.high]:
                ends = (base.low - base.mode, base.high - base.mode)
                found.append(("wide", "As wide as in the case", ends))
        return found


def levers(request: Request) -> Response:
    """Show the levers with their sliders."""
    seen = view(request)
    answer = answer_of(seen, "levers")
    return page(
        seen,
        "levers.html.j2",
        shown=[_shown(seen, one) for one in seen.case.levers],
        mixes=answer,
        to_try=_to_try(seen, answer.found) if answer.found else (),
    )


@dataclass(frozen=True)
class ToTry:
    """A mix of levers that can be put in the place of the present one."""

    name: str
    applied: str
    mix: MixResult
    odds: Band
    to: str
    """The address at which it is tried."""


def _to_try(seen: View, found: Levers) -> list[ToTry]:
    where = found.stages.index(found.focus)
    names = Naming(seen.state.folder)
    return [
        ToTry(
            name=name or "A mix",
            applied="; ".join(map(plain_text, applied(mix, names))) or "none is applied",
            mix=mix,
            odds=mix.odds[where],
            to=address("/levers", _mixed(seen, mix)),
        )
        for name, mix in (("No lever", found.none), *shown(found))
    ]


def _mixed(seen: View, mix: MixResult) -> Overlay:
    """Return the changes so far and those that put a mix of levers in place of the present one."""
    used = {one.id: one for one in mix.levers}
    overlay = seen.overlay
    for lever in seen.base.levers:
        one = used.get(lever.id)
        # Rounded down, so that it stays within the limit on harm.
        intensity = math.floor(1000 * one.intensity) / 1000 if one else 0
        overlay = overlay.then(setting(f"levers.{lever.id}.schedule.intensity", intensity))
        if one and one.delay:
            overlay = overlay.then(setting(f"levers.{lever.id}.schedule.start", one.start))
    return overlay


def effects(request: Request) -> Response:
    """Return what each lever adds and harms in the case as it is, once the full run is done."""
    served: ServedCase = request.app.state.served
    p = served.state.page()
    # Drawings are escaped when they are made; see svg.framed.
    picture = ""
    if p.levers:
        figure = moves.figure(p)
        drawing = SvgDrawer().draw(figure.spec, figure.title, figure.description)
        picture = Markup(drawing)  # noqa: S704
    return HTMLResponse(fragment(request, "lever_effects.html.j2", p=p, picture=picture))


def _shown(seen: View, lever: Lever) -> ShownLever:
    case, plan = seen.case, lever.schedule
    base = next((one for one in seen.base.levers if one.id == lever.id), lever)
    months = max(case.horizon, 1)
    begin = 0 if plan.start is None else max(month_number(case.as_of, plan.start) - 1, 0)
    end = months if plan.end is None else min(month_number(case.as_of, plan.end), months)
    return ShownLever(
        lever=lever,
        path=f"levers.{lever.id}.schedule.intensity",
        intensity=plan.intensity,
        was=base.schedule.intensity,
        begins=min(begin / months, 1.0),
        ends=max(min(end / months, 1.0), 0.0),
        from_month=words.month(case.as_of, begin),
        to_month=words.month(case.as_of, end),
        harm=seen.live.lever_harm[lever.id],
        applies=_applies(case, lever),
    )


def _applies(case: Case, lever: Lever) -> str:
    """Say when on the roadmap a lever works."""
    steps = {m.id: m.name for s in case.roadmap.stages for m in s.milestones}
    stages = {s.id: s.name for s in case.roadmap.stages}
    stages |= {"start": "before the first stage", "abandoned": "once the roadmap is abandoned"}
    parts = []
    if lever.stages:
        parts.append(f"while in force: {words.join(stages.get(s, s) for s in lever.stages)}")
    if lever.from_milestone:
        parts.append(f"from “{steps[lever.from_milestone]}” on")
    if lever.until_milestone:
        parts.append(f"until “{steps[lever.until_milestone]}”")
    return (
        words.join(parts) if parts else "until the roadmap is completed, and after it is abandoned"
    )


ROUTES = (Route("/levers", levers), Route("/levers/effects", effects))
