"""The application: routes, and what happens when something goes wrong."""

from __future__ import annotations

import contextlib
from importlib import resources
from typing import TYPE_CHECKING

from anyio import CapacityLimiter, to_thread
from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.requests import ClientDisconnect
from starlette.responses import RedirectResponse, Response
from starlette.routing import Mount, Route
from starlette.staticfiles import StaticFiles

from tracktwo.building import BuildError
from tracktwo.case import CaseError
from tracktwo.files import FileError
from tracktwo.reading.problems import ReadingError
from tracktwo.report.html import charts_script
from tracktwo.report.svg import warm_up
from tracktwo.roadmap.structure import TooManyStatesError
from tracktwo.web import actions, work
from tracktwo.web.case_to_be import CaseToBe, NoCaseYetError
from tracktwo.web.history import NotUndoneError
from tracktwo.web.pages import ROUTES
from tracktwo.web.pages.start import WITHOUT_A_CASE
from tracktwo.web.remarks import RemarkError
from tracktwo.web.render import Moved, listed, message, refused
from tracktwo.web.security import Access, Guard
from tracktwo.web.served_case import ConflictError, ServedCase

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from starlette.datastructures import State
    from starlette.requests import Request
    from starlette.types import ASGIApp, Message, Receive, Scope, Send


PAGES_AT_A_TIME = 12
"""Pages worked on at a time: more than there are cores, since some only wait for the full run; each
has its share of memory."""
QUICK = ("/static/", "/state", "/jobs")
"""What is asked for at once or again and again, and takes no work."""
MORE_THREADS = 4
"""For that, and for forms, so that neither waits while many pages are worked on."""


class Turns:
    """Pages wait for their turn before they take a thread, so that quick requests find one.

    A page that is worked out gives its turn away; who reads it slowly holds nobody up.
    """

    def __init__(self, app: ASGIApp) -> None:
        self.app, self.free = app, CapacityLimiter(PAGES_AT_A_TIME)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on, in its turn where it is for a page."""
        is_page = scope["type"] == "http" and scope["method"] in {"GET", "HEAD"}
        if not is_page or scope["path"].startswith(QUICK):
            await self.app(scope, receive, send)
            return
        mine = object()
        await self.free.acquire_on_behalf_of(mine)
        held = True

        async def sent(message: Message) -> None:
            nonlocal held
            if held:
                held = False
                self.free.release_on_behalf_of(mine)
            await send(message)

        try:
            await self.app(scope, receive, sent)
        finally:
            if held:
                self.free.release_on_behalf_of(mine)


class Workbench(Starlette):
    """The application with the guard around all of it, answers to unforeseen errors included."""

    def build_middleware_stack(self) -> ASGIApp:
        """Put the guard outermost."""
        inside = Turns(super().build_middleware_stack())
        return Guard(Beginnings(inside, self), self.state.access)


class Beginnings:
    """Leads to the page where a case begins, as long as there is none."""

    def __init__(self, app: ASGIApp, workbench: Workbench) -> None:
        self.app, self.workbench = app, workbench

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on, or lead it to the start."""
        state = self.workbench.state
        if scope["type"] == "http" and isinstance(state.served, CaseToBe):
            if state.served.is_made:  # by a terminal, or another hand
                await to_thread.run_sync(_take_up, state)
            begins = isinstance(state.served, CaseToBe)
            if begins and not scope["path"].startswith(WITHOUT_A_CASE):
                await RedirectResponse("/start", status_code=303)(scope, receive, send)
                return
        await self.app(scope, receive, send)


def _take_up(state: State) -> None:
    """Serve the case that has been made meanwhile, once it is whole."""
    to_be = state.served
    with contextlib.suppress(CaseError), to_be.writing:
        if isinstance(state.served, CaseToBe):
            state.served = ServedCase(to_be.path, to_be.sources)
            state.served.state.compute()


