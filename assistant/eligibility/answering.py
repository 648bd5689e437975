"""A step of a self-check as an answer: lines with the clauses that bear them, then the next question. The verdicts are the engine's own."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from assistant.answering.model import Claim, Draft, Quote
from assistant.contract import Notice
from assistant.eligibility.asking import Question
from assistant.eligibility.matching import Verdict
from assistant.eligibility.profile import Fact, Profile
from assistant.eligibility.proposals import clauses_for
from assistant.eligibility.rendering import question_lines, short_lines
from assistant.eligibility.session import Step
from assistant.eligibility.wording import facts_line
from assistant.messages import Language, text
from corpus import Document, read_figures

_CLICKS = 3
_LISTED = 8
"""Options that have a line each; more run on."""
_MOST = 8
"""Clauses of a document without points that are set out."""


def answer_step(step: Step, language: Language) -> Draft:
    """What is said after one message of a self-check."""
    if step.ended:
        return Draft("answered", (Claim(text("self_check.ended", language), style="lead"),), "structured")
    assessment = step.assessment
    claims = [_own(_lead(step, language), "lead")]
    if assessment.profile.facts and not step.skipped:
        claims += [_line(line, verdict) for line, verdict in short_lines(assessment, language)]
    if question := question_lines(assessment, language):
        asked, *options, how = question
        shown = "\n".join(options) if len(options) <= _LISTED else ("；" if language == "zh" else "; ").join(options)
        claims += [_own(text("self_check.ask", language, question=asked), "tail"), _own(shown, "tail"), _own(how, "tail")]
        claims.append(_own(text("self_check.leave", language), "tail"))
    else:
        claims.append(_own(text("self_check.complete", language), "tail"))
    notice = Notice(kind="other", text=text("self_check.notice", language))
    return Draft("answered", tuple(claims), "structured", notices=(notice,), suggestions=_replies(assessment.question, language))


def _replies(question: Question | None, language: Language) -> tuple[str, ...]:
    """Answers to the question that take one click: its options where they are few, none of them, not known."""
    if question is None:
        return ()
    names = [o.name_zh if language == "zh" else o.name_en for o in question.options]
    none = [text("self_check.none", language)] if question.attribute.kind == "many" else []
    return (*(names if len(names) <= _CLICKS else ()), *none, text("self_check.unknown", language))


def _lead(step: Step, language: Language) -> str:
    """What was understood of the message."""
    if facts := _told(step.assessment.profile.facts if step.begun else step.learnt, language):
        return text("self_check.begun" if step.begun else "self_check.learnt", language, facts=facts)
    if step.begun:
        return text("self_check.nothing_known", language)
    return text("self_check.skipped" if step.skipped else "self_check.unchanged", language)


def answer_unmodelled(facts: Sequence[Fact], document: Document, language: Language) -> Draft | None:
    """The weaker service for a document whose points nobody has written down: its clauses that bind and name the kind of organisation, or
    nobody, as they stand; nothing is said of whether somebody qualifies. None where there are none."""
    found = [(clause, fit) for clause, fit in clauses_for(Profile(tuple(facts)), document) if clause.nature not in ("duty", "penalty")]
    if not found:
        return None
    claims = [_own(text("self_check.unmodelled", language, title=document.title, facts=_told(facts, language)), "lead")]
    for clause, fit in found[:_MOST]:
        line = text(f"self_check.clause_{fit}", language, quote=clause.quote.rstrip("。;；"), word=clause.commitment.word)
        quote = Quote(document, clause.provision, clause.start, clause.end)
        claims.append(Claim(line, (quote,), verbatim=(clause.quote.rstrip("。;；"),), style="item"))
    return Draft("answered", tuple(claims), "structured", notices=(Notice(kind="other", text=text("self_check.notice", language)),))


def _told(facts: Iterable[Fact], language: Language) -> str:
    """Facts in a row with the user's words; where these hold a figure without them, since nobody has checked it."""
    return facts_line([replace(f, words="") if read_figures(f.words) else f for f in facts], language)


def _line(line: str, verdict: Verdict | None) -> Claim:
    if verdict is None:
        return _own(line, "tail")
    point = verdict.point
    return Claim(line, (Quote(point.document, point.provision, point.start, point.end),), style="item")


def _own(line: str, style: str) -> Claim:
    """A line of the program's own: what it counts and numbers follows from no quote."""
    return Claim(line, computed=frozenset(f.key for f in read_figures(line)), style=style)  # type: ignore[arg-type]
