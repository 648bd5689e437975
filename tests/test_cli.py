"""The command line as a whole: help, exit codes, languages, errors that end as a sentence."""

from __future__ import annotations

import inspect
import subprocess
import sys
from importlib.metadata import entry_points
from pathlib import Path

import pytest
import typer
from typer.testing import CliRunner

from assistant.cli.app import COMMANDS, build_app
from assistant.cli.exits import ExitCode, GuardedGroup
from assistant.cli.serve import FRONTENDS
from assistant.cli.terminal import Terminal, user_language
from assistant.errors import ModelTimeout, RetrievalError, SettingsError, StoreError
from assistant.messages import Language
from corpus import CorpusError
from tests.cli import ANSI, command, environment, run, run_process

ALL = ("ask", "chat", "batch", "serve", "ingest", "documents", "remove", "index", "doctor", "version", "corpus")


def test_help_lists_every_command_and_cuts_nothing() -> None:
    shown = run("--help")
    assert shown.code == 0
    assert all(f"\n  {name} " in shown.out for name in ALL)
    assert "..." not in shown.out.partition("\n")[2]
    assert len(COMMANDS) > 8


@pytest.mark.parametrize("lang", ["en", "zh"])
@pytest.mark.parametrize("name", [name for name in ALL if name not in ("version", "corpus")] + ["corpus check"])
def test_help_of_every_command_has_an_example_on_a_line_of_its_own(name: str, lang: Language) -> None:
    shown = CliRunner().invoke(build_app(Terminal(lang)), [*name.split(), "--help"]).stdout
    assert any(line.strip().startswith(f"assistant {name}") for line in shown.splitlines())
    assert "\b" not in shown
    assert ANSI not in shown
    assert "│" not in shown


@pytest.mark.parametrize(
    "arguments", [("nonsense",), ("ask",), ("batch", "one"), ("serve", "--port", "many"), ("ask", "--nonsense", "x"), ("corpus", "x")]
)
def test_misuse_ends_with_code_2_and_a_sentence(arguments: tuple[str, ...]) -> None:
    ended = run(*arguments)
    assert ended.code == 2
    assert ended.out == ""
    assert "Error:" in ended.err


def test_no_command_shows_the_help() -> None:
    ended = run()
    assert "Usage: assistant" in ended.out + ended.err


def test_the_version_is_the_packages() -> None:
    assert run("version").out == run("--version").out
    assert run("version").out.startswith("policy-assistant ")


@pytest.mark.parametrize(
    ("error", "code"),
    [
        (CorpusError("records/x.yaml: title: missing"), 1),
        (SettingsError("ASSISTANT_THREADS: too many"), 2),
        (RetrievalError("index away"), 3),
        (ModelTimeout("too late"), 3),
        (StoreError("not kept"), 3),
        (OSError(28, "No space left on device"), 3),
        (ZeroDivisionError("nobody expected this"), 3),
        (KeyboardInterrupt(), 130),
    ],
)
def test_an_error_ends_as_a_sentence_and_an_exit_code(error: BaseException, code: int, monkeypatch: pytest.MonkeyPatch) -> None:
    app = typer.Typer(cls=GuardedGroup, rich_markup_mode=None)

    @app.callback()
    def group() -> None: ...

    @app.command()
    def fail() -> None:
        raise error

    monkeypatch.setenv("LC_ALL", "en_US.UTF-8")
    result = CliRunner().invoke(app, ["fail"])
    assert result.exit_code == code
    assert "Traceback" not in result.output
    assert str(error) in result.stderr
    assert result.stderr.strip()


def test_a_traceback_is_shown_only_when_asked_for(tmp_path: Path) -> None:
    (tmp_path / "home").write_text("a file where a folder should be", encoding="utf-8")
    plain = run_process(tmp_path / "home", "index")
    assert plain.code == ExitCode.UNREACHABLE
    assert "Traceback" not in plain.err
    assert plain.err.startswith("Error: ")
    assert "Traceback" in run_process(tmp_path / "home", "index", ASSISTANT_DEBUG="1").err


def test_a_malformed_setting_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ASSISTANT_THREADS", "many")
    ended = run("documents")
    assert ended.code == 2
    assert "ASSISTANT_THREADS" in ended.err


@pytest.mark.parametrize(
    ("variables", "expected"),
    [
        ({"LANG": "zh_CN.UTF-8"}, "zh"),
        ({"LANG": "en_US.UTF-8"}, "en"),
        ({"LC_ALL": "en_US.UTF-8", "LANG": "zh_CN.UTF-8"}, "en"),
        ({"LC_MESSAGES": "zh_TW.UTF-8", "LANG": "C"}, "zh"),
        ({"LANG": "C.UTF-8"}, "en"),
    ],
)
def test_sentences_are_in_the_language_of_the_locale(variables: dict[str, str], expected: str, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("LC_ALL", "LC_MESSAGES", "LANG"):
        monkeypatch.delenv(name, raising=False)
    for name, value in variables.items():
        monkeypatch.setenv(name, value)
    assert user_language() == expected


def test_chinese_is_printed_whatever_the_system_thinks_of_encodings(own_home: Path) -> None:
    ended = run_process(own_home, "documents", PYTHONIOENCODING="ascii", PYTHONUTF8="0", LC_ALL="C")
    assert ended.code == 0
    assert "知识产权强省" in ended.out


def test_a_reader_that_goes_away_is_no_error(own_home: Path) -> None:
    process = subprocess.Popen(command("doctor"), env=environment(own_home), stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    assert process.stdout
    process.stdout.close()
    assert process.stderr
    said = process.stderr.read().decode()
    process.stderr.close()
    assert process.wait(60) == ExitCode.BROKEN_PIPE
    assert said == ""


def test_help_is_fast_because_nothing_heavy_is_loaded() -> None:
    program = "import sys; from assistant.cli.app import build_app; from assistant.cli.terminal import Terminal; build_app(Terminal('en'))"
    loaded = subprocess.run(
        [sys.executable, "-c", f"{program}; print(*sys.modules)"], env=environment(Path()), capture_output=True, text=True
    )
    assert not {"pydantic", "numpy", "chromadb", "gradio", "langchain_core", "rich", "ui"} & set(loaded.stdout.split())


def test_the_front_end_takes_what_serve_gives_it() -> None:
    serve = next(iter(entry_points(group=FRONTENDS))).load()
    inspect.signature(serve).bind(object(), host="127.0.0.1", port=0, open_browser=False)


def test_an_address_that_cannot_be_listened_on_ends_with_a_sentence(own_home: Path) -> None:
    ended = run_process(own_home, "serve", "--host", "192.0.2.1")
    assert ended.code == ExitCode.UNREACHABLE
    assert ended.err.startswith("Error: ")
    assert "Traceback" not in ended.err
