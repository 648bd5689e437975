"""Reachability: every chunk must be found by its own vector, or the index would be silent about it for ever."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from assistant.errors import RetrievalError
from assistant.index.exact import Vectors

if TYPE_CHECKING:
    from numpy.typing import NDArray

SAME = 1e-4
"""Cosines that differ by less are taken as equal: Chroma computes in single precision and in another order."""
_BATCH = 256
_NEAREST = 5


def unreachable(store: Vectors, vectors: NDArray[np.float32]) -> list[int]:
    """Rows that ``store`` does not find by their own vector.

    A row is found when it stands among the nearest with a cosine as good as the best; where more rows than are asked for have the same
    vector, it is enough that all that came back have it.
    """
    lost: list[int] = []
    for start in range(0, len(vectors), _BATCH):
        block = vectors[start : start + _BATCH]
        for offset, (rows, cosines) in enumerate(store.search(block, min(_NEAREST, len(vectors)))):
            if not _found(start + offset, rows, cosines):
                lost.append(start + offset)
    return lost


def _found(row: int, rows: NDArray[np.intp], cosines: NDArray[np.float32]) -> bool:
    if not len(rows):
        return False
    at = np.flatnonzero(rows == row)
    if len(at):
        return bool(cosines[at[0]] >= 1.0 - SAME)
    return len(rows) >= _NEAREST and bool((cosines >= 1.0 - SAME).all())


def check(store: Vectors, vectors: NDArray[np.float32]) -> None:
    """Raises :class:`RetrievalError` when records are missing, superfluous or unreachable."""
    count = store.count()
    if count != len(vectors):
        raise RetrievalError(f"The new index holds {count} vectors for {len(vectors)} passages; the build was given up.")
    lost = unreachable(store, vectors)
    if lost:
        raise RetrievalError(
            f"The new index does not find {len(lost)} of its passages (the first is row {lost[0]}); the build was given up."
        )
