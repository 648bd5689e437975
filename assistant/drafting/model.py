"""The draft that leaves: one shape for the command line and the REST interface.

``schema_version`` 1. Other programs rely on these fields; a change that is not an addition needs a new version.
"""

from __future__ import annotations

from typing import Any, Literal

from pydantic import BaseModel, ConfigDict

from assistant.contract import Answer, Citation, Reason, Status
from assistant.messages import Language

SCHEMA_VERSION = 1

SentenceKind = Literal["address", "opening", "heading", "statement", "framing", "gap", "open", "contact", "closing", "signature"]
"""*statement* says what a document says and carries notes; *gap* says what it certainly does not say; *open* is a field that a person fills
with the answer, its notes the nearest places to look; *framing* leads to what follows."""

ChecklistKind = Literal[
    "kept",
    "open",
    "placeholders",
    "salutation",
    "relevance",
    "unanswered",
    "lost_digits",
    "inferred",
    "declined",
    "partial",
    "clarify",
    "error",
    "unrecognised",
    "unread",
    "nothing_asked",
    "validity",
    "document_number",
    "personal_data",
    "removed",
    "model",
    "instructions",
    "quoted_history",
    "background",
    "commitment",
]


class EnquiryError(ValueError):
    """An enquiry that no reply can be drafted to. ``reason`` is *empty* or *too_long*; :attr:`values` fill the message
    ``draft.refused_REASON``."""

    def __init__(self, reason: Literal["empty", "too_long"], **values: object) -> None:
        super().__init__(reason)
        self.reason = reason
        self.values = values


class _Value(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class DraftQuestion(_Value):
    """A question of the enquiry (concealed) and the assistant's answer to it."""

    question: str
    status: Status
    reason: Reason | None
    answer: Answer


class Kept(_Value):
    """Why a sentence without support was left in a letter, by whom and when (ISO 8601)."""

    reason: str
    by: str
    at: str


class DraftSentence(_Value):
    """A sentence of the letter. ``citations`` are numbers of :attr:`Draft.citations`; ``question`` counts from 1; sentences of one
    ``paragraph`` run on. ``answers``: whether what it cites surely answers that question; else its quotes are exact, and no more is known.
    ``kept`` is there where nothing bears it and somebody left it in."""

    text: str
    citations: tuple[int, ...] = ()
    kind: SentenceKind
    question: int | None = None
    paragraph: int
    answers: bool = False
    kept: Kept | None = None


class DraftCitation(Citation):
    """A note of the letter: a citation that names its document in full."""

    document_title: str


class ChecklistItem(_Value):
    """Something that a person looks at before the letter is sent, with the question that it concerns, if one."""

    kind: ChecklistKind
    text: str
    question: int | None = None


class Draft(_Value):
    """A letter to be checked. Placeholders (〔手机号1〕) stand for the personal data of the enquiry; its other fields in 〔〕 are for a
    person to fill."""

    schema_version: Literal[1] = 1
    language: Language
    enquiry: str
    questions: tuple[DraftQuestion, ...]
    text: str
    sentences: tuple[DraftSentence, ...]
    citations: tuple[DraftCitation, ...]
    checklist: tuple[ChecklistItem, ...]
    model: str | None = None
    index: str = ""

    @property
    def failed(self) -> bool:
        """Whether a question could not be answered because a component failed."""
        return any(question.status == "error" for question in self.questions)

    def to_dict(self) -> dict[str, Any]:
        """The draft as plain JSON types."""
        return self.model_dump(mode="json")
