"""Retrieval on a public set in BEIR's layout: ``corpus.jsonl``, ``queries.jsonl``, ``qrels/test.tsv``.

The passages become provisions of one document, which is indexed and searched as the assistant indexes and searches any: a passage of
more than 600 characters is cut into overlapping windows and stands where its best window does. One document, not one for each passage:
so the assistant's own search and its parts rank the very same chunks of the same index, and their figures differ by the ranking alone.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from corpus import Corpus, Document, DocumentRecord, Provision, RestoredText, Sentence
from evals.benchmarks.ranking import Say, Table, compare, in_steps
from evals.benchmarks.retrieval import assistant_rankers

if TYPE_CHECKING:
    from assistant import Settings

MEASURES = ("R@1", "R@5", "R@10", "RR", "nDCG@10")
DOCUMENT = "passages"


class BeirError(Exception):
    """The folder holds no set that can be read; the message names the file and the line."""


@dataclass(frozen=True)
class BeirSet:
    """Passages as (id, title, text), questions by id, and for each question the grades of its relevant passages by id."""

    name: str
    passages: tuple[tuple[str, str, str], ...]
    questions: Mapping[str, str]
    relevance: Mapping[str, Mapping[str, int]]


class PassageCorpus(Corpus):
    """A corpus of the one document that holds all passages, which counts as its policy."""

    def __init__(self, whole: Document) -> None:
        super().__init__((), ())
        self._whole = whole

    @classmethod
    def of(cls, beir: BeirSet) -> PassageCorpus:
        """The passages of ``beir``, a provision each, a line of the document each (a text of several lines takes as many)."""
        provisions, start = [], 0
        for key, title, text in beir.passages:
            span = (start, start + len(text))
            sentences = (Sentence(*span, text),)
            provisions.append(Provision(DOCUMENT, key, "paragraph", title or key, title, *span, text, sentences=sentences))
            start = span[1] + 1
        whole = "\n".join(text for _, _, text in beir.passages)
        return cls(Document(DocumentRecord(id=DOCUMENT, title=beir.name), RestoredText(whole, whole), tuple(provisions)))

    def ids(self) -> tuple[str, ...]:
        return (DOCUMENT,)

    def document(self, document_id: str) -> Document | None:
        return self._whole if document_id == DOCUMENT else None

    @cached_property
    def documents(self) -> tuple[Document, ...]:
        return (self._whole,)

    @cached_property
    def policies(self) -> tuple[Document, ...]:
        return (self._whole,)

    @cached_property
    def records(self) -> tuple[DocumentRecord, ...]:
        """None: nobody asks for the set by its name."""
        return ()

    def fingerprint(self) -> dict[str, str]:
        """Changes with the passages, their titles and their ids."""
        said = json.dumps([(p.id, p.title, p.text) for p in self._whole.provisions])
        return {DOCUMENT: hashlib.sha256(said.encode()).hexdigest()}


def load_beir(folder: Path) -> BeirSet:
    """The set in ``folder``: all passages, and the questions that ``qrels/test.tsv`` knows a relevant passage of.

    Raises:
        BeirError: a file is missing or malformed, or names a question or passage that there is not.
    """
    passages = tuple(
        (_field(line, "_id", at), str(line.get("title") or "").strip(), _field(line, "text", at).strip())
        for at, line in _records(folder / "corpus.jsonl")
    )
    known = {key for key, _, _ in passages}
    if len(known) != len(passages):
        raise BeirError(f"{folder / 'corpus.jsonl'}: two passages have the same _id")
    queries = {_field(line, "_id", at): _field(line, "text", at) for at, line in _records(folder / "queries.jsonl")}
    relevance: dict[str, dict[str, int]] = {}
    for at, query, passage, grade in _judgements(folder / "qrels" / "test.tsv"):
        if query not in queries or passage not in known:
            raise BeirError(f"{at}: there is no {'passage ' + passage if query in queries else 'question ' + query}")
        if grade > 0:
            relevance.setdefault(query, {})[passage] = grade
    if not relevance:
        raise BeirError(f"{folder / 'qrels' / 'test.tsv'} calls no passage relevant")
    return BeirSet(folder.resolve().name, passages, {key: queries[key] for key in relevance}, relevance)


def measure_beir(beir: BeirSet, settings: Settings, say: Say) -> Table:
    """Index the passages in ``settings.home``, unless they are indexed there already, and measure by words, by meaning, by both, and the
    assistant's own search.

    Raises:
        RetrievalError: the home cannot be written.
        ModelError: the embedding model failed.
    """
    from assistant import Assistant, RetrievalError, build_index, open_index

    corpus = PassageCorpus.of(beir)
    try:
        index = open_index(settings, corpus, build=False)
    except RetrievalError:
        build_index(settings, corpus, in_steps(say))
        index = open_index(settings, corpus, build=False)
    rankers = assistant_rankers(Assistant.over(settings, corpus, index), DOCUMENT)
    return compare(beir.name, beir.questions, beir.relevance, rankers, MEASURES, say)


def _records(path: Path) -> Iterator[tuple[str, dict[str, Any]]]:
    """The objects of a file of JSON Lines, each with the place where it stands."""
    for number, line in enumerate(_lines(path), 1):
        if not line.strip():
            continue
        at = f"{path}:{number}"
        try:
            record = json.loads(line)
        except ValueError as error:
            raise BeirError(f"{at} is not JSON: {error}") from error
        if not isinstance(record, dict):
            raise BeirError(f"{at} is not a JSON object")
        yield at, record


def _judgements(path: Path) -> Iterator[tuple[str, str, str, int]]:
    """Place, question, passage, grade; the first line is the header."""
    for number, line in enumerate(_lines(path)[1:], 2):
        if not line.strip():
            continue
        columns, at = line.split("\t"), f"{path}:{number}"
        try:
            query, passage, grade = columns
            yield at, query, passage, int(grade)
        except ValueError as error:
            raise BeirError(f"{at} is not question, passage and grade, divided by tabs") from error


def _lines(path: Path) -> list[str]:
    try:
        # Not splitlines: a passage may hold separators that JSON leaves as they are.
        return path.read_text(encoding="utf-8").split("\n")
    except (OSError, UnicodeDecodeError) as error:
        raise BeirError(f"{path} cannot be read: {error}") from error


def _field(record: Mapping[str, Any], name: str, at: str) -> str:
    value = record.get(name)
    if not isinstance(value, str):
        raise BeirError(f"{at} has no text in its field {name}")
    return value
