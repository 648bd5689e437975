"""A turn as the messages of Gradio's chat: the question, the answer with its notices, and the buttons below it. Pure functions."""

from __future__ import annotations

from typing import Any

from ui.asides import notices, understood
from ui.conversation import Turn
from ui.recording import Opinion
from ui.render import answer_markdown, escape, question_markdown
from ui.sources import anchors
from ui.wording import Wording, fill


def messages(
    turn: Turn,
    words: Wording,
    *,
    last: bool,
    before: tuple[str, ...] = (),
    kept: bool = False,
    unkept: bool = False,
    opinion: Opinion | None = None,
    ahead: int | None = None,
) -> list[Any]:
    """A turn as two messages; the last one offers its suggestions, and to ask again what was not answered.

    ``before`` are the questions before it. One that was ``kept`` can be voted on, and shows the ``opinion`` that is held of it; one that is
    ``unkept`` should have been, and says so. ``ahead`` questions of others come before one that waits.
    """
    chat = words.chat
    question = turn.question if turn.question.strip() else chat.empty_question
    text = answer_markdown(turn.text, anchors(turn)) if turn.text else f"*{fill(chat.ahead, n=ahead) if ahead else chat.thinking}*"
    if turn.state == "stopped":
        text = f"{answer_markdown(turn.text, {})}\n\n*{chat.stopped}*".lstrip()
    below = (
        notices(turn, words)
        + (f'\n\n<p class="unkept">{escape(chat.unkept)}</p>' if unkept else "")
        + _buttons(turn, words, last=last, kept=kept, opinion=opinion)
    )
    reply: dict[str, Any] = {"role": "assistant", "content": [_text(understood(turn, words, before) + text + below)]}
    if last and turn.answer and turn.answer.suggestions:
        reply["options"] = [{"value": s, "label": s} for s in turn.answer.suggestions[:4]]
    shown = question_markdown(question, chat.long_question)
    return [{"role": "user", "content": [_text(shown)]}, reply]


def _text(markdown: str) -> dict[str, str]:
    # A bare string would have its indentation taken away.
    return {"type": "text", "text": markdown}


def _buttons(turn: Turn, words: Wording, *, last: bool, kept: bool, opinion: Opinion | None) -> str:
    """The buttons below an answer. Gradio leaves an element its class and id alone: ``chat.js`` reads both, and says the rest."""
    found = []
    if kept:
        vote = opinion.vote if opinion else ""
        found += [
            _button(f"vote {kind}{' chosen' * (vote == kind)}", label)
            for kind, label in (("up", words.feedback.up), ("down", words.feedback.down))
        ]
    if last and turn.state in ("stopped", "failed"):
        found.append(_button("again", words.chat.again))
    return f'\n\n<div class="buttons" id="turn-{turn.number}">{"".join(found)}</div>' if found else ""


def _button(kind: str, label: str) -> str:
    return f'<button type="button" class="{kind}">{escape(label)}</button>'
