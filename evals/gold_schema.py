"""Gold questions: what is asked, what a right answer must say and cite, and where the document says so.

A gold file is JSON Lines, one :class:`GoldQuestion` a line, one file a category (``gold/lookup.jsonl`` holds the category *lookup*).
Gold is written by reading the policy, never from what the answerer says. Suites: *core* (``gold/*.jsonl``) is written here,
*independent* (``gold/independent/*.jsonl``) by people who had seen the policy alone, *adversarial* is built by rule
(:mod:`evals.adversarial`), *carried* puts around the questions of these what people put around questions, *dialogue* holds whole
conversations, *letters* whole letters.
"""

from __future__ import annotations

import datetime as dt
import json
import re
from pathlib import Path
from typing import Annotated, Literal, get_args

from pydantic import BaseModel, ConfigDict, Field, ValidationError, field_validator

from evals.verdict import Verdict

GOLD_DIR = Path(__file__).parent / "gold"
POLICY = "js-ip-2023"

Suite = Literal["core", "independent", "adversarial", "carried", "dialogue", "letters"]
SUITES: tuple[Suite, ...] = get_args(Suite)
READ_BY_CATEGORY: frozenset[Suite] = frozenset(("independent", "carried", "dialogue", "letters"))
"""Suites whose questions nobody opens one by one: what judges the assistant would be fitted to otherwise. They are told by category."""
Written = Literal[
    "lookup",
    "number",
    "list_count",
    "damaged",
    "validity_reference",
    "eligibility",
    "follow_up",
    "decline_off_topic",
    "decline_not_stated",
    "injection",
    "forms",
    "commitment",
    "multi_question",
    "yes_no",
]
Built = Literal[
    "number_swap",
    "department_swap",
    "neighbouring_measure",
    "no_such_measure",
    "filled_digit",
    "repealed",
    "injected",
]
Carried = Literal[
    "identity",
    "courtesy",
    "hurry",
    "hearsay",
    "story",
    "on_behalf",
    "contacts",
    "second_place",
    "emoji",
    "line_breaks",
    "no_punctuation",
    "endings",
    "story_numbers",
]
Talk = Literal[
    "ellipsis",
    "correction",
    "facts_later",
    "offer",
    "topic_return",
    "language",
    "lost_digits",
    "in_force",
    "list_then",
    "dialect",
    "comparison",
    "premise_change",
    "person",
    "shorter",
    "self_check",
    "impatience",
    "voice",
]
Letter = Literal["letter"]
Category = Written | Built | Carried | Talk | Letter
WRITTEN: tuple[str, ...] = get_args(Written)
BUILT: tuple[str, ...] = get_args(Built)
CARRIED: tuple[str, ...] = get_args(Carried)
TALK: tuple[str, ...] = get_args(Talk)
LETTER: tuple[str, ...] = get_args(Letter)
CATEGORIES = WRITTEN + BUILT + CARRIED + TALK + LETTER
Outcome = Literal["answered", "partial", "declined", "clarify"]
Why = Literal["out_of_scope", "not_stated", "no_such_provision", "not_held", "no_evidence", "illegible", "ambiguous"]
Proof = Literal["evidence", "heading", "label", "department", "cited", "departments", "quotes", "children", "measures", "parts", "question"]
Words = Annotated[str, Field(min_length=1)]


class GoldError(Exception):
    """A gold file cannot be read; the message names the file, the line and the field."""


class _Strict(BaseModel):
    model_config = ConfigDict(strict=True, extra="forbid", frozen=True)


class Turn(_Strict):
    """One earlier line of the conversation."""

    role: Literal["user", "assistant"]
    """Who said it."""
    content: Words
    """What was said."""


class Fact(_Strict):
    """Something that a right answer says."""

    text: list[Words] = Field(min_length=1)
    """Acceptable spellings; any one will do. Numerals count in all their faces (三年 = 3年) without being listed."""
    vital: bool = True
    """An answer without a vital fact is wrong; the others make it better."""
    proof: Proof = "evidence"
    """How it is known: *evidence*: a spelling stands in a quote below. *heading*, *label*, *department*: it is the title, the label or a
    responsible body of a provision that must be cited. *cited*: it counts the provisions that must be cited. *departments*: it counts
    the bodies in charge of the one that must be cited. *quotes*: it counts the quotes below, one for each thing counted. *children*: it
    counts the measures of a part that is quoted below. *measures*, *parts*: it counts those of the document. *question*: it names what the
    document does not say, in a word of the question."""


class Evidence(_Strict):
    """The words that bear an answer out."""

    document: Words = POLICY
    """Id of the document."""
    provision: Words
    """Id of the provision that the words stand in."""
    quote: Words
    """A verbatim slice of the provision, in the restored text."""


class LetterAsk(_Strict):
    """One of the things that a letter asks."""

    about: Words
    """What, in short."""
    words: Words
    """A regular expression that matches the question of the draft which takes it up."""
    cite: list[Annotated[int, Field(ge=1, le=21)]] = []
    """Measures each of which the section cites."""
    must: list[Words] = []
    """Regular expressions each of which matches the section or a quote in its notes."""
    decline: bool = False
    """Whether the text does not state it, at least in a part: the section says so or leaves a field to be filled."""


