"""What leaves is verified as it leaves: text that nothing bears is taken out, or kept for a reason that everybody sees."""

from __future__ import annotations

import datetime as dt
import io
from pathlib import Path

import docx
import pytest
from hypothesis import given
from hypothesis import strategies as st
from starlette.testclient import TestClient
from typer.testing import CliRunner

from assistant import Assistant
from assistant.drafting import Draft, compose_draft
from assistant.drafting.edited import editable
from assistant.drafting.editing import check_edited
from assistant.drafting.model import Kept
from assistant.drafting.release import LONGEST_REASON, Unsupported, reason, release, undecided, without
from assistant.drafting.rendering import as_markdown
from assistant.drafting.word import as_word

ENQUIRY = "请问专利质押贷款的利率是多少？获得江苏专利奖有多少奖励？员工的公积金怎么缴？"
PROMISE = "经研究，贵公司可获得产业奖励35万元。"
KEPT = Kept(reason="局长办公会已同意", by="王芳", at="2026-11-30T10:00+08:00")


@pytest.fixture(scope="module")
def draft(assistant: Assistant) -> Draft:
    return compose_draft(assistant, ENQUIRY)


def with_promise(draft: Draft, words: str = PROMISE) -> str:
    return editable(draft).replace("感谢", f"{words}感谢", 1)


@pytest.mark.parametrize("words", [PROMISE, "奖励将在两周内发放，金额为50万元。", "最高可达百分之三十[1]。", "详见附件[99]。"])
def test_a_letter_with_a_sentence_that_nothing_bears_does_not_leave(draft: Draft, assistant: Assistant, words: str) -> None:
    with pytest.raises(Unsupported) as refused:
        release(draft, assistant.corpus, with_promise(draft, words))
    assert refused.value.sentences[0].text in words
    assert refused.value.sentences[0].text[:20] in refused.value.told("zh")


def test_what_was_not_edited_leaves(draft: Draft, assistant: Assistant) -> None:
    assert release(draft, assistant.corpus).text == draft.text


def test_a_kept_sentence_is_marked_in_every_form_and_first_on_the_list(draft: Draft, assistant: Assistant) -> None:
    letter = release(draft, assistant.corpus, with_promise(draft), {PROMISE: KEPT})
    assert letter.checklist[0].kind == "kept"
    assert all(words in letter.checklist[0].text for words in (PROMISE, KEPT.reason, KEPT.by))
    document = docx.Document(io.BytesIO(as_word(letter, ticked=())))
    runs = [r for p in document.paragraphs for r in p.runs if PROMISE in r.text]
    assert runs[0].font.highlight_color is not None
    (comment,) = document.comments
    assert comment.author == KEPT.by and KEPT.reason in comment.text
    listed = [p.text for p in document.paragraphs if p.text[:1] == "☐"]
    assert PROMISE in listed[0] and KEPT.reason in listed[0]
    markdown = as_markdown(letter)
    assert f"<mark>{PROMISE}</mark>[^k1]" in markdown and KEPT.reason in markdown
    assert "【无依据，保留1】" in letter.text and KEPT.reason in letter.text


def test_a_reason_holds_for_just_that_sentence(draft: Draft, assistant: Assistant) -> None:
    changed = with_promise(draft, PROMISE.replace("35", "38"))
    with pytest.raises(Unsupported):
        release(draft, assistant.corpus, changed, {PROMISE: KEPT})


@pytest.mark.parametrize("words", ["", "  ", "……", "\u200b"])
def test_a_reason_that_says_nothing_is_none(words: str) -> None:
    assert reason(words, "王芳", dt.datetime.now()) is None


def test_a_reason_is_one_short_line() -> None:
    found = reason("已经\n同意\x00" + "好" * 500, "王芳", dt.datetime(2026, 11, 30, 9, 5))
    assert found is not None and "\n" not in found.reason and len(found.reason) == LONGEST_REASON
    assert found.at == "2026-11-30T09:05"


def test_what_is_taken_out_is_out_and_leaves_nothing_behind(draft: Draft, assistant: Assistant) -> None:
    checked = check_edited(draft, with_promise(draft), assistant.corpus)
    letter = without(draft, checked, {PROMISE})
    assert letter == editable(draft)


