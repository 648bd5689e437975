"""What a page weighs on the wire and how long it takes to be read: cold, and with a warm cache. Bytes as a browser would fetch them."""

from __future__ import annotations

import shutil
import time
from collections.abc import Iterator
from dataclasses import dataclass

import httpx

PAGES = ("", "en/", "policy", "check", "staff")


@dataclass(frozen=True)
class Weight:
    """One page's own document: bytes plain and as sent, milliseconds to its first and last byte."""

    page: str
    plain: int
    sent: int
    milliseconds: float


def weigh(address: str) -> Iterator[Weight]:
    """Fetch each page twice, as it is and compressed; the second time is timed, with the server's caches warm."""
    with httpx.Client(base_url=address, trust_env=False, timeout=60, follow_redirects=True) as client:
        for page in PAGES:
            plain = len(client.get(page, headers={"Accept-Encoding": "identity"}).content)
            started = time.perf_counter()
            with client.stream("GET", page, headers={"Accept-Encoding": "gzip"}) as response:
                sent = sum(len(chunk) for chunk in response.iter_raw())
            yield Weight(page or "/", plain, sent, (time.perf_counter() - started) * 1000)


@dataclass(frozen=True)
class Painted:
    """A page in Chromium: milliseconds to the first paint of anything and to its main content, bytes of all that it loaded."""

    page: str
    warm: bool
    first: float
    usable: float
    sent: int


_TIMES = """() => ({
  first: performance.getEntriesByType("paint").find((e) => e.name === "first-contentful-paint")?.startTime ?? 0,
  sent: ["navigation", "resource"].flatMap((k) => performance.getEntriesByType(k)).reduce((n, e) => n + e.transferSize, 0),
})"""


def paint(address: str) -> Iterator[Painted]:
    """Open each page in Chromium with an empty cache and again with a full one; nothing where no Chromium or Playwright is installed."""
    chromium = shutil.which("chromium") or shutil.which("google-chrome")
    try:
        # Not a dependency of the product: whoever has it gets these figures too.
        from importlib import import_module

        playwright = import_module("playwright.sync_api")
    except ImportError:
        return
    if chromium is None:
        return
    with playwright.sync_playwright() as started:
        browser = started.chromium.launch(executable_path=chromium, args=["--no-sandbox", "--disable-gpu"])
        for page in PAGES:
            context = browser.new_context()
            tab = context.new_page()
            for warm in (False, True):
                began = time.perf_counter()
                tab.goto(address + page)
                tab.wait_for_selector("#composer textarea, main")
                usable = (time.perf_counter() - began) * 1000
                found = tab.evaluate(_TIMES)
                yield Painted(page or "/", warm, found["first"], usable, found["sent"])
            context.close()
        browser.close()
