"""From the marks of an answer (``[措施(六)]``) to the sentences that they cite, and the places of an answer as part of an address."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from assistant import Answer, Citation
from assistant.answering.model import Quote
from assistant.presenting import citation_of
from corpus import Corpus, CorpusError, Document
from ui.conversation import Turn
from ui.render import MARK, clean

_Where = tuple[int, int]
"""The place of a citation in the panel: its group, counted from 0, and its number there, from 1."""
MOST_PLACES = 400
"""So many places may stand in one address."""
_PLACE = re.compile(r"(?P<document>[^~]{1,200})/(?P<provision>[^/~]{1,80})/(?P<start>[0-9]{1,9})-(?P<end>[0-9]{1,9})(?P<signpost>s?)")


def grouped(citations: Sequence[Citation]) -> list[list[Citation]]:
    """Citations by the provision they stand in, those of a background note by the note, in the order of their first mention."""
    groups: dict[tuple[str, str], list[Citation]] = {}
    for citation in citations:
        groups.setdefault((citation.document, "" if citation.kind == "note" else citation.provision), []).append(citation)
    return list(groups.values())


def block_id(turn: int, group: int) -> str:
    """The id in the page of the block of a group of citations, counted from 0."""
    return f"source-{turn}-{group + 1}"


def anchors(turn: Turn) -> dict[str, tuple[str, ...]]:
    """From the label of a citation to where its marks lead, one place for each time that the answer holds it: the id of the block, ``-q``,
    and the numbers within the block of the sentences cited there (``source-3-1-q2.4``). A label that the text does not hold has one place.

    An answer that does not say what its marks stand for has them lead to all sentences under their label. When two documents share a label
    and nothing tells them apart, the first one has it.
    """
    if turn.answer is None:
        return {}
    numbered: dict[int, _Where] = {}
    labelled: dict[str, list[_Where]] = {}
    for k, group in enumerate(grouped(turn.answer.citations)):
        for i, citation in enumerate(group, start=1):
            numbered[citation.n] = (k, i)
            labelled.setdefault(citation.label, []).append((k, i))
    found: dict[str, tuple[str, ...]] = {}
    for label, places in _meant(turn.answer, numbered, labelled):
        found[label] = (*found.get(label, ()), _leads(turn.number, places))
    return {label: found.get(label) or (_leads(turn.number, places),) for label, places in labelled.items()}


def _meant(answer: Answer, numbered: dict[int, _Where], labelled: dict[str, list[_Where]]) -> Iterable[tuple[str, list[_Where]]]:
    """The labels of the marks in the text, each with the places that it stands for."""
    labels = [mark[1:-1] for mark in MARK.findall(clean(answer.answer)) if mark[1:-1] in labelled]
    told = [[numbered[n] for n in numbers if n in numbered] for numbers in answer.marks]
    if len(told) == len(labels) and all(told):
        return zip(labels, told, strict=True)
    return ((label, labelled[label]) for label in labels)


def _leads(turn: int, places: Sequence[_Where]) -> str:
    block = places[0][0]
    inside = sorted(i for k, i in places if k == block)
    return f"{block_id(turn, block)}-q{'.'.join(map(str, inside))}"


def write_places(citations: Iterable[Citation]) -> str:
    """Where ``citations`` stand, in one line."""
    return "~".join(f"{c.document}/{c.provision}/{c.start}-{c.end}{'s' * (c.role == 'signpost')}" for c in citations)


def read_places(line: str, corpus: Corpus) -> tuple[Citation, ...]:
    """The citations that :func:`write_places` wrote, made again from the documents.

    Raises:
        ValueError: the line was written by something else, or a document has changed since.
    """
    pieces = line.split("~")
    if len(pieces) > MOST_PLACES:
        raise ValueError(f"more than {MOST_PLACES} places")
    main = (corpus.policies or corpus.documents)[0].id
    return tuple(citation_of(n, _quote(piece, corpus), main) for n, piece in enumerate(pieces, start=1))


def _quote(piece: str, corpus: Corpus) -> Quote:
    place = _PLACE.fullmatch(piece)
    if place is None:
        raise ValueError("not a place")
    document = document_of(place["document"], corpus)
    provision = document.provision(place["provision"]) if document else None
    start, end = int(place["start"]), int(place["end"])
    if document is None or provision is None or not provision.start <= start < end <= provision.end:
        raise ValueError("no such place")
    return Quote(document, provision, start, end, signpost=bool(place["signpost"]))


def document_of(name: str, corpus: Corpus) -> Document | None:
    """The document with that id, or None."""
    try:
        return corpus.document(name)
    except CorpusError:
        return None
