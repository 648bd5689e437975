"""How requirements, facts, amounts and bodies of an assessment are put into words, in Chinese or English."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from assistant.eligibility.conditions import Known, Outcome, judge, results
from assistant.eligibility.matching import Verdict
from assistant.eligibility.profile import Fact, Profile, attribute_named
from assistant.eligibility.table import PointTable
from assistant.messages import Language, text
from corpus import LOST
from corpus.glossary import load_departments
from corpus.points import Attribute, Condition, load_attributes

MARKS: dict[Outcome, str] = {"met": "✓", "not_met": "✗", "unknown": "?", "open": "…"}
_MOST_NAMES = 6
_ADVERSE = "record"
"""The attribute of what is held against somebody: to have it is to have done it, not to qualify."""
_FLIPPED: dict[Outcome, Outcome] = {"met": "not_met", "not_met": "met"}


@dataclass(frozen=True, slots=True)
class Requirement:
    """One requirement as it counts for the whole: ``outcome`` after a *not* around it, which ``negated`` tells."""

    condition: Condition
    outcome: Outcome
    facts: tuple[Fact, ...]
    negated: bool = False


def requirements(condition: Condition, known: Known, negated: bool = False) -> Iterator[Requirement]:
    """The requirements that decide ``condition``: all of *all_of*; of *any_of* those that make it what it is."""
    if condition.attribute is not None or condition.open is not None:
        (found,) = results(condition, known)
        yield Requirement(condition, _FLIPPED.get(found.outcome, found.outcome) if negated else found.outcome, found.facts, negated)
    elif condition.not_ is not None:
        yield from requirements(condition.not_, known, not negated)
    elif bool(condition.all_of) != negated:
        for inner in condition.all_of or condition.any_of:
            yield from requirements(inner, known, negated)
    else:
        decisive = judge(condition, known)
        for inner in condition.all_of or condition.any_of:
            if judge(inner, known) == decisive:
                yield from requirements(inner, known, negated)


def requirements_of(v: Verdict) -> tuple[Requirement, ...]:
    """Those of a point: for whom it is, then what it requires of them."""
    record = v.point.record
    return tuple(r for c in (record.who, *record.conditions) if c is not None for r in requirements(c, v.known))


def condition_lines(required: Iterable[Requirement], language: Language) -> tuple[str, ...]:
    """How requirements stand, each with its mark, the policy's words for it and what is known: ``✓ “高校”：符合（高校）``. What the
    same words require is one line."""
    alike = groupby(required, key=lambda r: (r.condition.quote, r.outcome, r.negated, bool(r.facts)))
    return tuple(dict.fromkeys(_condition_line(list(same), language) for _, same in alike))


def _condition_line(same: Sequence[Requirement], language: Language) -> str:
    r = same[0]
    words = r.condition.quote or ""
    values = _joined(dict.fromkeys(needed(s.condition, language) for s in same), language)
    facts = facts_line(dict.fromkeys(f for s in same for f in s.facts), language)
    if r.outcome == "open":
        line = text("eligibility.open", language, words=words)
    elif r.outcome == "unknown":
        attributes = _names(list(dict.fromkeys(_attribute(s.condition, language) for s in same)), language)
        line = text("eligibility.unknown", language, words=words, attribute=attributes, values=values)
    elif r.outcome == "met":
        key = "met_adverse" if r.condition.attribute == _ADVERSE else "met"
        line = text(f"eligibility.{key}", language, words=words, facts=facts or values)
    elif facts and all(f.state == "no" for s in same for f in s.facts):
        line = text("eligibility.not_met_denied", language, words=words, facts=facts)
    elif facts:
        line = text("eligibility.not_met", language, words=words, values=values, facts=facts)
    else:
        line = text("eligibility.not_met_kind", language, words=words, values=values)
    if r.negated:
        line = text("eligibility.excluded", language, requirement=line)
    notes = ((s.condition.note_en if language == "en" else s.condition.note_zh) or "" for s in same)
    if note := _joined(dict.fromkeys(n.rstrip("。.") for n in notes if n), language):
        line = text("eligibility.reading", language, line=line, note=note)
    return f"{MARKS[r.outcome]} {line}"


def still_open(verdicts: Sequence[Verdict], place: str, language: Language) -> tuple[str, ...]:
    """What must be known, or asked of those in charge, before it can be said that the points of one clause can be had. ``place``: where
    it applies."""
    required = [r for v in verdicts for r in requirements_of(v)]
    unknown: dict[tuple[bool, str], list[str]] = {}
    for r in required:
        if r.outcome == "unknown":
            unknown.setdefault((r.negated, _attribute(r.condition, language)), []).append(quoted(r.condition))
    keys = {False: "still_unknown", True: "still_known_not"}
    found = [
        text(f"eligibility.{keys[negated]}", language, attribute=name, words=_names(list(dict.fromkeys(words)), language))
        for (negated, name), words in unknown.items()
    ]
    left = dict.fromkeys(quoted(r.condition) for r in required if r.outcome == "open")
    if left:
        found.append(text("eligibility.still_open", language, words=_names(list(left), language)))
    if (outside := verdicts[0].outside) is not False:
        found.append(text(f"eligibility.{'still_place' if outside is None else 'still_outside'}", language, place=place))
    return tuple(found)


def quoted(condition: Condition) -> str:
    """The policy's words for a requirement, in quotation marks."""
    return f"“{condition.quote}”"


