"""Vectors compared one by one: what answers where Chroma cannot open its files, which it always opens for writing.

Exact, and faster than a graph up to some ten thousand passages; it reads the generation's own vectors and writes nothing.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

import numpy as np

from assistant.errors import RetrievalError
from assistant.index.fusion import best

if TYPE_CHECKING:
    from langchain_core.embeddings import Embeddings
    from langchain_core.vectorstores import VectorStore
    from numpy.typing import NDArray

    Nearest = list[tuple[NDArray[np.intp], NDArray[np.float32]]]


class Vectors(Protocol):
    """The vectors of one generation, searched by row."""

    def count(self) -> int:
        """How many there are. Raises :class:`RetrievalError` when the store fails."""

    def search(self, vectors: NDArray[np.float32], k: int) -> Nearest:
        """For each row of ``vectors`` the (at most) ``k`` nearest rows and their cosines, best first. Raises as :meth:`count`."""

    def store(self, embeddings: Embeddings) -> VectorStore:
        """The same as a LangChain vector store, for reading. Raises :class:`RetrievalError` where there is none."""


class ExactVectors:
    """The rows of ``vectors``, each of length one. ``why`` says in a few words what keeps Chroma from answering."""

    def __init__(self, vectors: NDArray[np.float32], why: str) -> None:
        self._vectors = vectors
        self.why = why

    def count(self) -> int:
        """How many rows there are."""
        return len(self._vectors)

    def search(self, vectors: NDArray[np.float32], k: int) -> Nearest:
        """For each row of ``vectors`` the ``k`` nearest rows and their cosines, best first."""
        lengths = np.linalg.norm(vectors, axis=1, keepdims=True)
        found: Nearest = []
        for cosines in (vectors / np.where(lengths > 0, lengths, 1.0)) @ self._vectors.T:
            rows = best(cosines, k)
            found.append((rows, cosines[rows]))
        return found

    def store(self, embeddings: Embeddings) -> VectorStore:
        """Raises :class:`RetrievalError`: there is nothing that LangChain could read."""
        raise RetrievalError(f"Chroma cannot open the index ({self.why}), and LangChain reads it through Chroma alone.")
