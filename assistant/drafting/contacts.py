"""Whom a letter tells the enquirer to ask."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from assistant.answering.model import Claim, Quote
from assistant.answering.wording import joined, number_of
from corpus.metadata import read_metadata

if TYPE_CHECKING:
    from assistant.answering.context import Context
    from assistant.drafting.lines import Pen, Spoken
    from corpus import Document


def ask_bodies(pen: Pen, spoken: list[Spoken], context: Context, number: int) -> None:
    """Whom to ask: the bodies in charge of the nearest provision, else whoever issued the document."""
    near = next((q for s in spoken for q in s.claim.quotes if q.provision.departments), None)
    clause = next((s for s in near.provision.sentences if s.kind == "responsibility"), None) if near else None
    if near is None or clause is None:
        ask_issuer(pen, context.document, number)
        return
    names = joined(context.names(near.provision.departments), pen.language)
    place = number_of(near.provision, pen.language)
    quote = Quote(near.document, near.provision, clause.start, clause.end, signpost=True)
    claim = Claim(pen.say("ask_bodies", place=place, names=names), (quote,))
    if not pen.has(claim, number):
        pen.add("contact", claim, number)


def ask_issuer(pen: Pen, document: Document, number: int) -> None:
    """Whoever issued the document: cited from where the text says so."""
    issuer = document.record.issuer
    if not issuer:
        return
    quotes = tuple(_issuer_places(document, issuer))
    claim = Claim(pen.say("ask_issuer", issuer=issuer), quotes, style="paragraph" if quotes else "tail")
    if not pen.has(claim, number):
        pen.add("contact", claim, number)


def _issuer_places(document: Document, issuer: str) -> Iterator[Quote]:
    found = read_metadata(document.text).issuer
    if found is None or found.value != issuer:
        return
    for provision in document.provisions:
        if provision.start <= found.start and found.end <= provision.end:
            yield Quote(document, provision, found.start, found.end, signpost=True)
            return
