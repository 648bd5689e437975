"""Builds a new generation beside the current one and swaps to it last of all: a build that is killed changes nothing."""

from __future__ import annotations

import contextlib
import logging
import shutil
import time
from collections.abc import Iterable, Iterator
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

import numpy as np

from assistant.chunks import Chunk, chunk_document
from assistant.disk import NEEDED_BYTES, described, free
from assistant.embeddings import CachedEmbeddings, Progress, open_embeddings
from assistant.errors import RetrievalError
from assistant.index import chroma, generation, selftest
from assistant.index.generation import Manifest, Unusable
from assistant.index.lexical import LexicalIndex
from corpus.glossary import load_glosses

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from assistant.settings import Settings
    from corpus import Document

LOCK = "build.lock"
LOCK_SECONDS = 900.0
"""How long a build waits for another one to end."""

_log = logging.getLogger(__name__)


class Texts(Protocol):
    """What the index needs of a corpus."""

    @property
    def documents(self) -> Iterable[Document]:
        """All documents, in a stable order."""

    def fingerprint(self) -> dict[str, str]:
        """Document id → a digest of all that its chunks depend on."""


def build_index(
    settings: Settings, corpus: Texts, progress: Progress | None = None, *, embeddings: CachedEmbeddings | None = None
) -> Manifest:
    """Index all of ``corpus`` as a new generation under ``settings.index_dir`` and make it the current one.

    Another build that is running is waited for. The current and the previous generation are kept, everything else is removed.
    ``progress`` is called with (different passages that have their vector, all different passages).

    Raises:
        RetrievalError: the folder or the vector store cannot be written, or the new index failed its self-test.
        ModelError: the embedding model failed.
    """
    with locked(settings):
        return build_locked(settings, corpus, progress, embeddings or open_embeddings(settings))


@contextlib.contextmanager
def locked(settings: Settings) -> Iterator[None]:
    """Be the only builder. Raises :class:`RetrievalError` when the folder cannot be written or another build does not end."""
    from filelock import FileLock, Timeout

    try:
        settings.index_dir.mkdir(parents=True, exist_ok=True)
        lock = FileLock(settings.index_dir / LOCK, timeout=LOCK_SECONDS)
        lock.acquire()
    except Timeout as error:
        raise RetrievalError(f"Another build of the index in {settings.index_dir} has not ended within {LOCK_SECONDS:.0f} s.") from error
    except OSError as error:
        raise _unwritable(settings, error) from error
    try:
        yield
    finally:
        lock.release()


def build_locked(settings: Settings, corpus: Texts, progress: Progress | None, embeddings: CachedEmbeddings) -> Manifest:
    """As :func:`build_index`, for a caller that holds the lock already."""
    name = generation.new_id()
    folder = settings.index_dir / name
    try:
        remove_leftovers(settings)
        # Before the chunks, so that a document that changes meanwhile makes the index stale and not wrong.
        documents = corpus.fingerprint()
        chunks = collect_chunks(corpus)
        vectors = embeddings.vectors([chunk.searched for chunk in chunks], progress)
        folder.mkdir()
        _store(folder, settings.chroma_url, chunks, vectors)
        manifest = _write(folder, chunks, vectors, documents, embeddings.model_id, "server" if settings.chroma_url else "local")
        generation.swap_pointer(settings.index_dir, name)
    except BaseException as error:
        # Before what was written is removed again, which makes room.
        told = _unwritable(settings, error) if isinstance(error, OSError) or _disk_is_full(settings, error) else None
        _abandon(settings, name)
        if told:
            raise told from error
        raise
    remove_leftovers(settings)
    return manifest


def _store(folder: Path, url: str | None, chunks: tuple[Chunk, ...], vectors: NDArray[np.float32]) -> None:
    """Put the vectors into Chroma, see that each is found, and leave files that do not change any more."""
    place = folder / generation.CHROMA
    store = chroma.create(place, url, folder.name, chunks, vectors)
    try:
        selftest.check(store, vectors)
    finally:
        store.close()
    if url is None:
        chroma.seal(place)


def _disk_is_full(settings: Settings, error: BaseException) -> bool:
    """Whether that is why a build failed: Chroma says so in many ways."""
    return isinstance(error, RetrievalError) and not settings.chroma_url and free(settings.index_dir) < NEEDED_BYTES


def _unwritable(settings: Settings, error: BaseException) -> RetrievalError:
    why = str(error.__cause__ or error)
    return RetrievalError(
        f"The index cannot be written in {settings.index_dir} ({why}; {described(settings.index_dir)}). "
        "Make room there, or set ASSISTANT_HOME to a folder that can be written."
    )


def collect_chunks(corpus: Texts) -> tuple[Chunk, ...]:
    """All chunks of ``corpus`` in order.

    Raises:
        RetrievalError: there are none, or two have the same id.
    """
    chunks = tuple(chunk for document in corpus.documents for chunk in chunk_document(document, load_glosses(document.id)))
    if not chunks:
        raise RetrievalError("The corpus holds no text to index; add documents with `assistant ingest`.")
    seen: set[str] = set()
    for chunk in chunks:
        if chunk.id in seen:
            raise RetrievalError(f"Two passages of the corpus have the id {chunk.id}; run `assistant corpus check`.")
        seen.add(chunk.id)
    return chunks


def remove_leftovers(settings: Settings) -> None:
    """Remove every generation but the current and the previous one. The caller holds the lock, so none of them is being built."""
    try:
        pointer = generation.read_pointer(settings.index_dir)
        keep = {pointer.current, pointer.previous}
    except Unusable:
        keep = set()
    for folder in settings.index_dir.glob("g*-*-*"):
        if folder.is_dir() and folder.name not in keep:
            _remove(settings, folder)
    (settings.index_dir / f"{generation.POINTER}.new").unlink(missing_ok=True)


def _remove(settings: Settings, folder: Path) -> None:
    # The folder goes last: its name is all that tells of a collection on a server.
    if settings.chroma_url:
        chroma.drop(settings.chroma_url, folder.name)
    shutil.rmtree(folder, ignore_errors=True)


def _abandon(settings: Settings, name: str) -> None:
    folder = settings.index_dir / name
    try:
        current = generation.read_pointer(settings.index_dir).current
    except Unusable:
        current = None
    if current == name or not folder.is_dir():
        return
    try:
        _remove(settings, folder)
    except RetrievalError as error:
        _log.warning("%s is left for the next build to remove: %s", folder, error)


def _write(
    folder: Path, chunks: tuple[Chunk, ...], vectors: NDArray[np.float32], documents: dict[str, str], model_id: str, store: str
) -> Manifest:
    generation.write_chunks(folder, chunks)
    np.save(folder / generation.VECTORS, vectors)
    LexicalIndex.build([chunk.searched for chunk in chunks]).save(folder / generation.LEXICAL)
    manifest = Manifest(
        id=folder.name,
        created=time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime()),
        schema=generation.schema(),
        embedding=model_id,
        dimension=int(vectors.shape[1]),
        chunks=len(chunks),
        documents=documents,
        store=store,
        versions={name: version(name) for name in ("chromadb", "langchain-chroma", "bm25s", "numpy")},
        files=generation.checksums(folder),
    )
    generation.write_manifest(folder, manifest)
    return manifest
