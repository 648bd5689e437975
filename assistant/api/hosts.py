"""Under which names the interfaces are reached. A web site whose name is made to point at this machine (DNS rebinding) is none of them."""

from __future__ import annotations

import ipaddress
from typing import TYPE_CHECKING

from assistant.api.clients import Keys, listed
from assistant.settings import Settings

if TYPE_CHECKING:
    from mcp.server.transport_security import TransportSecuritySettings

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
    """The names that a request may be addressed to: this machine's own and those of ``ASSISTANT_ALLOWED_HOSTS``. A server that listens on
    other addresses and is told no names is reached under any."""

    def __init__(self, settings: Settings) -> None:
        self._named = listed(settings.allowed_hosts.lower())
        self._origins = listed(settings.cors_origins)
        self.checked = is_loopback(settings.host) or bool(self._named)

    def allow(self, host: str | None) -> bool:
        """Whether ``host``, a request's Host header, is one of them; a name without a port stands for every port."""
        if not self.checked:
            return True
        whole = (host or "").lower()
        name = whole if whole.endswith("]") else whole.rpartition(":")[0] or whole
        return bool({whole, name} & {*_LOCAL, *self._named})

    def transport_security(self) -> TransportSecuritySettings:
        """The same for the MCP SDK, which also looks at the Origin that browsers send."""
        from mcp.server.transport_security import TransportSecuritySettings

        if not self.checked or "*" in self._origins:
            return TransportSecuritySettings(enable_dns_rebinding_protection=False)
        names = [*_LOCAL, *self._named]
        with_ports = [form for name in names for form in (name, f"{name}:*")]
        origins = [f"{scheme}://{name}" for name in with_ports for scheme in ("http", "https")]
        return TransportSecuritySettings(allowed_hosts=with_ports, allowed_origins=[*origins, *self._origins])
