"""Files taken into the corpus, one by one.

**What is the same document.** The same content again, as a file or as text, is *unchanged*. A file from the same place with other content,
or one with the same title *and* the same document number (文号), *replaces* what was there and keeps its id. The same title alone does
not: laws are revised under their old title and notices share theirs, so both stand side by side.

**Ids** are ASCII and readable: the file's name where it is a telling ASCII name, else the title in pinyin; a short hash follows where
the id is taken.
"""

from __future__ import annotations

import hashlib
import logging
import os
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from corpus.convert import ConversionError, Converted, read_file
from corpus.naming import make_id
from corpus.numbering import read_marker
from corpus.outline import split_lines
from corpus.parse import parse
from corpus.records import CorpusError
from corpus.restore import restore
from corpus.shelf import IngestedRecord, Origin, add, replace, stored_sources, sweep
from corpus.sources import completed, shipped_sources
from corpus.titles import read_title

_log = logging.getLogger(__name__)
_NOISE = frozenset(("thumbs.db", "desktop.ini"))
_LAW_ARTICLES = 3


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
    """A file that was left out, and why, in one sentence."""

    path: Path
    reason: str


def ingest(paths: Iterable[Path], documents_dir: Path) -> Iterator[Ingested | Skipped]:
    """Takes files, and folders with all below them, into the corpus; gives one result a file as it goes.

    Hidden files are passed over, linked folders are not entered. What cannot be read is skipped with its reason and the rest goes on.

    Raises:
        CorpusError: the folder of documents cannot be written, or holds a broken record.
    """
    try:
        documents_dir.mkdir(parents=True, exist_ok=True)
        sweep(documents_dir)
    except OSError as error:
        raise CorpusError(f"{documents_dir}: cannot be written: {error.strerror or error}") from error
    shelf = _Shelf(documents_dir)
    for path in _files(paths, documents_dir):
        yield _take(path, shelf)


def _take(path: Path, shelf: _Shelf) -> Ingested | Skipped:
    try:
        converted = read_file(path)
        digest = hashlib.sha256(path.read_bytes()).hexdigest()
        return shelf.put(path, digest, converted)
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
        for source in stored_sources(documents_dir):
            assert isinstance(source.record, IngestedRecord)
            self.records[source.id] = source.record
        self.shipped = {source.id for source in shipped_sources()}

    def put(self, path: Path, digest: str, converted: Converted) -> Ingested:
        data = converted.text.encode("utf-8", errors="replace")
        restored = restore(data.decode("utf-8"))
        origin = Origin(
            name=_clean(path.name), path=_clean(str(path.resolve())), sha256=digest,
            format=converted.source_format, encoding=converted.encoding, warnings=converted.warnings,
        )  # fmt: skip
        record = _describe(restored.text, converted, origin, hashlib.sha256(data).hexdigest())
        same = self._same(record)
        record = record.model_copy(update={"id": same.id if same else make_id(path.stem, record.title, digest, self._taken)})
        document = parse(record, restored)
        if same is not None and (same == record or (same.sha256 == record.sha256 and same.origin.sha256 != digest)):
            outcome: Literal["added", "replaced", "unchanged"] = "unchanged"
        else:
            outcome = "replaced" if same else "added"
            (replace if same else add)(self.folder, record, data)
            self.records[record.id] = record
        warnings = (*converted.warnings, *document.anomalies)
        return Ingested(path, record.id, record.title, outcome, len(document.provisions), len(restored.repairs), warnings)

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


def _describe(text: str, converted: Converted, origin: Origin, sha256: str) -> IngestedRecord:
    lines = split_lines(text)
    place = read_title(text, lines, converted.title)
    title = "".join(text[place[0] : place[1]].split("\n")).strip() if place else converted.title or Path(origin.name).stem
    articles = sum(1 for line in lines if (marker := read_marker(line.text)) and marker.kind == "article")
    record = IngestedRecord(
        id="", title=title, kind="law" if articles >= _LAW_ARTICLES else "document", text=f"received-{sha256[:12]}.txt", sha256=sha256,
        source=origin.name, language="zh" if any("\u4e00" <= c <= "\u9fff" for c in text) else "en", origin=origin,
    )  # fmt: skip
    filled = completed(record, text, converted.title)
    assert isinstance(filled, IngestedRecord)
    return filled


def _clean(name: str) -> str:
    """A file name as text: bytes that are no UTF-8 become question marks."""
    return name.encode("utf-8", errors="replace").decode("utf-8")


def _files(paths: Iterable[Path], documents_dir: Path) -> Iterator[Path]:
    own = documents_dir.resolve()
    for path in paths:
        if not path.is_dir():
            yield path
            continue
        for folder, names, files in os.walk(path):
            names[:] = sorted(n for n in names if not n.startswith(".") and (Path(folder) / n).resolve() != own)
            for name in sorted(files):
                if not name.startswith((".", "~$")) and name.lower() not in _NOISE:
                    yield Path(folder) / name
