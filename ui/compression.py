"""Compressed pages: Gradio compresses its own files, and nothing else did."""

from __future__ import annotations

from typing import Any

from starlette.middleware.gzip import GZipMiddleware

SMALLEST = 1024
"""Bytes below which nothing is gained."""
LEVEL = 5


class Compression:
    """ASGI middleware: gzip for those who accept it, never for streams of events.

    Pages of staff travel as they are: they hold a secret beside what was typed, and the length of the two compressed together tells of it.
    """

    def __init__(self, app: Any) -> None:
        self._app = app
        self._compressed = GZipMiddleware(app, minimum_size=SMALLEST, compresslevel=LEVEL)

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        private = scope["type"] != "http" or "/staff" in scope["path"]
        await (self._app if private else self._compressed)(scope, receive, send)
