"""The page in a real Chromium: nothing sticks out, nothing is complained about, everything can be opened without a script."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from corpus import Corpus, Document
from evals.reporting.html import render
from tests.evals.test_reporting import HOSTILE, night

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

pytestmark = pytest.mark.browser
LONG = "x" * 400 + "措" * 200 + " ".join(HOSTILE)


@pytest.fixture(scope="module")
def browser(chromium: str) -> Iterator[Browser]:
    """A headless Chromium. It ends with this file."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        launched = playwright.chromium.launch(
            executable_path=chromium, args=["--no-sandbox", "--disable-gpu", "--disable-background-networking"]
        )
        yield launched
        launched.close()


@pytest.fixture
def file(corpus: Corpus, policy: Document, tmp_path: Path) -> Path:
    """A report whose texts are long and hostile."""
    written = tmp_path / "report.html"
    written.write_text(render(night(corpus, policy, LONG, index=LONG, model=LONG).data), encoding="utf-8")
    return written


@pytest.fixture
def page(browser: Browser, file: Path) -> Iterator[Page]:
    """The report, loaded. After the test: it asked for nothing but itself, and complained of nothing."""
    context = browser.new_context(viewport={"width": 1440, "height": 900})
    opened, complaints, requests = context.new_page(), [], []
    opened.on("console", lambda message: complaints.append(message.text))
    opened.on("pageerror", lambda error: complaints.append(str(error)))
    opened.on("dialog", lambda dialog: (complaints.append(dialog.message), dialog.dismiss()))
    opened.on("request", lambda request: requests.append(request.url.partition("#")[0]))
    opened.goto(file.as_uri())
    yield opened
    context.close()
    assert set(requests) == {file.as_uri()}
    assert not complaints


@pytest.mark.parametrize("width", [1440, 1024, 390])
def test_nothing_sticks_out_sideways_even_with_everything_open(page: Page, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 900})
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    page.evaluate("document.querySelectorAll('details').forEach(d => d.open = true)")
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    assert page.locator(".chart:visible").count() == 3
    assert not page.evaluate(CLIPPED)


def test_a_failure_opens_and_shows_what_came(page: Page) -> None:
    failure = page.locator("details.failure", has=page.locator("#q-lookup-002"))
    assert not failure.locator(".inside").is_visible()
    failure.locator("summary").first.click()
    assert "does not say 给予资金支持" in failure.locator(".inside").inner_text()
    assert not failure.locator("pre").is_visible()
    failure.locator(".inside summary").click()
    assert '"step x' in failure.locator("pre").inner_text()


def test_a_link_opens_the_failure_that_it_leads_to(page: Page) -> None:
    page.locator("#changed a", has_text="lookup-002").first.click()
    page.locator("#q-lookup-002").wait_for(state="visible")
    assert page.evaluate("document.querySelector('#q-lookup-002').closest('details').open")


def test_a_failure_opens_by_keyboard(page: Page) -> None:
    page.locator("details.failure > summary").nth(1).focus()
    page.keyboard.press("Enter")
    assert page.locator("#q-lookup-002").is_visible()


def test_new_failures_can_be_shown_alone(page: Page) -> None:
    shown = page.locator("#failures .category details.failure:visible")
    assert shown.count() == 3
    page.locator("#show-new").check()
    assert shown.locator(".id").all_inner_texts() == ["lookup-002"]
    page.locator("#show-all").check()
    assert shown.count() == 3


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_every_text_stands_out_from_its_ground(page: Page, scheme: str) -> None:
    page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
    page.evaluate("document.querySelectorAll('details').forEach(d => d.open = true)")
    low = page.evaluate(CONTRAST)
    assert not low


CLIPPED = """() => [...document.querySelectorAll('.chart text')].filter(text => {
  const own = text.getBoundingClientRect(), frame = text.closest('svg').getBoundingClientRect();
  return own.left < frame.left - 1 || own.right > frame.right + 1 || own.top < frame.top - 1 || own.bottom > frame.bottom + 1;
}).map(text => text.textContent)"""
CONTRAST = """() => {
  const numbers = colour => colour.match(/[\\d.]+/g).map(Number);
  const light = colour => numbers(colour).slice(0, 3).map(v => v / 255).map(v => v <= 0.03928 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4)
    .reduce((sum, v, i) => sum + v * [0.2126, 0.7152, 0.0722][i], 0);
  const ground = element => {
    for (let at = element; at; at = at.parentElement) {
      const colour = getComputedStyle(at).backgroundColor;
      if (numbers(colour)[3] !== 0) return colour;
    }
    return 'rgb(255, 255, 255)';
  };
  const low = [];
  for (const element of document.querySelectorAll('main *, nav *')) {
    if (![...element.childNodes].some(node => node.nodeType === 3 && node.textContent.trim()) || !element.getClientRects().length) continue;
    const style = getComputedStyle(element), [a, b] = [light(element.closest('svg') ? style.fill : style.color), light(ground(element))];
    const ratio = (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
    if (ratio < 4.5) low.push([element.tagName, element.className.toString(), ratio]);
  }
  return low;
}"""
