"""The panel of sources in a real Chromium: from a mark to the very sentence and back, neighbours, copies, earlier answers, a phone."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.ui.conftest import Tab
from ui.sources import IN_FULL
from ui.wording import fill, wording

pytestmark = pytest.mark.browser
ZH, EN = wording("zh"), wording("en")
FOCUSED = "document.activeElement.textContent"
QUESTION = "措施(六)由谁负责?"
CHARGE = "(省财政厅、省地方金融监管局、人民银行南京分行、江苏银保监局、江苏证监局、省知识产权局等按职责分工负责)"


def follow(tab: Tab, place: int) -> str:
    """Follow a mark with the keyboard; the words that have the focus then."""
    mark = tab.page.locator("#chat .bot.message a[href*='#source-']").nth(place)
    mark.focus()
    mark.press("Enter")
    tab.page.wait_for_function("document.activeElement.closest('#sources')")
    return str(tab.page.evaluate(FOCUSED))


def in_view(tab: Tab) -> bool:
    """Whether what has the focus can be seen, when scrolling has ended."""
    return bool(
        tab.page.wait_for_function(
            "() => { const r = document.activeElement.getClientRects()[0]; const at = document.elementFromPoint(r.left + 8, r.top + 8);"
            " return document.activeElement.contains(at); }"
        )
    )


def test_each_mark_leads_to_its_own_sentence_and_escape_leads_back(tab: Tab) -> None:
    tab.ask("措施(六)讲什么?")
    content, charge = follow(tab, 0), follow(tab, 1)
    assert content.startswith("加大知识产权质押融资支持力度") and charge == CHARGE
    assert in_view(tab)
    assert tab.page.locator("#sources mark.here").all_inner_texts() == [CHARGE]
    assert tab.page.locator("#sources mark").count() == 2
    tab.page.keyboard.press("Escape")
    assert tab.page.evaluate("[...document.querySelectorAll('#chat .bot.message a')].indexOf(document.activeElement)") == 1
    assert tab.page.locator("#sources mark.here").count() == 0
    assert not tab.page.locator("#sources .back").is_visible()


def test_the_words_that_bind_are_explained_and_the_quotation_can_be_copied(tab: Tab) -> None:
    tab.page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    tab.ask("专利质押贷款有什么支持?")
    source = tab.page.locator("#source-1-1")
    source.locator(".binding summary").click()
    assert "力度 3/5" in source.locator(".binding li.quoted").first.inner_text()
    copy = source.locator(".copy-quote")
    copy.click()
    tab.page.wait_for_function("() => document.querySelector('#source-1-1 .copy-quote').textContent === '已复制'")
    words = tab.page.evaluate("navigator.clipboard.readText()").split("\n")
    assert words[0] == source.locator("mark").first.inner_text()
    assert any(
        line.startswith("——《关于高标准推进知识产权强省建设的若干政策措施》措施(六)第") and "江苏省人民政府" in line for line in words
    )
    assert words[-1].startswith(tab.address + "policy?document=js-ip-2023&measure=6")
    tab.page.goto(words[-1])
    assert tab.page.locator(".sentence[aria-current=true]").count() == 1


def test_neighbours_are_shown_in_place_one_after_the_other_and_folded_again(tab: Tab) -> None:
    tab.ask(QUESTION)
    block, after = tab.page.locator("#source-1-1"), tab.page.locator("#source-1-1 > .beside a[rel=next]")
    after.focus()
    after.press("Enter")
    shown = block.locator(".neighbour")
    shown.locator("h4", has_text="措施(七)").wait_for()
    assert "探索专利权人以专利使用权作价出资登记注册公司" in shown.inner_text() and ZH.sources.not_cited in shown.inner_text()
    assert tab.page.evaluate("document.activeElement.className") == "neighbour"
    shown.locator("a[rel=next]").click()
    shown.locator("h4", has_text="措施(八)").wait_for()
    assert shown.count() == 1
    tab.page.keyboard.press("Escape")
    assert shown.count() == 0
    assert tab.page.evaluate("document.activeElement.rel") == "next"
    assert tab.page.url.partition("?")[0] == tab.address


def test_a_neighbour_that_does_not_come_is_told_and_can_be_asked_for_again(tab: Tab) -> None:
    tab.ask(QUESTION)
    tab.page.route("**/policy/provision?*", lambda route: route.abort())
    after = tab.page.locator("#source-1-1 > .beside a[rel=next]")
    after.click()
    tab.page.locator("#source-1-1 .beside-shown .hint", has_text=ZH.sources.unloadable).wait_for()
    tab.page.unroute("**/policy/provision?*")
    after.click()
    tab.page.locator("#source-1-1 .neighbour").wait_for()
    # The browser's own line about the request that was cut.
    assert all("ERR_FAILED" in line for line in tab.complaints)
    tab.said.clear()


def test_marks_of_an_answer_long_past_still_lead_to_their_sentence(tab: Tab) -> None:
    tab.ask("措施(六)讲什么?")
    for n in range(7, 8 + IN_FULL):
        tab.ask(f"措施({'七八九十'[n - 7]})由谁负责?")
    assert tab.page.locator("#sources article").count() == IN_FULL
    earlier = tab.page.locator("#sources details.earlier")
    assert earlier.locator("summary").first.inner_text() == fill(ZH.sources.earlier, n=2)
    assert not tab.page.locator("#source-1-1").count()
    assert follow(tab, 1) == CHARGE
    assert in_view(tab)
    assert tab.page.locator("#source-1-1 mark.here").all_inner_texts() == [CHARGE]
    second = tab.page.locator("#sources details.turn[data-turn='2']")
    second.locator("summary").first.click()
    second.locator("article", has_text="措施(七)").wait_for()
    second.locator("button.copy").click()
    tab.page.locator("#sources button.copy", has_text=ZH.sources.copied).wait_for()


def test_a_question_made_whole_is_shown_and_one_that_was_whole_is_not(tab: Tab) -> None:
    tab.ask("中国专利奖银奖多少钱?")
    assert tab.page.locator("#chat .understood").count() == 0
    tab.ask("优秀奖呢?")
    assert tab.page.locator("#chat .understood").all_inner_texts() == [f"{ZH.chat.understood} 中国专利奖优秀奖多少钱?"]
    kinds = tab.page.locator("#chat .bot.message").last.locator(".notice")
    assert kinds.first.locator("b").inner_text() == ZH.chat.notices["illegible"]
    sign = kinds.first.evaluate("e => getComputedStyle(e, '::before').maskImage")
    assert sign.startswith('url("data:image/svg+xml') and sign != kinds.last.evaluate("e => getComputedStyle(e, '::before').maskImage")


@pytest.mark.parametrize(("path", "words"), [("", ZH), ("en/", EN)])
def test_on_a_phone_a_button_leads_back_to_the_mark(new_tab: Callable[..., Tab], path: str, words: object) -> None:
    tab = new_tab(width=390, height=844).open(path)
    tab.ask("措施(六)讲什么?")
    assert follow(tab, 1) == CHARGE
    assert in_view(tab)
    back = tab.page.locator("#sources .back:visible")
    box = back.bounding_box()
    assert back.count() == 1 and box is not None and box["height"] >= 44 and box["y"] + box["height"] < 844
    assert tab.page.evaluate("document.documentElement.scrollWidth") <= 390
    back.click()
    assert tab.page.evaluate(FOCUSED) == "[措施(六)]"
    assert in_view(tab)
