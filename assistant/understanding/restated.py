"""What was understood, for the one who asked: shown where it says something else than what was typed, and reads as a sentence."""

from __future__ import annotations

import re
import unicodedata
from difflib import SequenceMatcher
from functools import lru_cache

from assistant.understanding.normalise import clean

LONGEST = 90
"""Characters of what was understood that are shown; the rest is cut."""

_SAME = (("啥", "什么"), ("咋", "怎么"), ("没得", "没有"), ("俺", "我"), ("咱们", "我们"), ("咱", "我们"))
# What makes a question polite, joins it to another or closes it, and changes nothing of what is asked.
_MANNERS = re.compile(
    "请问|您好|你好|麻烦|谢谢|劳驾|打扰|另外|顺便|还有|那么|想问(?:一?下)?|问(?:一)?下|一下|我想知道|想知道|呢|吗|嘛|吧|啊|呀|哦|哈|啦|请"
    r"|\b(?:please|thanks?|thank you|hello|hi|also|and|then)\b",
    re.IGNORECASE,
)
_STOP = re.compile(r"(?<=[。!?！？；;])\s*|\n+")
# A follow-up that was completed into half a sentence: 拒不整改有什么.
_HANGING = re.compile(r"(?:怎么|如何|有什么|能|可以|可否|是否|关于|对于)$")
_STUTTER = re.compile(r"([\u3400-\u9fff]{2,20})[\u3400-\u9fff]{0,4}\1")
_UNRESOLVED = re.compile(r"^(?:它|其中|这个|该)")
_NUMBERED = re.compile(r"(?:^|(?<=[\s。;；?？]))\d{1,2}[.、)）]\s*")
_UNIT = re.compile(
    r"(?:措施|第)\s*[(（]?[\d一二三四五六七八九十百]+[)）]?[条项部分章节款]*(?:[\"“][^\"”]*[\"”])?|\b(?:measure|article|part) \d+\b",
    re.IGNORECASE,
)
_SLIP = 4
"""Characters that may be other ones where a slip was mended or a word put in its usual form."""
_POINTER = re.compile(r"^那(?:么)?,?(?=.)|(?<=[)）])那(?=[\u3400-\u9fff])")
_OPENING = re.compile(r"^[^:：]{0,30}(?:请教|请问|想问|咨询)[^,，:：]{0,10}[:：]\s*")


@lru_cache(maxsize=2048)
def restated(typed: str, read: str, before: tuple[str, ...] = ()) -> str:
    """``read``, the question as it was understood, in a form to be shown to whoever typed ``typed`` after the questions ``before``.

    Empty when the two differ only in script, width, punctuation, spaces or manners, and when ``read`` is no whole sentence, which would
    explain nothing: one that breaks off, repeats itself, or was completed by words that stood together in no earlier question.
    """
    read = " ".join(unicodedata.normalize("NFKC", read).split())
    if not read or _core(typed) == _core(read):
        return ""
    sentences = [s.strip() for s in _STOP.split(read) if s.strip()]
    shown = [_tidy(s) for s in sentences]
    if any(_broken(s, typed) for s in shown) or _repeats(shown) or (before and _pieced_together(shown, typed, before)):
        return ""
    line = " ".join(shown)
    return line if len(line) <= LONGEST else line[: LONGEST - 1].rstrip() + "…"


def _core(text: str) -> str:
    """What ``text`` asks, without what does not matter."""
    plain = _NUMBERED.sub("", clean(text).lower())
    for word, usual in _SAME:
        plain = plain.replace(word, usual)
    return "".join(c for c in _MANNERS.sub("", plain) if c.isalnum() or c == "□")


def _tidy(sentence: str) -> str:
    return _POINTER.sub("", _OPENING.sub("", sentence)).strip()


def _broken(sentence: str, typed: str) -> bool:
    """Whether a sentence breaks off or repeats itself as ``typed`` does not, or still points at something."""
    words = re.sub(r"[^\w□()（）]+$", "", sentence)
    end, twice = _HANGING.search(re.sub("[呢吗]$", "", words)), _STUTTER.search(sentence)
    return (
        bool(_UNRESOLVED.match(sentence))
        or (end is not None and words not in clean(typed))
        or (twice is not None and twice[0] not in clean(typed))
    )


def _pieced_together(sentences: list[str], typed: str, before: tuple[str, ...]) -> bool:
    """Whether what was added to ``typed`` is neither the name of a unit nor a phrase of an earlier question."""
    said = [_core(question) for question in before]
    given = _core(typed)
    for sentence in sentences:
        read = _core(_UNIT.sub("", sentence))
        for kind, _, _, start, end in SequenceMatcher(None, given, read, autojunk=False).get_opcodes():
            added = read[start:end] if kind in ("insert", "replace") else ""
            if len(added) > _SLIP and not any(added in question for question in said):
                return True
    return False


def _repeats(sentences: list[str]) -> bool:
    """Whether one of several sentences says another one over again."""
    cores = [_core(s) for s in sentences]
    return any(i != j and a and a in b for i, a in enumerate(cores) for j, b in enumerate(cores))
