"""Nothing of the staff is reached by any route of the whole application without a sign-in: neither by the chat's, nor the interfaces', nor
their own, whoever the request says that it is from."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import httpx
import pytest
from starlette.routing import BaseRoute

from assistant import Settings
from assistant.api.application import PATHS, Api
from tests.ui.conftest import Server
from tests.ui.staff.conftest import NAME, PASSWORD, token
from tests.ui.staff.test_failures import failure, with_failures
from ui.app import create_app
from ui.backend import Backend
from ui.pages.staff.door import COOKIE

SECRET = "only-for-staff-4711"
STAFF = ("/staff", "/en/staff")
RUN = "20261120-013000-live-aaaa"
OPEN = ("/staff/sign-in", "/en/staff/sign-in")
CLAIMS = (
    {},
    {"X-Forwarded-For": "127.0.0.1", "X-Real-IP": "127.0.0.1", "Forwarded": "for=127.0.0.1"},
    {"X-Remote-User": NAME, "X-Forwarded-User": NAME, "Remote-User": NAME, "X-Forwarded-For": "10.0.0.1"},
    {"X-Original-URL": "/staff/status", "X-Rewrite-URL": "/staff/status", "Authorization": f"Basic {NAME}"},
    {"Cookie": f"{COOKIE}=bGkubGVp.9999999999.x.y; staff_form=x"},
)


def every(routes: Iterable[BaseRoute], prefix: str = "") -> Iterator[tuple[str, set[str]]]:
    """Every path of an application with its methods, those of what is mounted in it too."""
    for route in routes:
        if isinstance(route, Api):
            yield from ((path, {method.upper() for method in told}) for path, told in route.inner.openapi()["paths"].items())
            yield from ((path, {"GET", "POST"}) for path in (*PATHS, str(route.inner.openapi_url)))
            continue
        path = prefix + getattr(route, "path", "")
        below = getattr(route, "routes", None)
        if below:
            yield from every(below, path.rstrip("/"))
        else:
            yield path, set(getattr(route, "methods", None) or {"GET"})


@pytest.fixture(scope="module")
def secrets(staff_server: tuple[Server, Path]) -> tuple[Server, list[Path], str]:
    """The server, files with a secret in its home, and the path of a draft that holds it."""
    server, home = staff_server
    folder = with_failures(home, failure(question=f"{SECRET}?"), run=RUN)
    (folder / "report.html").write_text(f"<!doctype html><title>{SECRET}</title>", encoding="utf-8")
    with httpx.Client(base_url=server.address, trust_env=False, timeout=60) as client:
        shown = client.get("/staff/sign-in").text
        client.post("/staff/sign-in", data={"token": token(shown), "name": NAME, "password": PASSWORD})
        shown = client.get("/staff/draft").text
        made = client.post("/staff/draft", data={"token": token(shown), "enquiry": f"{SECRET}：获得江苏专利奖有多少奖励？"})
        draft = made.headers["location"]
        assert SECRET in client.get(draft).text
        assert SECRET in client.get(f"/staff/evals/{RUN}/report.html").text
        assert SECRET in client.get(f"/staff/evals/{RUN}").text
    return server, [folder / "report.html", folder / "report.json", home.parent / "staff.txt"], draft


def fillings(route: str, files: list[Path], draft: str) -> Iterator[str]:
    """``route`` with its parameters filled in by what somebody would try."""
    name = draft.rpartition("/")[2]
    for value in (RUN, name) if "{" in route else ("",):
        yield re.sub(r"\{[^}]*\}", value, route)
    if "{" in route:
        for file in files:
            yield re.sub(r"\{[^}]*\}", str(file).lstrip("/"), route)
            yield re.sub(r"\{[^}]*\}", str(file), route)


def read(client: httpx.Client, method: str, path: str, headers: dict[str, str]) -> tuple[int, str]:
    """The status and the beginning of what comes; a stream that goes on for ever is left after a moment."""
    body = b""
    try:
        with client.stream(method, path, headers=headers, content=b"{}" if method in ("POST", "PUT", "PATCH") else None) as response:
            for piece in response.iter_bytes():
                body += piece
                if len(body) > 2_000_000:
                    break
            return response.status_code, body.decode("utf-8", "replace")
    except httpx.ReadTimeout:
        return 0, body.decode("utf-8", "replace")


def test_no_route_of_the_whole_application_shows_anything_of_the_staff(secrets: tuple[Server, list[Path], str]) -> None:
    server, files, draft = secrets
    settings = Settings(home=files[0].parents[3])
    found = sorted({(path, method) for path, methods in every(create_app(Backend(settings), settings).routes) for method in methods})
    paths = {path for path, _ in found}
    assert len(paths) > 60
    assert {"/staff/draft/{name}", "/en/staff/evals/{run}", "/api/ask", "/healthz"} <= paths
    assert any("gradio_api" in path for path in paths), "the chat's own routes are looked at too"
    asked = [(method, filled) for path, method in found for filled in fillings(path, files, draft)]
    with httpx.Client(base_url=server.address, trust_env=False, timeout=3) as client, ThreadPoolExecutor(8) as pool:
        answers = list(pool.map(lambda pair: read(client, *pair, {}), asked))
    assert len([status for status, _ in answers if status in (200, 303, 404)]) > 60
    assert not [pair for pair, (_, body) in zip(asked, answers, strict=True) if SECRET in body or "$scrypt$" in body]
    of_staff = [(pair, status) for pair, (status, _) in zip(asked, answers, strict=True) if pair[1].startswith(STAFF)]
    assert len(of_staff) > 40
    allowed = {(method, path) for path in OPEN for method in ("GET", "HEAD", "POST")}
    assert not [(pair, status) for pair, status in of_staff if status not in (303, 404, 405) and pair not in allowed]


@pytest.mark.parametrize("claim", CLAIMS)
def test_no_header_and_no_other_spelling_opens_a_page(secrets: tuple[Server, list[Path], str], claim: dict[str, str]) -> None:
    server, files, draft = secrets
    spellings = [
        f"{start}{path}{end}"
        for path in (draft, f"/staff/evals/{RUN}", f"/staff/evals/{RUN}/report.html", "/staff/status", "/en/staff/status")
        for start in ("", "/", "/.", "/en/..", "/gradio_api/..", "/%2e", "/api/..")
        for end in ("", "/", "/.", "?x", "%00", ";a", "#x", "%20", "/..%2f")
    ]
    doors = (
        "gradio_api/file=",
        "gradio_api/file/",
        "file=",
        "en/gradio_api/file=",
        "gradio_api/stream/",
        "static/",
        "assets/",
        "en/static/",
    )
    spellings += [f"/{door}{file}" for door in doors for file in files]
    spellings += [f"/{door}..%2f..%2f..%2f{file}" for door in doors[-3:] for file in files]
    with httpx.Client(base_url=server.address, trust_env=False, timeout=5) as client, ThreadPoolExecutor(8) as pool:
        answers = list(pool.map(lambda path: read(client, "GET", path, claim), spellings))
    assert not [path for path, (_, body) in zip(spellings, answers, strict=True) if SECRET in body or "$scrypt$" in body]
    assert not [path for path, (_, body) in zip(spellings, answers, strict=True) if "运行状态</h1>" in body or "Status</h1>" in body]


def test_a_peer_that_is_not_trusted_cannot_say_who_it_is(secrets: tuple[Server, list[Path], str]) -> None:
    """The process trusts no proxy: its own address, though here, is a stranger's."""
    server, _, draft = secrets
    for claim in CLAIMS[1:]:
        for path in (draft, "/staff/status", f"/staff/evals/{RUN}"):
            answer = httpx.get(server.address.rstrip("/") + path, headers=claim, trust_env=False)
            assert (answer.status_code, answer.headers["location"].partition("?")[0]) == (303, "/staff/sign-in")