def test_a_section_that_lost_its_text_asks_for_an_answer(draft: Draft, assistant: Assistant) -> None:
    heading = next(s for s in draft.sentences if s.kind == "heading" and s.question == 1)
    lines = editable(draft).splitlines()
    at = next(n for n, line in enumerate(lines) if heading.text in line)
    letter = release(draft, assistant.corpus, "\n".join([*lines[: at + 1], *lines[at + 2 :]]))
    below = letter.sentences[[s.text for s in letter.sentences].index(heading.text) + 1]
    assert below.kind == "open" and "利率" in below.text
    assert any(i.kind == "open" and "利率" in i.text for i in letter.checklist)


def test_a_sentence_stands_only_as_long_as_the_documents_say_what_it_cites(draft: Draft, assistant: Assistant) -> None:
    stale = draft.model_copy(update={"citations": tuple(c.model_copy(update={"quote": "别的文字"}) for c in draft.citations)})
    with pytest.raises(Unsupported) as refused:
        release(stale, assistant.corpus)
    assert {c.gate for c in refused.value.sentences} == {"gone"}


def test_fields_that_were_filled_are_not_listed_as_open(draft: Draft, assistant: Assistant) -> None:
    letter = editable(draft).replace("〔来信人〕", "明远公司").replace("〔答复单位〕", "某局")
    items = {i.kind: i.text for i in release(draft, assistant.corpus, letter).checklist}
    assert "〔日期〕" in items["placeholders"] and "来信人〕" not in items["placeholders"] and "答复单位〕" not in items["placeholders"]
    filled = letter.replace("〔日期〕", "2026年11月30日").replace("〔请人工答复：员工的公积金怎么缴〕", "请向公积金中心了解。")
    kinds = {i.kind for i in release(draft, assistant.corpus, filled).checklist}
    assert not kinds & {"placeholders", "open"}


@given(
    pieces=st.lists(st.sampled_from([PROMISE, "详见附件。", "金额为50万元。", "可以获得补助[1]。", "谢谢！", "每年10%[2]。"]), max_size=5),
    at=st.integers(0, 30),
)
def test_whatever_is_typed_each_unborne_sentence_is_decided_on_and_then_none_is_left(
    draft: Draft, assistant: Assistant, pieces: list[str], at: int
) -> None:
    lines = editable(draft).splitlines()
    lines.insert(at % len(lines) + 1, "".join(pieces))
    checked = check_edited(draft, "\n".join(lines), assistant.corpus)
    left = undecided(checked, ())
    out = {c.key for c in left[::2]}
    kept = {c.key: KEPT for c in left[1::2]}
    letter = release(draft, assistant.corpus, without(draft, checked, out), kept)
    assert {s.text for s in letter.sentences if s.kept} == {c.text for c in left[1::2]}
    assert not {c.text for c in left[::2]} & {s.text for s in letter.sentences if s.kept is None and s.text}


def test_the_service_refuses_a_letter_that_nothing_bears(assistant: Assistant, draft: Draft, monkeypatch: pytest.MonkeyPatch) -> None:
    from fastapi import FastAPI

    from assistant.api import Service, create_api
    from assistant.settings import Settings

    sentence = draft.sentences[2].model_copy(update={"citations": (99,)})
    broken = draft.model_copy(update={"sentences": (*draft.sentences[:2], sentence, *draft.sentences[3:])})
    monkeypatch.setattr("assistant.api.drafts.compose_draft", lambda *_, **__: broken)
    api = create_api(Service(Settings(home=assistant.settings.home), lambda: assistant))
    app = FastAPI(lifespan=api.lifespan)
    app.router.routes.append(api)
    with TestClient(app, base_url="http://127.0.0.1:7860", raise_server_exceptions=False) as client:
        response = client.post("/api/draft", json={"enquiry": ENQUIRY, "docx": True})
    assert response.status_code == 409
    assert response.json()["error"]["code"] == "unsupported"
    assert sentence.text[:20] in response.json()["error"]["message"]


def test_the_command_refuses_it_too(assistant: Assistant, draft: Draft, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    import typer

    from assistant.cli import draft as command
    from assistant.cli.terminal import Terminal

    broken = draft.model_copy(update={"citations": ()})
    monkeypatch.setattr("assistant.drafting.compose_draft", lambda *_, **__: broken)
    monkeypatch.setattr(Assistant, "open", classmethod(lambda cls, *_, **__: assistant))
    app = typer.Typer()
    command.register(app, Terminal("zh"))
    (tmp_path / "letter.txt").write_text(ENQUIRY, encoding="utf-8")
    out = tmp_path / "reply.docx"
    done = CliRunner().invoke(app, [str(tmp_path / "letter.txt"), "--docx", str(out)])
    assert done.exit_code == 1 and not out.exists()
