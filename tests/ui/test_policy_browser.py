"""The policy reader in a real Chromium: by hand, by keyboard, without a script, on small screens, in the dark."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser, Page

from tests.ui.conftest import Server, Tab

pytestmark = pytest.mark.browser

NARROW_ENOUGH = "document.documentElement.scrollWidth <= innerWidth"
CONTRAST = """() => {
  const parse = (c) => c.match(/[\\d.]+/g).map(Number);
  const light = ([r, g, b]) => [r, g, b].map((v) => (v /= 255) <= .03928 ? v / 12.92 : ((v + .055) / 1.055) ** 2.4)
    .reduce((sum, v, i) => sum + v * [.2126, .7152, .0722][i], 0);
  const behind = (e) => { for (; e; e = e.parentElement) { const c = getComputedStyle(e).backgroundColor;
    if (!/^(rgba\\(.*, 0(\\.\\d+)?\\)|transparent|color)/.test(c)) return parse(c); } return [255, 255, 255]; };
  const poor = [];
  const walker = document.createTreeWalker(document.querySelector("main"), NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) { const e = walker.currentNode.parentElement;
    if (!walker.currentNode.data.trim() || !e.checkVisibility() || e.closest(".sr, style, option")) continue;
    const [a, b] = [light(parse(getComputedStyle(e).color)), light(behind(e))].sort((x, y) => y - x);
    if ((a + .05) / (b + .05) < 4.5) poor.push(walker.currentNode.data.trim().slice(0, 20) + " " + ((a + .05) / (b + .05)).toFixed(2)); }
  return poor; }"""


@pytest.fixture
def policy_tab(new_tab: Callable[..., Tab]) -> Callable[..., Page]:
    """Opens an address of the reader."""

    def open_page(path: str = "policy", **how: int) -> Page:
        tab = new_tab(**how)
        tab.page.goto(tab.address + path)
        return tab.page

    return open_page


@pytest.fixture
def plain_page(browser: Browser, server: Server) -> Iterator[Callable[[str], Page]]:
    """Opens an address in a browser that runs no script."""
    context = browser.new_context(java_script_enabled=False, viewport={"width": 1280, "height": 800})

    def open_page(path: str) -> Page:
        page = context.new_page()
        page.goto(server.address + path)
        return page

    yield open_page
    context.close()


def test_without_a_script_one_can_search_filter_and_follow_links(plain_page: Callable[[str], Page]) -> None:
    page = plain_page("policy")
    page.get_by_label("检索原文").fill("企业")
    page.get_by_label("责任部门", exact=True).first.select_option("省财政厅")
    page.get_by_role("button", name="查找").click()
    assert page.locator("article.unit").count() == int(page.locator(".outcome p").first.inner_text().split()[1])
    assert page.locator("mark").count() > 0
    page.get_by_role("link", name="显示全文").click()
    assert page.locator("article.measure").count() == 21
    assert page.locator("button.copy:visible").count() == 0
    page.locator("aside .toc a", has_text="(十)").click()
    assert page.url.endswith("#m10")
    assert page.locator("#m10").is_visible()


def test_a_sentence_is_highlighted_and_in_sight(policy_tab: Callable[..., Page]) -> None:
    page = policy_tab("policy?measure=18&sentence=4#m18s4")
    place = page.locator("#m18s4").bounding_box()
    assert place is not None and 0 < place["y"] < 700
    assert page.locator(".sentence.addressed").count() == 1


def test_copying_takes_the_words_and_where_they_stand(policy_tab: Callable[..., Page]) -> None:
    page = policy_tab("policy?measure=1#m1")
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.locator("#m1 button.copy").first.click()
    page.get_by_text("已复制").wait_for()
    copied = page.evaluate("navigator.clipboard.readText()")
    assert copied.startswith("(一)开展高价值专利培育。")
    assert "□0万元" in copied and "请以正式公报为准" in copied
    assert copied.endswith("/policy?measure=1#m1")


def test_selecting_a_sentence_copies_the_text_and_no_marks(policy_tab: Callable[..., Page]) -> None:
    page = policy_tab("policy?measure=1#m1")
    chosen = page.evaluate("() => { getSelection().selectAllChildren(document.getElementById('m1s2')); return getSelection().toString(); }")
    assert chosen == "开展江苏专利奖评选,对获得金奖、银奖、优秀奖、发明人奖的,分别给予□0万元、□0万元、□0万元、□万元奖励。"


def test_damage_and_binding_words_are_explained_on_hover_tap_and_by_keyboard(policy_tab: Callable[..., Page]) -> None:
    page = policy_tab("policy?measure=1#m1")
    bubble = page.locator("#bubble")
    page.locator("#m1 .word.w5").first.hover()
    assert "明确给钱" in bubble.inner_text()
    page.keyboard.press("Escape")
    assert not bubble.is_visible()
    page.locator("#m1 a.flaw.lost").first.focus()
    assert "无法辨认" in bubble.inner_text()
    page.locator("#m1 .word.w2").first.click()
    assert "鼓励" in bubble.inner_text()


def test_without_a_script_a_lost_digit_leads_to_its_explanation(plain_page: Callable[[str], Page]) -> None:
    page = plain_page("policy?measure=1#m1")
    page.locator("#m1 a.flaw.lost").first.click()
    assert "无法辨认" in page.locator(page.url[page.url.index("#") :]).inner_text()


@pytest.mark.parametrize("width", [1440, 1024, 390])
@pytest.mark.parametrize(
    "path", ["policy", "en/policy?measure=6", "policy?view=glance", "policy?q=企业&text=received", "en/policy?view=glance"]
)
def test_the_page_fits_every_screen_and_can_be_read_light_and_dark(policy_tab: Callable[..., Page], path: str, width: int) -> None:
    page = policy_tab(path, width=width)
    assert page.evaluate(NARROW_ENOUGH)
    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
        assert page.evaluate(CONTRAST) == []
    assert page.locator("aside.contents").is_visible() == (width > 1050 and "glance" not in path)


def test_a_cell_of_the_glance_is_reached_by_keyboard(policy_tab: Callable[..., Page]) -> None:
    page = policy_tab("policy?view=glance")
    cell = page.locator("table.department a.dot.first").first
    cell.focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**/policy?measure=1#m1")
    assert page.locator("#m1.addressed").count() == 1
