"""Dialogues: four to eight messages of one person, each judged by itself and all together.

They stand in ``gold/dialogue/*.jsonl``, a :class:`Dialogue` a line, and are asked as they would be on the chat page: each message with what
was asked before it and what was then really answered.
"""

from __future__ import annotations

from pathlib import Path

from pydantic import Field

from evals.gold_schema import GOLD_DIR, Evidence, GoldError, GoldQuestion, Outcome, Strict, Talk, Words, read_lines
from evals.verdict import Verdict

DIALOGUES = GOLD_DIR / "dialogue"
FEWEST, MOST = 4, 8
"""Turns of a dialogue."""


class DialogueTurn(Strict):
    """One message and how its answer is judged; every field as in :class:`~evals.gold_schema.GoldQuestion`."""

    question: Words
    answerable: bool
    status: list[Outcome] = Field(min_length=1)
    verdict: list[Verdict] = Field(default=[])
    must_cite: list[Words] = Field(default=[])
    cite_one: list[Words] = Field(default=[])
    may_cite: list[Words] = Field(default=[])
    must_not_cite: list[Words] = Field(default=[])
    says: list[Words] = Field(default=[])
    forbidden: list[Words] = Field(default=[])
    evidence: list[Evidence] = Field(default=[])


class Dialogue(Strict):
    """A conversation."""

    id: str = Field(pattern=r"^dialogue-\d{3}$")
    kind: Talk
    """What it tries."""
    note: str = ""
    turns: list[DialogueTurn] = Field(min_length=FEWEST, max_length=MOST)
    author: Words
    reviewed: bool


def load_dialogues(folder: Path = DIALOGUES) -> list[GoldQuestion]:
    """The turns of all dialogues as questions, one after the other; ``dialogue-001.2`` is asked after ``dialogue-001.1``.

    Raises:
        GoldError: a line does not fit the schema, or there is no file.
    """
    files = sorted(folder.glob("*.jsonl"))
    if not files:
        raise GoldError(f"{folder} holds no *.jsonl")
    return [question for path in files for dialogue in read_lines(path, Dialogue) for question in turns_of(dialogue)]


def turns_of(dialogue: Dialogue) -> list[GoldQuestion]:
    """The turns of one dialogue as questions."""
    return [
        GoldQuestion.model_validate(
            {
                **turn.model_dump(),
                "id": f"{dialogue.id}.{number}",
                "category": dialogue.kind,
                "suite": "dialogue",
                "after": f"{dialogue.id}.{number - 1}" if number > 1 else None,
                "note": dialogue.note,
                "author": dialogue.author,
                "reviewed": dialogue.reviewed,
            }
        )
        for number, turn in enumerate(dialogue.turns, start=1)
    ]


def dialogue_of(question_id: str) -> str:
    """The id of the dialogue that a turn belongs to."""
    return question_id.partition(".")[0]
