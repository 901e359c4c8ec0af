"""Where a workbench listens, and what serves it there."""

from __future__ import annotations

import socket
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import uvicorn
    from starlette.types import ASGIApp


def listener_at(host: str, port: int) -> socket.socket:
    """Return a socket that is bound and takes connections in; who comes early waits.

    Parameters
    ----------
    host : address to bind to
    port : 0 takes a free one

    Raises
    ------
    OSError
        If it cannot be bound.
    """
    made = socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET, socket.SOCK_STREAM)
    made.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        made.bind((host, port))
        made.listen()
    except OSError:
        made.close()
        raise
    return made


def server_of(app: ASGIApp) -> uvicorn.Server:
    """Return what serves an application: quietly, and without naming itself."""
    import uvicorn  # noqa: PLC0415  (an extra)

    return uvicorn.Server(
        uvicorn.Config(app, log_level="warning", access_log=False, server_header=False)
    )
