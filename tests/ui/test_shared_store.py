"""Several servers on one store, and a store that is away: what one does holds for all, and what could not be done is said."""

from __future__ import annotations

import time
from collections.abc import Iterator

import pytest

from assistant import Answer, Assistant, Settings, Store
from tests.databases import HOLDER, held
from tests.ui.conversing import ZH, Echo, Stuck, answer, backend_with, site, until
from ui.backend import Backend
from ui.conversations.owner import Owner, of_browser
from ui.conversations.registry import Conversations
from ui.line import Line
from ui.messages import messages
from ui.recording import Opinion
from ui.session import Session

ONE = "a" * 32
OWNER = of_browser(ONE)
LINE = Line(2)
ZH_FORM = {"language": "zh"}


@pytest.fixture
def elsewhere(settings: Settings, assistant: Assistant) -> Iterator[Backend]:
    """Another server on the same store."""
    made = backend_with(settings, assistant)
    yield made
    made.close()


@pytest.fixture
def others(elsewhere: Backend) -> Conversations:
    return Conversations(elsewhere.recorder)


def talk(conversations: Conversations, session: Session, *questions: str, owner: Owner = OWNER) -> Session:
    for question in questions:
        answer(session, question, Echo(), LINE, keep=conversations.keep(owner))
    return session


def questions(session: Session | None) -> list[tuple[int, str]]:
    assert session is not None
    return [(turn.number, turn.question) for turn in session.turns]


def test_what_is_deleted_with_one_server_is_gone_with_the_other_and_never_comes_back(
    conversations: Conversations, others: Conversations, backend: Backend, elsewhere: Backend, settings: Settings
) -> None:
    here = talk(conversations, conversations.begin(OWNER), "一")
    there = others.session(OWNER, here.id)
    assert there is not None and there is not here
    assert site(conversations, backend, browser=ONE).post(f"/conversations/{here.id}/delete", data=ZH_FORM).status_code == 303
    for form in ("json", "md", "docx"):
        assert site(others, elsewhere, browser=ONE).get(f"/conversations/{here.id}.{form}").status_code == 404
    assert others.listed(OWNER) == [] and others.session(OWNER, here.id) is None
    assert there.closed and there.turns == () and not there.ask("再问", Echo, ZH.errors, LINE)
    with Store.open(settings) as store:
        assert store.status().counts.total == 0


def test_an_answer_that_comes_after_its_conversation_was_deleted_elsewhere_is_not_kept(
    conversations: Conversations, others: Conversations, settings: Settings
) -> None:
    here, slow = talk(conversations, conversations.begin(OWNER), "一"), Stuck()
    assert here.ask("二", lambda: slow, ZH.errors, LINE, conversations.keep(OWNER))
    until(lambda: bool(here.turns[-1].text))
    assert others.remove(OWNER, here.id)

    slow.released.set()
    until(lambda: not here.busy)
    talk(conversations, here, "三")
    until(lambda: here.closed)
    assert here.turns == () and conversations.listed(OWNER) == []
    with Store.open(settings) as store:
        assert store.status().counts.total == 0


def test_turns_titles_and_opinions_of_one_server_are_known_to_the_other(conversations: Conversations, others: Conversations) -> None:
    here = talk(conversations, conversations.begin(OWNER), "一", "我的电话是13912345678")
    there = talk(others, others.session(OWNER, here.id) or Session(), "三")
    assert questions(there) == [(1, "一"), (2, "我的电话是〔手机号1〕"), (3, "三")]
    # Whoever typed it here still sees it as it was typed.
    assert questions(conversations.session(OWNER, here.id)) == [(1, "一"), (2, "我的电话是13912345678"), (3, "三")]
    assert others.think(there, 1, Opinion("down", "wrong", "不对")) and others.rename(OWNER, here.id, "材料")
    found = conversations.session(OWNER, here.id)
    assert found is here and here.opinions == {1: Opinion("down", "wrong", "不对")} and here.title == "材料"
    assert [c.title for c in conversations.listed(OWNER)] == ["材料"]


def test_two_servers_that_ask_at_once_give_no_number_twice(conversations: Conversations, others: Conversations, backend: Backend) -> None:
    here = talk(conversations, conversations.begin(OWNER), "一")
    there = others.session(OWNER, here.id)
    assert there is not None
    talk(conversations, here, "这里")
    talk(others, there, "那里")
    assert there.turns[-1].number == 3 and there.exchanges[3]
    assert questions(conversations.session(OWNER, here.id)) == questions(others.session(OWNER, here.id))
    # A thumb goes to the answer that it stands below, whichever server is told.
    assert conversations.think(here, 3, Opinion("up"))
    found = others.session(OWNER, here.id)
    assert found is not None and found.opinions == {3: Opinion("up")}


def test_what_was_never_kept_stays_when_the_rest_is_read_anew(conversations: Conversations, others: Conversations) -> None:
    here, slow = talk(conversations, conversations.begin(OWNER), "一"), Stuck()
    assert here.ask("停下的", lambda: slow, ZH.errors, LINE, conversations.keep(OWNER))
    until(lambda: bool(here.turns[-1].text))
    here.stop()
    slow.released.set()
    until(lambda: not here.busy)
    talk(others, others.session(OWNER, here.id) or Session(), "那里")
    found = conversations.session(OWNER, here.id)
    assert questions(found) == [(1, "一"), (2, "那里"), (3, "停下的")]


