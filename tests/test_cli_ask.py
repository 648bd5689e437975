"""``assistant ask``: a cited answer, as text and as the contract, and a sentence for whatever is thrown at it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from assistant.contract import Answer
from corpus.library import load_corpus
from tests.cli import ANSI, run, run_process

PLEDGE = "专利质押融资有什么支持"


@pytest.fixture(autouse=True)
def home(built_home: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("ASSISTANT_HOME", str(built_home))
    return built_home


def test_an_answer_names_its_measure_and_quotes_it(home: Path) -> None:
    ended = run_process(home, "ask", PLEDGE)
    assert ended.code == 0
    assert "措施(六)" in ended.out
    assert "Sources\n  [1] " in ended.out
    policy = load_corpus().document("js-ip-2023")
    assert policy
    quotes = [line.strip()[1:-1] for line in ended.out.splitlines() if line.startswith("      “")]
    assert quotes
    assert all(quote in " ".join(policy.text.split()) for quote in quotes)


def test_what_is_piped_is_plain_and_not_cut(home: Path) -> None:
    ended = run_process(home, "ask", PLEDGE, COLUMNS="20", FORCE_COLOR="1")
    assert ANSI not in ended.out + ended.err
    assert not set("│╭─┃") & set(ended.out)
    assert max(len(line) for line in ended.out.splitlines()) > 40


def test_json_is_the_contract_on_one_line() -> None:
    ended = run("ask", "--json", PLEDGE)
    assert ended.code == 0
    assert ended.out.count("\n") == 1
    answer = Answer.model_validate_json(ended.out)
    assert answer.to_dict() == json.loads(ended.out)
    assert answer.status == "answered"
    assert 6 in {citation.measure for citation in answer.citations}


def test_a_question_can_come_from_standard_input() -> None:
    asked = json.loads(run("ask", "--json", "-", stdin=f"\n{PLEDGE}\n").out)
    assert asked["question"] == PLEDGE
    assert asked["answer"] == json.loads(run("ask", "--json", PLEDGE).out)["answer"]


def test_the_cited_provisions_can_be_shown_in_full() -> None:
    ended = run("ask", "--document", "措施(六)由谁负责")
    policy = load_corpus().document("js-ip-2023")
    assert policy
    measure = policy.provision("6")
    assert measure
    assert measure.text.strip() in ended.out


@pytest.mark.parametrize(
    "question",
    [
        pytest.param("", id="empty"),
        pytest.param("?!…。", id="punctuation"),
        pytest.param("质" * 100_000, id="long"),
        pytest.param(bytes(range(256)) * 4, id="binary"),
        pytest.param("措施\x00(六)\x07\x1b[31m由谁负责", id="control"),
        pytest.param("\u202e措施(六)\u202c由谁负责\u200f", id="right-to-left"),
        pytest.param("<script>alert(1)</script><b>专利</b>", id="html"),
        pytest.param("'; DROP TABLE vectors; -- $(rm -rf /) `id`", id="injection"),
    ],
)
def test_bad_input_ends_in_a_sentence(question: str | bytes) -> None:
    ended = run("ask", "--json", "-", stdin=question)
    assert ended.code == 0, ended.err
    answer = Answer.model_validate_json(ended.out)
    assert answer.answer.strip()
    assert "Traceback" not in ended.out + ended.err


def test_no_control_character_of_a_question_reaches_the_terminal(home: Path) -> None:
    ended = run_process(home, "ask", "-", stdin="\x1b]0;title\x07\x1b[31m专利质押".encode())
    assert ended.code == 0
    assert not {c for c in ended.out if ord(c) < 32 and c != "\n"}


def test_an_argument_that_is_no_utf8_is_no_traceback(home: Path) -> None:
    ended = run_process(home, "ask", b"\xff\xfe\xd7\xa8")
    assert ended.code == 0
    assert "Traceback" not in ended.err


def test_an_index_that_cannot_be_had_ends_with_code_3(own_home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ASSISTANT_HOME", str(own_home))
    monkeypatch.setenv("ASSISTANT_EMBEDDING_MODEL", "some-model")
    monkeypatch.setenv("OPENAI_BASE_URL", "http://127.0.0.1:9/v1")
    ended = run("ask", PLEDGE)
    assert ended.code == 3
    assert "127.0.0.1:9" in ended.err
