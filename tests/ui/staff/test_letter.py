"""The work on a draft is kept with it: what was written, what was ticked; both go into Word, and nobody else's form changes them."""

from __future__ import annotations

import io
import re
from typing import Any

import pytest
from docx import Document
from starlette.testclient import TestClient

from assistant import Assistant
from tests.ui.staff.conftest import MakeClient, token
from tests.ui.staff.test_draft import draft, letter_of
from ui.pages.staff.shelf import Held, Shelf


@pytest.fixture
def client(make_client: MakeClient, assistant: Assistant) -> TestClient:
    return make_client(opened=assistant)


def post(client: TestClient, address: str, do: str, letter: str, ticks: list[str] | None = None) -> Any:
    page = client.get(address).text
    return client.post(address, data={"token": token(page), "letter": letter, "do": do, "tick": ticks or []})


def ticked(page: str) -> list[int]:
    return [int(n) for n in re.findall(r'name="tick" value="(\d+)" autocomplete="off" checked', page)]


def words_of(document: bytes) -> list[str]:
    return [paragraph.text for paragraph in Document(io.BytesIO(document)).paragraphs]


def test_what_was_written_and_ticked_survives_a_reload_and_is_not_taken_for_checked(client: TestClient) -> None:
    address = draft(client).headers["location"]
    page = client.get(address).text
    assert ticked(page) == [] and 'id="unchecked" hidden' in page
    written = letter_of(page).replace("□0万元", "50万元", 1)
    kept = post(client, address, "keep", written, ["0", "2"])
    assert (kept.status_code, kept.content) == (204, b"")
    page = client.get(address).text
    assert letter_of(page) == written and ticked(page) == [0, 2]
    assert 'id="unchecked" hidden' not in page and "尚未核对" in page
    assert "有 1 句没有依据" not in page
    post(client, address, "check", written, ["2"])
    page = client.get(address).text
    assert "有 1 句没有依据" in page and 'id="unchecked" hidden' in page and ticked(page) == [2]


def test_without_a_script_a_button_keeps_the_same(client: TestClient) -> None:
    address = draft(client).headers["location"]
    saved = post(client, address, "save", "改到一半", ["1"])
    assert (saved.status_code, saved.headers["location"]) == (303, f"{address}#edit")
    page = client.get(address).text
    assert letter_of(page) == "改到一半" and ticked(page) == [1]
    assert '<noscript><button name="do" value="save"' in page


def test_word_has_the_edits_and_where_it_is_asked_for_the_checklist_with_its_ticks(client: TestClient) -> None:
    address = draft(client).headers["location"]
    written = letter_of(client.get(address).text).replace("〔来信人〕", "某公司")
    alone = words_of(post(client, address, "word", written, ["0"]).content)
    both = words_of(post(client, address, "word_list", written, ["0"]).content)
    assert any("某公司" in line for line in alone) and not any("☑" in line or "☐" in line for line in alone)
    assert both[: len(alone)] == alone
    items = [line for line in both if line[:1] in "☑☐" and line]
    # What follows from the letter, here the fields that nobody has filled, comes first and is not ticked.
    assert [line[0] for line in items] == ["☐", "☑", *"☐" * (len(items) - 2)] and len(items) >= 3
    assert "〔答复单位〕、〔日期〕" in items[0] and "〔来信人〕" not in items[0]
    assert "发出前核对（内部使用，发出时删去本页）" in both
    assert f"共 {len(items)} 项，已核对 1 项。" in both


@pytest.mark.parametrize("ticks", [["-1"], ["99"], ["x"], ["0 "], ["１"], ["0"] * 60, ["<script>"]])
def test_only_items_of_the_list_can_be_ticked(client: TestClient, ticks: list[str]) -> None:
    address = draft(client).headers["location"]
    assert post(client, address, "keep", "x", ticks).status_code == 204
    assert ticked(client.get(address).text) == ([0] if set(ticks) == {"0"} else [])


def test_too_many_fields_are_refused(client: TestClient) -> None:
    address = draft(client).headers["location"]
    assert post(client, address, "keep", "x", ["0"] * 200).status_code == 400


def test_a_letter_that_is_too_long_is_not_kept(client: TestClient) -> None:
    address = draft(client).headers["location"]
    before = letter_of(client.get(address).text)
    assert post(client, address, "keep", "专" * 40_001).status_code == 422
    assert letter_of(client.get(address).text) == before


def test_only_whoever_made_a_draft_changes_it(make_client: MakeClient, assistant: Assistant) -> None:
    client = make_client(opened=assistant, client="10.0.0.1", staff_header="X-Remote-User", trusted_proxies="10.0.0.1")
    client.headers["X-Remote-User"] = "li.lei"
    address = draft(client).headers["location"]
    before = letter_of(client.get(address).text)
    client.headers["X-Remote-User"] = "han.meimei"
    assert post(client, address, "keep", "not theirs", ["0"]).status_code == 404
    client.headers["X-Remote-User"] = "li.lei"
    page = client.get(address).text
    assert letter_of(page) == before and ticked(page) == []


def test_the_shelf_keeps_what_is_as_checked_as_nothing_new(client: TestClient, assistant: Assistant) -> None:
    held: Any = Held(None, "the letter", ())  # type: ignore[arg-type]
    shelf = Shelf()
    name = shelf.put("li.lei", held)
    assert shelf.keep("li.lei", name, "the letter", frozenset({1}))
    kept = shelf.get("li.lei", name)
    assert kept is not None and kept.written is None and kept.in_box == "the letter" and kept.ticked == {1}
    assert not shelf.keep("han.meimei", name, "x", frozenset())
    assert not shelf.keep("li.lei", "none", "x", frozenset())
