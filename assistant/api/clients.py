"""Who asks: keys, addresses, and how often each may."""

from __future__ import annotations

import hashlib
import hmac
import ipaddress
import math
import time
from dataclasses import dataclass

from starlette.datastructures import Headers
from starlette.types import Scope

from assistant.api.refusals import Refusal
from assistant.errors import SettingsError
from assistant.settings import Settings

CHEAP = 10
"""How many requests that only have something shown weigh as much as one that is worked on."""
_CHALLENGE = {"WWW-Authenticate": 'Bearer realm="policy-assistant"'}


def listed(value: str) -> tuple[str, ...]:
    """The entries of a setting that is separated by commas."""
    return tuple(entry.strip() for entry in value.split(",") if entry.strip())


@dataclass(frozen=True)
class Client:
    """Whoever asks, as far as it matters: a name to count under, and whether a key was shown that is known."""

    name: str
    known: bool


class Keys:
    """The keys of the settings, kept as hashes. Compared in constant time, all of them each time.

    Raises:
        SettingsError: the setting is there and holds no key.
    """

    def __init__(self, settings: Settings) -> None:
        given = settings.api_keys.get_secret_value() if settings.api_keys else ""
        self._hashes = tuple(_hash(key.encode()) for key in listed(given))
        if given.strip() and not self._hashes:
            raise SettingsError("ASSISTANT_API_KEYS holds no key; write some, separated by commas, or leave it out.")

    @property
    def needed(self) -> bool:
        """Whether a key must be shown."""
        return bool(self._hashes)

    def client(self, scope: Scope) -> Client:
        """Whoever made the request: the key it shows, else its address."""
        shown = _shown(Headers(scope=scope))
        if self._hashes and shown is not None:
            digest = _hash(shown)
            found = [hmac.compare_digest(digest, known) for known in self._hashes]
            if any(found):
                return Client(f"key {found.index(True)}", known=True)
        return Client(f"address {network_of(scope)}", known=False)

    def require(self, client: Client) -> None:
        """Raise ``unauthorized`` where a key is needed and none that is known was shown."""
        if self._hashes and not client.known:
            raise Refusal("unauthorized", headers=_CHALLENGE)


class Rate:
    """How often one client may ask (``ASSISTANT_RATE``), counted over a sliding window in this process."""

    def __init__(self, settings: Settings) -> None:
        from limits import parse
        from limits.storage import MemoryStorage
        from limits.strategies import SlidingWindowCounterRateLimiter

        self._item = parse(settings.rate) if settings.rate else None
        self._cheap = type(self._item)(CHEAP * self._item.amount, self._item.multiples) if self._item else None
        self._limiter = SlidingWindowCounterRateLimiter(MemoryStorage()) if self._item else None

    def count(self, client: Client, *, cheap: bool = False) -> None:
        """Count a request of ``client``; one that is ``cheap``, and only has something shown, by itself and against :data:`CHEAP` times as
        many. Raises ``rate_limited`` when it has made as many as it may."""
        item, name = (self._cheap, f"cheap {client.name}") if cheap else (self._item, client.name)
        if self._limiter is None or item is None or self._limiter.hit(item, name):
            return
        reset = self._limiter.get_window_stats(item, name).reset_time
        raise Refusal("rate_limited", headers={"Retry-After": str(max(1, math.ceil(reset - time.time())))})


def _shown(headers: Headers) -> bytes | None:
    scheme, _, token = headers.get("authorization", "").partition(" ")
    key = token.strip() if scheme.lower() == "bearer" else headers.get("x-api-key", "")
    return key.encode("latin-1") if key else None


def _hash(key: bytes) -> bytes:
    return hashlib.sha256(key).digest()


def network_of(scope: Scope) -> str:
    """The address of whoever asks; of IPv6 the network, which one household or machine has to itself."""
    host = scope["client"][0] if scope.get("client") else "unknown"
    try:
        address = ipaddress.ip_address(host.partition("%")[0])
    except ValueError:
        return str(host)
    if isinstance(address, ipaddress.IPv6Address):
        if address.ipv4_mapped:
            return str(address.ipv4_mapped)
        return str(ipaddress.ip_network((address, 64), strict=False))
    return str(address)
