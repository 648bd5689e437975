"""Background notes: what is known about an instrument that a policy names, as a document of kind *note*."""

from __future__ import annotations

import hashlib

from corpus.model import Document, Provision, RestoredText
from corpus.records import DocumentRecord, Instrument
from corpus.sentences import sentence

LABEL = "背景资料"


def note_id(instrument: Instrument) -> str:
    """The document id of an instrument's note."""
    return f"note-{instrument.id}"


def note(instrument: Instrument) -> Document:
    """The note: one fact a line, one provision a fact. ``record.source`` lists where the facts were seen."""
    sources = tuple(dict.fromkeys(fact.source for fact in instrument.facts if fact.source))
    record = DocumentRecord(
        id=note_id(instrument), title=instrument.name, title_en=instrument.name_en, kind="note", source="; ".join(sources) or None
    )
    provisions, at = [], 0
    facts = [" ".join(fact.text.split()) for fact in instrument.facts]
    text = "\n".join(facts)
    for number, fact in enumerate(facts, 1):
        end = at + len(fact)
        own = sentence(text, at, end)
        provisions.append(Provision(record.id, str(number), "note", LABEL, instrument.name, at, end, fact, number, None, (own,)))
        at = end + 1
    return Document(record, RestoredText(text, text), tuple(provisions))


def note_fingerprint(instrument: Instrument) -> str:
    """SHA-256 over the instrument's record."""
    return hashlib.sha256(instrument.model_dump_json().encode()).hexdigest()
