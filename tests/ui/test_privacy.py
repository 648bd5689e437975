"""What is said of keeping questions is what the settings in force do."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from starlette.applications import Starlette
from starlette.testclient import TestClient

from assistant import Settings
from ui.backend import Backend
from ui.pages import privacy
from ui.pages.shell import Shell
from ui.privacy import privacy_line
from ui.wording import LANGUAGES, Language, wording

OUTSIDE = {"model": "m", "openai_base_url": "https://models.example/v1"}


def page(settings: Settings, language: Language) -> str:
    app = Starlette(routes=privacy.routes(Shell(language), Backend(settings)))
    return TestClient(app).get(Shell(language).address("privacy")).text


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(
    ("changes", "says", "silent"),
    [
        ({}, ("days",), ("not_kept", "sent")),
        ({"retention": 30}, ("days",), ("not_kept", "for_good", "sent")),
        ({"retention": None}, ("for_good", "who"), ("days", "not_kept")),
        ({"record": False}, ("not_kept", "stays"), ("what", "who", "days", "for_good", "browser")),
        (OUTSIDE, ("sent",), ("stays", "sent_near")),
        ({"embedding_model": "e", "openai_base_url": "https://models.example/v1"}, ("sent",), ("stays",)),
        ({**OUTSIDE, "openai_base_url": "http://127.0.0.1:11434/v1"}, ("sent_near",), ("sent", "stays")),
    ],
)
def test_the_page_tells_what_is_so_and_nothing_else(
    language: Language, changes: dict[str, Any], says: tuple[str, ...], silent: tuple[str, ...], own_home: Path
) -> None:
    settings = Settings(home=own_home, **changes)
    shown = page(settings, language)
    told = Shell(language).words("privacy")["sections"]

    def stands(name: str) -> bool:
        # The part of the sentence before its first place to be filled.
        return told[name]["text"].partition("$")[0].rstrip().replace("'", "&#39;") in shown

    assert [name for name in says if not stands(name)] == []
    assert [name for name in silent if stands(name)] == []
    assert "$" not in shown.partition("<main")[2]


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_line_at_the_composer_is_short_and_leads_to_the_page(language: Language, own_home: Path) -> None:
    words = wording(language)
    days = privacy_line(Settings(home=own_home, retention=30), words)
    assert "30" in days and f'href="{words.privacy.address}"' in days and words.privacy.sent not in days
    assert words.privacy.not_kept in privacy_line(Settings(home=own_home, record=False), words).replace("&#x27;", "'")
    assert words.privacy.kept_for_good in privacy_line(Settings(home=own_home, retention=None), words)
    outside = privacy_line(Settings(home=own_home, **OUTSIDE), words)  # type: ignore[arg-type]
    assert words.privacy.sent in outside
    assert len(outside) < 400


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_page_says_that_a_browser_alone_sees_what_is_typed(language: Language) -> None:
    said = str(wording(language).model_dump())
    assert not [untrue for untrue in ("只有这个浏览器看得到", "只有您登录后看得到", "this browser alone", "you alone") if untrue in said]
