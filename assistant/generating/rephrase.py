"""A follow-up that could not be understood by itself, put by a model as a question that can; used only when it adds nothing."""

from __future__ import annotations

import logging
import re
from typing import TYPE_CHECKING

from assistant.errors import ModelError
from assistant.understanding.normalise import clean, has_words
from corpus import read_figures
from prompts import load_prompt

if TYPE_CHECKING:
    from collections.abc import Sequence

    from assistant.contract import HistoryTurn
    from assistant.endpoint import ChatModel

_log = logging.getLogger(__name__)

LONGEST = 200
TURNS = 6
"""The user's earlier messages that the model sees."""
_FOREIGN = 0.25
"""Share of the question's characters that may stand in none of the messages (words that join them)."""


def rephrased(question: str, history: Sequence[HistoryTurn], model: ChatModel) -> str | None:
    """``question`` made to stand by itself after ``history``; None when the model fails, says nothing new, or adds a figure or words of
    its own. Only the user's turns are shown to it."""
    earlier = [turn.content for turn in history if turn.role == "user"][-TURNS:]
    if not earlier:
        return None
    prompt = load_prompt("rephrase").render({"history": "\n".join(earlier), "question": question})
    try:
        said = model.complete(prompt).text
    except ModelError as error:
        _log.warning("a follow-up was not rephrased: %s", error)
        return None
    line = clean(next((row for row in said.splitlines() if has_words(row)), ""))[: LONGEST + 1]
    known = clean(" ".join([*earlier, question]))
    if not line or len(line) > LONGEST or line == clean(question) or _adds(line, known):
        return None
    return line


def _adds(line: str, known: str) -> bool:
    """Whether ``line`` holds a figure, or more than a few characters, that ``known`` does not."""
    figures = {f.key for f in read_figures(known)}
    if any(f.key not in figures for f in read_figures(line)):
        return True
    letters = re.findall(r"\w", line.lower())
    return sum(c not in known.lower() for c in letters) > _FOREIGN * len(letters)
