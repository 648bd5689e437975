"""The files below the paths that somebody names, in order, and what is passed over with the reason for it: nothing goes unsaid."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from corpus.shelf import lock_path

MOST_FILES = 20_000
"""Files of one run; a whole disk that was named by mistake ends here."""
_NOISE = frozenset(("thumbs.db", "desktop.ini"))
_LINKED = "It is a link to a folder, which is not followed; give that folder by its own name."
_HIDDEN = "It is hidden, or a program's own file, and was passed over."


@dataclass(frozen=True, slots=True)
class Candidate:
    """A file to be read. ``within`` is the folder that it may not lead out of."""

    path: Path
    within: Path


@dataclass(frozen=True, slots=True)
class Passed:
    """A file or folder that is not looked into, and why, in one sentence; ``hidden`` where its name alone is the reason."""

    path: Path
    reason: str
    hidden: bool = False


def files_below(paths: Iterable[Path], own: Path) -> Iterator[Candidate | Passed]:
    """The files that ``paths`` name and those below the folders that they name. ``own`` is the folder of documents, which is not entered.

    A link leads where it says only inside the folder that was named, a link that is named itself only inside the folder that it lies in:
    a shell names links of its own accord (``notices/*``).
    """
    for count, found in enumerate(_found(paths, own.resolve(), lock_path(own.resolve()))):
        if count == MOST_FILES:
            yield Passed(found.path, f"There are more than {MOST_FILES:,} files; this one and what follows was left for another run.")
            return
        yield found


def _found(paths: Iterable[Path], own: Path, lock: Path) -> Iterator[Candidate | Passed]:
    for path in paths:
        if not path.is_dir():
            yield Candidate(path, path.absolute().parent)
        elif _leads_away(path):
            yield Passed(path, _LINKED)
        else:
            yield from _below(path, own, lock)


def _leads_away(folder: Path) -> bool:
    """Whether the named ``folder`` is a link out of the folder that it lies in."""
    return folder.is_symlink() and not folder.resolve().is_relative_to(folder.absolute().parent.resolve())


def _below(top: Path, own: Path, lock: Path) -> Iterator[Candidate | Passed]:
    closed: list[OSError] = []
    for folder, names, files in os.walk(top, onerror=closed.append):
        here = Path(folder)
        whole = here.resolve()
        names[:] = sorted(name for name in names if whole / name != own)
        for name in [name for name in names if name.startswith(".") or (here / name).is_symlink()]:
            names.remove(name)
            yield Passed(here / name, _HIDDEN, hidden=True) if name.startswith(".") else Passed(here / name, _LINKED)
        for name in sorted(files):
            if not name.startswith((".", "~$")) and name.lower() not in _NOISE:
                yield Candidate(here / name, top)
            elif whole / name != lock:
                yield Passed(here / name, _HIDDEN, hidden=True)
    yield from (Passed(Path(str(error.filename)), f"The folder cannot be read: {error.strerror}.") for error in closed)
