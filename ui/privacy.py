"""What is kept of a visitor's questions, for whom and how long, as the configuration in force has it."""

from __future__ import annotations

import ipaddress
from dataclasses import dataclass
from urllib.parse import urlsplit

from assistant import Settings
from ui.render import escape
from ui.wording import Wording, fill

BROWSER_DAYS = 1
"""Days without use after which the store forgets whose the conversations of a browser were."""


@dataclass(frozen=True)
class Keeping:
    """``days`` is None where nothing is deleted by itself; ``sent``: a model service reads questions, on this very machine where it is
    ``near``."""

    kept: bool
    days: int | None
    sent: bool
    near: bool


def keeping(settings: Settings) -> Keeping:
    """What ``settings`` do with what is asked."""
    models = (settings.model, settings.rephrase_model, settings.embedding_model)
    return Keeping(settings.record, settings.retention, any(models), _on_this_machine(settings.openai_base_url))


def privacy_line(settings: Settings, words: Wording) -> str:
    """The line at the composer. HTML."""
    found, t = keeping(settings), words.privacy
    line = t.not_kept if not found.kept else fill(t.kept, days=found.days) if found.days else t.kept_for_good
    said = f"{line} {t.sent}" if found.sent and not found.near else line
    return f'<p>{escape(said)} <a href="{escape(t.address)}">{escape(t.more)}</a></p>'


def _on_this_machine(address: str | None) -> bool:
    host = (urlsplit(address).hostname if address else None) or ""
    try:
        return host == "localhost" or ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False
