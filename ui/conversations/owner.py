"""Whose conversations a request may see: those of a member of staff who signed in, else those of this browser until it is closed."""

from __future__ import annotations

import re
import secrets
from dataclasses import dataclass
from hashlib import sha256
from typing import Any

from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from ui.pages.staff.door import VISITOR, cookie
from ui.wording import LANGUAGES

COOKIE = "chat_browser"
SECURE_COOKIE = f"__Host-{COOKIE}"
"""The same over https, where a name that begins so can be given by this host alone: not by a neighbour below the same domain."""
OWNER = "policy_assistant.owner"
"""Key of the scope: the :class:`Owner` of the request."""
BROWSER = "browser:"
"""How the keys of browsers begin."""
PAGE = "page:"
"""How the keys of pages begin that nobody is known by again."""
_TOKEN = re.compile(r"[A-Za-z0-9_-]{32,64}")
_PAGES = frozenset({"/", *(f"/{language}{end}" for language in LANGUAGES for end in ("", "/"))})


@dataclass(frozen=True)
class Owner:
    """``key`` names the owner to the store and tells nothing about a browser. ``lasting``: known by name, also tomorrow."""

    key: str
    lasting: bool = False


def of_browser(token: str) -> Owner:
    """Whose the conversations of a browser with that cookie are. The cookie cannot be had from the key."""
    return Owner(BROWSER + sha256(token.encode()).hexdigest()[:32])


class Owners:
    """ASGI middleware, inside that which tells staff: puts the :class:`Owner` into the scope, and gives a browser that opens the chat a
    cookie to be known again by.

    The cookie ends with the browser's session, is read by no script, and is sent by no form of another site.
    """

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        visitor = scope.get(VISITOR)
        secure = scope.get("scheme") == "https"
        token = cookie(Headers(scope=scope), SECURE_COOKIE if secure else COOKIE)
        if visitor is not None and visitor.how != "demo":
            scope[OWNER] = Owner(f"staff:{visitor.name}", lasting=True)
        elif _TOKEN.fullmatch(token):
            scope[OWNER] = of_browser(token)
        elif scope["path"] in _PAGES:
            token = secrets.token_urlsafe(24)
            scope[OWNER] = of_browser(token)
            send = _with_cookie(send, token, secure=secure)
        await self._app(scope, receive, send)


def _with_cookie(send: Send, token: str, *, secure: bool) -> Send:
    # Not SameSite=Strict: somebody who comes by a link from elsewhere is still the same visitor.
    given = f"{SECURE_COOKIE if secure else COOKIE}={token}; Path=/; HttpOnly; SameSite=lax{'; Secure' if secure else ''}"

    async def sent(message: Message) -> None:
        if message["type"] == "http.response.start":
            headers = MutableHeaders(scope=message)
            headers.append("set-cookie", given)
            # What carries somebody's name is kept by nobody on the way.
            headers["cache-control"] = "no-store"
        await send(message)

    return sent


def owner_of(request: Any) -> Owner:
    """Whose a request of the page is (Gradio's, or Starlette's). A browser that keeps no cookies owns what one loaded page asks."""
    scope = getattr(getattr(request, "request", None) or request, "scope", {})
    found = scope.get(OWNER)
    if isinstance(found, Owner):
        return found
    return Owner(f"{PAGE}{getattr(request, 'session_hash', None) or secrets.token_hex(16)}")