def make_app(served: ServedCase | CaseToBe, access: Access | None = None) -> Workbench:
    """Return the workbench of one case as an ASGI application.

    Parameters
    ----------
    served : the case, or the folder where one is to be made
    access : who may reach it; by default this machine only
    """
    access = access or Access()

    @contextlib.asynccontextmanager
    async def lifespan(_: Starlette) -> AsyncIterator[None]:
        to_thread.current_default_thread_limiter().total_tokens = PAGES_AT_A_TIME + MORE_THREADS
        if isinstance(served, ServedCase):
            served.state.compute()
        yield
        app.state.served.jobs.stop()

    app = Workbench(
        routes=[
            *ROUTES,
            *actions.ROUTES,
            *work.ROUTES,
            Route("/static/report.css", report_css),
            Route("/static/charts.js", charts_js),
            Mount("/static", StaticFiles(packages=[("tracktwo.web", "static")])),
        ],
        exception_handlers={
            Moved: _moved,  # type: ignore[dict-item]
            NoCaseYetError: _not_begun,  # type: ignore[dict-item]
            CaseError: _no_case,  # type: ignore[dict-item]
            FileError: _no_file,  # type: ignore[dict-item]
            ReadingError: _no_reading,  # type: ignore[dict-item]
            RemarkError: _not_remarked,  # type: ignore[dict-item]
            BuildError: _not_built,  # type: ignore[dict-item]
            NotUndoneError: _not_undone,  # type: ignore[dict-item]
            ConflictError: actions.conflict,  # type: ignore[dict-item]
            TooManyStatesError: _too_large,  # type: ignore[dict-item]
            ClientDisconnect: _gone,  # type: ignore[dict-item]
            HTTPException: _http,  # type: ignore[dict-item]
            500: _unexpected,
        },
        lifespan=lifespan,
    )
    app.state.served, app.state.access = served, access
    return app


def get_ready(served: ServedCase | CaseToBe) -> None:
    """Start what the first page needs, so that it is there at once: charts, engine, odds."""
    charts = warm_up()
    if isinstance(served, ServedCase):
        served.state.live.answer({})
    charts.join()


def report_css(_: Request) -> Response:
    """Return the report's style, which the pages build on."""
    text = resources.files("tracktwo.report").joinpath("templates/style.css").read_text("utf-8")
    return Response(text, media_type="text/css")


def charts_js(_: Request) -> Response:
    """Return the script by which the report saves its charts; it does so here as well."""
    return Response(charts_script(), media_type="text/javascript")


def _moved(_: Request, error: Moved) -> Response:
    return RedirectResponse(error.address, status_code=303)


def _not_begun(_: Request, __: NoCaseYetError) -> Response:
    return RedirectResponse("/start", status_code=303)


def _no_case(request: Request, error: CaseError) -> Response:
    if request.method == "POST":
        return message(request, 400, "Nothing was saved", listed(error.problems))
    return refused(request, error)


def _no_file(request: Request, error: FileError) -> Response:
    return message(request, 400, "Nothing was saved", [str(error)])


def _no_reading(request: Request, error: ReadingError) -> Response:
    return message(request, 400, "Nothing was changed", [str(error)])


def _not_built(request: Request, error: BuildError) -> Response:
    return message(request, 400, "Nothing was changed", error.problems)


def _not_remarked(request: Request, error: RemarkError) -> Response:
    return message(request, 400, "Nothing was kept", [str(error)])


def _not_undone(request: Request, error: NotUndoneError) -> Response:
    return message(request, 409, "Nothing was undone", [str(error)])


def _too_large(request: Request, error: TooManyStatesError) -> Response:
    return message(request, 400, "These changes make more than can be solved", [str(error)])


def _gone(_: Request, __: ClientDisconnect) -> Response:
    return Response(status_code=400)  # nobody is there to read it; nothing went wrong here


def _http(request: Request, error: HTTPException) -> Response:
    if error.status_code == 404:
        lines = [f"There is no page {request.url.path} here."]
        return message(request, 404, "No such page", lines, ways=[("To the overview", "/")])
    return message(request, error.status_code, "That cannot be done", [error.detail])


def _unexpected(request: Request, error: Exception) -> Response:
    lines = [
        f"{type(error).__name__}: {error}",
        "Nothing was saved by this request. Please report it, with what you did.",
    ]
    return message(request, 500, "This should not have happened", lines)
