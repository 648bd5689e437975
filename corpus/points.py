"""Policy points: what a document gives, offers, asks and wishes, one by one, as data that a profile can be held against.

``corpus/records/attributes.yaml`` is the catalogue of what can be known about somebody; ``corpus/records/benefits.yaml`` the kinds of what
is given; ``corpus/records/points/<document>.yaml`` the points, read from the text by people. Every quote is verbatim, every condition
stands in the quote of its point, and all words of a measure belong to a point or are set aside as none (:mod:`corpus.points_check`).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Literal

from pydantic import ConfigDict, Field, model_validator

from corpus.glossary import load_commitments
from corpus.model import Document, Provision
from corpus.records import RECORDS, Commitment, CorpusError, _Record, load_record, load_records

Nature = Literal["entitlement", "service", "support", "direction", "duty", "penalty", "task"]
"""What a point is to those whom it concerns: something *given*; a *service* that is offered; *support* whose form is not stated; a
*direction* that gives nothing (鼓励, 探索); a *duty*; a *penalty*; a *task* of the authorities alone."""


class AttributeValue(_Record):
    """One value of an attribute. ``say`` are words by which people say it of themselves, besides its names.

    Whoever has the value has those that it ``implies`` as well, and perhaps those that it ``may_be``.
    """

    id: str
    name_zh: str
    name_en: str
    say: tuple[str, ...] = ()
    implies: tuple[str, ...] = ()
    may_be: tuple[str, ...] = ()


class Attribute(_Record):
    """Something that can be known about whoever asks.

    ``kind`` *one*: the values exclude each other (those stated are all there are); *many*: any number of them, each known, known not to be
    so, or unknown. ``prior`` is how likely a value of *many* is before anything is known. Attributes that are not ``asked`` (needs) only
    rank what is shown. ``only`` are the values of *organisation* that alone can have it: of others no value of it is so.
    """

    id: str
    kind: Literal["one", "many"]
    name_zh: str
    name_en: str
    question_zh: str
    question_en: str
    values: tuple[AttributeValue, ...] = Field(min_length=1)
    prior: float = Field(default=0.2, gt=0, lt=1)
    asked: bool = True
    only: tuple[str, ...] = ()

    def value(self, id: str) -> AttributeValue | None:
        """The value with that id, or None."""
        return next((v for v in self.values if v.id == id), None)


class Benefit(_Record):
    """A kind of what a point gives. A lower ``rank`` is shown first; ``money`` when money is handed over."""

    id: str
    name_zh: str
    name_en: str
    rank: int
    money: bool = False


class Condition(_Record):
    """What is required, as a tree. Exactly one of these is given:

    ``attribute`` with ``any``: the attribute has at least one of these values;
    ``all_of`` / ``any_of`` / ``not`` of further conditions;
    ``open``: words by which the text requires something that it does not say (符合条件): nobody can be known to meet it.

    ``quote`` are the words of the point's quote that say so. ``reading`` is *inferred* where a broad word (创新主体) is taken to include
    the values, and ``note_zh``/``note_en`` say how it was read.
    """

    model_config = ConfigDict(frozen=True, extra="forbid", populate_by_name=True)

    attribute: str | None = None
    any: tuple[str, ...] = ()
    all_of: tuple[Condition, ...] = ()
    any_of: tuple[Condition, ...] = ()
    not_: Condition | None = Field(default=None, alias="not")
    open: str | None = None
    quote: str | None = None
    reading: Literal["stated", "inferred"] = "stated"
    note_zh: str | None = None
    note_en: str | None = None

    @model_validator(mode="after")
    def _is_one_thing(self) -> Condition:
        given = [self.attribute is not None, bool(self.all_of), bool(self.any_of), self.not_ is not None, self.open is not None]
        if sum(given) != 1:
            raise ValueError("give exactly one of attribute, all_of, any_of, not, open")
        if bool(self.any) != (self.attribute is not None):
            raise ValueError("attribute and any (its values) belong together")
        if (self.attribute or self.open) and not self.quote:
            raise ValueError("a requirement needs its quote")
        if self.reading == "inferred" and not (self.note_zh and self.note_en):
            raise ValueError("what is inferred says how, in note_zh and note_en")
        return self

    def leaves(self) -> Iterator[Condition]:
        """The requirements of the tree: those with an attribute, and the open ones."""
        if self.attribute or self.open:
            yield self
        for inner in (*self.all_of, *self.any_of, *((self.not_,) if self.not_ else ())):
            yield from inner.leaves()


class Amount(_Record):
    """A sum as it can be read: ``text`` with ``□`` for each lost digit. Never a value that the copy does not show."""

    text: str
    quote: str
    """The words that pair it with this point."""


class PointRecord(_Record):
    """One point as it is written down. ``who`` decides for whom it is at all, ``conditions`` (all of them) what is required of those.

    ``word`` is the commitment word of the quote that binds it; ``what`` are ids of benefits; ``serves`` are needs (values of the attribute
    *needs*) that it answers; ``left_open_*`` is what the text does not say. A penalty ``bars`` the points that it takes away.
    """

    id: str = Field(pattern=r"^\d+\.\d+$")
    """Measure and number within it: ``4.2``."""
    nature: Nature
    title_zh: str
    title_en: str
    quote: str
    who: Condition | None = None
    conditions: tuple[Condition, ...] = ()
    what: tuple[str, ...] = Field(min_length=1)
    word: str
    amount: Amount | None = None
    serves: tuple[str, ...] = ()
    bars: tuple[str, ...] = ()
    left_open_zh: tuple[str, ...] = ()
    left_open_en: tuple[str, ...] = ()

    @property
    def measure(self) -> str:
        """The id of the measure that it stands in."""
        return self.id.partition(".")[0]


class NoPoint(_Record):
    """Words of a measure that are no point, and why."""

    measure: str
    quote: str
    why: str


class Territory(_Record):
    """Where the document applies, when no point says so: the value of *region* and the words that show it."""

    region: str
    provision: str
    quote: str


class PointSet(_Record):
    """The points of one document, read from the copy whose bytes have ``text_sha256``."""

    document: str
    text_sha256: str
    source: Literal["ours"]
    territory: Territory | None = None
    points: tuple[PointRecord, ...] = Field(min_length=1)
    none: tuple[NoPoint, ...] = ()


@dataclass(frozen=True)
class PolicyPoint:
    """A point at its place: ``document.text[start:end] == record.quote``."""

    record: PointRecord
    document: Document = field(repr=False)
    provision: Provision = field(repr=False)
    start: int
    end: int
    commitment: Commitment

    @property
    def id(self) -> str:
        return self.record.id

    @property
    def strength(self) -> int:
        """How much the word binds: 5 (given) … 1 (to be explored)."""
        return self.commitment.strength


@cache
def load_attributes(path: Path = RECORDS / "attributes.yaml") -> tuple[Attribute, ...]:
    """The catalogue. Raises :class:`CorpusError` on an id given twice, or a value that implies one that there is not."""
    found = load_records(path, Attribute)
    _once(path, [a.id for a in found])
    for a in found:
        ids = [v.id for v in a.values]
        _once(path, ids)
        for v in a.values:
            if unknown := (set(v.implies) | set(v.may_be)) - set(ids):
                raise CorpusError(f"{path}: {a.id}: {v.id} names {sorted(unknown)[0]}, which is no value")
    return found


@cache
def load_benefits(path: Path = RECORDS / "benefits.yaml") -> tuple[Benefit, ...]:
    """Kinds of what is given. Raises :class:`CorpusError` on an id given twice."""
    found = load_records(path, Benefit)
    _once(path, [b.id for b in found])
    return found


def load_point_set(document: Document, folder: Path = RECORDS / "points") -> PointSet | None:
    """What is written down about the points of ``document``, as it stands there; None where nobody has written any down."""
    path = folder / f"{document.id}.yaml"
    return load_record(path, PointSet) if path.is_file() else None


def load_points(document: Document, folder: Path = RECORDS / "points") -> tuple[PolicyPoint, ...] | None:
    """The points of ``document`` in its order; None where nobody has written any down.

    Raises:
        CorpusError: a quote does not stand in its measure exactly once, or a word, value or benefit is not on record.
    """
    path = folder / f"{document.id}.yaml"
    found = load_point_set(document, folder)
    if found is None:
        return None
    _once(path, [p.id for p in found.points])
    return tuple(_placed(path, record, document) for record in found.points)


def _placed(path: Path, record: PointRecord, document: Document) -> PolicyPoint:
    provision = document.provision(record.measure)
    if provision is None or provision.text.count(record.quote) != 1:
        raise CorpusError(f"{path}: {record.id}: the quote does not stand in measure {record.measure} exactly once: {record.quote}")
    commitment = next((c for c in load_commitments() if c.word == record.word), None)
    if commitment is None or record.word not in record.quote:
        raise CorpusError(f"{path}: {record.id}: {record.word} is no commitment word of the quote")
    attributes = {a.id: {v.id for v in a.values} for a in load_attributes()}
    for leaf in (leaf for c in (record.who, *record.conditions) if c for leaf in c.leaves()):
        if leaf.attribute and not set(leaf.any) <= attributes.get(leaf.attribute, set()):
            raise CorpusError(f"{path}: {record.id}: {leaf.attribute} {', '.join(leaf.any)}: not in attributes.yaml")
        if not leaf.quote or leaf.quote not in record.quote:
            raise CorpusError(f"{path}: {record.id}: the condition “{leaf.quote}” does not stand in the quote")
    if unknown := set(record.what) - {b.id for b in load_benefits()}:
        raise CorpusError(f"{path}: {record.id}: {sorted(unknown)[0]} is no benefit on record")
    if unknown := set(record.serves) - attributes["needs"]:
        raise CorpusError(f"{path}: {record.id}: {sorted(unknown)[0]} is no need on record")
    start = document.text.index(record.quote, provision.start)
    return PolicyPoint(record, document, provision, start, start + len(record.quote), commitment)


def _once(path: Path, ids: list[str]) -> None:
    if twice := next((i for i in ids if ids.count(i) > 1), None):
        raise CorpusError(f"{path}: {twice} is there twice")
