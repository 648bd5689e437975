"""What composed claims need: their text without names that state nothing."""

from __future__ import annotations

import re

from assistant.answering.model import Claim
from corpus import Corpus

_NAMED = re.compile(r"[《“]([^《》“”]{2,200})[》”]")


def without_titles(claim: Claim, corpus: Corpus) -> str:
    """The claim without names that are no statements: the titles of documents held, cited or named between title marks, and their
    issuers (《……厅关于2026年度……的通知》 names a body and a year, and states neither)."""
    words = claim.text
    for q in claim.quotes:
        words = words.replace(q.document.title, " ")
    held = {record.title.strip("《》") for record in corpus.records} if _NAMED.search(words) else set()
    words = _NAMED.sub(lambda m: " " if m[1] in held else m[0], words)
    for issuer in {record.issuer for record in corpus.records if record.issuer}:
        words = words.replace(issuer, " ")
    return words
