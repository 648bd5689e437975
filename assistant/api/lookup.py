"""Reads measures and documents from the parsed text: complete and exact, nothing is retrieved and no model is asked."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from assistant.answering.conditions import Hit, commitments_of, condition, hits
from assistant.answering.context import Context
from assistant.answering.model import Claim, Quote
from assistant.answering.rows import quote_of
from assistant.answering.structured import responsibility, whole_provision
from assistant.answering.units import units_of
from assistant.answering.wording import damage_notices
from assistant.api.lookup_model import (
    Damage,
    DocumentBrief,
    DocumentFound,
    Measure,
    MeasureFound,
    MeasuresFound,
    Part,
    ValidityFound,
)
from assistant.contract import Citation
from assistant.presenting import citations_of
from assistant.understanding.counted import parts_of
from assistant.understanding.list_query import Filter
from assistant.understanding.normalise import clean
from assistant.understanding.references import read_refs
from corpus import Corpus, Document, Provision, read_commitments, read_departments
from corpus.metadata import Found, read_metadata
from corpus.numerals import to_int
from corpus.validity import Validity

if TYPE_CHECKING:
    from assistant.assistant import Assistant


def find_measure(assistant: Assistant, named: int | str, document: str | None = None) -> MeasureFound:
    """The measure ``named`` by number (6, "六") or label (措施(六), 第六条, measure 6) of ``document`` (the policy by default)."""
    corpus = assistant.corpus
    held = _document(corpus, document)
    if held is None:
        return MeasureFound(found=False, reason="no_such_document")
    ids = _named(str(named))
    if len(ids) > 1:
        return MeasureFound(found=False, reason="ambiguous", document=_brief(held))
    provision = held.provision(ids[0]) if ids else None
    if provision is None:
        return MeasureFound(found=False, reason="no_such_provision", document=_brief(held))
    charge = responsibility(provision)
    quotes = [whole_provision(held, provision), *([Quote(held, provision, charge.start, charge.end)] if charge else [])]
    return MeasureFound(
        found=True,
        measure=_measure(corpus, held, provision),
        document=_brief(held),
        citations=_cited(corpus, quotes),
        notices=damage_notices(quotes, "zh"),
    )


def find_measures(
    assistant: Assistant,
    department: str | None = None,
    part: int | str | None = None,
    commitment: str | None = None,
    document: str | None = None,
) -> MeasuresFound:
    """All measures in which ``department`` (under any of its names) has a part, that stand in ``part`` (number or heading), that bind
    themselves by ``commitment`` (a word of the text or a kind: grant, priority, duty, support, encourage, explore, promote, penalty,
    permit). What is not given is no condition."""
    corpus = assistant.corpus
    held = _document(corpus, document)
    if held is None:
        return MeasuresFound(count=0, total=0, reason="no_such_document", known=tuple(r.id for r in corpus.records))
    units = units_of(held)
    total = len(units.units)
    filters: list[Filter] = []
    names = tuple(dict.fromkeys(m.name for m in read_departments(clean(department or ""), corpus.departments, weak=True)))
    if department is not None:
        if len(names) != 1:
            known = tuple(dict.fromkeys(name for p in held.provisions for name in p.departments))
            return MeasuresFound(count=0, total=total, reason="ambiguous" if names else "unknown_department", known=known)
        filters.append(Filter("department", names, department))
    place = _part(held, part) if part is not None else None
    if part is not None:
        if place is None:
            known = tuple(f"{p.label} {p.title}" for p in parts_of(held))
            return MeasuresFound(count=0, total=total, reason="unknown_part", known=known)
        filters.append(Filter("part", (str(place.number),), str(part)))
    words = tuple(c.word for c in commitments_of(clean(commitment))) if commitment is not None else ()
    if commitment is not None:
        if not words:
            return MeasuresFound(count=0, total=total, reason="unknown_commitment", known=_commitments(corpus, held.text))
        filters.append(Filter("commitment", (clean(commitment),), commitment))
    found = hits(units, [condition(f, held, units) for f in filters])
    quotes = [q for hit in found for q in _why(corpus, held, hit, charged=department is not None)]
    return MeasuresFound(
        count=len(found),
        total=total,
        reason=None if found else "none_matches",
        department=names[0] if department is not None else None,
        part=f"{place.label} {place.title}" if place else None,
        commitment=tuple(w for w in words if units.stands(w)),
        measures=tuple(_measure(corpus, held, hit.unit.provision) for hit in found),
        citations=_cited(corpus, quotes),
        notices=damage_notices(quotes, "zh"),
    )


def find_document(assistant: Assistant, document: str | None = None) -> DocumentFound:
    """What ``document`` (the policy by default) says of itself, each date and name with its place."""
    corpus = assistant.corpus
    held = _document(corpus, document)
    briefs = tuple(_brief(d) for d in corpus.documents if d.record.kind != "note")
    if held is None:
        return DocumentFound(found=False, reason="no_such_document", documents=briefs)
    stated = read_metadata(held.text)
    singles = (stated.title, stated.issuer, stated.document_number, stated.issued, stated.in_force, stated.expires, stated.validity)
    quotes = [_quote(held, found) for found in (*singles, *stated.repeals) if found is not None]
    known, today = corpus.validity(held), assistant.current_engine().today()
    for repeal, _ in known.repealed_by:
        if (other := corpus.document(repeal.document)) is not None and repeal.found.start >= 0:
            quotes.append(_quote(other, repeal.found))
    counts = Counter(r.confidence for r in held.restored.repairs)
    damage = Damage(total=counts.total(), certain=counts["certain"], inferred=counts["inferred"], lost=counts["lost"])
    parts = (
        Part(label=p.label, title=p.title, measures=tuple(c.number for c in held.children(p.id) if c.number is not None))
        for p in parts_of(held)
    )
    return DocumentFound(
        found=True,
        document=_brief(held),
        issuer=held.record.issuer,
        status=held.record.status,
        supersedes=held.record.supersedes,
        superseded_by=held.record.superseded_by,
        validity=validity_found(known, today),
        measures=len(units_of(held).units),
        parts=tuple(parts),
        damage=damage,
        citations=_cited(corpus, quotes),
        notices=damage_notices(quotes, "zh"),
        documents=briefs,
    )


def validity_found(known: Validity, day: dt.date) -> ValidityFound:
    """The verdict of :mod:`corpus.validity` for programs."""
    force = known.on(day)
    return ValidityFound(
        day=day.isoformat(),
        force=force,
        because=known.because if force == "undecided" else None,
        term=known.term.value if known.term else None,
        trial=known.trial,
        repealed_by=tuple(dict.fromkeys(repeal.document for repeal, _ in known.repealed_by)),
    )


def _document(corpus: Corpus, document: str | None) -> Document | None:
    return corpus.policies[0] if document is None else corpus.document(document)


def _named(written: str) -> tuple[str, ...]:
    """Ids of the units that ``written`` names: a bare number, or as questions name them."""
    text = clean(written)
    number = to_int(text.strip("() "))
    if number is not None:
        return (str(number),)
    return tuple(ref.id for ref in read_refs(text) if ref.level == "unit")


def _part(document: Document, named: int | str) -> Provision | None:
    """The part by number, label or heading; None where not exactly one is meant."""
    text = clean(str(named))
    number = to_int(text)
    numbers = {number} if number is not None else {ref.number for ref in read_refs(text) if ref.level == "part"}
    by_title = [p for p in parts_of(document) if text and text in clean(p.title)]
    found = [p for p in parts_of(document) if p.number in numbers] or by_title
    return found[0] if len(found) == 1 else None


def _measure(corpus: Corpus, document: Document, provision: Provision) -> Measure:
    above = document.provision(provision.parent) if provision.parent else None
    return Measure(
        document=document.id,
        provision=provision.id,
        number=provision.number,
        label=provision.label,
        title=provision.title,
        part=f"{above.label} {above.title}".strip() if above else None,
        departments=provision.departments,
        commitments=_commitments(corpus, provision.text),
        text=provision.text,
        start=provision.start,
        end=provision.end,
    )


def _commitments(corpus: Corpus, text: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(m.name for m in read_commitments(text, corpus.commitments)))


def _why(corpus: Corpus, document: Document, hit: Hit, *, charged: bool) -> Iterator[Quote]:
    """The words that put a measure into a list: the sentences with the word, the clause on who is in charge, else its heading."""
    context = Context(corpus, document, "zh")
    shown = [*hit.lines, *([hit.unit.charge] if charged and hit.unit.charge else [])] or [hit.unit.heading]
    yield from (quote_of(context, hit.unit, line) for line in shown)


def _quote(document: Document, found: Found) -> Quote:
    at = document.sentence_at(found.start)
    assert at is not None, "metadata is read from sentences"
    return Quote(document, at[1], at[0].start, at[0].end)


def _cited(corpus: Corpus, quotes: Sequence[Quote]) -> tuple[Citation, ...]:
    return tuple(citations_of((Claim("", tuple(quotes)),), corpus.policies[0].id))


def _brief(document: Document) -> DocumentBrief:
    record = document.record
    dates = record.dates
    return DocumentBrief(
        id=document.id,
        title=document.title,
        document_number=record.document_number,
        issued=dates.get("issued"),
        in_force=dates.get("in_force"),
        expires=dates.get("expires"),
    )
