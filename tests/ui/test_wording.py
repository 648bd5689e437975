"""Sentences stand in the language files, in both languages alike, and nowhere in the code."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path
from string import Template
from typing import Any, get_args

import pytest

from assistant.contract import NoticeKind
from ui.wording import LANGUAGES, Language, fill, wording

UI = Path(__file__).parents[2] / "ui"


def sentences(value: Any, path: str = "") -> Iterator[tuple[str, str]]:
    if isinstance(value, str):
        yield path, value
    elif isinstance(value, dict):
        for key, inner in value.items():
            yield from sentences(inner, f"{path}.{key}")
    else:
        for i, inner in enumerate(value):
            yield from sentences(inner, f"{path}.{i}")


def test_both_languages_say_the_same_things_with_the_same_variables() -> None:
    zh, en = (dict(sentences(wording(language).model_dump())) for language in LANGUAGES)
    assert zh.keys() == en.keys()
    assert {k: set(Template(v).get_identifiers()) for k, v in zh.items()} == {k: set(Template(v).get_identifiers()) for k, v in en.items()}


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_kind_of_notice_has_a_label(language: Language) -> None:
    assert set(wording(language).chat.notices) == set(get_args(NoticeKind))


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_sentence_is_empty(language: Language) -> None:
    assert not [path for path, text in sentences(wording(language).model_dump()) if not text.strip()]


def test_a_variable_that_is_not_given_is_an_error() -> None:
    with pytest.raises(KeyError):
        fill("第 $n 问")


def test_no_chinese_stands_in_the_code_of_the_front_end() -> None:
    found = []
    for path in UI.glob("*.py"):
        tree = ast.parse(path.read_text(encoding="utf-8"))
        documented = (ast.Module, ast.ClassDef, ast.FunctionDef, ast.AsyncFunctionDef)
        docstrings = {ast.get_docstring(node, clean=False) for node in ast.walk(tree) if isinstance(node, documented)}
        found += [
            f"{path.name}:{node.lineno}: {node.value}"
            for node in ast.walk(tree)
            if isinstance(node, ast.Constant) and isinstance(node.value, str) and re.search("[\u4e00-\u9fff]", node.value)
            if node.value not in docstrings
        ]
    assert not found
