"""The staff at their work in a real Chromium: signing in and out, a letter as a file, work that survives a reload, status, evals."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.ui.conftest import Server, Tab
from tests.ui.staff.conftest import NAME, PASSWORD
from tests.ui.staff.test_evals import RUN
from tests.ui.staff.test_failures import failure, with_failures

if TYPE_CHECKING:
    from playwright.sync_api import Page

pytestmark = pytest.mark.browser
NewTab = Callable[..., Tab]


@pytest.fixture(scope="module")
def address(staff_server: tuple[Server, Path]) -> str:
    server, home = staff_server
    if not (home / "evals" / "runs" / RUN).exists():
        groups = [
            {"suite": s, "category": c, "n": 9, "passed": 8, "rate": 8 / 9, "interval": [0.6, 1.0]}
            for s, c in (("core", "lookup"), ("core", "all"), ("all", "all"))
        ]
        with_failures(home, failure(), groups=groups)
    return server.address


@pytest.fixture
def staff_tab(new_tab: NewTab, address: str) -> Iterator[Tab]:
    """A tab whose user has signed in, sent to the status page."""
    tab = new_tab(address=address, width=1440)
    fill_in(tab.page, address + "staff/status")
    tab.page.wait_for_selector(".who")
    yield tab
    # A refusal is one that the test asked for.
    tab.said[:] = [words for words in tab.said if "status of 4" not in words]


def fill_in(page: Page, address: str, password: str = PASSWORD) -> None:
    page.goto(address)
    page.get_by_label("登录名").fill(NAME)
    page.get_by_label("口令").fill(password)
    page.keyboard.press("Enter")


def choose(page: Page, name: str, content: bytes) -> None:
    page.get_by_label("或选择文件").set_input_files(files=[{"name": name, "mimeType": "text/plain", "buffer": content}])
    page.get_by_role("button", name="起草答复").click()


def test_a_wrong_password_is_told_and_the_right_one_leads_to_the_page_wanted(new_tab: NewTab, address: str) -> None:
    tab = new_tab(address=address)
    fill_in(tab.page, address + "staff/evals", "wrong password")
    trouble = tab.page.get_by_role("alert")
    trouble.wait_for()
    assert tab.page.get_by_label("登录名").input_value() == NAME
    assert tab.page.get_by_label("口令").input_value() == ""
    tab.page.get_by_label("口令").fill(PASSWORD)
    tab.page.keyboard.press("Enter")
    tab.page.wait_for_selector(".who")
    assert tab.page.url.endswith(":" + address.rpartition(":")[2] + "staff/evals")
    assert NAME in tab.page.locator(".who").inner_text()
    tab.said.clear()  # the browser complains of the 401


def test_who_signs_out_is_out_and_the_way_back_shows_nothing(staff_tab: Tab) -> None:
    page = staff_tab.page
    page.get_by_role("button", name="退出登录").click()
    page.wait_for_url("**/staff/sign-in")
    page.go_back()
    page.wait_for_load_state()
    page.reload()
    assert page.get_by_label("口令").is_visible()
    page.goto(staff_tab.address + "policy")
    assert page.locator("a[href*='staff/']").count() == 0


def test_a_letter_as_a_file_is_answered_and_the_work_on_it_survives_a_reload(staff_tab: Tab) -> None:
    page = staff_tab.page
    page.goto(staff_tab.address + "staff/draft")
    choose(page, "<b>来信</b>.txt", "您好，获得江苏专利奖有多少奖励？".encode("gb18030"))
    page.wait_for_selector("#letter")
    assert page.get_by_text("来自文件：b>.txt").is_visible()
    box, ticks = page.get_by_label("修改答复"), page.locator("[name=tick]")
    ticks.nth(1).focus()
    page.keyboard.press("Space")
    box.fill(box.input_value().replace("□0万元", "50万元", 1) + "\n《若干政策措施》共21条。")
    page.get_by_text("修改和勾选已保存。").wait_for()
    assert page.get_by_text("尚未核对").is_visible()
    page.reload()
    assert [ticks.nth(n).is_checked() for n in range(3)] == [False, True, False]
    assert "50万元" in box.input_value() and page.get_by_text("尚未核对").is_visible()
    page.get_by_role("button", name="重新核对").click()
    page.wait_for_selector(".why")
    assert page.locator(".why").all_inner_texts() == ["数字“50万元”在所引原文中没有依据。"], "the true count is not marked"
    assert not page.get_by_text("尚未核对").is_visible()
    assert ticks.nth(1).is_checked()
    page.get_by_role("button", name="Word（附核对单）").click()
    page.get_by_text("1 句没有依据，未导出").wait_for()
    staff_tab.said.clear()  # the browser complains of the status
    for width in (390, 1024, 1440):
        page.set_viewport_size({"width": width, "height": 900})
        assert page.evaluate("document.documentElement.scrollWidth") <= width
    page.get_by_label("删去这一句").focus()
    page.keyboard.press("ArrowDown")
    assert page.get_by_label("保留，理由如下").is_checked()
    page.keyboard.press("Tab")
    page.keyboard.type("正式文本已核对")
    with page.expect_download() as download:
        page.keyboard.press("Enter")
    name = download.value.suggested_filename
    assert name.startswith("答复_若干政策措施_") and name.endswith(".docx")
    page.get_by_role("link", name="返回修改答复").click()
    page.get_by_text("无依据，已保留").wait_for()
    page.get_by_role("button", name="复制").click()
    page.get_by_text("已复制").wait_for()


def test_work_that_cannot_be_kept_is_told(staff_tab: Tab) -> None:
    page = staff_tab.page
    page.goto(staff_tab.address + "staff/draft")
    choose(page, "来信.txt", "获得江苏专利奖有多少奖励？".encode())
    page.wait_for_selector("#letter")
    page.context.clear_cookies()
    page.get_by_label("修改答复").fill("改过")
    page.get_by_text("未能保存").wait_for()
    staff_tab.said.clear()  # the browser complains of the redirect to the sign-in


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [("a.doc", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" * 9, "旧版"), ("a.txt", b"x" * 6_000_000, "过大")],
    ids=["old", "large"],
)
def test_a_file_that_is_not_taken_is_told(staff_tab: Tab, name: str, content: bytes, said: str) -> None:
    page = staff_tab.page
    page.goto(staff_tab.address + "staff/draft")
    choose(page, name, content)
    page.wait_for_function("words => document.querySelector('main').innerText.includes(words)", arg=said)


def test_the_status_tells_that_the_model_was_asked(staff_tab: Tab) -> None:
    page = staff_tab.page
    for _ in range(20):
        if page.get_by_text("向量模型（检测）").count():
            break
        page.wait_for_timeout(500)
        page.reload()
    row = page.locator("tr", has_text="向量模型（检测）")
    assert "正常" in row.inner_text() and "384" in row.inner_text()


@pytest.mark.parametrize("width", [390, 1024, 1440])
def test_from_the_figure_of_a_category_to_what_came_wrong(staff_tab: Tab, width: int) -> None:
    page = staff_tab.page
    page.set_viewport_size({"width": width, "height": 900})
    page.goto(staff_tab.address + "staff/evals")
    page.locator("a[href*='category=lookup']").click()
    page.wait_for_url(f"**/staff/evals/{RUN}?suite=core&category=lookup")
    answer = page.locator("details.failure").first
    if answer.get_attribute("open") is None:
        answer.locator("summary").first.press("Enter")
    assert answer.get_by_text("没有找到。").is_visible() and answer.get_by_text("赋予完成人所有权").is_visible()
    trace = answer.locator("pre")
    assert not trace.is_visible()
    answer.get_by_text("处理过程").press("Enter")
    assert trace.is_visible()
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    page.get_by_role("link", name="完整报告").click()
    page.wait_for_url("**/report.html")


def test_conversations_of_staff_are_theirs_in_any_browser_and_nobody_elses(staff_tab: Tab, new_tab: NewTab, address: str) -> None:
    asked = "专利质押贷款有什么支持?"
    page = staff_tab.page
    staff_tab.address = address
    staff_tab.open()
    page.locator("#page-header nav a[href='/staff/draft']").wait_for()
    staff_tab.ask(asked)
    mine = page.url
    other = new_tab(address)
    fill_in(other.page, address + "staff/status")
    other.page.wait_for_selector(".who")
    other.page.goto(mine)
    other.page.wait_for_selector("#chat .bot.message")
    assert other.page.locator("#chat .user.message").all_inner_texts() == [asked]
    assert asked in other.page.locator("#history .title").all_text_contents()
    visitor = new_tab(address)
    visitor.page.goto(mine)
    visitor.page.wait_for_selector("#welcome .example")
    assert visitor.page.locator("#history .title").count() == 0
    assert visitor.page.locator("#page-header nav a[href*='/staff/']").count() == 0
