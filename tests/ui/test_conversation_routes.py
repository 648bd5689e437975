"""Conversations over HTTP: files to take along, titles, ends, opinions; for their owner alone, and never by the hand of another site."""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Iterator
from typing import Any
from urllib.parse import unquote

import pytest
from starlette.testclient import TestClient

from assistant import Answer, Assistant, Exchange, Settings, Store
from tests.ui.conversing import ZH, Broken, Echo, answer, site
from ui.backend import Backend
from ui.conversations.export import export
from ui.conversations.owner import of_browser
from ui.conversations.registry import Conversations
from ui.line import Line
from ui.recording import Opinion
from ui.session import Session
from ui.wording import wording

ONE, OTHER = "a" * 32, "b" * 32
LINE = Line(2)


@pytest.fixture
def mine(conversations: Conversations, backend: Backend) -> TestClient:
    return site(conversations, backend, browser=ONE)


@pytest.fixture
def theirs(conversations: Conversations, backend: Backend) -> TestClient:
    return site(conversations, backend, browser=OTHER)


@pytest.fixture
def session(conversations: Conversations, assistant: Assistant) -> Session:
    """One that browser ONE had: an answer with sources and notices, a list, one that failed."""
    owner = of_browser(ONE)
    made = conversations.begin(owner)
    for question in ("获得江苏专利奖有多少奖励?", "哪些措施由省版权局参与?"):
        answer(made, question, assistant, LINE, keep=conversations.keep(owner))
    answer(made, "<b>坏</b> | *了*", Broken(), LINE, keep=conversations.keep(owner))
    return made


def kept(settings: Settings) -> list[Exchange]:
    with Store.open(settings) as store:
        return list(store.exchanges())


def opinion(client: TestClient, session: Session, number: int, **told: Any) -> int:
    return client.post(f"/conversations/{session.id}/turns/{number}/opinion", json=told).status_code


def words_of(exchange: Exchange) -> list[tuple[str, str | None, str]]:
    return [(word.vote, word.why, word.comment) for word in exchange.feedback]


def test_an_opinion_with_reason_and_comment_reaches_the_store(mine: TestClient, session: Session, settings: Settings) -> None:
    assert opinion(mine, session, 1, vote="up") == 200
    assert words_of(kept(settings)[0]) == [("up", None, "")]
    assert opinion(mine, session, 1, vote="down", why="incomplete", comment="少了优秀奖，打13912345678") == 200
    assert words_of(kept(settings)[0]) == [("down", "incomplete", "少了优秀奖，打〔手机号1〕")]
    assert opinion(mine, session, 2, vote="down", why=None, comment=None) == 200
    assert opinion(mine, session, 1, vote=None) == 200
    assert [words_of(exchange) for exchange in kept(settings)] == [[], [("down", None, "")]]
    assert session.opinions == {2: Opinion("down")}


def test_nobody_has_an_opinion_on_the_answers_of_another(
    theirs: TestClient, mine: TestClient, session: Session, settings: Settings
) -> None:
    assert opinion(theirs, session, 1, vote="down") == 404
    assert [opinion(mine, session, number, vote="up") for number in (0, 4, 99)] == [404, 404, 404]
    # The third turn failed: there is nothing to have an opinion on.
    assert opinion(mine, session, 3, vote="up") == 503
    assert not any(exchange.feedback for exchange in kept(settings))


@pytest.mark.parametrize(
    "told",
    [
        {"vote": "best"},
        {"vote": 1},
        {"vote": "up", "why": "because"},
        {"vote": "up", "why": ["wrong"]},
        {"vote": "up", "comment": 7},
        {"vote": {}},
        [],
    ],
)
def test_what_no_button_sends_is_refused(told: Any, mine: TestClient, session: Session, settings: Settings) -> None:
    assert mine.post(f"/conversations/{session.id}/turns/1/opinion", json=told).status_code == 422
    assert not any(exchange.feedback for exchange in kept(settings))


def test_bodies_that_are_none_or_too_large_are_refused(mine: TestClient, session: Session) -> None:
    address, kind = f"/conversations/{session.id}/turns/1/opinion", {"content-type": "application/json"}
    assert mine.post(address, content=b"{", headers=kind).status_code == 422
    assert mine.post(address, content=b"[" * 30_000, headers=kind).status_code == 422
    assert mine.post(address, content=b'{"vote": "up"}', headers={"content-type": "text/plain"}).status_code == 422
    assert mine.post(address, json={"vote": "up", "comment": "长" * 40_000}).status_code == 413


