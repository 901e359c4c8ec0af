"""Overview: what is proposed, how far it is likely to get, the three things that matter most."""

from __future__ import annotations

from typing import TYPE_CHECKING

from starlette.responses import HTMLResponse
from starlette.routing import Route

from tracktwo.blocks import plain_text
from tracktwo.report.sections.holds_said import holds_listed
from tracktwo.web.render import fragment, page, view

if TYPE_CHECKING:
    from starlette.requests import Request
    from starlette.responses import Response

    from tracktwo.web.served_case import ServedCase


def overview(request: Request) -> Response:
    """Show the case at a glance."""
    seen = view(request)
    stages = list(zip(seen.case.roadmap.stages, seen.live.stages, strict=True))
    return page(seen, "overview.html.j2", staged=stages)


def matters_most(request: Request) -> Response:
    """Return the three things that matter most, once the full run is done."""
    served: ServedCase = request.app.state.served
    page_of = served.state.page()
    held = holds_listed(page_of)
    blocks = plain_text(held[0]) if held else ""
    return HTMLResponse(fragment(request, "matters_most.html.j2", p=page_of, blocks=blocks))


ROUTES = (Route("/", overview), Route("/overview/matters-most", matters_most))
