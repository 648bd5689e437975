"""What stands before every response: nothing is loaded from elsewhere."""

from __future__ import annotations

from typing import Any

HEADERS = {
    "Content-Security-Policy": "default-src 'self'; script-src 'self' 'unsafe-inline' 'unsafe-eval'; style-src 'self' 'unsafe-inline'; "
    "img-src 'self' data: blob:; font-src 'self' data:; connect-src 'self'; object-src 'none'; base-uri 'self'; form-action 'self'; "
    "frame-ancestors 'self'",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
}
"""Sent with every response. Gradio's own page needs inline scripts and ``eval``; what keeps data in is that no other address is allowed."""


class Protection:
    """ASGI middleware: the headers on every response."""

    def __init__(self, app: Any) -> None:
        self._app = app

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return

        async def with_headers(message: Any) -> None:
            if message["type"] == "http.response.start":
                message = {**message, "headers": _encoded(message.get("headers", []))}
            await send(message)

        await self._app(scope, receive, with_headers)


def _encoded(headers: Any) -> list[tuple[bytes, bytes]]:
    ours = [(name.lower().encode(), value.encode()) for name, value in HEADERS.items()]
    return [*(tuple(pair) for pair in headers), *ours]
