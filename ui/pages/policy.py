"""The policy as it should be read."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from ui.backend import Backend
from ui.pages.shell import Shell


def routes(shell: Shell, backend: Backend) -> list[Route]:
    """The page at ``/policy``."""

    async def page(request: Request) -> Response:
        return shell.page("policy.html.j2", "policy", documents=[d for d in backend.documents() if d.record.kind == "policy"])

    return [Route(shell.address("policy"), page)]
