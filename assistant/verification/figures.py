"""Every figure of a claim stands in a quote, in some spelling.

A *composed* claim is held to this by :func:`corpus.read_figures`: its figures stand in the quotes, are labels, or follow from counting.
A *written* one is read more finely (:mod:`assistant.verification.quantities`): dates by their parts, ranges as ranges, approximations and
rates as such, no unit dropped, nothing in place of a ``□``, times in words as they stand (年底, annually), and no figure beside another
subject than in the quote (:mod:`assistant.verification.pairing`).
"""

from __future__ import annotations

import re
from functools import cache, lru_cache

from assistant.answering.model import Claim
from assistant.verification.composed import without_titles
from assistant.verification.evidence import Evidence, evidence, said
from assistant.verification.normal import normal
from assistant.verification.pairing import misplaced
from assistant.verification.quantities import Quantity, quantities, readable
from assistant.verification.words import any_of, data
from corpus import Corpus, read_figures

_LATIN_BEHIND = re.compile(r"\s?(?:[A-Za-z]|$|[,.;])")
_REFERS = re.compile(r"(?:违反|依照|按照|根据|依据|适用|本(?:规定|条例|办法|法))(?:本(?:规定|条例|办法|法))?(?:第?\S{1,4}条[、和])?$")
_CALLS = re.compile(r"条?(?:规定|提出|明确|要求|指出|[ ,:]|是|对)")
_DIVISION = re.compile(r"部|章|节|编")


def check(claim: Claim, corpus: Corpus) -> str | None:
    """The first figure that nothing cited bears, with what is wrong with it where it is nearly right."""
    return _written(claim) if claim.written else _composed(claim, corpus)


@lru_cache(maxsize=2048)
def _keys(text: str) -> frozenset[str]:
    """Keys of the figures in ``text``: a list quotes the same clauses again and again."""
    return frozenset(f.key for f in read_figures(text))


def _composed(claim: Claim, corpus: Corpus) -> str | None:
    borne = {key for q in claim.quotes for key in _keys(q.text)} | claim.computed
    borne |= {key for q in claim.quotes for key in _keys(f"{q.provision.label} {q.document.title} {q.provision.title}")}
    if any(q.provision.number is not None for q in claim.quotes):
        borne |= {f"{kind}:{q.provision.number}" for q in claim.quotes for kind in ("ordinal", "number")}
    return next((f.text for f in read_figures(without_titles(claim, corpus)) if f.key not in borne), None)


def _written(claim: Claim) -> str | None:
    source = evidence(claim)
    text = _without_cited_titles(said(claim), source)
    if (word := _time(text, source)) is not None:
        return word
    shown = readable(text)
    stated = tuple(q for q in quantities(shown) if q.key not in claim.computed)
    if not stated:
        return None
    held = tuple(q for words in source.texts for q in quantities(readable(words)))
    names = tuple(q for words in source.heads for q in quantities(readable(words)))
    for q in stated:
        if (wrong := _unborne(q, shown, held, names, source)) is not None:
            return wrong
    return misplaced(shown, stated, source)


def _unborne(q: Quantity, text: str, held: tuple[Quantity, ...], names: tuple[Quantity, ...], source: Evidence) -> str | None:
    if q.kind == "vague":
        return None if any(q.text in words for words in source.texts) else q.text
    if q.kind == "ordinal":
        return None if q.key in _ordinals(q, text, held, names, source) else q.text
    if q.kind == "date":
        return None if any(_same_date(q, e, held) for e in (*held, *names) if e.kind == "date") else q.text
    same = [e for e in (*held, *names) if same_figure(q, e, text)]
    if not same:
        return q.text
    if q.partner is not None and not _is_range(q, same, held):
        return f"{q.text} as one end of a range"
    same = [e for e in same if e.partner is None or e.bound == q.bound]
    if not same:
        return f"{q.text} is one end of a range"
    if all(e.approximate != q.approximate for e in same):
        return f"{q.text} is {'approximate' if q.approximate else 'exact'}"
    if all(e.per for e in same) and not q.per and not _per_said().search(text):
        return f"{q.text} without what it is for"
    return None


