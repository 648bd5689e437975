"""What the rules share: a question with its expectation, a clause around a figure."""

from __future__ import annotations

import re
from typing import Any

from corpus import Provision, Sentence
from evals.gold_schema import Built, Evidence, GoldQuestion

AUTHOR = "rule"
_STOPS = "。;；,，!?"


class Making:
    """Numbers the questions of one category as they are made."""

    def __init__(self, category: Built, document: str) -> None:
        self._category = category
        self._document = document
        self.made: list[GoldQuestion] = []

    def add(self, question: str, *, evidence: list[tuple[str, str]] | None = None, **fields: Any) -> None:
        """A question; ``evidence`` are (provision, quote), ``fields`` any of :class:`GoldQuestion`."""
        quotes = [Evidence(document=self._document, provision=provision, quote=quote) for provision, quote in evidence or ()]
        given: dict[str, Any] = {"answerable": True, "status": ["answered", "partial"], "author": AUTHOR, "reviewed": True} | fields
        number = len(self.made) + 1
        self.made.append(
            GoldQuestion(
                id=f"{self._category}-{number:03}",
                category=self._category,
                suite="adversarial",
                question=question,
                evidence=quotes,
                **given,
            )
        )


def clause_around(sentence: Sentence, start: int, end: int, reach: int = 60) -> tuple[int, int]:
    """The clause of ``sentence`` that holds its characters ``start`` to ``end``: from the stop before to the stop behind, and as many whole
    clauses before it as fit into ``reach`` characters. Offsets in the sentence, without the stop at either end."""
    text = sentence.text
    stops = [-1, *(i for i, c in enumerate(text) if c in _STOPS), len(text)]
    last = min(i for i in stops if i >= end)
    firsts = [i + 1 for i in stops if i < start]
    near = [i for i in firsts if last - i <= reach]
    return (near[0] if near else firsts[-1]), last


def heading_sentence(provision: Provision) -> str:
    """The provision's heading as it stands in the text, its number included."""
    return next(s.text for s in provision.sentences if s.kind == "heading")


def responsibility(provision: Provision) -> str:
    """The sentence on who is in charge, or nothing."""
    return next((s.text for s in provision.sentences if s.kind == "responsibility"), "")


def exactly(text: str) -> str:
    """A pattern for ``text`` as the scorer sees texts (lower case, no spaces), not behind a digit, a lost one included."""
    return "(?<![□0-9])" * text[:1].isdigit() + re.escape(re.sub(r"\s+", "", text.lower()))
