"""The staff pages in all their states, given to axe-core in a real Chromium as the server writes them."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from starlette.testclient import TestClient

from tests.axe import findings
from tests.ui.staff.conftest import MakeClient, sign_in, token
from tests.ui.staff.test_evals import write

if TYPE_CHECKING:
    from playwright.sync_api import BrowserContext

    from assistant import Assistant

pytestmark = pytest.mark.browser
ENQUIRY = "获得江苏专利奖有多少奖励？贷款利率是多少？今天天气怎么样？"
Audit = Callable[[str, str], None]


@pytest.fixture
def audit(calm_context: Callable[..., BrowserContext], axe_script: str) -> Audit:
    """Judges a page of which the HTML is given, wide and light, narrow and dark, with everything unfolded; told what state it is."""
    pages = [calm_context(1440, "light").new_page(), calm_context(390, "dark").new_page()]

    def judge(html: str, state: str) -> None:
        for page in pages:
            page.set_content(html)
            page.evaluate("document.querySelectorAll('details').forEach((one) => { one.open = true; })")
            found = findings(page, axe_script)
            assert not found, f"{state}:\n" + "\n".join(found)

    return judge


def letter(client: TestClient, prefix: str) -> Any:
    """A letter that was drafted: the response that shows it."""
    form = client.get(f"{prefix}/staff/draft").text
    drafted = client.post(f"{prefix}/staff/draft", data={"token": token(form), "enquiry": ENQUIRY})
    assert drafted.status_code == 303, drafted.text
    return client.get(drafted.headers["location"])


@pytest.mark.parametrize("prefix", ["", "/en"])
def test_drafting_evals_and_status(prefix: str, make_client: MakeClient, assistant: Assistant, own_home: Path, audit: Audit) -> None:
    client = make_client(opened=assistant)
    for path in ("staff/draft", "staff/status", "staff/evals"):
        audit(client.get(f"{prefix}/{path}").text, path)
    form = client.get(f"{prefix}/staff/draft").text
    audit(client.post(f"{prefix}/staff/draft", data={"token": token(form), "enquiry": " "}).text, "an enquiry that is refused")
    shown = letter(client, prefix)
    audit(shown.text, "a letter")
    edited = {"token": token(shown.text), "letter": "获得金奖的，给予50万元奖励。\n我们保证给予奖励。", "do": "check"}
    assert client.post(shown.request.url.path, data=edited).status_code == 303
    audit(client.get(shown.request.url.path).text, "a letter with faults")
    audit(client.get(f"{prefix}/staff/draft/gone").text, "a letter that is gone")


@pytest.mark.parametrize("prefix", ["", "/en"])
def test_evals_with_runs(prefix: str, make_client: MakeClient, own_home: Path, audit: Audit) -> None:
    write(own_home, "20261121-013000-live-aaaa", passed=900)
    write(own_home)
    client = make_client()
    for path in ("staff/evals", "staff/status", "staff/draft"):
        audit(client.get(f"{prefix}/{path}").text, path)


@pytest.mark.parametrize("prefix", ["", "/en"])
def test_signing_in(prefix: str, make_client: MakeClient, staff_file: Path, audit: Audit) -> None:
    client = make_client(staff_file=staff_file)
    audit(client.get(f"{prefix}/staff/sign-in").text, "the form")
    audit(sign_in(client, password="wrong").text, "a wrong password")
    audit(client.post(f"{prefix}/staff/sign-in", data={}).text, "a form that has expired")
    assert sign_in(client).status_code == 303
    audit(client.get(f"{prefix}/staff/status").text, "signed in")
    audit(client.post(f"{prefix}/staff/draft", data={}).text, "a form that is not ours")
