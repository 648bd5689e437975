"""What a question for a list names, place by place: bodies, parts, units, kinds of support and people, commitment words, keywords."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from assistant.understanding.language_data import long_function_words
from assistant.understanding.list_query import FilterKind
from assistant.understanding.listing_grammar import Grammar, english_bodies
from assistant.understanding.references import ref_places
from assistant.understanding.vocabulary import Vocabulary
from corpus.annotate import read_departments
from corpus.glossary import load_commitments
from corpus.numerals import to_int

BLANK = "\0"
_TRIM = " ,。?!;:“”\"'「」『』《》的了过到在里中"
_LONGEST_KEYWORD = 24
_BODY = re.compile(r"[省市区县州][\u3400-\u9fff]{2,10}?(?:委员会|总局|局|厅|委|办公室)(?![里长员部])")
"""A body that is on no record, by the shape of its name (市民政局): those of documents that were taken in."""
_WORD_TAIL = re.compile(r"[”\"]?(?:这|那)?(?:[一二三四五六七八九十]个|几个)?(?:字眼|字样|字|词语|词)$|一词$")
_CHARGE = re.compile(r"(?:责任|负责|牵头)(?:的)?(?:部门|单位)")
_ENGLISH_NUMBERS = {n: i for i, n in enumerate(("one", "two", "three", "four", "five", "six", "seven", "eight"), start=1)}
_SPEAKING = frozenset(("grant", "encourage", "explore", "promote", "penalty"))
"""Commitment words that ask for themselves without being quoted; 可以 or 提供 are mostly words of the question."""


@dataclass(frozen=True, slots=True)
class Item:
    """One thing named: its slice of the question, what kind of condition it makes, and the value."""

    start: int
    end: int
    kind: FilterKind
    value: str
    exact: bool = True


def read_items(text: str, vocabulary: Vocabulary, grammar: Grammar) -> list[Item]:
    """Everything named in ``text``, in order, no two at the same place but the units of one enumeration (第三到五条)."""
    free = text
    items: list[Item] = []

    def take(found: Iterable[Item]) -> None:
        nonlocal free
        for item in found:
            if BLANK not in free[item.start : item.end]:
                items.append(item)
                free = blanked(free, item.start, item.end)

    items += _refs(text)
    for item in items:
        free = blanked(free, item.start, item.end)
    take(_keywords(free, vocabulary, grammar))
    take(_departments(free, vocabulary, weak=False))
    if grammar.has("in_charge", text) and not any(i.kind == "department" for i in items):
        take(_how_many(free, grammar))
    if grammar.has("in_charge", text) and not _mentioned_after(free, grammar):
        take(_departments(free, vocabulary, weak=True))
    take(_kinds(free, grammar))
    return sorted(items, key=lambda i: i.start)


def blanked(text: str, start: int, end: int) -> str:
    """``text`` with ``[start, end)`` taken out, other places unmoved."""
    return text[:start] + BLANK * (end - start) + text[end:]


def _refs(text: str) -> list[Item]:
    return [
        Item(start, end, "part" if ref.level == "part" else "unit", ref.id)
        for (start, end), group in sorted(ref_places(text).items())
        for ref in group
    ]


def _keywords(text: str, vocabulary: Vocabulary, grammar: Grammar) -> list[Item]:
    """Words that the document is asked to mention. A word that names a body, or in a loose phrase (与高校有关) a kind of people or support,
    is left to those."""
    for pattern in grammar.keyword:
        for m in pattern.finditer(text):
            exact = grammar.has("mentions_exact", m[0])
            start, end = _trimmed(text, m.start("w"), m.end("w"))
            if (tail := _WORD_TAIL.search(text[start:end])) is not None:
                start, end = _trimmed(text, start, start + tail.start())
            written = text[start:end]
            longest = 2 * _LONGEST_KEYWORD if written.isascii() else _LONGEST_KEYWORD
            if not 2 <= len(written) <= longest or BLANK in written or not grammar["frame"].sub("", written).strip():
                continue
            inside = _departments(written, vocabulary, weak=False)
            if not exact:
                inside = [*inside, *_kinds(written, grammar)]
            if inside and _covered(written, inside, grammar):
                continue
            return [Item(start, end, "keyword", written, exact)]
    return []


def _trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    while start < end and text[start] in _TRIM:
        start += 1
    while end > start and text[end - 1] in _TRIM:
        end -= 1
    return start, end


def _covered(text: str, items: Iterable[Item], grammar: Grammar) -> bool:
    for item in items:
        text = blanked(text, item.start, item.end)
    rest = grammar["and"].sub("", grammar["any"].sub("", grammar["both"].sub("", text)))
    return not grammar["frame"].sub("", rest.replace(BLANK, "")).strip(_TRIM + "这些等")


def _departments(text: str, vocabulary: Vocabulary, *, weak: bool) -> list[Item]:
    found = [Item(m.start, m.end, "department", m.name) for m in read_departments(text, vocabulary.departments, weak=weak)]
    pattern, names = english_bodies(vocabulary.departments)
    found += [Item(m.start(), m.end(), "department", names[m[0].lower()]) for m in pattern.finditer(text)]
    if not weak:
        taken = [(i.start, i.end) for i in found]
        found += [
            Item(m.start(), m.end(), "department", m[0])
            for m in _BODY.finditer(text)
            if not any(m.start() < end and start < m.end() for start, end in taken)
        ]
    return found


def _how_many(text: str, grammar: Grammar) -> list[Item]:
    """How many bodies are to be in charge: 两个部门, 三个以上部门, at least three departments."""
    found = []
    for m in grammar["how_many_bodies"].finditer(text):
        said = {name.rstrip("2"): value for name, value in m.groupdict().items() if value}
        number = _ENGLISH_NUMBERS.get(said["n"].lower()) or to_int(said["n"].replace("两", "二"))
        least = "least" in said or "over" in said or "以上" in m[0]
        sign = ">" if "more" in said else ">=" if least else "="
        found.append(Item(m.start(), m.end(), "bodies", f"{sign}{number}"))
    return found


def how_often(text: str, grammar: Grammar) -> int | None:
    """Of how many units a body is to be in charge (只在一条措施里出现的单位), or None."""
    m = grammar["times"].search(text)
    said = next((v for v in m.groupdict().values() if v), "") if m else ""
    return _TIMES.get(said.lower()) or _ENGLISH_NUMBERS.get(said.lower()) or to_int(said.replace("两", "二")) if said else None


_TIMES = {"once": 1, "twice": 2}


def _mentioned_after(text: str, grammar: Grammar) -> bool:
    """Whether the question asks what is mentioned (提到海关) and not who is in charge: an everyday word is then no body."""
    return grammar.has("mentions_exact", text) and _CHARGE.search(text) is None


def _kinds(text: str, grammar: Grammar) -> list[Item]:
    """Kinds of support and of people, money and support as such, commitment words where the question is about the word."""
    literal = grammar.has("literal", text)
    pattern, words = grammar.kinds
    strength = {c.word: c.kind for c in load_commitments()}
    found: list[Item] = []
    for m in pattern.finditer(text):
        kind, value = words.get(m[0]) or words[m[0].lower()]
        if m[0] in strength and (literal or kind == "commitment"):
            if not literal and grammar["benefit"].fullmatch(m[0]):
                kind, value = "benefit", "benefit"
            elif literal or strength[m[0]] in _SPEAKING:
                kind, value = "commitment", m[0]
            else:
                continue
        found.append(Item(m.start(), m.end(), kind, value))  # type: ignore[arg-type]
    found += [Item(m.start(), m.end(), "money", "money") for m in grammar["money"].finditer(text)]
    found += [Item(m.start(), m.end(), "benefit", "benefit") for m in grammar["benefit"].finditer(text)]
    # At one place the longest counts (给钱 before 钱, 资金支持 before 支持).
    found.sort(key=lambda i: (i.start - i.end, i.start))
    kept: list[Item] = []
    for item in found:
        if not any(item.start < k.end and item.end > k.start for k in kept):
            kept.append(item)
    return kept


def rest_of(text: str, items: Iterable[Item], grammar: Grammar) -> list[tuple[int, int]]:
    """The slices of ``text`` that are neither named things nor words of the frame."""
    for item in items:
        text = blanked(text, item.start, item.end)
    text = long_function_words().sub(lambda m: BLANK * len(m[0]), text)
    for name in (
        "times",
        "document",
        "without",
        "without_end",
        "only",
        "first",
        "rank",
        "rank_parts",
        "rank_units",
        "used",
        "frame",
        "and",
        "any",
        "both",
        "each",
    ):
        text = grammar[name].sub(lambda m: BLANK * len(m[0]), text)
    return [m.span() for m in re.finditer(r"[\u3400-\u9fffA-Za-z0-9%□]+", text)]
