"""The documents say what the code does: every setting, status and command stands in both READMEs."""

from __future__ import annotations

import re
from pathlib import Path
from typing import get_args

import pytest
import typer

from assistant.cli.app import build_app
from assistant.cli.exits import ExitCode
from assistant.cli.terminal import Terminal
from assistant.contract import Status
from assistant.settings import Settings

ROOT = Path(__file__).parent.parent
READMES = ("README.md", "README.zh-CN.md")


def variables() -> set[str]:
    return {str(field.validation_alias or f"ASSISTANT_{name.upper()}") for name, field in Settings.model_fields.items()}


def commands() -> set[str]:
    root = typer.main.get_command(build_app(Terminal("en")))
    return set(_paths(root, "assistant"))


def _paths(command: object, name: str) -> list[str]:
    below = getattr(command, "commands", {})
    return [path for sub, child in below.items() for path in _paths(child, f"{name} {sub}")] or [name]


@pytest.mark.parametrize("readme", READMES)
@pytest.mark.parametrize(
    "names",
    [
        pytest.param(variables(), id="settings"),
        pytest.param({f"`{status}`" for status in get_args(Status)}, id="statuses"),
        pytest.param(commands(), id="commands"),
        pytest.param({"make run", "make test", "make lint", "make bench"}, id="targets"),
    ],
)
def test_the_readme_names_all(readme: str, names: set[str]) -> None:
    text = (ROOT / readme).read_text(encoding="utf-8")
    assert names
    assert not {name for name in names if not re.search(rf"(?<![\w-]){re.escape(name)}(?![\w-])", text)}


@pytest.mark.parametrize("readme", READMES)
def test_the_readme_names_no_setting_that_does_not_exist(readme: str) -> None:
    named = set(re.findall(r"\b(?:ASSISTANT|CHROMA|OPENAI)_[A-Z_]+\b", (ROOT / readme).read_text(encoding="utf-8")))
    assert named - variables() <= {"ASSISTANT_DEBUG"}


@pytest.mark.parametrize("readme", READMES)
def test_the_readme_explains_every_exit_code(readme: str) -> None:
    text = (ROOT / readme).read_text(encoding="utf-8")
    assert not [int(code) for code in ExitCode if code < ExitCode.INTERRUPTED and not re.search(rf"^.*\|?\s*`{int(code)}`", text, re.M)]


@pytest.mark.parametrize("readme", READMES)
def test_the_files_that_the_readme_points_to_exist(readme: str) -> None:
    links = re.findall(r"\]\((?!https?:|#|mailto:)([^)#\s]+)", (ROOT / readme).read_text(encoding="utf-8"))
    assert not [link for link in links if not (ROOT / link).exists()]
