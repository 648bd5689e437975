"""What a document is once it has been read: spans, repairs, provisions, sentences.

All types are immutable values. Every offset in this package is an index into a Python ``str`` (one code point each), the start
included, the end excluded; unless said otherwise it counts in the *restored* text, the one that people are shown.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property
from typing import Literal

from corpus.records import DocumentRecord

LOST = "□"
"""Stands for one character that the copy at hand no longer shows. Never filled in."""

Confidence = Literal["certain", "inferred", "lost"]
ProvisionKind = Literal[
    "notice",
    "title",
    "preamble",
    "part",
    "measure",
    "book",
    "chapter",
    "section",
    "article",
    "item",
    "paragraph",
    "closing",
    "note",
]
SentenceKind = Literal["heading", "body", "responsibility"]


@dataclass(frozen=True, slots=True)
class Repair:
    """One place where the received text was damaged, and what was made of it.

    ``received``/``restored`` are ``(start, end)`` in the respective text, ``before``/``after`` what stands there. ``lost`` and
    ``inferred`` are the offsets in the restored text of characters that cannot be read, or were concluded from the sentence.
    """

    rule: str
    damage_class: Literal["A", "B", "C", "D", "E"]
    received: tuple[int, int]
    before: str
    restored: tuple[int, int]
    after: str
    confidence: Confidence
    evidence: str
    lost: tuple[int, ...] = ()
    inferred: tuple[int, ...] = ()


@dataclass(frozen=True)
class RestoredText:
    """A received text, its restored form, and the map between the two."""

    received: str
    text: str
    repairs: tuple[Repair, ...] = ()

    def to_received(self, offset: int) -> int:
        """Offset in the received text for ``offset`` in the restored text (the start of the damage when it lies in a repair)."""
        return _map(offset, [(r.restored, r.received) for r in self.repairs])

    def to_restored(self, offset: int) -> int:
        """Offset in the restored text for ``offset`` in the received text (the start of the repair when it lies in damage)."""
        return _map(offset, [(r.received, r.restored) for r in self.repairs])

    def repairs_in(self, start: int, end: int) -> tuple[Repair, ...]:
        """Repairs that touch ``[start, end)`` of the restored text, in order; an empty repair (nothing inserted) counts inside."""
        return tuple(r for r in self.repairs if r.restored[0] < end and max(r.restored[1], r.restored[0] + 1) > start)


def _map(offset: int, pairs: list[tuple[tuple[int, int], tuple[int, int]]]) -> int:
    shift = 0
    for (start, end), (other_start, other_end) in pairs:
        if offset < start:
            break
        if offset < end:
            return other_start
        shift = other_end - end
    return offset + shift


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence of a provision: its slice of the document and what part it plays there."""

    start: int
    end: int
    text: str
    kind: SentenceKind = "body"


@dataclass(frozen=True)
class Provision:
    """One unit of a document that can be cited; ``document.text[start:end] == text`` always holds.

    ``id`` is unique in the document and stable across re-indexing: the plain number for the units that people cite (``"6"`` for
    措施(六), ``"13"`` for 第十三条), ``"part-3"``/``"chapter-2"`` for what stands above them, ``"13.1"`` for what stands below, ``"p4"``
    for an unnumbered paragraph, ``"notice"``, ``"preamble"``, ``"closing"``. ``sentences`` are the provision's own, without those of
    its children. ``departments`` are canonical names in the order of the text, the first one leading.
    """

    document: str
    id: str
    kind: ProvisionKind
    label: str
    title: str
    start: int
    end: int
    text: str
    number: int | None = None
    parent: str | None = None
    sentences: tuple[Sentence, ...] = ()
    departments: tuple[str, ...] = ()

    @property
    def measure(self) -> int | None:
        """The measure's number, or None when this is not a numbered measure of a policy."""
        return self.number if self.kind == "measure" else None


@dataclass(frozen=True, eq=False)
class Document:
    """A parsed document. ``record`` holds what is known about it, ``restored`` its text, ``provisions`` all units in document order.

    Equal to itself only: a corpus reads each document once.
    """

    record: DocumentRecord
    restored: RestoredText
    provisions: tuple[Provision, ...] = field(repr=False)
    anomalies: tuple[str, ...] = ()

    @property
    def id(self) -> str:
        return self.record.id

    @property
    def title(self) -> str:
        return self.record.title

    @property
    def text(self) -> str:
        return self.restored.text

    @cached_property
    def _by_id(self) -> dict[str, Provision]:
        return {p.id: p for p in self.provisions}

    def provision(self, provision_id: str) -> Provision | None:
        """The provision with that id, or None."""
        return self._by_id.get(provision_id)

    def children(self, provision_id: str) -> tuple[Provision, ...]:
        """The provisions directly below, in document order."""
        return tuple(p for p in self.provisions if p.parent == provision_id)

    @cached_property
    def measures(self) -> tuple[Provision, ...]:
        return tuple(p for p in self.provisions if p.kind == "measure")

    @cached_property
    def parts(self) -> tuple[Provision, ...]:
        return tuple(p for p in self.provisions if p.kind == "part")

    @cached_property
    def _leaf_starts(self) -> tuple[list[int], list[tuple[Sentence, Provision]]]:
        pairs = sorted(((s, p) for p in self.provisions for s in p.sentences), key=lambda sp: sp[0].start)
        return [s.start for s, _ in pairs], pairs

    def sentence_at(self, offset: int) -> tuple[Sentence, Provision] | None:
        """The sentence that covers ``offset`` and the provision it belongs to, or None between sentences."""
        starts, pairs = self._leaf_starts
        i = bisect_right(starts, offset) - 1
        if i < 0 or offset >= pairs[i][0].end:
            return None
        return pairs[i]

    def walk(self) -> Iterator[tuple[Provision, Sentence]]:
        """All sentences with their provision, in document order."""
        for sentence, provision in self._leaf_starts[1]:
            yield provision, sentence
