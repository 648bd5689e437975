"""Conversations in a browser: found again after a reload, listed, renamed, taken along, deleted; opinions; asking again; keys."""

from __future__ import annotations

import json
import time
import uuid
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from assistant import Settings, Store
from assistant.store import Said
from tests.databases import HOLDER, held
from tests.ui.conftest import PATIENCE, Server, Start, Tab
from ui.conversations.owner import COOKIE, of_browser
from ui.wording import wording

if TYPE_CHECKING:
    from playwright.sync_api import Page

pytestmark = pytest.mark.browser
ZH, EN = wording("zh"), wording("en")
Words = list[tuple[str, str | None, str]]


def open_list(page: Page) -> None:
    """The list, which is behind a button where there is no room for it."""
    if not page.locator("#conversation-list").is_visible():
        page.locator("#history .open-list").click()


def menu(page: Page, title: str) -> Page:
    """Open the menu of a conversation."""
    page.locator("#history li", has_text=title).locator(".menu > summary").click()
    return page


def settled_words(question: str, home: Path, wanted: list[Words]) -> list[Words]:
    """What was thought of the last exchanges with ``question``: as many as ``wanted``, and as ``wanted`` if that comes true in time."""
    end = time.monotonic() + 10
    while True:
        with Store.open(Settings(home=home)) as store:
            found = [[(w.vote, w.why, w.comment) for w in e.feedback] for e in store.exchanges() if e.answer.question == question]
        if found[-len(wanted) :] == wanted or time.monotonic() > end:
            return found[-len(wanted) :]
        time.sleep(0.05)


def test_a_reload_loses_nothing_that_was_received_or_typed(tab: Tab) -> None:
    tab.ask("专利质押贷款有什么支持?")
    tab.ask("它由谁负责?")
    before = tab.page.locator("#chat .message").all_inner_texts()
    tab.page.locator("#composer textarea").fill("还没有写完的\n第二行")
    tab.page.reload()
    tab.page.wait_for_selector("#chat .bot.message")
    assert tab.page.locator("#chat .message").all_inner_texts() == before
    assert tab.page.locator("#sources .turn").count() == 2
    assert tab.page.locator("#composer textarea").input_value() == "还没有写完的\n第二行"
    tab.page.locator("#composer textarea").press("Enter")
    tab.answer_after(2)
    tab.page.reload()
    tab.page.wait_for_selector("#chat .bot.message")
    assert tab.page.locator("#chat .user.message").count() == 3
    assert tab.page.locator("#composer textarea").input_value() == ""


def test_an_answer_goes_on_while_the_page_is_loaded_again(slow_server: Server, new_tab: Callable[..., Tab]) -> None:
    tab = new_tab(slow_server.address).open()
    tab.page.locator("#composer textarea").fill("哪些措施由省版权局参与?")
    tab.page.locator("#composer textarea").press("Enter")
    tab.page.locator("#chat .bot.message", has_text="省版权局参与").wait_for()
    tab.page.wait_for_function("new URL(location.href).searchParams.has('conversation')")
    tab.page.reload()
    tab.page.locator("#composer .stop-button").wait_for()
    tab.page.locator("#composer .submit-button").wait_for(timeout=PATIENCE)
    text = tab.page.locator("#chat .bot.message").last.inner_text()
    assert "[措施(二十)]" in text and ZH.chat.stopped not in text
    assert tab.page.locator("#chat .user.message").count() == 1


@pytest.mark.parametrize("width", [1440, 390])
def test_conversations_are_listed_opened_renamed_and_deleted(width: int, new_tab: Callable[..., Tab]) -> None:
    tab = new_tab(width=width).open()
    page = tab.page
    tab.ask("专利质押贷款有什么支持?")
    page.locator("#clear").click()
    page.wait_for_selector("#welcome .example")
    tab.ask("这份文件什么时候失效?")
    open_list(page)
    assert page.locator("#history .title").all_inner_texts() == ["这份文件什么时候失效?", "专利质押贷款有什么支持?"]
    assert page.locator("#history [aria-current]").inner_text() == "这份文件什么时候失效?"
    page.locator("#history .title", has_text="专利质押").click()
    page.wait_for_selector("#chat .bot.message")
    assert page.locator("#chat .user.message").all_inner_texts() == ["专利质押贷款有什么支持?"]
    open_list(page)
    menu(page, "专利质押").locator("#history .menu[open] [name=title]").fill("融资 <b>材料</b>")
    page.locator("#history .menu[open] form[action$=rename] button").click()
    page.locator("#history .title", has_text="融资 <b>材料</b>").wait_for(state="attached")
    assert page.locator("#history b").count() == 0
    open_list(page)
    menu(page, "融资").locator("#history .menu[open] .sure > summary").click()
    page.locator("#history .menu[open] .sure button").click()
    page.wait_for_selector("#welcome .example")
    assert page.locator("#history .title").all_text_contents() == ["这份文件什么时候失效?"]
    assert page.locator("#chat .message").count() == 0
    assert "conversation=" not in page.url


