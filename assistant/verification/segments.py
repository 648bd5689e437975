"""Clauses of a text, Chinese or English: where one ends, and which of them say nothing without the next."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from corpus import Document

_VERBS = (
    r"(?:encourages|supports|explores|promotes|guides|gives|grants|provides|offers|awards|pays|sets up|establishes|creates|pushes|improves|increases|"  # noqa: E501
    r"strengthens|carries|applies|builds|publishes|issues|steps up|opens|makes|moves|keeps?|loses?|may|must|shall|will|can|cannot|is|are|has|have)\b"  # noqa: E501
)
_STOP = re.compile(
    # In English only a comma before a clause parts clauses, others part the items of a list.
    rf"(?<![A-Za-z\d]),|(?<=\d),(?!\d)|(?<=[A-Za-z]),(?=\s*(?:and |but |or |then |also |so )*(?:{_VERBS}|(?:it|they|those|this|these|while|which|who|with|where|if|when|unless|except|up to|for|under)\b|[^A-Za-z\s]))"  # noqa: E501
    rf"|:(?!\d)|(?P<end>[;。!?\n](?!\d)|\.(?=\s|$))|(?<=\s)(?=(?:but|while|whereas|although)\b)|(?<=[a-z])\s+and (?={_VERBS})"
)
_OPENS = re.compile(
    r"\s*(?:如果?(?!何)|若|凡|(?:if|when|for|where|in case|unless|except)\b)|\s*(?:除.*外\s*$|除了|聚焦|围绕|面向|针对|依托|结合|发挥|为了?(?!此)|在.*(?:下|中|时|前)\s*$)",  # noqa: E501
    re.I,
)
_FOR = re.compile(r"\s*仅?对(?!外|接|应)")
_PREDICATE = re.compile(r"给予|予以|实施|实行|开展|进行|提供|开辟|推动|推进|加强|加大|落实|采取|奖励|补助|取消|支持|鼓励|优先|处以|责令|按")
_RUNS_ON = re.compile(r"(?:的|者|时|之日起|以后|之后)\s*$")
_GOES_ON = re.compile(r"\s*(?:可以?(?!靠)|应当?|须|不得|由|给予|予以|分别|均)")
"""What begins a predicate: the words before the comma are its subject."""
_ANAPHORIC = re.compile(r"对(?:其|此|上述|以上|符合条件|通过验收|入选|获评)的?(?:,|，)?(?:给予|予以|按)|并|其中")
_LONGEST = 200


@dataclass(frozen=True, slots=True)
class Segment:
    """A clause with the words before it that it needs (对……的, 除……外, If …): a slice of the text and the number of its sentence."""

    start: int
    end: int
    text: str
    sentence: int


def clauses(text: str) -> list[tuple[int, int]]:
    """The slices of ``text`` between one stop and the next, each by itself."""
    stops = [*((m.start(), m.end()) for m in _STOP.finditer(text)), (len(text), len(text))]
    starts = [0, *(end for _, end in stops)]
    return [(start, stop) for start, (stop, _) in zip(starts, stops, strict=False) if stop > start]


@lru_cache(maxsize=2048)
def segments(text: str) -> tuple[Segment, ...]:
    """The clauses of ``text`` in their order, without white space around them."""
    found: list[Segment] = []
    start, last, sentence = 0, 0, 0
    for stop, closes in [*((m.start(), m) for m in _STOP.finditer(text)), (len(text), None)]:
        closing = closes is None or closes["end"] is not None
        more = not closing and stop - start < _LONGEST and (_needs_more(text[last:stop]) or _GOES_ON.match(text, stop + 1) is not None)
        last = closes.end() if closes else stop
        if not more:
            if piece := text[start:stop].strip():
                found.append(Segment(start, stop, piece, sentence))
            start = last
        sentence += closing
    return tuple(found)


def _needs_more(piece: str) -> bool:
    """Whether a clause says nothing without the next one: a condition, or whom it is for without what becomes of them."""
    if _OPENS.match(piece) is not None or _RUNS_ON.search(piece[-4:]) is not None:
        return True
    return _FOR.match(piece) is not None and _PREDICATE.search(piece) is None


@dataclass(frozen=True, slots=True)
class Cited:
    """A clause of a quote: the quote's number, its document, the clause, and the words that it speaks of: its own, with those of the
    clause before it where it goes on with them (推动……建设,对符合条件的给予……)."""

    quote: int
    document: Document
    segment: Segment
    reach: str


def cited_segments(texts: Iterable[tuple[Document, str]]) -> tuple[Cited, ...]:
    """All clauses of the quotes, in order."""
    found: list[Cited] = []
    for i, (document, text) in enumerate(texts):
        before = ""
        for s in segments(text):
            found.append(Cited(i, document, s, f"{before},{s.text}" if _ANAPHORIC.match(s.text) else s.text))
            before = s.text
    return tuple(found)
