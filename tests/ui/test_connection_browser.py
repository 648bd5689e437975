"""What the page says when the server is away, slow or busy, and what it shows before it runs; in a real Chromium."""

from __future__ import annotations

from collections.abc import Callable
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, Route, expect

from tests.ui.conftest import PATIENCE, Server, Start, Tab
from ui.wording import wording

pytestmark = pytest.mark.browser
ZH, EN = wording("zh").connection, wording("en").connection
QUESTION = "专利质押贷款有什么支持?"

HESITANT = """
import time
from assistant import Assistant
from assistant.cli import main
quick = Assistant.stream
def slow(self, question, history=()):
    time.sleep(60)
    yield from quick(self, question, history)
Assistant.stream = slow
main(["serve", "--port", "0"])
"""


def forgive(tab: Tab) -> None:
    """Leave aside what the browser and Gradio's client write to the console of requests that failed, and nothing else."""
    expected = ("Failed to load resource", "TypeError: network error", "Unexpected error Connection errored out.")
    assert [c for c in tab.complaints if not c.startswith(expected)] == []
    tab.said.clear()


def line(tab: Tab, sentence: str) -> None:
    """Wait for ``sentence``, in the one place where it is read aloud."""
    expect(tab.page.locator("#connection[role=status] span")).to_have_text(sentence, timeout=PATIENCE)


def send(tab: Tab, question: str) -> None:
    tab.page.locator("#composer textarea").fill(question)
    tab.page.locator("#composer textarea").press("Enter")


def test_without_a_network_the_page_says_so_keeps_what_is_typed_and_says_when_it_is_back(tab: Tab) -> None:
    box = tab.page.locator("#composer textarea")
    box.fill("还没写完的问题")
    tab.page.context.set_offline(True)
    line(tab, ZH.lost)
    assert box.input_value() == "还没写完的问题"
    tab.page.context.set_offline(False)
    line(tab, ZH.back)
    expect(tab.page.locator("#connection")).to_be_empty(timeout=PATIENCE)
    forgive(tab)


def test_a_question_that_went_down_with_the_server_can_be_sent_again_to_the_next_one(
    start_server: Start, new_tab: Callable[..., Tab]
) -> None:
    first = start_server(program=HESITANT)
    tab = new_tab(first.address).open()
    send(tab, QUESTION)
    tab.page.locator("#composer .stop-button").wait_for()
    first.end()
    line(tab, ZH.lost)
    tab.page.locator("#composer textarea").fill("下一个问题的开头")
    second = start_server(urlsplit(first.address).port)
    assert second.address == first.address
    line(tab, ZH.back_unsent)
    assert not tab.page.locator(".toast-body.error").is_visible()
    tab.page.locator("#connection button", has_text=ZH.again).click()
    tab.page.locator("#chat .bot.message", has_text="[措施(六)]").wait_for()
    assert tab.page.locator("#chat .user.message").last.inner_text() == QUESTION
    expect(tab.page.locator("#composer textarea")).to_have_value("下一个问题的开头")
    expect(tab.page.locator("#connection")).to_be_empty()
    forgive(tab)


def test_an_answer_that_takes_long_says_so_and_can_be_stopped_there(start_server: Start, new_tab: Callable[..., Tab]) -> None:
    tab = new_tab(start_server(program=HESITANT).address).open("en/")
    send(tab, QUESTION)
    line(tab, EN.slow)
    tab.page.locator("#connection button", has_text=EN.stop).click()
    tab.page.locator("#chat .bot.message", has_text=wording("en").chat.stopped).wait_for()
    expect(tab.page.locator("#connection")).to_be_empty()


def test_a_question_that_the_full_queue_refuses_is_kept_and_can_be_sent_again(tab: Tab) -> None:
    def refuse(route: Route) -> None:
        route.fulfill(status=503, json={"detail": "Queue is full. Max size is 256 and size is 256."})

    tab.page.route("**/queue/join*", refuse)
    send(tab, QUESTION)
    line(tab, ZH.full)
    assert not tab.page.locator(".toast-body.error").is_visible()
    tab.page.unroute("**/queue/join*", refuse)
    tab.page.locator("#connection button", has_text=ZH.again).click()
    tab.page.locator("#chat .bot.message", has_text="[措施(六)]").wait_for()
    forgive(tab)


