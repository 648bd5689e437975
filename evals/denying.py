"""Whether an answer denies (it declines, or says first that the documents do not answer), and whether it begins with a disclaimer."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

import yaml

from assistant import Answer
from evals.facts import plain

_HEADING = re.compile(r"^\s*(?:\*\*.*\*\*|#.*)\s*$")
_FIRST = re.compile(r"(?:《[^》\n]{1,200}》|(?<![a-z])\.|\.(?! )|[^。.!?！？\n])*[。.!?！？]?")


def denies(answer: Answer) -> bool:
    """Whether it declines for any reason, or says first that what is asked is not written, found or held."""
    return answer.status == "declined" or _matches("denies", answer.answer)


def disclaims(answer: Answer) -> bool:
    """Whether an answer that is given begins with a word about itself or the text instead of what was asked."""
    return answer.status in ("answered", "partial") and _matches("disclaims", answer.answer)


def first_sentence(text: str) -> str:
    """The first sentence of an answer's Markdown that is no heading, in plain text."""
    line = next((line for line in text.split("\n") if line.strip() and not _HEADING.match(line)), "")
    found = _FIRST.match(line.strip())
    return plain(found.group()) if found else ""


def _matches(kind: str, text: str) -> bool:
    sentence = first_sentence(text)
    return any(pattern.search(sentence) for pattern in _patterns()[kind])


@cache
def _patterns() -> dict[str, list[re.Pattern[str]]]:
    loaded = yaml.safe_load((Path(__file__).parent / "denials.yaml").read_text(encoding="utf-8"))
    return {kind: [re.compile(pattern) for pattern in patterns] for kind, patterns in loaded.items()}
