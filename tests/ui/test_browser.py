"""The chat in a real Chromium, against a real ``assistant serve``. Each tab is watched: see the fixture ``new_tab``."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest

from tests.ui.conftest import Server, Tab
from ui.wording import wording

pytestmark = pytest.mark.browser
ZH = wording("zh")


def test_the_page_says_what_it_is_and_what_is_damaged_and_loads_nothing_from_elsewhere(tab: Tab) -> None:
    assert tab.page.title() == ZH.page.title
    assert tab.page.evaluate("document.documentElement.lang") == "zh-CN"
    assert re.search(r"本文本有 \d+ 处缺损", tab.page.locator("#notice").inner_text())
    assert tab.page.locator("#welcome .example:visible").all_inner_texts() == list(ZH.chat.examples[0].questions)
    tab.page.evaluate("document.fonts.ready")
    assert len(tab.requests) > 10
    assert not tab.outside


def test_a_question_gets_its_measure_with_the_quoted_words_highlighted(tab: Tab) -> None:
    answer = tab.ask("专利质押贷款有什么支持?")
    assert "[措施(六)]" in answer
    source = tab.page.locator("#source-1-1")
    assert source.locator("h3").inner_text().startswith("措施(六)")
    quote = source.locator("mark").first.inner_text()
    assert "质押融资" in quote
    assert quote in answer
    assert "鼓励社会资本发起设立知识产权投资基金" in source.inner_text()
    assert source.locator(".inferred").first.get_attribute("title") == ZH.sources.inferred
    tab.page.locator("#chat .bot.message a").first.click()
    assert tab.page.evaluate("document.activeElement.closest('article').id") == "source-1-1"
    assert tab.page.evaluate("document.activeElement.textContent") == quote


def test_an_example_and_then_a_suggestion_can_be_clicked(tab: Tab) -> None:
    tab.page.locator("#welcome .example", has_text="江苏专利奖").click()
    assert "□0万元" in tab.answer_after(0)
    suggestion = tab.page.locator("#chat .option").first
    asked = suggestion.inner_text()
    suggestion.click()
    assert tab.answer_after(1)
    assert tab.page.locator("#chat .user.message").last.inner_text() == asked


def test_enter_sends_and_shift_enter_makes_a_line(tab: Tab) -> None:
    box = tab.page.locator("#composer textarea")
    box.press_sequentially("措施(六)")
    box.press("Shift+Enter")
    box.press_sequentially("由谁负责?")
    assert box.input_value() == "措施(六)\n由谁负责?"
    assert tab.page.locator("#chat .user.message").count() == 0
    box.press("Enter")
    assert "省财政厅" in tab.answer_after(0)
    assert box.input_value() == ""


def test_a_follow_up_knows_the_conversation_and_a_new_one_does_not(tab: Tab) -> None:
    tab.ask("措施(七)说了什么?")
    assert "措施(七)" in tab.ask("它由谁负责?")
    tab.page.locator("#clear").click()
    tab.page.wait_for_selector("#welcome .example")
    assert tab.page.locator("#sources .source").count() == 0
    assert "措施(七)" not in tab.ask("它由谁负责?")


def test_nobody_sees_the_conversation_of_another(tab: Tab, new_tab: Callable[..., Tab]) -> None:
    tab.ask("专利质押贷款有什么支持?")
    second = new_tab().open()
    assert second.page.locator("#chat .message").count() == 0
    assert second.page.locator("#sources .source").count() == 0
    second.ask("这份文件什么时候失效?")
    assert second.page.locator("#chat .user.message").all_inner_texts() == ["这份文件什么时候失效?"]
    assert second.page.locator("#sources .turn").count() == 1
    assert tab.page.locator("#chat .user.message").count() == 1


PAYLOADS = (
    "<script>alert(1)</script><img src=x onerror=alert(2)>专利质押",
    "![x](http://127.0.0.1:9/x.png) [点这里](javascript:alert(3)) 专利质押 <iframe src=//127.0.0.1:9></iframe>",
    "专利质押{{constructor.constructor('alert(4)')()}}${alert(5)}</textarea><svg onload=alert(6)>",
)


def test_scripts_links_and_images_in_a_question_are_shown_and_do_nothing(tab: Tab) -> None:
    for payload in PAYLOADS:
        tab.ask(payload)
        assert tab.page.locator("#chat .user.message").last.inner_text().strip() == payload
    tab.page.wait_for_timeout(200)
    inside = tab.page.locator("#chat .message, #sources")
    assert inside.locator("script, img, iframe, svg[onload]").count() == 0
    # Of links there are our own alone: a mark's to its source, a source's to its place in the whole text and to its neighbours.
    assert inside.locator("a:not([href^='#source-'], :is(.origin, .beside) > [href^='/policy?document='])").count() == 0


ODD = ("", "？？！", "专" * 100_000, "\x01\x02专利\x1f质押\x7f", "\u202e押质利专\u202c专利质押", "\u0000", "   \n\n")


def test_odd_input_gets_a_clear_sentence(tab: Tab) -> None:
    for question in ODD:
        assert len(tab.ask(question)) > 5, question[:20]
    assert tab.page.locator("#chat .user.message").count() == len(ODD)
    assert "Traceback" not in tab.page.content()
    assert "\u202e" not in tab.page.locator("#chat").inner_text()


@pytest.mark.parametrize(("path", "language"), [("", "zh-CN"), ("en/", "en")])
def test_the_page_has_the_language_of_its_text_whatever_the_browser_speaks(new_tab: Callable[..., Tab], path: str, language: str) -> None:
    other = "en-US" if language == "zh-CN" else "zh-CN"
    assert new_tab(locale=other).open(path).page.evaluate("document.documentElement.lang") == language


def test_the_page_is_there_in_english(new_tab: Callable[..., Tab]) -> None:
    tab = new_tab(width=1024).open("en/")
    assert "damaged in" in tab.page.locator("#notice").inner_text()
    assert "[措施(六)]" in tab.ask("专利质押贷款有什么支持?")


@pytest.mark.parametrize("width", [390, 1024])
def test_nothing_sticks_out_sideways(new_tab: Callable[..., Tab], width: int) -> None:
    tab = new_tab(width=width, height=844).open()
    tab.ask("获得江苏专利奖有多少奖励?")
    assert tab.page.evaluate("document.documentElement.scrollWidth") <= width
    box = tab.page.locator("#composer").bounding_box()
    assert box is not None
    assert box["y"] + box["height"] <= 844


def test_an_answer_can_be_stopped_or_cleared_while_it_is_written(slow_server: Server, new_tab: Callable[..., Tab]) -> None:
    tab = new_tab(slow_server.address).open()
    box, answers = tab.page.locator("#composer textarea"), tab.page.locator("#chat .bot.message")
    box.fill("哪些措施由省版权局参与?")
    box.press("Enter")
    tab.page.locator("#chat .bot.message", has_text="省版权局参与").wait_for()
    assert tab.page.locator("#chat .buttons").count() == 0
    box.fill("措施(七)说了什么?")
    box.press("Enter")
    tab.page.locator("#composer .stop-button").click()
    tab.page.locator("#chat .bot.message", has_text=ZH.chat.stopped).wait_for()
    text = answers.last.locator(".prose > p").all_inner_texts()
    assert "[措施(二十)]" not in "".join(text)
    assert answers.count() == 1
    assert box.input_value() == "措施(七)说了什么?"
    box.press("Enter")
    tab.page.locator("#chat .bot.message", has_text="措施(七)").wait_for()
    assert answers.first.locator(".prose > p").all_inner_texts() == text
    tab.page.locator("#clear").click()
    tab.page.locator("#welcome .example").first.wait_for()
    tab.page.wait_for_timeout(300)
    assert tab.page.locator("#chat .message").count() == 0
    assert tab.page.locator("#composer .submit-button").is_visible()


def test_a_taken_port_gives_the_next_one_and_ctrl_c_ends_quietly(
    server: Server, start_server: Callable[..., Server], new_tab: Callable[..., Tab]
) -> None:
    taken = int(server.address.rstrip("/").rsplit(":", 1)[1])
    second = start_server(taken)
    assert second.address != server.address
    assert second.lines[0].startswith(f"Port {taken} is taken")
    new_tab(second.address).open()
    assert second.interrupt() == 0
    assert second.errors == ""
