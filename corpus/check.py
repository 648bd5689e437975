"""What stands in the corpus and what is wrong with it, for whoever looks after it."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from corpus.annotate import read_titles
from corpus.damage import Damage, find_damage
from corpus.library import Corpus
from corpus.model import Document, Provision


@dataclass(frozen=True, slots=True)
class DocumentSummary:
    """One document in figures. ``received_with`` is what the reader of its file had to say."""

    id: str
    title: str
    kind: str
    shipped: bool
    characters: int
    parts: int
    measures: int
    provisions: int
    sentences: int
    repairs: dict[tuple[str, str], int]
    damage: tuple[Damage, ...]
    anomalies: tuple[str, ...]
    received_with: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Unresolved:
    """A name that a document uses and nothing in the corpus stands for. ``place`` is the label of the provision that uses it first."""

    document: str
    place: str
    name: str
    repealed: bool = False


@dataclass(frozen=True, slots=True)
class Report:
    """The state of the corpus. ``faults`` are ingested documents that are not whole any more, and contradictions between a document and its
    own text; there should never be any."""

    documents: tuple[DocumentSummary, ...]
    notes: int
    facts: int
    departments: dict[str, int]
    unresolved_titles: tuple[Unresolved, ...]
    unknown_departments: tuple[Unresolved, ...]
    faults: tuple[str, ...]

    @property
    def sound(self) -> bool:
        """Whether all documents are whole, every provision and sentence is the slice that it claims to be, and ids are unique."""
        return not self.faults

    @property
    def repairs(self) -> dict[tuple[str, str], int]:
        """Repairs of all documents by damage class and confidence."""
        total: Counter[tuple[str, str]] = Counter()
        for document in self.documents:
            total.update(document.repairs)
        return dict(sorted(total.items()))


def check_corpus(corpus: Corpus) -> Report:
    """Reads everything and reports on it.

    Raises:
        CorpusError: a shipped record or text is broken.
    """
    corpus.fingerprint()
    _ = corpus.lexicon, corpus.commitments  # read for their own checks
    documents = [d for d in corpus.documents if d.record.kind != "note"]
    known_names = {_key(name) for name in _names(corpus)}
    known_departments = {name for d in corpus.departments for name in (d.name, *d.aliases)}
    counted = Counter(name for d in documents for p in d.provisions for name in p.departments)
    return Report(
        documents=tuple(_summary(d, shipped=corpus.is_shipped(d.id)) for d in documents),
        notes=len(corpus.notes),
        facts=sum(len(n.provisions) for n in corpus.notes),
        departments=dict(sorted(counted.items(), key=lambda item: -item[1])),
        unresolved_titles=tuple(u for d in documents for u in _unresolved_titles(d, known_names)),
        unknown_departments=tuple(u for d in documents for u in _unknown_departments(d, known_departments)),
        faults=(*(entry.why for entry in corpus.broken), *(fault for d in corpus.documents for fault in _faults(d))),
    )


def _summary(document: Document, *, shipped: bool) -> DocumentSummary:
    origin = getattr(document.record, "origin", None)
    return DocumentSummary(
        id=document.id,
        title=document.title,
        kind=document.record.kind,
        shipped=shipped,
        characters=len(document.text),
        parts=len(document.parts),
        measures=len(document.measures),
        provisions=len(document.provisions),
        sentences=sum(len(p.sentences) for p in document.provisions),
        repairs=dict(sorted(Counter((r.damage_class, r.confidence) for r in document.restored.repairs).items())),
        damage=tuple(find_damage(document.text)),
        anomalies=document.anomalies,
        received_with=origin.warnings if origin else (),
    )


def _names(corpus: Corpus) -> Iterator[str]:
    for document in corpus.documents:
        yield document.title
    for instrument in corpus.instruments:
        yield from (instrument.name, *instrument.aliases)


def _key(name: str) -> str:
    """A name without the differences of writing that do not make it another one: brackets' width, spaces, 《》, years in brackets."""
    plain = re.sub(r"[\s《》〈〉“”\"]", "", unicodedata.normalize("NFKC", name))
    return re.sub(r"\(\d{4}[-—–~]+\d{4}年?\)$", "", plain)


def _unresolved_titles(document: Document, known: set[str]) -> Iterator[Unresolved]:
    repealed = " ".join(document.record.supersedes)
    seen: set[str] = set()
    for mention in read_titles(document.text):
        key = _key(mention.name)
        if key not in known and key not in seen:
            seen.add(key)
            yield Unresolved(document.id, _place(document, mention.start), mention.text, repealed=mention.text in repealed)


def _unknown_departments(document: Document, known: set[str]) -> Iterator[Unresolved]:
    seen: set[str] = set()
    for provision in document.provisions:
        for name in provision.departments:
            if name not in known and name not in seen:
                seen.add(name)
                yield Unresolved(document.id, provision.label, name)


def _place(document: Document, offset: int) -> str:
    """The label of the innermost provision around ``offset``."""
    around = [p for p in document.provisions if p.start <= offset < p.end]
    return min(around, key=lambda p: p.end - p.start).label if around else ""


def _faults(document: Document) -> Iterator[str]:
    for identifier, count in Counter(p.id for p in document.provisions).items():
        if count > 1:
            yield f"{document.id}: the provision id {identifier} stands {count} times"
    for provision in document.provisions:
        for piece in _pieces(provision):
            if document.text[piece[0] : piece[1]] != piece[2]:
                yield f"{document.id}: {provision.id}: text[{piece[0]}:{piece[1]}] is not what the provision says"


def _pieces(provision: Provision) -> Iterable[tuple[int, int, str]]:
    return ((provision.start, provision.end, provision.text), *((s.start, s.end, s.text) for s in provision.sentences))


def render(report: Report) -> str:
    """The report as lines of plain text, readable in a terminal and in a pipe."""
    from corpus.check_text import lines

    return "\n".join(lines(report))
