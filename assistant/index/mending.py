"""A vector store that fails while questions come in: nobody waits for it any more, and one thread brings it back.

A server that hangs costs the first question its few seconds; those that follow are told at once, until the store answers again.
"""

from __future__ import annotations

import logging
import threading
import time
import weakref
from collections.abc import Callable

from assistant.errors import RetrievalError

FRESH = 2.0
"""Seconds for which a store that has just answered is taken to answer."""
FIRST, LONGEST = 0.2, 5.0
"""Seconds between two attempts: they double from the first to the longest."""

_log = logging.getLogger(__name__)


class Mending:
    """Whether the store answers.

    ``ask`` asks it for something that costs nothing and raises :class:`RetrievalError`; ``mend`` tries to have it answer again and raises
    anything when it does not. Both are bounded in time.
    """

    def __init__(self, ask: Callable[[], None], mend: Callable[[], None]) -> None:
        self._ask = ask
        self._mend = mend
        self._trouble: str | None = None
        self._answered = time.monotonic()
        self._state = threading.Lock()
        self._asking = threading.Lock()

    def trouble(self) -> str | None:
        """What keeps the store from answering, for the log; None when it answers. It is asked, unless it has answered just now."""
        with self._asking:
            if self._trouble is None and time.monotonic() - self._answered > FRESH:
                try:
                    self._ask()
                    self.answered()
                except RetrievalError as error:
                    self.failed(error)
            return self._trouble

    def require(self) -> None:
        """Raise :class:`RetrievalError` where the store is known not to answer; it is not asked."""
        trouble = self._trouble
        if trouble is not None:
            raise RetrievalError(f"The index is being mended ({trouble})")

    def answered(self) -> None:
        """To be called when the store has answered."""
        self._answered = time.monotonic()

    def failed(self, error: Exception) -> None:
        """To be called when it has not: the one thread that mends is started."""
        with self._state:
            begin, self._trouble = self._trouble is None, str(error)
        if begin:
            _log.error("%s It is tried again until it answers.", str(error))
            threading.Thread(target=_keep_trying, args=(weakref.ref(self),), name="mend-index", daemon=True).start()

    def try_once(self) -> bool:
        """Try to mend; whether the store answers now."""
        try:
            self._mend()
        except Exception as error:  # whatever it is, the next attempt may fare better
            if str(error) != self._trouble:
                _log.error("The index is not mended yet: %s", str(error))
            self._trouble = str(error)
            return False
        with self._state:
            self._trouble = None
            self.answered()
        _log.warning("The index answers again.")
        return True


def _keep_trying(ref: weakref.ref[Mending]) -> None:
    """Until it works, or nobody has the index any more."""
    pause = 0.0
    while True:
        time.sleep(pause)
        mending = ref()
        if mending is None or mending.try_once():
            return
        del mending
        pause = min(max(2 * pause, FIRST), LONGEST)
