"""The words of the pages: the same keys in both languages, and every sentence that a template asks for."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml

from assistant.verification import GATES
from ui.pages import shell

TEXTS = Path(shell.__file__).parent / "texts"
PAGES = sorted({path.name.partition(".")[0] for path in TEXTS.glob("*.yaml")})


def keys(value: Any, path: str = "") -> set[str]:
    if isinstance(value, dict):
        return {found for key, below in value.items() for found in keys(below, f"{path}.{key}")}
    assert isinstance(value, str), f"{path} is a sentence"
    return {path}


def texts(page: str, language: str) -> Any:
    return yaml.safe_load((TEXTS / f"{page}.{language}.yaml").read_text(encoding="utf-8"))


@pytest.mark.parametrize("page", PAGES)
def test_both_languages_have_the_same_sentences(page: str) -> None:
    assert keys(texts(page, "zh")) == keys(texts(page, "en"))


@pytest.mark.parametrize("language", ["zh", "en"])
def test_every_gate_has_a_sentence(language: str) -> None:
    assert {name for name, _ in GATES} - {"uncited", "quotes"} <= set(texts("staff_draft", language)["why"])
