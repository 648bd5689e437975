"""The payloads, and a watch over pages: what ran in them, what they hold that no text may make."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import yaml

if TYPE_CHECKING:
    from playwright.sync_api import Page

HERE = Path(__file__).parent
DETECTOR = (HERE / "detector.js").read_text(encoding="utf-8")


@cache
def by_kind() -> dict[str, list[str]]:
    """All payloads by the careless place that each is meant for."""
    found: dict[str, list[str]] = yaml.safe_load((HERE / "payloads.yaml").read_text(encoding="utf-8"))
    return found


def payloads() -> list[str]:
    """All payloads."""
    return [payload for listed in by_kind().values() for payload in listed]


def batches(longest: int = 1500) -> list[list[str]]:
    """All payloads in runs that together are no longer than ``longest`` characters."""
    runs: list[list[str]] = [[]]
    for payload in payloads():
        if runs[-1] and sum(len(p) + 2 for p in runs[-1]) + len(payload) > longest:
            runs.append([])
        runs[-1].append(payload)
    return runs


def watched(page: Page) -> Page:
    """``page``, with the detector in every document that it will load."""
    page.add_init_script(DETECTOR)
    return page


def harm(page: Page) -> list[str]:
    """What ran in the page that is open, and what it holds that it should not."""
    told: list[str] = page.evaluate("[...window.__hits, ...window.inspectPage(document, location.href)]")
    return told + [f"a frame: {frame.url}" for frame in page.frames[1:]]


def harm_in_answers(page: Page, asked: Iterable[tuple[str, dict[str, str] | None]]) -> list[Any]:
    """The same of what the server of the open page answers to each address, posted to where there is a form."""
    told: list[Any] = page.evaluate("inspectAnswers", list(asked))
    return told


def harm_in_text(page: Page, html: str) -> list[str]:
    """The same of HTML, as this browser reads it."""
    told: list[str] = page.evaluate("html => inspectText(html, 'http://127.0.0.1:1/')", html)
    return told
