"""An answer taken apart into its statements, each beside the quotes that it is marked with."""

from __future__ import annotations

import html
import re
from dataclasses import dataclass
from itertools import takewhile

from assistant import Answer, Citation

_MARK = re.compile(r"(?<!\\)\[([^\[\]]+)\]")
_ESCAPED = re.compile(r"\\([\\`*_<>#~])")
_HEADING = re.compile(r"\*\*(?:[^*\\]|\\.)+\*\*")
_NUMBER = re.compile(r"^\d+[.、]\s*")
_DENIES = re.compile(r"[不没未无非否]|\b(?:no|not|cannot|nothing|never)\b", re.IGNORECASE)


@dataclass(frozen=True)
class Block:
    """One line of an answer as plain words, and the citations whose labels stand in its marks; all of them where it has no mark."""

    text: str
    citations: tuple[Citation, ...]
    marked: bool
    heading: bool = False
    """Whether it only says which of several questions follows."""
    rows: int = 0
    """How many lines of a list follow it."""

    @property
    def denies(self) -> bool:
        """Whether it holds a word of denial: what a question suggested may be repeated there without being stated."""
        return _DENIES.search(self.text) is not None


def blocks_of(answer: Answer) -> list[Block]:
    """The lines of the answer that say anything."""
    labels = {citation.label for citation in answer.citations}
    blocks = []
    lines = answer.answer.split("\n")
    for number, line in enumerate(lines):
        marks = [m for m in _MARK.findall(line) if m in labels]
        words = _MARK.sub(lambda m: "" if m[1] in labels else m[0], line)
        heading = _HEADING.fullmatch(line.strip()) is not None
        words = html.unescape(_ESCAPED.sub(r"\1", words.replace("**", ""))).strip(" -")
        words = _NUMBER.sub("", words) if heading else words
        if words:
            cited = tuple(c for c in answer.citations if not marks or c.label in marks)
            rows = sum(1 for _ in takewhile(lambda row: row.startswith("- "), lines[number + 1 :]))
            blocks.append(Block(words, cited, bool(marks), heading, rows))
    return blocks
