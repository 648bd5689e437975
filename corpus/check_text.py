"""The report on the corpus as plain text."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from corpus.check import DocumentSummary, Report, Unresolved

_SHOWN = 20
_KINDS = {
    "replacement": "lost characters (U+FFFD)", "tag": "pieces of HTML tags", "entity": "pieces of HTML entities",
    "mojibake": "text in a wrong encoding",
}  # fmt: skip


def lines(report: Report) -> Iterator[str]:
    """The lines, without line ends."""
    yield f"Documents: {len(report.documents)}; background notes: {report.notes} with {report.facts} facts"
    for document in report.documents:
        yield from _document(document)
    yield ""
    yield f"Departments in charge: {len(report.departments)}"
    yield from (f"  {count:4d}  {name}" for name, count in report.departments.items())
    yield ""
    yield f"Repairs: {sum(report.repairs.values())}"
    yield from (f"  class {kind} {confidence:9s} {count:4d}" for (kind, confidence), count in report.repairs.items())
    yield from _unresolved("Names in 《》 that no document or note stands for", report.unresolved_titles)
    yield from _unresolved("Departments in charge that no record knows", report.unknown_departments)
    yield ""
    if report.sound:
        yield "Every provision is an exact slice of its document."
    else:
        yield f"FAULTS: {len(report.faults)}"
        yield from (f"  {fault}" for fault in report.faults)


def _document(document: DocumentSummary) -> Iterator[str]:
    yield ""
    yield f"{document.id}  {document.title}"
    structure = f"{document.parts} parts, {document.measures} measures, " if document.measures else ""
    origin = "shipped" if document.shipped else "ingested"
    yield (
        f"  {document.kind}, {origin}; {document.characters} characters; {structure}{document.provisions} provisions,"
        f" {document.sentences} sentences"
    )
    if document.repairs:
        by_class = ", ".join(f"{kind} {confidence} {count}" for (kind, confidence), count in document.repairs.items())
        yield f"  repaired or marked: {sum(document.repairs.values())} ({by_class})"
    for kind, words in _KINDS.items():
        places = [d for d in document.damage if d.kind == kind]
        if places:
            shown = " ".join(place.text[:20] for place in places[:3])
            yield f"  damaged, not repaired: {words}: {len(places)} ({shown})"
    yield from (f"  numbering: {anomaly}" for anomaly in document.anomalies[:_SHOWN])
    yield from (f"  file: {warning}" for warning in document.received_with)


def _unresolved(heading: str, found: tuple[Unresolved, ...]) -> Iterator[str]:
    yield ""
    yield f"{heading}: {len(found)}"
    for item in found[:_SHOWN]:
        place = f"{item.document} {item.place}".strip()
        yield f"  {item.name}  ({place}{', repealed' if item.repealed else ''})"
    if len(found) > _SHOWN:
        yield f"  … and {len(found) - _SHOWN} more"
