"""Two rankings made one: by meaning (cosine) and by shared words (BM25).

A convex combination of min-max normalised scores (Bruch, Gai and Ingber, "An Analysis of Fusion Functions for Hybrid Retrieval", 2023)
over the union of the best of each; it keeps how far apart two texts are, which a combination of ranks throws away.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

DENSE_WEIGHT = 0.7
POOL = 100
"""How many of the best of each ranking are considered."""


def fuse(cosines: NDArray[np.float32], lexical: NDArray[np.float32], weight: float = DENSE_WEIGHT) -> NDArray[np.float32]:
    """Fused scores in [0, 1] for candidates with these cosines and BM25 scores; ``weight`` goes to the cosine.

    Equal scores tell nothing: they count as 0 for all candidates.
    """
    return (weight * _spread(cosines) + (1.0 - weight) * _spread(lexical)).astype(np.float32)


def best(scores: NDArray[np.float32], k: int) -> NDArray[np.intp]:
    """Positions of the ``k`` highest scores, best first, the earlier position first among equals."""
    k = min(k, len(scores))
    if k <= 0:
        return np.zeros(0, dtype=np.intp)
    # Everything that reaches the k-th score is kept, so that equal scores at the border are cut by position and not by chance.
    border = np.partition(scores, len(scores) - k)[len(scores) - k]
    reaching = np.flatnonzero(scores >= border)
    order: NDArray[np.intp] = reaching[np.argsort(-scores[reaching], kind="stable")][:k]
    return order


def _spread(scores: NDArray[np.float32]) -> NDArray[np.float32]:
    if not len(scores):
        return scores
    low, high = float(scores.min()), float(scores.max())
    if high - low < 1e-9:
        return np.zeros_like(scores)
    return (scores - low) / (high - low)
