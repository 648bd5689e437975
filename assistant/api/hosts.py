"""Under which names this server is reached. A web site whose name is made to point at this machine (DNS rebinding) is none of them."""

from __future__ import annotations

import ipaddress
from typing import TYPE_CHECKING

from starlette.datastructures import Headers
from starlette.types import ASGIApp, Receive, Scope, Send

from assistant.api.clients import Keys, listed
from assistant.api.refusals import Refusal
from assistant.settings import Settings

if TYPE_CHECKING:
    from mcp.server.transport_security import TransportSecuritySettings

OPEN = frozenset(("/healthz", "/readyz"))
"""Asked by machinery under whatever name or address it knows, and telling nothing."""
_LOCAL = ("127.0.0.1", "localhost", "[::1]")


def is_loopback(host: str) -> bool:
    """Whether only this machine reaches a server that listens on ``host``."""
    try:
        return ipaddress.ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return host == "localhost"


def is_open_to_others(settings: Settings) -> bool:
    """Whether programs on other machines are answered without a key."""
    return not is_loopback(settings.host) and not Keys(settings).needed


class Hosts:
    """The names that a request may be addressed to: this machine's own, the address that the server listens on and those of
    ``ASSISTANT_ALLOWED_HOSTS``. A server that listens on other addresses and is told no names is reached under any."""

    def __init__(self, settings: Settings) -> None:
        self._named = listed(settings.allowed_hosts.lower())
        self._bound = _as_host(settings.host.lower())
        self._origins = listed(settings.cors_origins)
        self.checked = is_loopback(settings.host) or bool(self._named)

    def allow(self, host: str | None) -> bool:
        """Whether ``host``, a request's Host header, is one of them; a name without a port stands for every port."""
        return not self.checked or bool(_forms(host) & {*_LOCAL, self._bound, *self._named})

    def is_named(self, host: str) -> bool:
        """Whether ``host``, with or without a port, is one of those that the operator named."""
        return bool(_forms(host) & set(self._named))

    def transport_security(self) -> TransportSecuritySettings:
        """The same for the MCP SDK, which also looks at the Origin that browsers send."""
        from mcp.server.transport_security import TransportSecuritySettings

        if not self.checked or "*" in self._origins:
            return TransportSecuritySettings(enable_dns_rebinding_protection=False)
        names = list(dict.fromkeys((*_LOCAL, self._bound, *self._named)))
        with_ports = [form for name in names for form in (name, f"{name}:*")]
        origins = [f"{scheme}://{name}" for name in with_ports for scheme in ("http", "https")]
        return TransportSecuritySettings(allowed_hosts=with_ports, allowed_origins=[*origins, *self._origins])


class KnownHosts:
    """ASGI middleware before everything that answers: what is addressed to a name that is none of ``hosts`` goes no further. There are no
    web sockets here, under no name."""

    def __init__(self, app: ASGIApp, hosts: Hosts) -> None:
        self._app = app
        self._hosts = hosts

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "websocket":
            await send({"type": "websocket.close", "code": 1008})
            return
        if scope["type"] == "http" and scope["path"] not in OPEN:
            named = Headers(scope=scope).getlist("host")
            if not self._hosts.allow(named[0] if len(named) == 1 else None):
                refusal = Refusal("wrong_host", headers={"Cache-Control": "no-store"})
                await refusal.response(scope["path"])(scope, receive, send)
                return
        await self._app(scope, receive, send)


def _forms(host: str | None) -> set[str]:
    """A Host header as it is, and without its port."""
    whole = (host or "").lower()
    return {whole, whole if whole.endswith("]") else whole.rpartition(":")[0] or whole}


def _as_host(address: str) -> str:
    """An address as a Host header writes it."""
    return f"[{address}]" if ":" in address and not address.startswith("[") else address
