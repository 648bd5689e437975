"""From verified claims to the contract: marks in the text, numbered citations, notices."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from assistant.answering.model import Claim, Quote
from assistant.answering.wording import mark, name_of
from assistant.contract import Answer, Citation
from assistant.eligibility.report import report
from assistant.pipeline import Turn


def present(turn: Turn, *, identifier: str | None, latency_ms: float) -> Answer:
    """The answer as it leaves."""
    assert turn.draft is not None, "a verified draft"
    draft, main = turn.draft, turn.engine.main.id
    citations = tuple(citations_of(draft.claims, main))
    return Answer(
        id=identifier,
        question=turn.question if turn.shown is None else turn.shown,
        standalone_question=turn.u.standalone,
        status=draft.status,
        abstained=draft.status == "declined",
        reason=draft.reason,
        answer="".join(pieces(draft.claims, main)),
        citations=citations,
        marks=tuple(marks_of(draft.claims, citations, main)),
        notices=tuple(dict.fromkeys(draft.notices)),
        verification=turn.verification,
        mode=draft.mode,
        model=draft.model,
        suggestions=tuple(dict.fromkeys(draft.suggestions)),
        index=turn.engine.index.generation,
        latency_ms=round(latency_ms, 3),
        eligibility=report(turn.assessment) if turn.assessment else None,
    )


def pieces(claims: Iterable[Claim], main_document: str) -> Iterator[str]:
    """The Markdown text, claim by claim, each with its marks; what a stream sends."""
    previous: Claim | None = None
    for claim in claims:
        if previous is not None:
            yield "\n" if claim.style == "item" and previous.style in ("item", "lead") else "\n\n"
        marks = "".join(_marked(claim, main_document))
        bullet = "- " if claim.style == "item" else ""
        words = f"**{_escape(claim.text)}**" if claim.style == "heading" else _escape(claim.text)
        yield f"{bullet}{words}{' ' if marks else ''}{marks}"
        previous = claim


def _marked(claim: Claim, main_document: str) -> dict[str, list[Quote]]:
    """The marks of ``claim``, each with the quotes that it stands for."""
    found: dict[str, list[Quote]] = {}
    for q in claim.quotes:
        found.setdefault(mark(q, main_document), []).append(q)
    return found


def marks_of(claims: Iterable[Claim], citations: Iterable[Citation], main_document: str) -> Iterator[tuple[int, ...]]:
    """For each mark that :func:`pieces` writes, in its order, the numbers of the citations that it stands for."""
    numbers = {(c.document, c.provision, c.start, c.end): c.n for c in citations}
    for claim in claims:
        for quotes in _marked(claim, main_document).values():
            yield tuple(dict.fromkeys(numbers[q.document.id, q.provision.id, q.start, q.end] for q in quotes))


def _escape(words: str) -> str:
    """Characters of a document or of a question that Markdown or HTML would take for its own."""
    for char in ("\\", "`", "*", "_", "<", ">", "#", "~"):
        words = words.replace(char, {"<": "&lt;", ">": "&gt;"}.get(char, f"\\{char}"))
    return words


def citations_of(claims: tuple[Claim, ...], main_document: str) -> Iterator[Citation]:
    seen: dict[tuple[str, str, int, int], Quote] = {}
    for claim in claims:
        for q in claim.quotes:
            key = (q.document.id, q.provision.id, q.start, q.end)
            # A place that supports one claim and is a signpost of another is support.
            if key not in seen or (seen[key].signpost and not q.signpost):
                seen[key] = q
    return (citation_of(n, q, main_document) for n, q in enumerate(seen.values(), start=1))


def citation_of(n: int, q: Quote, main_document: str) -> Citation:
    """A quote under its number."""
    return Citation(
        n=n,
        role="signpost" if q.signpost else "support",
        document=q.document.id,
        document_number=q.document.record.document_number,
        provision=q.provision.id,
        measure=q.provision.measure,
        label=name_of(q.document, q.provision, main_document),
        title=q.provision.title or q.document.title,
        quote=q.text,
        start=q.start,
        end=q.end,
        kind="note" if q.is_note else "provision",
    )
