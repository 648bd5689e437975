"""A letter leaves the page only when each sentence that nothing bears was decided on; without any script."""

from __future__ import annotations

import html
import io
import re
from typing import Any
from urllib.parse import unquote

import pytest
from docx import Document
from starlette.testclient import TestClient

from assistant import Assistant
from assistant.drafting.word import MEDIA_TYPE
from tests.ui.staff.conftest import MakeClient, token
from tests.ui.staff.test_draft import draft, letter_of

PROMISE = "经研究，贵公司可获得产业奖励35万元。"
OTHER = "款项将在2周内到账。"
MIXED = "创新药品和医疗器械挂网绿色通道适用哪些产品？医院是否必须优先采购挂网产品？公积金怎么缴？"


@pytest.fixture
def client(make_client: MakeClient, assistant: Assistant) -> TestClient:
    return make_client(opened=assistant)


def post(client: TestClient, address: str, do: str, letter: str | None = None, **fields: str) -> Any:
    data = {"token": token(client.get(address).text), "do": do, **fields}
    return client.post(address, data=data if letter is None else {**data, "letter": letter})


@pytest.fixture
def begun(client: TestClient) -> tuple[str, str]:
    """The address of a draft, and its letter with two sentences that nothing bears."""
    address = draft(client).headers["location"]
    return address, letter_of(client.get(address).text).replace("感谢", f"{PROMISE}{OTHER}感谢", 1)


def keys(page: str) -> list[str]:
    return [html.unescape(k) for k in re.findall(r'name="key-\d+" value="([^"]*)"', page)]


@pytest.mark.parametrize("do", ["word", "word_list", "md", "copy"])
def test_no_form_leaves_with_a_sentence_that_nothing_bears(client: TestClient, begun: tuple[str, str], do: str) -> None:
    address, letter = begun
    refused = post(client, address, do, letter)
    assert refused.status_code == 409
    assert refused.headers["content-type"].startswith("text/html")
    assert keys(refused.text) == [PROMISE, OTHER]
    assert refused.text.count('role="alert"') == 1 and "2 句没有依据" in refused.text
    assert refused.text.count('value="out"') == refused.text.count('value="keep"') == 2
    assert f'<button name="do" value="{do}">' in refused.text


def test_taken_out_and_kept_it_leaves_and_the_file_says_so(client: TestClient, begun: tuple[str, str]) -> None:
    address, letter = begun
    post(client, address, "word_list", letter)
    decided = {"key-0": PROMISE, "decide-0": "keep", "reason-0": "局长办公会已同意", "key-1": OTHER, "decide-1": "out", "reason-1": ""}
    left = post(client, address, "word_list", **decided)
    assert (left.status_code, left.headers["content-type"]) == (200, MEDIA_TYPE)
    document = Document(io.BytesIO(left.content))
    words = [p.text for p in document.paragraphs]
    assert any(PROMISE in line for line in words) and not any(OTHER in line for line in words)
    (comment,) = document.comments
    assert "局长办公会已同意" in comment.text and comment.author
    first = next(line for line in words if line[:1] == "☐")
    assert PROMISE in first and "局长办公会已同意" in first
    page = client.get(address).text
    assert OTHER not in letter_of(page) and PROMISE in letter_of(page)
    assert "无依据，已保留" in page and "局长办公会已同意" in page
    assert post(client, address, "md", letter_of(page)).status_code == 200, "the reason is known from now on"


def test_a_reason_holds_for_the_sentence_as_it_was(client: TestClient, begun: tuple[str, str]) -> None:
    address, letter = begun
    letter = letter.replace(OTHER, "")
    post(client, address, "word", letter)
    assert post(client, address, "word", **{"key-0": PROMISE, "decide-0": "keep", "reason-0": "已批准"}).status_code == 200
    again = post(client, address, "word", letter.replace("35万元", "36万元"))
    assert again.status_code == 409 and keys(again.text) == [PROMISE.replace("35", "36")]


