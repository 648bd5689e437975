"""What stands before every response: nothing is loaded from elsewhere, and doors of Gradio that the page does not use stay shut."""

from __future__ import annotations

import logging
import re
from typing import Any

log = logging.getLogger(__name__)

HEADERS = {
    "Content-Security-Policy": "default-src 'self'; script-src 'self' 'unsafe-inline' 'unsafe-eval'; style-src 'self' 'unsafe-inline'; "
    "img-src 'self' data: blob:; font-src 'self' data:; connect-src 'self'; object-src 'none'; base-uri 'self'; form-action 'self'; "
    "frame-ancestors 'self'",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
}
"""Sent with every response. Gradio's own page needs inline scripts and ``eval``; what keeps data in is that no other address is allowed."""

SHUT = re.compile(
    r"/gradio_api/(upload|proxy=|file=|file/|stream/|custom_component/|component_server|process_recording|run-history|runs|deep_link|vibe"
    r"|undo-vibe|dev/|profiling|openapi|call/|api/)|/(monitoring|pwa_icon)"
)
"""Routes that write files, fetch addresses, edit code or tell about the server. The page works without them."""


class Protection:
    """ASGI middleware: the headers on every response, 404 for what is shut."""

    def __init__(self, app: Any) -> None:
        self._app = app

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        if SHUT.search(scope["path"]):
            await send({"type": "http.response.start", "status": 404, "headers": _encoded([])})
            await send({"type": "http.response.body", "body": b""})
            return

        async def with_headers(message: Any) -> None:
            if message["type"] == "http.response.start":
                message = {**message, "headers": _encoded(message.get("headers", []))}
            await send(message)

        try:
            await self._app(scope, receive, with_headers)
        except Exception:
            log.exception("request failed: %s %s", scope["method"], scope["path"])
            raise


def _encoded(headers: Any) -> list[tuple[bytes, bytes]]:
    ours = [(name.lower().encode(), value.encode()) for name, value in HEADERS.items()]
    return [*(tuple(pair) for pair in headers), *ours]
