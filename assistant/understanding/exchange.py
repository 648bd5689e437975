"""What a conversation leaves for later questions."""

from __future__ import annotations

from dataclasses import dataclass

from assistant.understanding.model import ProvisionRef


@dataclass(frozen=True)
class Exchange:
    """One earlier question and what its answer spoke of. ``asked`` is the question standing by itself; ``units`` those cited, the first
    one in focus; ``listed`` the rows of a list; ``offered`` the readings that an answer asked back about, as (description, question);
    ``body`` is the one body whose units were asked for, ``document`` the id of the document that it was about;
    ``message`` counts the user's messages from 0."""

    question: str
    asked: str
    message: int = 0
    answered: bool = False
    route: str = "content"
    content: str = ""
    units: tuple[ProvisionRef, ...] = ()
    listed: tuple[ProvisionRef, ...] = ()
    offered: tuple[tuple[str, str], ...] = ()
    part: ProvisionRef | None = None
    heading: str = ""
    body: str = ""
    document: str = ""

    @property
    def focus(self) -> ProvisionRef | None:
        """What it was about: the part asked for, else the first unit cited."""
        return self.part or (self.units[0] if self.units else None)


@dataclass(frozen=True)
class Resolved:
    """What is asked: ``asked`` stands by itself; ``without`` are the units already spoken of when more is asked for."""

    asked: str
    without: tuple[ProvisionRef, ...] = ()
