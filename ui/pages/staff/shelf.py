"""The drafts that are being worked on, in this process's memory alone: letters hold personal data, and are on no disk."""

from __future__ import annotations

import secrets
import threading
import time
from collections import OrderedDict
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace

from assistant.drafting import ChecklistItem, Draft
from assistant.drafting.edited import Checked, edited
from assistant.drafting.model import Kept
from assistant.drafting.standing import computed, lasting

MOST = 200
"""Drafts that are held; the oldest goes."""
SECONDS = 12 * 3600


@dataclass(frozen=True)
class Held:
    """A draft, the letter as it was last checked with what came of it, and the work on it since.

    ``written`` is what stands in the box where that was not checked yet, ``ticked`` the items of the checklist that were seen to (from 0,
    of those that last), ``kept`` the reasons for sentences that nothing bears, by their key, ``source`` the name of the file that the
    enquiry came in.
    """

    draft: Draft
    letter: str
    checked: tuple[Checked, ...]
    edited: bool = False
    written: str | None = None
    ticked: frozenset[int] = frozenset()
    source: str = ""
    kept: Mapping[str, Kept] = field(default_factory=dict)

    @property
    def in_box(self) -> str:
        """The letter as it stands in the box."""
        return self.letter if self.written is None else self.written

    @property
    def checklist(self) -> tuple[ChecklistItem, ...]:
        """What follows from the letter as it was last checked, which nobody ticks but by mending it."""
        now = edited(self.draft, self.checked, self.kept)
        return computed(now.sentences, now.citations, now.questions, now.language)

    @property
    def lasting(self) -> tuple[ChecklistItem, ...]:
        """The items of the checklist that are ticked."""
        return lasting(self.draft.checklist)


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

    def is_held(self, name: str) -> bool:
        """Whether there is such a draft, whoever made it."""
        with self._lock:
            self._forget()
            return name in self._held

    def keep(self, owner: str, name: str, written: str, ticked: frozenset[int]) -> bool:
        """Keep the work on a letter as it stands, unchecked; whether the draft is still there."""
        return self._put_back(owner, name, lambda held: replace(held, written=None if written == held.letter else written, ticked=ticked))

    def change(self, owner: str, name: str, letter: str, checked: tuple[Checked, ...], kept: Mapping[str, Kept]) -> None:
        """Keep an edited letter that was checked, and the reasons for what is left in it."""
        self._put_back(owner, name, lambda held: replace(held, letter=letter, checked=checked, kept=kept, edited=True, written=None))

    def _put_back(self, owner: str, name: str, changed: Callable[[Held], Held]) -> bool:
        with self._lock:
            self._forget()
            found = self._held.get(name)
            if found is None or found[0] != owner:
                return False
            self._held[name] = (owner, found[1], changed(found[2]))
            return True

    def _forget(self) -> None:
        old = self._clock() - SECONDS
        for name in [name for name, (_, at, _) in self._held.items() if at < old]:
            del self._held[name]
