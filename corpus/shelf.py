"""Ingested documents on disk: a folder for each, written so that a kill at any moment leaves the old state or the new one.

``<documents>/<id>/record.yaml`` names the text beside it, ``received-<hash>.txt``. A new document is written into a hidden folder
that is renamed; a new version writes its text under a new name first and then replaces the record, which is the moment it counts.
"""

from __future__ import annotations

import shutil
import time
import uuid
from pathlib import Path

from pydantic import BaseModel, ConfigDict

from corpus.naming import is_id
from corpus.records import CorpusError, DocumentRecord, load_record
from corpus.sources import Source, shipped_sources

_RECORD = "record.yaml"
_DAY = 24 * 3600


class Origin(BaseModel):
    """The file that an ingested document came from."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    name: str
    path: str
    sha256: str
    format: str
    encoding: str | None = None
    warnings: tuple[str, ...] = ()


class IngestedRecord(DocumentRecord):
    """The record of an ingested document."""

    origin: Origin


def stored_sources(documents_dir: Path) -> tuple[Source, ...]:
    """The ingested documents, by id.

    Raises:
        CorpusError: a record is missing or broken, or does not fit its folder.
    """
    sources = []
    for folder in sorted(p for p in _entries(documents_dir) if p.is_dir()):
        path = folder / _RECORD
        record = load_record(path, IngestedRecord)
        if record.id != folder.name or record.text is None or Path(record.text).name != record.text:
            raise CorpusError(f"{path}: id or text does not fit the folder {folder.name}; remove the folder and ingest the file again")
        sources.append(Source(record, folder / record.text))
    return tuple(sources)


def remove(document_id: str, documents_dir: Path) -> None:
    """Takes an ingested document out of the corpus.

    Raises:
        CorpusError: it comes with the package, or there is no such document.
    """
    if document_id.startswith("note-") or any(source.id == document_id for source in shipped_sources()):
        raise CorpusError(f"{document_id} comes with the package and cannot be removed.")
    folder = documents_dir / document_id
    if not is_id(document_id) or not (folder / _RECORD).is_file():
        raise CorpusError(f"There is no ingested document {document_id!r}; `assistant documents` lists them.")
    gone = documents_dir / f".removed-{uuid.uuid4().hex}"
    try:
        folder.rename(gone)
    except OSError as error:
        raise CorpusError(f"{folder}: cannot be removed: {error.strerror or error}") from error
    shutil.rmtree(gone, ignore_errors=True)


def add(documents_dir: Path, record: IngestedRecord, data: bytes) -> None:
    """Stores a new document with its received text. Raises :class:`OSError` when that is not possible; nothing is left then."""
    incoming = documents_dir / f".incoming-{uuid.uuid4().hex}"
    incoming.mkdir()
    try:
        (incoming / str(record.text)).write_bytes(data)
        (incoming / _RECORD).write_text(_yaml(record), encoding="utf-8")
        incoming.rename(documents_dir / record.id)
    except OSError:
        shutil.rmtree(incoming, ignore_errors=True)
        raise


def replace(documents_dir: Path, record: IngestedRecord, data: bytes) -> None:
    """Puts a new version in the place of the stored one. Raises :class:`OSError`; the old version counts then."""
    folder = documents_dir / record.id
    for name, content in ((str(record.text), data), (_RECORD, _yaml(record).encode())):
        part = folder / f".{uuid.uuid4().hex}"
        part.write_bytes(content)
        part.replace(folder / name)
    for old in folder.iterdir():
        if old.name not in (record.text, _RECORD):
            old.unlink(missing_ok=True)


def _yaml(record: IngestedRecord) -> str:
    import yaml

    dumper = getattr(yaml, "CSafeDumper", yaml.SafeDumper)
    fields = record.model_dump(mode="json", exclude_none=True)
    return str(yaml.dump(fields, Dumper=dumper, allow_unicode=True, sort_keys=False, width=10_000))


def _entries(documents_dir: Path) -> list[Path]:
    return [p for p in documents_dir.iterdir() if not p.name.startswith(".")] if documents_dir.is_dir() else []


def sweep(documents_dir: Path) -> None:
    """Clears away what a killed run left behind a day ago or longer; a younger one may still be running."""
    for left in documents_dir.glob(".*"):
        if left.name.startswith((".incoming-", ".removed-")) and time.time() - left.stat().st_mtime > _DAY:
            shutil.rmtree(left, ignore_errors=True)
