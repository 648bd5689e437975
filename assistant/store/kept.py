"""What of an answer and of a comment is kept: concealed, and such as any database takes."""

from __future__ import annotations

import re
from typing import Any

from assistant.contract import Answer
from assistant.privacy import conceal
from assistant.store.model import COMMENT_CHARS, TITLE_CHARS

QUESTION_CHARS = 20_000
"""Of a longer question only the beginning is kept; none so long is answered."""


def kept_answer(answer: Answer) -> dict[str, Any]:
    """The contract with its question concealed, also where the answer repeats it. Quotes of documents stay as they are."""
    kept = answer.to_dict()
    found = {**_personal(answer.question), **_personal(answer.standalone_question)}
    kept = {name: value if name in _OWN else _without(value, found) for name, value in kept.items()}
    for name in ("question", "standalone_question"):
        kept[name] = conceal(_storable(kept[name])).text[:QUESTION_CHARS]
    kept["answer"] = _storable(kept["answer"])
    return kept


def kept_comment(comment: str) -> str:
    """``comment`` concealed and cut."""
    return conceal(_storable(comment)).text[:COMMENT_CHARS]


def kept_title(title: str) -> str:
    """``title`` concealed and cut."""
    return conceal(_storable(title)).text[:TITLE_CHARS]


_OWN = frozenset(("citations", "id", "index", "mode", "model", "status", "reason"))
"""What is the documents' and ours, not the user's."""


def _personal(text: str) -> dict[str, str]:
    """What is personal in ``text``, as it is written there, with what stands for it."""
    return {text[span.start : span.end]: span.placeholder for span in conceal(text).spans}


def _without(value: Any, found: dict[str, str]) -> Any:
    """``value`` with no string in it that holds any of ``found``."""
    if isinstance(value, dict):
        return {key: _without(each, found) for key, each in value.items()}
    if isinstance(value, list):
        return [_without(each, found) for each in value]
    if isinstance(value, str):
        for words, label in found.items():
            # An answer is Markdown, where any sign may stand behind a backslash.
            value = re.sub(r"\\?".join(map(re.escape, words)), label, value)
    return value


def _storable(text: str) -> str:
    """``text`` without what PostgreSQL does not take (NUL) or no encoding can carry (half a surrogate pair)."""
    return text.replace("\x00", "").encode("utf-8", "replace").decode("utf-8")
