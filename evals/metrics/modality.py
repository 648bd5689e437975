"""Whether the answer promises what the text does not: 鼓励 told as 给予, 支持 as 必须."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

import yaml

from corpus import read_commitments
from evals.metrics.blocks import Block, blocks_of
from evals.metrics.case import Case, Metric, Value
from evals.verdict import read_verdict

_DENIED = re.compile(r"(?:[不没未无非别勿]|\bno\b|\bnot\b|n't)[^,,。;；]{0,8}$", re.IGNORECASE)
_PROMISED_FROM = 4
"""Strength of a commitment word (1 to 5, see the corpus's records) that a bare yes to “will there be …” needs."""
_BENEFIT = re.compile(r"保证|一定|肯定|必然|承诺|板上钉钉|guarantee", re.IGNORECASE)


def overstatements(case: Case) -> list[str]:
    """Words that promise or bind more than the quotes they are marked with: what the answer says in its own text and no quote does, and a
    yes to a question whether something is certain where the quotes hold no word that grants or binds."""
    if case.answer is None or case.answer.abstained:
        return []
    blocks = blocks_of(case.answer)
    found = [word for block in blocks for word in _stronger(block)]
    if blocks and _BENEFIT.search(case.question.question) and read_verdict(case.answer.answer) == "yes":
        words = {c.word: c.strength for c in case.corpus.commitments}
        quotes = " ".join(c.quote for c in case.answer.citations if c.role == "support")
        if max((words[m.name] for m in read_commitments(quotes, case.corpus.commitments)), default=0) < _PROMISED_FROM:
            found.append("yes")
    return found


def _stronger(block: Block) -> list[str]:
    quotes = " ".join(c.quote for c in block.citations)
    text = block.text
    found = []
    for word, same in _promises():
        for match in re.finditer(re.escape(word), text, re.IGNORECASE):
            named = text[max(0, match.start() - 1) : match.start()] == "“"  # the word itself is spoken of
            denied = _DENIED.search(text[: match.start()]) is not None
            if not named and not denied and not any(s in quotes for s in (word, *same)):
                found.append(word)
    return found


def faithful(case: Case) -> Value:
    """1 when nothing is overstated, else 0; None where the answer states nothing."""
    if case.answer is None or case.answer.abstained or case.answer.status == "clarify":
        return None
    return float(not overstatements(case))


@cache
def _promises() -> list[tuple[str, list[str]]]:
    raw = yaml.safe_load((Path(__file__).parent / "promises.yaml").read_text(encoding="utf-8"))
    return [(entry["word"], entry["same"]) for language in raw.values() for entry in language]


MODALITY = Metric(
    "modality faithfulness",
    "Share of the answers that promise and bind no more than the quotes they are marked with.",
    "commitment words as in corpus/records/commitments.yaml; a promise needs the same word, or one as strong, in the quote",
    faithful,
)
