"""Interview: one question at a time, the most consequential first, until a draft is one's own.

The questions are put in the order that was worked out last; after an answer a new order is worked
out beside, so that nobody waits for it.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING
from urllib.parse import urlencode

from starlette.exceptions import HTTPException
from starlette.responses import RedirectResponse
from starlette.routing import Route

from tracktwo.blocks import words
from tracktwo.blocks.words import clean
from tracktwo.case import CaseError
from tracktwo.errors import UnanswerableError
from tracktwo.files import locked
from tracktwo.questions.interview.answers import Answer, answer, kept, undo
from tracktwo.questions.interview.records import Interview
from tracktwo.questions.interview.unsettled import unsettled
from tracktwo.web.actions import action, overlay_of, text, texts
from tracktwo.web.proposal_form import named
from tracktwo.web.render import INTERVIEW, message, page, view
from tracktwo.web.work import CALL, key_of

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from starlette.datastructures import FormData
    from starlette.requests import Request
    from starlette.responses import Response

    from tracktwo.case import CaseFolder
    from tracktwo.questions.interview.records import Unsettled
    from tracktwo.web.jobs import Job
    from tracktwo.web.render import View
    from tracktwo.web.served_case import ServedCase

HERE = INTERVIEW[0]
PUT_OFF = 60
"""Questions put off that an address carries."""
MOST_QUOTES = 3
LONGEST = 500
"""Characters of a reason."""


@dataclass(frozen=True)
class Put:
    """A question as the page puts it."""

    question: Unsettled
    points: str
    """What an answer could do to the odds; nothing where that is not worked out yet."""


@dataclass(frozen=True)
class Moving:
    """What the last answer did to the odds of a stage."""

    stage: str
    before: float
    after: float


def interview(request: Request) -> Response:
    """Put the next question, or the one that is asked for."""
    seen = view(request)
    if seen.part:
        return page(seen, "interview.html.j2")
    asked = request.query_params
    later = asked.getlist("later")[-PUT_OFF:]
    open_ = unsettled(seen.base)
    job = _ordering(seen.served, open_)
    order = _worked_out(seen.served)
    questions = _in_order(open_, order, later)
    shown = next((one for one in questions if one.question.id == asked.get("ask")), None)
    first = questions[0] if questions else None
    ready = order is not None or job is None or job.over
    return page(
        seen,
        "interview.html.j2",
        job=job,
        put=shown or (first if ready else None),
        questions=questions,
        order=order,
        evidence=_evidence(seen.state.folder, shown or first),
        by=asked.get("by", "")[:80],
        you=named(asked.get("by", "")),
        later=later,
        last=_last(seen.state.folder),
        moving=_moving(seen, asked.get("was", "")),
        to=lambda **more: _address(seen.overlay.query, asked.get("by", ""), later, **more),
        numbers=seen.state.quantities,
        longest=LONGEST,
    )


def _ordering(served: ServedCase, open_: Sequence[Unsettled]) -> Job | None:
    """Return the job that works out the order for the case as it is, started where need be."""
    if not open_:
        return None
    key = key_of(served, "interview")
    known = served.jobs.find(key)
    if known is not None:
        return known.now()
    for old in served.jobs.about("interview"):
        served.jobs.cancel(old)  # of the case as it was before an answer
    options = {"name": "interview", "options": {"threads": 1}}
    return served.jobs.start(key, "Weighing the questions", CALL, options, waits=False).now()


def _worked_out(served: ServedCase) -> Interview | None:
    """Return the order that was worked out last, perhaps before the last answers."""
    values = (job.value for job in served.jobs.about("interview") if job.state == "done")
    return next((value for value in values if isinstance(value, Interview)), None)


def _in_order(
    open_: Sequence[Unsettled], order: Interview | None, later: Sequence[str]
) -> list[Put]:
    """Return the open questions in the order to ask them in, those put off last."""
    swings = {one.id: abs(one.swing) for one in order.questions} if order is not None else {}
    found = [
        Put(
            replace(one, swing=swings.get(one.id, 0.0)),
            words.points(swings[one.id]).lstrip("+") if one.id in swings else "",
        )
        for one in open_
    ]
    return sorted(found, key=lambda put: (put.question.id in later, put.question.rank))


def _evidence(folder: CaseFolder, put: Put | None) -> list[str]:
    """Return the quotes that what is asked about rests on."""
    if put is None:
        return []
    found: list[str] = []
    for path in put.question.parts or (put.question.id,):
        for place in (path, path.rpartition(".")[0]):
            try:
                value = folder.value(place)
            except CaseError:
                continue
            if isinstance(value, dict) and value.get("evidence"):
                found += map(str, value["evidence"])
                break
    return list(dict.fromkeys(found))[:MOST_QUOTES]


def _last(folder: CaseFolder) -> str | None:
    """Return the question that was answered last; None where none was."""
    answers = kept(folder)
    return str(answers[-1]["question"]) if answers else None


def _moving(seen: View, was: str) -> Moving | None:
    """Return what an answer did, as the address tells: the stage and its odds before."""
    stage, _, text_ = was.partition(":")
    place = next((n for n, one in enumerate(seen.live.now) if one.id == stage), None)
    try:
        before = float(text_)
    except ValueError:
        return None
    if place is None or not math.isfinite(before) or not 0 <= before <= 1:
        return None
    return Moving(seen.live.now[place].name, before, seen.live.reached(place).mean)


def _address(query: str, by: str, put_off: Sequence[str], **more: str) -> str:
    """Return the address of the page with what it carries along."""
    pairs = [("by", by)] if by else []
    pairs += [("later", id_) for id_ in put_off if id_]
    pairs += more.items()
    parts = [query, urlencode(pairs)]
    rest = "&".join(part for part in parts if part)
    return f"{HERE}?{rest}" if rest else HERE


# --- answering -------------------------------------------------------------------------------


@action
def give(request: Request, form: FormData) -> Response:
    """Write an answer into the case, with its reason and author."""
    choice = text(form, "answer")
    if not choice:
        raise HTTPException(400, "Choose one of the answers, or put the question off.")
    given = Answer(
        text(form, "question"),
        answer=choice,
        why=_line(text(form, "why")) or None,
        by=named(clean(text(form, "by"))),
    )
    return _changed(request, form, lambda folder: answer(folder, [given]))


@action
def take_back(request: Request, form: FormData) -> Response:
    """Take the last answer back, if it still is the one that the page showed."""
    expected = text(form, "question")

    def taken_back(folder: CaseFolder) -> None:
        if _last(folder) != expected:
            raise UnanswerableError("another answer was given, or taken back, meanwhile")
        undo(folder)

    return _changed(request, form, taken_back)


def _changed(request: Request, form: FormData, change: Callable[[CaseFolder], object]) -> Response:
    """Change the case and go on with the interview, saying what the odds were before."""
    served: ServedCase = request.app.state.served
    by, later = text(form, "by"), texts(form, "later")[-PUT_OFF:]
    on = _address(overlay_of(form).query, by, later)
    with served.writing, locked(served.path):
        state = served.state
        if state.problems:
            raise CaseError(state.problems)
        before = state.live.answer({})
        try:
            change(state.folder)
        except UnanswerableError as error:
            lines = [words.sentence(str(error)), "Nothing was saved."]
            ways = [("On with the interview", on)]
            return message(request, 409, "Not answered", lines, ways=ways)
    place = next(n for n, one in enumerate(before.stages) if one.id == before.focus)
    was = f"{before.focus}:{before.reached(place).mean:.6f}"
    on = _address(overlay_of(form).query, by, later, was=was)
    return RedirectResponse(on, status_code=303)


def _line(given: str) -> str:
    return " ".join(clean(given).split())[:LONGEST]


ROUTES = (
    Route(HERE, interview, methods=["GET"]),
    Route(HERE, give, methods=["POST"]),
    Route(f"{HERE}/undo", take_back, methods=["POST"]),
)
