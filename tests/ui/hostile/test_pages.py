"""The reader and the self-check: every payload in every parameter of the address, in every field, behind the “#”, in every document."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import quote, urlencode

import pytest

from corpus.points import load_attributes
from tests.ui.conftest import Tab
from tests.ui.hostile.detector import harm, harm_in_answers, payloads
from ui.pages.reading.facets import FACETS

if TYPE_CHECKING:
    from playwright.sync_api import Page

pytestmark = pytest.mark.browser
READER = ("document", "text", "view", "measure", "sentence", "q", "page", *FACETS)
FIELDS = ("text", "state", "link", "shown", "do", "pick", "offered", *(a.id for a in load_attributes()))
SITUATION = "我们是苏州一家做新材料的小型企业，拿过中国专利奖优秀奖，想质押贷款。"
LIVE = ('"><img src=x onerror=__pwned=1>', "</textarea><script>__pwned=1</script>", "' autofocus onfocus=__pwned=1 x='")


def test_every_parameter_of_the_reader(watched_page: Page) -> None:
    asked = []
    for payload in payloads():
        asked.append(("/policy?" + urlencode(dict.fromkeys((*READER, payload), payload)), None))
        asked.append(("/en/policy?" + urlencode({"view": "glance", "q": payload, "measure": payload}), None))
        asked.append(("/policy?" + urlencode({"text": "received", "q": payload, "department": "省财政厅"}), None))
    assert not harm_in_answers(watched_page, asked)


def test_each_parameter_of_the_reader_alone_when_the_page_is_shown(watched_tab: Callable[..., Tab]) -> None:
    tab = watched_tab()
    tab.page.goto(tab.address + "policy?" + urlencode(dict.fromkeys(("q", *FACETS), LIVE[0])))
    assert tab.page.get_by_role("searchbox").input_value() == LIVE[0]
    for said in LIVE:
        tab.page.goto(f"{tab.address}policy?{urlencode({'q': said, 'text': 'received'})}#{quote(said)}")
        assert not harm(tab.page)


def test_what_stands_behind_the_sign_of_an_address(asking_tab: Tab) -> None:
    page, asking_tab.refused = asking_tab.page, True
    for path, before in (("policy", ""), ("check", "organisation=")):
        page.goto(asking_tab.address + path)
        for payload in payloads():
            page.evaluate("said => { location.hash = said; }", before + payload)
        page.wait_for_timeout(500)
        assert not harm(page), path


def form(payload: str, state: str) -> dict[str, str]:
    """The self-check as it is posted when somebody says ``payload``, with ``state`` in its hidden field."""
    return {"text": f"{SITUATION}{payload}", "state": state, "do": "check", "shown": "size", "size": "small"}


def test_every_field_of_the_self_check(watched_page: Page) -> None:
    asked: list[tuple[str, dict[str, str] | None]] = []
    for payload in payloads():
        words = {"facts": [["size", "small", "yes", "said", payload], ["region", "jiangsu", "yes", "said", payload]], "declined": []}
        asked.append(("/check", dict.fromkeys((*FIELDS, payload), payload)))
        asked.append(("/check", form(payload, json.dumps({**words, "told": payload}))))
        asked.append(("/en/check", form(payload, json.dumps({**words, "declined": [payload], "told": ""}))))
        asked.append(("/en/check", {**form(payload, ""), "do": f"remove:size:{payload}"}))
        asked.append(("/check", {"text": payload, "link": f"organisation={payload}&unknown={payload}"}))
    assert not harm_in_answers(watched_page, asked)


def test_the_self_check_repeats_what_was_said_letter_by_letter(watched_tab: Callable[..., Tab]) -> None:
    tab = watched_tab()
    for said in LIVE:
        tab.page.goto(tab.address + "check")
        state = {"facts": [["size", "small", "yes", "said", said]], "declined": [], "told": ""}
        tab.page.locator("input[name=state]").evaluate("(field, value) => { field.value = value; }", json.dumps(state))
        tab.page.locator("#text").fill(SITUATION + said)
        tab.page.locator("button.wide").click()
        tab.page.locator("#result").wait_for()
        assert tab.page.locator("#text").input_value() == SITUATION + said
        assert not harm(tab.page)
        tab.page.reload()
        tab.page.locator("#result").wait_for()
        assert not harm(tab.page)


def test_every_document_that_is_hostile_itself(watched_page: Page, hostile_documents: tuple[Path, list[str]]) -> None:
    ids = hostile_documents[1]
    asked = [(f"{prefix}/policy?document={name}{more}", None) for name in ids for prefix, more in (("", ""), ("/en", "&view=glance"))]
    asked += [(f"/policy?document={name}&text=received&q=__pwned&measure=1", None) for name in ids]
    assert not harm_in_answers(watched_page, asked)


def test_hostile_documents_when_they_are_shown(watched_tab: Callable[..., Tab], hostile_documents: tuple[Path, list[str]]) -> None:
    tab, ids = watched_tab(), hostile_documents[1]
    for name in ids[::6]:
        tab.page.goto(f"{tab.address}policy?document={name}")
        tab.page.evaluate("document.querySelectorAll('details').forEach((one) => { one.open = true; })")
        assert tab.page.locator(".others li").count() >= len(ids)
        assert not harm(tab.page), name
        marks = tab.page.locator(".word[title], .named[title], .flaw[title]")
        if marks.count():
            marks.first.hover()
        copy = tab.page.locator("button.copy:visible").first
        if copy.count():
            copy.click()
        assert not harm(tab.page), name
    tab.page.goto(tab.address + "staff/status")
    assert tab.page.locator("table.list tbody tr").count() > len(ids)
    assert not harm(tab.page)