class GoldQuestion(_Strict):
    """One question and how its answer is judged."""

    id: str = Field(pattern=r"^[a-z_]+-\d{3}(?:[.~][a-z0-9_]+)?$")
    """Category and number: ``lookup-001``. Never used again for another question. A turn of a dialogue has the dialogue's and its own
    (``dialogue-001.2``), a carried question that of the question and its carrier's (``lookup-001~thanks_late``)."""
    category: Category
    """What the question tries."""
    suite: Suite = "core"
    """Which suite it belongs to."""
    question: Words
    """In a user's words."""
    history: list[Turn] = []
    """Earlier turns, oldest first; user turns alone will do."""
    as_of: dt.date | None = None
    """The day on which it is asked; None where the day makes no difference."""
    after: str | None = None
    """Id of the question before it in the same conversation: what was asked there and what was then really answered is the history."""
    answerable: bool
    """Whether the document answers at least a part of it."""
    status: list[Outcome] = Field(min_length=1)
    """Acceptable statuses of the answer."""
    reason: list[Why] = []
    """Acceptable reasons of an answer that declines; any when empty."""
    verdict: list[Verdict] = []
    """Acceptable verdicts of an answer to a yes/no question, *open*: the text leaves it open. Not judged when empty. A reader's conclusion
    from the evidence: nothing else proves it."""
    must_cite: list[Words] = []
    """Ids of provisions of the policy that must be cited as support."""
    may_cite: list[Words] = []
    """Others that are reasonable to cite: neighbours in substance, the nearest place when it declines."""
    cite_any: list[Words] = []
    """Ids of provisions one of which must be cited as support."""
    must_not_cite: list[Words] = []
    """Ids of provisions that would be wrong support; ``*``: nothing may be cited as support."""
    facts: list[Fact] = []
    """What the answer says."""
    says: list[Words] = []
    """Regular expressions each of which matches the answer's text or a quote that supports it; seen as those that are forbidden."""
    lead: list[Words] = []
    """Regular expressions one of which matches the first sentence of an answer that answers at once: a verdict, a figure, a body."""
    forbidden: list[Words] = []
    """Regular expressions that match nowhere in the answer and its notices: filled-in digits, invented promises, other departments.
    They see plain text: one width, no spaces or Markdown, case ignored."""
    evidence: list[Evidence] = []
    """Where the document says it."""
    asks: list[LetterAsk] = []
    """What a letter asks; ``question`` is its text."""
    personal: list[Words] = []
    """Personal data of a letter, which no draft may hold."""
    note: str = ""
    """Why it is asked or judged so."""
    author: Words
    """Who wrote it."""
    reviewed: bool
    """Whether it was read a second time against the text."""

    @field_validator("as_of", mode="before")
    @classmethod
    def _iso(cls, value: object) -> object:
        return dt.date.fromisoformat(value) if isinstance(value, str) else value

    @field_validator("forbidden", "says", "lead")
    @classmethod
    def _compiles(cls, patterns: list[str]) -> list[str]:
        for pattern in patterns:
            try:
                re.compile(pattern)
            except re.error as error:
                raise ValueError(f"{pattern!r} is no regular expression: {error}") from error
        return patterns

    @property
    def vital(self) -> list[Fact]:
        return [fact for fact in self.facts if fact.vital]


def load_gold(folder: Path = GOLD_DIR, suite: Suite = "core") -> list[GoldQuestion]:
    """The written questions of a suite, category after category in the order of :data:`CATEGORIES`, within a file in its order.

    ``folder`` holds the files of the suite *core*, its folder ``independent`` those of that suite.

    Raises:
        GoldError: a line does not fit the schema, or stands in the file of another category or suite, or there is no file at all.
    """
    folder = folder if suite == "core" else folder / suite
    files = sorted(folder.glob("*.jsonl"), key=lambda path: (CATEGORIES.index(path.stem) if path.stem in CATEGORIES else -1, path.name))
    if not files:
        raise GoldError(f"{folder} holds no *.jsonl")
    return [question for path in files for question in read_gold(path, suite)]


def read_gold(path: Path, suite: Suite = "core") -> list[GoldQuestion]:
    """The questions of one file, named after its category.

    Raises:
        GoldError: see :func:`load_gold`.
    """
    questions = []
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        try:
            question = GoldQuestion.model_validate(json.loads(line))
        except (ValidationError, ValueError) as error:
            raise GoldError(f"{path.name}:{number}: {_first(error)}") from error
        if question.category != path.stem:
            raise GoldError(f"{path.name}:{number}: category {question.category} belongs into {question.category}.jsonl")
        if question.suite != suite:
            raise GoldError(f"{path.name}:{number}: suite {question.suite} does not belong among {suite}")
        questions.append(question)
    return questions


def _first(error: ValueError) -> str:
    if isinstance(error, ValidationError):
        found = error.errors()[0]
        return f"{'.'.join(map(str, found['loc']))}: {found['msg']}"
    return str(error)
