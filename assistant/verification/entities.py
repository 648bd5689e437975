"""Bodies, programmes, awards, documents, places, levels and recipients that a claim names stand in what it cites."""

from __future__ import annotations

from assistant.answering.model import Claim
from assistant.verification import bodies, levels, recipients, titles
from assistant.verification.composed import without_titles
from assistant.verification.evidence import Evidence, evidence, said
from assistant.verification.normal import normal
from corpus import Corpus, read_departments


def check(claim: Claim, corpus: Corpus) -> str | None:
    """The name that nothing cited bears; in a written claim also a body that is given another part and a recipient of what others get."""
    return _written(claim) if claim.written else _composed(claim, corpus)


def _composed(claim: Claim, corpus: Corpus) -> str | None:
    named = {m.name for m in read_departments(without_titles(claim, corpus), corpus.departments)}
    in_charge = {d for q in claim.quotes for d in q.provision.departments}
    if wrong := next((d for d in claim.denied if d in in_charge or any(d in q.text for q in claim.quotes)), None):
        return f"{wrong} is denied and stands there"
    named -= set(claim.denied)
    if not named or not claim.quotes:
        # A frame may repeat the body that was asked about; it states nothing of it.
        return None
    borne = {m.name for q in claim.quotes for m in read_departments(q.text, corpus.departments)}
    borne |= {d for q in claim.quotes for d in q.provision.departments}
    borne |= {m.name for q in claim.quotes for m in read_departments(q.provision.title, corpus.departments)}
    return next(iter(named - borne), None)


def _written(claim: Claim) -> str | None:
    source = evidence(claim)
    text = _without_titles(said(claim), source)
    if (body := bodies.foreign(text, source)) is not None:
        return body
    for m in reversed(bodies.mentions(text)):  # 南京海关 names no place, 人民银行 no bank
        text = f"{text[: m.start]}{' ' * (m.end - m.start)}{text[m.end :]}"
    return titles.foreign(text, source) or levels.foreign(text, source) or recipients.foreign(text, source)


def _without_titles(text: str, source: Evidence) -> str:
    for title in {normal(d.title) for d in source.documents}:
        text = text.replace(f"《{title}》", " ").replace(title, " ")
    return text
