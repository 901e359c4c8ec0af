"""What keeps other sites and other people out.

- Host: only names that were meant, so that a foreign name which resolves to this machine (DNS
  rebinding) is refused. Addresses in digits cannot be rebound.
- Origin and Sec-Fetch-Site: a change must come from a page of this server; so must everything
  else but following a link here.
- A secret in every form, which other sites cannot read.
- Bound to more than this machine: a second secret in the address that is opened, kept as a cookie.
- Headers: no script but our own files, nothing from elsewhere, no framing.
"""

from __future__ import annotations

import hmac
import ipaddress
import re
import secrets
from dataclasses import dataclass, field
from http.cookies import CookieError, SimpleCookie
from typing import TYPE_CHECKING
from urllib.parse import parse_qsl, urlencode, urlsplit

from starlette.responses import PlainTextResponse, RedirectResponse

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Message, Receive, Scope, Send

LOOPBACK = frozenset({"localhost", "127.0.0.1", "::1"})
MOST_BYTES = 10_000_000
"""Of one request: an article, or a form."""
COOKIE = "tracktwo"
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; style-src-attr 'unsafe-inline'; "
    "img-src 'self' data:; connect-src 'self'; form-action 'self'; frame-src 'self'; "
    "base-uri 'none'; frame-ancestors 'none'"
)
REPORT_POLICY = (
    "default-src 'none'; style-src 'unsafe-inline'; img-src data:; base-uri 'none'; "
    "form-action 'none'; frame-ancestors 'self'; sandbox allow-same-origin"
)
"""For the report, a document without scripts that carries its own styles."""


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
        return hmac.compare_digest(secret.encode(), self.form.encode())

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


_HOST = re.compile(r"[A-Za-z0-9.-]+(:\d{1,5})?|\[[0-9A-Fa-f:.]+\](:\d{1,5})?")


class TooLargeError(Exception):
    """More was sent than is taken."""


class Guard:
    """Middleware that refuses what must not come in and adds headers to what goes out."""

    def __init__(self, app: ASGIApp, access: Access) -> None:
        self.app, self.access = app, access

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on, or refuse it."""
        if scope["type"] == "lifespan":
            await self.app(scope, receive, send)
            return
        if scope["type"] != "http":  # there are no web sockets
            return
        refusal = self._refusal(scope)
        if refusal is not None:
            await refusal(scope, receive, _guarded(send))
            return
        taken = 0

        async def limited() -> Message:
            nonlocal taken
            message = await receive()
            taken += len(message.get("body", b""))
            if taken > MOST_BYTES:
                raise TooLargeError
            return message

        try:
            await self.app(scope, limited, _guarded(send))
        except TooLargeError:
            await _refuse(413, f"At most {MOST_BYTES / 1e6:.0f} MB are taken.")(
                scope, receive, _guarded(send)
            )

    def _refusal(self, scope: Scope) -> PlainTextResponse | RedirectResponse | None:
        headers: dict[str, list[str]] = {}
        for name, value in scope["headers"]:
            headers.setdefault(name.decode("latin-1").lower(), []).append(value.decode("latin-1"))
        hosts = headers.get("host", [])
        if len(hosts) != 1 or not self.access.names(hosts[0]):
            return _refuse(421, "This server does not answer to that name.")
        length = headers.get("content-length", ["0"])[0]
        if not length.isdigit() or int(length) > MOST_BYTES:
            return _refuse(413, f"At most {MOST_BYTES / 1e6:.0f} MB are taken.")
        site = headers.get("sec-fetch-site", ["none"])[0]
        mode = headers.get("sec-fetch-mode", ["navigate"])[0]
        if scope["method"] in {"GET", "HEAD"}:
            if site not in {"same-origin", "none"} and mode != "navigate":
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
        if COOKIE in jar and hmac.compare_digest(jar[COOKIE].value.encode(), token.encode()):
            return None
        pairs = parse_qsl(scope["query_string"].decode("latin-1"), keep_blank_values=True)
        given = [value for name, value in pairs if name == "token"]
        if len(given) != 1 or not hmac.compare_digest(given[0].encode(), token.encode()):
            return _refuse(403, "Open the whole address that the server printed, token included.")
        rest = urlencode([pair for pair in pairs if pair[0] != "token"])
        # A path of its own, never "//elsewhere".
        path = "/" + scope["path"].lstrip("/\\")
        answer = RedirectResponse(f"{path}?{rest}" if rest else path, status_code=303)
        answer.set_cookie(COOKIE, token, httponly=True, samesite="strict")
        return answer


def _refuse(status: int, text: str) -> PlainTextResponse:
    return PlainTextResponse(f"{text}\n", status_code=status)


def _guarded(send: Send) -> Send:
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
                (b"referrer-policy", b"no-referrer"),
                (b"cross-origin-opener-policy", b"same-origin"),
                (b"cross-origin-resource-policy", b"same-origin"),
            ]
            message = {**message, "headers": headers}
        await send(message)

    return guarded
