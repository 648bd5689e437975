"""An intact index on a full disk or one that can be read alone answers all the same; a build that cannot be written names the disk."""

from __future__ import annotations

import json
import shutil
import socket
import subprocess
import time
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, suppress
from pathlib import Path

import pytest

from assistant.errors import RetrievalError
from assistant.index import generation, open_index
from assistant.index.chroma import ChromaVectors
from assistant.settings import Settings
from tests.assistant.index.sample import RULES, SampleCorpus
from tests.cli import Ended, command, environment
from tests.disks import Disk, full_disk, no_file_may_grow, read_only_disk

SEARCHED = "专利质押融资有什么支持"
KINDS: dict[str, Callable[[Path, Callable[[Path], None]], AbstractContextManager[Disk]]] = {"full": full_disk, "read-only": read_only_disk}


@pytest.fixture(params=KINDS)
def disk(request: pytest.FixtureRequest, built_home: Path, tmp_path: Path) -> Iterator[Disk]:
    """A disk with an intact index on which nothing can be written."""
    with KINDS[request.param](tmp_path / "disk", lambda folder: _copy(built_home, folder)) as made:
        yield made


def _copy(home: Path, folder: Path) -> None:
    # Without the vectors that it once embedded: on a disk so small there may be no cache.
    shutil.copytree(home / "index", folder / "home" / "index")


def run(disk: Disk, *arguments: str, stdin: bytes = b"") -> Ended:
    given = environment(disk.folder / "home")
    done = subprocess.run(command(*arguments), env=given, input=stdin, capture_output=True, timeout=200, preexec_fn=disk.before)
    return Ended(done.returncode, done.stdout.decode(), done.stderr.decode())


def test_questions_are_answered(disk: Disk) -> None:
    asked = run(disk, "ask", SEARCHED)
    assert (asked.code, "措施(六)" in asked.out, asked.err) == (0, True, "")
    chatted = run(disk, "chat", stdin=SEARCHED.encode() + b"\n")
    assert (chatted.code, "措施(六)" in chatted.out) == (0, True)


def test_the_index_is_checked_and_the_doctor_says_what_cannot_be_kept(disk: Disk) -> None:
    checked = run(disk, "index", "--check")
    assert (checked.code, "is sound" in checked.out) == (0, True)
    examined = run(disk, "doctor", "--json")
    found = {f["check"]: f for f in json.loads(examined.out)["findings"]}
    assert found["index"]["state"] in ("ok", "note")
    assert found["home"]["state"] == "note" or found["disk"]["state"] == "failed"
    assert str(disk.folder) in found["home"]["detail"] + found["disk"]["detail"]


def test_the_server_answers(disk: Disk) -> None:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    given = environment(disk.folder / "home")
    server = subprocess.Popen(
        command("serve", "--port", str(port)), env=given, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, preexec_fn=disk.before
    )
    try:
        assert _asked(port)["status"] == "answered"
    finally:
        server.terminate()
        server.communicate(timeout=60)


def _asked(port: int) -> dict[str, str]:
    body = json.dumps({"question": SEARCHED}).encode()
    end = time.monotonic() + 120
    while time.monotonic() < end:
        request = urllib.request.Request(f"http://127.0.0.1:{port}/api/ask", body, {"Content-Type": "application/json"})
        with suppress(OSError), urllib.request.urlopen(request, timeout=60) as response:
            return dict(json.load(response))
        time.sleep(0.2)
    raise AssertionError("the server did not answer")


def test_a_build_that_cannot_be_written_names_the_disk_and_leaves_the_index_in_use(disk: Disk) -> None:
    built = run(disk, "index")
    assert built.code == 3
    assert str(disk.folder / "home" / "index") in built.err
    assert "free on the disk of" in built.err and "ASSISTANT_HOME" in built.err
    assert run(disk, "index", "--check").code == 0


@pytest.mark.parametrize("size", ["600k", "2m", "4m"])
def test_a_disk_that_runs_full_in_the_midst_of_a_build_leaves_nothing_that_is_taken_for_whole(tmp_path: Path, size: str) -> None:
    with full_disk(tmp_path / "disk", lambda folder: None, size) as disk:
        (disk.folder / "used-up").unlink(missing_ok=True)
        for _ in range(2):
            asked = run(disk, "ask", SEARCHED)
            assert (asked.code, "free on the disk of" in asked.err) == (3, True)
        assert not list((disk.folder / "home" / "index").glob("g*"))


def test_no_file_may_grow_and_the_question_is_answered(built_home: Path, tmp_path: Path) -> None:
    """A limit of the process, which stands for a full disk wherever no disk can be mounted."""
    _copy(built_home, tmp_path)
    asked = run(Disk(tmp_path, no_file_may_grow), "ask", SEARCHED)
    assert (asked.code, "措施(六)" in asked.out) == (0, True)


def test_where_chroma_may_not_write_passages_are_compared_one_by_one_with_the_same_result(
    settings: Settings, corpus: SampleCorpus, tmp_path: Path
) -> None:
    usual = open_index(settings, corpus, build=False)
    assert usual.without_chroma is None and isinstance(usual._current().store, ChromaVectors)
    with read_only_disk(tmp_path / "disk", lambda folder: shutil.copytree(settings.home, folder / "home") and None) as disk:
        index = open_index(Settings(home=disk.folder / "home"), corpus, build=False)
        assert "cannot be written" in str(index.without_chroma)
        for question in ("专利质押贷款贴息", "PCT申请补助多少", "IP mortgage loan"):
            found = [(p.chunk.id, pytest.approx(p.score, abs=1e-4)) for p in usual.search(question, 6)]
            assert [(p.chunk.id, p.score) for p in index.search(question, 6)] == found
        assert index.search("专利质押贷款贴息", 1)[0].chunk.text == RULES[1]
        assert index.unreachable() == []
        with pytest.raises(RetrievalError, match="Chroma cannot open"):
            index.vector_store()


def test_a_folder_that_chroma_cannot_open_for_another_reason_is_answered_from_as_well(settings: Settings, corpus: SampleCorpus) -> None:
    """Its files are as they were written, so that they are not at fault."""
    folder = settings.index_dir / generation.read_pointer(settings.index_dir).current / "chroma"
    journal = folder / "chroma.sqlite3-journal"
    journal.mkdir()
    index = open_index(settings, corpus, build=False)
    assert index.without_chroma
    assert index.search("专利质押贷款贴息", 1)[0].chunk.text == RULES[1]
