"""A document in the order in which it is read: headings, and articles with the paragraphs and sentences that they are made of."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from corpus import Document, Provision, Sentence

_ABOVE = ("part", "book", "chapter", "section")


@dataclass(frozen=True)
class Line:
    """A sentence in its place. ``number`` counts the sentences of its provision from 1, the heading not among them (it has 0)."""

    provision: Provision
    sentence: Sentence
    number: int
    broken: bool = False
    """Whether the document begins a new line with it."""

    @property
    def anchor(self) -> str:
        return f"{anchor_of(self.provision.id)}s{self.number}"


@dataclass(frozen=True)
class Paragraph:
    """Sentences of one provision that follow each other; ``depth`` below the article."""

    provision: Provision
    depth: int
    lines: tuple[Line, ...]


@dataclass(frozen=True)
class Heading:
    """The heading of a part or a chapter, with its level in the page."""

    provision: Provision
    level: int
    line: Line


@dataclass(frozen=True)
class Article:
    """One unit with all that stands below it: a measure, an article, a paragraph, the preamble …"""

    provision: Provision
    level: int
    heading: Line | None
    paragraphs: tuple[Paragraph, ...]
    above: tuple[str, ...]
    """Ids of the headings that it stands under."""

    @property
    def id(self) -> str:
        return self.provision.id

    @property
    def lines(self) -> Iterator[Line]:
        """All sentences, the heading first."""
        if self.heading is not None:
            yield self.heading
        for paragraph in self.paragraphs:
            yield from paragraph.lines

    @property
    def numbered(self) -> bool:
        """Whether it is counted and cited by a number."""
        return self.provision.number is not None and self.provision.kind != "note"

    @property
    def departments(self) -> tuple[str, ...]:
        """The bodies named in it and below it, in the order of the text."""
        return tuple(dict.fromkeys(name for p in self._provisions() for name in p.departments))

    def _provisions(self) -> Iterator[Provision]:
        yield self.provision
        yield from (p.provision for p in self.paragraphs)


Item = Heading | Article


def anchor_of(provision_id: str) -> str:
    """The id in the page of a provision: ``m6`` for a numbered one, ``part-2``, ``p4`` for others."""
    return f"m{provision_id}" if provision_id[:1].isdigit() else provision_id


@lru_cache(maxsize=16)
def flow(document: Document) -> tuple[Item, ...]:
    """``document`` from its first word to its last."""
    known = {p.id: p for p in document.provisions}
    lines = {id(sentence): line for p in document.provisions for sentence, line in _lines(p)}
    items: list[Item] = []
    below: dict[str, list[Provision]] = {}
    tops: list[Provision] = []
    for p in document.provisions:
        top = p
        while top.kind not in _ABOVE and top.parent is not None and known[top.parent].kind not in _ABOVE:
            top = known[top.parent]
        below.setdefault(top.id, []).append(p)
        if top is p:
            tops.append(p)
    for top in tops:
        above = _above(top, known)
        level = min(2 + len(above), 5)
        if top.kind in _ABOVE:
            items += [Heading(top, level, lines[id(s)]) for s in top.sentences[:1]]
            top_rest = [lines[id(s)] for s in top.sentences[1:]]
            if top_rest:
                items.append(Article(top, level + 1, None, (Paragraph(top, 0, tuple(top_rest)),), (*above, top.id)))
        else:
            items.append(_article(top, below[top.id], known, lines, level, above))
    return tuple(items)


@lru_cache(maxsize=16)
def articles(document: Document) -> tuple[Article, ...]:
    """The articles alone."""
    return tuple(item for item in flow(document) if isinstance(item, Article))


def body(article: Article) -> list[Line]:
    """The sentences of an article that say what is given to whom: all but the clause on who is in charge."""
    return [line for line in article.lines if line.sentence.kind != "responsibility"]


def _above(provision: Provision, known: dict[str, Provision]) -> tuple[str, ...]:
    found: list[str] = []
    parent = provision.parent
    while parent is not None:
        found.append(parent)
        parent = known[parent].parent
    return tuple(reversed(found))


def _article(
    top: Provision, parts: list[Provision], known: dict[str, Provision], lines: dict[int, Line], level: int, above: tuple[str, ...]
) -> Article:
    heading = next((lines[id(s)] for s in top.sentences[:1] if s.kind == "heading"), None)
    placed = sorted(((s, p) for p in parts for s in p.sentences), key=lambda sp: sp[0].start)
    paragraphs: list[Paragraph] = []
    for sentence, provision in placed:
        line = lines[id(sentence)]
        if heading is not None and line is heading:
            continue
        charge = sentence.kind == "responsibility"
        last = paragraphs[-1] if paragraphs else None
        if last is not None and last.provision is provision and not charge and not line.broken:
            paragraphs[-1] = Paragraph(provision, last.depth, (*last.lines, line))
        else:
            paragraphs.append(Paragraph(provision, _depth(provision, top, known), (line,)))
    return Article(top, level, heading, tuple(paragraphs), above)


def _depth(provision: Provision, top: Provision, known: dict[str, Provision]) -> int:
    depth = 0
    while provision is not top and provision.parent is not None:
        depth, provision = depth + 1, known[provision.parent]
    return min(depth, 4)


def _lines(provision: Provision) -> Iterator[tuple[Sentence, Line]]:
    number, end = 0, provision.start
    for sentence in provision.sentences:
        number += sentence.kind != "heading"
        gap = provision.text[end - provision.start : sentence.start - provision.start]
        yield sentence, Line(provision, sentence, 0 if sentence.kind == "heading" else number, "\n" in gap)
        end = sentence.end
