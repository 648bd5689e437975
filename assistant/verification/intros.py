"""A sentence without the words that only lead up to it (根据文件, According to the policy)."""

from __future__ import annotations

from functools import cache
from re import IGNORECASE, Pattern, compile

from assistant.verification.normal import without_list_mark
from assistant.verification.words import data

_MOST = 3


def without_intro(text: str) -> str:
    """``text`` from its first word that states something. A sentence that is nothing but an introduction stays as it is."""
    left = without_list_mark(text)
    for _ in range(_MOST):
        found = _intros().match(left)
        if found is None or not left[found.end() :].strip(" ,.。"):
            break
        left = left[found.end() :].lstrip()
    return left or text


@cache
def _intros() -> Pattern[str]:
    return compile("|".join(data("intros")), IGNORECASE)
