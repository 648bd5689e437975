"""Sentences as claims: what they cite is written as document/provision#sentence."""

from __future__ import annotations

from pathlib import Path

from assistant.answering.model import Claim, Quote
from assistant.verification import GATES, check_written
from corpus import Corpus, Document, load_corpus
from corpus.ingest import ingest

HERE = Path(__file__).parent
DATA = HERE.parent.parent / "data"
DOCUMENTS = {"js": "js-ip-2023", "inc": "incentives", "irr": "irrigation-notice", "kite": "kite-rules"}
POLICY_CORPUS = load_corpus()
POLICY: Document = POLICY_CORPUS.policies[0]
SENTENCES = tuple(Quote(POLICY, p, s.start, s.end) for p in POLICY.measures for s in p.sentences if s.kind == "body")
"""All body sentences of the shipped measures."""
_GATES = dict(GATES)


def with_documents(folder: Path) -> Corpus:
    """The policy, and three small documents with legible figures of every kind, kept in ``folder``."""
    list(ingest([HERE / "incentives.txt", DATA / "kite-rules.txt", DATA / "irrigation-notice.txt"], folder))
    return load_corpus(folder)


def cited(place: str, corpus: Corpus = POLICY_CORPUS) -> Quote:
    """``js/6#2`` is the second body sentence of that provision, ``js/6`` all of it."""
    name, _, rest = place.partition("/")
    provision, _, number = rest.partition("#")
    document = corpus.document(DOCUMENTS[name])
    unit = document.provision(provision) if document else None
    assert document is not None and unit is not None, place
    body = [s for s in unit.sentences if s.kind == "body"]
    start, end = (body[int(number) - 1].start, body[int(number) - 1].end) if number else (unit.start, unit.end)
    return Quote(document, unit, start, end)


def written(text: str, *quotes: Quote) -> Claim:
    return Claim(text, quotes, written=True)


def fault(gate: str, text: str, *quotes: Quote, corpus: Corpus = POLICY_CORPUS) -> str | None:
    """What one gate has against a written sentence."""
    return _GATES[gate](written(text, *quotes), corpus)


def faults(claim: Claim, corpus: Corpus = POLICY_CORPUS) -> dict[str, str]:
    """The gates that object to ``claim``, with their details."""
    return {name: detail for name, gate in GATES if (detail := gate(claim, corpus)) is not None}


def passes(text: str, *quotes: Quote, corpus: Corpus = POLICY_CORPUS) -> bool:
    return check_written(written(text, *quotes), corpus) is None
