"""``assistant batch``: one answer line for every line, in order, whole, whatever stands in them and whenever it is stopped."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest

from assistant.contract import Answer
from tests.cli import Ended, command, environment, run, run_process

LINES = [
    {"id": "a", "question": "措施(六)由谁负责"},
    {"id": 2, "question": "专利质押融资有什么支持", "note": "kept by whoever wrote it"},
    {"question": "它由谁负责", "history": [{"role": "user", "content": "措施(七)说了什么"}]},
]


@pytest.fixture(autouse=True)
def home(built_home: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("ASSISTANT_HOME", str(built_home))
    return built_home


def write(path: Path, lines: list[Any]) -> Path:
    path.write_text("".join((line if isinstance(line, str) else json.dumps(line, ensure_ascii=False)) + "\n" for line in lines), "utf-8")
    return path


def batch(folder: Path, lines: list[Any]) -> tuple[Ended, list[Answer]]:
    target = folder / "out.jsonl"
    ended = run("batch", str(write(folder / "in.jsonl", lines)), str(target))
    return ended, [Answer.model_validate_json(line) for line in target.read_text("utf-8").splitlines()]


def test_every_line_is_answered_in_order_with_its_id(tmp_path: Path) -> None:
    ended, answers = batch(tmp_path, LINES)
    assert ended.code == 0
    assert ended.out == ""
    assert [answer.id for answer in answers] == ["a", "2", None]
    assert [answer.question for answer in answers] == [line["question"] for line in LINES]
    assert "3 lines" in ended.err


def test_the_history_of_a_line_is_taken_into_account(tmp_path: Path) -> None:
    _, answers = batch(tmp_path, LINES)
    assert 7 in {citation.measure for citation in answers[2].citations}


def test_a_line_that_is_no_question_gets_a_line_that_says_so(tmp_path: Path) -> None:
    broken = [
        "not json",
        "",
        "[]",
        {"id": "no-question"},
        {"id": "wrong", "question": 5},
        {"id": "h", "question": "x", "history": [{"role": "boss", "content": "y"}]},
        "{" * 5000,
    ]
    ended, answers = batch(tmp_path, [*broken, LINES[0]])
    assert ended.code == 0
    assert [answer.status for answer in answers[:-1]] == ["error"] * len(broken)
    assert {answer.reason for answer in answers[:-1]} == {"invalid_input"}
    assert [answer.id for answer in answers] == [None, None, None, "no-question", "wrong", "h", None, "a"]
    assert answers[-1].status == "answered"
    assert f"{len(broken)} of them" in ended.err


def test_byte_order_mark_windows_line_ends_and_a_missing_last_one_are_read(tmp_path: Path) -> None:
    source = tmp_path / "in.jsonl"
    source.write_bytes(b"\xef\xbb\xbf" + "\r\n".join(json.dumps(line) for line in LINES).encode())
    ended = run("batch", str(source), str(tmp_path / "out.jsonl"))
    assert ended.code == 0
    assert len((tmp_path / "out.jsonl").read_bytes().splitlines()) == 3


def test_dashes_read_and_write_the_standard_streams(home: Path) -> None:
    ended = run_process(home, "batch", "-", "-", stdin=json.dumps(LINES[0]).encode())
    assert ended.code == 0
    assert Answer.model_validate_json(ended.out).id == "a"


def test_an_older_result_is_replaced_whole(tmp_path: Path) -> None:
    (tmp_path / "out.jsonl").write_text("older and longer\n" * 1000, "utf-8")
    _, answers = batch(tmp_path, LINES[:1])
    assert len(answers) == 1


@pytest.mark.parametrize(
    ("source", "target"),
    [("in.jsonl", "in.jsonl"), ("in.jsonl", "./in.jsonl"), ("none.jsonl", "out.jsonl"), ("in.jsonl", "none/out.jsonl")],
)
def test_files_that_cannot_be_used_are_misuse(source: str, target: str, tmp_path: Path) -> None:
    content = write(tmp_path / "in.jsonl", LINES).read_bytes()
    ended = run("batch", source, target)
    assert ended.code == 2
    assert ended.err.startswith("Error: ")
    assert (tmp_path / "in.jsonl").read_bytes() == content


def test_an_older_result_stays_when_no_answer_can_be_given(tmp_path: Path, own_home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ASSISTANT_HOME", str(own_home))
    monkeypatch.setenv("ASSISTANT_AUTO_BUILD", "0")
    (tmp_path / "out.jsonl").write_text("older\n", "utf-8")
    monkeypatch.setenv("ASSISTANT_EMBEDDING_MODEL", "some-model")
    monkeypatch.setenv("OPENAI_BASE_URL", "http://127.0.0.1:9/v1")
    assert run("batch", str(write(tmp_path / "in.jsonl", LINES)), str(tmp_path / "out.jsonl")).code == 3
    assert (tmp_path / "out.jsonl").read_text("utf-8") == "older\n"


def test_ctrl_c_leaves_whole_lines(home: Path, tmp_path: Path) -> None:
    source = write(tmp_path / "in.jsonl", LINES * 2000)
    target = tmp_path / "out.jsonl"
    flags: dict[str, Any] = {"creationflags": subprocess.CREATE_NEW_PROCESS_GROUP} if sys.platform == "win32" else {}
    process = subprocess.Popen(command("batch", str(source), str(target)), env=environment(home), stderr=subprocess.PIPE, **flags)
    until = time.monotonic() + 60
    while (not target.exists() or target.stat().st_size < 20_000) and time.monotonic() < until:
        time.sleep(0.02)
    process.send_signal(signal.CTRL_BREAK_EVENT if sys.platform == "win32" else signal.SIGINT)
    _, said = process.communicate(timeout=60)
    assert process.returncode == 130
    assert b"Stopped." in said
    assert b"Traceback" not in said
    content = target.read_bytes()
    assert content.endswith(b"\n")
    lines = content.splitlines()
    assert 0 < len(lines) < 6000
    assert [Answer.model_validate_json(line).question for line in lines] == [LINES[i % 3]["question"] for i in range(len(lines))]


def test_answers_appear_as_they_are_given(home: Path) -> None:
    """Whoever reads along sees an answer before the last question is answered."""
    process = subprocess.Popen(command("batch", "-", "-"), env=environment(home), stdin=subprocess.PIPE, stdout=subprocess.PIPE)
    assert process.stdin
    assert process.stdout
    process.stdin.write(("\n".join(json.dumps(line) for line in LINES * 300)).encode())
    process.stdin.close()
    first = process.stdout.readline()
    assert process.poll() is None
    assert Answer.model_validate_json(first).id == "a"
    process.stdout.close()
    assert process.wait(60) in (130, 141) or os.name == "nt"
