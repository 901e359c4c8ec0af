"""Build: actors, issues, steps, stances, levers and alternatives, without an editor."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, get_args

from starlette.responses import JSONResponse, RedirectResponse
from starlette.routing import Route

from tracktwo.blocks import words
from tracktwo.building import BuildError
from tracktwo.building.adding import players
from tracktwo.building.asked import perform
from tracktwo.building.numbers import reason_of, spans
from tracktwo.building.problems import in_words
from tracktwo.building.rules import HOW, chosen
from tracktwo.case import CaseError
from tracktwo.case.format.actors import ActorKind
from tracktwo.case.format.roadmap import StanceWord
from tracktwo.case.quantities import names, stance_key, step_names
from tracktwo.case.save import ChangedError, rewrite
from tracktwo.case.steps import ProcessPart
from tracktwo.drafting import kinds_to_ask
from tracktwo.web.actions import action, came_from, text, was_of
from tracktwo.web.remarks import author_of
from tracktwo.web.render import page, view

if TYPE_CHECKING:
    from starlette.datastructures import FormData
    from starlette.requests import Request
    from starlette.responses import Response

    from tracktwo.web.served_case import ServedCase

HERE = "/build"


def build(request: Request) -> Response:
    """Show what the case has, each with forms to change it."""
    seen = view(request)
    folder = seen.state.folder
    data = folder.plain()
    steps = seen.served.history.steps
    label = names(folder.case)
    return page(
        seen,
        "build.html.j2",
        data=_filled(data),
        able=[a for a in data["actors"] if a["id"] in players(data)],
        rows={(r["actor"], r["issue"]): r for r in data.get("positions") or []},
        how=HOW,
        chosen=chosen,
        kinds=get_args(ActorKind),
        parts=get_args(ProcessPart),
        attitudes=get_args(StanceWord),
        step_kinds=kinds_to_ask(),
        step_words=step_names(folder.case),
        done=[words.sentence(step.what) for step in reversed(steps[-5:])],
        said=[f"stances.{stance_key(one.actor, one.on)}" for one in folder.case.stances],
        spans=spans,
        reason_of=reason_of,
        shown=shown,
        agree={
            m.id: words.consent(m.consent, label)
            for stage in folder.case.roadmap.stages
            for m in stage.milestones
        },
    )


_LEFT_OUT = {
    "actors": {"short": "", "part": "", "capability": None},
    "issues": {},
    "stances": {"note": ""},
    "levers": {},
    "alternatives": {"description": ""},
}  # fmt: skip
"""What items may leave out, as the template asks for it."""


def _filled(data: dict[str, Any]) -> dict[str, Any]:
    for kind, fields in _LEFT_OUT.items():
        data[kind] = [fields | item for item in data.get(kind) or []]
    for stage in data["roadmap"]["stages"]:
        stage.setdefault("step", "")
        stage.setdefault("pace", None)
        stage["milestones"] = [{"rule": None, "after": []} | m for m in stage["milestones"]]
    return data


def shown(value: Any) -> str:
    """Say a number of case.yaml with its range."""
    low, mode, high = spans(value)
    return f"{mode} ({low}-{high})" if low else mode


def _fields(form: FormData) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for name, value in form.multi_items():
        if isinstance(value, str) and name != "was":
            found.setdefault(name, []).append(value)
    return found


@action
def change(request: Request, form: FormData) -> Response:
    """Do what a form asks for, and write it into the case."""
    served: ServedCase = request.app.state.served
    was = was_of(form) if {"was", "seen"} & form.keys() else None
    try:
        what = served.rebuild(lambda data: perform(data, text(form, "op"), _fields(form)), was)
    except ChangedError:
        raise
    except CaseError as error:
        if served.state.problems:  # of the files as they are
            raise
        raise in_words(error.problems, served.state.folder.plain()) from error
    served.tell(what, author_of(request))
    return RedirectResponse(came_from(form), status_code=303)


@action
def check(request: Request, form: FormData) -> Response:
    """Say what would be wrong with a change; nothing is written."""
    served: ServedCase = request.app.state.served
    folder = served.state.folder
    data = folder.plain()
    try:
        perform(data, text(form, "op"), _fields(form))
        rewrite(folder, data, write=False)
    except BuildError as error:
        return JSONResponse({"problems": error.problems})
    except CaseError as error:
        said = in_words(error.problems, folder.plain())
        return JSONResponse({"problems": said.problems})
    return JSONResponse({"problems": []})


@action
def undo(request: Request, form: FormData) -> Response:
    """Undo the latest change that was made here."""
    served: ServedCase = request.app.state.served
    what = served.undo()
    served.tell(f"undid: {what}", author_of(request))
    return RedirectResponse(came_from(form), status_code=303)


ROUTES = (
    Route(HERE, build, methods=["GET"]),
    Route(HERE, change, methods=["POST"]),
    Route(f"{HERE}/check", check, methods=["POST"]),
    Route(f"{HERE}/undo", undo, methods=["POST"]),
)
