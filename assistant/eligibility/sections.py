"""An assessment in groups as a reader wants them, each line in words: what Markdown and Word documents are made of."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Literal, get_args

from assistant.eligibility import wording
from assistant.eligibility.asking import Question
from assistant.eligibility.assessment import Assessment
from assistant.eligibility.matching import Verdict
from assistant.messages import Language, text
from corpus.records import DocumentRecord

Group = Literal["eligible", "possible", "services", "directions", "mind", "not_met"]
GROUPS: tuple[Group, ...] = get_args(Group)
"""In the order in which they are shown."""


@dataclass(frozen=True, slots=True)
class Point:
    """Points that one clause makes, to be shown together. ``lines`` are sentences; ``conditions`` stand with a mark of how they are.
    ``verdicts`` are those that are put into words here, one for each title."""

    titles: tuple[str, ...]
    quote: str
    source: str
    still: tuple[str, ...]
    lines: tuple[str, ...]
    conditions_heading: str
    conditions: tuple[str, ...]
    verdicts: tuple[Verdict, ...]


@dataclass(frozen=True, slots=True)
class Section:
    """A group: points in full, then those that it is not known to be about, a line each; ``hanging`` are the verdicts of these lines."""

    group: Group
    heading: str
    lead: str
    points: tuple[Point, ...]
    perhaps: str
    brief: tuple[str, ...]
    hanging: tuple[Verdict, ...]


@dataclass(frozen=True, slots=True)
class Paper:
    """The whole of it. ``question`` is what to tell next, empty when nothing would change a verdict."""

    title: str
    basis: str
    known_heading: str
    known: tuple[str, ...]
    warnings: tuple[str, ...]
    sections: tuple[Section, ...]
    rest: tuple[str, ...]
    next_heading: str
    question: str


def paper(assessment: Assessment, language: Language) -> Paper:
    """``assessment`` in words."""
    known = wording.known_lines(assessment.profile, language)
    return Paper(
        title=text("eligibility.title", language),
        basis=text("eligibility.basis", language, document=document_title(assessment.table.document.record, language)),
        known_heading=text("eligibility.known", language),
        known=known or (text("eligibility.known_nothing", language),),
        warnings=warning_lines(assessment, language),
        sections=tuple(s for g in GROUPS if (s := _section(g, assessment, language)) is not None),
        rest=_rest(assessment, language),
        next_heading=text("eligibility.next", language),
        question=_question(assessment, language),
    )


def group_of(v: Verdict) -> Group | None:
    """Where a verdict is shown; None for what is only counted: meant for others, or a penalty known not to apply."""
    nature = v.point.record.nature
    if v.overall == "not_for_you" or (nature == "penalty" and v.overall == "not_met"):
        return None
    if v.overall == "not_met":
        return "not_met"
    if nature == "entitlement":
        return "eligible" if v.overall == "eligible" else "possible"
    if nature in ("service", "support"):
        return "services"
    return "directions" if nature == "direction" else "mind"


def warning_lines(assessment: Assessment, language: Language) -> tuple[str, ...]:
    """What was said both ways, and that the place is another, or not known."""
    found = [wording.conflict_line(assessment.profile, name, language) for name in assessment.conflicts]
    territory = assessment.table.territory
    outside = next((v.outside for v in assessment.verdicts), False) if territory else False
    if outside is not False:
        key = "outside_unknown" if outside is None else "outside"
        found.append(text(f"eligibility.{key}", language, place=wording.place_name(assessment.table, language)))
    return tuple(found)


def question_lines(assessment: Assessment, language: Language) -> tuple[str, ...]:
    """The next question, its options with numbers, and last how to answer; empty when there is nothing to ask."""
    question = assessment.question
    if question is None:
        return ()
    options = [
        text("eligibility.ask.option", language, number=n, name=name) for n, name in enumerate(_options(question, language), start=1)
    ]
    asked = question.attribute.question_en if language == "en" else question.attribute.question_zh
    return (asked, *options, text(f"eligibility.ask.{question.attribute.kind}", language))


def document_title(record: DocumentRecord, language: Language) -> str:
    """The title as a sentence of ``language`` names it."""
    title = f"《{record.title.strip('《》')}》"
    return f"{title} ({record.title_en})" if language == "en" and record.title_en else title


def _section(group: Group, assessment: Assessment, language: Language) -> Section | None:
    found = [v for v in assessment.verdicts if group_of(v) == group]
    if not found:
        return None
    full = [v for v in found if v.overall != "possible" or v.point.record.nature == "entitlement"]
    brief = [v for v in found if v not in full]
    place = wording.place_name(assessment.table, language)
    points = tuple(_point(list(same), group, place, language) for _, same in groupby(full, key=clause_of))
    return Section(
        group=group,
        heading=text(f"eligibility.heading.{group}", language),
        lead=text(f"eligibility.lead.{group}", language),
        points=points,
        perhaps=text(f"eligibility.perhaps.{group}", language) if brief else "",
        brief=tuple(_brief(v, language) for v in brief),
        hanging=tuple(brief),
    )


def _question(assessment: Assessment, language: Language) -> str:
    question = assessment.question
    if question is None:
        return ""
    options = ("、" if language == "zh" else "; ").join(_options(question, language))
    asked = question.attribute.question_en if language == "en" else question.attribute.question_zh
    return text("eligibility.asked", language, question=asked, options=options)


def _options(question: Question, language: Language) -> list[str]:
    return [o.name_en if language == "en" else o.name_zh for o in question.options]


def clause_of(v: Verdict) -> tuple[object, ...]:
    """What the points have in common that one clause makes; they are shown together."""
    record = v.point.record
    return (v.point.provision.id, record.quote, record.word, v.point.provision.departments)


def _point(verdicts: Sequence[Verdict], group: Group, place: str, language: Language) -> Point:
    first = verdicts[0].point
    required = [r for v in verdicts for r in wording.requirements_of(v) if group != "not_met" or r.outcome == "not_met"]
    return Point(
        titles=tuple(wording.title_of(v, language) for v in verdicts),
        quote=first.record.quote,
        source=first.provision.label,
        still=wording.still_open(verdicts, place, language) if group == "possible" else (),
        lines=tuple(_barred(verdicts, language) if group == "not_met" else _told(verdicts, language)),
        conditions_heading=text(f"eligibility.{'unmet' if group == 'not_met' else 'conditions'}", language) if required else "",
        conditions=wording.condition_lines(required, language),
        verdicts=tuple(verdicts),
    )


def _told(verdicts: Sequence[Verdict], language: Language) -> Iterator[str]:
    yield wording.gloss_of(verdicts[0], language)
    if amount := wording.amount_line(verdicts, language):
        yield amount
    if left_open := list(dict.fromkeys(one for v in verdicts for one in wording.left_open_of(v, language))):
        yield text("eligibility.left_open", language, what=("" if language == "zh" else " ").join(left_open))
    if names := wording.departments_of(verdicts[0], language):
        yield text("eligibility.departments", language, names=names)


def _barred(verdicts: Sequence[Verdict], language: Language) -> Iterator[str]:
    for penalty in dict.fromkeys(p for v in verdicts for p in v.barred_by):
        title = penalty.record.title_en if language == "en" else penalty.record.title_zh
        yield text("eligibility.barred", language, title=title, label=penalty.provision.label)


def _brief(v: Verdict, language: Language) -> str:
    title, label = wording.title_of(v, language), v.point.provision.label
    if v.point.record.nature != "penalty" and (attributes := wording.unknown_attributes(v, language)):
        return text("eligibility.brief", language, title=title, label=label, attributes=attributes)
    return text("eligibility.brief_plain", language, title=title, label=label)


def _rest(assessment: Assessment, language: Language) -> tuple[str, ...]:
    left = [v for v in assessment.verdicts if group_of(v) is None]
    off = sum(v.point.record.nature == "penalty" and v.overall == "not_met" for v in left)
    others, tasks = len(left) - off, sum(v.point.record.nature == "task" for v in left)
    found = []
    if tasks:
        found.append(text("eligibility.others_tasks", language, count=others, tasks=tasks))
    elif others:
        found.append(text("eligibility.others", language, count=others))
    if off:
        found.append(text("eligibility.penalties_off", language, count=off))
    return tuple(found)
