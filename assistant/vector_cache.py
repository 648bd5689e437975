"""Vectors kept between runs, found again by what was embedded: the model's name and the text itself.

Two stores: one that travels with the package and is only read (:class:`ShippedVectors`), one in the user's folder that grows
(:class:`UserVectors`). Neither is ever the reason that something fails: what cannot be read is embedded again.
"""

from __future__ import annotations

import contextlib
import hashlib
import logging
import sqlite3
import time
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Vector = NDArray[np.float32]

SHIPPED = Path(__file__).parent / "vectors" / "shipped.npz"

_log = logging.getLogger(__name__)
_BUSY_SECONDS = 30.0
_DAMAGED = (sqlite3.SQLITE_NOTADB, sqlite3.SQLITE_CORRUPT)


def vector_key(model_id: str, text: str) -> bytes:
    """32 bytes that stand for ``text`` as embedded by ``model_id``."""
    text_digest = hashlib.sha256(text.encode("utf-8", "surrogatepass")).digest()
    return hashlib.sha256(model_id.encode() + b"\0" + text_digest).digest()


class ShippedVectors:
    """Vectors in an ``npz`` file: ``keys`` (n × 32 bytes) and ``vectors`` (n × d, half precision), read when first asked for.

    Half precision moves a cosine by less than 0.001 and halves the file; rows are brought back to length one. Without a path it is empty.
    """

    def __init__(self, path: Path | None = SHIPPED) -> None:
        self._path = path
        self._rows: dict[bytes, int] | None = None
        self._vectors: NDArray[np.float32] = np.zeros((0, 0), dtype=np.float32)

    def get(self, keys: Iterable[bytes]) -> dict[bytes, Vector]:
        """Those of ``keys`` that the file holds, with their vectors."""
        rows = self._load()
        return {key: self._vectors[rows[key]] for key in keys if key in rows}

    def keys(self) -> set[bytes]:
        """The keys of all vectors in the file."""
        return set(self._load())

    def _load(self) -> dict[bytes, int]:
        if self._rows is None:
            self._rows = {}
            if self._path is None:
                return self._rows
            try:
                with np.load(self._path) as stored:
                    vectors = stored["vectors"].astype(np.float32)
                    self._vectors = vectors / np.linalg.norm(vectors, axis=1, keepdims=True)
                    self._rows = {bytes(key): i for i, key in enumerate(stored["keys"])}
            except FileNotFoundError:
                _log.debug("no vectors travel with this installation (%s)", self._path)
            except Exception as error:  # a damaged archive raises whatever its zip or npy reader met first
                _log.warning("%s cannot be read and is not used: %s", self._path, error)
        return self._rows


def write_shipped(vectors: Mapping[bytes, Vector], path: Path = SHIPPED) -> None:
    """Write ``vectors`` as a file for :class:`ShippedVectors`, in the order of their keys so that equal content gives equal files."""
    keys = sorted(vectors)
    path.parent.mkdir(parents=True, exist_ok=True)
    np.savez_compressed(
        path,
        keys=np.frombuffer(b"".join(keys), dtype=np.uint8).reshape(len(keys), 32),
        vectors=np.stack([vectors[key] for key in keys]).astype(np.float16),
    )


class UserVectors:
    """Vectors in a SQLite file that several processes may read and write at once and that survives being killed.

    Each call opens and closes its own connection, so an instance may cross threads and forks. A damaged file is set aside under
    another name; a file that cannot be written (read-only folder, full disk) is logged and done without.
    """

    def __init__(self, path: Path) -> None:
        self._path = path

    def get(self, keys: Iterable[bytes]) -> dict[bytes, Vector]:
        """Those of ``keys`` that are kept, with their vectors; a vector that is not of length one is taken as not kept."""
        wanted = list(keys)
        found: dict[bytes, Vector] = {}
        if not wanted or not self._path.exists():
            return found
        with self._guarded(), self._connection() as connection:
            for key in wanted:
                row = connection.execute("SELECT vector FROM vectors WHERE key = ?", (key,)).fetchone()
                vector = _decode(row[0]) if row else None
                if vector is not None:
                    found[key] = vector
        return found

    def put(self, vectors: Mapping[bytes, Vector]) -> None:
        """Keep ``vectors``; they are on disk when this returns."""
        rows = [(key, vector.astype("<f4").tobytes()) for key, vector in vectors.items()]
        with self._guarded():
            self._path.parent.mkdir(parents=True, exist_ok=True)
            with self._connection() as connection:
                connection.executemany("INSERT OR REPLACE INTO vectors (key, vector) VALUES (?, ?)", rows)

    def clear(self) -> None:
        """Forget all vectors."""
        with self._guarded():
            if self._path.exists():
                with self._connection() as connection:
                    connection.execute("DELETE FROM vectors")

    @contextlib.contextmanager
    def _connection(self) -> Iterator[sqlite3.Connection]:
        connection = sqlite3.connect(self._path, timeout=_BUSY_SECONDS)
        try:
            with connection:
                connection.execute("CREATE TABLE IF NOT EXISTS vectors (key BLOB PRIMARY KEY, vector BLOB NOT NULL) WITHOUT ROWID")
                yield connection
        finally:
            connection.close()

    @contextlib.contextmanager
    def _guarded(self) -> Iterator[None]:
        try:
            yield
        except sqlite3.DatabaseError as error:
            if getattr(error, "sqlite_errorcode", None) in _DAMAGED:
                self._set_aside(error)
            else:
                _log.warning("the vector cache %s is not used: %s", self._path, error)
        except OSError as error:
            _log.warning("the vector cache %s is not used: %s", self._path, error)

    def _set_aside(self, error: Exception) -> None:
        aside = self._path.with_name(f"{self._path.name}.damaged-{time.strftime('%Y%m%d-%H%M%S')}")
        _log.warning("the vector cache %s is damaged (%s); it is kept as %s and begun anew", self._path, error, aside.name)
        with contextlib.suppress(OSError):
            self._path.replace(aside)
        with contextlib.suppress(OSError):
            self._path.with_name(self._path.name + "-journal").unlink()


def _decode(blob: bytes) -> Vector | None:
    if not isinstance(blob, bytes) or len(blob) % 4:
        return None
    vector = np.frombuffer(blob, dtype="<f4").astype(np.float32)
    if not abs(float(np.linalg.norm(vector)) - 1.0) < 1e-3:
        return None
    return vector
