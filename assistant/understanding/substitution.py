"""One question asked of another subject: 专利质押有什么支持 of 商标 is 商标质押有什么支持."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

from assistant.understanding.language_data import asked_kinds, content_words, subject_words
from assistant.understanding.normalise import language_of
from assistant.understanding.references import N, read_refs, strip_refs
from assistant.understanding.vocabulary import Vocabulary
from corpus.records import read_yaml

_CLASS = re.compile(r"(?:[A-Za-z]|\d{1,2}|[一二三四五六七八九十甲乙丙丁])(?P<noun>类|级|档|等|型|星级)")
_BARE_NUMBER = re.compile(rf"第?\s*{N}")


@cache
def _alike() -> tuple[tuple[tuple[str, ...], ...], tuple[str, ...]]:
    raw = read_yaml(Path(__file__).with_name("followup.yaml"))
    rows = tuple(tuple(sorted(row, key=len, reverse=True)) for row in raw["alike"])
    return rows, tuple(sorted(raw["people"], key=len, reverse=True))


def asks(words: str) -> bool:
    """Whether ``words`` ask something by themselves, beyond naming a subject."""
    language = language_of(words)
    return any(k.asked_in(words, language) for k in asked_kinds())


def topic_of(question: str, vocabulary: Vocabulary) -> list[str]:
    """The stretches of ``question`` that say what it is about: without units, function words, and words that only ask."""
    rest = strip_refs(question)
    for kind in asked_kinds():
        rest = (kind.en if language_of(question) == "en" else kind.zh).sub(" ", rest)
    pieces = subject_words(content_words(rest, vocabulary.pairs)).split()
    return [p for p in pieces if len(p) > 1]


def whole_name(piece: str, question: str, vocabulary: Vocabulary) -> str:
    """``piece`` of ``question`` with the rest of the name that it cuts through (专利奖金奖 of 江苏专利奖金奖)."""
    start = question.find(piece)
    if start < 0:
        return piece
    for name in vocabulary.instruments:
        at = question.lower().find(name)
        if 0 <= at < start < at + len(name) <= start + len(piece):
            return question[at : start + len(piece)]
    return piece


def with_subject(last: str, subject: str, vocabulary: Vocabulary) -> str:
    """``last`` asked of ``subject``, which takes the place of the like word in it: unit for unit, body for body, prize for prize, one kind
    of right for another; people are added to a topic that names none; anything else takes the place of the topic."""
    swaps = (_unit, _body, _lettered, _class_mate, _people, _window)
    swapped = next((s for swap in swaps if (s := swap(last, subject, vocabulary)) is not None), None)
    return swapped if swapped is not None else _new_topic(last, subject, vocabulary)


def _unit(last: str, subject: str, vocabulary: Vocabulary) -> str | None:
    if _BARE_NUMBER.fullmatch(subject):
        subject = f"第{subject.lstrip('第')}条"
    old, new = read_refs(last), read_refs(subject)
    if not new:
        return None
    if len(old) == 1 and old[0].written in last:
        return last.replace(old[0].written, new[0].written)
    return subject


def _body(last: str, subject: str, vocabulary: Vocabulary) -> str | None:
    bodies = vocabulary.find_departments(last, weak=True)
    if not bodies or not vocabulary.find_departments(subject, weak=True):
        return None
    names = (n for d in vocabulary.departments if d.name in bodies for n in (d.name, *d.aliases, *d.weak_aliases))
    written = max((n for n in names if n in last), key=len, default="")
    return last.replace(written, subject) if written else None


def _class_mate(last: str, subject: str, vocabulary: Vocabulary) -> str | None:
    """Within one row of like words: the word of ``last`` that stands where ``subject`` belongs."""
    for row in (*_alike()[0], _alike()[1]):
        if not any(word == subject.lower() for word in row):
            continue
        old = next((m for word in row if (m := re.search(rf"(?<![a-z]){re.escape(word)}(?![a-z])", last, re.I))), None)
        if old is not None:
            return last[: old.start()] + subject + last[old.end() :]
    return None


def _lettered(last: str, subject: str, vocabulary: Vocabulary) -> str | None:
    """One lettered or numbered class for another (A类 → C类, 3级 → 2级)."""
    m = _CLASS.fullmatch(subject)
    old = next((o for o in _CLASS.finditer(last) if m and o["noun"] == m["noun"] and o[0] != subject), None)
    return f"{last[: old.start()]}{subject}{last[old.end() :]}" if old else None


def _people(last: str, subject: str, vocabulary: Vocabulary) -> str | None:
    if subject.lower() not in _alike()[1]:
        return None
    return f"{last.rstrip('?.! ')} for {subject}?" if subject.isascii() else f"{subject}{last}"


def _window(last: str, subject: str, vocabulary: Vocabulary) -> str | None:
    """A stretch of ``last`` as long as ``subject``, with the same ending and at least one more character in common."""
    size = len(subject)
    windows = [last[i : i + size] for i in range(len(last) - size + 1)]
    alike = [
        (sum(a == b for a, b in zip(w, subject, strict=True)), at)
        for at, w in enumerate(windows)
        if w != subject and w[-1:] == subject[-1:] and all("\u3400" <= c <= "\u9fff" for c in w)
    ]
    # Two characters that end alike say too little, unless they name things of one kind (银奖 and 金奖 are in a row of their own).
    if size < 3 or not alike or max(alike)[0] < 2:
        return None
    at = max(alike)[1]
    return last[:at] + subject + last[at + size :]


def _new_topic(last: str, subject: str, vocabulary: Vocabulary) -> str:
    """``subject`` in place of all that ``last`` is about; what is asked of it stays (专利质押有什么支持 → 专利导航有什么支持)."""
    if subject.isascii():
        return f"{subject}: {strip_refs(last).lstrip(':, ')}"
    topic = [p for p in topic_of(last, vocabulary) if p in last]
    refs = read_refs(last)
    if refs and refs[0].written in last:
        topic.append(refs[0].written)
    if not topic:
        return f"{subject}{last}"
    first = min(topic, key=last.index)
    asked = last.replace(first, subject, 1)
    for piece in topic:
        if piece != first:
            asked = asked.replace(piece, "", 1)
    return asked
