"""Addresses that are nearly right: with a slash too many or one too few, and pages that are asked in another way than theirs.

The chat answers every path that nobody else takes, and knows of neither.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
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


class OtherMethods(BaseRoute):
    """One route for everything at the paths of ``routes`` that none of them takes: not there in this way, and not somewhere else."""

    def __init__(self, routes: Sequence[BaseRoute]) -> None:
        self._routes = routes

    def matches(self, scope: Scope) -> tuple[Match, Scope]:
        """What one of the routes would take, were it asked in its way."""
        found = scope["type"] == "http" and any(route.matches(scope)[0] is Match.PARTIAL for route in self._routes)
        return (Match.FULL, {}) if found else (Match.NONE, {})

    async def handle(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Method not allowed, with those that are."""
        at = [route for route in self._routes if route.matches(scope)[0] is Match.PARTIAL]
        allowed = sorted({method for route in at for method in getattr(route, "methods", None) or ()})
        await Response(status_code=405, headers={"Allow": ", ".join(allowed)})(scope, receive, send)
