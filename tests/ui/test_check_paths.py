"""The self-check in a real Chromium: verdicts that follow a tick, what is typed and not lost, the clause and the reader, paper."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

import pypdfium2
import pytest

from tests.ui.conftest import Server, Tab

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page, Route

pytestmark = pytest.mark.browser
SAID = "我们是苏州一家做新材料的小型企业，拿过中国专利奖优秀奖，想质押贷款"
WIDTHS = [390, 1440]


@pytest.fixture
def open_check(new_tab: Callable[..., Tab]) -> Callable[..., Page]:
    """Opens the self-check."""

    def make(width: int = 1440, path: str = "check") -> Page:
        tab = new_tab(width=width)
        tab.page.goto(tab.address + path)
        return tab.page

    return make


@pytest.fixture
def scriptless(browser: Browser, server: Server) -> Iterator[Callable[[int], Page]]:
    """Opens the self-check in a browser that runs no script."""
    contexts = []

    def make(width: int) -> Page:
        contexts.append(browser.new_context(java_script_enabled=False, viewport={"width": width, "height": 800}))
        page = contexts[-1].new_page()
        page.goto(server.address + "check")
        return page

    yield make
    for context in contexts:
        context.close()


def checked(page: Page) -> None:
    page.locator("#text").fill(SAID)
    page.locator("button.wide").click()
    page.locator("#result").wait_for()


def counts(page: Page) -> str:
    return " ".join(page.locator(".counts li").all_inner_texts())


def after_update(page: Page, before: str) -> str:
    page.wait_for_function("before => [...document.querySelectorAll('.counts li')].map(x => x.innerText).join(' ') !== before", arg=before)
    return counts(page)


@pytest.mark.parametrize("width", WIDTHS)
def test_a_tick_is_answered_at_once_and_the_place_and_the_focus_stay(open_check: Callable[..., Page], width: int) -> None:
    page = open_check(width)
    checked(page)
    before, entries = counts(page), page.evaluate("history.length")
    page.locator("#g-honours summary").click()
    box = page.locator("#g-honours input[value=cn_patent_gold]")
    box.check()
    place = page.evaluate("scrollY")
    after = after_update(page, before)
    assert abs(page.evaluate("scrollY") - place) < 3
    assert page.evaluate("document.activeElement.value") == "cn_patent_gold"
    assert box.is_checked() and box.is_visible()
    assert page.evaluate("history.length") == entries
    assert "cn_patent_gold" in page.url.partition("#")[2]
    said = page.locator("#said[role=status]").inner_text()
    assert "".join(said.split()).replace(";", "") == "".join(after.split())
    assert page.locator(".bar .now strong").first.inner_text() in after


def test_nothing_is_asked_of_the_server_while_there_is_no_result(open_check: Callable[..., Page]) -> None:
    page = open_check()
    sent: list[str] = []
    page.on("request", lambda request: sent.append(request.method))
    page.locator("input[name=size][value=small]").check()
    page.wait_for_timeout(600)
    assert sent == []


def test_what_is_done_while_an_answer_is_on_its_way_is_not_lost(open_check: Callable[..., Page]) -> None:
    page = open_check()
    checked(page)
    before = counts(page)

    held: list[Route] = []
    page.route("**/check", lambda route: held.append(route), times=1)
    page.locator("#g-honours summary").click()
    with page.expect_request("**/check"):
        page.locator("#g-honours input[value=cn_patent_gold]").check()
    page.locator("#text").press("Control+End")
    page.locator("#text").press_sequentially("，还有商标")
    page.locator("input[name=region][value=abroad]").check()
    assert len(held) == 1 and counts(page) == before
    held[0].continue_()
    after_update(page, before)
    page.wait_for_function("location.hash.includes('abroad')")
    assert page.locator("#text").input_value() == SAID + "，还有商标"
    assert page.locator("#g-honours input[value=cn_patent_gold]").is_checked()
    assert page.locator("input[name=region][value=abroad]").is_checked()


@pytest.mark.parametrize("width", WIDTHS)
def test_reload_and_back_lose_nothing_that_was_typed_or_ticked(open_check: Callable[..., Page], width: int) -> None:
    page = open_check(width)

    def is_there(text: str) -> None:
        page.wait_for_function("text => document.getElementById('text').value === text", arg=text)
        assert page.locator("input[name=size]:checked").get_attribute("value") == "small"
        assert page.locator("select[name=organisation]").input_value() == "enterprise"
        assert page.locator("input[value=cn_patent_gold]").first.is_checked()

    page.locator("#text").fill("我们在苏州")
    page.locator("select[name=organisation]").select_option("enterprise")
    page.locator("input[name=size][value=small]").check()
    page.locator("#g-honours summary").click()
    page.locator("#g-honours input[value=cn_patent_gold]").check()
    page.reload()
    is_there("我们在苏州")
    assert page.locator("#result").count() == 0
    page.locator("header nav a", has_text="政策原文").click()
    page.locator("article.unit").first.wait_for()
    page.go_back()
    is_there("我们在苏州")
    page.locator("button.wide").click()
    page.locator("#result").wait_for()
    before = counts(page)
    page.locator("#text").press("Control+End")
    page.locator("#text").press_sequentially("，未检查的话")
    page.wait_for_timeout(400)
    page.reload()
    page.locator("#result").wait_for()
    is_there("我们在苏州，未检查的话")
    assert counts(page) == before


@pytest.mark.parametrize("width", WIDTHS)
def test_without_a_script_back_from_another_page_keeps_what_was_typed(scriptless: Callable[[int], Page], width: int) -> None:
    page = scriptless(width)
    page.locator("#text").fill(SAID)
    page.locator("input[name=size][value=small]").check()
    page.locator("header nav a", has_text="政策原文").click()
    page.locator("article.unit").first.wait_for()
    page.go_back()
    assert page.locator("#text").input_value() == SAID
    assert page.locator("input[name=size][value=small]").is_checked()


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("script", [True, False])
def test_a_verdict_opens_its_clause_in_place_and_in_the_reader(
    open_check: Callable[..., Page], scriptless: Callable[[int], Page], width: int, script: bool
) -> None:
    page = open_check(width) if script else scriptless(width)
    checked(page)
    card = page.locator(".group.eligible .card").first
    quote = card.locator("blockquote")
    assert not quote.is_visible()
    card.locator("summary").click()
    assert quote.is_visible() and "□00万元" in quote.inner_text()
    card.locator(".source a").click()
    page.wait_for_url("**/policy?measure=1#m1")
    assert page.locator("#m1.addressed").count() == 1
    top = page.locator("#m1").bounding_box()
    assert top is not None and -40 < top["y"] < 300
    page.go_back()
    page.locator("#result").wait_for()
    assert page.locator("#text").input_value() == SAID


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("script", [True, False])
def test_the_next_question_is_one_click(
    open_check: Callable[..., Page], scriptless: Callable[[int], Page], width: int, script: bool
) -> None:
    page = open_check(width) if script else scriptless(width)
    checked(page)
    asked = page.locator(".asked legend").inner_text()
    page.locator(".asked button", has_text="都没有").click()
    page.locator(".known li", has_text="没有或者不是").wait_for()
    assert page.locator(".asked legend").inner_text() != asked


def test_groups_stand_in_order_with_the_form_beside_the_words(open_check: Callable[..., Page]) -> None:
    page = open_check()
    own, ticks = (page.locator(f".start .{name}").bounding_box() for name in ("own", "ticks"))
    assert own is not None and ticks is not None
    assert own["y"] == ticks["y"] and own["x"] + own["width"] < ticks["x"]
    checked(page)
    order = page.locator(".group").evaluate_all("all => all.map(e => e.classList[1])")
    assert order == [name for name in ("eligible", "possible", "services", "directions", "mind", "not_met") if name in order]
    assert len(order) > 3


def test_on_paper_there_are_the_verdicts_with_their_clauses_and_no_form(open_check: Callable[..., Page]) -> None:
    page = open_check()
    checked(page)
    pdf = pypdfium2.PdfDocument(io.BytesIO(page.pdf(format="A4")))
    text = "".join(one.get_textpage().get_text_range() for one in pdf).replace("\r\n", "")
    assert len(pdf) <= 8
    assert "对获得中国专利奖金奖" in text
    assert "已知情况" in text and "符合条件" in text
    for word in ("逐项选择", "对照政策", "重新开始", "下载Word"):
        assert word not in text
