"""Levels of government in a written sentence (国家级, 全省): nothing is graded otherwise than in what is cited.

What a level grades is the run of characters behind it, up to a stop or a word that joins: 国家级|知识产权优势示范企业.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache, lru_cache

from assistant.verification.evidence import Evidence
from assistant.verification.forces import forces
from assistant.verification.segments import segments
from assistant.verification.words import any_of, data

_NOUN = re.compile(r"[级的]?([\u3400-\u9fffA-Za-z]*?)(?=[和与及或等的]|[^\u3400-\u9fffA-Za-z]|$)")
_JOINED = re.compile(r"[、和与及或]|[/,] ?| or | and ")
_ALIKE = 6
"""Characters of what is graded by which it is known again; a lost grade is a fault where there are as many."""
_KINDS = ("strict", "words")


@dataclass(frozen=True, slots=True)
class _Graded:
    """A level at a place, and what it grades."""

    start: int
    level: str
    word: str
    noun: str
    strict: bool
    behind: str
    """The level's word with the characters behind it."""


def foreign(text: str, source: Evidence) -> str | None:
    """The first level of ``text`` (normal) that what it grades does not have in what is cited, or what has lost its level; else None."""
    there = _graded(source.all)
    for here in _graded(text):
        if here.behind in source.all:
            continue
        start = here.noun[:_ALIKE]
        levels = {g.level for g in there if len(start) > 1 and start in g.noun}
        if levels:
            if here.level not in levels:
                return f"{here.word}{here.noun}"
        elif not _borne(here, source):
            return f"{here.word}{here.noun}"
    return _lost(text, source)


def _borne(here: _Graded, source: Evidence) -> bool:
    if _presence()[here.level].search(source.words if here.strict else source.all) or here.word.lower() in source.glosses:
        return True
    return not here.strict and any(here.level == _level_of(d.record.issuer or "") for d in source.documents)


def _lost(text: str, source: Evidence) -> str | None:
    """What the sentence says of all, and the source of those of one grade alone: where it says the like (grants, supports) of it."""
    for segment in segments(text.replace("的", "")):
        kinds = _kinds(segment.text)
        near = "\n".join(c.segment.text for c in source.cited if not kinds or kinds & _kinds(c.segment.text))
        here, there = _graded(segment.text), [g for g in _graded(near) if g.strict and len(g.noun) >= _ALIKE]
        for g in there:
            start = g.noun[:_ALIKE]
            if near.count(start) == sum(g.noun.startswith(start) for g in there) and segment.text.count(start) > sum(
                h.noun.startswith(start) for h in here
            ):
                return f"{start} without {g.word}"
    return None


def _kinds(clause: str) -> frozenset[str]:
    return frozenset(f.kind for _, bound in forces(clause) for f in bound)


@lru_cache(maxsize=512)
def _graded(text: str) -> tuple[_Graded, ...]:
    found: list[_Graded] = []
    for m in reversed(list(_words().finditer(text))):
        noun = _NOUN.match(text, m.end())
        words = noun[1] if noun else ""
        if not words and found and _JOINED.fullmatch(text, m.end(), found[-1].start):
            words = found[-1].noun  # 国家或省知识产权运营平台
        level, strict = _levels()[m[0].lower()]
        behind = text[m.start() : noun.start(1) + _ALIKE if noun else m.end()]
        found.append(_Graded(m.start(), level, m[0], words, strict, behind))
    return tuple(reversed(found))


@cache
def _levels() -> dict[str, tuple[str, bool]]:
    """Words by their level, and whether they are strict."""
    return {
        str(word).lower(): (level, kind == "strict")
        for level, row in data("levels").items()
        for kind in _KINDS
        for word in row.get(kind, ())
    }


@cache
def _words() -> re.Pattern[str]:
    return re.compile(rf"(?:{any_of(_levels()).pattern})(?![略钱心时事力])", re.I)


@cache
def _presence() -> dict[str, re.Pattern[str]]:
    return {level: any_of([word for kind in (*_KINDS, "borne_by") for word in row.get(kind, ())]) for level, row in data("levels").items()}


@cache
def _level_of(issuer: str) -> str:
    """The level of an issuing body by its name, the lowest that the name shows; empty where it shows none."""
    return next((level for level, row in reversed(data("levels").items()) if re.search(row.get("issuer", "$^"), issuer)), "")
