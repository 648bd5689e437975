"""Gold beyond single questions: conversations, each turn of which becomes a question that follows another, and letters with what they ask.

Written from the text of the policy by people who had seen neither the code nor an answer (``gold/dialogues``, ``gold/letters``).
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Annotated, Any, TypeVar

from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

from evals.gold_schema import GOLD_DIR, Evidence, GoldError, GoldQuestion, LetterAsk, Outcome, Talk
from evals.verdict import Verdict

DIALOGUES, LETTERS = GOLD_DIR / "dialogues" / "dialogues.jsonl", GOLD_DIR / "letters" / "letters.jsonl"
_Measure = Annotated[int, Field(ge=1, le=21)]


class _Strict(BaseModel):
    model_config = ConfigDict(strict=True, extra="forbid", frozen=True)


class Place(_Strict):
    """Words of a measure that bear an answer out."""

    provision: str
    quote: str


class Said(_Strict):
    """One turn: what is asked, and what must hold of the answer in its place in the conversation."""

    q: str = Field(min_length=1)
    cite: list[_Measure] = []
    """Measures each of which is cited."""
    any: list[_Measure] = []
    """Measures one of which is cited."""
    nocite: list[_Measure] = []
    """Measures that are not."""
    must: list[str] = []
    mustnot: list[str] = []
    verdict: list[Verdict] = []
    abstain: bool | None = None
    """Whether it is declined, at least in a part; None where either is right."""
    soft: bool = False
    """Whether only what is said counts, not what is decided or cited."""
    evidence: list[Place] = []


class Dialogue(_Strict):
    """A conversation of four to eight turns."""

    id: str = Field(pattern=r"^dialogue-\d{3}$")
    kind: Talk
    note: str = ""
    turns: list[Said] = Field(min_length=4, max_length=8)

    def questions(self) -> list[GoldQuestion]:
        """Its turns as questions, each after the one before."""
        return [self._question(number, turn) for number, turn in enumerate(self.turns, start=1)]

    def _question(self, number: int, turn: Said) -> GoldQuestion:
        status: list[Outcome] = ["answered", "partial", "declined", "clarify"]
        if turn.abstain is not None and not turn.soft:
            status = ["declined", "partial", "clarify"] if turn.abstain else ["answered", "partial"]
        return GoldQuestion(
            id=f"{self.id}.{number}",
            category=self.kind,
            suite="dialogue",
            question=turn.q,
            after=f"{self.id}.{number - 1}" if number > 1 else None,
            answerable=not turn.abstain and bool(turn.evidence),
            status=status,
            verdict=[] if turn.soft else turn.verdict,
            must_cite=[] if turn.soft else [str(n) for n in turn.cite],
            cite_any=[] if turn.soft else [str(n) for n in turn.any],
            must_not_cite=[str(n) for n in turn.nocite],
            says=turn.must,
            forbidden=turn.mustnot,
            evidence=[Evidence(provision=e.provision, quote=e.quote) for e in turn.evidence],
            author="outsider",
            reviewed=True,
        )


class Letter(_Strict):
    """A letter with what it asks."""

    id: str = Field(pattern=r"^letter-\d{3}$")
    kind: list[str]
    text: str = Field(min_length=1)
    asks: list[LetterAsk] = Field(min_length=1)
    mustnot: list[str] = []
    pii: list[str] = []
    names: list[str] = []

    @model_validator(mode="after")
    def _of_the_letter(self) -> Letter:
        if absent := [word for word in (*self.pii, *self.names) if word not in self.text]:
            raise ValueError(f"{', '.join(absent)} stands nowhere in the letter")
        return self

    def question(self) -> GoldQuestion:
        """The letter as one question."""
        return GoldQuestion(
            id=self.id,
            category="letter",
            suite="letters",
            question=self.text,
            answerable=any(ask.cite for ask in self.asks),
            status=["answered"],
            asks=self.asks,
            personal=[*self.pii, *self.names],
            forbidden=self.mustnot,
            author="outsider",
            reviewed=True,
        )


_Read = TypeVar("_Read", Dialogue, Letter)


def load_dialogues(path: Path = DIALOGUES) -> list[Dialogue]:
    """All conversations. Raises :class:`~evals.gold_schema.GoldError` where a line does not fit."""
    return _read(path, Dialogue)


def load_letters(path: Path = LETTERS) -> list[Letter]:
    """All letters. Raises :class:`~evals.gold_schema.GoldError` where a line does not fit."""
    return _read(path, Letter)


def _read(path: Path, kind: type[_Read]) -> list[_Read]:
    found = []
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        try:
            raw: dict[str, Any] = json.loads(line)
            found.append(kind.model_validate(raw))
        except (ValidationError, ValueError) as error:
            raise GoldError(f"{path.name}:{number}: {' '.join(str(error).split())[:200]}") from error
    return found
