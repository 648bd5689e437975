"""MCP over standard input and output, for a program that starts this one for itself. Nothing else is ever written to standard output."""

from __future__ import annotations

from typing import TYPE_CHECKING

from assistant.api.mcp_http import program_version
from assistant.api.mcp_tools import create_server
from assistant.api.service import Service

if TYPE_CHECKING:
    from assistant.assistant import Assistant


def serve_stdio(assistant: Assistant) -> None:
    """Serve the tools until standard input ends."""
    create_server(Service(assistant.settings, lambda: assistant), program_version()).run("stdio")