@pytest.mark.parametrize(
    "fields",
    [
        {"key-0": PROMISE, "decide-0": "keep", "reason-0": "  "},
        {"key-0": PROMISE, "decide-0": "maybe", "reason-0": "好"},
        {"key-0": "别的句子。", "decide-0": "keep", "reason-0": "好"},
        {"decide-0": "keep", "reason-0": "好"},
        {},
    ],
)
def test_what_decides_nothing_lets_nothing_out(client: TestClient, begun: tuple[str, str], fields: dict[str, str]) -> None:
    address, letter = begun
    letter = letter.replace(OTHER, "")
    post(client, address, "word", letter)
    refused = post(client, address, "word", **fields)
    assert refused.status_code == 409 and keys(refused.text) == [PROMISE]
    assert ("请写明保留这一句的理由" in refused.text) is (fields.get("reason-0") == "  ")


def test_very_many_are_decided_on_in_turns(client: TestClient, begun: tuple[str, str]) -> None:
    address, letter = begun
    many = "".join(f"第{n}批奖励{n}万元。" for n in range(11, 71))
    refused = post(client, address, "word", letter.replace(PROMISE + OTHER, many))
    assert len(keys(refused.text)) == 25 and "另有 35 句" in refused.text
    fields = {
        f"{name}-{n}": value
        for n, key in enumerate(keys(refused.text))
        for name, value in (("key", key), ("decide", "out"), ("reason", ""))
    }
    assert len(keys(post(client, address, "word", **fields).text)) == 25


def test_hostile_sentences_and_reasons_do_nothing(client: TestClient, begun: tuple[str, str]) -> None:
    address, letter = begun
    bad = '奖励"><script>alert(1)</script>35万元。'
    refused = post(client, address, "md", letter.replace(PROMISE + OTHER, bad))
    assert "<script>alert" not in refused.text
    left = post(client, address, "md", **{"key-0": keys(refused.text)[0], "decide-0": "keep", "reason-0": "<img src=x>\u202e"})
    assert left.status_code == 200
    assert not re.search(r"(?<!\\)<(?:script|img)", left.text) and "\u202e" not in left.text
    assert "<img" not in client.get(address).text


def test_copied_text_is_the_letter_that_was_checked(client: TestClient, begun: tuple[str, str]) -> None:
    address, letter = begun
    copied = post(client, address, "copy", letter.replace(PROMISE + OTHER, ""))
    assert copied.headers["content-type"] == "text/plain; charset=utf-8"
    assert copied.text == letter.replace(PROMISE + OTHER, "").replace("\r\n", "\n")


def test_the_file_is_named_after_whoever_was_put_in_by_a_person(client: TestClient, begun: tuple[str, str]) -> None:
    address, letter = begun
    left = post(client, address, "word", letter.replace(PROMISE + OTHER, "").replace("〔来信人〕", "明远公司"))
    disposition = left.headers["content-disposition"]
    assert disposition.startswith("attachment; filename=\"reply.docx\"; filename*=UTF-8''")
    assert re.fullmatch(r"答复_明远公司_\d{8}\.docx", unquote(disposition.partition("UTF-8''")[2]))


def test_the_page_claims_no_more_than_it_knows(client: TestClient) -> None:
    address = draft(client, MIXED).headers["location"]
    page = client.get(address).text
    assert "每一句陈述都已与所引原文核对" not in page
    badges = set(re.findall(r'<span class="badge [a-z]+">([^<]+)</span>', page))
    assert badges == {"有依据", "引文属实，是否切题请核对", "待人工答复"}
    assert "处〔请人工答复〕尚未填写" in page
    english = client.get(draft(client, "What support is there for loans against patents?", "/en").headers["location"]).text
    assert "Every statement has been held against" not in english


def test_fields_that_were_filled_vanish_from_the_list(client: TestClient) -> None:
    address = draft(client).headers["location"]
    letter = letter_of(client.get(address).text)
    assert "发出前填写：〔来信人〕、〔答复单位〕、〔日期〕" in client.get(address).text
    filled = letter.replace("〔来信人〕", "明远公司").replace("〔答复单位〕", "某局").replace("〔日期〕", "2026年11月30日")
    post(client, address, "check", filled)
    assert "发出前填写" not in client.get(address).text
