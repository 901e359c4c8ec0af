"""Reading a new article from the page: a file or a pasted text, in a process of its own."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import urlencode

from starlette.responses import RedirectResponse
from starlette.routing import Route

from tracktwo.web.actions import action, overlay_of
from tracktwo.web.article_form import reading_of
from tracktwo.web.pages.evidence import waiting_of
from tracktwo.web.render import page, view
from tracktwo.web.security import MOST_BYTES

if TYPE_CHECKING:
    from starlette.datastructures import FormData
    from starlette.requests import Request
    from starlette.responses import Response

    from tracktwo.web.served_case import ServedCase


def form_page(request: Request) -> Response:
    """Show the form."""
    seen = view(request)
    return page(
        seen, "read.html.j2", here="evidence", tab="read", waiting=waiting_of(seen),
        most_mb=MOST_BYTES // 1_000_000,
    )  # fmt: skip


@action
def begin(request: Request, form: FormData) -> Response:
    """Read what was sent."""
    served: ServedCase = request.app.state.served
    job = reading_of(form, served, served.path, served.path.parent)
    parts = [overlay_of(form).query, urlencode({"job": job.id})]
    query = "&".join(part for part in parts if part)
    return RedirectResponse(f"/evidence/review?{query}", status_code=303)


ROUTES = (
    Route("/evidence/read", form_page, methods=["GET"]),
    Route("/evidence/read", begin, methods=["POST"]),
)
