"""Vectors in Chroma, through LangChain's integration. With :mod:`assistant.index.chroma_http` the only file that imports either of the two.

A generation has a collection of its own, written once and never changed: Chroma has lost records to updates and deletions. Without a
server each generation has a folder of its own, too, whose files stay as they were written. The distance is the cosine's, and no text is
ever embedded by Chroma. No call of a server lasts longer than a few seconds.
"""

from __future__ import annotations

import contextlib
import os
import sqlite3
import threading
import weakref
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

import numpy as np
from langchain_core.embeddings import Embeddings

from assistant.chunks import Chunk
from assistant.errors import RetrievalError, SettingsError

if TYPE_CHECKING:
    from langchain_chroma import Chroma
    from numpy.typing import NDArray

# Denser links and a wider search than Chroma's defaults: every record of a few thousand is then found by its own vector. The graph is
# written with each call that adds records, the last one too, so that opening it replays nothing and changes no file.
_CONFIGURATION: Any = {
    "hnsw": {"space": "cosine", "ef_construction": 200, "ef_search": 200, "max_neighbors": 32, "sync_threshold": 1, "batch_size": 1}
}

DATABASE = "chroma.sqlite3"
# Chroma leaves a row in this table at each opening, to be the only writer; nothing ever reads it. Without the row the file stays as it was
# written, which its checksum needs, and opening takes no room on the disk.
_LEAVE_NO_TRACE = "CREATE TRIGGER leave_no_trace BEFORE INSERT ON acquire_write BEGIN SELECT RAISE(IGNORE); END"

# Chroma keeps one client per folder for the whole process and neither opens nor closes it under a lock of its own. Re-entrant, because
# the closing may be run by the garbage collector in the midst of an opening.
_clients = threading.RLock()


class CollectionMissing(Exception):
    """The store has no such collection, or cannot read it."""


class ChromaVectors:
    """The vectors of one generation. Rows are positions in the generation's list of chunks; record ids are these, as numerals."""

    def __init__(self, client: Any, collection: Any) -> None:
        self._client = client
        self._collection = collection
        # Chroma keeps clients by folder for the life of the process; let go of this one with the generation that it serves.
        self._finalizer = weakref.finalize(self, _close, client)
        self._finalizer.atexit = False

    def close(self) -> None:
        """Let go of the store; nothing can be asked of it any more."""
        self._finalizer()

    @property
    def name(self) -> str:
        """The collection's name, which is the generation's id."""
        return str(self._collection.name)

    def count(self) -> int:
        """How many records there are. Raises :class:`RetrievalError` when the store fails."""
        with _translated():
            return int(self._collection.count())

    def search(self, vectors: NDArray[np.float32], k: int) -> list[tuple[NDArray[np.intp], NDArray[np.float32]]]:
        """For each row of ``vectors`` the (at most) ``k`` nearest rows and their cosines, best first.

        Raises:
            RetrievalError: the store fails or cannot be reached.
        """
        with _translated():
            found = self._collection.query(query_embeddings=vectors, n_results=k, include=["distances"])
        return [
            (np.array(ids, dtype=np.intp), 1.0 - np.array(distances, dtype=np.float32))
            for ids, distances in zip(found["ids"], found["distances"], strict=True)
        ]

    def store(self, embeddings: Embeddings) -> Chroma:
        """The same collection as a LangChain vector store, for reading."""
        from langchain_chroma import Chroma

        # Not "get": LangChain would ask for the collection with Chroma's default embedding function, which downloads a model.
        return Chroma(collection_name=self.name, embedding_function=embeddings, client=self._client, create_collection_if_not_exists=True)


def create(folder: Path, url: str | None, name: str, chunks: Sequence[Chunk], vectors: NDArray[np.float32]) -> ChromaVectors:
    """Write a new collection ``name`` with all ``chunks``: on the server at ``url``, or else in ``folder``.

    Raises:
        RetrievalError: the store fails or cannot be reached.
    """
    from langchain_chroma import Chroma

    with _translated():
        client = _connect(folder, url)
        store = Chroma(
            collection_name=name,
            embedding_function=_InOrder(vectors),
            collection_configuration=_CONFIGURATION,
            client=client,
        )
        step = client.get_max_batch_size()
        if url is not None:
            from assistant.index.chroma_http import BATCH

            step = min(step, BATCH)
        for start in range(0, len(chunks), step):
            some = chunks[start : start + step]
            ids = [str(row) for row in range(start, start + len(some))]
            store.add_texts([chunk.text for chunk in some], [_metadata(chunk) for chunk in some], ids)
        return ChromaVectors(client, client.get_collection(name, embedding_function=None))


