"""Who stands at the door of the staff pages: signed in here, named by a trusted proxy, or, where neither is set up, on this machine.

:class:`Door` tells who made a request; :class:`Peer` keeps who really connected, before a proxy's word on it is taken; :class:`Visitors`
lets the frame of every page know who is looking.
"""

from __future__ import annotations

import ipaddress
import logging
import re
from contextvars import ContextVar
from dataclasses import dataclass
from http.cookies import CookieError
from pathlib import Path
from typing import Any, Literal

from starlette.datastructures import Headers
from starlette.requests import cookie_parser
from starlette.types import ASGIApp, Receive, Scope, Send

from assistant import AssistantError, Settings
from assistant.api.hosts import is_loopback
from assistant.staff import check_staff, read_staff
from ui.pages.staff.session import Session, Signer

log = logging.getLogger(__name__)

COOKIE = "staff_session"
PEER = "policy_assistant.peer"
"""Key of the scope: the address that the connection came from, whatever its headers say."""
_FORWARDED = ("forwarded", "via", "x-forwarded-for", "x-forwarded-host", "x-forwarded-proto", "x-real-ip")
_LOCAL_NAME = re.compile(r"(?:localhost|127\.0\.0\.1|\[::1\])(?::\d{1,5})?", re.I)
_NAMED = re.compile(r"[^\x00-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069]{1,100}")
VISITOR = "policy_assistant.visitor"
"""Key of the scope: what :data:`SEEN` holds, for those whom a context does not reach."""
SEEN: ContextVar[Visitor | None] = ContextVar("staff", default=None)
"""Who makes the request that is being answered; None for the public."""


@dataclass(frozen=True)
class Visitor:
    """One of the staff, and how that is known. ``session`` only of those who signed in here."""

    name: str
    how: Literal["password", "proxy", "demo"]
    session: Session | None = None

    @property
    def whose(self) -> str:
        """What their forms are bound to."""
        return f"{self.how} {self.name} {self.session.nonce if self.session else ''}"


class Door:
    """Tells staff from everybody else.

    Raises:
        SettingsError: the staff file or the proxies cannot be used as they are set.
    """

    def __init__(self, settings: Settings) -> None:
        self._networks = check_staff(settings)
        self._header = settings.staff_header.lower()
        self._file = settings.staff_file
        self._read: tuple[tuple[int, int], dict[str, str]] | None = None
        # Behind a proxy everybody seems to be on this machine.
        self._demo = not (settings.staff_file or self._header or settings.trusted_proxies.strip() or settings.allowed_hosts.strip())
        self.signer = Signer()

    @property
    def has_passwords(self) -> bool:
        """Whether people sign in here."""
        return self._file is not None

    @property
    def has_proxy(self) -> bool:
        """Whether a proxy may say who has signed in with it."""
        return bool(self._header)

    def staff(self) -> dict[str, str]:
        """The hashes by name as the file has them now; nobody where it cannot be read."""
        if self._file is None:
            return {}
        try:
            stamp = _stamp(self._file)
            if self._read is None or self._read[0] != stamp:
                self._read = (stamp, read_staff(self._file))
            return self._read[1]
        except (AssistantError, OSError) as error:
            log.error("nobody can sign in: %s", error)
            return {}

    def visitor(self, scope: Scope) -> Visitor | None:
        """Who of the staff made the request; None for everybody else."""
        headers = Headers(scope=scope)
        return self._by_proxy(scope, headers) or self._by_session(headers) or self._by_place(scope, headers)

    def _by_session(self, headers: Headers) -> Visitor | None:
        if self._file is None or COOKIE not in headers.get("cookie", ""):
            return None
        session = self.signer.read(cookie(headers, COOKIE), self.staff())
        return Visitor(session.name, "password", session) if session else None

    def _by_proxy(self, scope: Scope, headers: Headers) -> Visitor | None:
        if not self._header or not _within(scope.get(PEER), self._networks):
            return None
        given = headers.getlist(self._header)
        try:
            name = given[0].encode("latin-1").decode("utf-8").strip() if len(given) == 1 else ""
        except UnicodeError:
            return None
        return Visitor(name, "proxy") if _NAMED.fullmatch(name) else None

    def _by_place(self, scope: Scope, headers: Headers) -> Visitor | None:
        if not self._demo or any(name in headers for name in _FORWARDED) or scope.get("http_version") == "1.0":
            return None
        here = all(address and is_loopback(address) for address in (scope.get(PEER), (scope.get("client") or ("",))[0]))
        return Visitor("demo", "demo") if here and _LOCAL_NAME.fullmatch(headers.get("host", "")) else None


def cookie(headers: Headers, name: str) -> str:
    """The value of a cookie of a request; empty where there is none."""
    try:
        return cookie_parser(headers.get("cookie", "")).get(name, "")
    except CookieError:
        return ""


def _within(address: str | None, networks: Any) -> bool:
    try:
        found = ipaddress.ip_address((address or "").partition("%")[0])
    except ValueError:
        return False
    found = getattr(found, "ipv4_mapped", None) or found
    return any(found in network for network in networks)


def _stamp(path: Path) -> tuple[int, int]:
    told = path.stat()
    return told.st_mtime_ns, told.st_size


class Peer:
    """ASGI middleware, outermost: keeps who connected, before anything believes a header."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http":
            scope[PEER] = (scope.get("client") or ("",))[0]
        await self._app(scope, receive, send)


class Visitors:
    """ASGI middleware: :data:`SEEN`, and the same in the scope, while a request is answered."""

    def __init__(self, app: ASGIApp, door: Door) -> None:
        self._app = app
        self._door = door

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http":
            scope[VISITOR] = self._door.visitor(scope)
            SEEN.set(scope[VISITOR])
        await self._app(scope, receive, send)
