"""Pictures of every screen for the documentation: ``make screenshots``, or ``python -m tests.screenshots --only reader,chat-answer``.

A real ``assistant serve`` is started on an empty home of its own, with one member of staff; a headless Chromium goes a fixed way
through each screen, at three widths, light and dark. What is written is ``docs/screenshots/<screen>-<width>-<light|dark>.webp``, in few
enough bytes to be kept beside the code.
"""

from __future__ import annotations

import argparse
import io
import os
import secrets
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from tests.cli import ROOT, command, environment

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

TARGET = ROOT / "docs" / "screenshots"
HEIGHTS = {1440: 900, 1024: 768, 390: 844}
"""Of a desk, a small laptop or tablet, a telephone; the height that each shows at once."""
SCHEMES: tuple[Literal["light", "dark"], ...] = ("light", "dark")
LARGEST = 4 * 1024**2
"""Bytes of all pictures together."""
QUALITY = 72
PATIENCE = 60_000
STAFF = "zhang.san"
QUESTION = "专利质押融资有什么支持？"
SITUATION = "我们是苏州一家做新材料的小型企业，拿过中国专利奖优秀奖，想用专利质押贷款。"
ENQUIRY = "您好，我单位获得了江苏专利奖金奖，请问有多少奖励，由哪个部门发放？另外，用专利质押贷款有什么支持？"
FLAGS = ("--no-sandbox", "--disable-gpu", "--hide-scrollbars", "--disable-background-networking", "--disable-component-update")


@dataclass(frozen=True)
class Desk:
    """What a screen may use: the page, the address of the server, the password of the member of staff, the width of the window."""

    page: Page
    address: str
    password: str
    width: int

    def open(self, path: str) -> None:
        """Load a page of the server."""
        self.page.goto(self.address + path, wait_until="load")

    def into_view(self, selector: str, above: int = 16) -> None:
        """Scroll until the first of ``selector`` stands ``above`` pixels below the upper edge."""
        self.page.locator(selector).first.evaluate("(e, above) => scrollTo(0, scrollY + e.getBoundingClientRect().top - above)", above)


def chat(desk: Desk) -> None:
    """The chat as one finds it."""
    desk.open("")
    desk.page.locator("#composer textarea").wait_for()
    desk.page.wait_for_selector("#notice .policy")


def chat_answer(desk: Desk) -> None:
    """A question, its answer, and the sources."""
    chat(desk)
    box = desk.page.locator("#composer textarea")
    box.fill(QUESTION)
    box.press("Enter")
    desk.page.locator("#chat .bot.message").first.wait_for()
    desk.page.wait_for_function(
        """() => { const all = document.querySelectorAll('#chat .bot.message'), last = all[all.length - 1];
          const text = last ? last.innerText : '', same = text && text === window.shownBefore;
          window.shownBefore = text; return same; }""",
        polling=1500,
    )
    if desk.width == 390:
        desk.page.evaluate("scrollTo(0, 0)")


def chat_sources(desk: Desk) -> None:
    """The sources of an answer, where they are not beside it already."""
    chat_answer(desk)
    desk.page.locator("#sources").first.scroll_into_view_if_needed()
    desk.into_view("#sources")


def self_check(desk: Desk) -> None:
    """The form of the self-check, filled in."""
    desk.open("check")
    desk.page.locator("#text").fill(SITUATION)


def self_check_result(desk: Desk) -> None:
    """The verdicts of the self-check."""
    self_check(desk)
    desk.page.locator("button.primary:visible").first.click()
    desk.page.locator("#result").wait_for()
    desk.into_view("#result")


def reader(desk: Desk) -> None:
    """The policy, its dates, its damage, its contents."""
    desk.open("policy")


def reader_measure(desk: Desk) -> None:
    """One measure with what is known about it."""
    desk.open("policy?measure=1#m1")


def reader_search(desk: Desk) -> None:
    """Words looked for in the policy."""
    desk.open("policy?q=质押融资#found")


def reader_glance(desk: Desk) -> None:
    """The policy at a glance."""
    desk.open("policy?view=glance")
    if desk.width == 390:
        desk.into_view(".grid")


def staff_sign_in(desk: Desk) -> None:
    """The door of the staff pages."""
    desk.open("staff/sign-in")


def signed_in(desk: Desk, path: str) -> None:
    """A staff page, signed in for."""
    desk.open("staff/sign-in")
    if desk.page.locator("#password").count():
        desk.page.locator("#name").fill(STAFF)
        desk.page.locator("#password").fill(desk.password)
        desk.page.locator("#password").press("Enter")
        desk.page.locator("#password").wait_for(state="detached")
    desk.open(path)


def staff_draft(desk: Desk) -> None:
    """A reply to an enquiry, drafted."""
    signed_in(desk, "staff/draft")
    desk.page.locator("#enquiry").fill(ENQUIRY)
    desk.page.locator("form.enquiry button").click()
    desk.page.locator("#letter").wait_for()
    desk.page.evaluate("scrollTo(0, 0)")


def staff_evals(desk: Desk) -> None:
    """What the evals found."""
    signed_in(desk, "staff/evals")


def staff_status(desk: Desk) -> None:
    """How the assistant is."""
    signed_in(desk, "staff/status")


