"""What is told to whoever is not let in, or asks for what is not there: a page to a browser, what it can read to a program."""

from __future__ import annotations

from typing import Any

import pytest
from fastapi import FastAPI
from starlette.testclient import TestClient

from tests.ui.test_doors import BROWSER
from ui.conversations.owner import COOKIE, SECURE_COOKIE
from ui.doors.admission import LARGEST, READ_ON
from ui.wording import wording


@pytest.mark.parametrize(
    ("method", "path", "status", "told"),
    [
        ("GET", "/nowhere", 404, "没有这个页面"),
        ("GET", "/en/nowhere", 404, "No such page"),
        ("GET", "/conversations/" + "0" * 32 + ".md", 404, "没有这个页面"),
        ("PUT", "/check", 405, "不接受这种访问方式"),
        ("DELETE", "/en/policy", 405, "not asked in this way"),
        ("POST", "/", 405, "不接受这种访问方式"),
    ],
)
def test_a_browser_gets_a_page_and_a_program_what_it_can_read(site: TestClient, method: str, path: str, status: int, told: str) -> None:
    shown = site.request(method, path, headers=BROWSER)
    assert (shown.status_code, shown.headers["content-type"]) == (status, "text/html; charset=utf-8")
    assert told in shown.text
    assert "<nav" in shown.text
    assert shown.headers["cache-control"] == "no-store"
    program = site.request(method, path, headers={"Accept": "application/json"})
    assert program.status_code == status
    assert "<html" not in program.text


def test_below_the_interfaces_a_browser_too_gets_json(site: TestClient) -> None:
    assert site.get("/api/nothing", headers=BROWSER).json()["error"]["code"] == "not_found"


def test_what_breaks_is_a_page_and_in_the_log(site: TestClient, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture) -> None:
    def broken(*_: Any, **__: Any) -> None:
        raise RuntimeError("only for the log")

    monkeypatch.setattr("ui.pages.check._shown", broken)
    shown = site.get("/check", headers=BROWSER)
    assert (shown.status_code, "出错了" in shown.text, "only for the log" in shown.text) == (500, True, False)
    assert site.get("/en/check").json()["error"]["code"] == "internal"
    assert caplog.text.count("only for the log") >= 2
    assert "connect-src 'self'" in shown.headers["content-security-policy"]


@pytest.mark.parametrize(
    ("given", "address"), [("/en", "/en/"), ("/policy/", "/policy"), ("/en/check/", "/en/check"), ("/staff/", "/staff")]
)
def test_a_slash_too_many_or_too_few_leads_to_the_page(site: TestClient, given: str, address: str) -> None:
    moved = site.get(f"{given}?a=1&b=%2F")
    assert (moved.status_code, moved.headers["location"]) == (308, f"{address}?a=1&b=%2F")
    assert site.post(given).status_code != 308


# Whose it is


@pytest.mark.parametrize(("path", "words"), [("/", wording("zh")), ("/en/", wording("en"))])
def test_a_link_that_leads_nowhere_says_so_without_a_script(site: TestClient, path: str, words: Any) -> None:
    assert words.conversations.not_here in site.get(f"{path}?conversation={'0' * 32}").text
    assert words.conversations.no_such in site.get(f"{path}?conversation=0123").text
    assert words.conversations.not_here not in site.get(path).text
    assert "display: none; }</style>" in site.get(path).text


def test_a_page_that_names_its_browser_is_kept_by_nobody(site: TestClient) -> None:
    for path in ("/", "/en/"):
        site.cookies.clear()
        shown = site.get(path)
        assert COOKIE in shown.headers["set-cookie"]
        assert shown.headers["cache-control"] == "no-store"


def test_over_https_no_neighbour_names_a_browser(whole: FastAPI) -> None:
    client = TestClient(whole, base_url="https://127.0.0.1:7860")
    planted = client.get("/", headers={"Cookie": f"{COOKIE}={'x' * 32}"})
    assert planted.headers["set-cookie"].startswith(f"{SECURE_COOKIE}=")
    assert "Path=/; HttpOnly; SameSite=lax; Secure" in planted.headers["set-cookie"]


def test_the_bounds_agree() -> None:
    assert READ_ON > LARGEST
