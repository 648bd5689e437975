"""Changes of a question's form that leave its sense as it is. Each gives None where the question does not have the form for it."""

from __future__ import annotations

import re
from collections.abc import Callable

_STOPS = re.compile(r"[，。？！,?!；;、]+")
_YES_NO = re.compile(r"吗[？?。！!]*$")
_WHICH = re.compile(r"(?:什么|哪些|哪里|谁|怎么|多少|几)[\u3400-\u9fff]{0,12}[？?。]*$")
_INSIDE = re.compile(r"[《》“”\"〔〕\d]")


def unpunctuated(question: str) -> str | None:
    """Without any stop, as somebody writes who dictates."""
    bare = _STOPS.sub("", question)
    return bare if bare != question and not _INSIDE.search(question) else None


def spaced(question: str) -> str | None:
    """With spaces for stops."""
    bare = _STOPS.sub(" ", question).strip()
    return bare if bare != question.rstrip("？?。") and not _INSIDE.search(question) else None


def ends_bu(question: str) -> str | None:
    """能…不 for 能…吗, where the verb is one that is so asked."""
    return _YES_NO.sub("不", question) if re.search("[能会可要给算].{0,40}吗[？?。！!]*$", question) and "有" not in question else None


def ends_fa(question: str) -> str | None:
    """伐 for 吗, as in Wu."""
    return _YES_NO.sub("伐", question) if _YES_NO.search(question) else None


def ends_me(question: str) -> str | None:
    """么 for 吗."""
    return _YES_NO.sub("么？", question) if _YES_NO.search(question) else None


def ends_ne(question: str) -> str | None:
    """呢 behind a question that asks which."""
    return question.rstrip("？?。") + "呢？" if _WHICH.search(question) else None


CHANGES: dict[str, Callable[[str], str | None]] = {
    change.__name__: change for change in (unpunctuated, spaced, ends_bu, ends_fa, ends_me, ends_ne)
}
