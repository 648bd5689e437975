"""A written sentence is one sentence, of characters that show what is read.

Direction marks show digits backwards and characters of private use show anything: what a reader sees then is not what the other gates
read (Unicode Technical Report #36). A text longer than any sentence is none.
"""

from __future__ import annotations

from assistant.answering.model import Claim
from assistant.verification.normal import unreadable
from corpus import Corpus

LONGEST = 1200
"""Characters; the longest sentence of the shipped policy has 144."""


def check(claim: Claim, corpus: Corpus) -> str | None:
    """The character that cannot be read, or the length of a text that is too long, of a written claim."""
    if not claim.written:
        return None
    if len(claim.text) > LONGEST:
        return f"{len(claim.text)} characters"
    return unreadable(claim.text)
