"""From a stretch of a document to the provisions that it holds."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from corpus import Document, Provision


@dataclass(frozen=True, slots=True)
class Place:
    """A slice of a document inside one provision's own text."""

    provision: Provision
    start: int
    end: int

    @property
    def length(self) -> int:
        return self.end - self.start


def places_in(document: Document, start: int, end: int) -> list[Place]:
    """What ``document.text[start:end]`` shares with each provision, where that is substantial; the longest first.

    Substantial is at least half of what is the provision's own (of a part or chapter only its heading: the rest belongs to the units
    below it), or at least half of the slice. The document's title is no place to cite.
    """
    places = [
        place
        for provision, own in _own_spans(document)
        if (place := _shared(document.text, provision, max(start, own[0]), min(end, own[1]))) is not None
        and 2 * place.length >= min(own[1] - own[0], end - start)
    ]
    return sorted(places, key=lambda place: -place.length)


def _own_spans(document: Document) -> Iterator[tuple[Provision, tuple[int, int]]]:
    first_below = {p.parent: p.start for p in reversed(document.provisions)}
    for provision in document.provisions:
        end = first_below.get(provision.id, provision.end)
        own = document.text[provision.start : end]
        if provision.kind != "title" and own.strip():
            yield provision, (provision.start, provision.start + len(own.rstrip()))


def _shared(text: str, provision: Provision, start: int, end: int) -> Place | None:
    piece = text[start:end] if start < end else ""
    if not piece.strip():
        return None
    return Place(provision, start + len(piece) - len(piece.lstrip()), start + len(piece.rstrip()))
