"""Endless runs of white space cut short: they say nothing, and a pattern that allows white space in several places would try them all."""

from __future__ import annotations

import re

LONGEST = 60
"""White space characters in a row that are kept as they are."""
_LONG = re.compile(rf"(?<!\s)\s{{{LONGEST + 1},}}")


def short_blanks(text: str) -> str:
    """``text`` with each run of more than :data:`LONGEST` white space characters cut: to an empty line where it holds a line end, to its
    beginning elsewhere."""
    return _LONG.sub(lambda m: "\n\n" if "\n" in m[0] else m[0][:LONGEST], text)
