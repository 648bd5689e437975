"""Whether the process lives, whether it can answer, and what it has counted.

A component is a small function from the service to what is wrong with it in words that anybody may read, or None; one that has to ask
somebody for it does so within seconds, and remembers the answer for a moment.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import Any, Literal

from fastapi import APIRouter
from prometheus_client import CONTENT_TYPE_LATEST
from pydantic import BaseModel
from starlette.responses import JSONResponse, Response

from assistant.api.described import failures
from assistant.api.service import Service


class Alive(BaseModel):
    """The process answers."""

    status: Literal["ok"] = "ok"


class Readiness(BaseModel):
    """Whether questions are answered; ``reasons`` says by component what is missing, ``degraded`` what
    fails that no answer depends on, and is there only where something does."""

    status: Literal["ready", "not_ready"]
    reasons: dict[str, str] = {}
    degraded: dict[str, str] = {}


def _index(service: Service) -> str | None:
    """Open, and searched by a vector store that answers."""
    assistant = service.opened()
    if assistant is None:
        return "not open yet"
    return "the vector store does not answer; it is tried again until it does" if assistant.index.trouble() else None


Component = Callable[[Service], str | None]
COMPONENTS: tuple[tuple[str, Component], ...] = (("index", _index),)
"""What every service is made of; further ones come with the service (``Service.checks``)."""


def troubles(service: Service) -> dict[str, str]:
    """What keeps questions from being answered, by component; empty when ready. It may take a few seconds."""
    found = {name: component(service) for name, component in COMPONENTS} | {name: check() for name, check in service.checks.items()}
    return {name: said for name, said in found.items() if said is not None}


def router(service: Service) -> APIRouter:
    """The resource."""
    api = APIRouter(tags=["operation"])

    @api.get("/healthz", operation_id="alive")
    async def healthz() -> Alive:
        """200 while the process lives."""
        return Alive()

    missing: dict[int | str, dict[str, Any]] = {503: {"model": Readiness, "description": "Not yet, and why."}}

    @api.get("/readyz", response_model=Readiness, responses=missing, operation_id="ready")
    async def readyz() -> Response:
        """200 when questions are answered, also where they cannot be kept."""
        reasons, degraded = await asyncio.to_thread(lambda: (troubles(service), service.limps()))
        told = Readiness(status="not_ready" if reasons else "ready", reasons=reasons, degraded=degraded)
        return JSONResponse(told.model_dump(exclude=None if told.degraded else {"degraded"}), 503 if reasons else 200)

    plain = {"text/plain": {"schema": {"type": "string"}}}
    figures: dict[int | str, dict[str, Any]] = {200: {"content": plain, "description": "Figures for Prometheus."}}

    @api.get("/metrics", response_class=Response, responses={**figures, **failures(429)}, operation_id="metrics")
    async def metrics() -> Response:
        """What has been counted since the start."""
        return Response(service.metrics.text(), media_type=CONTENT_TYPE_LATEST)

    return api