ONLY_AT = {"chat-sources": (390,)}
"""Screens that say nothing of their own at other widths."""
SCREENS: dict[str, Callable[[Desk], None]] = {
    "chat": chat,
    "chat-answer": chat_answer,
    "chat-sources": chat_sources,
    "self-check": self_check,
    "self-check-result": self_check_result,
    "reader": reader,
    "reader-measure": reader_measure,
    "reader-search": reader_search,
    "reader-glance": reader_glance,
    "staff-sign-in": staff_sign_in,
    "staff-draft": staff_draft,
    "staff-evals": staff_evals,
    "staff-status": staff_status,
}


@contextmanager
def served(home: Path, password: str) -> Iterator[str]:
    """The address of a server on ``home`` that is ready for questions; it ends with the block."""
    from assistant.staff import hashed

    staff = home.parent / "staff.txt"
    staff.write_text(f"{STAFF}:{hashed(password)}\n", encoding="utf-8")
    process = subprocess.Popen(
        command("serve", "--port", "0"), env=environment(home, ASSISTANT_STAFF_FILE=str(staff)), stdout=subprocess.PIPE, text=True
    )
    try:
        assert process.stdout is not None
        address = ""
        for line in process.stdout:
            if "http://" in line:
                address = "http://" + line.split("http://")[1].split()[0]
            if line.startswith("Ready"):
                break
        else:
            raise SystemExit("assistant serve ended before it was ready; what it said stands above")
        yield address
    finally:
        process.terminate()
        process.wait(timeout=30)


def evaluated(home: Path, runs: int) -> None:
    """Put ``runs`` runs of the evals into ``home``, so that their page has something to show."""
    for n in range(runs):
        print(f"evals, run {n + 1} of {runs} …", flush=True)
        subprocess.run([sys.executable, "-m", "evals", "nightly"], env=environment(home), cwd=ROOT, stdout=subprocess.DEVNULL, check=False)


def picture(browser: Browser, screen: str, width: int, scheme: Literal["light", "dark"], address: str, password: str) -> bytes:
    """One screen as WebP."""
    from PIL import Image

    context = browser.new_context(
        viewport={"width": width, "height": HEIGHTS[width]}, color_scheme=scheme, locale="zh-CN", reduced_motion="reduce"
    )
    context.set_default_timeout(PATIENCE)
    try:
        page = context.new_page()
        SCREENS[screen](Desk(page, address, password, width))
        page.wait_for_timeout(400)
        shot = page.screenshot(animations="disabled", caret="hide")
    finally:
        context.close()
    out = io.BytesIO()
    Image.open(io.BytesIO(shot)).convert("RGB").save(out, "WEBP", quality=QUALITY, method=6)
    return out.getvalue()


def chromium() -> str:
    """The browser that the tests use."""
    found = os.environ.get("CHROMIUM") or next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
    if not found:
        raise SystemExit("No Chromium was found. Install one, or name it: CHROMIUM=/path/to/chromium make screenshots")
    return found


def take(screens: list[str], target: Path, runs: int) -> int:
    """Take ``screens`` into ``target``; how many could not be taken."""
    from playwright.sync_api import Error, sync_playwright

    target.mkdir(parents=True, exist_ok=True)
    password, failed = secrets.token_urlsafe(12), 0
    with tempfile.TemporaryDirectory(prefix="policy-assistant-") as folder:
        home = Path(folder) / "home"
        if "staff-evals" in screens:
            evaluated(home, runs)
        with served(home, password) as address, sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path=chromium(), args=list(FLAGS))
            for screen, width, scheme in ((s, w, c) for s in screens for w in ONLY_AT.get(s, HEIGHTS) for c in SCHEMES):
                name = f"{screen}-{width}-{scheme}.webp"
                try:
                    (target / name).write_bytes(picture(browser, screen, width, scheme, address, password))
                    print(f"{name} {(target / name).stat().st_size // 1024} KiB", flush=True)
                except Error as error:
                    # One screen that has changed its ways must not cost the others.
                    failed += 1
                    print(f"{name} could not be taken: {str(error).splitlines()[0]}", file=sys.stderr, flush=True)
            browser.close()
    return failed


def main() -> int:
    """Take the pictures; 1 when one could not be taken, or all of them together are too large."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--only", help="screens, separated by commas: " + ", ".join(SCREENS))
    parser.add_argument("--target", type=Path, default=TARGET, help="the folder to write into")
    parser.add_argument("--evals", type=int, default=2, help="runs of the evals to show (a minute or two each); 0 for none")
    given = parser.parse_args()
    screens = given.only.split(",") if given.only else list(SCREENS)
    if unknown := set(screens) - set(SCREENS):
        parser.error(f"no such screen: {', '.join(sorted(unknown))}")
    failed = take(screens, given.target, given.evals)
    size = sum(path.stat().st_size for path in given.target.glob("*.webp"))
    print(f"{len(list(given.target.glob('*.webp')))} pictures, {size / 1024**2:.2f} MiB")
    if size > LARGEST:
        print(f"that is more than {LARGEST // 1024**2} MiB: lower QUALITY, or leave a screen out", file=sys.stderr)
    return 1 if failed or size > LARGEST else 0


if __name__ == "__main__":
    sys.exit(main())
