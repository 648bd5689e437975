"""A written sentence without a quote is taken out, whatever it says: what nothing bears cannot be checked."""

from __future__ import annotations

from assistant.answering.model import Claim
from corpus import Corpus


def check(claim: Claim, corpus: Corpus) -> str | None:
    """*no quote* for a written claim that cites nothing."""
    return "no quote" if claim.written and not claim.quotes else None
