"""What keeps other sites and other people out.

- Host: only names that were meant, so that a foreign name which resolves to this machine (DNS
  rebinding) is refused. Addresses in digits cannot be rebound.
- Origin and Sec-Fetch-Site: a change must come from a page of this server; so must everything
  else but following a link here.
- A secret in every form, which other sites cannot read.
- Bound to more than this machine: a second secret in the address that is opened, kept as a cookie.
  The cookie goes along with links from elsewhere, for an address that holds a what-if is sent on;
  following a link changes nothing.
- Headers: no script but our own files, nothing from elsewhere, no framing.
"""

from __future__ import annotations

import hmac
import ipaddress
import re
import secrets
from dataclasses import dataclass, field
from functools import partial
from http.cookies import CookieError, SimpleCookie
from typing import TYPE_CHECKING
from urllib.parse import parse_qsl, urlencode, urlsplit

from anyio import move_on_after
from starlette.exceptions import HTTPException
from starlette.responses import PlainTextResponse, RedirectResponse

from tracktwo.report.html import script_hash

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from starlette.types import ASGIApp, Message, Receive, Scope, Send

LOOPBACK = frozenset({"localhost", "127.0.0.1", "::1"})
MOST_BYTES = 10_000_000
"""Of one request: an article, or a form."""
MOST_ADDRESS = 16_000
"""Bytes of an address: a hundred changes that are tried, and more."""
MOST_DRAINED, IDLE_SECONDS = 200_000_000, 2
"""Of a request that says it is too large, the bytes read and forgotten before it is told so, and
how long the next of them are waited for."""
COOKIE = "tracktwo"
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; style-src-attr 'unsafe-inline'; "
    "img-src 'self' data:; connect-src 'self'; form-action 'self'; frame-src 'self'; "
    "base-uri 'none'; frame-ancestors 'none'"
)
REPORT_POLICY = (
    f"default-src 'none'; style-src 'unsafe-inline'; script-src '{script_hash()}'; "
    "img-src data:; base-uri 'none'; form-action 'none'; frame-ancestors 'self'; "
    "sandbox allow-scripts allow-downloads allow-modals"
)
"""For the report, a document that carries its own styles and one script, known by its hash. In
its frame it has an origin of its own: it cannot reach the workbench."""


@dataclass(frozen=True)
class Access:
    """Who may reach the workbench.

    Attributes
    ----------
    hosts : names that a request may be addressed to, besides addresses in digits
    token : needed once, in the address, where others could reach the port; None on loopback
    form : the secret in every form
    """

    hosts: frozenset[str] = LOOPBACK
    token: str | None = None
    form: str = field(default_factory=lambda: secrets.token_urlsafe(24))

    @classmethod
    def at(cls, host: str, names: tuple[str, ...] = ()) -> Access:
        """Return what fits the address that the server is bound to."""
        if is_loopback(host):
            return cls(LOOPBACK | {host.lower(), *map(str.lower, names)})
        allowed = LOOPBACK | {host.lower(), *map(str.lower, names)}
        return cls(frozenset(allowed), secrets.token_urlsafe(24))

    def form_is_ours(self, secret: str) -> bool:
        """Tell whether a form holds the secret that pages of this server give theirs."""
        return _same(secret, self.form)

    def names(self, host: str) -> bool:
        """Tell whether a Host header names this server."""
        if not _HOST.fullmatch(host):
            return False
        try:
            parts = urlsplit(f"//{host}")
            name, _ = parts.hostname or "", parts.port
        except ValueError:
            return False
        if name in self.hosts:
            return True
        # On loopback nobody comes by another address than its own.
        return self.token is not None and _address(name) is not None


def is_loopback(host: str) -> bool:
    """Tell whether only this machine can reach an address to bind to."""
    address = _address(host)
    return host.lower() == "localhost" if address is None else address.is_loopback


def _address(name: str) -> ipaddress.IPv4Address | ipaddress.IPv6Address | None:
    try:
        return ipaddress.ip_address(name)
    except ValueError:
        return None


_LENGTH = re.compile(r"[0-9]{1,15}")
_HOST = re.compile(r"[A-Za-z0-9.-]+(:\d{1,5})?|\[[0-9A-Fa-f:.]+\](:\d{1,5})?")


