"""Whether a written sentence is about what it cites: the share of what it speaks of that the quotes hold, weighed by rarity.

Three shares are asked for: of the whole sentence in all its quotes, of each of its clauses (a true clause does not carry an invented
one), and of each provision that it cites (a place that contributes nothing is no source). The floors were set on paraphrases of the
shipped policy, each against its own measure and against all others; tests/assistant/verification/test_support.py repeats the measurement.
The recall of content in the source is the simplest of the measures of support (compare QA-free *coverage* in Grusky et al. 2018); a
cosine of embeddings cannot tell two measures of one policy apart.
"""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import dataclass

from assistant.answering.model import Claim
from assistant.verification.content import Unit, borne, units, weight
from assistant.verification.evidence import Evidence, evidence, said
from assistant.verification.quantities import quantities, readable
from assistant.verification.segments import clauses
from corpus import Corpus


@dataclass(frozen=True, slots=True)
class Floors:
    """The least shares, and how many units a sentence must have to be judged, and a clause to be judged by itself."""

    sentence: float = 0.45
    clause: float = 0.25
    place: float = 0.12
    least: int = 2


FLOORS = Floors()


def check(claim: Claim, corpus: Corpus) -> str | None:
    """Which share of a written claim's content is too small, or that it has none."""
    if not claim.written or not claim.quotes:
        return None
    text, source = said(claim), evidence(claim)
    spoken = units(text)
    if len(spoken) < (1 if quantities(readable(text)) else FLOORS.least):  # a figure has been looked for by its own gate
        return "nothing that could be looked for"
    if (found := share(spoken, source)) < FLOORS.sentence:
        return f"{found:.2f} of the sentence stands in what it cites"
    starts = [u.start for u in spoken]
    for start, end in clauses(text):
        part = spoken[bisect_left(starts, start) : bisect_left(starts, end)]
        if len(part) < FLOORS.least:
            continue
        if (found := share(part, source)) < FLOORS.clause:
            return f"{found:.2f} of “{text[start:end]}” stands in what is cited"
    return _idle(spoken, source)


def share(spoken: tuple[Unit, ...], source: Evidence) -> float:
    """The share of ``spoken``, by weight, that the quotes and their headings hold."""
    document = source.documents[0]
    total = held = 0.0
    for u in spoken:
        w = max(weight(u, d) for d in source.documents) if len(source.documents) > 1 else weight(u, document)
        total += w
        held += w if borne(u, source.all, source.glosses) else 0.0
    return held / total if total else 0.0


def _idle(spoken: tuple[Unit, ...], source: Evidence) -> str | None:
    """The provision cited beside others that holds next to nothing of the sentence, or nothing more than these do and not most of it."""
    texts: dict[tuple[str, str], str] = {}
    for q, text in zip(source.quotes, source.texts, strict=True):
        key = (q.document.id, q.provision.id)
        texts[key] = f"{texts.get(key, '')}\n{text}\n{q.provision.title}"
    if len(texts) < 2:
        return None
    documents = {(q.document.id, q.provision.id): q.document for q in source.quotes}
    held = {key: [borne(u, text) for u in spoken] for key, text in texts.items()}
    for key in texts:
        weights = [weight(u, documents[key]) for u in spoken]
        own = sum(w for w, here in zip(weights, held[key], strict=True) if here)
        others = [any(there) for there in zip(*(h for k, h in held.items() if k != key), strict=True)]
        alone = any(here and not there for here, there in zip(held[key], others, strict=True))
        if sum(weights) and own / sum(weights) < (FLOORS.place if alone else FLOORS.sentence):
            return f"{key[0]}:{key[1]} contributes nothing"
    return None
