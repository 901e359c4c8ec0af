"""New case: begun by a form, without an article."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, get_args

from starlette.responses import RedirectResponse
from starlette.routing import Route

from tracktwo.building import BuildError, NewProcess, begin, process_kinds
from tracktwo.building.begin import MOST_STEPS, write_new
from tracktwo.case.format.actors import ActorKind
from tracktwo.case.steps import ProcessPart
from tracktwo.drafting import kinds_to_ask
from tracktwo.web.actions import action, text, texts
from tracktwo.web.case_to_be import CaseToBe
from tracktwo.web.reading_job import claimed
from tracktwo.web.render import INTERVIEW, Moved, beginning, page
from tracktwo.web.served_case import ServedCase

if TYPE_CHECKING:
    from starlette.datastructures import FormData
    from starlette.requests import Request
    from starlette.responses import Response

    from tracktwo.web import render

HERE = "/start/new"
ROWS = 8
"""Actors that the form has room for; more are added on the page Build."""


def ask(request: Request) -> Response:
    """Ask who is in it, and which steps are proposed."""
    return _page(beginning(request), NewProcess("", "", [], []), "")


def _page(
    seen: render.Beginning, said: NewProcess, kind: str, wrong: dict[str, str] | None = None,
    status: int = 200,
) -> Response:  # fmt: skip
    rows = [*said.actors, *[("", "", "")] * ROWS][: max(ROWS, len(said.actors))]
    return page(
        seen,
        "new_case.html.j2",
        status,
        said=said,
        rows=rows,
        steps=[*said.steps, *[""] * MOST_STEPS][:MOST_STEPS],
        wrong=wrong or {},
        process=kind,
        processes=process_kinds(),
        step_kinds=kinds_to_ask(),
        kinds=get_args(ActorKind),
        parts=get_args(ProcessPart),
        today=dt.date.today().isoformat(),  # noqa: DTZ011  (shown, to be changed)
        within=seen.served.within.resolve(),
    )


@action
def make(request: Request, form: FormData) -> Response:
    """Make the case and serve it; nothing is written where something is wrong."""
    seen = beginning(request)
    kind = process_kinds().get(text(form, "process"))
    names, kinds, parts = texts(form, "name"), texts(form, "kind"), texts(form, "part")
    rows = [row for row in zip(names, kinds, parts, strict=False) if row[0].strip()]
    ticked = {int(n) for n in texts(form, "proposer") if n.isdecimal()}
    said = NewProcess(
        text(form, "title"), text(form, "date"), rows,
        [one for one in texts(form, "step") if one] or (list(kind.steps) if kind else []),
        [name for n, name in enumerate(names) if n in ticked and name.strip()],
        text(form, "question").strip() or (kind.question if kind else ""),
    )  # fmt: skip
    to_be = seen.served
    with to_be.writing:
        if not isinstance(request.app.state.served, CaseToBe):  # somebody was quicker
            raise Moved("/")
        try:
            made = begin(said)
        except BuildError as error:
            return _page(seen, said, text(form, "process"), error.fields, 400)
        folder = to_be.named
        if folder is None:
            folder = claimed(to_be.within, said.title)
        write_new(folder, made)
        served = ServedCase(folder, to_be.sources)
        served.state.compute()
        request.app.state.served = served
    return RedirectResponse(INTERVIEW[0], status_code=303)


ROUTES = (
    Route(HERE, ask, methods=["GET"]),
    Route(HERE, make, methods=["POST"]),
)