class Guard:
    """Refuses what must not come in and adds headers to all that goes out.

    It stands around the whole application, so that no answer escapes it, not even that to an
    error nobody foresaw.
    """

    def __init__(self, app: ASGIApp, access: Access) -> None:
        self.app, self.access = app, access

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on, or refuse it."""
        if scope["type"] == "lifespan":
            await self.app(scope, receive, send)
            return
        if scope["type"] != "http":  # there are no web sockets
            await send({"type": "websocket.close", "code": 1008})
            return
        refusal = self._refusal(scope)
        if refusal is not None:
            await refusal(
                scope, receive, _guarded(send, partial(_drain, scope, receive, MOST_DRAINED))
            )
            return
        taken, ended = 0, False

        async def limited() -> Message:
            nonlocal taken, ended
            message = await receive()
            taken += len(message.get("body", b""))
            ended = not message.get("more_body", False)
            if taken > MOST_BYTES:
                raise HTTPException(413, f"At most {MOST_BYTES / 1e6:.0f} MB are taken.")
            return message

        async def rest() -> None:
            if not ended:
                await _drain(scope, receive, MOST_BYTES)  # it may have no end

        await self.app(scope, limited, _guarded(send, rest))

    def _refusal(self, scope: Scope) -> PlainTextResponse | RedirectResponse | None:
        headers: dict[str, list[str]] = {}
        for name, value in scope["headers"]:
            headers.setdefault(name.decode("latin-1").lower(), []).append(value.decode("latin-1"))
        hosts = headers.get("host", [])
        if len(hosts) != 1 or not self.access.names(hosts[0]):
            return _refuse(421, "This server does not answer to that name.")
        if not scope["path"].startswith("/"):  # as a proxy would be asked
            return _refuse(400, "This server is no proxy.")
        if len(scope["query_string"]) + len(scope["path"]) > MOST_ADDRESS:
            return _refuse(414, "No address of this server is as long as that.")
        length = headers.get("content-length", ["0"])[0]
        if not _LENGTH.fullmatch(length) or int(length) > MOST_BYTES:
            return _refuse(413, f"At most {MOST_BYTES / 1e6:.0f} MB are taken.")
        site = headers.get("sec-fetch-site", ["none"])[0]
        mode = headers.get("sec-fetch-mode", ["navigate"])[0]
        place = headers.get("sec-fetch-dest", ["document"])[0]
        if scope["method"] in {"GET", "HEAD"}:
            followed = mode == "navigate" and place == "document"
            if site not in {"same-origin", "none"} and not followed:
                return _refuse(403, "Other sites may link here and no more.")
        else:
            origin = headers.get("origin", [None])[0]
            ours = f"{scope['scheme']}://{hosts[0]}"
            if site not in {"same-origin", "none"} or (origin is not None and origin != ours):
                return _refuse(403, "Only pages of this server may change anything.")
        return self._token(scope, headers)

    def _token(
        self, scope: Scope, headers: dict[str, list[str]]
    ) -> PlainTextResponse | RedirectResponse | None:
        token = self.access.token
        if token is None:
            return None
        jar: SimpleCookie = SimpleCookie()
        try:
            jar.load("; ".join(headers.get("cookie", [])))
        except CookieError:
            jar = SimpleCookie()
        # Cookies know no ports: two workbenches on one machine need names of their own.
        cookie = f"{COOKIE}-{(scope.get('server') or ('', 0))[1]}"
        if cookie in jar and _same(jar[cookie].value, token):
            return None
        pairs = parse_qsl(scope["query_string"].decode("latin-1"), keep_blank_values=True)
        given = [value for name, value in pairs if name == "token"]
        if len(given) != 1 or not _same(given[0], token):
            return _refuse(403, "Open the whole address that the server printed, token included.")
        rest = urlencode([pair for pair in pairs if pair[0] != "token"])
        # A path of its own, never "//elsewhere".
        path = "/" + scope["path"].lstrip("/\\")
        answer = RedirectResponse(f"{path}?{rest}" if rest else path, status_code=303)
        answer.set_cookie(cookie, token, httponly=True, samesite="lax")
        return answer


def _same(given: str, secret: str) -> bool:
    return hmac.compare_digest(given.encode("utf-8", "replace"), secret.encode())


def _refuse(status: int, text: str) -> PlainTextResponse:
    return PlainTextResponse(f"{text}\n", status_code=status)


async def _drain(scope: Scope, receive: Receive, most: int) -> None:
    """Read the rest of a request and forget it: who is cut off while sending reads no answer."""
    if any(name.lower() == b"expect" for name, _ in scope["headers"]):
        return  # it waits to be told to send
    taken = 0
    while taken < most:
        message = None
        with move_on_after(IDLE_SECONDS):
            message = await receive()
        if message is None or not message.get("more_body", False):
            return
        taken += len(message.get("body", b""))


def _guarded(send: Send, rest: Callable[[], Awaitable[None]]) -> Send:
    async def guarded(message: Message) -> None:
        if message["type"] == "http.response.start":
            headers = list(message.get("headers", []))
            names = {name.lower() for name, _ in headers}
            for name, value in (
                (b"content-security-policy", POLICY.encode()),
                (b"cache-control", b"no-store"),
            ):
                if name not in names:
                    headers.append((name, value))
            headers += [
                (b"x-content-type-options", b"nosniff"),
                # Not no-referrer: browsers then say "Origin: null" of our own forms.
                (b"referrer-policy", b"same-origin"),
                (b"cross-origin-opener-policy", b"same-origin"),
                (b"cross-origin-resource-policy", b"same-origin"),
            ]
            if message["status"] == 413:
                await rest()
                headers.append((b"connection", b"close"))
            message = {**message, "headers": headers}
        await send(message)

    return guarded
