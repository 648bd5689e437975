"""The types of understanding."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from assistant.understanding.list_query import Comparison, ListQuery
from assistant.understanding.named import Named, Repealed
from assistant.understanding.validity import NOTHING, HeldOut

Route = Literal["provision", "part", "outline", "document", "department_list", "content", "greeting"]
Problem = Literal["empty_question", "too_long"]
Language = Literal["zh", "en"]


@dataclass(frozen=True, slots=True)
class ProvisionRef:
    """A unit that the question names by number. ``level``: *unit* (第六条, 措施(六), measure 6) or *part* (第三部分, 第三章). ``until`` is
    the last unit of a range too long to spell out, ``below`` the way down from the unit to an item in it (第六条第(二)项, 三、(六))."""

    level: Literal["unit", "part"]
    number: int
    written: str
    until: int | None = None
    below: tuple[int, ...] = ()

    @property
    def id(self) -> str:
        """The id that such a provision has in a document."""
        return ".".join(map(str, (self.number, *self.below)))


@dataclass(frozen=True, slots=True)
class Counted:
    """Units named by counting (最后两条, 第二部分第一条) and what they are: ``units`` are ids of provisions, none when there is no
    such unit; ``within`` is the id of the part that was counted in, if any."""

    written: str
    units: tuple[str, ...]
    within: str | None = None


@dataclass(frozen=True, slots=True)
class Candidate:
    """One thing that an ambiguous reference may mean: how it is described (``key`` of a message and the part it is in) and its unit."""

    key: Literal["in_part", "in_whole", "in_unit"]
    unit: str
    within: str | None = None


@dataclass(frozen=True)
class Understanding:
    """What a question was understood to ask.

    ``question`` is the cleaned question, ``standalone`` the same made independent of the conversation. ``kinds`` are the kinds of
    thing asked for, most specific first (see ``kinds.yaml``); ``document_facts`` those about the document itself. ``content`` is the
    question without its function words: what it is about, ``subject`` without the words for the kind of thing either, ``wanted``
    the same without the clauses in which people say who they are; ``searched`` the
    question without the words that only ask for a body or a
    procedure, which every unit would match. ``expansions`` are the official words for everyday words in it.
    ``manners`` say how a yes/no question is put (must it, is it sure, is there money: ``manners.yaml``).
    ``documents`` are ids of the documents named, ``repealed`` those named that a held one repeals, ``absent`` what is named and not held;
    ``held_out`` is what is said of a document's validity (:mod:`assistant.understanding.validity`).
    ``counted`` are the units named by counting, ``without`` the units already spoken of when more is asked for, ``ambiguous`` what a
    reference may mean when that cannot be told. ``query`` is the list, count or comparison asked for, if it is one.
    """

    question: str
    standalone: str
    language: Language = "zh"
    route: Route = "content"
    problem: Problem | None = None
    refs: tuple[ProvisionRef, ...] = ()
    departments: tuple[str, ...] = ()
    documents: tuple[str, ...] = ()
    repealed: tuple[Repealed, ...] = ()
    absent: tuple[Named, ...] = ()
    held_out: HeldOut = NOTHING
    instruments: tuple[str, ...] = ()
    kinds: tuple[str, ...] = ()
    document_facts: tuple[str, ...] = ()
    content: str = ""
    subject: str = ""
    wanted: str = ""
    searched: str = ""
    expansions: tuple[str, ...] = ()
    manners: tuple[str, ...] = ()
    counted: tuple[Counted, ...] = ()
    without: tuple[str, ...] = ()
    ambiguous: tuple[Candidate, ...] = ()
    query: ListQuery | Comparison | None = None

    @property
    def asks_who(self) -> bool:
        """Whether bodies in charge are asked for."""
        return "who" in self.kinds
