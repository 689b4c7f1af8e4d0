"""Who may ask, and how much: checked before anything else sees a request.

- The ``Host`` must be one of ours (against DNS rebinding): an address, localhost, or a name that the desk was given.
- A request that changes something must come from a page of ours or from no browser: its ``Origin`` is our own or
  absent, and ``Sec-Fetch-Site`` does not say otherwise. Forms and scripts of our pages also carry a token that is bound
  to the session (:meth:`Guard.signed`), whose cookie is SameSite=Strict.
- Where the desk has a token, callers send it (``Authorization: Bearer``) or come with the session of one who did.
- A body is no larger than the limit, whatever ``Content-Length`` says.

Every answer carries a strict content security policy and is not kept by caches.
"""

from __future__ import annotations

import hashlib
import hmac
import ipaddress
import re
import secrets
from http import HTTPStatus

from fastapi import HTTPException
from starlette.datastructures import Headers, MutableHeaders
from starlette.requests import HTTPConnection
from starlette.responses import JSONResponse, RedirectResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from extractor.desk.settings import Settings

COOKIE = "gouji_session"
OPEN = ("/login", "/static/")
"""paths that need no token"""
UNSAFE = {"POST", "PUT", "PATCH", "DELETE"}
OVERHEAD = 64 * 1024
"""bytes that a form adds to its file"""

_HOST = re.compile(r"(?:\[(?P<six>[0-9a-fA-F:.]+)\]|(?P<name>[A-Za-z0-9._-]+))(?::\d{1,5})?")

HEADERS = {
    "Content-Security-Policy": (
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; "
        "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
    ),
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}


class Guard:
    """Sessions and their tokens; the key is made anew with every start of the desk."""

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        self.key = secrets.token_bytes(32)

    def knows(self, token: str) -> bool:
        """True for the desk's token."""
        asked = self.settings.token
        return asked is not None and hmac.compare_digest(token.encode(), asked.encode())

    def session(self) -> str:
        """A new session, as the cookie has it."""
        name = secrets.token_urlsafe(18)
        return f"{name}.{self._sign('session', name)}"

    def holds(self, session: str) -> bool:
        """True for a session of ours."""
        name, _, signature = session.partition(".")
        return hmac.compare_digest(signature.encode(), self._sign("session", name).encode())

    def signed(self, session: str) -> str:
        """What the forms of a session carry."""
        return self._sign("form", session)

    def fits(self, session: str, token: str) -> bool:
        """True when a form of this session carries this."""
        return self.holds(session) and hmac.compare_digest(token.encode(), self.signed(session).encode())

    def _sign(self, purpose: str, value: str) -> str:
        return hmac.new(self.key, f"{purpose}\0{value}".encode(), hashlib.sha256).hexdigest()

    # ---------------------------------------------------------------- requests

    def is_ours(self, host: str) -> bool:
        """True for a Host header that a browser sends when it means this desk."""
        found = _HOST.fullmatch(host)
        if found is None:
            return False
        name = (found["six"] or found["name"]).lower()
        if name == "localhost" or name in self.settings.hosts:
            return True
        try:
            ipaddress.ip_address(name)
        except ValueError:
            return False
        return True  # a name can be made to mean this machine, an address cannot

    def carries_token(self, headers: Headers) -> bool:
        """True when the caller shows the desk's token itself; no browser does that unasked."""
        scheme, _, token = headers.get("authorization", "").partition(" ")
        return scheme.lower() == "bearer" and self.knows(token)

    def may_enter(self, headers: Headers, session: str) -> bool:
        return self.settings.token is None or self.carries_token(headers) or self.holds(session)


def same_site(headers: Headers) -> bool:
    """True when no browser says that another site has sent the request."""
    if headers.get("sec-fetch-site", "none") not in ("same-origin", "none"):
        return False
    origin = headers.get("origin")
    return origin is None or origin.partition("://")[2] == headers.get("host")


class Gate:
    """The middleware that asks the guard."""

    def __init__(self, app: ASGIApp, guard: Guard) -> None:
        self.app = app
        self.guard = guard

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return

        async def answer(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in HEADERS.items():
                    headers[name] = value
                headers.setdefault("Cache-Control", "no-store")
            await send(message)

        refused = self._refusal(HTTPConnection(scope))
        if refused is not None:
            await refused(scope, receive, answer)
        else:
            await self.app(scope, self._bounded(receive), answer)

    def _refusal(self, request: HTTPConnection) -> Response | None:
        headers, path, method = request.headers, request.url.path, request.scope["method"]
        if not self.guard.is_ours(headers.get("host", "")):
            return refusal(HTTPStatus.MISDIRECTED_REQUEST, "host", "主机名不在允许之列；用 --allow-host 添加")
        if method in UNSAFE and not self.guard.carries_token(headers) and not same_site(headers):
            return refusal(HTTPStatus.FORBIDDEN, "origin", "请求来自别的网站，已拒绝")
        length = headers.get("content-length", "0")
        if length.isdigit() and int(length) > self.guard.settings.max_bytes + OVERHEAD:
            return refusal(HTTPStatus.REQUEST_ENTITY_TOO_LARGE, "limit", self._too_large())
        if path.startswith(OPEN) or self.guard.may_enter(headers, request.cookies.get(COOKIE, "")):
            return None
        if method == "GET" and not path.startswith("/api/"):
            return RedirectResponse("/login", HTTPStatus.SEE_OTHER)
        response = refusal(HTTPStatus.UNAUTHORIZED, "token", "需要令牌：Authorization: Bearer …")
        response.headers["WWW-Authenticate"] = "Bearer"
        return response

    def _too_large(self) -> str:
        return f"文件超过 {self.guard.settings.max_bytes // (1024 * 1024)} MB 的限制"

    def _bounded(self, receive: Receive) -> Receive:
        left = self.guard.settings.max_bytes + OVERHEAD

        async def bounded() -> Message:
            nonlocal left
            message = await receive()
            left -= len(message.get("body", b""))
            if left < 0:
                raise HTTPException(HTTPStatus.REQUEST_ENTITY_TOO_LARGE, self._too_large())
            return message

        return bounded


def refusal(status: int, code: str, message: str) -> JSONResponse:
    """The contract's error object, as an answer."""
    return JSONResponse({"error": {"code": code, "message": message}}, status)
