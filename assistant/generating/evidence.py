"""What a model is shown: whole sentences of the document, numbered, as many as fit."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from assistant.answering.model import Claim, Quote
from assistant.answering.wording import name_of
from assistant.finding import Found
from corpus import Document, Provision

MOST = 16
"""Sentences that are shown."""
UNITS = 3
"""Provisions found, best first, whose other sentences are shown beside those of the extracts."""


@dataclass(frozen=True)
class Evidence:
    """A sentence under its number."""

    number: int
    quote: Quote

    def head(self, main: str) -> str:
        """Where the sentence stands, in words."""
        p = self.quote.provision
        return f"{name_of(self.quote.document, p, main)}{f' {p.title}' if p.title else ''}"

    def line(self, main: str) -> str:
        """The sentence as the model reads it."""
        return f"[{self.number}] ({self.head(main)}) {self.quote.text.strip()}"


def collect(claims: Iterable[Claim], found: Found | None, main: str, room: int, tokens: Callable[[str], int]) -> tuple[Evidence, ...]:
    """Evidence for an answer: the sentences that the extracts quote, in their order, then others of the best provisions found.

    ``room`` is how many tokens all lines may take, as ``tokens`` counts them; what does not fit is left out whole. Background notes and
    signposts are no evidence.
    """
    wanted: dict[tuple[str, int, int], Quote] = {}
    for claim in claims:
        for q in claim.quotes:
            if not q.signpost and not q.is_note:
                wanted.update({(q.document.id, s.start, s.end): s for s in _sentences(q.document, q.provision, q.start, q.end)})
    for f in found.provisions[:UNITS] if found else ():
        wanted.update(
            {(f.document.id, s.start, s.end): s for s in _sentences(f.document, f.provision, 0, f.provision.end) if _new(s, wanted)}
        )
    chosen: list[Evidence] = []
    for quote in wanted.values():
        evidence = Evidence(len(chosen) + 1, quote)
        cost = tokens(evidence.line(main))
        if cost > room or len(chosen) == MOST:
            continue
        room -= cost
        chosen.append(evidence)
    return tuple(chosen)


def _new(quote: Quote, wanted: dict[tuple[str, int, int], Quote]) -> bool:
    return (quote.document.id, quote.start, quote.end) not in wanted


def _sentences(document: Document, provision: Provision, start: int, end: int) -> list[Quote]:
    """The body sentences of ``provision``, and of the units below it, that overlap the slice; the slice itself where there is none."""
    inside = [
        Quote(document, p, s.start, s.end)
        for p in document.provisions
        if provision.start <= p.start and p.end <= provision.end
        for s in p.sentences
        if s.kind == "body" and s.start < end and s.end > start
    ]
    return inside or ([Quote(document, provision, start, end)] if start else [])
