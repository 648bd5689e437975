"""Judging one answer by its gold question: pass, or the reasons why not. Deterministic; nothing is asked of any model."""

from __future__ import annotations

import re
from dataclasses import dataclass

from assistant import Answer
from corpus import Corpus
from evals.facts import holds, plain
from evals.gold_schema import POLICY, GoldQuestion
from evals.verdict import read_verdict


@dataclass(frozen=True, slots=True)
class Score:
    """``failures`` says what is wrong, one sentence each; ``missed`` are the facts left out that are not vital."""

    question: GoldQuestion
    answer: Answer
    failures: tuple[str, ...]
    missed: tuple[str, ...] = ()

    @property
    def passed(self) -> bool:
        return not self.failures


def score(question: GoldQuestion, answer: Answer, corpus: Corpus) -> Score:
    """Judge ``answer``.

    It passes when its status is acceptable (and the reason it declines for, or the verdict it gives, where these are judged), every
    vital fact stands in its text or in a quote that supports it, everything that must be cited is, nothing is that must not be, no
    forbidden expression matches text or notices, and every quote is exact.
    """
    says = [answer.answer, *(c.quote for c in answer.citations if c.role == "support")]
    missing = [fact for fact in question.facts if not holds(fact.text, says)]
    failures = [
        *_status(question, answer),
        *(f"does not say {'/'.join(fact.text)}" for fact in missing if fact.vital),
        *_citations(question, answer),
        *_forbidden(question, answer),
        *_inexact(answer, corpus),
    ]
    return Score(question, answer, tuple(failures), tuple("/".join(fact.text) for fact in missing if not fact.vital))


def _status(question: GoldQuestion, answer: Answer) -> list[str]:
    if answer.status not in question.status:
        return [f"status {answer.status}, expected {' or '.join(question.status)}"]
    if answer.abstained and question.reason and answer.reason not in question.reason:
        return [f"declined as {answer.reason}, expected {' or '.join(question.reason)}"]
    if not answer.abstained and question.verdict and (said := read_verdict(answer.answer)) not in question.verdict:
        return [f"verdict {said or 'none'}, expected {' or '.join(question.verdict)}"]
    return []


def cited(answer: Answer) -> set[str]:
    """Ids of the policy's provisions that the answer cites as support; background notes are not among them."""
    return {c.provision for c in answer.citations if c.role == "support" and c.kind == "provision" and c.document == POLICY}


def _citations(question: GoldQuestion, answer: Answer) -> list[str]:
    found = cited(answer)
    wrong = found if "*" in question.must_not_cite else found & set(question.must_not_cite)
    failures = [f"does not cite {provision}" for provision in question.must_cite if provision not in found]
    return failures + [f"cites {provision}" for provision in sorted(wrong)]


def _forbidden(question: GoldQuestion, answer: Answer) -> list[str]:
    texts = [plain(answer.answer), *(plain(notice.text) for notice in answer.notices)]
    matches = ((pattern, re.search(pattern, text, re.IGNORECASE)) for pattern in question.forbidden for text in texts)
    return [f"says “{match.group()}”, forbidden by {pattern}" for pattern, match in matches if match]


def _inexact(answer: Answer, corpus: Corpus) -> list[str]:
    failures = []
    for citation in answer.citations:
        document = corpus.document(citation.document)
        if document is None or not citation.quote or document.text[citation.start : citation.end] != citation.quote:
            failures.append(f"quote {citation.n} is not exact")
    return failures
