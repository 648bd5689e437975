"""The self-check: what is said of oneself, held against the points of the policy."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from ui.backend import Backend
from ui.pages.shell import Shell


def routes(shell: Shell, backend: Backend) -> list[Route]:
    """The page at ``/check``."""

    async def page(request: Request) -> Response:
        return shell.page("check.html.j2", "check", ready=backend.ready)

    return [Route(shell.address("check"), page)]
