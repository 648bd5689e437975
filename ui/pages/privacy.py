"""``/privacy``: what is kept of a visitor's questions, for whom, how long, and how it is deleted, as the configuration in force has it."""

from __future__ import annotations

from string import Template

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from ui.backend import Backend
from ui.pages.shell import Shell
from ui.privacy import BROWSER_DAYS, Keeping, keeping


def routes(shell: Shell, backend: Backend) -> list[Route]:
    """The page. It reads the settings alone, and works while nothing else does."""

    async def page(request: Request) -> Response:
        return shell.page("privacy.html.j2", "privacy", path="privacy", sections=sections(shell, keeping(backend.settings)))

    return [Route(shell.address("privacy"), page)]


def sections(shell: Shell, found: Keeping) -> list[tuple[str, list[str]]]:
    """Headings with their paragraphs."""
    told = shell.words("privacy")["sections"]
    names = [*_kept(found), *_sent(found), "elsewhere", "cookie"]
    paragraphs: dict[str, list[str]] = {}
    for name in names:
        said = told[name]
        filled = Template(said["text"]).substitute(days=found.days, browser_days=BROWSER_DAYS)
        paragraphs.setdefault(said["heading"], []).append(filled)
    return list(paragraphs.items())


def _kept(found: Keeping) -> tuple[str, ...]:
    if not found.kept:
        return ("not_kept",)
    return ("what", "who", "days" if found.days else "for_good", "browser", "delete", "copies")


def _sent(found: Keeping) -> tuple[str, ...]:
    if not found.sent:
        return ("stays",)
    return ("sent_near" if found.near else "sent",)
