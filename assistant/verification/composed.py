"""What composed claims need: their text without names that state nothing."""

from __future__ import annotations

import re

from assistant.answering.model import Claim
from corpus import Corpus

_MARKED = re.compile(r"[《“]")
_LEAST = 4
"""Shorter titles are names only between marks."""


def without_titles(claim: Claim, corpus: Corpus) -> str:
    """The claim without names that are no statements: the titles of documents held, cited or named between title marks, and their
    issuers (《……厅关于2026年度……的通知》 names a body and a year, and states neither)."""
    words = claim.text
    for q in claim.quotes:
        words = words.replace(q.document.title, " ")
    if _MARKED.search(words):
        titles = {record.title.strip("《》") for record in corpus.records} | {
            i.name for i in corpus.instruments if any(c.isdigit() for c in i.name)
        }
        # A title may hold 《》 itself, and another title: the longest goes first.
        for title in sorted(titles, key=len, reverse=True):
            names = (title,) if len(title) >= _LEAST else (f"《{title}》", f"“{title}”")
            for name in names:
                words = words.replace(name, " ")
    for issuer in {record.issuer for record in corpus.records if record.issuer}:
        words = words.replace(issuer, " ")
    return words