@pytest.fixture
def locked(backend: Backend, settings: Settings) -> str:
    """The file of the store, for another process to lock."""
    assert backend.recorder.open()
    return str(settings.home / "store.db")


def test_while_the_store_is_locked_answers_go_on_the_page_says_so_and_later_turns_are_kept(
    conversations: Conversations, backend: Backend, locked: str
) -> None:
    session = conversations.begin(OWNER)
    with held(HOLDER, locked):
        began = time.monotonic()
        assert session.ask("锁着的时候", Echo, ZH.errors, LINE, conversations.keep(OWNER))
        until(lambda: not session.busy)
        answered = time.monotonic() - began
        until(lambda: not session.keeping)
        kept_after = time.monotonic() - began
        assert answered < kept_after, "the answer did not wait for the store"
        assert session.turns[0].state == "done" and session.unkept == {1}
        assert backend.recorder.trouble() is not None
        # Nobody waits for it a second time.
        talk(conversations, session, "再问")
        assert session.unkept == {1, 2}
    until(lambda: not backend.recorder.away)
    talk(conversations, session, "后来")
    assert session.exchanges[3] and session.unkept == {1, 2} and backend.recorder.trouble() is None
    shown = messages(session.turns[0], ZH, last=False, unkept=True)[1]["content"][0]["text"]
    assert ZH.chat.unkept in shown and ZH.chat.unkept not in messages(session.turns[2], ZH, last=True, kept=True)[1]["content"][0]["text"]


def test_what_could_not_be_deleted_renamed_or_thought_is_said_on_the_page_and_to_scripts(
    conversations: Conversations, backend: Backend, locked: str
) -> None:
    session = talk(conversations, conversations.begin(OWNER), "问")
    client = site(conversations, backend, browser=ONE)
    page = {"accept": "text/html,application/xhtml+xml"}
    with held(HOLDER, locked):
        for path, sentence in (
            (f"/conversations/{session.id}/delete", ZH.conversations.not_deleted),
            ("/conversations/delete", ZH.conversations.not_deleted),
            (f"/conversations/{session.id}/rename", ZH.conversations.not_renamed),
        ):
            told = client.post(path, data={"title": "新名", "language": "zh"}, headers=page)
            assert told.status_code == 503 and sentence in told.text and told.headers["content-type"].startswith("text/html")
            assert told.headers["cache-control"] == "no-store"
            told = client.post(path, data={"title": "新名"})
            assert told.status_code == 503 and told.json() == {"kept": False, "error": {"code": "store_away", "message": sentence}}
        told = client.post(f"/conversations/{session.id}/turns/1/opinion?language=en", json={"vote": "up"})
        assert told.status_code == 503 and "not" in told.json()["error"]["message"]
        # What is there can be read: a lock keeps only writers out.
        assert client.get(f"/conversations/{session.id}.json").status_code == 200
    assert session.title == "问" and session.opinions == {} and [c.id for c in conversations.listed(OWNER)] == [session.id]
    until(lambda: not backend.recorder.away)
    assert client.post("/conversations/delete", data=ZH_FORM).status_code == 303 and conversations.listed(OWNER) == []


def test_while_the_store_cannot_be_read_memory_stands_for_it_but_nothing_that_may_be_deleted_is_exported(
    conversations: Conversations, backend: Backend
) -> None:
    session = talk(conversations, conversations.begin(OWNER), "问")
    client = site(conversations, backend, browser=ONE)
    backend.recorder.close()
    assert conversations.session(OWNER, session.id) is session and [c.id for c in conversations.listed(OWNER)] == [session.id]
    told = client.get(f"/conversations/{session.id}.json")
    assert told.status_code == 503 and told.json()["error"]["message"] == ZH.conversations.not_exported
    assert client.post(f"/conversations/{session.id}/delete", data=ZH_FORM).status_code == 503
    assert session.turns


def test_a_deletion_waits_for_an_answer_that_is_being_kept(conversations: Conversations, settings: Settings) -> None:
    for n in range(10):
        session = conversations.begin(OWNER)
        assert session.ask(str(n), Echo, ZH.errors, LINE, conversations.keep(OWNER))
        assert conversations.remove(OWNER, session.id)
        until(lambda session=session: not session.busy and not session.keeping)  # type: ignore[misc]
        assert session.turns == ()
    with Store.open(settings) as store:
        assert store.status().counts.total == 0


def test_deleting_all_catches_what_is_being_written_too(conversations: Conversations, settings: Settings) -> None:
    slow = Stuck()
    talk(conversations, conversations.begin(OWNER), "一")
    busy = conversations.begin(OWNER)
    assert busy.ask("二", lambda: slow, ZH.errors, LINE, conversations.keep(OWNER))
    conversations.remove_all(OWNER)
    slow.released.set()
    until(lambda: not busy.busy)
    with Store.open(settings) as store:
        assert store.status().counts.total == 0
    assert conversations.listed(OWNER) == [] and busy.turns == ()


def test_what_cannot_be_kept_in_time_counts_as_not_kept_until_it_is(monkeypatch: pytest.MonkeyPatch) -> None:
    import asyncio

    monkeypatch.setattr("ui.session.KEEPING", 0.05)

    def never(given: Answer, session: Session, number: int) -> None:
        session.keeping.add(number)

    session = Session()

    async def watched() -> int:
        assert session.ask("问", Echo, ZH.errors, LINE, never)
        return len([turns async for turns in session.follow()])

    assert asyncio.run(watched()) and session.unkept == {1}
    session.kept(1, "e")
    assert session.unkept == set() and session.exchanges == {1: "e"}
