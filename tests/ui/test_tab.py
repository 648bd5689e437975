"""What a page says of being left is no fault of the page; anything else is, and so is the same word from a page that nobody left."""

from __future__ import annotations

from typing import Any

from tests.ui.conftest import Tab

LEFT = "AbortError: signal is aborted without reason"
BROKEN = "TypeError: x is undefined"


def tab(loaded: int) -> Tab:
    page: Any = None
    made = Tab(page, "http://127.0.0.1", said=[LEFT, BROKEN])
    for _ in range(loaded):
        made.count()
    return made


def test_a_page_that_was_left_may_say_that_its_requests_were_cut() -> None:
    assert tab(loaded=2).complaints == [BROKEN]


def test_a_page_that_nobody_left_may_not() -> None:
    assert tab(loaded=1).complaints == [LEFT, BROKEN]
