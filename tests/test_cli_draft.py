"""``assistant draft``: a letter in, a reply with notes and a list out; a sentence and a code for what goes wrong."""

from __future__ import annotations

import io
import json
from pathlib import Path

import docx
import pytest

from assistant.drafting import Draft
from tests.cli import ANSI, run, run_process

ENQUIRY = "您好！请问专利质押融资有什么支持？质押贷款的利率是多少？\n电话：13812345678"


@pytest.fixture(autouse=True)
def home(built_home: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("ASSISTANT_HOME", str(built_home))
    return built_home


def test_the_letter_comes_with_notes_and_a_list(home: Path) -> None:
    ended = run_process(home, "draft", stdin=ENQUIRY.encode())
    assert ended.code == 0
    letter, _, checks = ended.out.partition("To check before sending\n")
    assert letter.startswith("〔来信人〕：\n")
    assert "[1]" in letter
    assert "注释\n[1] 《关于高标准推进知识产权强省建设的若干政策措施》措施(六)：“" in letter
    assert "  □ " in checks
    assert ANSI not in ended.out
    assert "13812345678" not in ended.out + ended.err


def test_json_is_the_draft_on_one_line() -> None:
    ended = run("draft", "--json", "-", stdin=ENQUIRY)
    assert ended.out.count("\n") == 1
    draft = Draft.model_validate_json(ended.out)
    assert draft.to_dict() == json.loads(ended.out)
    assert [q.status for q in draft.questions] == ["answered", "declined"]


def test_markdown_has_a_footnote_for_each_mark() -> None:
    out = run("draft", "--md", "-", stdin=ENQUIRY).out
    assert "[^1]" in out
    assert "\n[^1]: 《" in out
    assert "- [ ] " in out


def test_a_word_document_is_written_without_the_list(tmp_path: Path) -> None:
    target = tmp_path / "reply.docx"
    ended = run("draft", "-", "--docx", str(target), stdin=ENQUIRY)
    assert ended.code == 0
    assert str(target) in ended.err
    assert "〔来信人〕：" not in ended.out
    text = "\n".join(p.text for p in docx.Document(io.BytesIO(target.read_bytes())).paragraphs)
    assert "特此答复。" in text
    assert "核对" not in text


@pytest.mark.parametrize(("encoding", "name"), [("gb18030", "a.txt"), ("utf-16", "a.txt"), ("utf-8", "letter"), ("gb18030", "letter")])
def test_a_file_in_any_encoding_is_read(tmp_path: Path, encoding: str, name: str) -> None:
    (tmp_path / name).write_bytes(ENQUIRY.encode(encoding))
    ended = run("draft", str(tmp_path / name))
    assert ended.code == 0, ended.err
    assert "质押融资" in ended.out


def test_standard_input_in_another_encoding_is_read() -> None:
    assert "质押融资" in run("draft", stdin=ENQUIRY.encode("gb18030")).out


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("empty.txt", b"", "empty"),
        ("blank.txt", b" \n\n", "empty"),
        ("binary.txt", bytes(range(256)) * 40, "cannot be read"),
        ("letter.xls", b"x", "not known"),
        ("broken.docx", b"PK\x03\x04broken", "cannot be read"),
        ("long.txt", ("请问专利有什么支持。" * 3000).encode(), "at most 20000"),
    ],
)
def test_what_cannot_be_read_ends_in_a_sentence(tmp_path: Path, name: str, content: bytes, said: str) -> None:
    (tmp_path / name).write_bytes(content)
    ended = run("draft", str(tmp_path / name))
    assert ended.code == 2
    assert said in ended.err
    assert ended.err.count("\n") <= 1
    assert "Traceback" not in ended.err


def test_a_missing_file_and_two_forms_at_once_are_misuse(tmp_path: Path) -> None:
    assert run("draft", str(tmp_path / "none.txt")).code == 2
    assert run("draft", "--json", "--md", "-", stdin=ENQUIRY).code == 2
    assert run("draft", "-", "--docx", str(tmp_path / "no" / "such" / "x.docx"), stdin=ENQUIRY).code == 2


def test_smoothing_without_a_model_says_so() -> None:
    ended = run("draft", "--smooth", "-", stdin=ENQUIRY)
    assert ended.code == 0
    assert "ASSISTANT_MODEL" in ended.err


def test_an_index_that_cannot_be_had_ends_with_code_3(own_home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ASSISTANT_HOME", str(own_home))
    monkeypatch.setenv("ASSISTANT_EMBEDDING_MODEL", "some-model")
    monkeypatch.setenv("OPENAI_BASE_URL", "http://127.0.0.1:9/v1")
    ended = run("draft", stdin=ENQUIRY)
    assert ended.code == 3
    assert "127.0.0.1:9" in ended.err
