"""A negation of the words cited is neither lost, nor added, nor turned round: 不得 → 可以, 取消 → 授予, 除外 → 也可.

Clauses are held against the clauses that they speak of (:mod:`assistant.verification.alignment`). What a document does *not*
say follows from the whole of it and never from a quote: such a sentence is taken out, unless a quote says so itself.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache, lru_cache

from assistant.answering.model import Claim
from assistant.verification.alignment import align
from assistant.verification.content import borne, units
from assistant.verification.evidence import Evidence, evidence, said
from assistant.verification.segments import Cited, segments
from assistant.verification.words import any_of, data
from corpus import Corpus

ABOUT = 0.5
"""Share of a clause's content that a clause cited must hold for its negation to be owed."""
_ENGLISH_ABOUT = 0.5
_REACH = 4
"""Characters before words within which a mark bears on them."""
_HAN = re.compile(r"[\u3400-\u9fff]{2}")
_PREDICATE = re.compile("给予|予以|享受|支持|补助|奖励|申报|[,;。]")
_PAIR = re.compile(r"[\u3400-\u9fff]{2}")


def check(claim: Claim, corpus: Corpus) -> str | None:
    """The word that denies, forbids or excepts and stands on one side alone."""
    if not claim.written:
        return None
    text, source = said(claim), evidence(claim)
    if (found := _absent().search(text)) is not None and found[0] not in source.words:
        return f"states an absence: {found[0]}"
    for segment in segments(text):
        near, covered = align(text, source).counterparts(segment)
        ours = marks(segment.text)
        theirs = frozenset(k for c in near for k in marks(c.segment.text))
        for kind in ours:
            if not theirs & _table("needs")[kind] and not _said_elsewhere(kind, segment.text, source):
                return f"added: {_word(kind, segment.text)}"
        if covered >= ABOUT and (lost := _lost(segment.text, near[0])) is not None:
            return f"lost: {lost}"
        if (
            covered > 0
            and (turned := _turned(segment.text, near, _around(near[0], source)) or _counted(segment.text, near[0], covered, source.cited))
            is not None
        ):
            return turned
    return None


@lru_cache(maxsize=4096)
def marks(text: str) -> frozenset[str]:
    """The kinds of marks (``negation.yaml``) that ``text`` holds."""
    return frozenset(kind for kind, expression in _marks().items() if expression.search(text))


def _word(kind: str, text: str) -> str:
    found = _marks()[kind].search(text)
    return found[0] if found else kind


def _said_elsewhere(kind: str, text: str, source: Evidence) -> bool:
    """Whether the very word, with what follows it, stands in a quote (in a clause that the comparison did not find)."""
    return all(text[m.start() : m.end() + 2] in source.words for m in _marks()[kind].finditer(text))


def _lost(text: str, best: Cited) -> str | None:
    """The mark of the clause cited that no mark of ``text`` meets. A plain negation that both have (拒不整改) meets nothing else."""
    met_by = _table("met_by")
    shared = _marks()["deny"].sub(lambda m: "" if text[m.start() : m.end() + 2] in best.segment.text else m[0], text)
    ours = marks(shared) if _HAN.search(text) else marks(shared) - {"deny"}
    lost = (k for k in marks(best.segment.text) if k in met_by and not ours & met_by[k])
    return next((_word(k, best.segment.text) for k in lost if k != "only" or _speaks_of_the_few(text, best.segment.text)), None)


def _speaks_of_the_few(text: str, cited: str) -> bool:
    """Whether a sentence names what ``only`` restricts something to: one about something else need not say it."""
    spoken = units(text)
    phrases = (_PREDICATE.split(cited[m.end() :], maxsplit=1)[0] for m in _marks()["only"].finditer(cited))
    return any(borne(u, phrase) for phrase in phrases for u in spoken)


def _turned(text: str, near: list[Cited], around: str) -> str | None:
    """The words that are negated on one side and not on the other: 没有转化 and 转化, 实施 and 不实施."""
    if not _HAN.search(text):
        return None
    theirs = [c.reach for c in near]
    if "except" in marks(text) and marks(text) & {"forbid", "deny"} and any("except" in marks(t) for t in theirs):
        return "an exception and a negation"
    if any("except" in marks(t) for t in (*theirs, text)):
        return None
    for mark, denied in _denied(text):
        if any(denied in t for t in theirs) and not any(_is_negated(t, denied) for t in theirs):
            return f"added: {mark}{denied}"
    for mark, denied in _denied(around):
        if denied in text and not _near_mark(text, denied) and _near_mark(around, denied):
            return f"lost: {mark}{denied}"
    return None


def _around(best: Cited, source: Evidence) -> str:
    """The whole sentence that a clause stands in."""
    return ",".join(c.segment.text for c in source.cited if (c.quote, c.segment.sentence) == (best.quote, best.segment.sentence))


def _denied(text: str) -> list[tuple[str, str]]:
    """Marks that deny or forbid, each with the two characters that it bears on."""
    found = ((m, text[m.end() : m.end() + 2]) for kind in ("deny", "forbid") for m in _marks()[kind].finditer(text))
    return [(m[0], words) for m, words in found if _PAIR.fullmatch(words)]


def _is_negated(text: str, words: str) -> bool:
    """Whether ``text`` denies ``words``: by a mark right before them, or forbids all that follows (禁止在……内放飞)."""
    if any(denied == words for _, denied in _denied(text)) or _near_mark(text, words):
        return True
    forbidden = _marks()["forbid"].search(text)
    return forbidden is not None and forbidden.end() <= text.find(words)


def _near_mark(text: str, words: str) -> bool:
    """Whether each place of ``words`` has a mark a little before it."""
    reach = [text[max(0, m.start() - _REACH) : m.start()] for m in re.finditer(re.escape(words), text)]
    return all(marks(r) & {"deny", "forbid", "remove"} for r in reach)


def _counted(text: str, best: Cited, covered: float, cited: Sequence[Cited]) -> str | None:
    """For English, where a mark cannot be held against the words behind it: no fewer marks than the clause cited,
    no more than its sentence."""
    if _HAN.search(text) or covered < _ENGLISH_ABOUT:
        return None
    ours, least = _count(text, "deny", "forbid", "remove"), _count(best.segment.text, "deny", "forbid")
    most = sum(
        _count(c.segment.text, "deny", "forbid", "remove", "except")
        for c in cited
        if c.segment.sentence == best.segment.sentence and c.quote == best.quote
    )
    if ours < least:
        return f"{least - ours} negation lost"
    return f"{ours - most} negation added" if _count(text, "deny", "forbid") > most else None


def _count(text: str, *kinds: str) -> int:
    return sum(len(_marks()[kind].findall(text)) for kind in kinds)


@cache
def _marks() -> dict[str, re.Pattern[str]]:
    return {kind: any_of(expressions) for kind, expressions in data("negation")["marks"].items()}


@cache
def _table(name: str) -> dict[str, frozenset[str]]:
    return {kind: frozenset(others) for kind, others in data("negation")[name].items()}


@cache
def _absent() -> re.Pattern[str]:
    return any_of(data("negation")["absent"])
