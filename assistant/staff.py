"""Names and passwords of staff: the file ``ASSISTANT_STAFF_FILE``, a line ``name:hash`` for each person.

A hash is scrypt's (RFC 7914), written as a PHC string with its parameters: ``$scrypt$ln=15,r=8,p=1$SALT$HASH``, both parts in base64.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import hmac
import ipaddress
import re
import secrets
from pathlib import Path

from assistant.errors import SettingsError
from assistant.settings import Settings

SHORTEST, LONGEST = 10, 1024
"""Characters of a password."""
NAME = re.compile(r"[^\s:#\x00-\x1f\x7f][^\s:\x00-\x1f\x7f]{0,63}")
"""A name: no space, no colon, not a # in front."""
_LN, _R, _P = 15, 8, 1
_PHC = re.compile(r"\$scrypt\$ln=(\d{1,2}),r=(\d{1,2}),p=(\d{1,2})\$([A-Za-z0-9+/]{16,86})\$([A-Za-z0-9+/]{43})")
_MEMORY = 128 * 1024**2
"""The most that one check may take."""


def hashed(password: str) -> str:
    """The hash of ``password`` with a salt of its own."""
    salt = secrets.token_bytes(16)
    return f"$scrypt$ln={_LN},r={_R},p={_P}${_base64(salt)}${_base64(_scrypt(password, salt, _LN, _R, _P))}"


def matches(password: str, stored: str) -> bool:
    """Whether ``stored`` is a hash of ``password``, compared in constant time."""
    if len(password) > LONGEST or (parts := _PHC.fullmatch(stored)) is None:
        return False
    try:
        derived = _scrypt(password, _bytes(parts[4]), int(parts[1]), int(parts[2]), int(parts[3]))
    except (ValueError, MemoryError):
        return False
    return hmac.compare_digest(derived, _bytes(parts[5]))


def read_staff(path: Path) -> dict[str, str]:
    """The hashes of the file by name. Empty lines and lines that begin with # are left out.

    Raises:
        SettingsError: the file cannot be read, names nobody, or holds a line that is none; the message names file and line.
    """
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        why = getattr(error, "strerror", None) or "not UTF-8"
        raise SettingsError(f"ASSISTANT_STAFF_FILE: {path} cannot be read ({why}).") from error
    found: dict[str, str] = {}
    for number, line in enumerate(lines, start=1):
        if not line.strip() or line.lstrip().startswith("#"):
            continue
        name, _, stored = line.strip().partition(":")
        if not NAME.fullmatch(name) or not _usable(stored) or name in found:
            raise SettingsError(
                f"ASSISTANT_STAFF_FILE: line {number} of {path} is no new name:hash; `assistant staff-password NAME` makes one."
            )
        found[name] = stored
    if not found:
        raise SettingsError(f"ASSISTANT_STAFF_FILE: {path} names nobody; add the line that `assistant staff-password NAME` prints.")
    return found


Networks = tuple[ipaddress.IPv4Network | ipaddress.IPv6Network, ...]


def check_staff(settings: Settings) -> Networks:
    """The networks of the proxies that may name who has signed in; none where no header is set.

    Raises:
        SettingsError: the staff file cannot be used, or a header is set and no proxy, or every address, would be believed.
    """
    if settings.staff_file is not None:
        read_staff(settings.staff_file)
    if not settings.staff_header:
        return ()
    named = [entry.strip() for entry in settings.trusted_proxies.split(",") if entry.strip()]
    try:
        networks = tuple(ipaddress.ip_network(entry, strict=False) for entry in named)
    except ValueError as error:
        raise SettingsError(f"ASSISTANT_STAFF_HEADER needs addresses or networks in ASSISTANT_TRUSTED_PROXIES: {error}.") from error
    if not networks or any(network.prefixlen == 0 for network in networks):
        raise SettingsError("ASSISTANT_STAFF_HEADER is believed from proxies alone; name their addresses in ASSISTANT_TRUSTED_PROXIES.")
    return networks


def _usable(stored: str) -> bool:
    parts = _PHC.fullmatch(stored)
    if parts is None:
        return False
    ln, r, p = (int(parts[i]) for i in (1, 2, 3))
    return 14 <= ln <= 20 and 1 <= p <= 16 and r >= 8 and 128 * r * 2**ln < _MEMORY


def _scrypt(password: str, salt: bytes, ln: int, r: int, p: int) -> bytes:
    return hashlib.scrypt(password.encode("utf-8", "surrogatepass"), salt=salt, n=2**ln, r=r, p=p, maxmem=_MEMORY + 1024**2, dklen=32)


def _base64(raw: bytes) -> str:
    return base64.b64encode(raw).decode().rstrip("=")


def _bytes(text: str) -> bytes:
    try:
        return base64.b64decode(text + "=" * (-len(text) % 4))
    except binascii.Error:
        return b""