def test_a_conversation_is_taken_along_in_three_forms(tab: Tab) -> None:
    tab.ask("获得江苏专利奖有多少奖励?")
    open_list(tab.page)
    menu(tab.page, "江苏专利奖")
    for name, begins in ((ZH.conversations.json_, b"{"), (ZH.conversations.markdown, b"# "), (ZH.conversations.word, b"PK")):
        with tab.page.expect_download() as download:
            tab.page.locator("#history .exports a", has_text=name).click()
        content = Path(download.value.path()).read_bytes()
        assert content.startswith(begins)
        assert download.value.suggested_filename.startswith("获得江苏专利奖有多少奖励")
        if begins == b"{":
            assert json.loads(content)["turns"][0]["answer"]["status"] == "partial"


def test_nobody_opens_the_conversation_of_another(tab: Tab, new_tab: Callable[..., Tab]) -> None:
    tab.ask("专利质押贷款有什么支持?")
    other = new_tab()
    other.address = tab.page.url
    other.open()
    other.page.wait_for_selector("#welcome .example")
    other.page.wait_for_timeout(300)
    assert other.page.locator("#chat .message").count() == 0
    assert other.page.locator("#history .title").count() == 0
    assert "conversation=" not in other.page.url


def test_two_tabs_of_one_browser_have_a_conversation_each_and_one_list(tab: Tab) -> None:
    tab.ask("专利质押贷款有什么支持?")
    second = Tab(tab.page.context.new_page(), tab.address).open()
    second.ask("这份文件什么时候失效?")
    assert second.page.locator("#chat .user.message").all_inner_texts() == ["这份文件什么时候失效?"]
    assert second.page.locator("#history .title").count() == 2
    assert "专利质押" in tab.ask("它由谁负责?") or tab.page.locator("#chat .user.message").count() == 2


def test_thumbs_with_reason_and_comment_reach_the_store(tab: Tab, built_home: Path) -> None:
    words, question, page = ZH.feedback, "知识产权保险有什么支持?", tab.page
    tab.ask(question)
    up, down = (page.locator("#chat .buttons").get_by_role("button", name=name, exact=True) for name in (words.up, words.down))
    up.click()
    page.locator("#announcement", has_text=words.thanks).wait_for()
    voted: list[Words] = [[("up", None, "")]]
    assert settled_words(question, built_home, voted) == voted
    assert (up.get_attribute("aria-pressed"), down.get_attribute("aria-pressed")) == ("true", "false")
    down.click()
    page.keyboard.press("Escape")
    page.locator("dialog").wait_for(state="detached")
    assert up.get_attribute("aria-pressed") == "true"
    down.click()
    page.get_by_label(words.reasons.incomplete).check()
    page.locator("#why textarea").fill("没有说保费\n<b>补贴</b>")
    page.get_by_role("button", name=words.send).click()
    page.wait_for_selector("#chat .vote.down[aria-pressed=true]")
    voted = [[("down", "incomplete", "没有说保费\n<b>补贴</b>")]]
    assert settled_words(question, built_home, voted) == voted
    tab.ask("措施(七)说了什么?")
    page.reload()
    page.wait_for_selector("#chat .vote.down[aria-pressed=true]")
    assert page.locator("#chat .vote[aria-pressed=true]").count() == 1
    page.locator("#chat .vote.down[aria-pressed=true]").click()
    assert settled_words(question, built_home, [[]]) == [[]]


def test_each_visitor_votes_for_himself(tab: Tab, new_tab: Callable[..., Tab], built_home: Path) -> None:
    question = "措施(九)说了什么?"
    second = new_tab().open("en/")
    for visitor in (tab, second):
        visitor.ask(question)
    second.page.get_by_role("button", name=EN.feedback.up, exact=True).click()
    second.page.wait_for_selector("#chat .vote.up[aria-pressed=true]")
    voted: list[Words] = [[], [("up", None, "")]]
    assert settled_words(question, built_home, voted) == voted
    assert tab.page.locator("#chat [aria-pressed=true]").count() == 0


def test_what_was_stopped_is_asked_again_and_escape_stops(slow_server: Server, new_tab: Callable[..., Tab]) -> None:
    tab = new_tab(slow_server.address).open()
    box = tab.page.locator("#composer textarea")
    box.fill("措施(七)由谁负责?")
    box.press("Enter")
    tab.page.locator("#chat .bot.message", has_text="措施(七)").wait_for()
    box.press("Escape")
    again = tab.page.locator("#chat .buttons .again")
    again.click()
    tab.page.locator("#composer .stop-button").wait_for()
    assert tab.page.locator("#chat .user.message").count() == 1
    tab.page.locator("#composer .submit-button").wait_for(timeout=PATIENCE)
    assert tab.page.locator("#chat .bot.message").count() == 1
    assert "省市场监管局" in tab.page.locator("#chat .bot.message").inner_text()
    assert again.count() == 0


