"""The units of a document that lists are made of, with their sentences ready to be searched."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache

from corpus import Document, Provision, Sentence

_JOINTS = re.compile(r"[\s《》“”‘’\"'()()·—\-]")


def fold(text: str) -> str:
    """``text`` in one width and case, without brackets, quotation marks and spaces: 首台(套) is found by 首台套."""
    return _JOINTS.sub("", unicodedata.normalize("NFKC", text)).lower()


@dataclass(frozen=True)
class Line:
    """A sentence with the provision it is cited from, and its folded words."""

    provision: Provision
    sentence: Sentence
    folded: str


@dataclass(frozen=True, eq=False)
class Unit:
    """A numbered unit: what it says (``body``, with that of the units below it) and the clause on who is in charge."""

    provision: Provision
    body: tuple[Line, ...]
    charge: Line | None

    @property
    def id(self) -> str:
        return self.provision.id

    @property
    def heading(self) -> Line:
        """Its first sentence."""
        return self.body[0]


@dataclass(frozen=True, eq=False)
class Units:
    """All units of a document in its order, and the lines that stand outside of them (title, preamble, headings of parts, closing)."""

    units: tuple[Unit, ...]
    outside: tuple[Line, ...]
    parents: dict[str, str | None]

    def in_part(self, unit: Unit, part: Provision) -> bool:
        """Whether ``unit`` stands below ``part``."""
        above = self.parents.get(unit.id)
        while above is not None:
            if above == part.id:
                return True
            above = self.parents.get(above)
        return False

    def stands(self, word: str) -> bool:
        """Whether the document holds ``word`` anywhere."""
        folded = fold(word)
        lines = (line for unit in self.units for line in (*unit.body, *((unit.charge,) if unit.charge else ())))
        return bool(folded) and (any(has_word(line, folded) for line in lines) or any(has_word(line, folded) for line in self.outside))


def has_word(line: Line, folded: str) -> bool:
    """Whether the line holds the folded word; one of Latin letters only as a whole word."""
    if not folded.isascii():
        return folded in line.folded
    return re.search(rf"(?<![a-z0-9]){re.escape(folded)}(?![a-z0-9])", line.folded) is not None


def _numbered(document: Document) -> list[Provision]:
    """The numbered units; where bodies are named below them (一、 with (一) below, each with its own), the items take their place."""
    top = [p for p in document.provisions if p.number is not None and p.id == str(p.number)]
    named = {p.parent for p in document.provisions if p.parent and any(s.kind == "responsibility" for s in p.sentences)}
    found: list[Provision] = []
    for unit in top:
        items = [p for p in document.children(unit.id) if p.number is not None]
        found += items if items and any(u.id in named for u in top) else [unit]
    return found


@lru_cache(maxsize=16)
def units_of(document: Document) -> Units:
    """The numbered units of ``document`` (measures, articles); of a text without numbers its paragraphs."""
    parents = {p.id: p.parent for p in document.provisions}
    tops = _numbered(document) or [
        p for p in document.provisions if p.sentences and p.kind not in ("title", "notice", "part", "book", "chapter", "section")
    ]
    ids = {p.id for p in tops}
    body: dict[str, list[Line]] = {p.id: [] for p in tops}
    charge: dict[str, Line] = {}
    outside: list[Line] = []
    for provision, sentence in document.walk():
        owner: str | None = provision.id
        while owner is not None and owner not in ids:
            owner = parents.get(owner)
        line = Line(provision, sentence, fold(sentence.text))
        if owner is None:
            outside.append(line)
        elif sentence.kind == "responsibility":
            charge.setdefault(owner, line)
        else:
            body[owner].append(line)
    units = (Unit(p, tuple(body[p.id]), charge.get(p.id)) for p in tops if body[p.id])
    return Units(tuple(units), tuple(outside), parents)
