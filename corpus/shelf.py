"""Ingested documents on disk: a folder for each, written so that a kill or a power cut leaves the old state or the new one.

``<documents>/<id>/record.yaml`` names the text beside it, ``received-<hash>.txt``. A new document is written into a hidden folder
that is renamed; a new version writes its text under a new name first and then replaces the record, which is the moment it counts. All is
forced to the disk before it counts. Whoever changes the shelf holds its lock, a file beside it.
"""

from __future__ import annotations

import shutil
import time
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from pydantic import BaseModel, ConfigDict

from corpus.durable import sync, sync_tree, write_durably
from corpus.naming import is_id
from corpus.records import CorpusError, DocumentRecord, load_record
from corpus.sources import Source, shipped_sources

_RECORD = "record.yaml"
_DAY = 24 * 3600
LOCK_SECONDS = 900.0
"""How long a change waits for another one to end."""


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


@dataclass(frozen=True, slots=True)
class Broken:
    """A folder of the shelf that holds no whole document, and what is wrong with it. It is left where it is, and counts for nothing."""

    folder: Path
    why: str


@dataclass(frozen=True, slots=True)
class Stored:
    """What stands on the shelf, by id: the documents, and what is set aside."""

    sources: tuple[Source, ...] = ()
    broken: tuple[Broken, ...] = ()


def lock_path(documents_dir: Path) -> Path:
    """The lock of the shelf: beside it, so that the shelf holds documents alone."""
    return documents_dir.with_name(f".{documents_dir.name}.lock")


@contextmanager
def shelf_locked(documents_dir: Path, waiting: Callable[[], None] | None = None) -> Iterator[None]:
    """Be the only one that changes the shelf; ``waiting`` is called once when another one has to be waited for.

    Raises:
        CorpusError: the other one does not end within :data:`LOCK_SECONDS`, or the lock cannot be written.
    """
    from filelock import FileLock, Timeout

    lock = FileLock(lock_path(documents_dir), thread_local=False)
    try:
        documents_dir.mkdir(parents=True, exist_ok=True)
        try:
            lock.acquire(timeout=0)
        except Timeout:
            if waiting is not None:
                waiting()
            lock.acquire(timeout=LOCK_SECONDS)
    except Timeout as error:
        raise CorpusError(f"{documents_dir}: another command has been changing it for {LOCK_SECONDS:.0f} s; try again later") from error
    except OSError as error:
        raise CorpusError(f"{documents_dir}: cannot be written: {error.strerror or error}") from error
    try:
        yield
    finally:
        lock.release()


def stored(documents_dir: Path) -> Stored:
    """The ingested documents whose record and text are whole, and the folders that are not."""
    sources, broken = [], []
    for folder in sorted(p for p in _entries(documents_dir) if p.is_dir()):
        try:
            sources.append(_twice(folder))
        except CorpusError as error:
            if folder.exists():  # it may have been removed in this moment
                broken.append(Broken(folder, str(error)))
    return Stored(tuple(sources), tuple(broken))


def _twice(folder: Path) -> Source:
    """What stands in ``folder``; looked at again when it is not whole, for it may have been replaced in between."""
    try:
        return _source(folder)
    except CorpusError:
        return _source(folder)


def _source(folder: Path) -> Source:
    path = folder / _RECORD
    record = load_record(path, IngestedRecord)
    if record.id != folder.name or record.text is None or Path(record.text).name != record.text:
        raise CorpusError(f"{path}: id or text does not fit the folder {folder.name}; remove the folder and ingest the file again")
    source = Source(record, folder / record.text)
    source.received()
    return source


def remove(document_id: str, documents_dir: Path, waiting: Callable[[], None] | None = None) -> None:
    """Takes an ingested document out of the corpus, also one whose record is broken. ``waiting`` as in :func:`shelf_locked`.

    Raises:
        CorpusError: it comes with the package, there is no such document, or the shelf cannot be changed.
    """
    if document_id.startswith("note-") or any(source.id == document_id for source in shipped_sources()):
        raise CorpusError(f"{document_id} comes with the package and cannot be removed.")
    folder = documents_dir / document_id
    if not is_id(document_id) or not folder.is_dir():
        raise CorpusError(f"There is no ingested document {document_id!r}; `assistant documents` lists them.")
    gone = documents_dir / f".removed-{uuid.uuid4().hex}"
    with shelf_locked(documents_dir, waiting):
        try:
            folder.rename(gone)
            sync(documents_dir)
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
        sync_tree(incoming)
        incoming.rename(documents_dir / record.id)
        sync(documents_dir)
    except OSError:
        shutil.rmtree(incoming, ignore_errors=True)
        raise


def replace(documents_dir: Path, record: IngestedRecord, data: bytes) -> None:
    """Puts a new version in the place of the stored one. Raises :class:`OSError`; the old version counts then."""
    folder = documents_dir / record.id
    for name, content in ((str(record.text), data), (_RECORD, _yaml(record).encode())):
        part = folder / f".{uuid.uuid4().hex}"
        write_durably(part, content)
        part.replace(folder / name)
        sync(folder)
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
