"""What is wrong with the points of a document, beyond what :func:`corpus.points.load_points` refuses to read.

Loading proves that every quote stands where it says. Here it is proved that nothing of the text is left out, that nothing is added to
it (a figure, a condition that the quote does not name, more force than the word has), and that the record agrees with itself.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from pathlib import Path

from corpus.annotate import read_commitments
from corpus.figures import read_figures
from corpus.glossary import load_commitments
from corpus.model import LOST, Document
from corpus.points import Condition, NoPoint, PointSet, PolicyPoint, load_attributes, load_point_set, load_points
from corpus.records import RECORDS, load_record
from corpus.respective import read_pairs

WORDS_OF: Mapping[str, frozenset[str]] = {
    "entitlement": frozenset({"grant", "priority", "permit"}),
    "service": frozenset({"duty", "promote", "support"}),
    "support": frozenset({"support"}),
    "direction": frozenset({"encourage", "explore", "promote"}),
    "duty": frozenset({"duty"}),
    "penalty": frozenset({"penalty", "permit"}),
    "task": frozenset({"duty", "promote", "explore", "support", "penalty"}),
}
"""Which kinds of commitment word may bind a point of which nature. What is *given* has a word that gives, puts first or allows, and no
other nature has one (but a measure that may be taken against somebody, 可通过……公布, is allowed as well): so nothing is called given that
the text only encourages, and no grant is played down. 支持 makes support and never a direction; 鼓励 and its like make a direction and
never support. The authorities bind themselves to services and tasks by words of work (建立, 推动), to tasks also by 探索, 加大, 惩治."""

OPEN_WORDS = ("符合条件", "按规定", "按照国家有关规定", "风险可控", "优秀", "等")
"""Words by which a text requires something without saying what; 等 behind a list, for whoever may belong to it as well."""

_ALWAYS_OPEN = ("符合条件", "按规定", "有关规定")
_NOT_ASKED_FOR = {
    # Holders say these of themselves, and a question about rights would look odd without them; no point turns on them alone.
    ("rights", "trademark"), ("rights", "copyright"),
}  # fmt: skip
_FREE = ("needs", "region", "size")
"""Attributes of which not every value need be used: needs only rank, and a place or size that nothing asks for still rules others out."""


def check_points(document: Document, folder: Path = RECORDS / "points") -> list[str]:
    """The faults, each a sentence that names the measure or point; empty when the record is sound or there is none.

    Raises:
        CorpusError: the record cannot be loaded at all.
    """
    record, points = load_point_set(document, folder), load_points(document, folder)
    if record is None or points is None:
        return []
    return [
        *_same_copy(document, record),
        *_ids(points, document),
        *_left_out(document, points, record.none),
        *_set_aside(document, points, record.none),
        *(fault for p in points for fault in _point(p)),
        *_barred(points),
        *_unused_values(folder),
    ]


def _same_copy(document: Document, record: PointSet) -> Iterator[str]:
    if record.document != document.id:
        yield f"the record is for {record.document}, not for {document.id}"
    if record.text_sha256 != document.record.sha256:
        yield f"the points were read from another copy of the text ({record.text_sha256}) than the one on record ({document.record.sha256})"
    if record.territory is not None:
        place = document.provision(record.territory.provision)
        if place is None or record.territory.quote not in place.text:
            yield f"territory: “{record.territory.quote}” does not stand in {record.territory.provision}"
        regions = next((a for a in load_attributes() if a.id == "region"), None)
        if regions is None or regions.value(record.territory.region) is None:
            yield f"territory: {record.territory.region} is no region on record"


def _ids(points: tuple[PolicyPoint, ...], document: Document) -> Iterator[str]:
    order = {m.id: i for i, m in enumerate(document.measures)}
    places = [(order.get(p.record.measure, -1), p.start) for p in points]
    for before, after, point in zip(places, places[1:], points[1:], strict=False):
        if after < before:
            yield f"{point.id}: stands before its forerunner in the text; number points in the order of the text"
    seen: Counter[str] = Counter()
    for point in points:
        seen[point.record.measure] += 1
        if point.id != f"{point.record.measure}.{seen[point.record.measure]}":
            yield f"{point.id}: should be {point.record.measure}.{seen[point.record.measure]}; ids count without gaps"


def _left_out(document: Document, points: tuple[PolicyPoint, ...], none: tuple[NoPoint, ...]) -> Iterator[str]:
    for measure in document.measures:
        spans = [(p.start, p.end) for p in points if p.record.measure == measure.id]
        spans += [span for n in none if n.measure == measure.id and (span := _place(document, n))]
        covered = {i for start, end in spans for i in range(start, end)}
        for sentence in measure.sentences:
            if sentence.kind == "body":
                bare = "".join(
                    c if i not in covered and (c.isalnum() or c == LOST) else " " for i, c in enumerate(sentence.text, sentence.start)
                )
                yield from (f"measure {measure.id}: “{words}” belongs to no point and is not set aside" for words in bare.split())


def _place(document: Document, none: NoPoint) -> tuple[int, int] | None:
    measure = document.provision(none.measure)
    if measure is None or measure.text.count(none.quote) != 1:
        return None
    start = document.text.index(none.quote, measure.start)
    return start, start + len(none.quote)


def _set_aside(document: Document, points: tuple[PolicyPoint, ...], none: tuple[NoPoint, ...]) -> Iterator[str]:
    for words in none:
        place = _place(document, words)
        if place is None:
            yield f"none: “{words.quote}” does not stand in measure {words.measure} exactly once"
            continue
        yield from (f"none: “{words.quote}” is part of point {p.id} as well" for p in points if p.start < place[1] and place[0] < p.end)


def _point(point: PolicyPoint) -> Iterator[str]:
    record = point.record
    for fault in (*_force(point), *_amount(point), *_said(point), *_required(point)):
        yield f"{record.id}: {fault}"


def _force(point: PolicyPoint) -> Iterator[str]:
    record = point.record
    if record.word not in {m.name for m in read_commitments(record.quote, load_commitments())}:
        yield f"{record.word} is only part of a longer word in the quote; name the longer one"
    if point.commitment.kind not in WORDS_OF[record.nature]:
        yield f"{record.word} ({point.commitment.kind}) does not go with nature {record.nature}"
    if record.nature == "task" and (record.who or record.conditions):
        yield "a task of the authorities is for nobody and requires nothing of anybody"
    if record.nature in ("duty", "penalty") and not (record.who or record.conditions):
        yield f"a {record.nature} without who or conditions would be everybody's"


def _amount(point: PolicyPoint) -> Iterator[str]:
    record, amount = point.record, point.record.amount
    if amount is None:
        return
    if amount.quote not in record.quote:
        yield f"the amount's quote does not stand in the quote: {amount.quote}"
    if amount.text not in {f.text for f in read_figures(amount.quote)}:
        yield f"{amount.text} is no whole figure of the amount's quote"
    start = point.start - point.provision.start
    pairs = [p for p in read_pairs(point.provision.text) if start <= p.start and p.end <= start + len(record.quote)]
    grades = {leaf.quote for c in record.conditions for leaf in c.leaves()}
    paired = {p.figure.text for p in pairs if grades & {p.item, p.grade}}
    if pairs and amount.text not in paired:
        yield f"the text pairs its grade with {'、'.join(sorted(paired)) or 'nothing'}, not with {amount.text}"


def _said(point: PolicyPoint) -> Iterator[str]:
    record = point.record
    if len(record.left_open_zh) != len(record.left_open_en):
        yield f"left_open_zh has {len(record.left_open_zh)} sentences and left_open_en {len(record.left_open_en)}"
    leaves = [leaf for c in (record.who, *record.conditions) if c for leaf in c.leaves()]
    notes = [note for leaf in leaves for note in (leaf.note_zh, leaf.note_en) if note]
    for words in (record.title_zh, record.title_en, *record.left_open_zh, *record.left_open_en, *notes):
        figures = {f.text for f in read_figures(words) if f.kind in ("money", "percent", "duration", "year")}
        for figure in sorted(figures | set(re.findall(rf"[\d{LOST}]+", words))):
            if figure not in record.quote:
                yield f"“{words}” has {figure}, which the quote has not"


def _required(point: PolicyPoint) -> Iterator[str]:
    record = point.record
    leaves = [leaf for c in (record.who, *record.conditions) if c for leaf in c.leaves()]
    open_quotes = [leaf.quote or "" for leaf in leaves if leaf.open]
    for leaf in leaves:
        if leaf.open and (leaf.open not in OPEN_WORDS or leaf.open not in (leaf.quote or "")):
            yield f"{leaf.open} is no word that leaves open what it requires, or does not stand in its quote"
        yield from (f"“{leaf.quote}” does not name {value}; read it as inferred and say how" for value in _unnamed(leaf))
    for word in _ALWAYS_OPEN:
        if word in record.quote and record.nature != "task" and not any(word in quote for quote in open_quotes):
            yield f"the quote has {word} and no open condition says so"


def _unnamed(leaf: Condition) -> Iterator[str]:
    """Values of a stated requirement whose names share no two characters in a row with its quote."""
    attribute = next((a for a in load_attributes() if a.id == leaf.attribute), None)
    if attribute is None or leaf.reading == "inferred":
        return
    for value in (v for v in attribute.values if v.id in leaf.any):
        names = (value.name_zh, *value.say)
        if not any(name[i : i + 2] in (leaf.quote or "") for name in names for i in range(len(name) - 1)):
            yield value.id


def _barred(points: tuple[PolicyPoint, ...]) -> Iterator[str]:
    natures = {p.id: p.record.nature for p in points}
    for point in points:
        if point.record.bars and point.record.nature != "penalty":
            yield f"{point.id}: only a penalty takes other points away"
        for barred in point.record.bars:
            if natures.get(barred) != "entitlement":
                yield f"{point.id}: takes away {barred}, which is no entitlement on record"


def _unused_values(folder: Path) -> Iterator[str]:
    """Values of the catalogue on which, and on what follows from them, no point of any document turns: to ask for them would be in vain."""
    records = [load_record(path, PointSet) for path in sorted(folder.glob("*.yaml"))]
    leaves = [leaf for r in records for p in r.points for c in (p.who, *p.conditions) if c for leaf in c.leaves()]
    used = {(leaf.attribute, value) for leaf in leaves for value in leaf.any}
    for attribute in (a for a in load_attributes() if a.id not in _FREE):
        for value in attribute.values:
            reached = {(attribute.id, i) for i in (value.id, *value.implies, *value.may_be)}
            if reached.isdisjoint(used) and value.id != "other" and (attribute.id, value.id) not in _NOT_ASKED_FOR:
                yield f"attributes.yaml: no point turns on {attribute.id} {value.id}"
