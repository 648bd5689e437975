"""Judging one answer by its gold question: pass, or the reasons why not. Deterministic; nothing is asked of any model."""

from __future__ import annotations

import re

from assistant import Answer, Draft
from corpus import Corpus
from evals.facts import holds, plain
from evals.gold_schema import POLICY, Fact, GoldQuestion
from evals.verdict import read_verdict


def judge_answer(question: GoldQuestion, answer: Answer, corpus: Corpus) -> tuple[str, ...]:
    """What is wrong with ``answer``, a sentence each; empty when it passes.

    It passes when its status is acceptable (and the reason it declines for, or the verdict it gives, where these are judged), every
    vital fact and every expression that it has to say stands in its text or in a quote that supports it, everything that must be cited
    is, nothing is that must not be, no forbidden expression matches text or notices, and every quote is exact.
    """
    return (
        *_status(question, answer),
        *(f"does not say {'/'.join(fact.text)}" for fact in missing_facts(question, answer) if fact.vital),
        *(f"says nothing that matches {pattern}" for pattern in unsaid(question, answer)),
        *_citations(question, answer),
        *_forbidden(question, answer),
        *(f"quote {n} is not exact" for n in inexact_quotes(answer, corpus)),
    )


def missing_facts(question: GoldQuestion, answer: Answer) -> list[Fact]:
    """Facts, vital or not, that neither the text of the answer nor a quote that supports it says."""
    says = [answer.answer, *(c.quote for c in answer.citations if c.role == "support")]
    return [fact for fact in question.facts if not holds(fact.text, says)]


def unsaid(question: GoldQuestion, answer: Answer) -> list[str]:
    """Expressions of ``question.says`` that match neither the text of the answer nor a quote that supports it."""
    texts = [plain(answer.answer), *(plain(c.quote) for c in answer.citations if c.role == "support")]
    return [pattern for pattern in question.says if not any(re.search(pattern, text, re.IGNORECASE) for text in texts)]


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
    if question.cite_any and not found & set(question.cite_any):
        failures.append(f"cites none of {', '.join(question.cite_any)}")
    return failures + [f"cites {provision}" for provision in sorted(wrong)]


def _forbidden(question: GoldQuestion, answer: Answer) -> list[str]:
    texts = [plain(answer.answer), *(plain(notice.text) for notice in answer.notices)]
    matches = ((pattern, re.search(pattern, text, re.IGNORECASE)) for pattern in question.forbidden for text in texts)
    return [f"says “{match.group()}”, forbidden by {pattern}" for pattern, match in matches if match]


def inexact_quotes(answer: Answer | Draft, corpus: Corpus) -> list[int]:
    """Numbers of the citations whose quote is not exactly what stands at its place in the document, or stands outside of the provision
    that it is ascribed to."""
    wrong = []
    for citation in answer.citations:
        document = corpus.document(citation.document)
        provision = document.provision(citation.provision) if document else None
        exact = document is not None and bool(citation.quote) and document.text[citation.start : citation.end] == citation.quote
        inside = provision is not None and provision.start <= citation.start and citation.end <= provision.end
        if not (exact and inside):
            wrong.append(citation.n)
    return wrong
