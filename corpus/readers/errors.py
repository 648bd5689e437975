"""What a reader raises when a file holds nothing that can be read."""

from __future__ import annotations

from typing import Literal

from corpus.records import CorpusError

Unread = Literal["broken", "empty", "encrypted", "old", "scanned", "heavy", "link"]


class ConversionError(CorpusError):
    """A file could not be turned into text. The message is one sentence that says why and, where it helps, what to do.

    ``reason`` is the kind of it, for those who say it in their own words; *broken* also stands for what is none of the others,
    *heavy* for what would take more memory, time or room than a file is given, *link* for what lies elsewhere.
    """

    def __init__(self, message: str, reason: Unread = "broken") -> None:
        super().__init__(message)
        self.reason: Unread = reason
