"""What a document names and what is known about it: treaties, awards, programmes. Never the document's own words."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, lru_cache

from corpus import Document
from corpus.glossary import load_instruments
from corpus.records import Instrument
from ui.pages.reading.flow import Article, articles


@dataclass(frozen=True)
class Named:
    """A slice of a document and the instrument that it names."""

    start: int
    end: int
    instrument: Instrument


@lru_cache(maxsize=16)
def named_in(document: Document) -> dict[str, tuple[Named, ...]]:
    """The instruments that each article names, by its id, in the order of the text. A background note names nothing further."""
    if document.record.kind == "note":
        return {}
    return {a.id: tuple(_named(a)) for a in articles(document)}


def _named(article: Article) -> Iterator[Named]:
    names, pattern = _names()
    for line in article.lines:
        if line.sentence.kind == "responsibility" or article.provision.kind in ("title", "notice"):
            continue
        for m in pattern.finditer(line.sentence.text):
            yield Named(line.sentence.start + m.start(), line.sentence.start + m.end(), names[m[0]])


@cache
def _names() -> tuple[dict[str, Instrument], re.Pattern[str]]:
    names = {name: i for i in load_instruments() for name in (i.name, *i.aliases)}
    longest = sorted(names, key=lambda n: (-len(n), n))
    return names, re.compile("|".join(re.escape(name) for name in longest) or r"(?!)")
