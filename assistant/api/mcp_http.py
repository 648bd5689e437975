"""MCP over streamable HTTP, at ``/mcp``: every request stands by itself, no session is kept and no stream stays open."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from importlib.metadata import PackageNotFoundError, version

from starlette.routing import Route
from starlette.types import Receive, Scope, Send

from assistant.api.hosts import Hosts
from assistant.api.mcp_tools import create_server
from assistant.api.service import Service

PATH = "/mcp"


class McpEndpoint:
    """The endpoint; works while :meth:`running` lasts."""

    def __init__(self, service: Service) -> None:
        self._server = create_server(service, program_version())
        self._settings = service.settings

    @property
    def route(self) -> Route:
        """The route; GET would open a stream for messages of the server's own, of which there are none."""
        return Route(PATH, endpoint=_Asgi(self), methods=["POST"])

    @asynccontextmanager
    async def running(self) -> AsyncIterator[None]:
        """Serve; the SDK's manager of requests lives once, so each time there is a new one."""
        self._server.streamable_http_app(
            streamable_http_path=PATH,
            json_response=True,
            stateless_http=True,
            max_request_body_size=self._settings.max_body,
            transport_security=Hosts(self._settings).transport_security(),
        )
        async with self._server.session_manager.run():
            yield

    async def handle(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        await self._server.session_manager.handle_request(scope, receive, send)


class _Asgi:
    """An object that is called, which the router takes for an ASGI application (of a method it would make a page)."""

    def __init__(self, endpoint: McpEndpoint) -> None:
        self._endpoint = endpoint

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        await self._endpoint.handle(scope, receive, send)


def program_version() -> str:
    """The version of this program."""
    try:
        return version("policy-assistant")
    except PackageNotFoundError:
        return "0"
