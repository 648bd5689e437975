"""The object that leaves: one shape for the command line, batches, the REST interface and the chat.

``schema_version`` 1. Other programs rely on these fields; a change that is not an addition needs a new version.
"""

from __future__ import annotations

from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field, model_validator

from assistant.eligibility.report import EligibilityReport

SCHEMA_VERSION = 1

Status = Literal["answered", "partial", "declined", "clarify", "error"]
Reason = Literal[
    "out_of_scope",
    "not_stated",
    "no_such_provision",
    "not_held",
    "no_evidence",
    "empty_question",
    "too_long",
    "ambiguous",
    "illegible",
    "internal",
    "index_unavailable",
    "invalid_input",
]
Mode = Literal["structured", "extractive", "generative"]
NoticeKind = Literal["illegible", "inferred", "validity", "modality", "not_stated", "background", "other"]


class _Value(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Citation(_Value):
    """One place in a document. ``quote`` is ``text[start:end]`` of the restored document, exactly.

    ``role`` is *support* when the answer states what the quote says, *signpost* when the quote is only the nearest place to look.
    ``measure`` is set only for a numbered measure of a policy. ``kind`` is *note* for background that is not the document's own words.
    """

    n: int
    role: Literal["support", "signpost"] = "support"
    document: str
    document_number: str | None = None
    provision: str
    measure: int | None = None
    label: str
    title: str
    quote: str
    start: int
    end: int
    kind: Literal["provision", "note"] = "provision"


class Notice(_Value):
    """A line beside the answer that the reader should not miss."""

    kind: NoticeKind
    text: str


class Verification(_Value):
    """How many claims the answer made, how many stood, how many were taken out."""

    claims: int = 0
    supported: int = 0
    removed: int = 0


class Answer(_Value):
    """What was asked, what is answered, where it stands. See the module's docstring for its stability."""

    schema_version: Literal[1] = 1
    id: str | None = None
    question: str
    standalone_question: str
    status: Status
    abstained: bool = False
    reason: Reason | None = None
    answer: str
    citations: tuple[Citation, ...] = ()
    marks: tuple[tuple[int, ...], ...] = ()
    """For each mark in ``answer`` (``[措施(六)]``), in the order of the text, the numbers of the citations that it stands for."""
    notices: tuple[Notice, ...] = ()
    verification: Verification = Field(default_factory=Verification)
    mode: Mode = "extractive"
    model: str | None = None
    suggestions: tuple[str, ...] = ()
    index: str = ""
    latency_ms: float = 0.0
    eligibility: EligibilityReport | None = Field(default=None, exclude_if=lambda report: report is None)
    """The verdicts, when the message is part of a self-check, the same as ``assistant eligibility`` gives; not there otherwise."""

    @model_validator(mode="after")
    def _abstained_means_declined(self) -> Answer:
        if self.abstained != (self.status == "declined"):
            raise ValueError("abstained is true exactly when the status is declined")
        return self

    def to_dict(self) -> dict[str, Any]:
        """The contract as plain JSON types."""
        return self.model_dump(mode="json")


class HistoryTurn(_Value):
    """One earlier line of a conversation."""

    role: Literal["user", "assistant"]
    content: str
