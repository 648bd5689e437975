"""No regular expression that sees text from outside takes more than linear time on texts made from its own parts."""

from __future__ import annotations

import json
import re
import subprocess
import sys

import pytest

from corpus.blanks import LONGEST, short_blanks
from tests.linear.collecting import ROOT
from tests.linear.growing import growth


@pytest.fixture(scope="module")
def patterns() -> list[tuple[str, int, list[str], list[str]]]:
    made = subprocess.run([sys.executable, "-m", "tests.linear.collecting"], cwd=ROOT, capture_output=True, check=True, timeout=300)
    return [tuple(row) for row in json.loads(made.stdout)]  # type: ignore[misc]


def test_every_expression_is_linear(patterns: list[tuple[str, int, list[str], list[str]]]) -> None:
    assert len(patterns) > 700, "the collecting finds less than it did"
    slow = []
    for pattern, flags, places, modes in patterns:
        if _is_bounded(places, pattern):
            continue
        if found := growth(pattern, flags, modes):
            slow.append(f"{places[0]} {pattern[:80]!r}: {found}")
    assert not slow, "\n" + "\n".join(slow)


def _is_bounded(places: list[str], pattern: str) -> bool:
    lines = ("原始邮件", "敬礼", "[^?？]*(?:问题")
    return all(p.startswith("assistant/drafting/register.py") for p in places) or (
        all(p.startswith("assistant/drafting/reading.py") for p in places) and any(word in pattern for word in lines)
    )


@pytest.mark.parametrize(
    ("pattern", "mode"),
    [
        (r"[ \t]+$", "sub"),
        (r"(?:a|a)*b", "search"),
        (r"《[^》]*》", "search"),
        (r"\d+号", "finditer"),
        (r"[。.]*$", "sub"),
        (r"(x+x+)+y", "match"),
    ],
)
def test_what_is_not_linear_is_found(pattern: str, mode: str) -> None:
    text = pattern.replace(r"[ \t]", "[.。]")
    assert growth(text, re.compile(text).flags, [mode]) is not None


@pytest.mark.parametrize("pattern", [r"(?<![.。])[.。]+$", r"《[^《》\n]{1,60}》", r"\d{1,6}号", "a+"])
def test_what_is_linear_passes(pattern: str) -> None:
    assert growth(pattern, re.compile(pattern).flags, ["search"]) is None


def test_endless_blanks_are_cut_and_short_ones_stay() -> None:
    assert short_blanks("甲" + " " * LONGEST + "乙") == "甲" + " " * LONGEST + "乙"
    assert short_blanks("甲" + " \u3000" * 5_000 + "乙") == "甲" + (" \u3000" * 5_000)[:LONGEST] + "乙"
    assert short_blanks("甲\n" + " \n" * 5_000 + "乙") == "甲\n\n乙"
