"""Files taken into the corpus, one by one.

**What is the same document.** The same content again, as a file or as text, is *unchanged*. A file from the same place with other content,
or one with the same title *and* the same document number (文号), *replaces* what was there and keeps its id. The same title alone does
not: laws are revised under their old title and notices share theirs, so both stand side by side.

**Ids** are ASCII and readable: the file's name where it is a telling ASCII name, else the title in pinyin; a short hash follows where
the id is taken.

A file is read in a process of its own (:mod:`corpus.readers.isolated`); the shelf is locked for the whole run.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from corpus.convert import ConversionError
from corpus.describe import Described
from corpus.folders import Candidate, Passed, files_below
from corpus.naming import make_id
from corpus.readers.isolated import IsolatedReader
from corpus.readers.limits import DOCUMENT
from corpus.readers.opening import read_bytes
from corpus.records import CorpusError
from corpus.shelf import IngestedRecord, add, replace, shelf_locked, stored, sweep
from corpus.sources import shipped_sources

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Ingested:
    """A file that is in the corpus now. ``provisions`` counts its citable units, ``repairs`` the damaged places found."""

    path: Path
    id: str
    title: str
    outcome: Literal["added", "replaced", "unchanged"]
    provisions: int
    repairs: int = 0
    warnings: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Skipped:
    """A file that was left out, and why, in one sentence. ``hidden``: it was passed over by its name and nobody looked into it."""

    path: Path
    reason: str
    hidden: bool = False


def ingest(paths: Iterable[Path], documents_dir: Path, waiting: Callable[[], None] | None = None) -> Iterator[Ingested | Skipped]:
    """Takes files, and folders with all below them, into the corpus; gives one result a file as it goes.

    Hidden files are passed over, links out of their folder are not followed; of both it is said. What cannot be read is skipped with its
    reason and the rest goes on. Where another process changes the shelf, it is waited for, and ``waiting`` is called once.

    Raises:
        CorpusError: the folder of documents cannot be written, or the other process does not end.
    """
    with shelf_locked(documents_dir, waiting), IsolatedReader(DOCUMENT) as reader:
        try:
            sweep(documents_dir)
        except OSError as error:
            raise CorpusError(f"{documents_dir}: cannot be written: {error.strerror or error}") from error
        shelf = _Shelf(documents_dir)
        for found in files_below(paths, documents_dir):
            if isinstance(found, Passed):
                yield Skipped(found.path, found.reason, found.hidden)
            else:
                yield _take(found, reader, shelf)


def _take(found: Candidate, reader: IsolatedReader, shelf: _Shelf) -> Ingested | Skipped:
    path = found.path
    try:
        data = read_bytes(path, found.within)
        return shelf.put(path, reader.document(data, _clean(path.name), _clean(str(path.resolve()))))
    except ConversionError as error:
        return Skipped(path, str(error))
    except OSError as error:
        return Skipped(path, f"The document could not be stored: {error.strerror or error}.")
    except Exception:  # one odd file must not end a run over hundreds
        _log.exception("reading %s", path)
        return Skipped(path, "The file could not be read because of an internal error; the log has the details.")


class _Shelf:
    """The stored documents during one run, found by content, by place, and by title and number."""

    def __init__(self, documents_dir: Path) -> None:
        self.folder = documents_dir
        self.records: dict[str, IngestedRecord] = {}
        for source in stored(documents_dir).sources:
            assert isinstance(source.record, IngestedRecord)
            self.records[source.id] = source.record
        self.shipped = {source.id for source in shipped_sources()}

    def put(self, path: Path, described: Described) -> Ingested:
        record, digest = described.record, described.record.origin.sha256
        same = self._same(record)
        record = record.model_copy(update={"id": same.id if same else make_id(path.stem, record.title, digest, self._taken)})
        if same is not None and (same == record or (same.sha256 == record.sha256 and same.origin.sha256 != digest)):
            outcome: Literal["added", "replaced", "unchanged"] = "unchanged"
        else:
            outcome = "replaced" if same else "added"
            (replace if same else add)(self.folder, record, described.text.encode("utf-8"))
            self.records[record.id] = record
        return Ingested(path, record.id, record.title, outcome, described.provisions, described.repairs, described.warnings)

    def _taken(self, candidate: str) -> bool:
        return candidate in self.records or candidate in self.shipped or candidate.startswith("note-") or (self.folder / candidate).exists()

    def _same(self, record: IngestedRecord) -> IngestedRecord | None:
        """The stored document that this one is another copy or another version of."""
        known = self.records.values()
        tests = (
            lambda old: old.origin.sha256 == record.origin.sha256,
            lambda old: old.sha256 == record.sha256,
            lambda old: old.origin.path == record.origin.path,
            lambda old: record.document_number and (old.title, old.document_number) == (record.title, record.document_number),
        )
        return next((old for test in tests for old in known if test(old)), None)


def _clean(name: str) -> str:
    """A file name as text: bytes that are no UTF-8 become question marks."""
    return name.encode("utf-8", errors="replace").decode("utf-8")
