"""Measured on texts that were written by somebody who had not seen the code: forms of numbers and addresses, names, and what is neither."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from assistant.privacy import Masked, conceal
from assistant.privacy.tagger import installed

DATA = Path(__file__).parent / "data"


def rows(name: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in (DATA / f"{name}.jsonl").read_text(encoding="utf-8").splitlines()]


def is_concealed(text: str, masked: Masked, written: str) -> bool:
    """Whether no letter or digit of ``written`` is left, wherever it stands."""
    covered = {place for span in masked.spans for place in range(span.start, span.end)}
    starts = [i for i in range(len(text)) if text.startswith(written, i)]
    return bool(starts) and all(i + n in covered for i in starts for n, c in enumerate(written) if c.isalnum())


def recall(name: str, field: str) -> tuple[float, list[str]]:
    found, missed = 0, list[str]()
    for row in rows(name):
        masked = conceal(row["text"])
        for each in row[field]:
            written = each if isinstance(each, str) else each["text"]
            if is_concealed(row["text"], masked, written):
                found += 1
            else:
                missed.append(row["id"])
    return found / (found + len(missed)), missed


def test_of_the_forms_98_in_100_are_concealed() -> None:
    share, missed = recall("forms", "spans")
    assert share >= 0.98, missed


@pytest.mark.skipif(not installed(), reason="needs the extra names")
def test_of_the_names_most_are_concealed() -> None:
    share, missed = recall("names", "names")
    assert share >= NAMES, missed


def test_of_what_is_nobodys_98_in_100_stay() -> None:
    wrong = [row["id"] for row in rows("negatives") if conceal(row["text"]).spans]
    assert len(wrong) <= 0.02 * len(rows("negatives")), wrong


NAMES = 0.95
