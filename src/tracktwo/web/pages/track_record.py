"""Track record: what the odds of drafts have been worth on past processes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from starlette.routing import Route

from tracktwo.scoring.casebook_said import casebook_section
from tracktwo.scoring.published import published_scores
from tracktwo.web.questions import writer
from tracktwo.web.render import page, view

if TYPE_CHECKING:
    from starlette.requests import Request
    from starlette.responses import Response

HERE = "/track-record"


def track_record(request: Request) -> Response:
    """Show the scores of the casebook that the package carries."""
    seen = view(request)
    if seen.part:
        return page(seen, "track_record.html.j2")
    section = casebook_section(published_scores())
    return page(seen, "track_record.html.j2", scores=writer(seen, "casebook").section(section))


ROUTES = (Route(HERE, track_record),)