def same_figure(q: Quantity, e: Quantity, text: str) -> bool:
    """Whether ``q`` of ``text`` and ``e`` of a quote are one figure: equal keys, or counts whose units stand for one another, a bare
    number before an English noun being a count."""
    if q.key == e.key:
        return True
    if e.kind != "count" or q.kind not in ("count", "number"):
        return False
    unit, theirs = q.unit, e.unit
    if q.value.removesuffix(unit) != e.value.removesuffix(theirs):
        return False
    if q.kind == "number":
        return _LATIN_BEHIND.match(text, q.end) is not None and theirs in _counted()
    return theirs in _alike().get(unit, frozenset())


def _is_range(q: Quantity, same: list[Quantity], held: tuple[Quantity, ...]) -> bool:
    if any(e.partner == q.partner for e in same):
        return True
    other = "max" if q.bound == "min" else "min"
    return any(
        e.bound == q.bound and any(f.key == q.partner and f.bound == other and abs(f.clause - e.clause) <= 1 for f in held) for e in same
    )


def _same_date(q: Quantity, e: Quantity, held: tuple[Quantity, ...]) -> bool:
    ours, theirs = q.key[5:].split("-"), e.key[5:].split("-")
    if ours[0] and not theirs[0]:
        theirs[0] = ours[0] if any(f.kind == "date" and f.key[5:].split("-")[0] == ours[0] for f in held) else ""
    return all(not a or a == b for a, b in zip(ours, theirs, strict=True))


def _ordinals(q: Quantity, text: str, held: tuple[Quantity, ...], names: tuple[Quantity, ...], source: Evidence) -> set[str]:
    """Keys that an ordinal may have: what the quotes hold, and the numbers by which the provisions cited are called. One that opens the
    sentence calls a provision; one that something is done under or against (违反第三条) is told by the quotes alone."""
    own = _own_numbers(q, text, source) | {e.key for e in names}
    told = {e.key for e in held}
    if _REFERS.search(text[max(0, q.start - 10) : q.start]) is not None:
        return told
    return own if not text[: q.start].strip() and _DIVISION.match(text, q.end) is None and _CALLS.match(text, q.end) else own | told


def _own_numbers(q: Quantity, text: str, source: Evidence) -> set[str]:
    """Keys by which the provisions cited are called: their numbers, and those of the parts that they stand in."""
    own = {f"ordinal:{c.provision.number}" for c in source.quotes}
    if _DIVISION.match(text, q.end):
        for c in source.quotes:
            parent = c.document.provision(c.provision.parent) if c.provision.parent else None
            own |= {f"ordinal:{parent.number}"} if parent else set()
    return own


def _time(text: str, source: Evidence) -> str | None:
    """The first time in words (年底前, annually) that no quote holds."""
    for m in _times().finditer(text):
        word = m[0]
        if word in source.words or any(zh in source.words for zh, en in _english_times() if en.fullmatch(word)):
            continue
        return word
    return None


def _without_cited_titles(text: str, source: Evidence) -> str:
    for title in {normal(d.title) for d in source.documents}:
        text = text.replace(title, " ")
    return text


@cache
def _times() -> re.Pattern[str]:
    return any_of(data("figures")["times"])


@cache
def _english_times() -> tuple[tuple[str, re.Pattern[str]], ...]:
    return tuple((zh, re.compile(en, re.I)) for zh, en in data("figures")["times_en"].items())


@cache
def _alike() -> dict[str, frozenset[str]]:
    """Units with those that may stand for them."""
    pairs: dict[str, set[str]] = {}
    for unit, others in data("figures")["alike"].items():
        for other in others:
            pairs.setdefault(unit, set()).add(other)
            pairs.setdefault(other, set()).add(unit)
    return {unit: frozenset(others) for unit, others in pairs.items()}


@cache
def _counted() -> frozenset[str]:
    """Measure words of things that English counts without one."""
    return frozenset(_alike()) | {"条", "份", "次", "户", "届", "所"}


@cache
def _per_said() -> re.Pattern[str]:
    return re.compile(data("figures")["per_said"], re.I)
