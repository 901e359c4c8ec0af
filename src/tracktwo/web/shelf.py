"""Several cases in one server: a page that lists a folder's cases and opens each in its workbench.

Every case has a workbench of its own, at a port of its own: what one page may do ends with its
case, and nothing of one case can reach another.
"""

from __future__ import annotations

import contextlib
import threading
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.responses import HTMLResponse, RedirectResponse
from starlette.routing import Mount, Route
from starlette.staticfiles import StaticFiles

from tracktwo.case import CaseError
from tracktwo.case.document import parse
from tracktwo.case.files import LIMITS, decode, read_bytes
from tracktwo.version import __version__
from tracktwo.web.app import get_ready, make_app, report_css
from tracktwo.web.case_to_be import CaseToBe
from tracktwo.web.listening import listener_at, server_of
from tracktwo.web.security import Access, Guard
from tracktwo.web.served_case import ServedCase
from tracktwo.web.templating import environment

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Sequence
    from pathlib import Path

    from starlette.requests import Request
    from starlette.responses import Response
    from starlette.types import ASGIApp

    from tracktwo.web.app import Workbench

MOST = 500
"""Cases listed."""
NEW = "a new case"


@dataclass(frozen=True)
class Listed:
    """A case of the folder, as its first lines say it."""

    name: str
    title: str
    as_of: str
    question: str


def cases_in(folder: Path) -> list[Listed]:
    """Return the cases that lie in a folder, by name; what cannot be read is listed by its name."""
    found = []
    for place in sorted(folder.iterdir()):
        if place.is_symlink() or place.name.startswith(".") or not (place / "case.yaml").is_file():
            continue
        raw, _ = read_bytes(place / "case.yaml", "case.yaml", LIMITS["case.yaml"])
        text, _ = decode(raw, "case.yaml") if raw is not None else (None, [])
        root, _ = parse(text, "case.yaml") if text else (None, [])
        told = root.plain() if root is not None else {}
        told = told if isinstance(told, dict) else {}
        says = {name: str(told.get(name) or "") for name in ("title", "as_of", "question")}
        found.append(Listed(place.name, says["title"] or place.name, says["as_of"],
                            says["question"]))  # fmt: skip
    return found[:MOST]


@dataclass
class Running:
    """A workbench that is served beside the list."""

    app: Workbench
    port: int
    access: Access
    stop: threading.Event
    thread: threading.Thread


@dataclass
class Shelf:
    """A folder of cases and the workbenches opened of them.

    Attributes
    ----------
    folder : where the cases lie
    host : address that workbenches are bound to
    access : who may reach the list; workbenches are as open or closed as it
    sources : folders that hold texts of sources
    """

    folder: Path
    host: str
    access: Access
    sources: Sequence[Path] = ()
    running: dict[str, Running] = field(default_factory=dict)
    _opening: threading.Lock = field(default_factory=threading.Lock, repr=False)

    def open(self, name: str) -> Running:
        """Serve a case of the folder, or the page that begins one; once each.

        Raises
        ------
        KeyError
            If there is no such case.
        CaseError
            If it is none that loads.
        """
        with self._opening:
            known = self.running.get(name)
            if known is not None and known.thread.is_alive():
                begun = name == NEW and not isinstance(known.app.state.served, CaseToBe)
                if not begun:  # there, the next new case is another
                    return known
                self.running[known.app.state.served.path.name] = known
            if name != NEW and name not in {one.name for one in cases_in(self.folder)}:
                raise KeyError(name)
            served: ServedCase | CaseToBe
            if name == NEW:
                served = CaseToBe(None, within=self.folder, sources=self.sources)
            else:
                served = ServedCase(self.folder / name, self.sources)
            get_ready(served)
            self.running[name] = made = self._serve(served)
            return made

    def _serve(self, served: ServedCase | CaseToBe) -> Running:
        listener = listener_at(self.host, 0)
        access = Access(self.access.hosts, self.access.token)
        app = make_app(served, access)
        server, stop = server_of(app), threading.Event()

        def end() -> None:
            stop.wait()
            server.should_exit = True

        thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]}, daemon=True)
        thread.start()
        threading.Thread(target=end, daemon=True).start()
        return Running(app, listener.getsockname()[1], access, stop, thread)

    def close(self) -> None:
        """Stop all workbenches."""
        for one in self.running.values():
            one.stop.set()
        for one in self.running.values():
            one.thread.join(5)


def make_shelf(shelf: Shelf) -> ASGIApp:
    """Return the page that lists the cases of a folder, as an ASGI application."""

    @contextlib.asynccontextmanager
    async def lifespan(_: Starlette) -> AsyncIterator[None]:
        yield
        await run_in_threadpool(shelf.close)

    def listing(request: Request, wrong: Sequence[str] = (), status: int = 200) -> Response:
        text = environment().get_template("shelf.html.j2").render(
            folder=shelf.folder.resolve(), cases=cases_in(shelf.folder), new=NEW,
            version=__version__, path=request.url.path, wrong=wrong,
        )  # fmt: skip
        return HTMLResponse(text, status_code=status)

    def opened(request: Request) -> Response:
        name = request.query_params.get("case", "")
        try:
            one = shelf.open(name)
        except KeyError:
            return listing(request, [f"There is no case {name} in the folder any more."], 404)
        except CaseError as error:
            return listing(request, [f"{name}/{problem}" for problem in error.problems], 400)
        host = request.url.hostname or "127.0.0.1"
        host = f"[{host}]" if ":" in host else host
        token = f"?token={one.access.token}" if one.access.token else ""
        return RedirectResponse(f"http://{host}:{one.port}/{token}", status_code=303)

    app = Starlette(
        routes=[
            Route("/", listing),
            Route("/open", opened),
            Route("/static/report.css", report_css),
            Mount("/static", StaticFiles(packages=[("tracktwo.web", "static")])),
        ],
        lifespan=lifespan,
    )
    return Guard(app, shelf.access)
