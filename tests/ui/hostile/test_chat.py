"""The chat: every payload as a question, and as all that an answer may hold; then the hostile documents beside it."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest

from tests.ui.conftest import Tab
from tests.ui.hostile.detector import batches, harm
from ui.render import clean

pytestmark = pytest.mark.browser
CITED = "document.querySelectorAll('#sources article').length"


def squeezed(text: str) -> str:
    """``text`` without what a page may put otherwise: spaces, line ends."""
    return "".join(clean(text).split())


@pytest.mark.parametrize("path", ["", "en/"])
def test_nothing_that_is_asked_or_answered_does_anything(watched_tab: Callable[..., Tab], path: str) -> None:
    tab = watched_tab().open(path)
    for n, batch in enumerate(batches(), start=1):
        question = "\n\n".join(batch)
        tab.ask(question)
        assert not harm(tab.page), n
        shown = tab.page.locator("#chat .user.message").last.inner_text()
        assert squeezed(shown) == squeezed(question)
        assert tab.page.locator("#sources details.turn").first.locator("article").count() == len(batch)
        tab.page.evaluate("document.querySelectorAll('details').forEach((one) => { one.open = true; })")
        assert not harm(tab.page), n
    tab.ask("documents")
    assert tab.page.locator("#sources details.turn").first.locator("article").count() > 50
    assert not harm(tab.page)
    address, _, conversation = tab.page.url.partition("?conversation=")
    assert address == tab.address + path and re.fullmatch("[0-9a-f]{32}", conversation)
    # The made-up sources of earlier answers stand in no document, so there is nothing to fetch of them when they are unfolded.
    tab.said[:] = [line for line in tab.complaints if "404 (Not Found)" not in line]
    assert tab.page.evaluate("Object.keys(window).filter((name) => /pwned/.test(name)).length") == 0


def test_a_suggestion_that_is_taken_is_a_question(watched_tab: Callable[..., Tab]) -> None:
    tab = watched_tab().open()
    tab.ask("a")
    option = tab.page.locator("#chat .option").first
    words = option.inner_text()
    option.click()
    tab.answer_after(1)
    assert squeezed(tab.page.locator("#chat .user.message").last.inner_text()) == squeezed(words)
    assert not harm(tab.page)


def test_copying_takes_the_words(watched_tab: Callable[..., Tab]) -> None:
    tab = watched_tab().open()
    tab.page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    tab.ask("a")
    tab.page.locator("#sources button.copy").first.click()
    tab.page.wait_for_function("async () => (await navigator.clipboard.readText()).includes('<script>__pwned=1</script>')")
    assert not harm(tab.page)


def test_nothing_in_the_address_does_anything(watched_tab: Callable[..., Tab]) -> None:
    tab = watched_tab()
    said = '"><img src=x onerror=__pwned=1>'
    names = ("q", "question", "view", "__theme", "__lang", "deep_link", "history", said)
    from urllib.parse import urlencode

    tab.open("?" + urlencode(dict.fromkeys(names, said)) + "#" + said)
    assert not harm(tab.page)
