"""Typing slips in a question, mended towards words of the corpus: 知识产全 → 知识产权, 代理圆助 → 代理援助, patent质押 → 专利质押.

A stretch is changed only when it is no word of the corpus, when one known term differs from it by characters that sound or look the same
(or by one missing, doubled or swapped character), and when no other term is as near: ambiguous means unresolved. Numerals and negations
are never touched. The index of terms is built on first use (some ten milliseconds); a question then takes well under one.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path
from typing import Any

from assistant.understanding.language_data import function_characters, function_words
from assistant.understanding.likeness import likeness, sound
from corpus import Corpus
from corpus.glossary import load_glosses
from corpus.records import read_yaml

_HAN = re.compile(r"[\u3400-\u9fff]+")
_LATIN = re.compile(r"[A-Za-z]+")
_LATIN_RUN = re.compile(r"[A-Za-z]+(?: [A-Za-z]+)*")
_FIXED = frozenset("零〇一二三四五六七八九十百千万亿两几半不没非无未莫勿别否")
_LONGEST, _CORE, _GRAM = 10, 3, 4
_HOLE = "\0"
_BETWEEN = re.compile(r"(?<=[\u3400-\u9fff]) (?=[\u3400-\u9fff])")
_PHRASE_ENDS = re.compile(r"[^\u3400-\u9fff]+|[的和等对在及与并将由或以按为被把]")


@dataclass(frozen=True)
class Sources:
    """What a speller knows: ``terms`` to mend towards, ``texts`` whose every stretch is right as it is (the documents first, as one),
    ``english`` words."""

    terms: tuple[str, ...]
    texts: tuple[str, ...]
    english: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class _Mend:
    start: int
    end: int
    term: str
    cost: float


class Speller:
    """Mends questions. ``sources`` is called once, on first use, so that opening costs nothing."""

    def __init__(self, sources: Callable[[], Sources]) -> None:
        self._sources_of = sources

    @cached_property
    def _sources(self) -> Sources:
        return self._sources_of()

    @cached_property
    def _text(self) -> str:
        return "\n".join((*self._sources.texts, *self._sources.terms, *_data()["words"], *function_words()))

    @cached_property
    def _pairs(self) -> frozenset[str]:
        return frozenset(self._text[i : i + 2] for i in range(len(self._text) - 1))

    @cached_property
    def _terms(self) -> frozenset[str]:
        """Whole words of three characters or more: those of the records, and what stands between stops and function words in the
        documents."""
        phrases = (p for p in _PHRASE_ENDS.split(self._sources.texts[0] if self._sources.texts else ""))
        return frozenset(t for t in (*phrases, *self._sources.terms) if 3 <= len(t) <= _LONGEST and _HAN.fullmatch(t))

    @cached_property
    def _core(self) -> frozenset[str]:
        """Two-character words that the documents use again and again."""
        whole = self._sources.texts[0] if self._sources.texts else ""
        return frozenset(t for t in self._sources.terms if len(t) == 2 and _HAN.fullmatch(t) and whole.count(t) >= _CORE)

    @cached_property
    def _holed(self) -> dict[str, tuple[str, ...]]:
        """A stretch with one character blotted out → what it may be: whole words, and stretches of four inside longer words, of which
        only an inner character may be another."""
        found: dict[str, dict[str, None]] = {}
        grams = {t[i : i + _GRAM] for t in self._terms for i in range(len(t) - _GRAM + 1)}
        for word in self._terms | self._core | grams:
            whole = word in self._terms or len(word) == 2
            for i in range(0 if whole else 1, len(word) if whole else len(word) - 1):
                found.setdefault(word[:i] + _HOLE + word[i + 1 :], {})[word] = None
        return {k: tuple(v) for k, v in found.items()}

    @cached_property
    def _shortened(self) -> dict[str, tuple[str, ...]]:
        """A whole word of five characters or more without one of its inner ones → the words."""
        found: dict[str, dict[str, None]] = {}
        for term in (t for t in self._terms if len(t) >= 5):
            for i in range(1, len(term) - 1):
                found.setdefault(term[:i] + term[i + 1 :], {})[term] = None
        return {k: tuple(v) for k, v in found.items()}

    @cached_property
    def _sounds(self) -> dict[tuple[str, ...], tuple[str, ...]]:
        """How whole words of four characters or more sound → the words."""
        found: dict[tuple[str, ...], list[str]] = {}
        for term in (t for t in self._terms if len(t) >= 4):
            found.setdefault(tuple(sound(c) for c in term), []).append(term)
        return {k: tuple(v) for k, v in found.items()}

    def mend(self, question: str, language: str) -> str:
        """``question`` with its slips mended; the same string when there is none, or none that can be mended for certain."""
        if language == "en":
            return _LATIN.sub(lambda m: self._english(m[0]), question)
        question = _translated(question)
        for run in reversed(list(_HAN.finditer(question))):
            mended = self._run(run[0])
            if mended != run[0]:
                question = question[: run.start()] + mended + question[run.end() :]
        return question

    def _run(self, run: str) -> str:
        if len(run) < 2 or all(run[i : i + 2] in self._pairs for i in range(len(run) - 1)):
            return run
        found = sorted(self._candidates(run), key=lambda m: (m.cost, m.start - m.end, m.start))
        taken: list[_Mend] = []
        for m in found:
            if any(m.start < t.end and t.start < m.end for t in taken):
                continue
            # The same place read another way, as near: neither.
            rivals = (o for o in found if o.start < m.end and m.start < o.end and o.cost <= m.cost and o.end - o.start >= m.end - m.start)
            if all(_agree(run, m, o) for o in rivals):
                taken.append(m)
        for m in sorted(taken, key=lambda m: -m.start):
            run = run[: m.start] + m.term + run[m.end :]
        return run

    def _candidates(self, run: str) -> Iterator[_Mend]:
        strange = self._strange(run)
        odd = _next_odd([run[i : i + 2] in self._pairs for i in range(len(run) - 1)])
        sounds = tuple(sound(c) for c in run)
        for start in range(len(run) - 1):
            for size in range(2, min(_LONGEST, len(run) - start) + 1):
                if odd[start] <= start + size - 2:
                    near = list(self._near(run, start, size, strange, sounds))
                    if near and run[start : start + size] not in self._text:
                        yield from (_Mend(start, start + size, term, cost) for term, cost in near)

    def _strange(self, run: str) -> list[bool]:
        """Which characters may be slips: those that form no pair of the corpus with a neighbour, and are no function word, numeral or
        negation."""
        known = [run[i : i + 2] in self._pairs for i in range(len(run) - 1)]
        fixed = _FIXED | function_characters()
        return [c not in fixed and not (i and known[i - 1]) and not (i < len(known) and known[i]) for i, c in enumerate(run)]

    def _strange_inside(self, run: str, start: int, size: int, i: int) -> bool:
        """The same for a character inside what is else a whole word: a function word will do (苏之贷), and from five characters on one
        unknown pair."""
        if not 0 < i < size - 1 or run[start + i] in _FIXED:
            return False
        known = [run[start + at : start + at + 2] in self._pairs for at in (i - 1, i)]
        return not all(known) if size >= 5 else not any(known)

    def _near(self, run: str, start: int, size: int, strange: list[bool], sounds: tuple[str, ...]) -> Iterator[tuple[str, float]]:
        typed = run[start : start + size]
        for i, char in enumerate(typed):
            for term in self._holed.get(typed[:i] + _HOLE + typed[i + 1 :], ()):
                if not (strange[start + i] or (term in self._terms and self._strange_inside(run, start, size, i))):
                    continue
                if term[i] not in _FIXED and (cost := likeness(char, term[i], size)) is not None:
                    yield term, cost
        if size < 4:
            return
        for i in range(1, size):
            if run[start + i - 1 : start + i + 1] in self._pairs:
                continue
            left_out = self._shortened.get(typed, ()) if i == 1 else ()
            yield from ((t, 1.4) for t in left_out if self._fills(typed, t))
            without = typed[:i] + typed[i + 1 :]
            if typed[i] == typed[i - 1] and size > 4 and without in self._terms and (i < size - 1 or start + size == len(run)):
                yield without, 1.2
            swapped = typed[: i - 1] + typed[i] + typed[i - 1] + typed[i + 1 :]
            if (
                swapped in self._terms
                and typed[i] != typed[i - 1]
                and self._loose(run, start + i)
                and not {typed[i], typed[i - 1]} & _FIXED
            ):
                yield swapped, 1.3
        for term in self._sounds.get(sounds[start : start + size], ()):
            changed = [i for i in range(size) if typed[i] != term[i]]
            if 1 < len(changed) <= size // 2 and all(strange[start + i] and term[i] not in _FIXED for i in changed):
                yield term, 1.0 + 0.2 * len(changed)

    def _loose(self, run: str, i: int) -> bool:
        """Whether the pair that ends at ``i`` hangs together with what stands around it on one side at most.

        In 专利奖银奖 the pair 奖银 does on both, and is no slip.
        """
        left, right = run[i - 2 : i] if i > 1 else "", run[i : i + 2] if i + 1 < len(run) else ""
        return not (left in self._pairs and right in self._pairs)

    def _fills(self, typed: str, term: str) -> bool:
        """Whether ``term`` is ``typed`` with a character put in where two stand together that never do."""
        at = next(i for i in range(len(term)) if typed[i : i + 1] != term[i])
        return term[at] not in _FIXED and typed[at - 1 : at + 1] not in self._pairs

    @cached_property
    def _words(self) -> frozenset[str]:
        return frozenset(w for t in self._sources.english for w in _LATIN.findall(t.lower()))

    def _english(self, word: str) -> str:
        low = word.lower()
        if len(low) < 6 or any(w in self._words or w in _data()["keep_english"] for w in (low, low.rstrip("s"), low + "s")):
            return word
        near = {w for w in _one_slip(low) if len(w) >= 6 and w in self._words}
        return near.pop() if len(near) == 1 else word


def _next_odd(known: list[bool]) -> list[int]:
    """For each place the nearest place from it on where a pair is not known (past the end when there is none)."""
    following, at = [len(known)] * len(known), len(known)
    for i in reversed(range(len(known))):
        at = i if not known[i] else at
        following[i] = at
    return following


def _one_slip(word: str) -> Iterator[str]:
    """What ``word`` may be with two inner letters swapped back, a letter taken out, or one put in; the first letter and the ending stay,
    for another ending makes another word."""
    for i in range(1, len(word) - 1):
        yield word[:i] + word[i + 1 :]
        yield word[:i] + word[i + 1] + word[i] + word[i + 2 :]
        yield from (word[:i] + letter + word[i:] for letter in "abcdefghijklmnopqrstuvwxyz")


def _agree(run: str, one: _Mend, other: _Mend) -> bool:
    """Whether both mends make the same of the text that they share."""
    start, end = min(one.start, other.start), max(one.end, other.end)
    return (run[start : one.start] + one.term + run[one.end : end]) == (run[start : other.start] + other.term + run[other.end : end])


@cache
def _dialect() -> re.Pattern[str]:
    words = sorted(_data()["dialect"], key=len, reverse=True)
    return re.compile("|".join(re.escape(w) + ("(?=[?!。]*$)" if w in _data()["at_the_end"] else "") for w in words))


@cache
def _data() -> Any:
    return read_yaml(Path(__file__).with_name("spelling.yaml"))


def _translated(question: str) -> str:
    """Dialect and English words in a Chinese question in plain Chinese: patent质押loan咋整 → 专利质押贷款怎么弄. A name of several English
    words is left."""
    words, dialect = _data()["english"], _dialect()
    question = dialect.sub(lambda m: _data()["dialect"][m[0]], question)

    def chinese(m: re.Match[str]) -> str:
        parts = m[0].lower().split(" ")
        return "".join(words[p] for p in parts) if all(p in words for p in parts) else m[0]

    return _BETWEEN.sub("", _LATIN_RUN.sub(chinese, question)) if _LATIN.search(question) and _HAN.search(question) else question


def speller_of(corpus: Corpus) -> Speller:
    """A speller over the words of ``corpus``: its records, the headings and texts of its policies, the glosses of them."""
    return Speller(lambda: _sources(corpus))


def _sources(corpus: Corpus) -> Sources:
    glosses = [g for policy in corpus.policies for g in load_glosses(policy.id)]
    headings = [p.title for policy in corpus.policies for p in policy.provisions if p.title]
    words = [w for entry in corpus.lexicon for w in (*entry.say, *entry.means)]
    names = [n for d in corpus.departments for n in (d.name, *d.aliases, *d.weak_aliases, *d.lookalikes)]
    known = [n for i in corpus.instruments for n in (i.name, *i.aliases)]
    terms = [run for t in (*headings, *words, *names, *known) for run in _HAN.findall(t)]
    facts = [f.text for i in corpus.instruments for f in i.facts]
    texts = ("\n".join(policy.text for policy in corpus.policies), *(g.gist_zh for g in glosses), *facts)
    english = (*(g.title_en + " " + g.gist_en for g in glosses), *(i.name_en or "" for i in corpus.instruments))
    return Sources(tuple(dict.fromkeys(terms)), texts, english)
