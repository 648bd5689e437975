"""Server-sent events: how they are written, and that a stream ends with whoever reads it."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator, AsyncIterator
from contextlib import aclosing
from typing import Any

from starlette.responses import StreamingResponse

from assistant.api.refusals import as_json

MEDIA_TYPE = "text/event-stream"
PING_SECONDS = 15.0
_PING = b": still here\n\n"
_HEADERS = {"X-Accel-Buffering": "no"}
"""Tells nginx to pass on every event at once."""


def event(data: object, name: str | None = None) -> bytes:
    """One event with ``data`` as JSON."""
    return (f"event: {name}\n".encode() if name else b"") + b"data: " + as_json(data) + b"\n\n"


def described(description: str, *names: str) -> dict[str, Any]:
    """The response for the OpenAPI document: events with JSON as data, called ``names`` where they have names."""
    properties: dict[str, Any] = {"data": {"type": "string"}}
    if names:
        properties["event"] = {"enum": list(names)}
    schema = {"type": "object", "properties": properties, "required": list(properties)}
    return {"description": description, "content": {MEDIA_TYPE: {"schema": schema}}}


def event_stream(events: AsyncGenerator[bytes, None]) -> StreamingResponse:
    """The response that sends ``events`` as they come and closes them when nobody reads any more; while none comes, a comment now and then
    keeps proxies from cutting the connection."""

    async def kept_alive() -> AsyncIterator[bytes]:
        async with aclosing(events):
            coming = asyncio.ensure_future(anext(events, None))
            try:
                while True:
                    await asyncio.wait((coming,), timeout=PING_SECONDS)
                    if not coming.done():
                        yield _PING
                    elif (one := coming.result()) is None:
                        return
                    else:
                        yield one
                        coming = asyncio.ensure_future(anext(events, None))
            finally:
                coming.cancel()
                await asyncio.gather(coming, return_exceptions=True)

    return StreamingResponse(kept_alive(), media_type=MEDIA_TYPE, headers=_HEADERS)
