"""The patterns of ``listing.yaml``, compiled once per language, and the words by which kinds of support and people are asked for."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path

from corpus.glossary import load_beneficiaries, load_commitments, load_supports
from corpus.records import CorpusError, Department, read_yaml

_FILE = Path(__file__).parent / "listing.yaml"
_SINGLE = frozenset((
    "asks", "table", "bodies", "rank", "rank_parts", "rank_units", "fewest", "most", "only", "first", "without", "without_end",
    "any", "both", "how_many_bodies", "each", "and", "in_charge", "mentions", "mentions_exact", "used", "literal", "money",
    "benefit", "elsewhere", "document", "frame", "share", "times", "neutral", "comparison",
))  # fmt: skip
_SEVERAL = frozenset(("keyword", "comparison_pair"))


@dataclass(frozen=True)
class Grammar:
    """One language's patterns: ``grammar["asks"]`` is one expression; ``keyword`` and ``pairs`` are tried one after another."""

    patterns: dict[str, re.Pattern[str]]
    keyword: tuple[re.Pattern[str], ...]
    pairs: tuple[re.Pattern[str], ...]
    kinds: tuple[re.Pattern[str], dict[str, tuple[str, str]]]

    def __getitem__(self, name: str) -> re.Pattern[str]:
        return self.patterns[name]

    def has(self, name: str, text: str) -> bool:
        """Whether the pattern ``name`` is found in ``text``."""
        return self.patterns[name].search(text) is not None


@cache
def grammar(language: str) -> Grammar:
    """The patterns of ``language``. Raises CorpusError when the file lacks a pattern or holds one that is not used."""
    raw = read_yaml(_FILE)[language]
    known = _SINGLE | _SEVERAL | {"commitments", "figures"}
    if set(raw) != known:
        raise CorpusError(f"{_FILE.name}: {language}: unknown or missing: {sorted(set(raw) ^ known)}")
    flags = re.I if language == "en" else 0
    single = {name: re.compile("|".join(f"(?:{p})" for p in raw[name]) or r"(?!)", flags) for name in _SINGLE}
    several = {name: tuple(re.compile(p, flags) for p in raw[name]) for name in _SEVERAL}
    return Grammar(single, several["keyword"], several["comparison_pair"], _kind_words(raw["commitments"], raw["figures"]))


def _kind_words(commitments: dict[str, list[str]], figures: dict[str, list[str]]) -> tuple[re.Pattern[str], dict[str, tuple[str, str]]]:
    """Every word by which a kind of support, of people or a commitment is asked for → (filter kind, value)."""
    words: dict[str, tuple[str, str]] = {}
    granted = {word: support.id for support in load_supports() for word in support.words}
    for commitment in load_commitments():
        # 给予资金支持 asks for the support that it grants, in whatever words.
        kind = next((granted[w] for w in granted if w in commitment.word and w != commitment.word), None)
        words[commitment.word] = ("support", kind) if kind else ("commitment", commitment.word)
    for beneficiary in load_beneficiaries():
        for word in (*beneficiary.words, beneficiary.name_zh, *beneficiary.say):
            words[word.lower()] = ("beneficiary", beneficiary.id)
    for support in load_supports():
        for word in (*support.words, support.name_zh, *support.say):
            words.setdefault(word.lower(), ("support", support.id))
    # A kind's own name wins over a word of another kind (发明人 stands among the words of two).
    for beneficiary in load_beneficiaries():
        words[beneficiary.name_zh] = ("beneficiary", beneficiary.id)
        words.update(dict.fromkeys(beneficiary.say, ("beneficiary", beneficiary.id)))
    for support in load_supports():
        words[support.name_zh] = ("support", support.id)
    words.update({word: ("commitment", kind) for kind, said in commitments.items() for word in said})
    words.update({word: ("figure", kind) for kind, said in figures.items() for word in said})
    ordered = sorted(words, key=lambda w: (-len(w), w))
    return re.compile("|".join(rf"\b{re.escape(w)}\b" if w.isascii() else re.escape(w) for w in ordered), re.I), words


@lru_cache(maxsize=4)
def english_bodies(departments: tuple[Department, ...]) -> tuple[re.Pattern[str], dict[str, str]]:
    """Bodies by their English names, with or without ``Jiangsu`` and ``Provincial``, in any case."""
    names: dict[str, str] = {}
    for d in departments:
        full = d.name_en.lower()
        core = re.sub(r"^jiangsu (?:provincial )?|^the ", "", full)
        written = {full, core, *(a.lower() for a in d.aliases if a.isascii())}
        if (m := re.fullmatch(r"department of (.+)", core)) is not None:
            written |= {f"{m[1]} department", f"{m[1].partition(' and ')[0]} department"}
        written |= {w.replace("intellectual property", "ip") for w in written}
        names.update(dict.fromkeys(written, d.name))
    ordered = sorted(names, key=lambda w: (-len(w), w))
    return re.compile("|".join(rf"\b{re.escape(w)}\b" for w in ordered) or r"(?!)", re.I), names
