"""What of a written sentence states anything: not the head that it copied from its evidence, not a question, not the reader's own words."""

from __future__ import annotations

import re
from collections.abc import Iterable

_NOT_LETTERS = re.compile(r"[\W_]+")
_PARTICLES = "呢吗吧啊呀么"


def without_head(words: str, heads: Iterable[str]) -> str:
    """``words`` without the head of a piece of evidence, such as 措施(六) 强化知识产权金融支撑, where they begin with one, in brackets or
    not, and more follows; also without the end of one that a bracket or a colon closes. Brackets and spaces may be of either width."""
    for head in heads:
        parts = head.split()
        for first in range(len(parts)):
            loose = r"\s*".join(_either(c) for part in parts[first:] for c in part)
            closed = r"[)）]?[\s:：,，。]*" if first == 0 else r"(?:[)）]\s*[:：]?|[:：])\s*"
            if begun := re.match(rf"\s*[(（]?\s*{loose}\s*{closed}(?=\w)", words):
                return words[begun.end() :]
    return words


def _either(character: str) -> str:
    return {"(": "[(（]", ")": "[)）]"}.get(character, re.escape(character))


def asks(words: str) -> bool:
    """Whether a sentence asks instead of stating, by its last sign."""
    return words.rstrip('”"’」』)） ').endswith(("?", "？"))


def echoes(words: str, question: str) -> bool:
    """Whether a sentence says nothing but what stands in ``question``, word for word."""
    said = _letters(words)
    return bool(said) and said in _letters(question)


def says_again(words: Iterable[str], said: Iterable[str]) -> bool:
    """Whether all of ``words`` have been said, each within one of the sentences ``said``."""
    known = [_letters(sentence) for sentence in said]
    return all(any(_letters(w) in sentence for sentence in known) for w in words)


def _letters(words: str) -> str:
    return _NOT_LETTERS.sub("", words).rstrip(_PARTICLES).casefold()
