"""Long work from a page: starting it, watching it, stopping it.

A page shows a job by including ``job.html.j2``; the script asks for it again until it is over.
"""

from __future__ import annotations

from importlib.util import find_spec
from typing import TYPE_CHECKING, Any, cast

from starlette.exceptions import HTTPException
from starlette.responses import HTMLResponse
from starlette.routing import Route

from tracktwo.questions.ask import NEEDS
from tracktwo.web.actions import action, back, text
from tracktwo.web.render import fragment

if TYPE_CHECKING:
    from starlette.datastructures import FormData
    from starlette.requests import Request
    from starlette.responses import Response

    from tracktwo.questions.ask import Part
    from tracktwo.web.jobs import Job
    from tracktwo.web.served_case import ServedCase

_ASK = "tracktwo.questions.ask:ask"
ASKED: dict[str, tuple[str, str, dict[str, Any]]] = {
    "matters": ("Which assumptions matter", _ASK, {"parts": ("matters",)}),
    "matters-more": (
        "Which assumptions matter, with more samples",
        "tracktwo.questions.matters.sensitivity:matters",
        {"samples": 4096, "single_samples": 0},
    ),
    "levers": ("Mixes of levers within the limit", _ASK, {"parts": ("levers",)}),
    "agree": ("What could be agreed", _ASK, {"parts": ("agree",)}),
    "who": ("Who matters", _ASK, {"parts": ("who",)}),
    "tornado": ("Every number end to end", _ASK, {"parts": ("what-if",)}),
}
"""Questions that take seconds: a label, the function, and its options."""


def missing(question: str) -> tuple[str, ...]:
    """Return the modules without which a question cannot be worked out."""
    needed = NEEDS.get(cast("Part", question.removesuffix("-more")), ())
    return tuple(name for name in needed if find_spec(name) is None)


def key_of(served: ServedCase, question: str) -> str:
    """Return what names a question asked of the case as it is now."""
    return f"{question}:{served.state.folder.digest}"


def job_of(served: ServedCase, question: str) -> Job | None:
    """Return the latest job on a question about the case as it is now, if there is one."""
    return served.jobs.find(key_of(served, question))


@action
def begin(request: Request, form: FormData) -> Response:
    """Start working on a question."""
    served: ServedCase = request.app.state.served
    question = text(form, "question")
    if question not in ASKED:
        raise HTTPException(404, f"There is no question “{question}”.")
    label, call, options = ASKED[question]
    served.jobs.start(key_of(served, question), label, call, {"threads": 1, **options})
    return back(form)


@action
def cancel(request: Request, form: FormData) -> Response:
    """Stop a job."""
    served: ServedCase = request.app.state.served
    job = served.jobs.get(text(form, "job"))
    if job is not None:
        served.jobs.cancel(job)
    return back(form)


def watch(request: Request) -> Response:
    """Return how far a job is, as a piece of a page."""
    served: ServedCase = request.app.state.served
    job = served.jobs.get(request.path_params["job"])
    if job is None:
        raise HTTPException(404, "There is no such job any more.")
    return HTMLResponse(fragment(request, "job.html.j2", job=job))


ROUTES = (
    Route("/jobs", begin, methods=["POST"]),
    Route("/jobs/cancel", cancel, methods=["POST"]),
    Route("/jobs/{job}", watch),
)
