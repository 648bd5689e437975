"""The chat front end: presentation only. Everything that it knows about policies comes from ``assistant`` and ``corpus``."""

from ui.server import serve

__all__ = ["serve"]
