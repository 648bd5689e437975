"""All staff pages, in each language."""

from __future__ import annotations

from starlette.routing import Route

from assistant import Settings
from assistant.api.workers import Workers
from ui.backend import Backend
from ui.pages.shell import Shell
from ui.pages.staff import draft, evals, sign_in, status
from ui.pages.staff.attempts import Attempts
from ui.pages.staff.desk import Desk
from ui.pages.staff.door import Door
from ui.pages.staff.probe import Probe, models_of
from ui.pages.staff.shelf import Shelf
from ui.wording import LANGUAGES


def staff_routes(door: Door, backend: Backend, settings: Settings, attempts: Attempts | None = None) -> list[Route]:
    """The routes of all staff pages; ``attempts`` are counted over both languages."""
    attempts = attempts or Attempts()
    # Threads of their own: a letter takes longer than an answer, and those who ask should not wait for it.
    shelf, threads = Shelf(), draft.Threads(drafting=Workers(1), reading=Workers(1))
    probe = Probe(models_of(backend, settings))
    found: list[Route] = []
    for language in LANGUAGES:
        desk = Desk(door, Shell(language))
        found += sign_in.routes(desk, attempts)
        found += draft.routes(desk, backend, settings, shelf, threads)
        found += status.routes(desk, backend, settings, probe)
        found += evals.routes(desk, settings)
    return found