def test_examples_are_there_for_each_kind_of_visitor_by_keyboard_too(tab: Tab) -> None:
    shown = tab.page.locator("#welcome .example:visible")
    tab.page.get_by_role("radio", name=ZH.chat.examples[0].who).focus()
    for kind in ZH.chat.examples[1:]:
        tab.page.keyboard.press("ArrowRight")
        assert shown.all_inner_texts() == list(kind.questions)
    tab.page.locator("#composer textarea").fill("这一句还没有发出")
    shown.last.focus()
    tab.page.keyboard.press("Enter")
    tab.answer_after(0)
    assert tab.page.locator("#chat .user.message").inner_text() == ZH.chat.examples[-1].questions[-1]
    tab.page.wait_for_function("document.querySelector('#composer textarea').value === '这一句还没有发出'")


def test_the_conversations_outlast_the_server(start_server: Start, new_tab: Callable[..., Tab]) -> None:
    first = start_server()
    tab = new_tab(first.address).open()
    tab.ask("专利质押贷款有什么支持?")
    port, address = first.address.rstrip("/").rpartition(":")[2], tab.page.url
    first.interrupt()
    start_server(port=int(port))
    tab.page.goto(address)
    tab.page.wait_for_selector("#chat .bot.message")
    assert tab.page.locator("#chat .user.message").all_inner_texts() == ["专利质押贷款有什么支持?"]
    assert "省财政厅" in tab.ask("它由谁负责?")
    tab.said.clear()


def owner_of(tab: Tab) -> str:
    """The key of the browser's conversations in the store."""
    return of_browser(next(c["value"] for c in tab.page.context.cookies() if c["name"] == COOKIE)).key


def test_three_hundred_turns_stay_in_reach_and_quick(new_tab: Callable[..., Tab], server: Server, built_home: Path) -> None:
    tab = new_tab().open()
    tab.ask("专利质押贷款有什么支持?")
    name = tab.page.url.rpartition("=")[2]
    with Store.open(Settings(home=built_home)) as store:
        (first,) = store.exchanges_of(name)
        long = f"{'c' * 31}1"
        for turn in range(1, 301):
            told = Said(long, owner_of(tab), "很长的对话", turn, uuid.uuid4().hex, first=turn == 1)
            store.record_turn(first.answer.model_copy(update={"question": "专利质押贷款有什么支持?"}), told, "page")
    tab.page.goto(f"{server.address}?conversation={long}")
    questions = tab.page.locator("#chat .user.message")
    tab.page.wait_for_selector("#chat .bot.message")
    assert questions.count() == 30 and tab.page.locator("#turn-300").count() == 1
    tab.page.get_by_role("button", name="270").click()
    tab.page.wait_for_function("document.querySelectorAll('#chat .user.message').length === 60")
    assert tab.page.locator("#turn-241").count() == 1 and tab.page.locator("#turn-240").count() == 0
    tab.page.locator("#chat .buttons .up").first.click()
    tab.page.wait_for_selector("#turn-241 .vote.up[aria-pressed=true]")
    tab.page.locator("#composer textarea").fill("它由谁负责?")
    tab.page.locator("#composer textarea").press("Enter")
    tab.page.locator("#chat .bot.message", has_text="省财政厅、").last.wait_for()
    assert questions.last.inner_text() == "它由谁负责?" and questions.count() == 60


@pytest.mark.parametrize("width", [390, 1024, 1440])
def test_what_is_kept_is_said_at_the_composer_before_the_first_question(new_tab: Callable[..., Tab], width: int) -> None:
    tab = new_tab(width=width).open()
    line = tab.page.locator("#privacy p")
    line.wait_for()
    assert "180" in line.inner_text() and tab.page.locator("#privacy a").get_attribute("href") == "/privacy"
    box, composer = line.bounding_box(), tab.page.locator("#composer").bounding_box()
    assert box is not None and composer is not None
    assert 0 <= box["y"] - composer["y"] - composer["height"] < 60, "right below it"
    assert tab.page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_a_deletion_that_could_not_be_done_is_said_and_the_conversation_stays(new_tab: Callable[..., Tab], built_home: Path) -> None:
    tab = new_tab(width=1440).open()
    tab.ask("措施(六)由谁负责")
    tab.page.locator("#history .all summary").click()
    with held(HOLDER, str(built_home / "store.db")):
        tab.page.locator("#history .all form button").click()
        tab.page.wait_for_function(f"document.querySelector('#announcement')?.textContent === '{ZH.conversations.not_deleted}'")
        assert tab.page.locator("#history li").count() == 1
    # The browser itself reports the status of any answer that is none.
    tab.said[:] = [said for said in tab.complaints if "503" not in said]
