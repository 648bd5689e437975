"""What tests of the store say to it, and what they look for in its files."""

from __future__ import annotations

import uuid
from pathlib import Path
from typing import Any

from assistant import Answer, Store
from assistant.store import Said


def answer(question: str = "问", **changes: Any) -> Answer:
    return Answer(
        **(
            {"question": question, "standalone_question": question, "status": "answered", "answer": f"答 {question}", "index": "g"}
            | changes
        )
    )


def said(conversation: str, owner: str, turn: int = 1, *, title: str = "问", first: bool = True) -> Said:
    return Said(conversation, owner, title, turn, uuid.uuid4().hex, first)


def talk(store: Store, conversation: str, owner: str, *questions: str) -> list[str]:
    """Ask one after another; the ids of the exchanges."""
    given = []
    for turn, question in enumerate(questions, start=1):
        told = said(conversation, owner, turn, title=question, first=turn == 1)
        given.append(store.record_turn(answer(question), told, "page").exchange)
    return given


def traces(home: Path, word: str) -> list[str]:
    """The files below ``home`` in whose bytes ``word`` stands."""
    sought = (word.encode(), word.encode("utf-16-le"), str(word.encode("unicode_escape"), "ascii").encode())
    return [path.name for path in home.rglob("*") if path.is_file() and any(form in path.read_bytes() for form in sought)]
