"""Long work from a page: starting it, watching it, stopping it.

A page shows a job by including ``job.html.j2``; the script asks for it again until it is over.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

from starlette.exceptions import HTTPException
from starlette.responses import HTMLResponse
from starlette.routing import Route

from tracktwo.errors import UnanswerableError
from tracktwo.questions import questions
from tracktwo.web.actions import action, back, text, texts
from tracktwo.web.render import fragment

if TYPE_CHECKING:
    from collections.abc import Mapping

    from starlette.datastructures import FormData
    from starlette.requests import Request
    from starlette.responses import Response

    from tracktwo.questions.definition import Question
    from tracktwo.questions.options import Option
    from tracktwo.web.jobs import Job
    from tracktwo.web.served_case import ServedCase

CALL = "tracktwo.questions.ask:answered"


def asked_here() -> dict[str, Question]:
    """Return the questions that the workbench asks, by name."""
    return {one.name: one for one in questions() if one.page}


def offered(question: Question) -> tuple[Option, ...]:
    """Return the options that a form offers: changes are tried elsewhere, and files stay away."""
    return tuple(
        one
        for one in question.fields
        if one.said.part == "asked"
        and one.name != "threads"  # one, so that sliders keep the other core
        and one.said.of not in {"changes", "case"}
        and one.type is not Path
    )


def key_of(served: ServedCase, question: str, options: Mapping[str, Any] | None = None) -> str:
    """Return what names a question asked of the case as it is now, with options of its own."""
    key = f"{question}:{served.state.folder.digest}"
    return f"{key}:{json.dumps(options, sort_keys=True)}" if options else key


def jobs_of(served: ServedCase, question: str) -> list[Job]:
    """Return the jobs on a question about the case as it is now, the latest first."""
    return served.jobs.about(key_of(served, question))


@action
def begin(request: Request, form: FormData) -> Response:
    """Start working on a question."""
    served: ServedCase = request.app.state.served
    name = text(form, "question")
    question = asked_here().get(name)
    if question is None:
        raise HTTPException(404, f"There is no question “{name}”.")
    try:
        options = _read(question, form)
        question.values(options)
    except UnanswerableError as error:
        raise HTTPException(400, f"{question.title}: {error}.") from error
    served.jobs.start(
        key_of(served, name, options),
        question.title,
        CALL,
        {"name": name, "options": {"threads": 1, **options}},
    )
    return back(form)


def _read(question: Question, form: FormData) -> dict[str, Any]:
    """Return the options that a form gives, without those that it leaves as they are."""
    found = {}
    for one in offered(question):
        if one.name in form:
            value = one.read("\n".join(texts(form, one.name)))
            if value != one.default:
                found[one.name] = value
    return found


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
    return HTMLResponse(fragment(request, "job.html.j2", job=job.now()))


ROUTES = (
    Route("/jobs", begin, methods=["POST"]),
    Route("/jobs/cancel", cancel, methods=["POST"]),
    Route("/jobs/{job}", watch),
)
