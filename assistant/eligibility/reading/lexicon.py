"""The words by which values are told: those of the catalogue, of ``reading.yaml`` and ``places.yaml``; and the patterns of speech."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from assistant.eligibility.profile import State
from assistant.eligibility.reading.written import Written, write
from corpus.points import load_attributes
from corpus.records import read_yaml

_HERE = Path(__file__).parent
_LATIN = re.compile(r"[a-z]")
_NAME_PARTS = re.compile(r"[、()]")

Sense = tuple[str, str]
"""An attribute and a value; or *award*, *grade*, and which; or *word* for what is none of them but must not be taken apart."""


@dataclass(frozen=True, slots=True)
class Token:
    """A word of the lexicon at its place in the text as it is read."""

    start: int
    end: int
    senses: tuple[Sense, ...]

    def of(self, attribute: str) -> str | None:
        """The value of ``attribute`` that it says, or None."""
        return next((value for a, value in self.senses if a == attribute), None)


def tokens_of(written: Written) -> tuple[Token, ...]:
    """The words of the lexicon in ``written``, the longest at each place, none inside another."""
    text, words, by_pattern = written.text, _words(), _found_by_pattern(written.text)
    found, at = [], 0
    while at < len(text):
        end, senses = by_pattern.get(at, (at, ()))
        for size in words.sizes.get(text[at], ()):
            piece = text[at : at + size]
            if size > end - at and len(piece) == size and piece in words.senses and _is_whole(text, at, size):
                end, senses = at + size, words.senses[piece]
                break
        if end > at:
            found.append(Token(at, end, tuple(senses)))
        at = max(end, at + 1)
    return tuple(found)


@cache
def pattern(name: str) -> re.Pattern[str]:
    """The pattern of speech with that name in ``reading.yaml``."""
    raw = _data()["speech"][name]
    return re.compile("|".join([*(f"(?:{p})" for p in raw.get("zh", ())), *(_english(p) for p in raw.get("en", ()))]) or r"(?!)")


def grades_of(award: str) -> tuple[str, ...]:
    """The values of *honours* that are grades of an award."""
    return tuple(_data()["awards"][award]["grades"].values())


def honour(award: str, grade: str) -> str | None:
    """The value of *honours* for a grade of an award; None where the award has no such grade."""
    found: str | None = _data()["awards"][award]["grades"].get(grade)
    return found


def grade_of(value: str) -> tuple[str, str] | None:
    """The award and the grade that a value of *honours* is; None for one that is no grade."""
    found = ((award, grade) for award, record in _data()["awards"].items() for grade, v in record["grades"].items() if v == value)
    return next(found, None)


@cache
def reply_pattern(name: str) -> re.Pattern[str]:
    """The pattern of replies with that name in ``reading.yaml``."""
    return re.compile("|".join(f"(?:{p})" for p in _data()["answers"][name]))


def awards() -> tuple[str, ...]:
    """The awards that have grades."""
    return tuple(_data()["awards"])


def excluded_by(word: str) -> tuple[Sense, ...]:
    """What a word says not to be so (小微企业: not large, not medium)."""
    return tuple((a, v) for a, v in _data()["excludes"].get(word, ()))


def told(text: str) -> Iterator[tuple[str, str, State, re.Match[str]]]:
    """What stretches of ``text`` say as they stand, each an attribute, a value and a state."""
    for attribute, value, state, p in _told():
        yield from ((attribute, value, state, m) for m in p.finditer(text))


@cache
def _told() -> tuple[tuple[str, str, State, re.Pattern[str]], ...]:
    return tuple((r["attribute"], r["value"], r.get("state", "yes"), re.compile("|".join(r["patterns"]))) for r in _data()["told"])


@dataclass(frozen=True)
class _Words:
    senses: Mapping[str, tuple[Sense, ...]]
    sizes: Mapping[str, tuple[int, ...]]


@cache
def _data() -> Any:
    return read_yaml(_HERE / "reading.yaml")


@cache
def _words() -> _Words:
    senses: dict[str, dict[Sense, None]] = defaultdict(dict)
    for word, sense in _entries():
        senses[write(word).text.strip()][sense] = None
    sizes: dict[str, set[int]] = defaultdict(set)
    for word in senses:
        sizes[word[0]].add(len(word))
    return _Words({w: tuple(s) for w, s in senses.items()}, {c: tuple(sorted(n, reverse=True)) for c, n in sizes.items()})


def _entries() -> Iterator[tuple[str, Sense]]:
    data, places = _data(), read_yaml(_HERE / "places.yaml")
    graded = {value for award in data["awards"] for value in grades_of(award)}
    for attribute in load_attributes():
        for value in attribute.values:
            for word in (value.name_zh, value.name_en, *_NAME_PARTS.split(value.name_zh), *value.say):
                if len(word) > 1 and value.id not in graded and not word.startswith("in "):
                    yield word, (attribute.id, value.id)
    for attribute_id, values in data["say"].items():
        for value_id, words in values.items():
            for word in words:
                yield word, (attribute_id, value_id)
    for name, words in places.items():
        for word in words:
            yield word, ("region", name.partition("_")[0])
    for place in places["jiangsu_zh"]:
        for word in (f"{place}市政府", f"{place}市人民政府"):
            yield word, ("organisation", "city" if place in data["cities"] else "county")
            yield word, ("region", "jiangsu")
    for award, record in data["awards"].items():
        for word in record["names"]:
            yield word, ("award", award)
    for grade, words in data["grades"].items():
        for word in words:
            yield word, ("grade", grade)
    for word in (*data["words"], *data["excludes"]):
        yield word, ("word", word)


@cache
def _patterns() -> tuple[tuple[re.Pattern[str], Sense], ...]:
    return tuple(
        (re.compile(p), (attribute, value))
        for attribute, values in _data()["patterns"].items()
        for value, found in values.items()
        for p in found
    )


def _found_by_pattern(text: str) -> dict[int, tuple[int, tuple[Sense, ...]]]:
    found: dict[int, tuple[int, tuple[Sense, ...]]] = {}
    for p, sense in _patterns():
        for m in p.finditer(text):
            if m.end() > max(m.start(), found.get(m.start(), (0, ()))[0]):
                found[m.start()] = (m.end(), (sense,))
    return found


def _is_whole(text: str, at: int, size: int) -> bool:
    """Whether a Latin word there is a whole word; a plural s may follow."""
    if not _LATIN.match(text[at]):
        return True
    rest = text[at + size : at + size + 2]
    before = text[at - 1] if at else " "
    return not _LATIN.match(before) and not (_LATIN.match(rest) and not (rest[0] == "s" and not _LATIN.match(rest[1:])))


def _english(p: str) -> str:
    return rf"(?<![a-z])(?:{p})(?![a-z])"
