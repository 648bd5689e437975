"""The inner application with all routes, the gate before it, and the one route by which an outer application reaches both."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from typing import Any

from fastapi import APIRouter, FastAPI, Request, Security
from fastapi.exceptions import RequestValidationError
from fastapi.security import APIKeyHeader, HTTPBearer
from starlette.exceptions import HTTPException
from starlette.middleware.cors import CORSMiddleware
from starlette.responses import Response
from starlette.routing import BaseRoute, Match
from starlette.types import ASGIApp, Receive, Scope, Send

from assistant.api import ask, completions, drafts, eligibility, health, models
from assistant.api.clients import listed
from assistant.api.gate import Gate
from assistant.api.mcp_http import McpEndpoint, program_version
from assistant.api.refusals import Refusal, is_openai
from assistant.api.service import Service

RESOURCES: tuple[Callable[[Service], APIRouter], ...] = (
    ask.router,
    drafts.router,
    eligibility.router,
    completions.router,
    models.router,
    health.router,
)
"""One function of each resource's module. MCP is not REST and stands beside them."""
PATHS = ("/api", "/v1", "/mcp", "/healthz", "/readyz", "/metrics")
"""What is answered here: these and what is below them."""
_NO_TELEMETRY: Any = {"tracing": False, "metrics": False, "logs": False, "operation_spans": False, "auto_configure": False}


class Api(BaseRoute):
    """The interfaces as one route of an outer application, whose ``lifespan`` must be this one's too."""

    def __init__(self, app: ASGIApp, lifespan: Callable[[Any], AbstractAsyncContextManager[None]], inner: FastAPI) -> None:
        self.app = app
        self.lifespan = lifespan
        self.inner = inner
        """Without the gate: for its OpenAPI description."""

    def matches(self, scope: Scope) -> tuple[Match, Scope]:
        """Everything at or below one of :data:`PATHS`; what the interfaces do not know is their 404 and nobody else's page."""
        own = scope["type"] == "http" and is_for_programs(scope["path"])
        return (Match.FULL, {"endpoint": self.app}) if own else (Match.NONE, {})

    async def handle(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request to the gate."""
        await self.app(scope, receive, send)


def is_for_programs(path: str) -> bool:
    """Whether ``path`` is one of :data:`PATHS` or below one."""
    return any(path == own or path.startswith(own + "/") for own in PATHS)


def create_api(service: Service) -> Api:
    """All interfaces of ``service`` behind their gate."""
    inner = FastAPI(
        title="Policy assistant",
        summary="Answers questions about policy documents; every statement carries the provision that says so and its exact words.",
        version=program_version(),
        openapi_url="/api/openapi.json",
        docs_url=None,
        redoc_url=None,
        redirect_slashes=False,
        telemetry=_NO_TELEMETRY,
    )
    routers = [resource(service) for resource in RESOURCES]
    for resource, router in zip(RESOURCES, routers, strict=True):
        inner.include_router(router, dependencies=_described_keys(service) if resource is not health.router else ())
    mcp = McpEndpoint(service)
    inner.router.routes.append(mcp.route)
    paths = (getattr(route, "path", "") for router in routers for route in router.routes)
    service.metrics.routes = frozenset((*paths, mcp.route.path, str(inner.openapi_url)))
    _handle_failures(inner)
    outer: ASGIApp = Gate(inner, service)
    if origins := listed(service.settings.cors_origins):
        exposed = ("Retry-After", "WWW-Authenticate", "Mcp-Session-Id", "Mcp-Protocol-Version")
        outer = CORSMiddleware(outer, origins, allow_methods=("GET", "POST"), allow_headers=("*",), expose_headers=exposed)

    @asynccontextmanager
    async def lifespan(_: Any) -> AsyncIterator[None]:
        async with mcp.running():
            yield

    return Api(outer, lifespan, inner)


def _described_keys(service: Service) -> list[Any]:
    """How a key is shown, for the OpenAPI document alone: it is the gate that looks at it."""
    shown = (HTTPBearer(auto_error=False), APIKeyHeader(name="X-API-Key", auto_error=False))
    return [Security(way) for way in shown] if service.keys.needed else []


def _handle_failures(app: FastAPI) -> None:
    @app.exception_handler(Refusal)
    async def refused(request: Request, refusal: Refusal) -> Response:
        return refusal.response(request.url.path)

    @app.exception_handler(RequestValidationError)
    async def invalid(request: Request, error: RequestValidationError) -> Response:
        return _invalid(error, openai=is_openai(request.url.path)).response(request.url.path)

    @app.exception_handler(HTTPException)
    async def framework(request: Request, error: HTTPException) -> Response:
        return Refusal.of_status(error.status_code, error.headers).response(request.url.path)

    @app.exception_handler(Exception)
    async def failed(request: Request, error: Exception) -> Response:
        # The gate gets the exception too, and logs it.
        return Refusal("internal").response(request.url.path)


def _invalid(error: RequestValidationError, *, openai: bool) -> Refusal:
    """The first thing wrong with the form of a request, by the name of its field."""
    status = 400 if openai else None
    first = error.errors()[0]
    fields = [str(part) for part in first["loc"] if part != "body"]
    if first["type"] == "json_invalid" or not fields:
        return Refusal(
            "invalid_request", "The body must be a JSON object (Content-Type: application/json).", status=400 if openai else None
        )
    where = ".".join(fields)
    message = completions.UNSUPPORTED.get(fields[0]) if openai else None
    return Refusal("invalid_request", message or f"{where}: {first['msg']}", status=status, param=where)
