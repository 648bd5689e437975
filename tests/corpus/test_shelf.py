"""The shelf of ingested documents: one change at a time, forced to the disk, links that lead nowhere else."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from corpus import CorpusError
from corpus.folders import files_below
from corpus.library import Ingested, Skipped, ingest, load_corpus, remove
from corpus.readers.isolated import IsolatedReader
from corpus.shelf import shelf_locked
from tests.cli import command, environment

DOCUMENTS = Path(__file__).parent.parent / "data" / "documents"


@pytest.fixture
def shelf(tmp_path: Path) -> Path:
    return tmp_path / "home" / "documents"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = tmp_path / "in"
    made.mkdir()
    for number in range(6):
        (made / f"rule{number}.txt").write_text(f"云河市第{number}号集市办法\n第一条 每周{number}次。\n", encoding="utf-8")
    return made


def outcome(path: Path, shelf: Path, folder: Path | None = None) -> Ingested | Skipped:
    return next(r for r in ingest([folder or path], shelf) if r.path == path)


def test_two_processes_that_ingest_the_same_at_once_store_it_once(folder: Path, tmp_path: Path) -> None:
    home = tmp_path / "home"
    both = [
        subprocess.Popen(
            command("ingest", str(folder), "--no-index"), env=environment(home), stdout=subprocess.PIPE, stderr=subprocess.PIPE
        )
        for _ in range(2)
    ]
    ended = [process.communicate(timeout=300) for process in both]
    assert [process.returncode for process in both] == [0, 0], ended
    assert len(load_corpus(home / "documents").records) == 1 + 6
    said = b"".join(out for out, _ in ended)
    assert said.count(b"Taken in:") == said.count(b"Known already:") == 6


def test_who_waits_for_the_shelf_is_told_and_goes_on_when_it_is_free(folder: Path, shelf: Path) -> None:
    told, results = threading.Event(), list[Ingested | Skipped]()
    with shelf_locked(shelf):
        second = threading.Thread(target=lambda: results.extend(ingest([folder], shelf, told.set)))
        second.start()
        assert told.wait(60)
        assert not results
    second.join(120)
    assert len(results) == 6


def test_a_removal_waits_for_an_ingest(folder: Path, shelf: Path) -> None:
    (first, *_) = ingest([folder], shelf)
    assert isinstance(first, Ingested)
    running = ingest([folder], shelf)
    next(running)
    told = threading.Event()
    removal = threading.Thread(target=lambda: remove(first.id, shelf, told.set))
    removal.start()
    assert told.wait(60)
    assert (shelf / first.id).is_dir()
    running.close()
    removal.join(60)
    assert not (shelf / first.id).exists()


def test_a_shelf_that_stays_in_use_is_said_to_be(shelf: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("corpus.shelf.LOCK_SECONDS", 0.2)
    with shelf_locked(shelf), pytest.raises(CorpusError, match="another command"), shelf_locked(shelf):
        pass


def test_a_document_is_on_the_disk_before_it_counts(folder: Path, shelf: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    events: list[str] = []
    fsync, rename, replace = os.fsync, Path.rename, Path.replace

    def synced(handle: int) -> None:
        events.append("sync " + Path(f"/proc/self/fd/{handle}").readlink().name)
        fsync(handle)

    monkeypatch.setattr(os, "fsync", synced)
    monkeypatch.setattr(Path, "rename", lambda a, b: (events.append(f"rename {Path(b).name}"), rename(a, b))[1])
    monkeypatch.setattr(Path, "replace", lambda a, b: (events.append(f"replace {Path(b).name}"), replace(a, b))[1])
    path = folder / "rule1.txt"
    assert outcome(path, shelf).outcome == "added"  # type: ignore[union-attr]
    text = next((shelf / "rule1").glob("received-*")).name
    at = events.index("rename rule1")
    assert {f"sync {text}", "sync record.yaml"} <= set(events[:at])
    assert "sync documents" in events[at:]
    events.clear()
    path.write_text("云河市集市办法\n第一条 每日一次。\n", encoding="utf-8")
    assert outcome(path, shelf).outcome == "replaced"  # type: ignore[union-attr]
    at = events.index("replace record.yaml")
    assert events[at - 1].startswith("sync .")
    assert events[at + 1] == "sync rule1"


# Links, pipes, what is passed over


@pytest.fixture
def outside(tmp_path: Path) -> Path:
    path = tmp_path / "outside" / "secret.txt"
    path.parent.mkdir()
    path.write_text("root:x:0:0 第一条 不给人看。", encoding="utf-8")
    return path


def test_a_link_out_of_the_folder_is_not_followed(folder: Path, shelf: Path, outside: Path) -> None:
    (folder / "link.txt").symlink_to(outside)
    (folder / "up").symlink_to(outside.parent)
    (folder / "inner.txt").symlink_to("rule1.txt")
    results = {r.path.name: r for r in ingest([folder], shelf)}
    for name in ("link.txt", "up"):
        assert isinstance(skipped := results[name], Skipped)
        assert "link" in skipped.reason
    assert isinstance(results["inner.txt"], Ingested)
    assert not any("不给人看" in d.text for d in load_corpus(shelf).documents)


def test_a_link_that_is_named_itself_is_followed_beside_itself_alone(folder: Path, shelf: Path, outside: Path) -> None:
    for name, target in (("out.txt", outside), ("folder", outside.parent), ("here.txt", folder / "rule2.txt")):
        (folder / name).symlink_to(target)
    named = [folder / "out.txt", folder / "folder", folder / "here.txt"]
    assert [type(r) for r in ingest(named, shelf)] == [Skipped, Skipped, Ingested]


def test_pipes_sockets_and_devices_are_refused(folder: Path, shelf: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    os.mkfifo(folder / "pipe.txt")
    monkeypatch.chdir(folder)
    with socket.socket(socket.AF_UNIX) as opened:
        opened.bind("socket.txt")
        results = {r.path.name: r for r in ingest([folder, Path("/dev/zero")], shelf)}
    for name in ("pipe.txt", "socket.txt", "zero"):
        assert isinstance(skipped := results[name], Skipped)
        assert skipped.reason == "It is not a file."


def test_of_every_file_below_a_folder_something_is_said(folder: Path, tmp_path: Path, shelf: Path) -> None:
    for name in ("Thumbs.db", ".hidden", "~$open.docx", "sub/deep.md", ".git/config", "picture.png"):
        (folder / name).parent.mkdir(exist_ok=True)
        (folder / name).write_bytes(b"x")
    said = {r.path.relative_to(folder).as_posix() for r in ingest([folder], shelf)}
    assert said == {*(f"rule{n}.txt" for n in range(6)), "Thumbs.db", ".hidden", "~$open.docx", "sub/deep.md", ".git", "picture.png"}


def test_a_folder_of_too_many_files_ends_with_a_word(folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("corpus.folders.MOST_FILES", 3)
    found = list(files_below([folder], tmp_path / "documents"))
    assert len(found) == 4
    assert "more than 3 files" in found[-1].reason  # type: ignore[union-attr]


@pytest.mark.skipif(sys.platform == "win32", reason="there are no such limits")
def test_a_hundred_small_files_share_one_process(tmp_path: Path, shelf: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    begun = []
    monkeypatch.setattr(IsolatedReader, "_started", lambda self, start=IsolatedReader._started: begun.append(start(self)) or begun[-1])
    many = tmp_path / "many"
    many.mkdir()
    for number in range(100):
        (many / f"rule{number}.txt").write_text(f"云河市第{number}号集市办法\n第一条 每周{number}次。\n", encoding="utf-8")
    assert len([r for r in ingest([many], shelf) if isinstance(r, Ingested)]) == 100
    assert len(begun) == 1
