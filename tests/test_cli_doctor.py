"""``assistant doctor``: says what works, hides what is secret, names the next step, fails when something essential is broken."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any

import pytest

from assistant.doctor import without_secrets
from tests.assistant.model_server import KEY, serving
from tests.cli import run


def findings(code: int = 0) -> dict[str, list[dict[str, Any]]]:
    ended = run("doctor", "--json")
    assert ended.code == code, ended.out
    report = json.loads(ended.out)
    assert report["ok"] is (code == 0)
    found: dict[str, list[dict[str, Any]]] = {}
    for finding in report["findings"]:
        found.setdefault(finding["check"], []).append(finding)
    return found


def test_a_fresh_home_is_in_order_and_says_that_the_index_comes_by_itself() -> None:
    found = findings()
    assert found["index"][0]["state"] == "note"
    assert "assistant index" in found["index"][0]["step"]
    assert "384" in found["embedding"][0]["detail"]
    assert "js-ip-2023" in found["damage"][0]["detail"]


def test_a_built_index_is_found(built_home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ASSISTANT_HOME", str(built_home))
    assert findings()["index"][0]["state"] == "ok"


def test_secrets_are_not_shown(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OPENAI_API_KEY", "sk-verysecret")
    monkeypatch.setenv("OPENAI_BASE_URL", "http://user:hidden@127.0.0.1:9/v1?key=alsohidden")
    for arguments in (("doctor",), ("doctor", "--json")):
        said = run(*arguments)
        assert "OPENAI_API_KEY = ***" in said.out
        assert "http://127.0.0.1:9/v1" in said.out
        assert not [secret for secret in ("verysecret", "hidden") if secret in said.out + said.err]


@pytest.mark.parametrize(
    ("url", "shown"), [("http://h:1/p", "http://h:1/p"), ("https://me:pw@h/p?k=1#x", "https://h/p"), ("http://[::1]:8/", "http://[::1]:8/")]
)
def test_addresses_lose_what_may_be_secret(url: str, shown: str) -> None:
    assert without_secrets(url) == shown


def test_a_home_that_cannot_be_written_fails_with_the_next_step(own_home: Path) -> None:
    own_home.write_text("a file where a folder should be", encoding="utf-8")
    home = findings(code=1)["home"][0]
    assert home["state"] == "failed"
    assert "ASSISTANT_HOME" in home["step"]


def test_an_embedding_service_that_is_away_fails(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ASSISTANT_EMBEDDING_MODEL", "some-model")
    monkeypatch.setenv("OPENAI_BASE_URL", "http://127.0.0.1:9/v1")
    broken = findings(code=1)["embedding"][0]
    assert broken["state"] == "failed"
    assert "OPENAI_BASE_URL" in broken["detail"]


def test_a_chroma_server_that_is_away_fails(built_home: Path, own_home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    shutil.copytree(built_home, own_home)
    monkeypatch.setenv("CHROMA_URL", "http://127.0.0.1:9")
    assert findings(code=1)["index"][0]["state"] == "failed"


def test_a_broken_record_fails_and_the_rest_is_counted(own_home: Path) -> None:
    folder = own_home / "documents" / "broken"
    folder.mkdir(parents=True)
    (folder / "record.yaml").write_text("id: [\n", encoding="utf-8")
    whole, broken = findings(code=1)["corpus"]
    assert whole["state"] == "ok"
    assert "record.yaml" in broken["detail"]
    assert "assistant remove" in broken["step"]


def test_the_report_for_people_ends_with_the_verdict() -> None:
    assert run("doctor").out.rstrip().endswith("Everything essential works.")


@pytest.mark.parametrize(
    ("model", "said"),
    [("echo", None), ("unauthorised", "OPENAI_API_KEY"), ("hangs", "ASSISTANT_MODEL_TIMEOUT"), ("broken", "OPENAI_BASE_URL")],
)
def test_the_model_is_really_asked(model: str, said: str | None, monkeypatch: pytest.MonkeyPatch) -> None:
    with serving({"echo": lambda prompt: "好"}) as server:
        monkeypatch.setenv("OPENAI_BASE_URL", server.url)
        monkeypatch.setenv("OPENAI_API_KEY", KEY)
        monkeypatch.setenv("ASSISTANT_MODEL", model)
        monkeypatch.setenv("ASSISTANT_MODEL_TIMEOUT", "2")
        (found,) = findings(code=1 if said else 0)["model"]
    assert len(server.requests) >= 1 and KEY not in str(found)
    if said:
        assert found["state"] == "failed" and said in found["step"]
    else:
        assert found["state"] == "ok" and "echo" in found["detail"]


def test_a_model_without_a_service_says_what_to_set(monkeypatch: pytest.MonkeyPatch) -> None:
    assert findings()["model"][0]["state"] == "ok"
    monkeypatch.setenv("ASSISTANT_MODEL", "some-model")
    assert "OPENAI_BASE_URL" in findings(code=1)["model"][0]["step"]
