"""Opens the current generation, rebuilds it when that is cheap, and follows the pointer when a new one appears."""

from __future__ import annotations

import logging
import math
import threading
from collections.abc import Callable, Collection
from typing import TYPE_CHECKING

import numpy as np

from assistant.chunks import Chunk
from assistant.embeddings import CachedEmbeddings, Progress, open_embeddings
from assistant.errors import RetrievalError
from assistant.index import generation, selftest
from assistant.index.build import Texts, build_locked, collect_chunks, locked
from assistant.index.exact import ExactVectors
from assistant.index.generation import Manifest, Unusable
from assistant.index.mending import Mending
from assistant.index.snapshot import Keep, Passage, Snapshot, open_snapshot

if TYPE_CHECKING:
    from langchain_core.vectorstores import VectorStore
    from numpy.typing import NDArray

    from assistant.settings import Settings

_log = logging.getLogger(__name__)


class Index:
    """The searchable corpus. Safe to share between threads; a new generation is taken up by the next call, without a pause.

    What one call works on is one generation from beginning to end, also when the index is replaced meanwhile. A vector store that fails is
    mended in a thread of its own: opened again, or built anew of what ``corpus`` then reads.
    """

    def __init__(self, settings: Settings, embeddings: CachedEmbeddings, snapshot: Snapshot, corpus: Callable[[], Texts]) -> None:
        self._settings = settings
        self._embeddings = embeddings
        self._snapshot = snapshot
        self._corpus = corpus
        self._mending = Mending(self._ask, self._mend)
        # None, so that the first call looks at the pointer: it may have moved since the snapshot was opened.
        self._stamp: tuple[int, int] | None = None
        self._reload = threading.Lock()

    @property
    def generation(self) -> str:
        """Id of the generation that answers."""
        return self._current().manifest.id

    @property
    def manifest(self) -> Manifest:
        """What the generation that answers was made from."""
        return self._current().manifest

    @property
    def chunks(self) -> tuple[Chunk, ...]:
        """All chunks, in the order of the corpus."""
        return self._current().chunks

    @property
    def terms(self) -> Collection[str]:
        """The character pairs and words that the chunks hold."""
        return self._current().lexical.terms

    def rarity(self, term: str) -> float:
        """Inverse document frequency of a character pair or word over the chunks, from about 0 (everywhere) up; highest where no chunk
        holds it."""
        snapshot = self._current()
        return math.log((len(snapshot.chunks) + 1) / (snapshot.lexical.frequency(term) + 0.5))

    def embed_query(self, text: str) -> NDArray[np.float32]:
        """The vector of a question. Raises :class:`ModelError`."""
        return self._embeddings.query_vector(text)

    def search(self, query: str, k: int, *, keep: Keep | None = None, words: str = "", weight: float | None = None) -> list[Passage]:
        """The ``k`` best passages for ``query``, best first.

        ``keep`` restricts the search to chunks that it accepts. ``words`` are further words of texts (synonyms, the policy's own
        terms) that only the search by words takes into account. ``weight`` is the share of meaning beside words, for measurements:
        1.0 ranks by cosine alone, 0.0 by BM25 alone (chunks that share no term are then left out); None is as tuned.

        Raises:
            RetrievalError: the vector store fails.
            ModelError: the embedding model fails.
        """
        through_store = keep is None
        if through_store:
            self._mending.require()
        vector, snapshot = self.embed_query(query), self._current()
        try:
            found = snapshot.search(vector, f"{query}\n{words}", k, keep, weight)
        except RetrievalError as error:
            # Builds that followed each other quickly may have cleared the generation away in the middle of the search.
            newer = self._current()
            if newer is snapshot:
                self._mending.failed(error)
                raise
            found = newer.search(vector, f"{query}\n{words}", k, keep, weight)
        if through_store:
            self._mending.answered()
        return found

    def trouble(self) -> str | None:
        """What keeps the index from being searched, in a few words for the log; None when it can be. A server is asked, within seconds."""
        return self._mending.trouble()

    @property
    def without_chroma(self) -> str | None:
        """Why passages are compared one by one instead of through Chroma; None where Chroma answers."""
        store = self._current().store
        return store.why if isinstance(store, ExactVectors) else None

    def exact(self, vector: NDArray[np.float32], k: int) -> list[tuple[Chunk, float]]:
        """The ``k`` nearest chunks with their cosines, computed without the vector store."""
        return self._current().exact(vector, k)

    def unreachable(self) -> list[Chunk]:
        """Chunks that the vector store does not find by their own vector: none, in a sound index. Raises :class:`RetrievalError`."""
        snapshot = self._current()
        return [snapshot.chunks[row] for row in selftest.unreachable(snapshot.store, np.asarray(snapshot.vectors))]

    def vector_store(self) -> VectorStore:
        """The current generation as LangChain's Chroma store, for reading with LangChain's own tools."""
        return self._current().store.store(self._embeddings)

    def _current(self) -> Snapshot:
        stamp = _stamp(self._settings)
        # One caller reloads, the others go on with what they have.
        if stamp != self._stamp and self._reload.acquire(blocking=False):
            try:
                self._follow(stamp)
            finally:
                self._reload.release()
        return self._snapshot

    def _follow(self, stamp: tuple[int, int]) -> None:
        try:
            name = generation.read_pointer(self._settings.index_dir).current
            if name != self._snapshot.manifest.id:
                self._snapshot = self._open(name)
        except Unusable as error:
            _log.warning("A new index appeared but it %s; generation %s goes on answering.", error, self._snapshot.manifest.id)
        except RetrievalError as error:  # a server that does not answer for the new one does not for the old one either
            self._mending.failed(error)
        self._stamp = stamp

    def _ask(self) -> None:
        if self._settings.chroma_url:
            self._snapshot.store.count()

    def _mend(self) -> None:
        try:
            self._snapshot = self._open(generation.read_pointer(self._settings.index_dir).current)
        except Unusable as why:
            self._snapshot = _rebuilt(self._settings, self._corpus(), None, self._embeddings, why)

    def _open(self, name: str) -> Snapshot:
        snapshot = open_snapshot(self._settings.index_dir, name, self._settings.chroma_url)
        if snapshot.manifest.embedding != self._embeddings.model_id:
            raise Unusable(f"was built for the embedding model {snapshot.manifest.embedding}")
        return snapshot


