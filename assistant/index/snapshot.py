"""One opened generation: everything that a search reads, unchanging."""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from assistant.chunks import Chunk
from assistant.errors import RetrievalError
from assistant.index import chroma, generation
from assistant.index.chroma import CollectionMissing
from assistant.index.exact import ExactVectors, Vectors
from assistant.index.fusion import DENSE_WEIGHT, POOL, best, fuse
from assistant.index.generation import Manifest, Unusable
from assistant.index.lexical import LexicalIndex
from assistant.index.selftest import SAME

if TYPE_CHECKING:
    from numpy.typing import NDArray

Keep = Callable[[Chunk], bool]
_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Passage:
    """A chunk that was found. ``rank`` counts from 1; ``score`` is the fused one in [0, 1] and means something within one search only.

    ``cosine`` and ``lexical`` (BM25) are what it was fused from. None of them says that a passage answers the question.
    """

    chunk: Chunk
    rank: int
    score: float
    cosine: float
    lexical: float


@dataclass(frozen=True)
class Snapshot:
    """A generation's chunks and the three indexes over them; the row of a chunk is the same in all."""

    manifest: Manifest
    chunks: tuple[Chunk, ...]
    vectors: NDArray[np.float32]
    lexical: LexicalIndex
    store: Vectors

    def search(
        self, vector: NDArray[np.float32], words: str, k: int, keep: Keep | None = None, weight: float | None = None
    ) -> list[Passage]:
        """The ``k`` best passages for a question's ``vector`` and ``words``; with ``keep``, the best among chunks that it accepts.

        ``weight`` is the cosine's in :func:`fuse`; at 0.0 chunks that share no term are left out.

        Raises:
            RetrievalError: the vector store fails.
        """
        lexical = self.lexical.scores(words)
        rows = self._candidates(vector, lexical) if keep is None else self._kept(vector, lexical, keep)
        if weight == 0.0:
            rows = rows[lexical[rows] > 0]
        # Both scores are exact for every candidate, also for one that only the other ranking brought in.
        cosines = self.vectors[rows] @ vector
        scores = fuse(cosines, lexical[rows], DENSE_WEIGHT if weight is None else weight)
        return [
            Passage(self.chunks[rows[i]], rank, float(scores[i]), float(cosines[i]), float(lexical[rows[i]]))
            for rank, i in enumerate(best(scores, k), start=1)
        ]

    def exact(self, vector: NDArray[np.float32], k: int) -> list[tuple[Chunk, float]]:
        """The ``k`` nearest chunks with their cosines, computed one by one: what the vector store must agree with."""
        cosines = self.vectors @ vector
        return [(self.chunks[row], float(cosines[row])) for row in best(cosines, k)]

    def _candidates(self, vector: NDArray[np.float32], lexical: NDArray[np.float32]) -> NDArray[np.intp]:
        dense, _ = self.store.search(vector[np.newaxis], min(POOL, len(self.chunks)))[0]
        return np.union1d(dense, _matching(lexical))

    def _kept(self, vector: NDArray[np.float32], lexical: NDArray[np.float32], keep: Keep) -> NDArray[np.intp]:
        # Exact, not through the store: its metadata filter costs many times a plain query and may come back with too few.
        kept = np.array([row for row, chunk in enumerate(self.chunks) if keep(chunk)], dtype=np.intp)
        if len(kept) <= POOL:
            return kept
        dense = kept[best(self.vectors[kept] @ vector, POOL)]
        return np.union1d(dense, kept[_matching(lexical[kept])])


def _matching(lexical: NDArray[np.float32]) -> NDArray[np.intp]:
    """The best rows that share a term at all: BM25 has no opinion on the rest."""
    top = best(lexical, POOL)
    return top[lexical[top] > 0]


def open_snapshot(index_dir: Path, name: str, url: str | None) -> Snapshot:
    """The generation ``name`` with everything that it needs, read and compared with its manifest. Nothing need be written for it.

    Raises:
        Unusable: something is missing, damaged, or does not belong together.
        RetrievalError: the Chroma server cannot be reached.
    """
    folder = index_dir / name
    manifest = generation.read_manifest(folder)
    if manifest.store != ("server" if url else "local"):
        raise Unusable("keeps its vectors elsewhere than CHROMA_URL says")
    generation.check_files(folder, manifest)
    try:
        chunks = generation.read_chunks(folder)
        vectors: NDArray[np.float32] = np.load(folder / generation.VECTORS, mmap_mode="r")
        lexical = LexicalIndex.load(folder / generation.LEXICAL)
    except Exception as error:  # files that pass the checksum but were written by something else: any reader may object in any way
        raise Unusable(f"is damaged ({type(error).__name__}: {error})") from error
    _compare_sizes(manifest, len(chunks), len(lexical), *vectors.shape)
    store = _on_server(folder, url, manifest, vectors) if url else _in_folder(folder, manifest, vectors)
    return Snapshot(manifest, chunks, vectors, lexical, store)


def _compare_sizes(manifest: Manifest, *sizes: int) -> None:
    if sizes != (manifest.chunks, manifest.chunks, manifest.chunks, manifest.dimension):
        raise Unusable(f"is damaged (its manifest counts {manifest.chunks} passages, its files hold {sizes[0]}, {sizes[1]} and {sizes[2]})")


def _on_server(folder: Path, url: str, manifest: Manifest, vectors: NDArray[np.float32]) -> Vectors:
    try:
        store = chroma.open_collection(folder, url, manifest.id)
    except CollectionMissing as error:
        raise Unusable(f"has lost its vectors ({error})") from error
    _probe(store, manifest, vectors)
    return store


def _in_folder(folder: Path, manifest: Manifest, vectors: NDArray[np.float32]) -> Vectors:
    """Chroma over its files, which are as they were written; whatever else keeps it from opening them does not keep us from answering."""
    place = folder / generation.CHROMA
    if not chroma.can_open(place):
        return ExactVectors(vectors, f"{place} cannot be written")
    built, here = manifest.versions.get("chromadb"), version("chromadb")
    if built != here:  # it would begin by changing the files to its own liking
        raise Unusable(f"was built with Chroma {built}, and this is Chroma {here}")
    try:
        store = chroma.open_collection(place, None, manifest.id)
        _probe(store, manifest, vectors)
        return store
    except CollectionMissing as error:
        raise Unusable(f"has lost its vectors ({error})") from error
    except RetrievalError as error:
        why = str(error.__cause__ or error)
    _log.warning("Chroma cannot open %s (%s); passages are compared one by one.", place, why)
    return ExactVectors(vectors, why)


def _probe(store: Vectors, manifest: Manifest, vectors: NDArray[np.float32]) -> None:
    """Does the vector store answer, and is it that of these vectors? (The first query also loads the store's graph.)"""
    count = store.count()
    if count != manifest.chunks:
        raise Unusable(f"is damaged (its manifest counts {manifest.chunks} passages, its vector store {count})")
    _, cosines = store.search(np.asarray(vectors[:1]), 1)[0]
    if not len(cosines) or cosines[0] < 1.0 - SAME:
        raise Unusable("is damaged (its vector store does not find its first passage)")
