"""How an answer begins: its first sentence, and whether that denies or disclaims instead of answering."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

import yaml

from evals.facts import plain

_HEADING = re.compile(r"\s*(?:\*\*[^*\n]{1,200}\*\*|#{1,6}[^\n]*)\s*\n")
_FIRST = re.compile(r"(?:《[^》\n]{1,200}》|“[^”\n]{1,400}”|[^。!?！？\n])*[。!?！？]?")
_MARK = re.compile(r"\[[^\[\]\n]{1,40}\]")


def first_sentence(answer: str) -> str:
    """The first sentence of ``answer`` in plain text, without the headings before it and the marks of its citations."""
    text = answer.strip()
    while (heading := _HEADING.match(text)) is not None:
        text = text[heading.end() :].lstrip()
    found = _FIRST.match(_MARK.sub("", text))
    return plain(found.group()) if found else ""


def denies(answer: str) -> bool:
    """Whether the first sentence says that the text does not state it, or that it is no matter of the documents."""
    sentence = first_sentence(answer)
    return _matches("denies", sentence) and not _matches("binds", sentence)


def disclaims(answer: str) -> bool:
    """Whether the first sentence speaks of the answer or of the text's wording instead of answering."""
    return _matches("disclaims", first_sentence(answer))


def _matches(name: str, sentence: str) -> bool:
    return _patterns()[name].search(sentence) is not None


@cache
def _patterns() -> dict[str, re.Pattern[str]]:
    raw: dict[str, list[str]] = yaml.safe_load(Path(__file__).with_suffix(".yaml").read_text(encoding="utf-8"))
    return {name: re.compile("|".join(f"(?:{p})" for p in patterns)) for name, patterns in raw.items()}