def open_index(
    settings: Settings,
    corpus: Texts,
    *,
    build: bool = True,
    progress: Progress | None = None,
    embeddings: CachedEmbeddings | None = None,
    reread: Callable[[], Texts] | None = None,
    rebuilding: Callable[[str], None] | None = None,
) -> Index:
    """The index of ``corpus`` as it is now.

    An index that is missing, half-built, damaged or out of date is rebuilt first, if ``build`` is set and at most
    ``settings.auto_build`` passages have no vector in a cache; where there was one, ``rebuilding`` is told why. ``reread`` gives the corpus
    of the day when the index has to be built anew later.

    Raises:
        RetrievalError: the index cannot be used and is not rebuilt (the message names the command), or the Chroma server is away.
        ModelError: the embedding model failed while building.
    """
    embeddings = embeddings or open_embeddings(settings)
    documents = corpus.fingerprint()
    try:
        snapshot = _fresh(settings, documents, embeddings.model_id)
    except Unusable as why:
        if not build:
            raise RetrievalError(f"The index {why}. Build it with `assistant index`.") from why
        if rebuilding and (settings.index_dir / generation.POINTER).exists():
            rebuilding(str(why))
        snapshot = _rebuilt(settings, corpus, progress, embeddings, why)
    return Index(settings, embeddings, snapshot, reread or (lambda: corpus))


def _rebuilt(settings: Settings, corpus: Texts, progress: Progress | None, embeddings: CachedEmbeddings, why: Unusable) -> Snapshot:
    missing = embeddings.missing([chunk.searched for chunk in collect_chunks(corpus)])
    if missing > settings.auto_build:
        raise RetrievalError(
            f"The index {why}, and {missing} passages must be embedded to mend it. Build it with `assistant index`."
        ) from why
    _log.info("The index %s; building it.", why)
    try:
        with locked(settings):
            try:
                # Somebody else may have built it while this process waited for the lock.
                return _fresh(settings, corpus.fingerprint(), embeddings.model_id)
            except Unusable:
                manifest = build_locked(settings, corpus, progress, embeddings)
    except RetrievalError as error:
        raise RetrievalError(f"The index {why}, and it cannot be built now. {error}") from error
    try:
        return open_snapshot(settings.index_dir, manifest.id, settings.chroma_url)
    except Unusable as error:
        raise RetrievalError(f"The index was built, but {error}. Build it again with `assistant index`.") from error


def _fresh(settings: Settings, documents: dict[str, str], model_id: str) -> Snapshot:
    """The current generation, if it is whole and was made from these documents by this code and model. Raises :class:`Unusable`."""
    name = generation.read_pointer(settings.index_dir).current
    manifest = generation.read_manifest(settings.index_dir / name)
    if manifest.schema != generation.schema():
        raise Unusable("was built by another version of the assistant")
    if manifest.embedding != model_id:
        raise Unusable(f"was built for the embedding model {manifest.embedding}, not for {model_id}")
    if manifest.documents != documents:
        raise Unusable(f"is out of date ({_changed(manifest.documents, documents)})")
    return open_snapshot(settings.index_dir, name, settings.chroma_url)


def _changed(old: dict[str, str], new: dict[str, str]) -> str:
    ids = sorted(key for key in old.keys() | new.keys() if old.get(key) != new.get(key))
    return f"{len(ids)} documents changed, such as {ids[0]}" if len(ids) > 1 else f"document {ids[0]} changed"


def _stamp(settings: Settings) -> tuple[int, int]:
    """Changes whenever the pointer is replaced; (0, 0) while there is none."""
    try:
        stat = (settings.index_dir / generation.POINTER).stat()
    except OSError:
        return 0, 0
    return stat.st_ino, stat.st_mtime_ns
