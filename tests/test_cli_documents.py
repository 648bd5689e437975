"""``assistant ingest``, ``documents``, ``remove``, ``corpus check``, ``index``: documents come and go, and the index follows."""

from __future__ import annotations

import json
import shutil
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.cli import command, environment, run

NOTICE = "关于支持数据知识产权登记的通知\n\n一、登记范围\n(一)企业依法取得的数据集可以申请登记。\n二、联系方式\n登记事宜由省数据局负责。\n"


@pytest.fixture(autouse=True)
def home(built_home: Path, tmp_path: Path, own_home: Path) -> Path:
    shutil.copytree(built_home, own_home)
    return own_home


@pytest.fixture
def notice(tmp_path: Path) -> Path:
    path = tmp_path / "letters" / "data-notice.txt"
    path.parent.mkdir()
    path.write_text(NOTICE, encoding="utf-8")
    return path


def documents() -> dict[str, dict[str, Any]]:
    listed = run("documents", "--json")
    assert listed.code == 0, listed.err
    return {row["id"]: row for row in json.loads(listed.out)}


def test_the_shipped_policy_is_listed() -> None:
    assert documents()["js-ip-2023"]["measures"] == 21
    line = next(line for line in run("documents").out.splitlines() if line.startswith("js-ip-2023\t"))
    assert "21 measures" in line


def test_a_document_is_taken_in_answered_from_and_removed(notice: Path) -> None:
    taken = run("ingest", str(notice.parent))
    assert taken.code == 0, taken.err
    assert "1 taken in, 0 skipped" in taken.err
    new = (documents().keys() - {"js-ip-2023"}).pop()
    assert documents()[new]["shipped"] is False
    answer = json.loads(run("ask", "--json", "哪些企业的数据集可以申请登记").out)
    assert new in {citation["document"] for citation in answer["citations"]}
    assert run("ingest", str(notice)).out.startswith("Known already: ")

    removed = run("remove", new)
    assert removed.code == 0, removed.err
    assert documents().keys() == {"js-ip-2023"}
    answer = json.loads(run("ask", "--json", "哪些企业的数据集可以申请登记").out)
    assert new not in {citation["document"] for citation in answer["citations"]}


def test_what_cannot_be_read_is_skipped_with_its_reason_and_the_rest_goes_in(notice: Path) -> None:
    (notice.parent / "picture.png").write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(64))
    taken = run("ingest", str(notice.parent), "--no-index")
    assert taken.code == 0
    assert "1 taken in, 1 skipped" in taken.err
    assert "picture.png" in taken.err


def test_nothing_that_could_be_read_is_a_failure(tmp_path: Path) -> None:
    (tmp_path / "picture.png").write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(64))
    assert run("ingest", str(tmp_path / "picture.png")).code == 1


@pytest.mark.parametrize("name", ["js-ip-2023", "nowhere", "../home", ""])
def test_what_is_not_there_or_came_with_the_package_cannot_be_removed(name: str) -> None:
    ended = run("remove", name)
    assert ended.code == 2
    assert ended.err.startswith("Error: ")
    assert "js-ip-2023" in documents()


def test_the_check_of_the_corpus_counts_and_passes() -> None:
    ended = run("corpus", "check")
    assert ended.code == 0
    assert "21 measures" in ended.out
    assert "省知识产权局" in ended.out


def test_a_broken_record_fails_the_check_by_name(notice: Path, home: Path) -> None:
    run("ingest", str(notice), "--no-index")
    record = next((home / "documents").glob("*/record.yaml"))
    record.write_text("id: [\n", encoding="utf-8")
    ended = run("corpus", "check")
    assert ended.code == 1
    assert "record.yaml" in ended.out
    assert "Traceback" not in ended.err


def test_the_index_is_built_and_sound() -> None:
    built = run("index")
    assert built.code == 0, built.err
    assert "passages of" in built.out
    assert "can be found" in run("index", "--check").out


def _ignore_interrupts() -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)


@pytest.mark.skipif(sys.platform == "win32", reason="there is no SIGINT for one process alone here")
@pytest.mark.parametrize("started", [None, _ignore_interrupts], ids=["at a terminal", "with interrupts ignored"])
def test_ctrl_c_stops_a_build_with_one_word(started: Callable[[], None] | None, home: Path) -> None:
    process = subprocess.Popen(
        command("index", "--fresh"), env=environment(home), stdout=subprocess.PIPE, stderr=subprocess.PIPE, preexec_fn=started
    )
    assert process.stderr
    process.stderr.readline()  # the first tenth is done
    process.send_signal(signal.SIGINT)
    out, err = process.communicate(timeout=60)
    assert process.returncode == 130
    assert out == b""
    assert err.endswith(b"Stopped.\n")
    assert b"Traceback" not in err
    assert run("index", "--check").code == 0


def test_an_index_that_lost_its_vectors_is_not_called_sound(home: Path) -> None:
    for store in home.glob("index/g*/chroma"):
        shutil.rmtree(store)
    ended = run("index", "--check")
    assert ended.code == 3
    assert "assistant index" in ended.err


def test_a_broken_record_stops_no_command_and_is_named(notice: Path, home: Path) -> None:
    run("ingest", str(notice), "--no-index")
    record = next((home / "documents").glob("*/record.yaml"))
    record.write_text("", encoding="utf-8")
    listed = run("documents")
    assert listed.code == 0
    assert "js-ip-2023" in listed.out
    assert record.parent.name in listed.err
    assert json.loads(run("ask", "--json", "措施六由谁负责").out)["status"] == "answered"
    ended = run("doctor")
    assert record.parent.name in ended.out
    assert run("remove", record.parent.name, "--no-index").code == 0
    assert "Set aside" not in run("documents").err
