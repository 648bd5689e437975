"""What an answerer hands to verification: claims with the places that bear them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from assistant.contract import Mode, Notice, Reason, Status
from corpus import Document, Provision


@dataclass(frozen=True)
class Quote:
    """A slice of a provision: ``document.text[start:end]``. ``signpost`` marks the nearest place to look instead of support."""

    document: Document
    provision: Provision
    start: int
    end: int
    signpost: bool = False

    @property
    def text(self) -> str:
        return self.document.text[self.start : self.end]

    @property
    def is_note(self) -> bool:
        """Whether this is background, not a document's own words."""
        return self.document.record.kind == "note"


@dataclass(frozen=True)
class Claim:
    """One statement of an answer, without its marks.

    ``verbatim`` are the strings in ``text`` that claim to be the document's own words. ``computed`` are figure keys that follow from
    counting the parsed document (how many measures), not from any quoted words. A *lead* or *tail* only frames the statements around
    it: without quotes it may hold no figure and name no body; a *heading* is the question that follows, of a message that holds several.
    ``denied`` are bodies that the claim says are *not* in what it quotes. ``written`` marks free prose of a model: it passes more gates
    than what the assistant composes from the document's own words.
    """

    text: str
    quotes: tuple[Quote, ...] = ()
    verbatim: tuple[str, ...] = ()
    computed: frozenset[str] = frozenset()
    denied: tuple[str, ...] = ()
    style: Literal["lead", "paragraph", "item", "tail", "heading"] = "paragraph"
    written: bool = False


@dataclass(frozen=True)
class Draft:
    """An answer before verification."""

    status: Status
    claims: tuple[Claim, ...]
    mode: Mode
    reason: Reason | None = None
    notices: tuple[Notice, ...] = ()
    suggestions: tuple[str, ...] = ()
    model: str | None = None
    """The model that wrote some of its claims."""
