"""What is known besides the documents: bodies in charge, commitment words, everyday words, kinds of support and of those who may get it,
background notes, glosses.

Each function reads one file of ``corpus/records``, checks it and keeps the result; the order is the file's. A duplicate or a
contradiction between records raises :class:`corpus.records.CorpusError` naming the file and the words.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from pathlib import Path
from typing import TypeVar

from corpus.records import (
    RECORDS,
    Beneficiary,
    Commitment,
    CorpusError,
    Department,
    GlossSet,
    Instrument,
    LexiconEntry,
    ProvisionGloss,
    Support,
    WordKind,
    load_record,
    load_records,
)


@cache
def load_departments(path: Path = RECORDS / "departments.yaml") -> tuple[Department, ...]:
    """The bodies in charge. Raises when a name or an alias, weak ones included, belongs to two bodies."""
    records = load_records(path, Department)
    _once(path, "name or alias", (word for r in records for word in (r.name, *r.aliases, *r.weak_aliases)))
    own = {word for r in records for word in (r.name, *r.aliases, *r.weak_aliases)}
    for record in records:
        for other in record.lookalikes:
            if other in own:
                raise CorpusError(f"{path}: {other} is a lookalike of {record.name} and at the same time a name or an alias")
    return records


@cache
def load_commitments(path: Path = RECORDS / "commitments.yaml") -> tuple[Commitment, ...]:
    """The commitment words, the longest first, so that the first match at a place is the one that counts. Raises on a duplicate."""
    records = load_records(path, Commitment)
    _once(path, "word", (r.word for r in records))
    for record in records:
        for longer in record.unless_in:
            if record.word not in longer or record.word == longer:
                raise CorpusError(f"{path}: unless_in of {record.word} holds {longer}, which is no longer word around it")
    return tuple(sorted(records, key=lambda r: -len(r.word)))


@cache
def load_lexicon(path: Path = RECORDS / "lexicon.yaml") -> tuple[LexiconEntry, ...]:
    """Everyday words and the words of official texts. Raises when two entries explain the same everyday word."""
    records = load_records(path, LexiconEntry)
    _once(path, "everyday word", (word for r in records for word in r.say))
    return records


@cache
def load_beneficiaries(path: Path = RECORDS / "beneficiaries.yaml") -> tuple[Beneficiary, ...]:
    """Whom measures may serve. Raises when two kinds are asked for by the same word, or a longer word contains none of its kind."""
    return _checked_kinds(path, load_records(path, Beneficiary))


@cache
def load_supports(path: Path = RECORDS / "supports.yaml") -> tuple[Support, ...]:
    """Kinds of support. Raises when two kinds are asked for by the same word, or a longer word contains none of its kind."""
    return _checked_kinds(path, load_records(path, Support))


K = TypeVar("K", bound=WordKind)


def _checked_kinds(path: Path, kinds: tuple[K, ...]) -> tuple[K, ...]:
    _once(path, "id", (k.id for k in kinds))
    _once(path, "asking word", (word for k in kinds for word in dict.fromkeys((k.name_zh, *k.say))))
    for kind in kinds:
        for longer in kind.unless_in:
            if not any(word in longer and word != longer for word in kind.words):
                raise CorpusError(f"{path}: unless_in of {kind.id} holds {longer}, which is no longer word around one of its words")
    return kinds


@cache
def load_instruments(path: Path = RECORDS / "instruments.yaml") -> tuple[Instrument, ...]:
    """Background on what a policy names. Raises on a duplicate id, name, alias or fact, and on an instrument without facts."""
    records = load_records(path, Instrument)
    _once(path, "id", (r.id for r in records))
    _once(path, "name or alias", (word for r in records for word in (r.name, *r.aliases)))
    _once(path, "fact", (f.text for r in records for f in r.facts))
    for record in records:
        if not record.facts:
            raise CorpusError(f"{path}: {record.id} has no facts; leave it out or add one")
    return records


@cache
def load_glosses(document_id: str, records: Path = RECORDS) -> tuple[ProvisionGloss, ...]:
    """Plain-word glosses of the provisions of ``document_id``, or ``()`` when there are none.

    Raises :class:`CorpusError` when the file is for another document or explains a provision twice.
    """
    glosses = load_gloss_set(document_id, records)
    return glosses.provisions if glosses else ()


@cache
def load_gloss_set(document_id: str, records: Path = RECORDS) -> GlossSet | None:
    """The glosses together with the copy of the text that they were written from; None when there are none."""
    path = records / "measures" / f"{document_id}.yaml"
    if not path.exists():
        return None
    glosses = load_record(path, GlossSet)
    if glosses.document != document_id:
        raise CorpusError(f"{path}: document is {glosses.document}, expected {document_id}")
    _once(path, "provision", (g.provision for g in glosses.provisions))
    return glosses


def _once(path: Path, what: str, words: Iterable[str]) -> None:
    seen: set[str] = set()
    for word in words:
        if word in seen:
            raise CorpusError(f"{path}: the {what} {word!r} stands twice; keep one")
        seen.add(word)
