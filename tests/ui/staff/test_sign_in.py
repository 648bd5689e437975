"""Signing in and out: cookies, limits, tokens of forms, where one is sent afterwards."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.ui.staff.conftest import NAME, PASSWORD, MakeClient, sign_in, token
from ui.pages.shell import Shell
from ui.pages.staff.desk import inside
from ui.pages.staff.door import COOKIE
from ui.pages.staff.session import SECONDS, Signer


def test_one_signs_in_works_and_signs_out_for_good(make_client: MakeClient, staff_file: Path) -> None:
    client = make_client(staff_file=staff_file)
    response = sign_in(client, next="/staff/status")
    assert (response.status_code, response.headers["location"]) == (303, "/staff/status")
    given = response.headers["set-cookie"].lower()
    assert "httponly" in given and "samesite=strict" in given and "path=/;" in given + ";" and f"max-age={SECONDS}" in given
    assert "secure" not in given
    shown = client.get("/staff/status")
    assert NAME in shown.text
    cookie = client.cookies[COOKIE]
    assert client.get("/staff/sign-in").headers["location"] == "/staff"
    gone = client.post("/staff/sign-out", data={"token": token(shown.text)})
    assert gone.headers["location"] == "/staff/sign-in"
    client.cookies.clear()
    assert client.get("/staff/status", headers={"Cookie": f"{COOKIE}={cookie}"}).status_code == 303


def test_over_https_cookies_are_for_https_alone(make_client: MakeClient, staff_file: Path) -> None:
    assert "Secure" in sign_in(make_client(staff_file=staff_file, address="https://127.0.0.1")).headers["set-cookie"]
    behind = make_client(staff_file=staff_file, client="10.0.0.1", trusted_proxies="10.0.0.1")
    shown = behind.get("/staff/sign-in", headers={"X-Forwarded-Proto": "https", "X-Forwarded-For": "203.0.113.5"})
    assert "Secure" in shown.headers["set-cookie"]


def test_nobody_learns_which_names_there_are(make_client: MakeClient, staff_file: Path) -> None:
    pages = []
    for name in (NAME, "nobody"):
        client = make_client(staff_file=staff_file)
        response = sign_in(client, "wrong password", name)
        assert response.status_code == 401
        assert COOKIE not in client.cookies
        pages.append(response.text.replace(name, "").replace(token(response.text), ""))
    assert pages[0] == pages[1]


def test_five_failures_from_an_address_and_then_a_wait_even_with_the_right_password(make_client: MakeClient, staff_file: Path) -> None:
    client = make_client(staff_file=staff_file)
    assert [sign_in(client, "wrong password", f"name{n}").status_code for n in range(5)] == [401] * 5
    refused = sign_in(client)
    assert refused.status_code == 429
    assert 0 < int(refused.headers["retry-after"]) <= 300
    assert PASSWORD not in refused.text


def test_signing_in_well_forgives_earlier_slips(make_client: MakeClient, staff_file: Path) -> None:
    client = make_client(staff_file=staff_file)
    for _ in range(3):
        assert [sign_in(client, "wrong password").status_code for _ in range(4)] == [401] * 4
        assert sign_in(client).status_code == 303
        client.cookies.clear()


@pytest.mark.parametrize("change", [{"token": ""}, {"token": "x" * 43}, {"token": "é"}])
def test_a_form_without_our_token_is_not_read(make_client: MakeClient, staff_file: Path, change: dict[str, str]) -> None:
    client = make_client(staff_file=staff_file)
    shown = client.get("/staff/sign-in").text
    whole = {"token": token(shown), "name": NAME, "password": PASSWORD}
    assert client.post("/staff/sign-in", data={**whole, **change}).status_code == 403
    assert client.post("/staff/sign-in", json=whole).status_code == 415
    assert client.post("/staff/sign-in", data=whole, headers={"Sec-Fetch-Site": "cross-site"}).status_code == 403
    client.cookies.clear()
    assert client.post("/staff/sign-in", data=whole).status_code == 403


def test_the_token_of_one_is_not_that_of_another_nor_of_the_sign_in(make_client: MakeClient, staff_file: Path) -> None:
    client = make_client(staff_file=staff_file)
    before = token(client.get("/staff/sign-in").text)
    sign_in(client)
    assert client.post("/staff/sign-out", data={"token": before}).status_code == 403
    assert client.get("/staff/status").status_code == 200


def test_a_huge_form_is_refused(make_client: MakeClient) -> None:
    client = make_client()
    shown = token(client.get("/staff/status").text) if "token" in client.get("/staff/status").text else ""
    assert client.post("/staff/sign-out", data={"token": shown, "x": "y" * 2_000_000}).status_code == 413


@pytest.mark.parametrize("known", ["/staff", "/staff/draft", "/en/staff/status", "/staff/evals/20261123-041313-live-669f/report.html"])
def test_one_is_sent_where_one_wanted_to_go(known: str) -> None:
    assert inside(known, Shell("zh")) == known


@pytest.mark.parametrize(
    "wanted",
    [
        "", "https://evil.example/", "//evil.example", "/\\evil.example", "/staff//evil.example", "/staff/../", "/staff/..%2f",
        "javascript:alert(1)", "/staff\n", "/staff/draft\r\nSet-Cookie: x=1", "/staff@evil.example", "/staffx",
        "/policy", "staff", "/staff/sign-out",
        "/staff?x=//e", "/staff/%2F",
        "/staff/" + "a" * 300,
    ],
)  # fmt: skip
def test_nobody_is_sent_elsewhere(make_client: MakeClient, staff_file: Path, wanted: str) -> None:
    assert inside(wanted, Shell("zh")) == "/staff"
    client = make_client(staff_file=staff_file)
    assert 'name="next" value="/staff"' in client.get("/staff/sign-in", params={"next": wanted}).text
    assert sign_in(client, next=wanted).headers["location"] == "/staff"


def test_what_was_typed_is_shown_and_does_nothing(make_client: MakeClient, staff_file: Path) -> None:
    shown = sign_in(make_client(staff_file=staff_file), "wrong password", '"><script>alert(1)</script>').text
    assert "<script>alert" not in shown
    assert "&#34;&gt;&lt;script&gt;" in shown


def test_a_session_is_over_after_twelve_hours() -> None:
    now = [1000.0]
    signer, staff = Signer(clock=lambda: now[0]), {NAME: "hash"}
    cookie = signer.begin(NAME, "hash")
    now[0] += SECONDS - 1
    assert signer.read(cookie, staff) is not None
    now[0] += 1
    assert signer.read(cookie, staff) is None


def test_a_wrong_name_costs_as_much_work_as_a_wrong_password(
    monkeypatch: pytest.MonkeyPatch, make_client: MakeClient, staff_file: Path
) -> None:
    checked = []
    monkeypatch.setattr("ui.pages.staff.attempts.matches", lambda password, stored: checked.append(stored[:21]) or False)
    client = make_client(staff_file=staff_file)
    sign_in(client, "wrong password")
    sign_in(client, "wrong password", "nobody")
    assert checked == ["$scrypt$ln=15,r=8,p=1"] * 2
