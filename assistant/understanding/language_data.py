"""The data files beside this module, compiled: kinds of thing asked for, questions about the document, words without topic."""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from corpus.records import CorpusError, read_yaml

_PARTICLES = frozenset("吗呢吧啊呀了的么嘛哦哈是被把")
_HERE = Path(__file__).parent


@dataclass(frozen=True)
class AskedKind:
    """One kind of thing asked for. ``evidence``: what a text must hold to answer it (empty: any text may), ``heading``: what a
    heading says above such texts; ``missing``: its name."""

    name: str
    zh: re.Pattern[str]
    en: re.Pattern[str]
    evidence: tuple[str, ...] = ()
    about: re.Pattern[str] | None = None
    heading: re.Pattern[str] | None = None
    missing_zh: str = ""
    missing_en: str = ""

    def asked_in(self, question: str, language: str) -> bool:
        """Whether ``question`` asks for this kind."""
        return bool((self.en if language == "en" else self.zh).search(question))


def _compile(patterns: list[str], *, ignore_case: bool = False) -> re.Pattern[str]:
    return re.compile("|".join(f"(?:{p})" for p in patterns) or r"(?!)", re.I if ignore_case else 0)


@cache
def asked_kinds() -> tuple[AskedKind, ...]:
    """All kinds in the file's order (more specific first). Raises CorpusError when the file is broken."""
    found = []
    for raw in read_yaml(_HERE / "kinds.yaml"):
        unknown = set(raw) - {"kind", "zh", "en", "evidence", "about", "heading", "missing_zh", "missing_en"}
        if unknown:
            raise CorpusError(f"kinds.yaml: {raw.get('kind')}: unknown field {sorted(unknown)[0]}")
        found.append(
            AskedKind(
                raw["kind"],
                _compile(raw["zh"]),
                _compile(raw["en"], ignore_case=True),
                tuple(raw.get("evidence", ())),
                _compile(raw["about"]) if "about" in raw else None,
                _compile(raw["heading"]) if "heading" in raw else None,
                raw.get("missing_zh", ""),
                raw.get("missing_en", ""),
            )
        )
    return tuple(found)


@cache
def kind_named(name: str) -> AskedKind:
    """The kind called ``name``."""
    return next(k for k in asked_kinds() if k.name == name)


@cache
def document_facts() -> tuple[tuple[str, re.Pattern[str], re.Pattern[str]], ...]:
    """``(fact, zh, en)`` in the file's order."""
    return tuple((r["fact"], _compile(r["zh"]), _compile(r["en"], ignore_case=True)) for r in read_yaml(_HERE / "document_facts.yaml"))


@cache
def _older() -> tuple[re.Pattern[str], re.Pattern[str]]:
    raw = read_yaml(_HERE / "validity.yaml")["older"]
    return _compile(raw["zh"]), _compile(raw["en"], ignore_case=True)


def points_at_older(question: str, language: str) -> bool:
    """Whether ``question`` speaks of an earlier document (旧政策, 2017年那份), or asks what this one repeals."""
    zh, en = _older()
    return bool((en if language == "en" else zh).search(question))


@cache
def _passive() -> re.Pattern[str]:
    return re.compile(read_yaml(_HERE / "validity.yaml")["passive"], re.I)


def is_ended(question: str) -> bool:
    """Whether ``question`` speaks of a document as ended by another (被废止, 作废), not as ending one."""
    return bool(_passive().search(question))


@cache
def _manners() -> tuple[tuple[str, re.Pattern[str], re.Pattern[str]], ...]:
    return tuple((r["manner"], _compile(r["zh"]), _compile(r["en"], ignore_case=True)) for r in read_yaml(_HERE / "manners.yaml"))


def manners_of(question: str, language: str) -> tuple[str, ...]:
    """The manners (``manners.yaml``) in which a yes/no question is put: *oblige* of 必须……吗, *money* of 给钱吗."""
    return tuple(name for name, zh, en in _manners() if (en if language == "en" else zh).search(question))


@cache
def _function_words() -> tuple[re.Pattern[str], frozenset[str], frozenset[str]]:
    raw = read_yaml(_HERE / "function_words.yaml")
    words = {w for group in raw["zh"].values() for w in group}
    zh = sorted((w for w in words if len(w) > 1), key=lambda w: (-len(w), w))
    pattern = re.compile("|".join((*map(re.escape, zh), *raw["counted"])))
    return pattern, frozenset(w for w in words if len(w) == 1), frozenset(raw["en"])


@cache
def function_words() -> tuple[str, ...]:
    """The Chinese function words of two characters or more."""
    return tuple(w for group in read_yaml(_HERE / "function_words.yaml")["zh"].values() for w in group if len(w) > 1)


@cache
def long_function_words() -> re.Pattern[str]:
    """The Chinese function words of three characters or more, which hold no shorter word that could mean something by itself."""
    return re.compile("|".join(re.escape(w) for w in sorted(function_words(), key=len, reverse=True) if len(w) > 2))


def function_characters() -> frozenset[str]:
    """The single characters that are function words."""
    return _function_words()[1]


@cache
def _benefit_words() -> re.Pattern[str]:
    words = read_yaml(_HERE / "function_words.yaml")["benefit"]
    return _compile([rf"\b{w}\b" if w.isascii() else re.escape(w) for w in sorted(words, key=len, reverse=True)], ignore_case=True)


def without_benefits(text: str) -> str:
    """``text`` without the words for a benefit as such (补贴, 奖励)."""
    return _benefit_words().sub(" ", text)


def subject_words(content: str) -> str:
    """:func:`without_benefits` of content words; all of them when nothing else is left."""
    return " ".join(without_benefits(content).split()) or content


def is_benefit(words: str) -> bool:
    """Whether ``words`` name nothing but a benefit as such (支持, 补贴奖励)."""
    return not _benefit_words().sub("", words).strip()


def content_words(question: str, known: Collection[str] = ()) -> str:
    """``question`` without its function words: runs of Chinese characters and Latin words, parted by spaces.

    A single character that is often a function word (请, 中, 地) stays where it forms a pair that ``known`` (the character pairs of
    the corpus) holds: 申请, 中国, 地理.
    """
    pattern, single, english = _function_words()
    bare = pattern.sub(" ", question)
    drop = [
        c in single and (c in _PARTICLES or (bare[i - 1 : i + 1] not in known and bare[i : i + 2] not in known)) for i, c in enumerate(bare)
    ]
    for i, char in enumerate(bare):
        # A lone character left behind was half of a word (到期): its other half comes back.
        alone = not drop[i] and _is_han(char) and (i == 0 or _gap(bare, drop, i - 1)) and (i + 1 == len(bare) or _gap(bare, drop, i + 1))
        if alone and i and drop[i - 1] and bare[i - 1] not in _PARTICLES:
            drop[i - 1] = False
    kept = "".join(" " if dropped else c for c, dropped in zip(bare, drop, strict=True))
    pieces = re.findall(r"[\u3400-\u9fff]+|[A-Za-z][A-Za-z0-9+-]*|\d[\d.,%]*", kept)
    return " ".join(p for p in pieces if p.lower() not in english)


def _is_han(char: str) -> bool:
    return "\u3400" <= char <= "\u9fff"


def _gap(text: str, dropped: list[bool], i: int) -> bool:
    return dropped[i] or not _is_han(text[i])
