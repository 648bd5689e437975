"""Pages beside the chat, rendered by the server: they work without a script, print, and can be linked to.

Each page is a module with ``routes(shell, backend) -> list[Route]``, a template, and its words in ``texts/<page>.<language>.yaml``.
"""

from __future__ import annotations

from ui.pages.site import site_routes

__all__ = ["site_routes"]
