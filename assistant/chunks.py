"""Documents cut into chunks: one sentence each, knowing the provision that it stands in (small to find, whole provision to read)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from corpus import Document, Provision
from corpus.records import ProvisionGloss

MAX_CHARS = 600
"""A sentence longer than this is cut into overlapping windows: the embedding model reads 512 tokens."""
OVERLAP = 80
_DIVISIONS = frozenset(("part", "chapter", "section", "book"))


@dataclass(frozen=True, slots=True)
class Chunk:
    """What is indexed. ``document.text[start:end] == text``; ``id`` is unique over the corpus and stable across re-indexing.

    ``heading`` is the provision's title (``强化知识产权金融支撑``); it is embedded and searched together with the text because a
    sentence of a measure rarely repeats what the measure is about. ``kind`` is *note* for background.
    """

    id: str
    document: str
    provision: str
    measure: int | None
    part: str | None
    label: str
    heading: str
    departments: tuple[str, ...]
    start: int
    end: int
    text: str
    kind: str = "provision"
    role: str = "body"
    """*body*, *heading* or *responsibility*, as the sentence's kind; *gloss* for a finding aid (see ``aid``)."""
    aid: str = ""
    """Other words for the whole provision (our own gist in plain Chinese or English), searched in place of ``text``. It helps to find
    the provision; only the provision's own sentences are ever quoted."""

    @property
    def searched(self) -> str:
        """The text that is embedded and matched: heading and sentence, or the finding aid."""
        if self.aid:
            return self.aid
        if not self.heading or self.role == "heading":
            return self.text
        return f"{self.heading}。{self.text}"


def chunk_document(document: Document, glosses: Iterable[ProvisionGloss] = ()) -> Iterator[Chunk]:
    """The chunks of ``document`` in document order.

    Sentences with nothing but punctuation are left out; clauses naming the bodies in charge are kept (role *responsibility*).
    ``glosses`` are our own plain words for provisions of this document; each becomes a finding aid for its provision.
    """
    aids = {g.provision: g for g in glosses}
    parents = {p.id: p.parent for p in document.provisions}
    kinds = {p.id: p.kind for p in document.provisions}
    for provision in document.provisions:
        part = _part_of(provision.id, parents, kinds)
        for order, sentence in enumerate(provision.sentences):
            if not any(c.isalnum() for c in sentence.text):
                continue
            for piece, (start, end) in enumerate(_windows(sentence.start, sentence.end)):
                suffix = f".{piece}" if piece else ""
                yield Chunk(
                    id=f"{document.id}:{provision.id}:{order}{suffix}",
                    document=document.id,
                    provision=provision.id,
                    measure=provision.measure,
                    part=part,
                    label=provision.label,
                    heading=heading_of(document, provision),
                    departments=provision.departments,
                    start=start,
                    end=end,
                    text=document.text[start:end],
                    kind="note" if document.record.kind == "note" else "provision",
                    role=sentence.kind,
                )
        if provision.id in aids:
            yield from _aids(document, provision, part, aids[provision.id])


def _aids(document: Document, provision: Provision, part: str | None, gloss: ProvisionGloss) -> Iterator[Chunk]:
    for language, words in (("zh", gloss.gist_zh), ("en", f"{gloss.title_en}. {gloss.gist_en}")):
        yield Chunk(
            id=f"{document.id}:{provision.id}:gloss-{language}",
            document=document.id,
            provision=provision.id,
            measure=provision.measure,
            part=part,
            label=provision.label,
            heading=provision.title,
            departments=provision.departments,
            start=provision.start,
            end=provision.end,
            text=provision.text,
            role="gloss",
            aid=words,
        )


def heading_of(document: Document, provision: Provision) -> str:
    """What the units around say that ``provision`` is about: its own heading behind those of the units it stands in (扶持标准 开办补助);
    of the parts and chapters above only the nearest, and only for a unit that has no other."""
    if document.record.kind == "note":
        return document.title
    titles, above = [provision.title], ""
    current = document.provision(provision.parent) if provision.parent else None
    while current is not None:
        if current.kind in _DIVISIONS:
            above = above or current.title
        else:
            titles.append(current.title)
        current = document.provision(current.parent) if current.parent else None
    return " ".join(t for t in reversed(titles) if t) or above


def _part_of(provision_id: str, parents: Mapping[str, str | None], kinds: Mapping[str, str]) -> str | None:
    current: str | None = parents.get(provision_id)
    while current is not None:
        if kinds[current] in ("part", "chapter", "book"):
            return current
        current = parents.get(current)
    return None


def _windows(start: int, end: int) -> Iterator[tuple[int, int]]:
    if end - start <= MAX_CHARS:
        yield start, end
        return
    at = start
    while at < end:
        yield at, min(at + MAX_CHARS, end)
        if at + MAX_CHARS >= end:
            return
        at += MAX_CHARS - OVERLAP
