"""What the tools that read the parsed document give back. Citations and notices are those of the contract."""

from __future__ import annotations

from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

from assistant.contract import Citation, Notice

Missing = Literal[
    "no_such_document", "no_such_provision", "ambiguous", "unknown_department", "unknown_part", "unknown_commitment", "none_matches"
]
"""Why nothing was found."""


class _Value(BaseModel):
    model_config = ConfigDict(frozen=True)


class DocumentBrief(_Value):
    """A document and its dates as the text shows them: a digit that is lost is □."""

    id: str
    title: str
    document_number: str | None = None
    issued: str | None = None
    in_force: str | None = None
    expires: str | None = None


class Measure(_Value):
    """A measure (of another document: an article or item). ``text`` is ``document.text[start:end]``; ``departments`` in their order, the
    first one leading; ``commitments`` are the words by which it binds itself."""

    document: str
    provision: str
    number: int | None
    label: str
    title: str
    part: str | None
    departments: tuple[str, ...]
    commitments: tuple[str, ...]
    text: str
    start: int
    end: int


class MeasureFound(_Value):
    """One measure, or why there is none."""

    found: bool
    reason: Missing | None = None
    measure: Measure | None = None
    document: DocumentBrief | None = None
    citations: tuple[Citation, ...] = ()
    notices: tuple[Notice, ...] = ()


class MeasuresFound(_Value):
    """All measures that meet every condition, in the document's order; each citation shows why its measure is among them."""

    count: int
    total: int = Field(description="How many measures the document has.")
    reason: Missing | None = None
    department: str | None = Field(default=None, description="The department as the document names it.")
    part: str | None = None
    commitment: tuple[str, ...] = Field(default=(), description="The words that were looked for.")
    known: tuple[str, ...] = Field(default=(), description="What could have been asked for, where something is unknown.")
    measures: tuple[Measure, ...] = ()
    citations: tuple[Citation, ...] = ()
    notices: tuple[Notice, ...] = ()


class Part(_Value):
    """A part and the numbers of its measures."""

    label: str
    title: str
    measures: tuple[int, ...]


class Damage(_Value):
    """Damaged places of the copy at hand, by what became of them."""

    total: int
    certain: int
    inferred: int
    lost: int


class ValidityFound(_Value):
    """Whether the document is in force on ``day``. ``force``: in_force, not_yet, expired, repealed, undecided (it depends on what cannot be
    read or is not stated: ``because``), unknown (no date of effect is stated). ``term`` is a period as it stands, ``repealed_by`` the ids
    of the documents held that repeal it; the citations show the places."""

    day: str
    force: str
    because: str | None = None
    term: str | None = None
    trial: bool = False
    repealed_by: tuple[str, ...] = ()


class DocumentFound(_Value):
    """What a document says of itself, or why there is none. ``documents`` are all that are held."""

    found: bool
    reason: Missing | None = None
    document: DocumentBrief | None = None
    issuer: str | None = None
    status: str | None = None
    supersedes: tuple[str, ...] = ()
    superseded_by: str | None = None
    validity: ValidityFound | None = None
    measures: int = 0
    parts: tuple[Part, ...] = ()
    damage: Damage | None = None
    citations: tuple[Citation, ...] = ()
    notices: tuple[Notice, ...] = ()
    documents: tuple[DocumentBrief, ...] = ()