def seal(folder: Path) -> None:
    """Make the database that :func:`create` wrote into ``folder`` one that opening does not change. Nobody may have it open."""
    with contextlib.closing(sqlite3.connect(folder / DATABASE)) as database, database:
        database.execute(_LEAVE_NO_TRACE)


def can_open(folder: Path) -> bool:
    """Whether Chroma could open the store in ``folder``: it opens all files for writing, also to read."""
    return all(os.access(path, os.R_OK | os.W_OK) for path in (folder, *folder.rglob("*")))


def open_collection(folder: Path, url: str | None, name: str) -> ChromaVectors:
    """The collection ``name`` as :func:`create` left it.

    Raises:
        CollectionMissing: the store has none of that name.
        RetrievalError: the store fails or cannot be reached.
    """
    from chromadb.errors import NotFoundError

    if url is None and not (folder / DATABASE).is_file():
        raise CollectionMissing(f"{folder} holds no Chroma database")
    with _translated():
        client = _connect(folder, url)
        try:
            return ChromaVectors(client, client.get_collection(name, embedding_function=None))
        except Exception as error:
            _close(client)
            if isinstance(error, NotFoundError):
                raise CollectionMissing(str(error)) from error
            raise


def drop(url: str, name: str) -> None:
    """Delete the collection ``name`` from the server at ``url``, if it is there. Raises :class:`RetrievalError`."""
    from chromadb.errors import NotFoundError

    client = _connect(Path(), url)
    try:
        with _translated(), contextlib.suppress(NotFoundError):
            client.delete_collection(name)
    finally:
        _close(client)


class _InOrder(Embeddings):
    """Hands the vectors that are known already to LangChain's store, which asks once for each text, in order.

    Not by text: what is embedded is heading and sentence, what is stored is the sentence, and a sentence may stand under two headings.
    """

    def __init__(self, vectors: NDArray[np.float32]) -> None:
        self._rows = iter(vectors)

    def embed_documents(self, texts: list[str]) -> list[list[float]]:
        return [next(self._rows).tolist() for _ in texts]

    def embed_query(self, text: str) -> list[float]:
        raise NotImplementedError("a store that is being written answers no questions")


def _metadata(chunk: Chunk) -> dict[str, Any]:
    """What a LangChain user of the collection sees of a chunk. Chroma takes no None."""
    known = {
        "chunk": chunk.id,
        "document": chunk.document,
        "provision": chunk.provision,
        "measure": chunk.measure,
        "part": chunk.part,
        "label": chunk.label,
        "heading": chunk.heading,
        "departments": "、".join(chunk.departments),
        "start": chunk.start,
        "end": chunk.end,
        "kind": chunk.kind,
        "role": chunk.role,
    }
    return {key: value for key, value in known.items() if value is not None}


def _connect(folder: Path, url: str | None) -> Any:
    import chromadb
    from chromadb.config import Settings

    if url is None:
        with _clients:
            return chromadb.PersistentClient(str(folder), settings=Settings(anonymized_telemetry=False))
    from assistant.index.chroma_http import ServerSettings

    parts = urlsplit(url)
    if parts.scheme not in ("http", "https") or not parts.hostname:
        raise SettingsError(f"CHROMA_URL: {url} is not an address such as http://127.0.0.1:8000")
    secure = parts.scheme == "https"
    quiet = ServerSettings(anonymized_telemetry=False)
    try:
        return chromadb.HttpClient(host=parts.hostname, port=parts.port or (443 if secure else 8000), ssl=secure, settings=quiet)
    except Exception as error:
        raise RetrievalError(f"The Chroma server at {url} (CHROMA_URL) cannot be reached: {error}") from error


def _close(client: Any) -> None:
    try:
        with _clients:
            client.close()
    except Exception:  # nothing depends on a clean farewell
        return


@contextlib.contextmanager
def _translated() -> Iterator[None]:
    """Whatever Chroma raises inside becomes a :class:`RetrievalError`: its native core and its HTTP client have types of their own."""
    try:
        yield
    except (RetrievalError, SettingsError, CollectionMissing):
        raise
    except Exception as error:
        raise RetrievalError(f"The vector store failed ({error}). Run `assistant index`, or check CHROMA_URL.") from error
