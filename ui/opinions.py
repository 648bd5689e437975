"""Thumbs and reasons below an answer: what they are called, what each stands for, and which one was clicked."""

from __future__ import annotations

from typing import Any, cast

from ui.conversation import Turn, Turns
from ui.recording import Opinion, Why
from ui.wording import FeedbackText

UP, DOWN = "Like", "Dislike"
"""Gradio draws thumbs for exactly these; what else is offered is listed as words."""


def options(words: FeedbackText) -> dict[str, Opinion]:
    """What each option of the page stands for, in the order in which they are shown."""
    reasons = words.reasons.model_dump()
    return {UP: Opinion("up"), DOWN: Opinion("down")} | {label: Opinion("down", cast("Why", why)) for why, label in reasons.items()}


def voted(event: Any, turns: Turns) -> tuple[Turn | None, str]:
    """The turn whose answer was voted on and the option; empty when a vote was taken back. No turn when the browser names no answer of
    ``turns``."""
    data = getattr(event, "_data", None)
    index, liked = (data.get("index"), data.get("liked")) if isinstance(data, dict) else (None, None)
    option = {True: UP, False: DOWN}.get(liked) if isinstance(liked, bool) else liked
    # Each turn is two messages, the question and the answer.
    if not isinstance(option, str) or type(index) is not int or not 0 <= index < 2 * len(turns) or index % 2 == 0:
        return None, ""
    return turns[index // 2], option
