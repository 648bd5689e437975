"""Every path of the policy reader in a real Chromium, on a telephone and on a desk, with a script and without."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.cli import command, run_process
from tests.ui.conftest import Server

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

pytestmark = pytest.mark.browser
WIDTHS = [390, 1440]
COLUMNS, ROWS = 8, 12
Open = Callable[..., "Page"]


@pytest.fixture
def open_reader(browser: Browser, server: Server) -> Iterator[Open]:
    """Opens an address of the reader; ``touch`` as on a telephone, ``script`` false as where none runs."""
    contexts = []

    def make(path: str, width: int = 1440, *, touch: bool = False, script: bool = True, address: str = server.address) -> Page:
        context = browser.new_context(
            viewport={"width": width, "height": 844}, has_touch=touch, is_mobile=touch, java_script_enabled=script, locale="zh-CN"
        )
        contexts.append(context)
        page = context.new_page()
        page.goto(address + path)
        return page

    yield make
    for context in contexts:
        context.close()


@pytest.mark.parametrize("path", ["policy?measure=1#m1", "policy?measure=1&text=received#m1"])
def test_damage_is_explained_on_tap(open_reader: Open, path: str) -> None:
    page = open_reader(path, 390, touch=True)
    bubble = page.locator("#bubble")
    page.locator("#m1 a:is(.flaw, .damaged.lost)").first.tap()
    assert "无法辨认" in bubble.inner_text()
    box = bubble.bounding_box()
    assert box is not None and box["x"] >= 0 and box["x"] + box["width"] <= 390 and 0 <= box["y"] <= 844
    address = page.url
    page.locator("#m1 .bodies .key").tap()
    assert not bubble.is_visible()
    assert page.url == address


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("path", ["policy?measure=1#m1", "policy?measure=1&text=received#m1"])
def test_damage_is_explained_on_hover_and_on_focus(open_reader: Open, path: str, width: int) -> None:
    page = open_reader(path, width)
    mark = page.locator("#m1 a:is(.flaw, .damaged.lost)").first
    mark.hover()
    assert "无法辨认" in page.locator("#bubble").inner_text()
    page.keyboard.press("Escape")
    assert not page.locator("#bubble").is_visible()
    page.locator("#m1 a.n").first.focus()
    for _ in range(40):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.matches('.flaw.lost, .damaged.lost')"):
            break
    assert "无法辨认" in page.locator("#bubble").inner_text()


@pytest.mark.parametrize("path", ["policy?measure=1", "policy?measure=1&text=received"])
def test_without_a_script_damage_leads_to_its_note(open_reader: Open, path: str) -> None:
    page = open_reader(path, 390, script=False)
    page.locator("#m1 a:is(.flaw, .damaged.lost)").first.click()
    assert "无法辨认" in page.locator(page.url[page.url.index("#") :]).inner_text()


def test_damage_of_a_heading_is_reached_by_keyboard(open_reader: Open) -> None:
    page = open_reader("policy?text=received")
    page.locator("h2 .damaged[tabindex='0']").first.focus()
    assert "复原" in page.locator("#bubble").inner_text()


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("script", [True, False])
def test_the_glance_has_heads_and_leads_on(open_reader: Open, width: int, script: bool) -> None:
    page = open_reader("policy?view=glance", width, script=script)
    table = page.get_by_role("table", name="各条措施的责任部门")
    assert table.get_by_role("columnheader", name="省财政厅").count() == 1
    assert table.get_by_role("rowheader", name="(六)强化知识产权金融支撑").count() == 1
    cell = table.get_by_role("link", name="措施(六) 省财政厅 列首位")
    cell.focus()
    assert cell.evaluate("e => { const r = e.getBoundingClientRect(); return r.left >= 0 && r.right <= innerWidth; }")
    page.keyboard.press("Enter")
    page.wait_for_url("**/policy?measure=6#m6")
    page.go_back()
    page.get_by_role("columnheader", name="省版权局").get_by_role("link").click()
    page.locator(".outcome").wait_for()
    assert "省版权局" in page.locator(".chosen").inner_text()
    assert page.locator("article.unit").count() == 8


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("script", [True, False])
def test_an_address_leads_to_its_place(open_reader: Open, width: int, script: bool) -> None:
    page = open_reader("policy?measure=6#m6", width, script=script)
    assert page.locator("#m6.addressed").count() == 1
    page.goto(page.url.replace("measure=6#m6", "measure=6&sentence=2#m6s2"))
    place = page.locator("#m6s2.addressed[aria-current]").bounding_box()
    assert place is not None and 0 <= place["y"] < 700


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("bad", ["measure=99", "measure=six&sentence=x", "measure=6&sentence=99", "sentence=2", "document=nope&measure=9"])
def test_a_bad_address_gives_one_sentence_and_the_text(open_reader: Open, width: int, bad: str) -> None:
    for prefix in ("", "en/"):
        page = open_reader(f"{prefix}policy?{bad}", width, script=False)
        assert page.get_by_role("alert").count() == 1
        assert page.get_by_role("alert").inner_text().strip()
        assert page.locator("#m21").count() == 1
        assert page.evaluate("document.documentElement.scrollWidth") <= width


@pytest.mark.parametrize("width", WIDTHS)
def test_on_the_english_page_chinese_says_that_it_is(open_reader: Open, width: int) -> None:
    page = open_reader("en/policy?measure=6", width, script=False)
    evidence = page.locator("#m6 .evidence").first
    assert evidence.inner_text().startswith("Grounds, in Chinese: ")
    assert evidence.locator("[lang='zh-CN']").count() == 1
    page.locator("#m6-background summary").click()
    notes = page.locator("#m6-background .warning").inner_text()
    assert "not the policy's own words" in notes and "in Chinese" in notes
    bare = page.evaluate("""() => {
      const found = [], walker = document.createTreeWalker(document.querySelector("main"), NodeFilter.SHOW_TEXT);
      while (walker.nextNode()) { const node = walker.currentNode, e = node.parentElement;
        const chinese = node.data.match(/[\\u4e00-\\u9fff]|$/g).length - 1;
        if (chinese > node.data.trim().length / 2 && e.closest("[lang]").lang === "en" && !e.closest("option")) found.push(node.data); }
      return found; }""")
    assert bare == []


@pytest.mark.parametrize("width", WIDTHS)
def test_the_banner_says_whether_it_is_in_force_and_how_damaged_it_is(open_reader: Open, width: int) -> None:
    page = open_reader("policy", width, script=False)
    assert page.locator(".force").inner_text().startswith("现行有效")
    page.locator("details.damage summary").click()
    assert page.locator("details.damage p").first.is_visible()


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("script", [True, False])
def test_search_and_filters_lead_to_what_was_found(open_reader: Open, width: int, script: bool) -> None:
    page = open_reader("policy", width, script=script)
    page.get_by_label("检索原文").fill("质押融资")
    page.get_by_role("button", name="查找").click()
    assert page.url.endswith("#found")
    assert page.get_by_role("status").filter(has_text="检索词出现 2 处").is_visible()
    assert page.locator("mark").count() == 2
    page.locator(".chosen a").first.click()
    page.wait_for_load_state()
    assert page.locator("article.measure").count() == 21


@pytest.fixture(scope="module")
def with_table(built_home: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A server that also holds a document with a wide table."""
    folder = tmp_path_factory.mktemp("tables")
    shutil.copytree(built_home, folder / "home")
    head = "".join(f"<th>第{c}栏名称</th>" for c in range(COLUMNS))
    rows = "".join("<tr>" + "".join(f"<td>{r}行{c}列的内容</td>" for c in range(COLUMNS)) + "</tr>" for r in range(ROWS))
    page = f"<html><body><h1>云河市收费目录</h1><p>收费见下表。</p><table><tr>{head}</tr>{rows}</table><p>表外的话。</p></body></html>"
    (folder / "fees.html").write_text(page, encoding="utf-8")
    assert run_process(folder / "home", "ingest", str(folder / "fees.html")).code == 0
    server = Server(folder / "home", command("serve", "--port", "0"), folder / "errors.txt")
    yield server.until_ready()
    server.end()


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("script", [True, False])
def test_a_table_is_a_table_and_scrolls_inside(open_reader: Open, with_table: Server, width: int, script: bool) -> None:
    page = open_reader("policy?document=fees&q=3行4列", width, script=script, address=with_table.address)
    table = page.get_by_role("table")
    assert table.get_by_role("columnheader").count() == COLUMNS
    assert table.get_by_role("rowheader").count() == ROWS
    assert table.locator("mark").all_inner_texts() == ["3行4列"]
    assert table.get_by_role("cell", name="3行4列的内容", exact=True).count() == 1
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    inside = page.locator(".sheet").evaluate("e => [e.scrollWidth > e.clientWidth, e.tabIndex, e.getAttribute('role')]")
    assert inside == [width == 390, 0, "region"]
    told = page.locator(".sheet").evaluate("e => e.textContent")
    assert told.startswith("| 第0栏名称 |") and told.count("\n") == ROWS + 1
    name = page.locator(".sheet").get_attribute("id") or ""
    page.goto(f"{with_table.address}policy?document=fees&measure={name[:-2]}&sentence=1#{name}")
    assert page.locator(".sheet.addressed[aria-current]").count() == 1
