"""What a reader raises when a file holds nothing that can be read."""

from __future__ import annotations

from corpus.records import CorpusError


class ConversionError(CorpusError):
    """A file could not be turned into text. The message is one sentence that says why and, where it helps, what to do."""
