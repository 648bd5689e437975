"""Drafting on the page: letter in, evidence, checking again, Word; for whoever made it alone."""

from __future__ import annotations

import re
from typing import Any

import pytest
from starlette.testclient import TestClient

from assistant import Assistant
from assistant.drafting.word import MEDIA_TYPE
from tests.ui.staff.conftest import MakeClient, token

ENQUIRY = "获得江苏专利奖有多少奖励？我的电话是13812345678。"


@pytest.fixture
def client(make_client: MakeClient, assistant: Assistant) -> TestClient:
    return make_client(opened=assistant)


def draft(client: TestClient, enquiry: str = ENQUIRY, prefix: str = "") -> Any:
    shown = client.get(f"{prefix}/staff/draft").text
    return client.post(f"{prefix}/staff/draft", data={"token": token(shown), "enquiry": enquiry})


def letter_of(page: str) -> str:
    found = re.search(r'<textarea id="letter"[^>]*>\n(.*?)</textarea>', page, re.S)
    assert found
    return found[1]


def test_a_letter_becomes_a_draft_with_evidence_and_a_list(client: TestClient) -> None:
    made = draft(client)
    assert made.status_code == 303
    page = client.get(made.headers["location"]).text
    assert "□0万元" in letter_of(page)
    assert "13812345678" not in page
    assert "〔手机号1〕" in page
    assert "<blockquote>" in page
    assert "发出前填写" in page
    assert 'class="trouble"' not in page


def test_an_edited_letter_is_checked_again(client: TestClient) -> None:
    address = draft(client).headers["location"]
    page = client.get(address).text
    wrong = letter_of(page).replace("□0万元、□0万元、□0万元、□万元", "50万元、30万元、20万元、5万元")
    done = client.post(address, data={"token": token(page), "letter": wrong, "do": "check"})
    assert (done.status_code, done.headers["location"]) == (303, address + "#checked")
    page = client.get(address).text
    assert "数字“50万元”在所引原文中没有依据。" in page
    assert "有 1 句没有依据" in page
    client.post(address, data={"token": token(page), "letter": letter_of(page).replace("50万元", "□0万元"), "do": "check"})
    assert "数字“30万元”" in client.get(address).text


def test_word_holds_what_stands_in_the_box(client: TestClient) -> None:
    address = draft(client).headers["location"]
    page = client.get(address).text
    document = client.post(address, data={"token": token(page), "letter": letter_of(page).replace("〔来信人〕", "某公司"), "do": "word"})
    assert document.headers["content-type"] == MEDIA_TYPE
    assert document.headers["cache-control"] == "no-store"
    assert document.content.startswith(b"PK")
    assert "某公司" in client.get(address).text


def test_an_english_letter_gets_an_english_page_and_draft(client: TestClient) -> None:
    made = draft(client, "What support is there for loans against patents?", "/en")
    page = client.get(made.headers["location"]).text
    assert "Before it is sent" in page
    assert made.headers["location"].startswith("/en/staff/draft/")


@pytest.mark.parametrize(("enquiry", "status"), [("", 422), (" \n", 422), ("？！", 422), ("专" * 20_001, 422)])
def test_what_cannot_be_answered_is_said_and_stays_in_the_box(client: TestClient, enquiry: str, status: int) -> None:
    made = draft(client, enquiry)
    assert made.status_code == status
    assert 'role="alert"' in made.text
    assert enquiry in made.text


@pytest.mark.parametrize("letter", ["", " ", "专" * 40_001])
def test_a_letter_that_is_none_is_said(client: TestClient, letter: str) -> None:
    address = draft(client).headers["location"]
    assert client.post(address, data={"token": token(client.get(address).text), "letter": letter}).status_code == 422


HOSTILE = "<script>alert(1)</script></textarea><img src=x onerror=alert(2)>{{7*7}} 获得江苏专利奖有多少奖励？\u202e\x00"


def test_hostile_letters_are_shown_and_do_nothing(client: TestClient) -> None:
    address = draft(client, HOSTILE).headers["location"]
    page = client.get(address).text
    done = client.post(address, data={"token": token(page), "letter": HOSTILE + letter_of(page), "do": "check"})
    assert done.status_code == 303
    for shown in (page, client.get(address).text, draft(client, HOSTILE * 900).text):
        assert "<script>alert" not in shown
        assert "<img" not in shown
        assert "\u202e" not in shown
        assert "49" not in re.sub(r'value="[^"]*"', "", shown.partition("<main")[2].partition("<script>")[0])


def test_before_the_assistant_is_open_the_letter_is_kept_in_the_box(make_client: MakeClient) -> None:
    made = draft(make_client())
    assert made.status_code == 503
    assert ENQUIRY in made.text
    assert "正在打开" in made.text


def test_a_draft_is_for_whoever_made_it(make_client: MakeClient, assistant: Assistant) -> None:
    client = make_client(opened=assistant, client="10.0.0.1", staff_header="X-Remote-User", trusted_proxies="10.0.0.1")
    client.headers["X-Remote-User"] = "li.lei"
    address = draft(client).headers["location"]
    assert client.get(address).status_code == 200
    client.headers["X-Remote-User"] = "han.meimei"
    other = client.get(address)
    assert other.status_code == 404
    assert "□0万元" not in other.text
    assert "另一位工作人员" in other.text
    assert "不在" in client.get("/staff/draft/none-of-that-name").text
    assert "another member of staff" in client.get(f"/en{address}").text
    data = {"token": token(other.text), "letter": "x", "do": "word"}
    assert client.post(address, data=data).status_code == 404


@pytest.mark.parametrize("name", ["x", "..", "%2e%2e", "a" * 3000])
def test_an_address_of_no_draft_is_not_found(client: TestClient, name: str) -> None:
    assert client.get(f"/staff/draft/{name}").status_code in (404, 200 if name in ("..", "%2e%2e") else 404, 303)


def test_a_failure_is_said_without_its_details(client: TestClient, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: object, **__: object) -> None:
        raise RuntimeError("secret detail")

    monkeypatch.setattr("ui.pages.staff.draft.compose_draft", broken)
    made = draft(client)
    assert made.status_code == 503
    assert "secret" not in made.text
