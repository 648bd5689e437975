"""The drafts that are being worked on, in this process's memory alone: letters hold personal data, and are on no disk."""

from __future__ import annotations

import secrets
import threading
import time
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass, replace

from assistant.drafting import Draft
from assistant.drafting.editing import Checked

MOST = 200
"""Drafts that are held; the oldest goes."""
SECONDS = 12 * 3600


@dataclass(frozen=True)
class Held:
    """A draft, the letter as it was last edited, and what came of checking it."""

    draft: Draft
    letter: str
    checked: tuple[Checked, ...]
    edited: bool = False


class Shelf:
    """Drafts by an id that cannot be guessed, for whoever made them alone."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._lock = threading.Lock()
        self._held: OrderedDict[str, tuple[str, float, Held]] = OrderedDict()

    def put(self, owner: str, held: Held) -> str:
        """Hold ``held``; its id."""
        name = secrets.token_urlsafe(12)
        with self._lock:
            self._forget()
            self._held[name] = (owner, self._clock(), held)
            while len(self._held) > MOST:
                self._held.popitem(last=False)
        return name

    def get(self, owner: str, name: str) -> Held | None:
        """What ``owner`` put there; None where it is gone or somebody else's."""
        with self._lock:
            self._forget()
            found = self._held.get(name)
        return found[2] if found and found[0] == owner else None

    def change(self, owner: str, name: str, letter: str, checked: tuple[Checked, ...]) -> None:
        """Keep an edited letter."""
        with self._lock:
            found = self._held.get(name)
            if found and found[0] == owner:
                self._held[name] = (owner, found[1], replace(found[2], letter=letter, checked=checked, edited=True))

    def _forget(self) -> None:
        old = self._clock() - SECONDS
        for name in [name for name, (_, at, _) in self._held.items() if at < old]:
            del self._held[name]
