"""Everybody has their own conversations: listed, found again, renamed, deleted, and nobody else's."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

import pytest

from assistant import Assistant, Settings, Store
from tests.ui.conversing import ZH, Echo, Stuck, answer, backend_with, site, until
from ui.backend import Backend
from ui.conversations.listing import listing
from ui.conversations.owner import Owner, of_browser
from ui.conversations.registry import MOST, Conversations
from ui.line import Line
from ui.recording import Opinion
from ui.session import Session

ONE, OTHER = "a" * 32, "b" * 32
LINE = Line(2)


def talk(conversations: Conversations, owner: Owner, *questions: str) -> Session:
    session = conversations.begin(owner)
    for question in questions:
        answer(session, question, Echo(), LINE, keep=conversations.keep(owner))
    return session


def test_what_was_asked_is_listed_the_last_used_first_and_only_for_its_owner(conversations: Conversations) -> None:
    one, other = of_browser(ONE), of_browser(OTHER)
    first, second = talk(conversations, one, "第一"), talk(conversations, one, "第二")
    theirs = talk(conversations, other, "别人的")
    conversations.begin(one)
    assert [c.title for c in conversations.listed(one)] == ["第二", "第一"]
    answer(first, "又问", Echo(), LINE, keep=conversations.keep(one))
    assert [c.id for c in conversations.listed(one)] == [first.id, second.id]
    assert conversations.session(one, first.id) is first
    assert conversations.session(one, theirs.id) is None and conversations.session(other, first.id) is None
    assert conversations.session(one, "x" * 32) is None and conversations.session(one, "") is None


def test_they_are_there_after_the_server_was_started_again(conversations: Conversations, backend: Backend) -> None:
    owner = of_browser(ONE)
    before = talk(conversations, owner, "我的电话是13912345678", "再问")
    conversations.rename(owner, before.id, "我的材料")
    opinion = Opinion("down", "wrong", "不对")
    backend.recorder.vote(before.exchanges[2], opinion)
    again = Conversations(backend.recorder)
    (listed,) = again.listed(owner)
    assert (listed.id, listed.title) == (before.id, "我的材料")
    session = again.session(owner, before.id)
    assert session is not None and session is not before
    assert [(t.number, t.state) for t in session.turns] == [(1, "done"), (2, "done")]
    # What is kept is masked.
    assert [t.question for t in session.turns] == ["我的电话是[手机号]", "再问"]
    assert session.opinions == {2: opinion} and session.exchanges == before.exchanges
    assert again.session(of_browser(OTHER), before.id) is None
    answer(session, "三", Echo(), LINE, keep=again.keep(owner))
    assert [t.number for t in session.turns] == [1, 2, 3]


def test_renaming_is_the_owners_alone_and_takes_no_empty_title(conversations: Conversations) -> None:
    one, other = of_browser(ONE), of_browser(OTHER)
    session = talk(conversations, one, "问")
    assert not conversations.rename(other, session.id, "抢来")
    assert not conversations.rename(one, session.id, " \u202e\n ")
    assert conversations.rename(one, session.id, " 专利\u202e  质押\n" + "长" * 100)
    assert conversations.listed(one)[0].title.startswith("专利 质押 长") and len(conversations.listed(one)[0].title) == 80


def test_what_is_deleted_is_gone_from_memory_and_store_with_what_was_said(conversations: Conversations, settings: Settings) -> None:
    one, other = of_browser(ONE), of_browser(OTHER)
    session, stays = talk(conversations, one, "问"), talk(conversations, other, "别人的")
    assert not conversations.remove(other, session.id)
    assert conversations.remove(one, session.id) and not conversations.remove(one, session.id)
    assert conversations.listed(one) == [] and conversations.session(one, session.id) is None
    with Store.open(settings) as store:
        assert [e.session for e in store.exchanges()] == [stays.id]
        assert store.conversations.of(one.key) == []


def test_an_answer_that_is_being_written_when_its_conversation_is_deleted_is_not_kept(
    conversations: Conversations, settings: Settings
) -> None:
    owner, slow = of_browser(ONE), Stuck()
    session = conversations.begin(owner)
    session.ask("问", lambda: slow, ZH.errors, LINE, conversations.keep(owner))
    until(lambda: bool(session.turns[-1].text))
    assert conversations.remove(owner, session.id)
    slow.released.set()
    until(lambda: not session.busy)
    with Store.open(settings) as store:
        assert list(store.exchanges()) == []


def test_one_owner_has_so_many_and_no_more(conversations: Conversations, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("ui.conversations.registry.MOST", 3)
    owner = of_browser(ONE)
    names = [talk(conversations, owner, str(n)).id for n in range(5)]
    assert [c.id for c in conversations.listed(owner)] == names[:1:-1]
    assert MOST == 100


def test_memory_is_given_back_and_the_store_has_it_still(backend: Backend) -> None:
    now = [dt.datetime(2026, 11, 23, 8, tzinfo=dt.UTC)]
    conversations = Conversations(backend.recorder, clock=lambda: now[0])
    owner, other = of_browser(ONE), of_browser(OTHER)
    session = talk(conversations, owner, "问")
    session.used = now[0]
    now[0] += dt.timedelta(hours=9)
    conversations.begin(other)
    found = conversations.session(owner, session.id)
    assert found is not None and found is not session
    assert [t.question for t in found.turns] == ["问"]


def test_what_is_large_leaves_memory_and_comes_back_from_the_store(backend: Backend, monkeypatch: pytest.MonkeyPatch) -> None:
    """What was used longest ago goes first, and what somebody uses now does not, however large it is."""
    kept, owner = Conversations(backend.recorder), of_browser(ONE)
    first, second = talk(kept, owner, "长" * 3000), talk(kept, owner, "长" * 3000)
    assert kept.session(owner, first.id) is first
    monkeypatch.setattr("ui.conversations.registry.BYTES", first.weight + second.weight // 2)
    kept.begin(owner)
    assert kept.session(owner, second.id) is second
    again = kept.session(owner, first.id)
    assert again is not None and again is not first and len(again.turns) == 1
    monkeypatch.setattr("ui.conversations.registry.BYTES", 1)
    assert kept.session(owner, kept.begin(owner).id) is not None


def test_so_many_conversations_are_in_memory_and_no_more(conversations: Conversations, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("ui.conversations.registry.SESSIONS", 5)
    for number in range(12):
        talk(conversations, Owner(f"page:{number}"), "问")
    assert len(conversations._held) <= 5


def test_the_store_forgets_whose_the_conversations_of_closed_browsers_were(backend: Backend, settings: Settings) -> None:
    now = [dt.datetime.now(dt.UTC)]
    conversations = Conversations(backend.recorder, clock=lambda: now[0])
    visitor, staff = of_browser(ONE), Owner("staff:li", lasting=True)
    talk(conversations, visitor, "问"), talk(conversations, staff, "问")
    now[0] += dt.timedelta(days=2)
    conversations.begin(of_browser(OTHER))
    with Store.open(settings) as store:
        assert store.conversations.of(visitor.key) == []
        assert len(store.conversations.of(staff.key)) == 1
        assert len(list(store.exchanges())) == 2


def test_without_a_store_they_last_as_long_as_the_server(own_home: Path, assistant: Assistant) -> None:
    backend = backend_with(Settings(home=own_home, record=False), assistant)
    conversations, owner = Conversations(backend.recorder), of_browser(ONE)
    session = talk(conversations, owner, "问")
    assert [c.id for c in conversations.listed(owner)] == [session.id]
    assert conversations.session(owner, session.id) is session
    assert conversations.rename(owner, session.id, "新名") and conversations.listed(owner)[0].title == "新名"
    assert Conversations(backend.recorder).listed(owner) == []
    assert not own_home.exists()


def test_staff_and_browsers_are_kept_apart_and_a_name_is_known_everywhere(conversations: Conversations, backend: Backend) -> None:
    li = Owner("staff:li", lasting=True)
    session = talk(conversations, li, "问")
    address = f"/conversations/{session.id}.json"
    assert site(conversations, backend, staff="li").get(address).status_code == 200
    assert site(conversations, backend, staff="li", browser=ONE).get(address).status_code == 200
    assert site(conversations, backend, staff="wang").get(address).status_code == 404
    assert site(conversations, backend, browser=ONE).get(address).status_code == 404
    assert site(conversations, backend).get(address).status_code == 404


@pytest.mark.parametrize("cookie", ["", "x", "a" * 31, "a" * 65, "ä" * 32, "../" * 12, "a" * 31 + "\t"])
def test_a_browser_gets_a_cookie_with_the_chat_and_nobody_chooses_their_own(
    cookie: str, conversations: Conversations, backend: Backend
) -> None:
    headers: dict[str, Any] = {"cookie": f"chat_browser={cookie}".encode("latin-1", "replace")} if cookie else {}
    given = [site(conversations, backend).get("/", headers=headers).headers["set-cookie"] for _ in range(2)]
    assert given[0] != given[1]
    assert all(line.startswith("chat_browser=") and "; HttpOnly; SameSite=lax" in line and "Secure" not in line for line in given)
    assert "; Secure" in site(conversations, backend, address="https://testserver").get("/en/").headers["set-cookie"]
    assert "set-cookie" not in site(conversations, backend, browser=ONE).get("/").headers
    assert "set-cookie" not in site(conversations, backend).get("/policy").headers
    assert ONE not in of_browser(ONE).key


def test_the_list_shows_titles_letter_by_letter(conversations: Conversations) -> None:
    owner = of_browser(ONE)
    session = talk(conversations, owner, '"><img src=x onerror=alert(1)>${1}')
    shown = listing(owner, conversations.listed(owner), session.id, ZH)
    assert "<img" not in shown and "${1}" not in shown and "&lt;img" in shown
    assert f'data-current="{session.id}"' in shown and shown.count('aria-current="page"') == 1
    assert ZH.conversations.kept_for_visitors in shown
    assert ZH.conversations.kept_for_staff in listing(Owner("staff:li", lasting=True), [], "", ZH)
    assert 'data-current=""' in listing(owner, [], session.id, ZH)
