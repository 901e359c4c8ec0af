"""Forecasts: the odds that were kept, over the days; keep today's, settle a stage, say how."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from starlette.exceptions import HTTPException
from starlette.routing import Route

from tracktwo.case import CaseError
from tracktwo.case.happened import happened_on
from tracktwo.errors import UnanswerableError
from tracktwo.record.keeping import forecast_of, keep
from tracktwo.record.ledger import place_of_ledger, read_ledger
from tracktwo.record.resolving import marked, resolve
from tracktwo.record.scores import score
from tracktwo.record.scores_section import scores_section
from tracktwo.record.section import kept_section
from tracktwo.web.actions import action, back, text, texts, was_of
from tracktwo.web.questions import writer
from tracktwo.web.render import page, view

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from starlette.datastructures import FormData
    from starlette.requests import Request
    from starlette.responses import Response

    from tracktwo.record.entries import Outcome
    from tracktwo.web.served_case import ServedCase

HERE = "/forecasts"
_OUTCOMES: dict[str, Outcome] = {"passed": "passed", "not-passed": "not-passed", "void": "void"}


def forecasts(request: Request) -> Response:
    """Show the forecasts that were kept, and what may be done with them."""
    seen = view(request)
    if seen.part:
        return page(seen, "forecasts.html.j2")
    case = seen.base
    try:
        ledger = read_ledger(_place(seen.served)).of(case.id)
    except CaseError as error:
        raise HTTPException(400, " ".join(map(str, error.problems))) from error
    happened = happened_on(case)
    settled = ledger.resolutions
    return page(
        seen,
        "forecasts.html.j2",
        kept=writer(seen, "forecast").section(kept_section(ledger, case)),
        scores=writer(seen, "score").section(scores_section(score([ledger]))) if settled else "",
        any_kept=bool(ledger.forecasts),
        happened=happened,
        ahead=[stage for stage in case.roadmap.stages if stage.id not in happened],
        forecast={one.id: one.name for kept in ledger.forecasts for one in kept.stages},
        marked=list(marked(seen.state.folder, ledger)),
    )


def _place(served: ServedCase) -> Path:
    return place_of_ledger(served.path, None)


@action
def keep_odds(request: Request, form: FormData) -> Response:
    """Keep today's odds of the case as saved."""
    served: ServedCase = request.app.state.served
    own: dict[str, float] = {}
    for stage in served.state.folder.case.roadmap.stages:
        typed = text(form, f"own-{stage.id}").strip().removesuffix("%").strip()
        if typed:
            own[stage.id] = _percent(typed, stage.name)
    with _said():
        forecast = forecast_of(
            served.state.folder,
            author=text(form, "author").strip(),
            note=text(form, "note").strip(),
            own=own,
        )
        keep(_place(served), forecast)
    return back(form, path=HERE)


def _percent(typed: str, name: str) -> float:
    try:
        return float(typed.replace(",", ".")) / 100
    except ValueError:
        raise HTTPException(400, f"Own odds of “{name}” should be a number of percent.") from None


@action
def settle(request: Request, form: FormData) -> Response:
    """Settle how a stage came out; nothing is written over."""
    served: ServedCase = request.app.state.served
    outcome = _OUTCOMES.get(text(form, "outcome"))
    if outcome is None:
        raise HTTPException(400, "Choose how it came out: passed, not passed in time, or void.")
    with _said():
        resolve(
            _place(served),
            served.state.folder.case.id,
            text(form, "stage"),
            outcome,
            source=text(form, "source"),
            on=text(form, "on").strip() or None,
            author=text(form, "author").strip(),
            note=text(form, "note").strip(),
        )
    return back(form, path=HERE)


@action
def settle_marked(request: Request, form: FormData) -> Response:
    """Settle every stage that the case marks as happened, by its date and quote."""
    served: ServedCase = request.app.state.served
    folder = served.state.folder
    with _said():
        for stage, on, source in list(marked(folder, read_ledger(_place(served)))):
            resolve(_place(served), folder.case.id, stage, "passed", source=source, on=on)
    return back(form, path=HERE)


@action
def judge(request: Request, form: FormData) -> Response:
    """Write into the case how a stage will be judged."""
    served: ServedCase = request.app.state.served
    path = f"roadmap.stages.{_stage(served, form)}.resolves"
    said = " ".join(text(form, "resolves").split())
    if not said:
        raise HTTPException(400, "Say in a sentence how it will be judged whether it was passed.")
    served.write({path: said}, was_of(form))
    return back(form, path=HERE)


def _stage(served: ServedCase, form: FormData) -> str:
    known = {stage.id for stage in served.state.folder.case.roadmap.stages}
    if text(form, "stage") not in known:
        raise HTTPException(400, "The roadmap has no such stage.")
    return text(form, "stage")


@action
def mark(request: Request, form: FormData) -> Response:
    """Mark a stage or a step as happened, in the case."""
    served: ServedCase = request.app.state.served
    place = text(form, "place")
    stages = served.state.folder.case.roadmap.stages
    known = {f"roadmap.stages.{stage.id}" for stage in stages} | {
        f"roadmap.stages.{stage.id}.milestones.{step.id}"
        for stage in stages
        for step in stage.milestones
    }
    if place not in known:
        raise HTTPException(400, "The roadmap has no such stage or step.")
    date = text(form, "on").strip()
    if not date:
        raise HTTPException(400, "Say on which day it happened, YYYY-MM-DD, or YYYY-MM.")
    mark: dict[str, Any] = {"date": date}
    if note := " ".join(text(form, "note").split()):
        mark["note"] = note
    if evidence := [id_ for id_ in texts(form, "evidence") if id_]:
        mark["evidence"] = evidence
    changes: dict[str, Any] = {f"{place}.happened": mark}
    moved = text(form, "as_of").strip()
    if moved and moved != str(served.state.folder.case.as_of):
        changes["as_of"] = moved
    served.write(changes, was_of(form))
    return back(form, path=HERE)


@contextmanager
def _said() -> Iterator[None]:
    """Tell what cannot be done as what the page answers."""
    try:
        yield
    except UnanswerableError as error:
        told = str(error)
        raise HTTPException(400, f"{told[:1].upper()}{told[1:]}.") from error


ROUTES = (
    Route(HERE, forecasts),
    Route(f"{HERE}/keep", keep_odds, methods=["POST"]),
    Route(f"{HERE}/settle", settle, methods=["POST"]),
    Route(f"{HERE}/settle-marked", settle_marked, methods=["POST"]),
    Route(f"{HERE}/judge", judge, methods=["POST"]),
    Route(f"{HERE}/happened", mark, methods=["POST"]),
)
