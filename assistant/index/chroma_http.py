"""A Chroma server's client whose calls end. Chroma's own waits for ever: a server that is stopped, not gone, would hold whoever asks it.

Chroma makes its HTTP client from a name in its settings and calls the server while it is made, so the limits must be in the class.
"""

from __future__ import annotations

from typing import Any

import httpx
from chromadb.api.fastapi import FastAPI
from chromadb.config import Settings, System

READING = httpx.Timeout(5.0, connect=3.0)
"""Seconds for a search and all else that changes nothing. An answer of a server that works takes milliseconds."""
WRITING = httpx.Timeout(30.0, connect=3.0)
"""Seconds for adding :data:`BATCH` records, which the server sorts into its graph before it answers."""
BATCH = 500


class ServerSettings(Settings):
    """Chroma's settings, with :class:`BoundedServer` where the client asks by which class to speak to the server."""

    def require(self, key: str) -> Any:
        if key == "chroma_api_impl":
            return f"{BoundedServer.__module__}.{BoundedServer.__qualname__}"
        return super().require(key)


class BoundedServer(FastAPI):
    """Chroma's HTTP client with a limit of time for each call."""

    def __init__(self, system: System) -> None:
        super().__init__(system)
        self._session.timeout = READING
        self._session.event_hooks = {"request": [_give_writing_time]}


def _give_writing_time(request: httpx.Request) -> None:
    if request.url.path.endswith(("/add", "/upsert")):
        request.extensions["timeout"] = WRITING.as_dict()
