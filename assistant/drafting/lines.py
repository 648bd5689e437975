"""The lines of a letter, and the pen that writes them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from assistant.answering.model import Claim
from assistant.drafting.model import SentenceKind
from assistant.drafting.register import in_register
from assistant.messages import text

if TYPE_CHECKING:
    from assistant.messages import Language

Place = tuple[str, int, int]
"""A document and where in it."""
_NUMERALS = "一二三四五六七八九十"


@dataclass(frozen=True)
class Line:
    """A sentence of the letter with what bears it. Lines of one ``paragraph`` run on; ``number`` is that of the question, ``answers``
    whether it surely answers it."""

    kind: SentenceKind
    claim: Claim
    paragraph: int
    number: int | None = None
    answers: bool = False


@dataclass(frozen=True)
class Spoken:
    """A claim as the letter says it, and the name of the message that it was made from."""

    claim: Claim
    name: str

    @classmethod
    def of(cls, claim: Claim, language: Language, document: str) -> Spoken:
        return cls(*in_register(claim, language, document))

    @property
    def places(self) -> tuple[Place, ...]:
        return tuple((q.document.id, q.start, q.end) for q in self.claim.quotes)


@dataclass
class Pen:
    """Where the letter has got to."""

    called: Mapping[str, str]
    """How the letter calls each document, by its id."""
    language: Language
    lines: list[Line] = field(default_factory=list)
    paragraph: int = 0

    def begin(self) -> None:
        """A new paragraph."""
        self.paragraph += 1

    def add(self, kind: SentenceKind, claim: Claim | str, number: int | None = None, *, answers: bool = False) -> None:
        """A line of the paragraph; words alone frame what stands around them."""
        framed = Claim(claim, style="lead") if isinstance(claim, str) else claim
        framed = replace(framed, text=framed.text[:1].upper() + framed.text[1:])
        self.lines.append(Line(kind, framed, self.paragraph, number, answers))

    def say(self, key: str, **values: object) -> str:
        """The message ``draft.KEY``."""
        return text(f"draft.{key}", self.language, **values)

    def has(self, claim: Claim, number: int) -> bool:
        """Whether just this is said of the same places already: on question ``number``, or as whom to ask, where two questions lead to
        the same bodies."""
        same = (line for line in self.lines if line.claim.text == claim.text and line.claim.quotes == claim.quotes)
        return any(line.number == number or line.kind == "contact" for line in same)

    def numeral(self, place: int) -> str:
        """一, 二 … 二十 for 0, 1 … 19; figures beyond, and in English."""
        if self.language == "en" or place >= 20:
            return str(place + 1)
        return _NUMERALS[place] if place < 10 else f"{'二' if place == 19 else ''}十{_NUMERALS[place - 10] if place < 19 else ''}"
