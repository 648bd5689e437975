"""Letters as they are written in ``gold/letters/*.jsonl``, one a line."""

from __future__ import annotations

from pathlib import Path

from pydantic import Field

from evals.gold_schema import GOLD_DIR, Ask, GoldError, GoldQuestion, Strict, Words, read_lines

LETTERS = GOLD_DIR / "letters"


class Letter(Strict):
    """An enquiry and what a reply to it must hold."""

    id: str = Field(pattern=r"^letter-\d{3}$")
    kinds: list[Words] = Field(default=[])
    """What it tries: numbered questions, a story, two writers …"""
    text: Words
    asks: list[Ask] = Field(min_length=1)
    forbidden: list[Words] = Field(default=[])
    """Regular expressions that match no sentence of the reply."""
    private: list[Words] = Field(default=[])
    """Names and other personal data; all invented."""
    author: Words
    reviewed: bool


def load_letters(folder: Path = LETTERS) -> list[GoldQuestion]:
    """All letters as questions.

    Raises:
        GoldError: a line does not fit the schema, or there is no file.
    """
    files = sorted(folder.glob("*.jsonl"))
    if not files:
        raise GoldError(f"{folder} holds no *.jsonl")
    return [question_of(letter) for path in files for letter in read_lines(path, Letter)]


def question_of(letter: Letter) -> GoldQuestion:
    """A letter as the question that the runner asks."""
    return GoldQuestion(
        id=letter.id,
        category="letter",
        suite="letters",
        question=letter.text,
        answerable=True,
        status=["answered", "partial"],
        forbidden=letter.forbidden,
        asks=letter.asks,
        private=letter.private,
        note=", ".join(letter.kinds),
        author=letter.author,
        reviewed=letter.reviewed,
    )
