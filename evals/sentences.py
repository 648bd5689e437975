"""What an answer says first, and whether a text says something in one of the ways that a file lists."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import yaml

from evals.facts import plain

_SENTENCE = re.compile(r"(?:《[^》\n]{1,200}》|“[^”\n]{1,200}”|[^。！？!?\n])*[。！？!?]?")
_HEADING = re.compile(r"(?:#{1,6} .*|\*\*(?:[^*\\]|\\.)+\*\*)\s*")
_GREETING = re.compile(r"(?:您好|你好|hello|hi|dear[^,:!]{0,40})[,，:：!！。.~]*", re.IGNORECASE)


def first_sentence(answer: str) -> str:
    """The first sentence of ``answer`` in plain text (one width, no spaces or Markdown, lower case); headings, which only say which
    question follows, and a greeting are passed over. Empty where it says nothing."""
    return next(_sentences(answer), "")


def _sentences(answer: str) -> Iterator[str]:
    for line in answer.splitlines():
        line = _GREETING.sub("", line.strip(), count=1) if _GREETING.match(line.strip()) else line.strip()
        if line and not _HEADING.fullmatch(line) and (sentence := _SENTENCE.match(line)) and plain(sentence.group()):
            yield plain(sentence.group())


def says(text: str, expressions: Path) -> bool:
    """Whether plain ``text`` matches one of the regular expressions in the file ``expressions``, lists of them by language."""
    return any(re.search(pattern, text, re.IGNORECASE) for pattern in _expressions(expressions))


@cache
def _expressions(path: Path) -> tuple[str, ...]:
    loaded: dict[str, list[str]] = yaml.safe_load(path.read_text(encoding="utf-8"))
    return tuple(pattern for language in loaded.values() for pattern in language)