@pytest.mark.parametrize(("status", "said", "offered"), [(429, ZH.often, True), (413, ZH.large, False)])
def test_a_question_that_is_not_let_in_is_told_calmly(tab: Tab, status: int, said: str, offered: bool) -> None:
    tab.page.route("**/queue/join*", lambda route: route.fulfill(status=status, json={"detail": "…"}))
    send(tab, QUESTION)
    line(tab, said)
    assert (tab.page.locator("#connection button").count() == 1) is offered
    assert not tab.page.locator(".toast-body.error").is_visible()
    tab.page.unroute_all()
    forgive(tab)


@pytest.mark.parametrize("width", [390, 1024, 1440])
@pytest.mark.parametrize("path", ["", "en/"])
def test_a_link_to_a_conversation_that_is_not_here_says_so(new_tab: Callable[..., Tab], path: str, width: int) -> None:
    texts = wording("en" if path else "zh").conversations
    for name, said in (("0" * 32, texts.not_here), ("0" * 31, texts.no_such)):
        tab = new_tab(width=width).open(f"{path}?conversation={name}")
        expect(tab.page.locator("#welcome .told")).to_have_text(said)
        assert tab.page.evaluate("document.documentElement.scrollWidth <= innerWidth")


@pytest.mark.parametrize("width", [390, 1024, 1440])
def test_an_address_of_nothing_is_a_page_like_the_others(new_tab: Callable[..., Tab], width: int) -> None:
    tab = new_tab(width=width)
    tab.page.goto(f"{tab.address}en/nowhere")
    expect(tab.page.locator("h1")).to_have_text("No such page")
    assert tab.page.locator("nav a").count() >= 3
    assert tab.page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    forgive(tab)


def test_who_waits_for_others_is_told_that_many_are_asking(tab: Tab) -> None:
    tab.page.route("**/queue/data*", lambda route: None)
    send(tab, QUESTION)
    line(tab, ZH.queued)
    tab.page.unroute_all()


@pytest.mark.parametrize("width", [1280, 390])
def test_header_and_navigation_stand_before_any_script_has_run_and_go_without_a_jump(
    browser: Browser, new_tab: Callable[..., Tab], width: int
) -> None:
    tab = new_tab(width=width)
    held: list[Route] = []
    going: list[bool] = []
    tab.page.route("**/assets/*.js", lambda route: route.continue_() if going else held.append(route))
    tab.page.goto(tab.address, wait_until="commit")
    before = tab.page.locator("#first-paint h1")
    before.wait_for()
    assert tab.page.evaluate("document.documentElement.lang") == "zh-CN"
    assert tab.page.locator("#first-paint [role=status]").inner_text() == ZH.loading
    assert tab.page.locator("#first-paint nav a").count() == 3
    stood = before.bounding_box()
    going.append(True)
    for route in held:
        route.continue_()
    tab.page.wait_for_selector("#notice .policy")
    assert tab.page.locator("#first-paint").count() == 0
    stands = tab.page.locator("h1").bounding_box()
    assert stood is not None
    assert stands is not None
    assert abs(stood["y"] - stands["y"]) <= 4
    assert abs(stood["height"] - stands["height"]) <= 4


@pytest.mark.parametrize(("path", "links"), [("", ["/policy", "/check"]), ("en/", ["/en/policy", "/en/check"])])
def test_without_scripts_the_chat_says_so_and_leads_to_the_pages_that_need_none(
    browser: Browser, server: Server, path: str, links: list[str]
) -> None:
    page = browser.new_context(java_script_enabled=False).new_page()
    page.goto(server.address + path)
    said = page.locator(".first-script")
    assert said.is_visible()
    assert wording("en" if path else "zh").connection.no_script in said.inner_text()
    assert [a.get_attribute("href") for a in said.locator("a").all()] == links
    assert not page.locator(".first-line").is_visible()
    page.goto(server.address.rstrip("/") + links[0])
    assert page.locator("main").inner_text()
    page.context.close()


def test_an_answer_that_came_at_once_is_not_waited_for(tab: Tab) -> None:
    tab.ask("措施(七)归谁管?")
    tab.ask("措施(八)归谁管?")
    # Longer than it takes until somebody is told that others come first.
    tab.page.wait_for_timeout(4_500)
    assert tab.page.locator("#connection:not(:empty)").count() == 0
