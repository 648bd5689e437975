"""An assessment as it leaves: one shape for the command line, REST, MCP and the chat. ``schema_version`` 1; changes are additions."""

from __future__ import annotations

from typing import Any, Literal

from pydantic import BaseModel, ConfigDict

from assistant.eligibility.asking import Question
from assistant.eligibility.assessment import Assessment
from assistant.eligibility.conditions import Outcome, Result
from assistant.eligibility.matching import Overall, Verdict
from assistant.eligibility.profile import Fact, Profile, attribute_named
from assistant.eligibility.proposals import Clause, Fit, clauses_for
from corpus import Document
from corpus.points import Attribute, Condition, Nature, load_attributes


class _Value(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class ReportedFact(_Value):
    """What is known of an attribute, in words, and the user's ``words`` that it was read from (empty for a form)."""

    attribute: str
    value: str
    state: Literal["yes", "no"]
    name_zh: str
    name_en: str
    words: str = ""


class ReportedCondition(_Value):
    """A requirement with the policy's words for it, and how it stands. ``needs`` says in words what would meet it."""

    quote: str
    outcome: Outcome
    attribute: str | None = None
    values: tuple[str, ...] = ()
    needs_zh: str = ""
    needs_en: str = ""
    inferred: bool = False
    note_zh: str = ""
    note_en: str = ""


class ReportedVerdict(_Value):
    """One point and how it stands. ``quote`` is ``text[start:end]`` of the restored document, exactly."""

    point: str
    overall: Overall
    nature: Nature
    title_zh: str
    title_en: str
    document: str
    provision: str
    label: str
    quote: str
    start: int
    end: int
    word: str
    strength: int
    what: tuple[str, ...]
    amount: str | None = None
    departments: tuple[str, ...]
    who: tuple[ReportedCondition, ...] = ()
    conditions: tuple[ReportedCondition, ...] = ()
    left_open_zh: tuple[str, ...] = ()
    left_open_en: tuple[str, ...] = ()
    barred_by: tuple[str, ...] = ()
    outside: bool | None = False


class ReportedOption(_Value):
    value: str
    name_zh: str
    name_en: str


class ReportedQuestion(_Value):
    """The next question. ``many``: several of the options may be true, and none."""

    attribute: str
    question_zh: str
    question_en: str
    many: bool
    options: tuple[ReportedOption, ...]
    decides: tuple[str, ...]


class ReportedAttribute(_Value):
    """What can be known about somebody: an attribute of a profile with its values. *one*: the values exclude each other; *many*: any
    number of them. Those that are not ``asked`` only rank what is shown. ``only`` are the values of *organisation* that alone can have
    it."""

    attribute: str
    kind: Literal["one", "many"]
    name_zh: str
    name_en: str
    question_zh: str
    question_en: str
    asked: bool
    only: tuple[str, ...]
    values: tuple[ReportedOption, ...]


class AttributeCatalogue(_Value):
    """All attributes that a profile may hold."""

    attributes: tuple[ReportedAttribute, ...]


class ReportedClause(_Value):
    """A clause of a document whose points are not on record: it binds by ``word`` and names the kind of organisation (*named*) or no kind
    (*anybody*). Whether somebody qualifies is not said. ``quote`` is ``text[start:end]`` of the restored document."""

    provision: str
    label: str
    quote: str
    start: int
    end: int
    nature: Nature
    word: str
    strength: int
    fit: Literal["named", "anybody"]
    departments: tuple[str, ...] = ()


class EligibilityReport(_Value):
    """All verdicts, best first, what they rest on, and what to ask next. Where ``modelled`` is false nobody has written down the points of
    the document: there are no verdicts, and ``clauses`` are those that bind and may fit."""

    schema_version: Literal[1] = 1
    document: str
    modelled: bool = True
    profile: tuple[ReportedFact, ...] = ()
    conflicts: tuple[str, ...] = ()
    verdicts: tuple[ReportedVerdict, ...] = ()
    question: ReportedQuestion | None = None
    clauses: tuple[ReportedClause, ...] = ()

    def to_dict(self) -> dict[str, Any]:
        """Plain JSON types."""
        return self.model_dump(mode="json")


def report(assessment: Assessment) -> EligibilityReport:
    """``assessment`` as it leaves."""
    return EligibilityReport(
        document=assessment.table.document.id,
        profile=tuple(_fact(f) for f in assessment.profile.facts),
        conflicts=assessment.conflicts,
        verdicts=tuple(_verdict(v) for v in assessment.verdicts),
        question=_question(assessment.question) if assessment.question else None,
    )


def unmodelled(document: Document, profile: Profile) -> EligibilityReport:
    """The report on a document whose points nobody has written down: what is known of the profile, clauses that may fit, and nothing
    concluded."""
    return EligibilityReport(
        document=document.id,
        modelled=False,
        profile=tuple(_fact(f) for f in profile.facts),
        conflicts=profile.conflicts,
        clauses=tuple(_clause(clause, fit) for clause, fit in clauses_for(profile, document)),
    )


def _clause(clause: Clause, fit: Fit) -> ReportedClause:
    return ReportedClause(
        provision=clause.provision.id,
        label=clause.provision.label,
        quote=clause.quote,
        start=clause.start,
        end=clause.end,
        nature=clause.nature,
        word=clause.commitment.word,
        strength=clause.commitment.strength,
        fit=fit,
        departments=clause.provision.departments,
    )


def catalogue() -> AttributeCatalogue:
    """The attributes on record, as they leave."""
    return AttributeCatalogue(attributes=tuple(map(_attribute, load_attributes())))


def _attribute(a: Attribute) -> ReportedAttribute:
    return ReportedAttribute(
        attribute=a.id,
        kind=a.kind,
        name_zh=a.name_zh,
        name_en=a.name_en,
        question_zh=a.question_zh,
        question_en=a.question_en,
        asked=a.asked,
        only=a.only,
        values=tuple(ReportedOption(value=v.id, name_zh=v.name_zh, name_en=v.name_en) for v in a.values),
    )


def _fact(fact: Fact) -> ReportedFact:
    value = attribute_named(fact.attribute).value(fact.value)
    assert value is not None, "facts are of the catalogue"
    return ReportedFact(
        attribute=fact.attribute, value=fact.value, state=fact.state, name_zh=value.name_zh, name_en=value.name_en, words=fact.words
    )


def _verdict(v: Verdict) -> ReportedVerdict:
    p, record = v.point, v.point.record
    return ReportedVerdict(
        point=p.id,
        overall=v.overall,
        nature=record.nature,
        title_zh=record.title_zh,
        title_en=record.title_en,
        document=p.document.id,
        provision=p.provision.id,
        label=p.provision.label,
        quote=p.document.text[p.start : p.end],
        start=p.start,
        end=p.end,
        word=record.word,
        strength=p.strength,
        what=record.what,
        amount=record.amount.text if record.amount else None,
        departments=p.provision.departments,
        who=tuple(map(_condition, v.who)),
        conditions=tuple(map(_condition, v.conditions)),
        left_open_zh=record.left_open_zh,
        left_open_en=record.left_open_en,
        barred_by=tuple(q.id for q in v.barred_by),
        outside=v.outside,
    )


def _condition(result: Result) -> ReportedCondition:
    c = result.condition
    return ReportedCondition(
        quote=c.quote or "",
        outcome=result.outcome,
        attribute=c.attribute,
        values=c.any,
        needs_zh=needs(c, "zh"),
        needs_en=needs(c, "en"),
        inferred=c.reading == "inferred",
        note_zh=c.note_zh or "",
        note_en=c.note_en or "",
    )


def needs(condition: Condition, language: str) -> str:
    """The values that meet a requirement, in words; empty for one that the text leaves open."""
    if condition.attribute is None:
        return ""
    attribute = attribute_named(condition.attribute)
    values = [v for v in attribute.values if v.id in condition.any]
    return "、".join(v.name_zh for v in values) if language == "zh" else " or ".join(v.name_en for v in values)


def _question(question: Question) -> ReportedQuestion:
    a = question.attribute
    return ReportedQuestion(
        attribute=a.id,
        question_zh=a.question_zh,
        question_en=a.question_en,
        many=a.kind == "many",
        options=tuple(ReportedOption(value=v.id, name_zh=v.name_zh, name_en=v.name_en) for v in question.options),
        decides=tuple(p.id for p in question.decides),
    )
