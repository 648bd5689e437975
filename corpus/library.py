"""The corpus: shipped policies, ingested documents, background notes; each read when it is asked for.

::

    corpus = load_corpus(documents_dir)
    for result in ingest([Path("notices/")], documents_dir):
        print(result.path, result)                  # Ingested or Skipped, file by file
    remove("yun-he-tong-zhi", documents_dir)
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cached_property, partial
from pathlib import Path

from corpus.glossary import load_commitments, load_departments, load_instruments, load_lexicon
from corpus.ingest import Ingested, Skipped, ingest
from corpus.model import Document
from corpus.notes import note, note_fingerprint, note_id
from corpus.records import Commitment, CorpusError, Department, DocumentRecord, Instrument, LexiconEntry
from corpus.shelf import Broken, Stored, remove, stored
from corpus.sources import READER_VERSION, Source, shipped_sources
from corpus.validity import Validity, read_validity

__all__ = ["READER_VERSION", "Broken", "Corpus", "Ingested", "Skipped", "ingest", "load_corpus", "remove"]


class Corpus:
    """All documents, in a fixed order: shipped policies first, then ingested documents by id, then notes.

    Reading is lazy: ids, records and fingerprints cost no parsing, and a parsed document is kept. ``broken`` is what was ingested and is
    not whole any more: it counts for nothing until it is ingested again or removed.
    """

    def __init__(self, sources: tuple[Source, ...], instruments: tuple[Instrument, ...], broken: tuple[Broken, ...] = ()) -> None:
        self.broken = broken
        self._sources = {source.id: source for source in sources}
        self._instruments = {note_id(i): i for i in instruments}
        for both in self._sources.keys() & self._instruments.keys():
            raise CorpusError(f"The id {both} belongs to a document and to a note; rename one of them")
        readers: dict[str, Callable[[], Document]] = {source.id: source.read for source in sources}
        readers.update({key: partial(note, instrument) for key, instrument in self._instruments.items()})
        self._readers = readers
        self._read: dict[str, Document] = {}
        self._validity: dict[str, Validity] = {}

    def ids(self) -> tuple[str, ...]:
        """The ids of all documents, in order."""
        return tuple(self._readers)

    def document(self, document_id: str) -> Document | None:
        """The document with that id, or None.

        Raises:
            CorpusError: its text or a record of it is broken.
        """
        if document_id not in self._read:
            reader = self._readers.get(document_id)
            if reader is None:
                return None
            self._read[document_id] = reader()
        return self._read[document_id]

    @cached_property
    def documents(self) -> tuple[Document, ...]:
        """All documents, parsed."""
        return tuple(self._get(key) for key in self._readers)

    @cached_property
    def policies(self) -> tuple[Document, ...]:
        """The documents of kind *policy*, parsed."""
        return tuple(self._get(source.id) for source in self._sources.values() if source.record.kind == "policy")

    @cached_property
    def notes(self) -> tuple[Document, ...]:
        """The background notes."""
        return tuple(self._get(key) for key in self._instruments)

    @cached_property
    def records(self) -> tuple[DocumentRecord, ...]:
        """The records on disk of all documents but notes, in order, without parsing (for lists)."""
        return tuple(source.record for source in self._sources.values())

    def validity(self, document: Document) -> Validity:
        """What is known of the validity of one of these documents: its own dates, and what others of them say of its repeal."""
        if document.id not in self._validity:
            self._validity[document.id] = read_validity(document, self.records, self.document)
        return self._validity[document.id]

    def is_shipped(self, document_id: str) -> bool:
        """Whether the document comes with the package (notes do) and so cannot be removed."""
        source = self._sources.get(document_id)
        return document_id in self._instruments if source is None else source.shipped

    def fingerprint(self) -> dict[str, str]:
        """Document id to SHA-256 over all that decides what is read from it; equal fingerprints mean equal documents.

        Raises:
            CorpusError: a text is missing or is not the one on record.
        """
        own = {key: source.fingerprint() for key, source in self._sources.items()}
        return {**own, **{key: note_fingerprint(instrument) for key, instrument in self._instruments.items()}}

    @property
    def departments(self) -> tuple[Department, ...]:
        """The bodies in charge that are on record."""
        return load_departments()

    @property
    def lexicon(self) -> tuple[LexiconEntry, ...]:
        """Everyday words and the words of official texts."""
        return load_lexicon()

    @property
    def commitments(self) -> tuple[Commitment, ...]:
        """The commitment words, longest first."""
        return load_commitments()

    @property
    def instruments(self) -> tuple[Instrument, ...]:
        """What the notes are made of."""
        return tuple(self._instruments.values())

    def _get(self, key: str) -> Document:
        document = self.document(key)
        assert document is not None
        return document


def load_corpus(documents_dir: Path | None = None) -> Corpus:
    """The shipped corpus, with the documents ingested into ``documents_dir`` if it is given (it need not exist).

    Raises:
        CorpusError: a shipped record is broken, or a shipped text is not the one on record.
    """
    shipped = shipped_sources()
    for source in shipped:
        source.received()
    shelf = stored(documents_dir) if documents_dir else Stored()
    return Corpus((*shipped, *shelf.sources), load_instruments(), shelf.broken)
