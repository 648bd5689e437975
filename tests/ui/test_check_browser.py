"""The self-check in a real Chromium, against a real ``assistant serve``."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

import pytest

from tests.ui.conftest import Server, Tab

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

pytestmark = pytest.mark.browser
SAID = "我们是苏州一家做新材料的小型企业，拿过中国专利奖优秀奖，想质押贷款"


@pytest.fixture
def page(new_tab: Callable[..., Tab]) -> Page:
    """The self-check, opened."""
    tab = new_tab()
    tab.page.goto(tab.address + "check")
    return tab.page


def checked(page: Page, text: str = SAID) -> None:
    """Write ``text`` and press the button."""
    page.locator("#text").fill(text)
    page.locator("button.wide").click()
    page.locator("#result").wait_for()


def known(page: Page) -> list[str]:
    """The known facts."""
    return page.locator(".known li > span:first-child").all_inner_texts()


def test_the_result_comes_in_place_and_survives_reload_and_back(page: Page) -> None:
    sent: list[str] = []
    page.on("request", lambda request: sent.append(request.url))
    checked(page)
    assert page.evaluate("document.activeElement.id") == "result"
    first = known(page)
    assert "奖项和认定：中国专利奖优秀奖（您说：“中国专利奖优秀奖”）" in first
    place = page.evaluate("scrollY")
    page.locator(".pick input").first.check()
    page.locator(".asked button.primary").click()
    page.wait_for_function("n => document.querySelectorAll('.known li').length > n", arg=len(first))
    assert abs(page.evaluate("scrollY") - place) < 5
    assert page.evaluate("document.activeElement.id") == "next"
    after = known(page)
    page.reload()
    page.locator("#result").wait_for()
    assert known(page) == after
    assert page.locator("#text").input_value() == SAID
    page.go_back()
    page.wait_for_function("n => document.querySelectorAll('.known li').length === n", arg=len(first))
    page.go_back()
    page.locator("#result").wait_for(state="detached")
    assert all("?" not in url and "organisation" not in url.partition("#")[0] for url in sent)


def test_an_address_can_be_passed_on_without_what_was_written(page: Page, new_tab: Callable[..., Tab]) -> None:
    checked(page)
    address = page.url
    assert "honours=cn_patent_excellence" in address.partition("#")[2]
    assert "%" not in address
    other = new_tab().page
    other.goto(address)
    other.locator("#result").wait_for()
    assert "奖项和认定：中国专利奖优秀奖" in known(other)
    assert other.locator("#text").input_value() == ""
    other.locator("a.language").click()
    other.locator("#result").wait_for()
    assert "Awards and recognitions: China Patent Award excellence" in known(other)


def test_a_hostile_address_is_refused_in_a_sentence(browser: Browser, server: Server) -> None:
    context = browser.new_context()
    page = context.new_page()
    page.goto(server.address + "check#organisation=<img src=x onerror=alert(1)>")
    page.locator("#trouble").wait_for()
    assert page.locator("main img").count() == 0
    checked(page)
    assert page.url.partition("#")[2].startswith("region=jiangsu")
    context.close()


def test_starting_again_forgets_and_corrections_lead_to_the_form(page: Page) -> None:
    checked(page)
    page.locator(".known a[href='#f-size']").click()
    assert page.evaluate("document.activeElement.id") == "f-size"
    assert "size=small" in page.url
    page.locator(".known button[value^='remove:size']").click()
    page.wait_for_function("!location.hash.includes('size=')")
    assert page.locator("input[name=size]:checked").get_attribute("value") == ""
    page.locator("a.restart").first.click()
    page.locator("#result").wait_for(state="detached")
    assert page.url.endswith("/check")
    assert page.locator("#text").input_value() == ""


def test_word_is_downloaded_and_the_page_stays(page: Page) -> None:
    checked(page)
    with page.expect_download() as download:
        page.locator("button[value=word]").click()
    assert download.value.suggested_filename == "self-check.docx"
    assert known(page)


def test_by_keyboard_alone(page: Page) -> None:
    page.locator("#text").focus()
    page.keyboard.type("我们是南京的小型企业")
    for key in ("Tab", "Tab", "ArrowDown"):
        page.keyboard.press(key)
    page.keyboard.press("Enter")
    page.locator("#result").wait_for()
    page.locator(".found summary").first.focus()
    page.keyboard.press("Enter")
    assert page.locator(".found details[open] blockquote").first.is_visible()


@pytest.mark.parametrize("width", [390, 1024, 1440])
@pytest.mark.parametrize("path", ["check", "en/check"])
def test_nothing_sticks_out_sideways(new_tab: Callable[..., Tab], width: int, path: str) -> None:
    tab = new_tab(width=width)
    tab.page.goto(tab.address + path)
    tab.page.locator("#text").fill(SAID + "长" * 300 + "x" * 300)
    tab.page.locator("button.primary:visible").first.click()
    tab.page.locator("#result").wait_for()
    tab.page.evaluate("document.querySelectorAll('details').forEach(one => one.open = true)")
    assert tab.page.evaluate("document.documentElement.scrollWidth") <= width


def test_a_server_that_is_gone_is_told_and_nothing_is_lost(browser: Browser, server: Server) -> None:
    context = browser.new_context()
    page = context.new_page()
    page.goto(server.address + "check")
    checked(page)
    context.set_offline(True)
    page.locator(".known button[value^='remove:size']").click()
    page.locator("#offline").wait_for()
    assert "规模：小型（您说：“小型企业”）" in known(page)
    context.close()


@pytest.fixture
def scriptless(browser: Browser, server: Server) -> Iterator[Page]:
    """The self-check in a browser that runs no script."""
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(server.address + "check")
    yield page
    context.close()


def test_without_a_script_the_whole_way_can_be_gone(scriptless: Page) -> None:
    page = scriptless
    checked(page)
    assert page.url.endswith("/check#result")
    assert not page.locator("#print").is_visible()
    page.locator(".asked button", has_text="都没有").click()
    assert any("没有或者不是" in line for line in known(page))
    page.locator(".known button[value^='remove:region']").click()
    assert not any("所在地" in line for line in known(page))
    page.locator(".asked button", has_text="江苏省内").click()
    assert "所在地：江苏省内" in known(page)
    page.go_back()
    assert not any("所在地" in line for line in known(page))
    page.locator("a.restart").first.click()
    assert page.locator("#result").count() == 0
