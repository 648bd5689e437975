"""A message taken apart: sentences, clauses, and of each clause who it is about, whether it asks, and from where on it only supposes."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property
from typing import Literal

from assistant.eligibility.reading.lexicon import Token, pattern, tokens_of
from assistant.eligibility.reading.written import Written, write

Subject = Literal["self", "other"]

_SENTENCE = re.compile(r"[^。!?;\n]+[。!?;\n]*|[。!?;\n]+")
_NEAR = 80
_DOT = re.compile(r"(?<=[a-z\u3400-\u9fff])\.(?= |$)")
_CLAUSE = re.compile(
    r",|:| (?=(?:but|and) (?:we|i|our|it|have|has|won|never|got|hold|no|want|need|are)(?![a-z]))"
    r"|(?<=[\u3400-\u9fff]) (?=[\u3400-\u9fffa-z0-9])|(?<=[\u3400-\u9fff])(?=(?:不过|但是)(?:我|没|有|不|是))"
)


@dataclass(frozen=True)
class Clause:
    """A stretch of the message between two commas, with the words of the lexicon in it. ``sentence`` and ``number`` tell its place;
    ``supposed`` is where in it supposing begins; ``named`` who is spoken of when the clause itself does not say."""

    written: Written
    start: int
    end: int
    tokens: tuple[Token, ...]
    sentence: int
    asks: bool
    sentence_asks: bool
    supposed: int
    proxy: bool
    named: Subject | None = None

    @property
    def text(self) -> str:
        return self.written.text[self.start : self.end]

    def before(self, token: Token, since: int | None = None) -> str:
        """What stands before ``token`` in the clause, as far as it matters."""
        return self.written.text[max(self.start if since is None else since, token.start - _NEAR) : token.start]

    def after(self, token: Token) -> str:
        """What stands behind ``token`` in the clause, as far as it matters."""
        return self.written.text[token.end : min(self.end, token.end + _NEAR)]

    def is_supposed(self, token: Token) -> bool:
        """Whether ``token`` stands where the speaker only supposes."""
        return token.start >= self.supposed

    def subject_at(self, place: int) -> Subject | None:
        """Who is spoken of at ``place``: whoever was named last before it; None when nobody was."""
        last = max(((at, who) for at, who in self._names if at < place), default=None)
        return last[1] if last else self.named

    def _is_another(self, token: Token) -> bool:
        """Whether the noun ``token`` is somebody whom the speaker only speaks of: 我们代理的一家企业."""
        before = self.before(token)
        if not pattern("another").search(before):
            return False
        return pattern("copula").search(before) is None and pattern("founded").search(before) is None

    @cached_property
    def subject(self) -> Subject | None:
        """Who is spoken of at the end of the clause."""
        return self.subject_at(self.end)

    @cached_property
    def _names(self) -> tuple[tuple[int, Subject], ...]:
        own = {m.start() + self.start for m in pattern("self").finditer(self.text)}
        others = {m.start() + self.start for m in pattern("other").finditer(self.text)}
        if self.proxy:
            own, others = others, own
        else:
            others |= {t.start for t in self.tokens if t.of("organisation") and self._is_another(t)}
        return tuple(sorted([*((at, "self") for at in own), *((at, "other") for at in others)]))


def take_apart(text: str) -> tuple[Written, tuple[Clause, ...]]:
    """``text`` as it is read, and its clauses in their order."""
    written = write(text)
    read = _DOT.sub("。", written.text)
    tokens = tokens_of(written)
    proxy = pattern("proxy").search(read) is not None
    found: list[Clause] = []
    for number, sentence in enumerate(_SENTENCE.finditer(read)):
        found += _clauses(written, sentence, tokens, number, proxy)
    return written, tuple(found)


def _clauses(written: Written, sentence: re.Match[str], tokens: tuple[Token, ...], number: int, proxy: bool) -> list[Clause]:
    spans = _spans(sentence)
    suppose = pattern("supposed").search(sentence[0].replace("。", " "))
    supposed = sentence.start() + suppose.start() if suppose else sentence.end()
    if suppose and suppose[0] == "的话":
        supposed = max((s for s, e in spans if s <= supposed), default=supposed)
    asked = [_asks(written.text[s:e]) for s, e in spans]
    if "?" in sentence[0] and spans:
        asked[-1] = True
    found: list[Clause] = []
    named: Subject | None = None
    for (start, end), asks in zip(spans, asked, strict=True):
        inside = tuple(t for t in tokens if start <= t.start < end)
        clause = Clause(written, start, end, inside, number, asks, any(asked), supposed, proxy, named)
        named = clause.subject
        found.append(clause)
    return found


def _spans(sentence: re.Match[str]) -> list[tuple[int, int]]:
    """The clauses of a sentence, without the stops that end it."""
    end = sentence.start() + len(sentence[0].rstrip("。!?;\n "))
    cuts = [m.span() for m in _CLAUSE.finditer(sentence.string, sentence.start(), end)]
    edges = [sentence.start(), *(e for _, e in cuts)]
    stops = [*(s for s, _ in cuts), end]
    return [(s, e) for s, e in zip(edges, stops, strict=True) if sentence.string[s:e].strip()]


def _asks(text: str) -> bool:
    return pattern("question").search(text) is not None
