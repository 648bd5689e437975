"""The pictures of the documentation: those that it shows are there, are those that ``make screenshots`` takes, and are few bytes."""

from __future__ import annotations

import re

import pytest

from tests.cli import ROOT
from tests.screenshots import HEIGHTS, LARGEST, ONLY_AT, SCHEMES, SCREENS, TARGET, main

TAKEN = {f"{s}-{w}-{c}.webp" for s in SCREENS for w in ONLY_AT.get(s, HEIGHTS) for c in SCHEMES}


def test_every_screen_is_there_at_every_width_in_light_and_dark() -> None:
    assert {path.name for path in TARGET.glob("*")} == TAKEN
    assert sum(path.stat().st_size for path in TARGET.glob("*")) <= LARGEST


def test_the_overview_shows_pictures_that_are_taken_and_every_screen_once() -> None:
    shown = re.findall(r"screenshots/([\w-]+\.webp)", (ROOT / "docs" / "screens.md").read_text(encoding="utf-8"))
    assert set(shown) <= TAKEN
    assert {re.sub(r"-\d+-\w+\.webp", "", name) for name in shown} == set(SCREENS)


def test_a_screen_that_there_is_not_is_refused(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setattr("sys.argv", ["screenshots", "--only", "reader,nothing"])
    with pytest.raises(SystemExit):
        main()
    assert "nothing" in capsys.readouterr().err
