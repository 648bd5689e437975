"""The letter verified: every sentence of it against what it cites, by the same gates as an answer. What fails is not sent."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

from assistant.answering.model import Claim
from assistant.answering.model import Draft as AnswerDraft
from assistant.drafting.lines import Line
from assistant.messages import text
from assistant.verification import verify

if TYPE_CHECKING:
    from assistant.messages import Language
    from corpus import Corpus

_log = logging.getLogger(__name__)
_OWN = frozenset(("address", "opening", "heading", "closing", "signature"))
"""What a letter has around its answers: it repeats the enquiry and states nothing of a document."""


def check_letter(lines: list[Line], corpus: Corpus, language: Language, short: str) -> tuple[list[Line], list[Line]]:
    """The lines that stand and those that fell. A question of which nothing stands gets a sentence that says so."""
    kept, dropped = list[Line](), list[Line]()
    for line in lines:
        (kept if line.kind in _OWN or stands(line.claim, corpus) else dropped).append(line)
    answered = {line.number for line in kept if line.kind not in _OWN}
    for number in dict.fromkeys(line.number for line in dropped if line.number not in answered):
        paragraph = next(line.paragraph for line in dropped if line.number == number)
        claim = Claim(text("draft.said.nothing_left", language, document=short), style="lead")
        kept.append(Line("gap", claim, paragraph, number))
    return sorted(kept, key=lambda line: line.paragraph), dropped


def stands(claim: Claim, corpus: Corpus) -> bool:
    """Whether ``claim`` passes every gate; free prose of a model passes more of them."""
    _, _, removed = verify(AnswerDraft("answered", (claim,), "extractive"), corpus)
    for r in removed:
        # Not its words: they may repeat what somebody wrote.
        _log.warning("a sentence of a letter fell at the gate %s", r.gate)
    return not removed
