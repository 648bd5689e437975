"""Where documents come from before they are read: a record, the bytes as received, the repairs known for them."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from pathlib import Path

from corpus.metadata import read_metadata
from corpus.model import Document
from corpus.parse import parse
from corpus.records import RECORDS, TEXTS, CorpusError, DocumentRecord, RepairRecord, load_record, load_records
from corpus.restore import restore

READER_VERSION = "3"
"""Goes into every fingerprint; raised whenever restoring or parsing gives other provisions or sentences for the same text."""


@dataclass(frozen=True, slots=True)
class Source:
    """One document on disk. ``repairs`` and ``glosses`` are the files of its repairs and of our plain words for its provisions, if any;
    ``shipped``: it comes with the package."""

    record: DocumentRecord
    text_path: Path
    repairs: Path | None = None
    shipped: bool = False
    glosses: Path | None = None

    @property
    def id(self) -> str:
        return self.record.id

    def received(self) -> bytes:
        """The text as it was received.

        Raises:
            CorpusError: the text is missing or is not the one that the record describes.
        """
        try:
            data = self.text_path.read_bytes()
        except OSError as error:
            raise CorpusError(f"{self.text_path}: the text of {self.id} cannot be read: {error.strerror or error}") from error
        found = hashlib.sha256(data).hexdigest()
        if self.record.sha256 is not None and found != self.record.sha256:
            raise CorpusError(
                f"{self.text_path}: the text of {self.id} is not the one on record (sha256 {found}, expected {self.record.sha256}); "
                f"bring the original back, or correct the record"
            )
        return data

    def fingerprint(self) -> str:
        """SHA-256 over everything that decides what is read from this document."""
        digest = hashlib.sha256(READER_VERSION.encode())
        beside = (path.read_bytes() if path else b"" for path in (self.repairs, self.glosses))
        for part in (self.record.model_dump_json().encode(), self.received(), *beside):
            digest.update(hashlib.sha256(part).digest())
        return digest.hexdigest()

    def read(self) -> Document:
        """The parsed document; what its record leaves open is filled in from the text.

        Raises:
            CorpusError: the text or a repair record is broken.
        """
        try:
            text = self.received().decode("utf-8")
        except UnicodeDecodeError as error:
            raise CorpusError(f"{self.text_path}: the text of {self.id} is not UTF-8") from error
        restored = restore(text, load_records(self.repairs, RepairRecord) if self.repairs else ())
        return parse(completed(self.record, restored.text) if self.shipped else self.record, restored)


def shipped_sources(records: Path = RECORDS, texts: Path = TEXTS) -> tuple[Source, ...]:
    """The documents that come with the package, by file name of their records.

    Raises:
        CorpusError: a record is broken, names no text, or two have the same id.
    """
    sources: dict[str, Source] = {}
    for path in sorted((records / "documents").glob("*.yaml")):
        record = load_record(path, DocumentRecord)
        if record.text is None or Path(record.text).name != record.text:
            raise CorpusError(f"{path}: text: name the file in {texts} that holds the document")
        if record.id in sources:
            raise CorpusError(f"{path}: id: {record.id} belongs to another record already")
        repairs, glosses = (records / folder / f"{record.id}.yaml" for folder in ("repairs", "measures"))
        sources[record.id] = Source(
            record, texts / record.text, repairs if repairs.exists() else None, shipped=True, glosses=glosses if glosses.exists() else None
        )
    return tuple(sources.values())


def completed(record: DocumentRecord, text: str, hint_title: str | None = None) -> DocumentRecord:
    """``record`` with its empty fields filled from what ``text`` (restored) states; what the record says stands."""
    found = read_metadata(text, hint_title)
    repeals = tuple(dict.fromkeys(r.value for r in found.repeals))
    return record.model_copy(
        update={
            "issuer": record.issuer or (found.issuer.value if found.issuer else None),
            "document_number": record.document_number or (found.document_number.value if found.document_number else None),
            "dates": {**found.dates, **record.dates},
            "supersedes": record.supersedes or repeals,
        }
    )
