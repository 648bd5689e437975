"""A generation of the index on disk: its folder, its manifest, and the pointer that names the current one.

::

    index/
      CURRENT                 names the current and the previous generation; replaced in one step, last of all
      build.lock              held by the one builder
      g20260131-120000-1a2b3c/
        manifest.json         what it was made from, and the length and checksum of every other file
        chunks.jsonl          one chunk a line; the line is the chunk's row everywhere else
        vectors.npy           one row per chunk
        lexical/              BM25
        chroma/               Chroma's own files (none with a Chroma server)
"""

from __future__ import annotations

import dataclasses
import hashlib
import json
import os
import secrets
import time
import zlib
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import assistant.chunks
import assistant.index.lexical
from assistant.chunks import Chunk
from corpus.durable import sync, sync_tree

SCHEMA = 2
POINTER = "CURRENT"
MANIFEST = "manifest.json"
CHUNKS = "chunks.jsonl"
VECTORS = "vectors.npy"
LEXICAL = "lexical"
CHROMA = "chroma"


class Unusable(Exception):
    """A generation is missing, damaged or out of date. The message completes "the index …"."""


@dataclass(frozen=True)
class Manifest:
    """What a generation holds and what it was made from.

    ``schema`` names the layout and the code that cuts texts into chunks and words; ``documents`` is the corpus' fingerprint;
    ``store`` is *local* or *server*; ``files`` has the length and CRC-32 of each file of the generation.
    """

    id: str
    created: str
    schema: str
    embedding: str
    dimension: int
    chunks: int
    documents: dict[str, str]
    store: str
    versions: dict[str, str]
    files: dict[str, tuple[int, int]]


@dataclass(frozen=True, slots=True)
class Pointer:
    """Which generation answers now, and which one did before."""

    current: str
    previous: str | None = None


def new_id() -> str:
    """A name for a new generation: sorts by time, fit for a folder and for a Chroma collection."""
    return f"g{time.strftime('%Y%m%d-%H%M%S', time.gmtime())}-{secrets.token_hex(3)}"


def schema() -> str:
    """Changes with the layout of a generation and with the code that makes chunks and words from texts."""
    code = hashlib.sha256()
    for module in (assistant.chunks, assistant.index.lexical):
        code.update(Path(str(module.__file__)).read_bytes())
    return f"{SCHEMA}-{code.hexdigest()[:12]}"


def write_chunks(folder: Path, chunks: Iterable[Chunk]) -> None:
    """Write ``chunks`` in order."""
    with (folder / CHUNKS).open("w", encoding="utf-8") as out:
        out.writelines(json.dumps(asdict(chunk), ensure_ascii=False) + "\n" for chunk in chunks)


def read_chunks(folder: Path) -> tuple[Chunk, ...]:
    """The chunks in order. Raises OSError, ValueError, TypeError or KeyError when the file is missing or damaged."""
    with (folder / CHUNKS).open(encoding="utf-8") as lines:
        rows = (json.loads(line) for line in lines)
        return tuple(Chunk(**{**row, "departments": tuple(row["departments"])}) for row in rows)


def checksums(folder: Path) -> dict[str, tuple[int, int]]:
    """Length and CRC-32 of every file below ``folder`` but the manifest: a gigabyte takes about a second."""
    paths = sorted(p for p in folder.rglob("*") if p.is_file() and p.name != MANIFEST)
    return {p.relative_to(folder).as_posix(): _checksum(p) for p in paths}


def _checksum(path: Path) -> tuple[int, int]:
    size, crc = 0, 0
    with path.open("rb") as handle:
        while block := handle.read(1 << 20):
            size, crc = size + len(block), zlib.crc32(block, crc)
    return size, crc


def write_manifest(folder: Path, manifest: Manifest) -> None:
    """Write ``manifest`` into its folder."""
    (folder / MANIFEST).write_text(json.dumps(asdict(manifest), ensure_ascii=False, indent=1), "utf-8")


def read_manifest(folder: Path) -> Manifest:
    """The manifest of the generation in ``folder``.

    Raises:
        Unusable: it is missing or damaged.
    """
    try:
        raw: dict[str, Any] = json.loads((folder / MANIFEST).read_text("utf-8"))
        files = {name: (int(size), int(crc)) for name, (size, crc) in raw.pop("files").items()}
        known = {field.name for field in dataclasses.fields(Manifest)}
        return Manifest(files=files, **{key: value for key, value in raw.items() if key in known})
    except FileNotFoundError as error:
        raise Unusable(f"is incomplete ({folder / MANIFEST} is missing)") from error
    except (OSError, ValueError, TypeError, KeyError, AttributeError) as error:
        raise Unusable(f"is damaged ({folder / MANIFEST}: {error})") from error


def check_files(folder: Path, manifest: Manifest) -> None:
    """Compare the files of a generation with its manifest, all of them whole: one flipped bit of Chroma's graph can end the process.

    Raises:
        Unusable: naming the first that differs.
    """
    if manifest.id != folder.name:
        raise Unusable(f"is damaged ({folder / MANIFEST} is that of {manifest.id})")
    try:
        found = checksums(folder)
    except OSError as error:
        raise Unusable(f"cannot be read ({error})") from error
    for name, expected in manifest.files.items():
        if found.get(name) != expected:
            raise Unusable(f"is damaged ({folder / name} is not as it was written)")


def read_pointer(index_dir: Path) -> Pointer:
    """The current and the previous generation.

    Raises:
        Unusable: there is no pointer, or it cannot be read.
    """
    try:
        raw = json.loads((index_dir / POINTER).read_text("utf-8"))
        current, previous = raw["current"], raw.get("previous")
        if not isinstance(current, str) or not isinstance(previous, str | None):
            raise TypeError("names are expected")
        return Pointer(current, previous)
    except FileNotFoundError as error:
        raise Unusable("has not been built yet") from error
    except (OSError, ValueError, TypeError, KeyError, AttributeError) as error:
        raise Unusable(f"is damaged ({index_dir / POINTER}: {error})") from error


def swap_pointer(index_dir: Path, generation: str) -> Pointer:
    """Make ``generation`` the current one, in one step that a crash leaves either undone or done; gives the new pointer.

    Everything in the generation's folder is forced to the disk first, so that the pointer never names what a power cut would undo.
    """
    try:
        previous: str | None = read_pointer(index_dir).current
    except Unusable:
        previous = None
    sync_tree(index_dir / generation)
    pending = index_dir / f"{POINTER}.new"
    with pending.open("w", encoding="utf-8") as out:
        json.dump({"current": generation, "previous": previous}, out)
        out.flush()
        os.fsync(out.fileno())
    pending.replace(index_dir / POINTER)
    sync(index_dir)
    return Pointer(generation, previous)
