"""The staff pages: every payload in every field and part of an address, in letters, in the files of runs; judged in a real Chromium."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import quote, urlencode

import pytest

from tests.ui.hostile.detector import harm_in_text, payloads, watched
from tests.ui.staff.conftest import NAME, PASSWORD, MakeClient, sign_in, token
from tests.ui.staff.test_evals import write
from ui.pages.shell import Shell
from ui.pages.staff import draft as drafting
from ui.pages.staff.desk import inside

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

    from assistant import Assistant

pytestmark = pytest.mark.browser


@pytest.fixture
def judge(browser: Browser) -> Iterator[Page]:
    """An empty page on which HTML is judged."""
    context = browser.new_context(offline=True)
    page = watched(context.new_page())
    page.goto("about:blank")
    page.set_content("<!doctype html>")
    yield page
    context.close()


def posted(client: Any, path: str, **fields: str) -> Any:
    """A form as it is posted from the page that stands at ``path``."""
    return client.post(path, data={"token": token(client.get(path).text), **fields})


def test_signing_in(make_client: MakeClient, staff_file: Path, judge: Page) -> None:
    client = make_client(staff_file=staff_file)
    for payload in payloads():
        address = "/staff/sign-in?" + urlencode({"next": payload, payload: payload})
        shown = client.get(address)
        assert not harm_in_text(judge, shown.text), payload
        assert 'name="next" value="/staff"' in shown.text
        assert inside(payload, Shell("zh")) == "/staff"
        assert not harm_in_text(judge, client.post("/staff/sign-in", data=dict.fromkeys(("token", "next", "name", payload), payload)).text)
        assert not harm_in_text(judge, client.get("/en/staff/draft/" + quote(payload, safe=""), follow_redirects=True).text)


# A wrong password takes the time that hashing takes, so those alone that fit into a name.
@pytest.mark.parametrize("payload", [p for p in payloads() if len(p) <= 26 and p.startswith(("<", '"', "'", "$"))])
def test_a_name_that_is_wrong_is_shown_again(make_client: MakeClient, staff_file: Path, judge: Page, payload: str) -> None:
    refused = sign_in(make_client(staff_file=staff_file), name=payload, password=payload, next=payload)
    assert refused.status_code == 401
    assert not harm_in_text(judge, refused.text)
    shown = judge.evaluate("html => new DOMParser().parseFromString(html, 'text/html').getElementById('name').value", refused.text)
    assert shown == payload.strip()


def test_who_is_signed_in_and_where_to(make_client: MakeClient, staff_file: Path) -> None:
    client = make_client(staff_file=staff_file)
    for payload in (
        "//pwned.example",
        "https://pwned.example/staff",
        "/\\pwned.example",
        "/staff/../..//pwned.example",
        "javascript:__pwned=1",
    ):
        response = sign_in(client, PASSWORD, NAME, next=payload)
        assert response.headers["location"] == "/staff", payload
        client.cookies.clear()


def test_letters(make_client: MakeClient, assistant: Assistant, judge: Page) -> None:
    """The enquiry is refused, drafted, shown; the letter is edited to say each payload, and checked."""
    client = make_client(opened=assistant)
    for start in range(0, len(payloads()), 24):
        some = payloads()[start : start + 24]
        whole = "\n".join(some)
        assert not harm_in_text(judge, posted(client, "/staff/draft", enquiry=whole, smooth=whole).text)
        drafted = posted(client, "/staff/draft", enquiry=f"{whole}\n获得江苏专利奖有多少奖励？")
        assert drafted.status_code == 303, drafted.text
        address = drafted.headers["location"]
        assert not harm_in_text(judge, client.get(address).text)
        edited = posted(client, address, letter="\n".join(f"{said}\n我们保证给予奖励{said}[1]。" for said in some), do=whole)
        assert edited.status_code == 303
        shown = client.get(address).text
        assert "__pwned" in shown
        assert not harm_in_text(judge, shown)
        long = posted(client, address, letter=whole * 400)
        assert long.status_code == 422
        assert not harm_in_text(judge, long.text)


def test_what_a_draft_holds(make_client: MakeClient, assistant: Assistant, judge: Page, monkeypatch: pytest.MonkeyPatch) -> None:
    """Citations and the checklist say payloads, as those of a hostile document would."""
    compose = drafting.compose_draft
    some = iter(payloads() * 3)

    def hostile(*given: Any, **more: Any) -> Any:
        draft = compose(*given, **more)
        said = lambda: next(some)  # noqa: E731
        cited = [c.model_copy(update={"document_title": said(), "label": said(), "quote": said()}) for c in draft.citations]
        listed = [item.model_copy(update={"text": said()}) for item in draft.checklist]
        assert cited and listed
        return draft.model_copy(update={"citations": type(draft.citations)(cited), "checklist": type(draft.checklist)(listed)})

    monkeypatch.setattr(drafting, "compose_draft", hostile)
    client = make_client(opened=assistant)
    for _ in range(12):
        drafted = posted(client, "/staff/draft", enquiry="获得江苏专利奖有多少奖励？专利质押融资有哪些支持？由谁负责？")
        shown = client.get(drafted.headers["location"]).text
        assert shown.count("pwned") > 5
        assert not harm_in_text(judge, shown)


def test_the_files_of_runs(make_client: MakeClient, own_home: Path, judge: Page) -> None:
    for n, payload in enumerate(payloads()):
        folder = write(own_home, f"20261122-{n:06}-live-aaaa", config=payload, model=payload, started=payload, questions=payload)
        (folder / "summary.txt").write_text(payload, encoding="utf-8")
        report = json.loads((folder / "report.json").read_text(encoding="utf-8"))
        report["groups"][0] |= {"category": payload, "suite": payload}
        (folder / "report.json").write_text(json.dumps(report), encoding="utf-8")
        if n % 25 == 0 or n == len(payloads()) - 1:
            for path in ("/staff/evals", "/en/staff/status"):
                shown = make_client().get(path)
                assert shown.status_code == 200
                assert not harm_in_text(judge, shown.text), (path, n)
    client = make_client()
    for payload in payloads():
        assert not harm_in_text(judge, client.get(f"/staff/evals/{quote(payload, safe='')}/report.html").text)
