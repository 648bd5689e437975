"""A bound on a figure is told as the quote has it: neither dropped (最高50万 → 50万), nor invented, nor turned round (不超过 → 不低于).

A range bounds its ends. Until may be left out of a date, not turned into from. Within a span of time may be left out of what did not
happen in it (三年没有转化 for 三年内没有转化).
"""

from __future__ import annotations

import re

from assistant.answering.model import Claim
from assistant.verification.evidence import evidence, said
from assistant.verification.figures import same_figure
from assistant.verification.quantities import Quantity, quantities, readable
from corpus import Corpus

_NAMES = {
    "max": "an upper bound",
    "min": "a lower bound",
    "since": "a beginning",
    "until": "an end",
    None: "no bound",
    "both": "bounds that contradict",
}
_DENIED = re.compile(r"[没未不无]|(?<![A-Za-z])(?:not|no|without|never)(?![A-Za-z])|n't", re.I)
_CLAUSE = re.compile(r"[,;。!?\n]|\.(?=\s|$)")


def check(claim: Claim, corpus: Corpus) -> str | None:
    """The first figure of a written claim whose bound differs from that of the same figure in every quote."""
    if not claim.written:
        return None
    source = evidence(claim)
    text = readable(said(claim))
    stated = quantities(text)
    if not stated:
        return None
    held = tuple(q for words in source.texts for q in quantities(readable(words)))
    for q in stated:
        same = [e for e in held if (e.kind == q.kind == "date" and _one_day(q, e)) or same_figure(q, e, text)]
        if same and not any(_agree(q, e, text) for e in same):
            theirs = next((e for e in same if e.bound), same[0])
            return f"{q.text}: {_NAMES[q.bound]}, in the quote {_NAMES[theirs.bound]}"
    return None


def _agree(q: Quantity, e: Quantity, text: str) -> bool:
    if q.bound == e.bound:
        return True
    if q.kind == "date":
        return q.bound is None or e.bound is None
    if q.bound is None and e.bound == "max" and q.kind == "duration" and e.partner is None:
        start = max((m.end() for m in _CLAUSE.finditer(text, 0, q.start)), default=0)
        stop = next((m.start() for m in _CLAUSE.finditer(text, q.end)), len(text))
        return _DENIED.search(text[start:stop]) is not None
    return False


def _one_day(q: Quantity, e: Quantity) -> bool:
    """Whether two dates may be the same: no part that both have differs, and at least one is had by both."""
    pairs = [(a, b) for a, b in zip(q.key[5:].split("-"), e.key[5:].split("-"), strict=True) if a and b]
    return bool(pairs) and all(a == b for a, b in pairs)
