"""Nobody gets to a staff page who is not of the staff: routes, cookies, proxies, hosts, the demo on this machine."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from fastapi import FastAPI
from starlette.routing import Route
from starlette.testclient import TestClient

from assistant import AssistantError
from tests.ui.staff.conftest import NAME, MakeClient, sign_in
from ui.pages.staff.door import COOKIE

OPEN = {"/staff/sign-in", "/en/staff/sign-in"}
PROXY = {"staff_header": "X-Remote-User", "trusted_proxies": "10.0.0.1, 192.168.7.0/24"}


def staff_paths(client: TestClient) -> list[tuple[str, str]]:
    """Every staff route with each of its methods, parameters filled in."""
    assert isinstance(client.app, FastAPI)
    routes = [route for route in client.app.router.routes if isinstance(route, Route) and "staff" in route.path]
    return [(m, r.path.replace("{", "").replace("}", "")) for r in routes for m in sorted(r.methods or ()) if m != "HEAD"]


def test_every_staff_route_is_shut_to_the_public(make_client: MakeClient, staff_file: Path) -> None:
    client = make_client(staff_file=staff_file)
    paths = staff_paths(client)
    assert len(paths) >= 8
    for method, path in paths:
        if path in OPEN:
            continue
        response = client.request(method, path, data={"letter": "x"} if method == "POST" else None)
        assert response.status_code == 303, (method, path)
        assert response.headers["location"].partition("?")[0] == ("/en" if path.startswith("/en/") else "") + "/staff/sign-in"
        assert response.headers["cache-control"] == "no-store"


@pytest.mark.parametrize("settings", [{}, {"trusted_proxies": "10.0.0.1"}, {"allowed_hosts": "policy.example"}])
def test_without_a_sign_in_nothing_is_there_for_other_machines(make_client: MakeClient, settings: dict[str, Any]) -> None:
    client = make_client(client="203.0.113.9", host="0.0.0.0", **settings)
    for method, path in staff_paths(client):
        assert client.request(method, path).status_code == 404, (method, path)


def test_without_a_sign_in_they_open_on_this_machine_and_say_that_it_is_a_demo(make_client: MakeClient) -> None:
    shown = make_client().get("/staff/status")
    assert shown.status_code == 200
    assert "演示" in shown.text
    assert make_client(client="::1", address="http://[::1]:7860").get("/en/staff/status").status_code == 200


@pytest.mark.parametrize("header", ["X-Forwarded-For", "Forwarded", "Via", "X-Real-IP", "X-Forwarded-Host", "X-Forwarded-Proto"])
def test_the_demo_is_not_for_what_a_proxy_of_this_machine_passes_on(make_client: MakeClient, header: str) -> None:
    assert make_client().get("/staff/status", headers={header: "1"}).status_code == 404


@pytest.mark.parametrize("host", ["evil.example", "127.0.0.1.evil.example", "localhost@evil.example", ""])
@pytest.mark.parametrize("listening", ["127.0.0.1", "0.0.0.0"])
def test_the_demo_is_not_for_other_names_of_this_machine(make_client: MakeClient, host: str, listening: str) -> None:
    refused = make_client(host=listening).get("/staff/status", headers={"Host": host})
    # A server that listens to other machines and is told no names is reached under any, by the public.
    assert refused.status_code == (421 if listening == "127.0.0.1" else 404)


@pytest.mark.parametrize("settings", [{"trusted_proxies": "127.0.0.1"}, {"allowed_hosts": "policy.example"}])
def test_behind_a_proxy_there_is_no_demo(make_client: MakeClient, settings: dict[str, Any]) -> None:
    assert make_client(**settings).get("/staff/status").status_code == 404


def test_with_a_staff_file_this_machine_must_sign_in_too(make_client: MakeClient, staff_file: Path) -> None:
    assert make_client(staff_file=staff_file).get("/staff/status").status_code == 303


def test_a_session_of_another_host_name_is_none(make_client: MakeClient, staff_file: Path) -> None:
    client = make_client(staff_file=staff_file)
    sign_in(client)
    cookie = client.cookies[COOKIE]
    assert client.get("/staff/status", headers={"Cookie": f"{COOKIE}={cookie}"}).status_code == 200
    shown = client.get("/staff/status", headers={"Cookie": f"{COOKIE}={cookie}", "Host": "evil.example"})
    assert shown.status_code == 421


def forged(cookie: str) -> list[str]:
    name, until, nonce, mac = cookie.split(".")
    return [
        "",
        "x",
        "....",
        cookie[:-1] + ("A" if cookie[-1] != "A" else "B"),
        f"{name}.{int(until) + 1}.{nonce}.{mac}",
        f"{name}.{until}.{nonce}x.{mac}",
        f"YWRtaW4.{until}.{nonce}.{mac}",
        f"{name}.{until}.{nonce}.",
        f"{name}.nan.{nonce}.{mac}",
        "é.1.2.3",
        cookie * 20,
    ]


def test_a_wrong_cookie_opens_nothing(make_client: MakeClient, staff_file: Path) -> None:
    client = make_client(staff_file=staff_file)
    sign_in(client)
    cookie = client.cookies[COOKIE]
    client.cookies.clear()
    for wrong in forged(cookie):
        response = client.get("/staff/status", headers={"Cookie": f"{COOKIE}={wrong}".encode()})
        assert response.status_code == 303, wrong
    other = make_client(staff_file=staff_file)
    assert other.get("/staff/status", headers={"Cookie": f"{COOKIE}={cookie}"}).status_code == 303


@pytest.mark.parametrize("peer", ["10.0.0.1", "192.168.7.9", "::ffff:10.0.0.1"])
def test_a_trusted_proxy_says_who_it_is(make_client: MakeClient, peer: str) -> None:
    client = make_client(client=peer, **PROXY)
    headers = {"X-Remote-User": "李雷".encode(), "X-Forwarded-For": "203.0.113.5"}
    shown = client.get("/staff/status", headers=headers)
    assert shown.status_code == 200
    assert "李雷" in shown.text
    assert client.get("/staff/status").status_code == 401


@pytest.mark.parametrize("peer", ["127.0.0.1", "203.0.113.9", "10.0.0.2", "::1", "testclient"])
def test_the_header_of_anybody_else_is_not_believed(make_client: MakeClient, peer: str) -> None:
    client = make_client(client=peer, **PROXY)
    for more in ({}, {"X-Forwarded-For": "10.0.0.1"}):
        assert client.get("/staff/status", headers={"X-Remote-User": "admin", **more}).status_code == 401
        for method, path in staff_paths(client):
            assert client.request(method, path, headers={"X-Remote-User": "admin", **more}).status_code == 401


@pytest.mark.parametrize("name", [b"", b" ", b"a\x01b", "张\u202e三".encode(), b"x" * 101])
def test_a_name_that_is_none_is_not_believed(make_client: MakeClient, name: bytes) -> None:
    assert make_client(client="10.0.0.1", **PROXY).get("/staff/status", headers=[(b"x-remote-user", name)]).status_code == 401


def test_two_names_are_one_too_many(make_client: MakeClient) -> None:
    headers = [("X-Remote-User", "admin"), ("X-Remote-User", "li.lei")]
    assert make_client(client="10.0.0.1", **PROXY).get("/staff/status", headers=headers).status_code == 401


@pytest.mark.parametrize("proxies", ["", "*", "0.0.0.0/0", "::/0", "proxy.local"])
def test_a_header_that_anybody_could_send_stops_the_start(make_client: MakeClient, proxies: str) -> None:
    with pytest.raises(AssistantError, match="ASSISTANT_TRUSTED_PROXIES"):
        make_client(staff_header="X-Remote-User", trusted_proxies=proxies)


@pytest.mark.parametrize(
    "content", ["", "# nobody\n", "li.lei\n", "li.lei:secret\n", "a b:$scrypt$\n", "li.lei:$scrypt$ln=1,r=8,p=1$AAAA$AAAA\n"]
)
def test_a_staff_file_that_cannot_be_used_stops_the_start(make_client: MakeClient, tmp_path: Path, content: str) -> None:
    path = tmp_path / "staff.txt"
    path.write_text(content, encoding="utf-8")
    with pytest.raises(AssistantError, match="ASSISTANT_STAFF_FILE"):
        make_client(staff_file=path)
    with pytest.raises(AssistantError, match="cannot be read"):
        make_client(staff_file=tmp_path / "none.txt")


def test_who_is_taken_off_the_file_or_given_another_password_is_signed_out(make_client: MakeClient, staff_file: Path, stored: str) -> None:
    client = make_client(staff_file=staff_file)
    sign_in(client)
    assert client.get("/staff/status").status_code == 200
    staff_file.write_text(f"{NAME}:{stored[:-4]}AAAA\n", encoding="utf-8")
    assert client.get("/staff/status").status_code == 303
    staff_file.unlink()
    assert client.get("/staff/status").status_code == 303


@pytest.mark.parametrize("path", ["/", "/policy", "/en/check"])
def test_the_frame_shows_staff_pages_to_staff_alone(make_client: MakeClient, staff_file: Path, path: str) -> None:
    client = make_client(staff_file=staff_file)
    if path != "/":
        assert "staff/draft" not in client.get(path).text
        sign_in(client)
        shown = client.get(path)
        assert "staff/draft" in shown.text
        assert "private" in shown.headers["cache-control"]
    assert "staff/draft" not in make_client(client="203.0.113.9", host="0.0.0.0").get("/policy").text
