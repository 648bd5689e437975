"""What a browser is given to know it again by: a session in a signed cookie, and the token of a form. The key is this process's own."""

from __future__ import annotations

import base64
import hmac
import secrets
import threading
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from hashlib import sha256

SECONDS = 12 * 3600
"""How long a session lasts."""
_LONGEST = 600
"""Characters of a cookie that are looked at; a name has at most 64."""


@dataclass(frozen=True)
class Session:
    """Who, and which of their sessions."""

    name: str
    nonce: str


class Signer:
    """Signs what leaves and knows it again."""

    def __init__(self, clock: Callable[[], float] = time.time) -> None:
        self._key = secrets.token_bytes(32)
        self._clock = clock
        self._ended: dict[str, float] = {}
        self._lock = threading.Lock()

    def begin(self, name: str, stored: str) -> str:
        """The cookie of a new session of ``name``, which ends when the hash that is ``stored`` changes."""
        nonce, until = secrets.token_urlsafe(16), int(self._clock()) + SECONDS
        return f"{_packed(name)}.{until}.{nonce}.{self._mac('session', name, str(until), nonce, stored)}"

    def read(self, cookie: str, staff: Mapping[str, str]) -> Session | None:
        """The session that ``cookie`` stands for; None where it is forged, over or ended, or its name is not among ``staff`` any more."""
        parts = cookie.split(".") if len(cookie) <= _LONGEST else []
        if len(parts) != 4 or (name := _unpacked(parts[0])) is None:
            return None
        _, until, nonce, mac = parts
        right = self._mac("session", name, until, nonce, staff.get(name, ""))
        if not hmac.compare_digest(mac.encode(), right.encode()) or name not in staff:
            return None
        with self._lock:
            ended = nonce in self._ended
        return None if ended or int(until) <= self._clock() else Session(name, nonce)

    def end(self, session: Session) -> None:
        """Forget ``session``, whoever still holds its cookie."""
        now = self._clock()
        with self._lock:
            self._ended = {nonce: until for nonce, until in self._ended.items() if until > now} | {session.nonce: now + SECONDS}

    def token(self, browser: str, whose: str) -> str:
        """What a form of ``whose`` in ``browser`` (its own random cookie) carries to show that it is ours."""
        return self._mac("form", browser, whose)

    def is_token(self, shown: str, browser: str, whose: str) -> bool:
        """Whether ``shown`` is that token."""
        return bool(browser) and hmac.compare_digest(shown.encode("utf-8", "replace"), self.token(browser, whose).encode())

    def _mac(self, *parts: str) -> str:
        told = b"".join(len(raw).to_bytes(4) + raw for raw in (part.encode("utf-8", "replace") for part in parts))
        return base64.urlsafe_b64encode(hmac.digest(self._key, told, sha256)).decode().rstrip("=")


def _packed(name: str) -> str:
    return base64.urlsafe_b64encode(name.encode()).decode().rstrip("=")


def _unpacked(text: str) -> str | None:
    try:
        return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4)).decode()
    except ValueError:
        return None
