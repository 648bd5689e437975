"""What of an answer and of a comment is kept: masked, and such as any database takes."""

from __future__ import annotations

import re
from typing import Any

from assistant.contract import Answer
from assistant.masking import mask, personal
from assistant.store.model import COMMENT_CHARS, TITLE_CHARS

QUESTION_CHARS = 20_000
"""Of a longer question only the beginning is kept; none so long is answered."""


def kept_answer(answer: Answer) -> dict[str, Any]:
    """The contract with its question masked, also where the answer repeats it. Quotes of documents stay as they are."""
    kept = answer.to_dict()
    found = {**personal(answer.question), **personal(answer.standalone_question)}
    for name in ("question", "standalone_question"):
        kept[name] = mask(_storable(kept[name]))[:QUESTION_CHARS]
    kept["answer"] = _without(_storable(kept["answer"]), found)
    kept["suggestions"] = [_without(suggestion, found) for suggestion in kept["suggestions"]]
    for notice in kept["notices"]:
        notice["text"] = _without(notice["text"], found)
    return kept


def kept_comment(comment: str) -> str:
    """``comment`` masked and cut."""
    return mask(_storable(comment))[:COMMENT_CHARS]


def kept_title(title: str) -> str:
    """``title`` masked and cut."""
    return mask(_storable(title))[:TITLE_CHARS]


def _without(text: str, found: dict[str, str]) -> str:
    for words, label in found.items():
        # An answer is Markdown, where any sign may stand behind a backslash.
        text = re.sub(r"\\?".join(map(re.escape, words)), label, text)
    return text


def _storable(text: str) -> str:
    """``text`` without what PostgreSQL does not take (NUL) or no encoding can carry (half a surrogate pair)."""
    return text.replace("\x00", "").encode("utf-8", "replace").decode("utf-8")
