"""`tracktwo serve`: the workbench, a local page where the case lives."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

from cyclopts import Parameter
from cyclopts.validators import Number

from tracktwo.cli.console import UsageError, is_shipped, load_case, say, status
from tracktwo.errors import MissingExtraError

if TYPE_CHECKING:
    from starlette.types import ASGIApp

PORT = 8765


def serve(
    case: Path | None = None,
    /,
    *,
    port: Annotated[int, Parameter(validator=Number(gte=0, lte=65_535))] = PORT,
    host: str = "127.0.0.1",
    allow_host: Annotated[list[str] | None, Parameter(negative=())] = None,
    open: bool | None = None,  # noqa: A002  (the option's name)
    sources: Annotated[list[Path] | None, Parameter(negative=())] = None,
) -> None:
    """Open a case as a local web page: see it, try what-ifs, edit, compare, export.

    Everything stays on this machine: the page needs no network, and only this machine can reach
    it unless you name another address to bind to. What you try is in the page's address; the
    files of the case change only when you save. Stop with Ctrl-C.

    Without a folder, or with one that is empty or still to be made, the page begins with an
    article: paste or drop it, accept what is right of what is found, make a first draft of a
    case, and answer what could move its odds the most.

    With a folder that holds cases, the page lists them; each opens in a workbench of its own, at
    a port of its own.

    Parameters
    ----------
    case
        Folder of the case, or of several. Without one, a new folder is made in this one, named
        after the article.
    port
        Port to listen on; 0 takes a free one.
    host
        Address to bind to. With anything but this machine's own, whoever has the printed address
        with its token can see and change the case.
    allow_host
        Further name that the server may be called by, when bound to more than this machine. May
        be given more than once.
    open
        Open the page in the browser; by default where there is a terminal.
    sources
        Folder that holds the texts of sources which the case does not carry.
    """
    MissingExtraError.check(("starlette", "uvicorn", "multipart"), "web")
    import gc
    import socket
    import sys

    from tracktwo.web.case_to_be import CaseToBe, is_new, is_shelf
    from tracktwo.web.listening import listener_at, server_of
    from tracktwo.web.security import Access, is_loopback

    begins = case is None or (is_new(case) and not is_shipped(case))
    several = case is not None and not begins and is_shelf(case)
    if case is not None and not begins and not several:
        load_case(case, sources)  # says what is wrong before anything starts

    access = Access.at(host, tuple(allow_host or ()))
    try:
        listener = listener_at(host, port)
    except OSError as error:
        raise UsageError(
            f"cannot listen on {host}, port {port} ({error.strerror}); another port: --port 0"
        ) from None
    bound = listener.getsockname()[1]
    name = f"[{host}]" if ":" in host else host
    if host in {"0.0.0.0", "::"}:  # noqa: S104  (named by the user)
        name = socket.gethostname() if allow_host is None else allow_host[0]
        access = Access(access.hosts | {name.lower()}, access.token, access.form)
    with status("Getting the case ready"):
        from tracktwo.web.app import get_ready, make_app
        from tracktwo.web.served_case import ServedCase
        from tracktwo.web.shelf import Shelf, make_shelf

        app: ASGIApp
        if several:
            assert case is not None  # noqa: S101  (it is a folder of cases)
            app = make_shelf(Shelf(case, host, access, sources or []))
        else:
            served: ServedCase | CaseToBe
            if case is None or begins:
                served = CaseToBe(case, sources=sources or [])
            else:
                served = ServedCase(case, sources or [])
            get_ready(served)
            app = make_app(served, access)
    # A case is a tree of many small objects without cycles; to look through all of them for cycles
    # as often as by default costs a sixth of each answer.
    gc.freeze()
    gc.set_threshold(50_000, 20, 50)
    address = f"http://{name}:{bound}/" + (f"?token={access.token}" if access.token else "")
    if begins:
        say(f"No case yet: the page that makes one of an article is at {address}")
    elif several:
        say(f"The list of the cases in {case} is at {address}")
    else:
        say(f"The workbench of {case} is at {address}")
    if not is_loopback(host):
        say("Others can reach it: whoever has this address can see and change the case.")
    say("Stop it with Ctrl-C." + ("" if begins else " Nothing is saved until you save it."))
    sys.stdout.flush()
    if open or (open is None and sys.stdout.isatty()):
        import threading
        import webbrowser

        threading.Timer(0.5, webbrowser.open, [address]).start()
    # Kernels let go of the interpreter's lock; what waits for it should have it back at once.
    sys.setswitchinterval(0.001)
    server_of(app).run(sockets=[listener])
