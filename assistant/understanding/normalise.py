"""A question as typed to a question as read: one script, one width, nothing invisible."""

from __future__ import annotations

import re
import unicodedata
from functools import cache
from typing import Any, Literal

_SPACE = re.compile(r"\s+")
_BETWEEN_HAN = re.compile(r"(?<=[\u3400-\u9fff]) (?=[\u3400-\u9fff])")
_STOPS = "。!?;.！？；…”\"')>)}]"
_GOES_ON = ",:、，：-—("
_WRAPPED = 20
_TRADITIONAL_HINT = re.compile(r"[\u3400-\u9fff]")


@cache
def _converter() -> Any:
    from opencc import OpenCC

    return OpenCC("t2s")


def simplified(text: str) -> str:
    """``text`` in simplified characters."""
    return str(_converter().convert(text)) if _TRADITIONAL_HINT.search(text) else text


def clean(text: str) -> str:
    """``text`` in NFKC, simplified characters, without control, format (zero-width, right-to-left) and private characters; white
    space is folded and dropped between Chinese characters. A line that ends without a stop is closed by one, so that it does not run into
    the next, unless the lines are those of a text wrapped at a width."""
    text = _closed(unicodedata.normalize("NFKC", text))
    kept = "".join(c if unicodedata.category(c) not in ("Cc", "Cf", "Co", "Cs", "Cn") else " " if c in "\n\t\r" else "" for c in text)
    kept = _SPACE.sub(" ", kept).strip()
    return _BETWEEN_HAN.sub("", simplified(kept))


def _closed(text: str) -> str:
    """``text`` with a stop behind each line that has none, but for the last."""
    lines = [line.strip() for line in text.splitlines() if has_words(line)]
    if len(lines) < 2 or _is_wrapped(lines):
        return text
    return "\n".join([*(line if line[-1] in _STOPS or line[-1] in _GOES_ON else f"{line}。" for line in lines[:-1]), lines[-1]])


def _is_wrapped(lines: list[str]) -> bool:
    """Whether a text was broken into lines at a width: all but the last are long and of about one length."""
    lengths = [len(line) for line in lines[:-1]]
    return min(lengths) >= _WRAPPED and max(lengths) - min(lengths) <= max(lengths) // 5 and len(lines) > 2


def has_words(text: str) -> bool:
    """Whether ``text`` holds at least one letter, digit or Chinese character."""
    return any(c.isalnum() for c in text)


def language_of(text: str) -> Literal["zh", "en"]:
    """*en* when letters of the Latin script outweigh Chinese characters (one counts about as much as a word), else *zh*."""
    han = sum("\u3400" <= c <= "\u9fff" for c in text)
    words = len(re.findall(r"[A-Za-z]+", text))
    return "en" if words > 2 * han and words >= 2 else "zh"
