"""What may be done: forms that save, and how two people's changes are kept apart."""

from __future__ import annotations

import re
from functools import wraps
from typing import TYPE_CHECKING
from urllib.parse import parse_qsl

from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.responses import RedirectResponse
from starlette.routing import Route

from tracktwo.blocks import words
from tracktwo.case.format.numbers import in_mapping
from tracktwo.case.format.stances import is_word, note_of
from tracktwo.questions.what_if.scenarios import value_of
from tracktwo.web.overlay import Overlay, of_scenario
from tracktwo.web.remarks import author_of
from tracktwo.web.render import address, message
from tracktwo.web.security import MOST_BYTES

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from starlette.datastructures import FormData
    from starlette.requests import Request
    from starlette.responses import Response

    from tracktwo.web.security import Access
    from tracktwo.web.served_case import ConflictError, ServedCase

LIMITS = {"max_files": 20, "max_fields": 2_000, "max_part_size": MOST_BYTES}
"""Of a form."""


def action(
    function: Callable[[Request, FormData], Response],
) -> Callable[[Request], Awaitable[Response]]:
    """Make a handler of a form: its secret is checked, and it runs beside other requests."""

    @wraps(function)
    async def handler(request: Request) -> Response:
        access: Access = request.app.state.access
        async with request.form(**LIMITS) as form:
            if not access.form_is_ours(text(form, "secret")):
                return message(
                    request,
                    403,
                    "The page was too old",
                    ["The server has been started anew since the page was opened.",
                     "Nothing was saved. Go back, load the page again, then repeat it."],
                )  # fmt: skip
            return await run_in_threadpool(function, request, form)

    return handler


def text(form: FormData, name: str) -> str:
    """Return a field of a form as text; nothing where it is missing or a file."""
    value = form.get(name)
    return value if isinstance(value, str) else ""


def texts(form: FormData, name: str) -> list[str]:
    """Return all fields of one name."""
    return [value for value in form.getlist(name) if isinstance(value, str)]


def back(form: FormData, overlay: Overlay | None = None, path: str | None = None) -> Response:
    """Return to the page that a form came from, with its changes or with others."""
    place, _, part = (path or came_from(form)).partition("#")
    to = address(place, overlay if overlay is not None else overlay_of(form))
    return RedirectResponse(f"{to}#{part}" if part else to, status_code=303)


def came_from(form: FormData) -> str:
    """Return the page that a form came from, with a place on it; never one that leads elsewhere."""
    place = text(form, "back")
    return place if _PATH.fullmatch(place) else "/"


_PATH = re.compile(r"/(?!/)[\w./~-]*(\?[\w.~%&=+*-]*)?(#[\w.-]*)?", re.ASCII)


def overlay_of(form: FormData) -> Overlay:
    """Return the changes that a form carries along."""
    return Overlay.of(parse_qsl(text(form, "query"), keep_blank_values=True))


@action
def keep(request: Request, form: FormData) -> Response:
    """Save the changes as a named scenario."""
    served: ServedCase = request.app.state.served
    overlay = overlay_of(form)
    served.state.folder.overlay(overlay.set, overlay.drop)  # only what makes a case is kept
    served.keep(overlay.scenario(text(form, "name")), replace=bool(text(form, "replace")))
    return back(form, overlay)


@action
def forget(request: Request, form: FormData) -> Response:
    """Take a named scenario out of its file."""
    served: ServedCase = request.app.state.served
    served.forget(text(form, "name"))
    return back(form)


@action
def write(request: Request, form: FormData) -> Response:
    """Write the changes into the case, where nobody else has changed the same meanwhile."""
    served: ServedCase = request.app.state.served
    overlay = overlay_of(form)
    if overlay.drop:
        raise HTTPException(
            400,
            "Leaving out an item is not written into the case from here; take it out of case.yaml "
            "by hand, or save the changes as a scenario.",
        )
    if not overlay.set:
        raise HTTPException(400, "There is nothing to write: no value was changed.")
    whys = {note_of(path): " ".join(text(form, f"why.{path}").split())
            for path in overlay.set if is_word(path)}  # fmt: skip
    served.write(overlay.set | {path: why for path, why in whys.items() if why}, was_of(form))
    _note(request, *overlay.set)
    return back(form, Overlay())


@action
def edit(request: Request, form: FormData) -> Response:
    """Write one value into the case: a number or a range, with its reason and its evidence."""
    served: ServedCase = request.app.state.served
    path = text(form, "path")
    value = value_of(text(form, "value") or _range(form), path)
    why, evidence = text(form, "why").strip(), texts(form, "evidence")
    if "why" in form or evidence:  # what the form leaves empty is to go, too
        noted = in_mapping(value)
        value = noted | ({"why": why} if why else {}) | ({"evidence": evidence} if evidence else {})
    served.write({path: value}, was_of(form))
    _note(request, path)
    return back(form, overlay_of(form).without(path))


def _note(request: Request, *paths: str) -> None:
    """Keep who changed which numbers."""
    served: ServedCase = request.app.state.served
    known = served.state.quantities
    labels = [known[path].label if path in known else path for path in paths]
    text = f"changed {words.join(labels)}"
    path = paths[0] if len(paths) == 1 else ""
    served.tell(text, author_of(request), path)


def _range(form: FormData) -> str:
    """Return three fields of a range as text; the middle one alone where the others are empty."""
    low, mode, high = (text(form, name).strip() for name in ("low", "mode", "high"))
    if not low and not high:
        return mode
    return f"[{low or mode}, {mode}, {high or mode}]"


def was_of(form: FormData) -> dict[str, str]:
    """Return what the places to be changed said when the page was made: ``was`` is PATH=TEXT."""
    pairs = (line.partition("=") for line in texts(form, "was"))
    return {path: value for path, _, value in pairs}


async def conflict(request: Request, error: ConflictError) -> Response:
    """Show both versions where two people changed the same, and let the second decide."""
    async with request.form(**LIMITS) as form:
        clashing = {clash.path: clash.now for clash in error.clashes}
        was = was_of(form) | clashing
        kept = [(name, value) for name, value in form.multi_items() if name != "was"]
        fields = [(name, value) for name, value in kept if isinstance(value, str)]
        mine = overlay_of(form)
        theirs = mine
        for path in clashing:
            theirs = theirs.without(path)
        return message(
            request,
            409,
            "Somebody else changed the same meanwhile",
            ["Nothing of yours was saved yet, and nothing of theirs is lost. Choose:"],
            clashes=error.clashes,
            fields=[*fields, *(("was", f"{path}={value}") for path, value in was.items())],
            ways=[
                ("Keep theirs, and your other changes as changes to try",
                 address(came_from(form).partition("#")[0], theirs)),
                ("Look at the case as it is now", "/"),
            ],
        )  # fmt: skip


@action
def try_scenario(request: Request, form: FormData) -> Response:
    """Open a saved scenario as changes to try."""
    served: ServedCase = request.app.state.served
    name = text(form, "name")
    found = next((one for one in served.scenarios() if one.name == name), None)
    if found is None:
        raise HTTPException(404, f"There is no scenario “{name}” any more.")
    return back(form, of_scenario(found.set, found.drop))


ROUTES = (
    Route("/scenarios/keep", keep, methods=["POST"]),
    Route("/scenarios/forget", forget, methods=["POST"]),
    Route("/scenarios/try", try_scenario, methods=["POST"]),
    Route("/case/write", write, methods=["POST"]),
    Route("/case/edit", edit, methods=["POST"]),
)
