"""A message that is part of a self-check, answered by the points of the policy instead of a search."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from assistant.eligibility.session import may_begin

if TYPE_CHECKING:
    from assistant.pipeline import Turn

_TELLING = re.compile(r"[\u3400-\u9fff]|[A-Za-z][^A-Za-z]+[A-Za-z]")
"""Chinese characters, or two words."""


def self_check(turn: Turn) -> Turn | None:
    """``turn`` answered, when its message begins a self-check, answers a question of one, or adds to it; None otherwise.

    Only the user's own messages are read, so that a client that sends no others has the same conversation.
    """
    if not turn.may_check:
        return None
    messages = [h.content for h in turn.history if h.role == "user"] + [turn.question]
    if not any(map(may_begin, messages)):
        return None
    from assistant.eligibility.answering import answer_step, answer_unmodelled
    from assistant.eligibility.session import begins, replay
    from assistant.eligibility.table import point_table
    from assistant.understanding import understand
    from assistant.understanding.normalise import language_of
    from assistant.verification import verify

    engine = turn.engine
    u = understand(turn.question, engine.vocabulary, max_chars=engine.settings.max_question)
    if u.problem:
        return None
    turn = replace(turn, understanding=u)
    document = turn.context.document
    # “1” or “none” is an answer in any language: the last message with more in it tells.
    language = language_of(next((m for m in reversed(messages) if _TELLING.search(m)), turn.question))
    table = point_table(document)
    if table is None:
        facts = begins(turn.question, document)
        draft = answer_unmodelled(facts, document, language) if facts is not None else None
        assessment = None
    else:
        step = replay(messages, table)
        draft = answer_step(step, language) if step is not None else None
        assessment = step.assessment if step is not None and not step.ended else None
    if draft is None:
        return None
    draft, counts, removed = verify(draft, engine.corpus)
    return replace(turn, draft=draft, verification=counts, removed=removed, assessment=assessment)
