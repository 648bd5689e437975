"""Bodies that a written sentence names: each stands in a quote or is in charge of what is cited, leads only where it does, and does what
it does there."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, lru_cache

from assistant.verification.alignment import align
from assistant.verification.evidence import Evidence
from assistant.verification.segments import segments
from assistant.verification.words import any_of, data
from corpus import Mention, read_departments
from corpus.glossary import load_departments
from corpus.records import Department

_HAN_RUN = re.compile(r"[\u3400-\u9fff]{1,16}$")
_CAPITALS = re.compile(r"(?:[A-Z][\w’'-]*|&)(?:\s+(?:(?:of|for|and|the|on)\s+)*(?:[A-Z][\w’'-]*|&))*(?:\s+(?:of|for|and)\s+[A-Z][\w’'-]*)*")
_PLACE_WORDS = frozenset(("the", "jiangsu", "provincial", "province", "of", "municipal", "city"))
_LEAST = 3
_AUTHORITY = re.compile("政府|部门|机关|[厅局委](?!员)|法院|检察院")
"""What lets a sentence speak of 有关部门 without naming any."""


@dataclass(frozen=True, slots=True)
class Body:
    """A body named at ``[start, end)``; ``name`` canonical where it is on record, else as written."""

    start: int
    end: int
    name: str
    known: bool


def foreign(text: str, source: Evidence) -> str | None:
    """The first body of ``text`` (normal) that nothing cited names or puts in charge, or that is given another part than its own."""
    named = [*_known(text), *_unknown(text)]
    held = {m.name for words in (*source.texts, *source.heads) for m in mentions(words)}
    held |= set(source.in_charge)
    for body in named:
        if body.known and body.name not in held:
            return body.name
        if not body.known and not _stands(text, body, source):
            return body.name
    return _wrong_part(text, named, source) or _english(text, held, source)


def _known(text: str) -> Iterator[Body]:
    for m in mentions(text):
        yield Body(m.start, m.end, m.name, True)


def _unknown(text: str) -> Iterator[Body]:
    """What looks like a body's name and is none on record, from the nearest word before which a name can begin."""
    taken = [(m.start, m.end) for m in mentions(text)]
    for m in _ending().finditer(text):
        if any(s < m.end() <= e for s, e in taken):
            continue
        if (general := next((g for g in data("names")["body_any"] if text.endswith(g, 0, m.end())), None)) is not None:
            yield Body(m.end() - len(general), m.end(), general, False)
            continue
        run = _HAN_RUN.search(text, max(0, m.start() - 16), m.start())
        start = run.start() if run else m.start()
        for cut in _before_name().finditer(text, start, m.start()):
            start = cut.end()
        if m.end() - start >= _LEAST:
            yield Body(start, m.end(), text[start : m.end()], False)


def _stands(text: str, body: Body, source: Evidence) -> bool:
    """Whether a name that is on no record stands in what is cited, from its beginning or from a word that begins a name; a general word
    for bodies on record (财政部门) may stand for one that is borne."""
    if any(m.name in source.in_charge for m in mentions(body.name, weak=True)):
        return True
    if body.name in data("names")["body_any"]:
        return bool(source.in_charge) or _AUTHORITY.search(source.words) is not None
    for i in range(body.start, body.end - 2):
        piece = text[i : body.end]
        if (i == body.start or _begins().match(piece)) and piece in source.all:
            return True
    return False


def _wrong_part(text: str, named: list[Body], source: Evidence) -> str | None:
    leaders = {q.provision.departments[0] for q in source.quotes if q.provision.departments}
    blank = text
    for b in named:  # what a body does is found without its name
        blank = blank[: b.start] + " " * (b.end - b.start) + blank[b.end :]
    for segment in segments(text):
        here = [b for b in named if segment.start <= b.start < segment.end]
        if not here:
            continue
        if _lead().search(segment.text) and all(b.known for b in here) and not any(_lead().search(t) for t in source.texts):
            nearest = min(here, key=lambda b: _distance(b, text, segment.start, segment.end))
            if leaders and nearest.name not in leaders:
                return f"{nearest.name} does not lead"
        near, covered = align(blank, source).counterparts(segment)
        for b in here:
            literal = text[b.start : b.end]
            if b.name in source.in_charge or b.name in data("names")["body_any"]:
                continue
            elsewhere = [c for c in source.cited if literal in c.segment.text]
            if elsewhere and covered > 0 and near[0] not in elsewhere and not any(c in elsewhere for c in near):
                return f"{literal} does something else"
    return None


def _distance(body: Body, text: str, start: int, end: int) -> int:
    return min((min(abs(m.start() - body.end), abs(body.start - m.end())) for m in _lead().finditer(text, start, end)), default=99)


def _english(text: str, held: set[str], source: Evidence) -> str | None:
    """A capitalised English name of a body that is not one of those borne."""
    for m in _CAPITALS.finditer(text):
        if not _english_noun().search(m[0]) or m[0] in source.all:
            continue
        words = _plain(m[0])
        if not words:
            continue
        fitting = {d.name for d in load_departments() for n in (d.name_en, *d.aliases) if n.isascii() and words == _plain(n)}
        if fitting & held or (
            not fitting and words in {"government", "office", "court", "courts", "customs", "department", "departments", "authorities"}
        ):
            continue
        if not fitting and _is_other_name(m[0]):
            continue
        return m[0]
    return None


def _is_other_name(words: str) -> bool:
    """Whether a capitalised phrase only holds a word for a body and is the name of something else (see *names*)."""
    return (
        re.search(
            r"(?:Representative|Head|Branch) Office|Court (?:of|for)|Intellectual Property (?:Court|Tribunal)|IP (?:Court|Tribunal)", words
        )
        is not None
    )


def _plain(name: str) -> str:
    words = re.findall(r"[A-Za-z][A-Za-z’'-]*", name.replace("’", "'"))
    return " ".join(w.lower() for w in words if w.lower() not in _PLACE_WORDS)


@lru_cache(maxsize=2048)
def mentions(text: str, weak: bool = False) -> tuple[Mention, ...]:
    """The bodies on record that ``text`` names, in Chinese or English; with ``weak`` also by everyday words."""
    return tuple(read_departments(text, _departments(), weak=weak))


@cache
def _departments() -> tuple[Department, ...]:
    """The bodies on record, also by their English names."""
    found = []
    for d in load_departments():
        more = [n for n in (d.name_en, d.name_en.removeprefix("Jiangsu ").removeprefix("Provincial ")) if n not in d.aliases]
        found.append(d.model_copy(update={"aliases": (*d.aliases, *dict.fromkeys(more))}))
    return tuple(found)


@cache
def _ending() -> re.Pattern[str]:
    return re.compile(data("names")["body"])


@cache
def _begins() -> re.Pattern[str]:
    return re.compile(data("names")["body_begins"])


@cache
def _before_name() -> re.Pattern[str]:
    return re.compile(data("names")["before_name"])


@cache
def _lead() -> re.Pattern[str]:
    return re.compile(data("names")["lead"], re.I)


@cache
def _english_noun() -> re.Pattern[str]:
    return any_of([data("names")["body_en"]])
