"""Report: the readable page of the case, with or without the changes tried, and downloads."""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING

from starlette.exceptions import HTTPException
from starlette.responses import HTMLResponse, Response
from starlette.routing import Route

from tracktwo.web.editions import FORMATS, Edition
from tracktwo.web.questions import answered
from tracktwo.web.render import fragment, page, view
from tracktwo.web.security import REPORT_POLICY

if TYPE_CHECKING:
    from concurrent.futures import Future

    from starlette.requests import Request

    from tracktwo.web.render import View

PATIENCE = 0.4
"""Seconds that the page waits for a run before it says that one is on."""


def report(request: Request) -> Response:
    """Show the report, or that it is being made."""
    seen = view(request)
    if seen.part:
        return page(seen, "report.html.j2")
    edition: Edition | None = None
    with suppress(TimeoutError):
        edition = _edition(seen).result(timeout=PATIENCE)
    kept = {a.id for a in edition.folder.case.alternatives} if edition else set()
    return page(
        seen,
        "report.html.j2",
        made=edition is not None and edition.is_written,
        formats=[one for one in FORMATS.values() if one.ending != "yaml" or seen.overlay.steps],
        answered=answered(seen)[1],
        left_out=[a.name for a in seen.case.alternatives if edition and a.id not in kept],
    )


def _edition(seen: View) -> Future[Edition]:
    state = seen.state
    return state.editions.of(state.folder, state.compute(), seen.overlay, answered(seen)[0])


def frame(request: Request) -> Response:
    """Return the frame that holds the report, once the run is done."""
    seen = view(request)
    _ = _edition(seen).result().html  # written now, so that the frame need not wait
    return HTMLResponse(fragment(request, "report_frame.html.j2", query=seen.overlay.query))


def shown(request: Request) -> Response:
    """Return the report itself, which may run its own script alone and load nothing."""
    edition = _edition(view(request)).result()
    return HTMLResponse(edition.html, headers={"Content-Security-Policy": REPORT_POLICY})


def download(request: Request) -> Response:
    """Return an edition as a file."""
    ending = request.path_params["ending"]
    seen = view(request)
    if ending not in FORMATS or (ending == "yaml" and not seen.overlay.steps):
        raise HTTPException(404, "There is no such download.")
    if FORMATS[ending].missing:
        lacking = ", ".join(FORMATS[ending].missing)
        raise HTTPException(
            400, f"This needs {lacking}: pip install 'tracktwo[office]', then start again."
        )
    edition = _edition(seen).result()
    one = FORMATS[ending]
    # Ids are lower-case letters, digits and hyphens: nothing in the name can end it.
    name = f"{edition.folder.case.id}{'-changed' if edition.is_changed else ''}.{ending}"
    return Response(
        one.write(edition),
        media_type=one.media_type,
        headers={
            "Content-Disposition": f'attachment; filename="{name}"',
            "Content-Security-Policy": REPORT_POLICY,
        },
    )


ROUTES = (
    Route("/report", report),
    Route("/report/frame", frame),
    Route("/report/view", shown),
    Route("/report/download/{ending}", download),
)
