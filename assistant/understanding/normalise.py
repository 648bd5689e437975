"""A question as typed to a question as read: one script, one width, nothing invisible."""

from __future__ import annotations

import re
import unicodedata
from functools import cache
from typing import Any

_SPACE = re.compile(r"\s+")
_BETWEEN_HAN = re.compile(r"(?<=[\u3400-\u9fff]) (?=[\u3400-\u9fff])")
_TRADITIONAL_HINT = re.compile(r"[\u3400-\u9fff]")


@cache
def _converter() -> Any:
    from opencc import OpenCC

    return OpenCC("t2s")


def clean(text: str) -> str:
    """``text`` in NFKC, simplified characters, without control, format (zero-width, right-to-left) and private characters; white
    space is folded and dropped between Chinese characters."""
    text = unicodedata.normalize("NFKC", text)
    kept = "".join(c if unicodedata.category(c) not in ("Cc", "Cf", "Co", "Cs", "Cn") else " " if c in "\n\t\r" else "" for c in text)
    kept = _SPACE.sub(" ", kept).strip()
    if _TRADITIONAL_HINT.search(kept):
        kept = _converter().convert(kept)
    return _BETWEEN_HAN.sub("", kept)


def has_words(text: str) -> bool:
    """Whether ``text`` holds at least one letter, digit or Chinese character."""
    return any(c.isalnum() for c in text)


def language_of(text: str) -> str:
    """*en* when letters of the Latin script outweigh Chinese characters (one counts about as much as a word), else *zh*."""
    han = sum("\u3400" <= c <= "\u9fff" for c in text)
    words = len(re.findall(r"[A-Za-z]+", text))
    return "en" if words > 2 * han and words >= 2 else "zh"
