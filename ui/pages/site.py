"""All pages beside the chat, in each language."""

from __future__ import annotations

from starlette.routing import Route

from ui.backend import Backend
from ui.pages import check, policy, privacy
from ui.pages.shell import Shell
from ui.wording import LANGUAGES

PAGES = (check, policy, privacy)


def site_routes(backend: Backend) -> list[Route]:
    """The routes of all pages."""
    return [route for language in LANGUAGES for page in PAGES for route in page.routes(Shell(language), backend)]
