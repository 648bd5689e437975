"""What a text speaks of, in units that can be looked for in another text: character pairs of Chinese, words of English.

A unit is borne by a text that holds any of its forms: a pair itself, or official words for an everyday one (corpus lexicon, kinds of
beneficiaries, aliases), or the Chinese words for an English one (``terms_en.yaml``). Units are weighed by how rare they are in the
document cited (inverse document frequency, Sparck Jones 1972), so that what stands in every measure says little. Character pairs need no
segmentation and rank official Chinese better than words do.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache, lru_cache

from assistant.understanding.language_data import function_words
from assistant.verification.normal import normal
from assistant.verification.words import data
from corpus import Document
from corpus.glossary import load_beneficiaries, load_glosses, load_instruments, load_lexicon

_RUN = re.compile(r"[\u3400-\u9fff]+|[A-Za-z][A-Za-z'’-]*[A-Za-z]|[A-Za-z]")
_SINGLE = "的了是在和与及或等对将把被其也都就并向从于而且这那该本之所由以给可能会要应须已还又则即若如让使我你您他她它们吗呢吧啊"
_FIGURES = "0123456789□%"
UNSEEN = 0.8
"""Weight of a unit that the document holds nowhere, as a share of the weight of one that stands in a single place."""


@dataclass(frozen=True, slots=True)
class Unit:
    """One thing spoken of: where it stands, and the forms any of which bears it elsewhere. ``known`` where forms are Chinese or a name."""

    start: int
    forms: tuple[str, ...]
    known: bool = True


@lru_cache(maxsize=2048)
def units(text: str) -> tuple[Unit, ...]:
    """The units of ``text`` (as :func:`assistant.verification.normal.normal` gives it) in their order, without function words."""
    found: list[Unit] = []
    english: list[tuple[int, str]] = []
    other = _everyday_forms(text)
    for m in _RUN.finditer(_function_pattern().sub(lambda m: " " * len(m[0]), text)):
        if m[0][0] < "\u3400":
            english.append((m.start(), m[0]))
            continue
        measured = m.start() > 0 and text[m.start() - 1] in _FIGURES  # the unit of a figure is no word: 31日|结束
        for i in range(m.start() + measured, m.end() - 1):
            here, there = other.get(i), other.get(i + 1)
            if here is there:  # a pair across the border of an everyday word (公司|贯彻) says nothing
                found.append(Unit(i, (text[i : i + 2], *(here or ()))))
        if m.end() - m.start() == 1 and other.get(m.start()):
            found.append(Unit(m.start(), other[m.start()]))
    found += _english(english)
    return tuple(sorted(found, key=lambda u: u.start))


def borne(unit: Unit, text: str, extra: frozenset[str] = frozenset()) -> bool:
    """Whether ``text`` holds ``unit``; ``extra`` are further words (English glosses) that do."""
    for form in unit.forms:
        if form in text:
            return True
    return not unit.known and not extra.isdisjoint(unit.forms)


def weight(unit: Unit, document: Document) -> float:
    """How much ``unit`` tells in ``document``: the inverse frequency of its commonest form; what stands nowhere counts as rather rare, an
    English word without a Chinese counterpart on record as half that."""
    weights, unseen = _weights(document)
    seen = [w for form in unit.forms if (w := weights.get(form[:2])) is not None]
    return min(seen) if seen else unseen if unit.known else unseen / 2


@lru_cache(maxsize=64)
def _weights(document: Document) -> tuple[dict[str, float], float]:
    """The weight of each character pair of ``document``, and of one that it does not hold."""
    pieces = [normal(s.text) for _, s in document.walk()] or [normal(document.text)]
    counted: Counter[str] = Counter()
    for piece in pieces:
        counted.update({piece[i : i + 2] for i in range(len(piece) - 1)})
    count = max(len(pieces), 2)
    return {pair: math.log(1 + count / seen) for pair, seen in counted.items()}, UNSEEN * math.log(1 + count)


@lru_cache(maxsize=512)
def gloss_words(document_id: str, provision: str) -> frozenset[str]:
    """The stems of our own English gloss of a provision, where there is one: words by which an English sentence may speak of it."""
    gloss = next((g for g in load_glosses(document_id) if g.provision == provision), None)
    words = re.findall(r"[A-Za-z][A-Za-z-]*", f"{gloss.title_en} {gloss.gist_en}") if gloss else []
    return frozenset(stem for word in words for stem in stems(word))


@cache
def _function_pattern() -> re.Pattern[str]:
    words = sorted({w for w in (*function_words(), *data("comments")) if len(w) > 1}, key=lambda w: (-len(w), w))
    return re.compile("|".join(map(re.escape, words)) + f"|[{_SINGLE}]")


@cache
def _everyday() -> dict[str, list[tuple[str, tuple[str, ...]]]]:
    """Everyday words by their first two characters, the longest first, each with official words for it."""
    pairs: dict[str, set[str]] = {}

    def add(say: Iterable[str], means: Iterable[str]) -> None:
        for word in say:
            if not word.isascii():
                pairs.setdefault(normal(word), set()).update(normal(m) for m in means)

    for entry in load_lexicon():
        add(entry.say, entry.means)
    for kind in load_beneficiaries():
        add((kind.name_zh, *kind.say, *kind.words), (kind.name_zh, *kind.words))
    for instrument in load_instruments():
        add((instrument.name, *instrument.aliases), (instrument.name, *instrument.aliases))
    for entry in data("synonyms"):
        add(entry, [word for word in entry if len(word) > 1])  # 建 may be said for 设立; a text that holds 建 need not set up anything
    table: dict[str, list[tuple[str, tuple[str, ...]]]] = {}
    for word in sorted(pairs, key=lambda w: (-len(w), w)):
        table.setdefault(word[:2], []).append((word, tuple(sorted(pairs[word] - {word}))))
    return table


def _everyday_forms(text: str) -> dict[int, tuple[str, ...]]:
    """Official words for the everyday words of ``text``, one tuple for all places of such a word."""
    table = _everyday()
    found: dict[int, tuple[str, ...]] = {}
    i = 0
    while i < len(text):
        words = (*table.get(text[i : i + 2], ()), *table.get(text[i], ()))
        hit = next(((w, means) for w, means in words if text.startswith(w, i)), None)
        if hit is not None:
            found.update(dict.fromkeys(range(i, i + len(hit[0])), (*hit[1],)))
        i += len(hit[0]) if hit else 1
    return found


def _english(words: list[tuple[int, str]]) -> list[Unit]:
    """The units of English words with their places; the longest phrase on record that begins at a word counts."""
    table, ignored = _terms()
    found: list[Unit] = []
    stemmed = [stems(w) for _, w in words]
    i = 0
    while i < len(words):
        phrases = [p for stem in stemmed[i] for p in table.get(stem, ())]
        fitting = [p for p in phrases if all(i + k < len(words) and s in stemmed[i + k] for k, s in enumerate(p[0]))]
        if fitting:
            longest = max(len(p[0]) for p in fitting)
            found.append(Unit(words[i][0], tuple(form for p in fitting if len(p[0]) == longest for form in p[1])))
            i += longest
            continue
        place, word = words[i]
        if len(word) > 1 and not all(part in ignored for part in word.lower().split("-")):
            found.append(Unit(place, (word, *stemmed[i]), known=False))
        i += 1
    return found


@lru_cache(maxsize=4096)
def stems(word: str) -> tuple[str, ...]:
    """The forms under which an English word may stand in a list: itself first, then without its ending, British spelling."""
    word = word.lower().replace("’", "'").removesuffix("'s").removesuffix("s'")
    word = word.replace("center", "centre").replace("iz", "is") if len(word) > 5 else word
    word = {"program": "programme", "programs": "programme", "license": "licence", "licensed": "licence"}.get(word, word)
    found = [word]
    for ending, instead in (
        ("ies", "y"),
        ("es", ""),
        ("s", ""),
        ("ied", "y"),
        ("ed", ""),
        ("ed", "e"),
        ("ing", ""),
        ("ing", "e"),
        ("ly", ""),
    ):
        if word.endswith(ending) and len(word) - len(ending) > 2:
            stem = word[: -len(ending)] + instead
            found.append(stem)
            if len(stem) > 3 and stem[-1] == stem[-2]:
                found.append(stem[:-1])
    return tuple(dict.fromkeys(found))


@cache
def _terms() -> tuple[dict[str, list[tuple[tuple[str, ...], tuple[str, ...]]]], frozenset[str]]:
    """English phrases (stems) with their Chinese words, by their first stem; the words that say nothing."""
    forms: dict[tuple[str, ...], list[str]] = {}

    def add(phrase: str, means: Iterable[str]) -> None:
        key = tuple(stems(w)[0] for w in re.findall(r"[A-Za-z][A-Za-z'’-]*", phrase))
        if key:
            forms.setdefault(key, []).extend(map(normal, means))

    for phrases, means in data("terms_en").items():
        for phrase in phrases.split("|"):
            add(phrase, means)
    for kind in load_beneficiaries():
        for word in (kind.name_en, *kind.say):
            if word.isascii():
                add(word, kind.words)
    for instrument in load_instruments():
        if instrument.name_en:
            add(instrument.name_en, (instrument.name, *instrument.aliases))
    for entry in load_lexicon():
        for word in entry.say:
            if word.isascii():
                add(word, entry.means)
    table: dict[str, list[tuple[tuple[str, ...], tuple[str, ...]]]] = {}
    for key, found in forms.items():
        table.setdefault(key[0], []).append((key, tuple(dict.fromkeys(found))))
    return table, frozenset(data("function_words_en"))
