"""The command line: ``main`` is what the console script ``assistant`` runs. Nothing heavy is imported before a command needs it."""

from assistant.cli.app import main

__all__ = ["main"]
