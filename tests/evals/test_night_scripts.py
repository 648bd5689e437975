"""What runs the night unattended: the script itself is run, the units and the workflow are read as their programs read them."""

from __future__ import annotations

import configparser
import fcntl
import json
import os
import re
import subprocess
import sys
import threading
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from typing import Any

import pytest
import yaml
from typer.testing import CliRunner

from evals.__main__ import app

FOLDER = Path(__file__).parent.parent.parent / "docs" / "nightly"
PART = ("--suite", "core", "--category", "decline_off_topic")


def night(home: Path, reports: Path, *arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    program = reports.parent / "evals-program"
    if not program.exists():
        program.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m evals "$@"\n', encoding="utf-8")
        program.chmod(0o755)
    root = str(FOLDER.parent.parent)
    env = {**os.environ, "ASSISTANT_HOME": str(home), "REPORTS": str(reports), "EVALS": str(program), "PYTHONPATH": root, **environment}
    return subprocess.run(["bash", str(FOLDER / "nightly.sh"), *arguments], capture_output=True, text=True, env=env, timeout=300)


class Hook(HTTPServer):
    """A chat that remembers what it was told."""

    said: list[str]

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Told)
        self.said = []
        threading.Thread(target=self.serve_forever, daemon=True).start()

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.server_address[1]}/hook"


class _Told(BaseHTTPRequestHandler):
    server: Hook

    def do_POST(self) -> None:
        self.server.said.append(json.loads(self.rfile.read(int(self.headers["Content-Length"])))["text"])
        self.send_response(200)
        self.end_headers()

    def log_message(self, *_: object) -> None:
        """Stay quiet."""


def test_a_night_that_is_not_good_ends_with_1_keeps_its_reports_and_tells_the_chat(built_home: Path, tmp_path: Path) -> None:
    hook, reports = Hook(), tmp_path / "reports"
    runs = ("--runs", str(tmp_path / "evals" / "runs"), "--baseline", str(tmp_path / "none.json"))
    done = night(built_home, reports, *PART, *runs, WEBHOOK=hook.address)
    hook.shutdown()
    assert done.returncode == 1, done.stdout + done.stderr
    assert "broken: regression baseline: none" in done.stdout
    assert {"report.html", "report.json", "junit.xml", "summary.txt", "nightly.log"} <= {p.name for p in reports.iterdir()}
    (said,) = hook.said
    assert said.startswith("policy evals, exit 1: FAIL") and "baseline" in said


def test_an_assistant_that_is_away_is_told_as_such(tmp_path: Path) -> None:
    hook = Hook()
    done = night(tmp_path / "home", tmp_path / "reports", *PART, WEBHOOK=hook.address, CHROMA_URL="http://127.0.0.1:9")
    hook.shutdown()
    assert done.returncode == 3 and hook.said and "exit 3" in hook.said[0], done.stdout


def test_two_nights_do_not_run_at_once(built_home: Path, tmp_path: Path) -> None:
    reports = tmp_path / "reports"
    reports.mkdir()
    with (reports / ".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        done = night(built_home, reports, *PART)
    assert done.returncode == 75 and "still running" in done.stderr


def test_the_systemd_units_and_the_crontab_call_the_script() -> None:
    service, timer = configparser.ConfigParser(interpolation=None), configparser.ConfigParser(interpolation=None)
    for parser, name in ((service, "service"), (timer, "timer")):
        parser.optionxform = str  # type: ignore[assignment,method-assign]
        parser.read(FOLDER / f"policy-evals.{name}")
    started = service["Service"]["ExecStart"]
    assert service["Service"]["Type"] == "oneshot" and started.startswith("%h/") and started.endswith("docs/nightly/nightly.sh")
    assert re.fullmatch(r"\*-\*-\* \d\d:\d\d:\d\d", timer["Timer"]["OnCalendar"]) and timer["Install"]["WantedBy"] == "timers.target"
    (line,) = [row for row in (FOLDER / "crontab").read_text(encoding="utf-8").splitlines() if not row.startswith("#")]
    assert re.fullmatch(r"\d+ \d+ \* \* \*\s+\$HOME/policy-assistant/docs/nightly/nightly\.sh", line)
    assert os.access(FOLDER / "nightly.sh", os.X_OK)


@pytest.fixture
def workflow() -> dict[str, Any]:
    loaded = yaml.safe_load((FOLDER / "github-actions.yml").read_text(encoding="utf-8"))
    assert isinstance(loaded, dict)
    return loaded


def test_the_workflow_is_scheduled_and_keeps_what_it_made(workflow: dict[str, Any]) -> None:
    # YAML 1.1 reads the key `on` as true.
    assert workflow[True]["schedule"][0]["cron"].split()[2:] == ["*", "*", "*"]
    steps = workflow["jobs"]["evals"]["steps"]
    kept = [step for step in steps if "upload-artifact" in step.get("uses", "") or "junit" in step.get("uses", "")]
    assert len(kept) == 2 and all(step["if"] == "always()" for step in kept)


def test_the_commands_of_the_workflow_are_sound(workflow: dict[str, Any]) -> None:
    commands = [step["run"] for step in workflow["jobs"]["evals"]["steps"] if "run" in step]
    for command in commands:
        assert subprocess.run(["bash", "-n", "-c", command], capture_output=True).returncode == 0, command
    for line in re.findall(r"\.venv/bin/evals (.+)", "\n".join(commands)):
        words = line.split()
        assert CliRunner().invoke(app, [*words, "--help"]).exit_code == 0, line
    makefile = (FOLDER.parent.parent / "Makefile").read_text(encoding="utf-8")
    for target in re.findall(r"make (\S+)", "\n".join(commands)):
        assert re.search(rf"^{target}:", makefile, re.M), target
