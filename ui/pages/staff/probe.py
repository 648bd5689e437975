"""Whether the models answer, asked for the status page: in a thread of its own, seldom, and without the page waiting for it."""

from __future__ import annotations

import logging
import queue
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass

from assistant import Settings
from assistant.doctor import Finding, reach
from assistant.messages import Language
from ui.backend import Backend

log = logging.getLogger(__name__)

SECONDS = 4.0
"""How long a model may take to answer the probe."""
KEPT = 15.0
"""How long what it said is told without asking again."""
WAIT = 0.8
"""How long a page waits for a probe that has just begun."""

Ask = Callable[[Language], tuple[Finding, ...]]


@dataclass(frozen=True)
class Probed:
    """What was found, and how many seconds ago."""

    findings: tuple[Finding, ...]
    ago: float


class Probe:
    """Calls ``ask`` in one thread, started when it is first needed: the embedding engine keeps a team for every thread that calls it."""

    def __init__(self, ask: Ask, clock: Callable[[], float] = time.monotonic) -> None:
        self._ask = ask
        self._clock = clock
        self._found: dict[Language, tuple[float, tuple[Finding, ...]]] = {}
        self._asking: set[Language] = set()
        self._changed = threading.Condition()
        self._wanted: queue.SimpleQueue[Language] = queue.SimpleQueue()
        self._started = False

    def look(self, language: Language, wait: float = WAIT) -> Probed | None:
        """The latest findings; asked for anew when they are old, and then waited for ``wait`` seconds at
        most. None while there are none."""
        with self._changed:
            before = self._found.get(language)
            if before is None or not before[1] or self._clock() - before[0] >= KEPT:
                self._want(language)
                self._changed.wait_for(lambda: language not in self._asking, timeout=wait)
            found = self._found.get(language)
            return Probed(found[1], self._clock() - found[0]) if found and found[1] else None

    def _want(self, language: Language) -> None:
        if language in self._asking:
            return
        self._asking.add(language)
        self._wanted.put(language)
        if not self._started:
            self._started = True
            threading.Thread(target=self._run, name="probe", daemon=True).start()

    def _run(self) -> None:
        while True:
            language = self._wanted.get()
            try:
                found = self._ask(language)
            except Exception:
                log.exception("the models could not be asked")
                found = ()
            with self._changed:
                self._found[language] = (self._clock(), found)
                self._asking.discard(language)
                self._changed.notify_all()


def models_of(backend: Backend, settings: Settings) -> Ask:
    """Asks the models of ``settings`` as ``assistant doctor`` does, the built-in one as it is loaded in this process."""

    def ask(language: Language) -> tuple[Finding, ...]:
        assistant = backend.opened()
        # Until the assistant is open its model is being loaded; a second one would only slow that down.
        if assistant is None and settings.embedding_model is None:
            return ()
        return reach(settings, assistant.index.embed_query if assistant else None, language, SECONDS)

    return ask
