"""The detector can fail: each payload is put where a careless page would put it, and is noticed there."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from typing import TYPE_CHECKING

import pytest
from markdown_it import MarkdownIt
from playwright.sync_api import Error

from tests.ui.hostile.detector import by_kind, harm, harm_in_text, payloads, watched

if TYPE_CHECKING:
    from playwright.sync_api import Browser, BrowserContext, Page

pytestmark = pytest.mark.browser
OWN = "http://127.0.0.1:1/"


def trusting(markdown: str) -> str:
    """Markdown as a page renders it that trusts what it is given."""
    renderer = MarkdownIt("commonmark", {"html": True})
    renderer.validateLink = lambda url: True  # type: ignore[method-assign]
    return str(renderer.render(markdown))


def opened(context: BrowserContext) -> Page:
    """A watched page of nobody's: every address answers with an empty page, so that nothing leaves this machine."""
    page = watched(context.new_page())
    page.route("**/*", lambda route: route.fulfill(content_type="text/html", body="<!doctype html><title>t</title>"))
    page.on("dialog", lambda dialog: dialog.dismiss())
    page.goto(OWN)
    return page


@pytest.fixture
def context(browser: Browser) -> Iterator[BrowserContext]:
    made = browser.new_context()
    yield made
    made.close()


@pytest.fixture
def page(context: BrowserContext) -> Page:
    return opened(context)


def test_there_are_enough_payloads_and_none_twice() -> None:
    assert len(payloads()) >= 100
    assert len(set(payloads())) == len(payloads())


@pytest.mark.parametrize(
    ("kind", "place"),
    [("html", "<p>%s</p>"), ("attribute", "<input value=\"%s\"><input value='%s'>"), ("url", '<a href="%s">x</a>'), ("markdown", "%s")],
)
def test_what_gets_through_is_noticed(page: Page, kind: str, place: str) -> None:
    for payload in by_kind()[kind]:
        text = trusting(payload) if kind == "markdown" else payload
        assert harm_in_text(page, place.replace("%s", text)), payload


def test_what_is_escaped_is_not(page: Page) -> None:
    from ui.render import escape

    for payload in payloads():
        assert not harm_in_text(page, f'<p title="{escape(payload)}">{escape(payload)}</p><textarea>{escape(payload)}</textarea>'), payload


def test_a_template_that_runs_is_noticed(page: Page) -> None:
    for payload in by_kind()["template"]:
        page.evaluate("payload => { __hits.length = 0; try { new Function('return `' + payload + '`')(); } catch {} }", payload)
        assert page.evaluate("__hits.length"), payload


def test_what_runs_is_noticed(context: BrowserContext) -> None:
    ran = []
    for payload in by_kind()["html"]:
        # A page of its own for each: some lead away from it, sooner or later, which is no failure here.
        page = opened(context)
        with suppress(Error):
            page.evaluate("html => { document.body.innerHTML = html; }", payload)
            page.wait_for_timeout(20)
            ran += [payload] * any(told.startswith("__pwned") for told in harm(page))
        page.close()
    assert len(ran) >= 15, ran


@pytest.mark.parametrize("name", ["alert(1)", "confirm(1)", "prompt(1)", "open('/')", "print()"])
def test_dialogs_are_noticed(page: Page, name: str) -> None:
    page.evaluate(name)
    assert harm(page) == [name.partition("(")[0]]
