"""The body of a request: read whole, within a size and a time, before anything works on it."""

from __future__ import annotations

import asyncio
from contextlib import suppress

from starlette.datastructures import Headers
from starlette.types import Message, Receive

from assistant.api.refusals import Refusal

BODY_SECONDS = 15.0
"""A request that takes longer to arrive is held back on purpose."""
_CLOSE = {"Connection": "close"}


async def read_body(headers: Headers, receive: Receive, most: int, *, read_on: int = 0) -> bytes:
    """The whole body, of at most ``most`` bytes. Of one that is larger up to ``read_on`` bytes are still read, and thrown away: a browser
    whose sending is cut off shows a broken connection instead of what was wrong.

    Raises:
        Refusal: ``too_large``; ``slow_request`` where it did not come in time, or whoever sent it went away.
    """
    told = 0
    with suppress(ValueError):
        told = int(headers.get("content-length", "0"))
    if told > max(most, read_on):
        raise Refusal("too_large", headers=_CLOSE)
    body, size = bytearray(), 0
    try:
        async with asyncio.timeout(BODY_SECONDS):
            while True:
                message = await receive()
                if message["type"] == "http.disconnect":
                    raise Refusal("slow_request")
                piece = message.get("body", b"")
                size += len(piece)
                if size <= most:
                    body += piece
                elif size > read_on:
                    raise Refusal("too_large", headers=_CLOSE)
                if not message.get("more_body", False):
                    break
    except TimeoutError:
        raise Refusal("slow_request", headers=_CLOSE) from None
    if size > most:
        raise Refusal("too_large", headers=_CLOSE)
    return bytes(body)


def replayed(body: bytes, receive: Receive) -> Receive:
    """``receive`` of a request whose ``body`` was read: it comes once more, then what ``receive`` still gives."""
    parts: list[Message] = [{"type": "http.request", "body": body, "more_body": False}]

    async def again() -> Message:
        return parts.pop() if parts else await receive()

    return again
