"""The staff pages in a real Chromium: with and without a script, wide and narrow, by keyboard."""

from __future__ import annotations

import itertools
from collections.abc import Callable
from typing import TYPE_CHECKING

import pytest

from tests.ui.conftest import Server, Tab

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

pytestmark = pytest.mark.browser
ENQUIRY = "获得江苏专利奖有多少奖励？"


def draft(page: Page, address: str) -> None:
    page.goto(address + "staff/draft")
    page.get_by_label("来信").fill(ENQUIRY)
    page.get_by_role("button", name="起草答复").click()
    page.wait_for_selector("#letter")


def test_a_reply_is_drafted_read_edited_and_checked_again(new_tab: Callable[..., Tab]) -> None:
    tab = new_tab(width=1440)
    draft(tab.page, tab.address)
    evidence = tab.page.locator("details.s").first
    assert not evidence.locator("blockquote").first.is_visible()
    evidence.locator("summary").press("Enter")
    assert "□0万元" in evidence.locator("blockquote").first.inner_text()
    box = tab.page.get_by_label("修改答复")
    box.fill(box.input_value().replace("□0万元", "50万元", 1))
    tab.page.get_by_role("button", name="重新核对").click()
    tab.page.wait_for_selector(".why")
    assert "“50万元”" in tab.page.locator(".why").inner_text()
    tab.page.locator("#checked a").click()
    assert tab.page.locator("details.failed").get_attribute("open") is not None
    tab.page.get_by_role("button", name="下载 Word").click()
    tab.page.get_by_text("1 句没有依据，未导出").wait_for()
    tab.said.clear()  # the browser complains of the status
    tab.page.get_by_label("删去这一句").check()
    with tab.page.expect_download() as download:
        tab.page.get_by_role("button", name="下载 Word").click()
    assert download.value.suggested_filename.startswith("答复_若干政策措施_")
    tab.page.get_by_role("link", name="返回修改答复").click()
    tab.page.get_by_role("button", name="复制").click()
    tab.page.get_by_text("已复制").wait_for()


def test_the_same_without_a_script(browser: Browser, server: Server) -> None:
    context = browser.new_context(java_script_enabled=False, locale="zh-CN")
    page = context.new_page()
    draft(page, server.address)
    box = page.get_by_label("修改答复")
    box.fill(box.input_value() + "\n我们保证给予奖励。")
    page.get_by_role("button", name="重新核对").click()
    page.wait_for_selector(".why")
    page.locator("#copy").click()  # the text is checked as it leaves, here too
    page.get_by_text("1 句没有依据，未导出").wait_for()
    context.close()


@pytest.mark.parametrize("width", [390, 1024, 1440])
def test_nothing_sticks_out_sideways(new_tab: Callable[..., Tab], width: int) -> None:
    tab = new_tab(width=width)
    draft(tab.page, tab.address)
    for path in ("", "staff/draft", "staff/status", "staff/evals", "en/staff/status"):
        if path:
            tab.page.goto(tab.address + path)
        assert tab.page.evaluate("document.documentElement.scrollWidth") <= width, path
        levels = tab.page.evaluate("[...document.querySelectorAll('main :is(h1, h2, h3)')].map(h => +h.tagName[1])")
        assert levels[0] == 1 and all(b - a <= 1 for a, b in itertools.pairwise(levels)), (path, levels)
        assert tab.page.locator("nav [aria-current=page]").count() == 1
