"""An assessment as the page of the self-check shows it. Every sentence about a verdict is that of :mod:`assistant.eligibility.sections`."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby

from markupsafe import Markup

from assistant.eligibility import wording
from assistant.eligibility.assessment import Assessment
from assistant.eligibility.conditions import Outcome
from assistant.eligibility.matching import Verdict
from assistant.eligibility.profile import Fact, Profile, attribute_named
from assistant.eligibility.sections import Paper, Point, Section, paper
from assistant.messages import Language, text
from corpus.points import AttributeValue, load_attributes
from ui.pages.check_form import denied, rest_denied, shown_value, ticked
from ui.pages.reading.flow import anchor_of
from ui.render import passage
from ui.wording import wording as page_wording

_OUTCOMES: dict[str, Outcome] = {mark: outcome for outcome, mark in wording.MARKS.items()}


@dataclass(frozen=True)
class Clause:
    """The words of the policy, where they stand. ``quote`` is HTML with lost and inferred characters marked."""

    quote: Markup
    label: str
    measure: str
    anchor: str


@dataclass(frozen=True)
class Card:
    """Points that one clause makes. ``conditions`` are outcome, mark and sentence."""

    titles: tuple[str, ...]
    word: str
    amount: str
    still: str
    lines: tuple[str, ...]
    conditions_heading: str
    conditions: tuple[tuple[Outcome, str, str], ...]
    clause: Clause


@dataclass(frozen=True)
class Group:
    """A group of the paper with its cards; ``brief`` are lines with their clauses."""

    name: str
    heading: str
    lead: str
    count: int
    cards: tuple[Card, ...]
    perhaps: str
    brief: tuple[tuple[str, Clause], ...]


@dataclass(frozen=True)
class Row:
    """A known fact of the attribute ``id``, or several denied together, and what the buttons name that take it back or turn it round."""

    id: str
    told: str
    remove: str
    flip: str
    one: bool


@dataclass(frozen=True)
class Result:
    """All that stands below the form."""

    paper: Paper
    groups: tuple[Group, ...]
    asked: Asked | None


@dataclass(frozen=True)
class Asked:
    """The next question with its options (id and name). ``helps`` is how many points it may settle."""

    attribute: str
    question: str
    many: bool
    options: tuple[tuple[str, str], ...]
    helps: int


@dataclass(frozen=True)
class Box:
    """One value of an attribute in the form: its state is *yes*, *no* or empty."""

    id: str
    name: str
    state: str


@dataclass(frozen=True)
class Field:
    """One attribute in the form. ``told`` names what is ticked, for a group that is folded."""

    id: str
    name: str
    question: str
    kind: str
    value: str
    boxes: tuple[Box, ...]
    rest: bool
    told: str


def result_of(assessment: Assessment, language: Language) -> Result:
    """``assessment`` for the page."""
    p = paper(assessment, language)
    return Result(p, tuple(_group(s, language) for s in p.sections), _asked(assessment, language))


def _group(section: Section, language: Language) -> Group:
    return Group(
        name=section.group,
        heading=section.heading,
        lead=section.lead if section.points else "",
        count=sum(len(p.verdicts) for p in section.points) + len(section.hanging),
        cards=tuple(_card(p, language) for p in section.points),
        perhaps=section.perhaps,
        brief=tuple((line, _clause(v, language)) for line, v in zip(section.brief, section.hanging, strict=True)),
    )


def _card(point: Point, language: Language) -> Card:
    amount = wording.amount_line(point.verdicts, language)
    return Card(
        titles=point.titles,
        word=point.verdicts[0].point.record.word,
        amount=amount if amount in point.lines else "",
        still=text("eligibility.still", language, what=("；" if language == "zh" else "; ").join(point.still)) if point.still else "",
        lines=tuple(line for line in point.lines if line != amount),
        conditions_heading=point.conditions_heading,
        conditions=tuple((_OUTCOMES[line[0]], line[0], line[1:].strip()) for line in point.conditions),
        clause=_clause(point.verdicts[0], language),
    )


def _clause(v: Verdict, language: Language) -> Clause:
    start, end, document = v.point.start, v.point.end, v.point.document
    repairs, hints = document.restored.repairs_in(start, end), page_wording(language).sources
    lost = {i for r in repairs for i in r.lost}
    inferred = {i for r in repairs for i in r.inferred}
    quote = passage(document.text[start:end], start, (), lost, inferred, {"lost": hints.lost, "inferred": hints.inferred})
    # `passage` escapes each of its letters.
    return Clause(Markup(quote), v.point.provision.label, v.point.provision.id, anchor_of(v.point.provision.id))  # noqa: S704


def _asked(assessment: Assessment, language: Language) -> Asked | None:
    question = assessment.question
    if question is None:
        return None
    a = question.attribute
    return Asked(
        attribute=a.id,
        question=a.question_en if language == "en" else a.question_zh,
        many=a.kind == "many",
        options=tuple((o.id, _name(o, language)) for o in question.options),
        helps=len(question.decides),
    )


def rows_of(profile: Profile, language: Language) -> tuple[Row, ...]:
    """What is known, in the order of the catalogue: each value that is so by itself, denied ones together that the same words deny."""
    return tuple(row for a in load_attributes() for row in _rows(profile.of(a.id), language))


def _rows(facts: tuple[Fact, ...], language: Language) -> Iterator[Row]:
    yes = [[f] for f in facts if f.state == "yes"]
    no = sorted((f for f in facts if f.state == "no"), key=lambda f: f.words)
    for same in [*yes, *(list(run) for _, run in groupby(no, key=lambda f: f.words))]:
        first, attribute = same[0], attribute_named(same[0].attribute)
        (line,) = wording.known_lines(Profile(tuple(same)), language)
        single = len(same) == 1 and attribute.kind == "many"
        yield Row(
            id=attribute.id,
            told=line,
            remove=f"remove:{attribute.id}:{first.state}:{','.join(f.value for f in same)}",
            flip=f"flip:{attribute.id}:{first.state}:{first.value}" if single else "",
            one=attribute.kind == "one",
        )


def fields_of(profile: Profile, language: Language) -> tuple[Field, ...]:
    """The form as ``profile`` stands in it; without what this kind of organisation cannot have."""
    kinds = {f.value for f in profile.of("organisation") if f.state == "yes"}
    found = []
    for a in load_attributes():
        if a.only and kinds and kinds.isdisjoint(a.only) and not profile.of(a.id):
            continue
        yes, no = ticked(profile, a), denied(profile, a)
        boxes = tuple(Box(v.id, _name(v, language), "yes" if v.id in yes else "no" if v.id in no else "") for v in a.values)
        names = ("、" if language == "zh" else ", ").join(b.name for b in boxes if b.state == "yes")
        question = a.question_en if language == "en" else a.question_zh
        name = wording.attribute_name(a, language)
        found.append(Field(a.id, _capital(name), question, a.kind, shown_value(profile, a), boxes, rest_denied(profile, a), names))
    return tuple(found)


def _name(value: AttributeValue, language: Language) -> str:
    return _capital(value.name_en if language == "en" else value.name_zh)


def _capital(words: str) -> str:
    return words[:1].upper() + words[1:]
