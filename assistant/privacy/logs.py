"""What is written to a log, without personal data: an error may repeat what it failed on."""

from __future__ import annotations

import logging

from assistant.privacy.concealing import conceal

LONGEST = 20_000
"""Characters of an entry that are written; a longer one is cut in the middle."""


class ConcealingFormatter(logging.Formatter):
    """A formatter whose entries, tracebacks and all, are concealed."""

    def format(self, record: logging.LogRecord) -> str:
        """The entry as it is written."""
        entry = super().format(record)
        if len(entry) > LONGEST:
            entry = f"{entry[: LONGEST // 2]}…{entry[-LONGEST // 2 :]}"
        return conceal(entry).text
