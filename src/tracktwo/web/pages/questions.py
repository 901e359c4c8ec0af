"""Questions that take seconds and belong to no other page."""

from __future__ import annotations

from typing import TYPE_CHECKING

from starlette.routing import Route

from tracktwo.web.questions import answers_at
from tracktwo.web.render import page, view

if TYPE_CHECKING:
    from starlette.requests import Request
    from starlette.responses import Response


HERE = "/questions"


def questions(request: Request) -> Response:
    """Show the questions, and the answers there are."""
    seen = view(request)
    return page(
        seen,
        "questions.html.j2",
        answers=answers_at(seen, HERE),
    )


ROUTES = (Route(HERE, questions),)
