"""Several people at one case: who one is, comments, what was changed and by whom, news of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from starlette.exceptions import HTTPException
from starlette.responses import JSONResponse, RedirectResponse
from starlette.routing import Route

from tracktwo.web.actions import action, came_from, text
from tracktwo.web.case_to_be import CaseToBe
from tracktwo.web.remarks import COOKIE, as_cookie, author_of, remark, remarks_of
from tracktwo.web.render import page, view

if TYPE_CHECKING:
    from starlette.datastructures import FormData
    from starlette.requests import Request
    from starlette.responses import Response

    from tracktwo.web.served_case import ServedCase

_YEAR = 365 * 24 * 3600


@action
def name(_: Request, form: FormData) -> Response:
    """Keep in the browser who sits at it."""
    answer = RedirectResponse(came_from(form), status_code=303)
    given = as_cookie(text(form, "name"))
    if given:
        answer.set_cookie(COOKIE, given, max_age=_YEAR, httponly=True, samesite="strict")
    else:
        answer.delete_cookie(COOKIE)
    return answer


@action
def comment(request: Request, form: FormData) -> Response:
    """Keep a comment on a number."""
    served: ServedCase = request.app.state.served
    path = text(form, "path")
    if path not in served.state.quantities:
        raise HTTPException(404, "The case has no such number any more.")
    author = text(form, "author").strip() or author_of(request)
    remark(served.path, "comment", text(form, "text"), author=author, path=path)
    return RedirectResponse(came_from(form), status_code=303)


def remarks(request: Request) -> Response:
    """List comments and changes, the latest first."""
    seen = view(request)
    found = remarks_of(seen.served.path)
    return page(seen, "remarks.html.j2", here="remarks", remarks=found, you=author_of(request))


def state(request: Request) -> Response:
    """Say which version of the case is on disk, so that a page sees when it is out of date."""
    served = request.app.state.served
    if isinstance(served, CaseToBe):
        return JSONResponse({"case": 0, "by": ""})
    number = served.state.number
    if request.query_params.get("case") == str(number):  # as nearly always: nobody is looked up
        return JSONResponse({"case": number, "by": ""})
    return JSONResponse({"case": number, "by": served.authors.get(number, "")})


ROUTES = (
    Route("/remarks", remarks),
    Route("/remarks/name", name, methods=["POST"]),
    Route("/remarks/comment", comment, methods=["POST"]),
    Route("/state", state),
)
