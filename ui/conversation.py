"""A conversation as a value: turns that grow while an answer streams in, the history that goes back to the answerer."""

from __future__ import annotations

import logging
import queue
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Literal, Protocol

from assistant import Answer, HistoryTurn, ModelError, RetrievalError, SettingsError
from ui.wording import ErrorText

log = logging.getLogger(__name__)

Turns = tuple["Turn", ...]
PATIENCE = 0.1
"""Seconds after which a wish to stop is noticed."""
TURN_BYTES, CHARACTER_BYTES = 4000, 4
"""What a turn takes by itself, and for each character of it, at most: with the objects that hold them."""
KEPT = 500
"""Turns that one conversation keeps; older ones leave it."""


class Answerer(Protocol):
    """What a conversation needs of the assistant."""

    def stream(self, question: str, history: Sequence[HistoryTurn]) -> Iterator[str | Answer]: ...


@dataclass(frozen=True)
class Turn:
    """A question and what has come back so far. ``answer`` is there when the state is *done*."""

    number: int
    question: str
    text: str = ""
    state: Literal["waiting", "streaming", "done", "stopped", "failed"] = "waiting"
    answer: Answer | None = None

    @cached_property
    def weight(self) -> int:
        """About how many bytes it takes in memory."""
        told = len(self.answer.model_dump_json()) if self.answer is not None else 0
        return TURN_BYTES + CHARACTER_BYTES * (len(self.question) + len(self.text) + told)


def history(turns: Turns) -> tuple[HistoryTurn, ...]:
    """What the answerer is told of earlier turns: the questions that it could read, and the answers that were finished."""
    lines = []
    for turn in turns:
        if turn.answer is not None and turn.answer.reason in ("empty_question", "too_long"):
            continue
        lines.append(HistoryTurn(role="user", content=turn.question))
        if turn.answer is not None and turn.answer.status != "error":
            lines.append(HistoryTurn(role="assistant", content=turn.answer.answer))
    return tuple(lines)


def begin(turns: Turns, question: str) -> Turns:
    """The turns with a new, waiting one at the end."""
    number = turns[-1].number + 1 if turns else 1
    return (*turns[-(KEPT - 1) :], Turn(number, question))


def stop(turns: Turns, sentence: str = "") -> Turns:
    """The turns with the last one marked as stopped, or as failed with ``sentence``, unless it is finished."""
    if not turns or turns[-1].state not in ("waiting", "streaming"):
        return turns
    last = replace(turns[-1], text=sentence, state="failed") if sentence else replace(turns[-1], state="stopped")
    return (*turns[:-1], last)


def answered(turns: Turns, answerer: Callable[[], Answerer], errors: ErrorText, halt: threading.Event | None = None) -> Iterator[Turns]:
    """The turns after each piece of the last one's answer; the final value has it *done* or *failed*.

    ``answerer`` is called for the assistant and may raise what kept it from opening. No exception leaves: what went wrong is
    logged, and the turn holds one sentence about it. Once ``halt`` is set it ends within a moment, however long the answerer takes.
    """
    *before, turn = turns
    question, earlier = turn.question, history(tuple(before))
    for piece in _pieces(lambda: answerer().stream(question, earlier), halt or threading.Event()):
        if isinstance(piece, Exception):
            log.error("question could not be answered", exc_info=piece)
            turn = replace(turn, text=sentence_for(piece, errors), state="failed")
        elif isinstance(piece, str):
            turn = replace(turn, text=turn.text + piece, state="streaming")
        else:
            turn = replace(turn, text=piece.answer, state="done", answer=piece)
        yield (*before, turn)


def _pieces(stream: Callable[[], Iterator[str | Answer]], halt: threading.Event) -> Iterator[str | Answer | Exception]:
    """What ``stream`` gives, read in a thread of its own so that a slow one can be left behind; an exception comes last."""
    pieces: queue.SimpleQueue[str | Answer | Exception | None] = queue.SimpleQueue()

    def read() -> None:
        try:
            for piece in stream():
                if halt.is_set():
                    return
                pieces.put(piece)
        except Exception as error:
            # The page must survive whatever a component does; the operator reads the details in the log.
            pieces.put(error)
        pieces.put(None)

    threading.Thread(target=read, name="read-answer", daemon=True).start()
    while not halt.is_set():
        with suppress(queue.Empty):
            piece = pieces.get(timeout=PATIENCE)
            if piece is None:
                return
            yield piece


def sentence_for(error: Exception, errors: ErrorText) -> str:
    """The sentence that a user reads instead of ``error``."""
    if isinstance(error, RetrievalError):
        return errors.index
    if isinstance(error, ModelError):
        return errors.model
    if isinstance(error, SettingsError):
        return errors.settings
    return errors.internal