def needed(condition: Condition, language: Language) -> str:
    """The values that meet a requirement, by name; of many the first."""
    if condition.attribute is None:
        return ""
    return listed([_value_name(attribute_named(condition.attribute), v, language) for v in condition.any], language)


def listed(names: Sequence[str], language: Language) -> str:
    """Names in a row; of many the first, and how many there are."""
    if len(names) > _MOST_NAMES:
        return text("eligibility.and_more", language, names=_names(names[:_MOST_NAMES], language), count=len(names))
    return _names(names, language)


def unknown_attributes(v: Verdict, language: Language) -> str:
    """The attributes on which it hangs whether a point is for somebody, by name."""
    found = (_attribute(r.condition, language) for r in requirements_of(v) if r.outcome == "unknown")
    return _names(list(dict.fromkeys(found)), language)


def facts_line(facts: Iterable[Fact], language: Language) -> str:
    """Facts in a row, each with the words of the user that it was read from."""
    found = list(facts)
    denied = [f for f in found if f.state == "no"]
    told = [_fact(f, language) for f in found if f.state == "yes"]
    if denied:
        told.append(_denied(denied, language))
    return _joined(told, language)


def known_lines(profile: Profile, language: Language) -> tuple[str, ...]:
    """What is known, an attribute a line, in the order of the catalogue."""
    lines = []
    for attribute in load_attributes():
        facts = profile.of(attribute.id)
        if not facts:
            continue
        none = len(facts) == len(attribute.values) and all(f.state == "no" for f in facts)
        told = text("eligibility.fact_none", language) if none else facts_line(facts, language)
        lines.append(text("eligibility.known_of", language, attribute=_sentence(attribute_name(attribute, language)), facts=told))
    return tuple(lines)


def conflict_line(profile: Profile, attribute: str, language: Language) -> str:
    """That what was said of ``attribute`` does not fit together."""
    found = attribute_named(attribute)
    values = facts_line(profile.of(attribute), language)
    return text("eligibility.conflict", language, attribute=attribute_name(found, language), values=values)


def departments_of(v: Verdict, language: Language) -> str:
    """The bodies in charge of the point's measure, in their order."""
    english = {d.name: d.name_en for d in load_departments()} if language == "en" else {}
    return _names([english.get(name, name) for name in v.point.provision.departments], language)


def amount_line(verdicts: Sequence[Verdict], language: Language) -> str:
    """The sums of the points of one clause as the copy shows them; empty where none is named."""
    amounts = {title_of(v, language): v.point.record.amount.text for v in verdicts if v.point.record.amount}
    if not amounts:
        return ""
    told = [text("eligibility.amount_of", language, title=t, amount=a) if len(verdicts) > 1 else a for t, a in amounts.items()]
    key = "amount_lost" if any(LOST in a for a in amounts.values()) else "amount"
    return text(f"eligibility.{key}", language, amounts=_joined(told, language))


def title_of(v: Verdict, language: Language) -> str:
    """What the point is, in plain words."""
    return v.point.record.title_en if language == "en" else v.point.record.title_zh


def gloss_of(v: Verdict, language: Language) -> str:
    """The commitment word of the point with what it binds to."""
    c = v.point.commitment
    gloss = c.gloss_en if language == "en" else c.gloss_zh
    return text("eligibility.word", language, word=c.word, gloss=gloss.rstrip("。."))


def left_open_of(v: Verdict, language: Language) -> tuple[str, ...]:
    """What the text does not say about the point."""
    record = v.point.record
    return record.left_open_en if language == "en" else record.left_open_zh


def place_name(table: PointTable, language: Language) -> str:
    """Where the document applies; empty where it does not say."""
    return text(f"eligibility.place.{table.territory.region}", language) if table.territory else ""


def attribute_name(attribute: Attribute, language: Language) -> str:
    """An attribute by name."""
    return attribute.name_en if language == "en" else attribute.name_zh


def one_line(words: str) -> str:
    """``words`` without line breaks."""
    return " ".join(words.split())


def _fact(fact: Fact, language: Language) -> str:
    name = _value_name(attribute_named(fact.attribute), fact.value, language)
    if fact.words:
        return text("eligibility.fact_said", language, name=name, words=one_line(fact.words))
    return text("eligibility.fact", language, name=name)


def _denied(facts: Sequence[Fact], language: Language) -> str:
    names = listed([_value_name(attribute_named(f.attribute), f.value, language) for f in facts], language)
    said = "；".join(dict.fromkeys(one_line(f.words) for f in facts if f.words))
    if said:
        return text("eligibility.fact_no_said", language, names=names, words=said)
    return text("eligibility.fact_no", language, names=names)


def _attribute(condition: Condition, language: Language) -> str:
    return attribute_name(attribute_named(condition.attribute), language) if condition.attribute else ""


def _value_name(attribute: Attribute, value: str, language: Language) -> str:
    found = attribute.value(value)
    assert found is not None, "values are of the catalogue"
    return found.name_en if language == "en" else found.name_zh


def _names(names: Sequence[str], language: Language) -> str:
    return ("、" if language == "zh" else ", ").join(names)


def _joined(parts: Iterable[str], language: Language) -> str:
    return ("；" if language == "zh" else "; ").join(parts)


def _sentence(words: str) -> str:
    return words[:1].upper() + words[1:]
