"""axe-core in a real Chromium: no page, in any of its states, holds anything that it calls serious or critical."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Literal

import pytest

from tests.axe import findings
from tests.ui.conftest import Server, Tab
from ui.wording import wording

if TYPE_CHECKING:
    from playwright.sync_api import BrowserContext, Page

pytestmark = pytest.mark.browser
LOOKS: tuple[tuple[str, int, Literal["light", "dark"]], ...] = (
    ("", 1440, "light"), ("", 390, "dark"), ("en/", 390, "light"), ("en/", 1024, "dark"),
)  # fmt: skip
QUESTIONS = {
    "": ("获得江苏专利奖有多少奖励？", "专利"),
    "en/": ("Which bodies look after loans secured by patents?", "我们是无锡一家小公司，能享受什么？"),
}
SITUATION = "我们是苏州一家做新材料的小型企业，拿过中国专利奖优秀奖，想质押贷款"
UNFOLD = "document.querySelectorAll('details').forEach((one) => { one.open = true; })"
READER = ("policy?q=%E4%BC%81%E4%B8%9A", "policy?q=zzz&department=x", "policy?text=received", "policy?view=glance",
          "policy?measure=6&sentence=2", "policy?document=nothing")  # fmt: skip


@pytest.fixture(params=LOOKS, ids=lambda look: f"{look[0].strip('/') or 'zh'}-{look[1]}-{look[2]}")
def visit(
    request: pytest.FixtureRequest, server: Server, calm_context: Callable[..., BrowserContext], axe_script: str
) -> tuple[Page, str, Callable[[str], None]]:
    """A page, the address of one language, and the audit of the page as it is, which is told what state that is."""
    path, width, scheme = request.param
    page = calm_context(width, scheme).new_page()

    def audit(state: str) -> None:
        found = findings(page, axe_script)
        assert not found, f"{state}, {request.node.callspec.id}:\n" + "\n".join(found)

    return page, path, audit


def test_axe_finds_what_is_wrong(calm_context: Callable[..., BrowserContext], axe_script: str) -> None:
    page = calm_context().new_page()
    page.set_content(
        '<html lang="zh-CN"><title>t</title><main><h1>t</h1><p style="color: #999; background: #fff">pale</p><button></button>'
    )
    found = findings(page, axe_script)
    assert ["serious color-contrast" in one for one in found].count(True) == 1
    assert ["critical button-name" in one for one in found].count(True) == 1
    assert all("https://dequeuniversity.com/rules/axe/" in one and ("<p" in one or "<button" in one) for one in found)


def test_the_chat(visit: tuple[Page, str, Callable[[str], None]], server: Server) -> None:
    page, path, audit = visit
    tab = Tab(page, server.address).open(path)
    audit("empty")
    first, second = QUESTIONS[path]
    tab.ask(first)
    audit("with an answer")
    page.evaluate(UNFOLD)
    page.locator("#chat a[href*='#source-']").first.click()
    audit("with its sources shown")
    page.locator("#chat .vote.down").last.click()
    audit("with the reasons to choose from")
    page.keyboard.press("Escape")
    page.locator("dialog").wait_for(state="detached")
    if not page.locator("#conversation-list").is_visible():
        page.locator("#history .open-list").click()
    page.evaluate(UNFOLD)
    audit("with the conversations")
    page.keyboard.press("Escape")
    tab.ask(second)
    page.evaluate(UNFOLD)
    audit("with a second answer")


def test_the_chat_while_an_answer_is_written(slow_server: Server, calm_context: Callable[..., BrowserContext], axe_script: str) -> None:
    tab = Tab(calm_context().new_page(), slow_server.address).open()
    tab.page.locator("#composer textarea").fill("哪些措施由省版权局参与？")
    tab.page.locator("#composer textarea").press("Enter")
    tab.page.get_by_role("button", name=wording().names.stop).wait_for()
    assert not findings(tab.page, axe_script)
    tab.page.get_by_role("button", name=wording().names.stop).click()
    tab.page.get_by_role("button", name=wording().names.send).wait_for()
    assert not findings(tab.page, axe_script)


@pytest.mark.parametrize("language", ["zh", "en"])
def test_a_screen_reader_is_told_what_is_shown_in_its_language(language: Literal["zh", "en"], new_tab: Callable[..., Tab]) -> None:
    tab, names = new_tab().open("" if language == "zh" else "en/"), wording(language).names
    log = tab.page.get_by_role("log", name=names.conversation, exact=True)
    kind = wording(language).chat.examples[0]
    assert tab.page.get_by_role("radio", name=kind.who, exact=True).is_checked()
    for example in kind.questions:
        assert tab.page.get_by_role("button", name=example, exact=True).count() == 1
    tab.ask("获得江苏专利奖有多少奖励？")
    assert log.get_by_role("group", name=names.user, exact=True).inner_text().strip() == "获得江苏专利奖有多少奖励？"
    reply = log.get_by_role("group", name=names.bot, exact=True)
    assert reply.count() == 1
    assert "](#" not in reply.aria_snapshot()
    assert tab.page.get_by_role("button", name=names.send, exact=True).is_visible()


def test_the_reader(visit: tuple[Page, str, Callable[[str], None]], server: Server) -> None:
    page, path, audit = visit
    page.goto(f"{server.address}{path}policy")
    page.evaluate(UNFOLD)
    audit("unfolded")
    for state in READER:
        page.goto(server.address + path + state)
        audit(state)


def test_the_self_check(visit: tuple[Page, str, Callable[[str], None]], server: Server) -> None:
    page, path, audit = visit
    page.goto(f"{server.address}{path}check")
    page.evaluate(UNFOLD)
    audit("the form")
    page.locator("#text").fill(SITUATION)
    page.locator("button.primary:visible").first.click()
    page.locator("#result").wait_for()
    audit("a result and its question")
    page.evaluate(UNFOLD)
    audit("a result, unfolded")
    page.locator(".asked button").last.click()
    page.locator(".known button[value^='again:']").wait_for()
    audit("after “not known”")
    page.goto(f"{server.address}{path}check#organisation=nobody")
    page.reload()
    page.locator("#trouble").wait_for()
    audit("an address that is not understood")
