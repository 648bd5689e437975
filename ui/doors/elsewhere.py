"""Addresses of pages that were written with a slash too many, or one too few: sent to where the page is, with all that was asked."""

from __future__ import annotations

from collections.abc import Iterable

from starlette.requests import Request
from starlette.responses import RedirectResponse
from starlette.routing import BaseRoute, Match
from starlette.types import Receive, Scope, Send


class Elsewhere(BaseRoute):
    """One route for the neighbours of all ``pages``, whose paths may end with a slash or not."""

    def __init__(self, pages: Iterable[str]) -> None:
        exact = set(pages)
        self._pages = {other: path for path in exact if (other := path[:-1] if path.endswith("/") else f"{path}/") and other not in exact}

    def matches(self, scope: Scope) -> tuple[Match, Scope]:
        """What is asked for, and only that: a form is not sent twice."""
        found = scope["type"] == "http" and scope["method"] in ("GET", "HEAD") and scope["path"] in self._pages
        return (Match.FULL, {}) if found else (Match.NONE, {})

    async def handle(self, scope: Scope, receive: Receive, send: Send) -> None:
        """See the page, for good."""
        query = Request(scope).url.query
        address = self._pages[scope["path"]] + (f"?{query}" if query else "")
        await RedirectResponse(address, 308)(scope, receive, send)
