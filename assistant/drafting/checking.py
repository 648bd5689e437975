"""The letter verified: every sentence of it against what it cites, by the same gates as an answer. What fails is not sent."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

from assistant.answering.model import Claim
from assistant.answering.model import Draft as AnswerDraft
from assistant.drafting.lines import Line
from assistant.verification import verify

if TYPE_CHECKING:
    from corpus import Corpus

_log = logging.getLogger(__name__)
_OWN = frozenset(("heading", "open"))
"""What repeats the enquiry and states nothing of a document."""


def check_letter(lines: list[Line], corpus: Corpus) -> tuple[list[Line], list[Line]]:
    """The lines that stand and those that fell."""
    kept, dropped = list[Line](), list[Line]()
    for line in lines:
        (kept if line.kind in _OWN or stands(line.claim, corpus) else dropped).append(line)
    return kept, dropped


def stands(claim: Claim, corpus: Corpus) -> bool:
    """Whether ``claim`` passes every gate; free prose of a model passes more of them."""
    _, _, removed = verify(AnswerDraft("answered", (claim,), "extractive"), corpus)
    for r in removed:
        # Not its words: they may repeat what somebody wrote.
        _log.warning("a sentence of a letter fell at the gate %s", r.gate)
    return not removed
