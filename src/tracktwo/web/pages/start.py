"""Start: from an article to a first draft, where there is no case yet."""

from __future__ import annotations

import datetime as dt
from functools import partial
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from starlette.responses import RedirectResponse
from starlette.routing import Route

from tracktwo.blocks import words
from tracktwo.drafting import DraftError, kinds_to_ask
from tracktwo.drafting.accepted import first_draft, main_plan, steps_of
from tracktwo.reading.proposals.store import Store
from tracktwo.reading.review.merge import merge, pending
from tracktwo.web.actions import action, text, texts
from tracktwo.web.article_form import day_of, reading_of
from tracktwo.web.case_to_be import CaseToBe
from tracktwo.web.proposal_form import session_of
from tracktwo.web.render import INTERVIEW, Moved, beginning, page
from tracktwo.web.security import MOST_BYTES
from tracktwo.web.served_case import ServedCase

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from starlette.datastructures import FormData
    from starlette.requests import Request
    from starlette.responses import Response

    from tracktwo.reading.review.decisions import Session
    from tracktwo.web.jobs import Job
    from tracktwo.web.render import Beginning

HERE, DRAFT = "/start", "/start/draft"
WITHOUT_A_CASE = (
    HERE, "/evidence/review", "/evidence/decide", "/evidence/undo", "/evidence/edit", "/jobs/",
    "/static/",
)  # fmt: skip
"""What is shown and done while there is no case; all else leads to the start."""
NOTHING = "Nothing is accepted yet."
MOST_STEPS = 8
"""Steps of a plan that a person is asked for."""


def start(request: Request) -> Response:
    """Ask for an article; while it is read, say how far that is."""
    seen = beginning(request)
    job = seen.served.jobs.get(request.query_params.get("job", ""))
    job = job.now() if job is not None else None
    if job is not None and job.state == "done" and not job.value.refused:
        raise Moved(f"/evidence/review?{urlencode({'job': job.id})}")
    return _start_page(seen, job)


def _start_page(seen: Beginning, job: Job | None) -> Response:
    folder = seen.served.folder
    return page(
        seen,
        "start.html.j2",
        job=job,
        waiting=len(Store(folder).proposals()) if folder is not None else 0,
        within=seen.served.within.resolve(),
        most_mb=MOST_BYTES // 1_000_000,
    )


@action
def begin(request: Request, form: FormData) -> Response:
    """Read what was sent, for the folder that was named or for a new one."""
    seen = beginning(request)
    to_be = seen.served
    with to_be.writing:
        job = reading_of(form, to_be, to_be.named, to_be.within)
        to_be.reads(job)
    return RedirectResponse(f"{HERE}?{urlencode({'job': job.id})}", status_code=303)


# --- the draft -------------------------------------------------------------------------------


def draft_form(request: Request) -> Response:
    """Ask what the draft needs and the text does not say: its day, the steps of a plan."""
    seen = beginning(request)
    session = session_of(seen.served, request.query_params.get("who", ""))
    return _draft_page(seen, session)


def _draft_page(
    seen: Beginning,
    session: Session,
    status: int = 200,
    *,
    wrong: str = "",
    given: Sequence[str] = (),
    day: str = "",
) -> Response:
    accepted = pending(session)
    plan, left = _plans_of(session, accepted)
    kinds: dict[str, int] = {}
    for row in accepted:
        kinds[row["kind"]] = kinds.get(row["kind"], 0) + 1
    return page(
        seen,
        "start_draft.html.j2",
        status,
        accepted=kinds,
        count=len(accepted),
        waiting=len(session.queue),
        plan=plan,
        left=left,
        known_day=_day_of(session, accepted),
        kinds=kinds_to_ask(),
        places=range(1, MOST_STEPS + 1),
        who=seen.request.query_params.get("who", ""),
        wrong=wrong,
        given=[*given, *[""] * MOST_STEPS][:MOST_STEPS],
        day=day,
    )


def _plans_of(
    session: Session, accepted: Sequence[Mapping[str, Any]]
) -> tuple[list[str], list[list[str]]]:
    """Return the names of the steps of the plan that a draft would follow, and of the others."""
    plans = [session.item(row) for row in accepted if row["kind"] == "roadmap"]
    main = main_plan(plans)
    steps = {
        id(plan): [str(step.get("name") or step["id"]) for step in steps_of(plan)] for plan in plans
    }
    first = steps.pop(id(main), [])
    return first, list(steps.values())


def _day_of(session: Session, accepted: Sequence[Mapping[str, Any]]) -> dt.date | None:
    """Return the latest day of the articles that something was accepted from."""
    records = session.store.sources()
    days = []
    for source in {row["source"] for row in accepted}:
        parts = records.get(source, {}).get("issued", {}).get("date-parts", [[]])[0]
        days += [dt.date(*parts)] if len(parts) == 3 else []
    return max(days, default=None)


@action
def draft(request: Request, form: FormData) -> Response:
    """Draft the case of what was accepted and serve it; nothing is written where that fails."""
    seen = beginning(request)
    to_be = seen.served
    given = [kind for kind in texts(form, "step") if kind][:MOST_STEPS]
    first = partial(first_draft, plan=given or None, published=day_of(text(form, "published")))
    with to_be.writing:
        if not isinstance(request.app.state.served, CaseToBe):  # somebody was quicker
            raise Moved("/")
        session = session_of(to_be, text(form, "who"))
        try:
            merge(session, to_be.sources, first=first)
        except DraftError as error:
            return _draft_page(
                seen, session, 400, wrong=_said(error), given=given, day=text(form, "published")
            )
        if not to_be.is_made:
            return _draft_page(seen, session, 400, wrong=NOTHING)
        served = ServedCase(to_be.path, to_be.sources)
        served.state.compute()
        request.app.state.served = served
    return RedirectResponse(INTERVIEW[0], status_code=303)


def _said(error: DraftError) -> str:
    """Return an error as a sentence; the list of kinds stands in the form."""
    return words.sentence(str(error).partition(" There are: ")[0])


ROUTES = (
    Route(HERE, start, methods=["GET"]),
    Route(HERE, begin, methods=["POST"]),
    Route(DRAFT, draft_form, methods=["GET"]),
    Route(DRAFT, draft, methods=["POST"]),
)
