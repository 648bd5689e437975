"""The documents that a question names by a title in 《》, by a document number, or by a title without marks, and which of them are held.

What is named and not held must never be answered from another document. What another document repeals, and what background notes know, is
told apart from what nobody here knows.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Literal

from assistant.understanding.language_data import content_words
from corpus.annotate import read_titles
from corpus.naming import folded_title, same_title
from corpus.numbers import Number, read_numbers
from corpus.records import DocumentRecord, read_yaml


@dataclass(frozen=True, slots=True)
class Repealed:
    """A document that one of those held repeals: the id of the latter, the name as it writes it, title and number in it."""

    by: str
    written: str
    title: str
    number: Number | None


@dataclass(frozen=True, slots=True)
class Named:
    """A name in a question: ``kind`` *title* or *number*; its slice; ``whole`` is what it is called when it is spoken of."""

    kind: Literal["title", "number"]
    name: str
    start: int
    end: int
    number: Number | None = None

    @property
    def whole(self) -> str:
        return f"《{self.name}》" if self.kind == "title" else self.name


@dataclass(frozen=True)
class NamedDocuments:
    """What a question names: ids of documents ``held``, documents that held ones repeal, names of what is not held (``absent``), and
    ``rest``, the question without these names."""

    held: tuple[str, ...] = ()
    repealed: tuple[Repealed, ...] = ()
    absent: tuple[Named, ...] = ()
    rest: str = ""


@dataclass(frozen=True)
class Holdings:
    """What is known of the documents held: titles and numbers by id, and what they repeal."""

    titles: Mapping[str, str]
    numbers: Mapping[str, Number]
    repealed: tuple[Repealed, ...]

    @classmethod
    def of(cls, records: tuple[DocumentRecord, ...]) -> Holdings:
        """The holdings of these records."""
        numbers = {r.id: n for r in records if (n := next(read_numbers(r.document_number or ""), None)) is not None}
        repealed = []
        for record in records:
            for written in record.supersedes:
                title = next((t.name for t in read_titles(written)), written)
                repealed.append(Repealed(record.id, written, title, next(read_numbers(written.rpartition("》")[2]), None)))
        return cls({r.id: r.title.strip("《》") for r in records}, numbers, tuple(repealed))

    def by_title(self, name: str) -> tuple[str, ...]:
        """Ids of the documents that ``name`` may be the title of: the same one, else one that it shortens."""
        same = tuple(i for i, title in self.titles.items() if same_title(name, title))
        return same or tuple(i for i, title in self.titles.items() if _shortens(name, title))

    def by_number(self, number: Number) -> tuple[str, ...]:
        """Ids of the documents with that number."""
        return tuple(i for i, own in self.numbers.items() if number.same(own))


def read_named(question: str, holdings: Holdings, known: Callable[[str], tuple[str, ...]]) -> NamedDocuments:
    """The documents that ``question`` (cleaned) names. ``known`` gives the background notes on a name."""
    held: list[str] = []
    repealed: list[Repealed] = []
    absent: list[Named] = []
    gone: list[tuple[int, int]] = []
    for named in _names(question, holdings):
        ids = holdings.by_title(named.name) if named.number is None else holdings.by_number(named.number)
        old = _repealed(named, holdings)
        exact = any(same_title(named.name, holdings.titles[i]) for i in ids)
        if old and not (exact or (ids and named.number is not None)):
            repealed += [r for r in old if r not in repealed]
            gone.append((named.start, named.end))
        elif ids:
            held += [i for i in ids if i not in held] if len(ids) == 1 else []
            gone.append((named.start, named.end))
        elif not _generic(named.name) and not (named.kind == "title" and known(named.name) and not _has_article(question, named)):
            absent.append(named)
    absent = [n for n in absent if _is_asked(question, n, held)]
    gone += [(n.start, n.end) for n in absent]
    rest = question
    for start, end in sorted(gone, reverse=True):
        rest = f"{rest[:start]} {rest[end:]}"
    return NamedDocuments(tuple(held), tuple(repealed), tuple(absent), rest)


def _names(question: str, holdings: Holdings) -> list[Named]:
    found = [Named("title", m.name, m.start, m.end) for m in read_titles(question)]
    found += [Named("number", n.written, n.start, n.end, n) for n in read_numbers(question)]
    if not found:
        found += _bare(question, holdings)
    return sorted(found, key=lambda n: n.start)


def _bare(question: str, holdings: Holdings) -> list[Named]:
    """Names without marks: 关于……的通知, and what an article is ascribed to (专利法第七十条)."""
    rules = _rules()
    for m in rules["about"].finditer(question):
        if not rules["indefinite"].search(question[: m.start()]) and content_words(m["core"]):
            return [Named("title", m[0], m.start(), m.end())]
    for m in rules["attached"].finditer(question):
        words = content_words(rules["generic"].sub(" ", m["core"])).split()
        loose = rules["loose"].fullmatch(m["kind"]) is not None
        if words and loose and any(all(w in title for w in words) for title in holdings.titles.values()):
            continue
        if words:
            start = m.start() + m["core"].rindex(words[0]) if len(words) == 1 else m.start() + m["core"].index(words[0])
            return [Named("title", question[start : m.end()], start, m.end())]
        if m["kind"] in ("法典", "公约") or (m["kind"] == "法" and m["core"]):
            return [Named("title", m[0], m.start(), m.end())] if content_words(m["core"]) else []
    return []


def _repealed(named: Named, holdings: Holdings) -> list[Repealed]:
    if named.number is not None:
        return [r for r in holdings.repealed if r.number is not None and named.number.fits(r.number)]
    return [r for r in holdings.repealed if folded_title(r.title) == folded_title(named.name)]


def _generic(name: str) -> bool:
    return not content_words(_rules()["generic"].sub(" ", name)).strip()


def _has_article(question: str, named: Named) -> bool:
    return bool(_rules()["article"].match(question[named.end :]))


def _is_asked(question: str, named: Named, held: list[str]) -> bool:
    """Whether the question is put to what is named, not only beside it to another document."""
    rules = _rules()
    if _has_article(question, named):
        return True
    before, behind = question[: named.start], question[named.end :]
    if named.number is not None and rules["predicate"].search(before):
        return False
    others = bool(held) or bool(rules["own_document"].search(f"{before} {behind}"))
    if others and (rules["mention_before"].search(before) or rules["mention_behind"].match(behind) or rules["together"].search(question)):
        return False
    clause = re.split(r"[,。;!?]", before)[-1]
    later = re.split(r"[,。;!]", behind, maxsplit=1)
    return not (rules["told"].search(clause) and len(later) > 1 and len(content_words(later[1]).replace(" ", "")) > 2)


def _shortens(name: str, title: str) -> bool:
    """Whether ``name`` is ``title`` with words left out: its own words stand there in their order, and it is of the same kind."""
    rules = _rules()
    folded = folded_title(title)
    kind = re.search(rf"(?:{rules['kinds'].pattern})(?:[(（][^()（）]*[)）])?$", name)
    if kind and re.sub(r"[(（].*", "", kind[0]) not in title:
        return False
    pieces = [folded_title(p) for p in rules["cut"].split(name) if len(folded_title(p)) > 1]
    at = 0
    for piece in pieces:
        found = folded.find(piece, at)
        if found < 0:
            return folded in folded_title(name) and len(folded) > 5
        at = found + len(piece)
    return bool(pieces) and any(content_words(rules["generic"].sub(" ", p)) for p in pieces)


@cache
def _rules() -> dict[str, re.Pattern[str]]:
    raw = read_yaml(Path(__file__).with_name("document_names.yaml"))
    return {name: re.compile(pattern, re.I) for name, pattern in raw.items()}