def test_a_store_that_fails_is_said_and_nothing_is_shown_as_chosen(
    mine: TestClient, session: Session, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def fail(*_: Any, **__: Any) -> None:
        raise RuntimeError("secret in what a driver says")

    monkeypatch.setattr(Store, "feedback", fail)
    assert opinion(mine, session, 1, vote="up") == 503
    assert session.opinions == {} and "secret" not in caplog.text and "RuntimeError" in caplog.text
    monkeypatch.undo()
    assert opinion(mine, session, 1, vote="up") == 200


@pytest.mark.parametrize("path", ["rename", "delete", ""])
@pytest.mark.parametrize(
    "headers",
    [{"sec-fetch-site": "cross-site"}, {"sec-fetch-site": "same-site"}, {"origin": "http://evil.example"}, {"origin": "null"}],
)
def test_no_other_site_changes_anything(
    path: str, headers: dict[str, str], mine: TestClient, session: Session, conversations: Conversations
) -> None:
    address = f"/conversations/{session.id}/{path}" if path else "/conversations/delete"
    title = session.title
    assert mine.post(address, data={"title": "新名"}, headers=headers).status_code == 403
    assert [c.title for c in conversations.listed(of_browser(ONE))] == [title]


def test_renaming_and_deleting_lead_back_to_the_chat(
    mine: TestClient, theirs: TestClient, session: Session, conversations: Conversations
) -> None:
    address = f"/conversations/{session.id}"
    assert theirs.post(f"{address}/rename", data={"title": "抢来"}).status_code == 404
    assert (
        theirs.post(f"{address}/delete").status_code == 404 or theirs.post(f"{address}/delete", data={"language": "zh"}).status_code == 404
    )
    done = mine.post(f"{address}/rename", data={"title": "专利奖", "language": "en"})
    assert (done.status_code, done.headers["location"]) == (303, f"/en/?conversation={session.id}")
    assert conversations.listed(of_browser(ONE))[0].title == "专利奖"
    assert mine.post(f"{address}/rename", data={"title": "  "}).status_code == 404
    done = mine.post(f"{address}/delete", data={"language": "//evil.example"})
    assert (done.status_code, done.headers["location"]) == (303, "/")
    assert conversations.listed(of_browser(ONE)) == []


def test_deleting_all_leaves_those_of_others(mine: TestClient, session: Session, conversations: Conversations) -> None:
    other = of_browser(OTHER)
    answer(conversations.begin(other), "别人的", Echo(), LINE, keep=conversations.keep(other))
    answer(conversations.begin(of_browser(ONE)), "又一个", Echo(), LINE, keep=conversations.keep(of_browser(ONE)))
    assert mine.post("/conversations/delete", data={"language": "zh"}).status_code == 303
    assert conversations.listed(of_browser(ONE)) == []
    assert [c.title for c in conversations.listed(other)] == ["别人的"]


def test_json_holds_every_answer_as_the_interfaces_give_it(mine: TestClient, session: Session) -> None:
    opinion(mine, session, 1, vote="down", why="wrong", comment="不对")
    got = mine.get(f"/conversations/{session.id}.json")
    assert got.headers["content-type"] == "application/json" and got.headers["cache-control"] == "no-store"
    assert unquote(got.headers["content-disposition"]).endswith("UTF-8''获得江苏专利奖有多少奖励?.json")
    told = json.loads(got.content)
    assert [turn["state"] for turn in told["turns"]] == ["done", "done", "failed"]
    assert Answer.model_validate(told["turns"][0]["answer"]) == session.turns[0].answer
    assert told["turns"][0]["opinion"] == {"vote": "down", "reason": "wrong", "comment": "不对"}
    assert told["turns"][2]["answer"] is None and told["turns"][2]["question"] == "<b>坏</b> | *了*"


def test_markdown_holds_questions_answers_notices_and_quotes_and_nothing_that_acts(mine: TestClient, session: Session) -> None:
    text = mine.get(f"/conversations/{session.id}.md").text
    first = session.turns[0].answer
    assert first is not None
    flat = text.replace("\\", "")
    assert flat.startswith("# 获得江苏专利奖有多少奖励?\n")
    assert all(citation.quote in flat and citation.label in flat for citation in first.citations)
    assert all(notice.text in flat for notice in first.notices)
    assert "<b>" not in text and "&lt;b" not in text and r"\<b\>坏" in text
    assert ZH.errors.internal in flat
    assert flat.count("\n## 第 ") == 3


def test_word_opens_with_a_footnote_for_each_source(mine: TestClient, session: Session) -> None:
    from docx import Document

    content = mine.get(f"/conversations/{session.id}.docx").content
    body = "\n".join(paragraph.text for paragraph in Document(io.BytesIO(content)).paragraphs)
    assert "获得江苏专利奖有多少奖励?" in body and "<b>坏</b> | *了*" in body
    assert "措施(四) 完善知识产权转化运营机制" in body and "**" not in body
    with zipfile.ZipFile(io.BytesIO(content)) as parts:
        notes = parts.read("word/footnotes.xml").decode()
    cited = [c for turn in session.turns if turn.answer for c in turn.answer.citations]
    assert notes.count("<w:footnote ") == 2 + len(cited)
    assert all(c.quote in notes for c in cited)


def test_tables_and_characters_that_xml_cannot_hold(backend: Backend) -> None:
    from docx import Document

    class Table:
        def stream(self, question: str, history: Any = ()) -> Iterator[str | Answer]:
            text = "**表**\n\n| 措施 | 词 |\n|---|---|\n| (六) | **支持** |\n\n- 一\n1. 二\n> 三\n# 四"
            yield Answer(question=question, standalone_question="问", status="answered", answer=text)

    session = Session()
    answer(session, "问\x00\x0b\ud800", Table(), LINE)
    made = Document(io.BytesIO(export(session, "docx", backend.document, wording("en")).content))
    assert [[cell.text for cell in row.cells] for row in made.tables[0].rows] == [["措施", "词"], ["(六)", "支持"]]
    assert [p.text for p in made.paragraphs][-5:] == ["表", "• 一", "1. 二", "三", "四"]
    assert json.loads(export(session, "json", backend.document, ZH).content)["turns"][0]["question"].startswith("问")


@pytest.mark.parametrize("name", ["{id}.pdf", "{id}.exe", "{id}.", "x.json", "../../etc/passwd.json", "{id}'.json"])
def test_what_is_not_there_is_not_found(name: str, mine: TestClient, theirs: TestClient, session: Session) -> None:
    assert mine.get(f"/conversations/{name.format(id=session.id)}").status_code == 404
    assert [theirs.get(f"/conversations/{session.id}.{form}").status_code for form in ("md", "json", "docx")] == [404] * 3
