"""Questions that take seconds: who matters on the roadmap, and what could be agreed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from starlette.routing import Route

from tracktwo.web.questions import answer_of
from tracktwo.web.render import page, view

if TYPE_CHECKING:
    from starlette.requests import Request
    from starlette.responses import Response


def questions(request: Request) -> Response:
    """Show the questions, and the answers there are."""
    seen = view(request)
    return page(
        seen,
        "questions.html.j2",
        who=answer_of(seen, "who"),
        agree=answer_of(seen, "agree"),
    )


ROUTES = (Route("/questions", questions),)
