"""A self-check inside a conversation: what was said is replayed, so that nothing has to be kept between two messages.

It begins with a message that asks what there is for the speaker, takes facts and answers to its questions, stands aside for any other
question, and goes on when something more is said of the speaker. Only the user's own messages are read.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from functools import cache, lru_cache
from itertools import pairwise
from pathlib import Path
from typing import Any

from assistant.eligibility.assessment import Assessment, assess
from assistant.eligibility.profile import Fact, Profile
from assistant.eligibility.reading import read_answer, read_facts
from assistant.eligibility.table import PointTable
from assistant.understanding.splitting import split_questions
from corpus import Document
from corpus.records import read_yaml

_RUN = re.compile(r"[\u4e00-\u9fff]+")
_TOPIC = 5
_SOON = 2
_SHORT = 6
LONGEST = 1500
"""Characters of a message that may be part of a self-check; a longer one is a letter."""


@dataclass(frozen=True)
class Step:
    """Where the self-check stands after a message. ``learnt`` are the facts of that message; ``begun`` when it was the first, ``skipped``
    when its question was left unanswered, ``ended`` when the user wants no more."""

    assessment: Assessment
    learnt: tuple[Fact, ...] = ()
    begun: bool = False
    skipped: bool = False
    ended: bool = False


def replay(messages: Sequence[str], table: PointTable) -> Step | None:
    """The self-check after the last of ``messages`` (the user's, in order); None where that message is no part of one."""
    return _replay(tuple(messages), table)


@lru_cache(maxsize=256)
def _replay(messages: tuple[str, ...], table: PointTable) -> Step | None:
    state = _State()
    step: Step | None = None
    for message in messages:
        state, step = _take(state, message, table)
    return step


@dataclass(frozen=True)
class _State:
    """Between two messages: the profile, whether a self-check was begun, and how many messages ago its question was put (None: is not)."""

    profile: Profile = field(default_factory=Profile)
    begun: bool = False
    since: int | None = None


def _take(state: _State, message: str, table: PointTable) -> tuple[_State, Step | None]:
    if len(message) > LONGEST:
        return state, None
    if _may_answer(state, message) and (held := _answer(state, message, table)) is not None:
        return held
    state = replace(state, since=None if state.since is None else state.since + 1)
    if not (state.begun or may_begin(message)):
        return state, None
    facts = read_facts(message)
    begins = asks_for_all(message, facts, table.document)
    resumes = state.begun and (_resumes(message) or (bool(_of_the_speaker(facts)) and not _is_question(message)))
    if not (begins or resumes):
        return state, None
    profile = state.profile.with_facts(facts)
    return _State(profile, begun=True, since=0), Step(assess(profile, table), facts, begun=not state.begun)


def _may_answer(state: _State, message: str) -> bool:
    """Whether a message may answer the last question of the self-check: at once, or a short one (“1”, 都没有) soon after."""
    return state.since == 0 or (state.since is not None and state.since <= _SOON and len(message.strip()) <= _SHORT)


def _answer(state: _State, message: str, table: PointTable) -> tuple[_State, Step | None] | None:
    """What becomes of a message after the self-check asked something; None where it is no answer."""
    question = assess(state.profile, table).question
    if question is None:
        return None
    answered = read_answer(message, question.attribute, question.options)
    if answered.kind == "leave":
        return replace(state, since=None), Step(assess(state.profile, table), ended=True)
    if answered.kind == "other":
        return None
    profile = state.profile.with_facts(answered.facts)
    if answered.kind == "unknown":
        profile = profile.declining(question.attribute.id)
    skipped = answered.kind == "unknown"
    return replace(state, profile=profile, since=0), Step(assess(profile, table), answered.facts, skipped=skipped)


def begins(message: str, document: Document) -> tuple[Fact, ...] | None:
    """The facts of a message that begins a self-check by itself; None where it does not."""
    facts = read_facts(message) if len(message) <= LONGEST and may_begin(message) else ()
    return facts if facts and asks_for_all(message, facts, document) else None


def asks_for_all(message: str, facts: Sequence[Fact], document: Document) -> bool:
    """Whether a message asks what there is for the speaker at large (我们能享受什么), or asks for a self-check; not whether this or that
    is given, nor what there is of something that ``document`` speaks of and no fact says. ``facts`` are those that it states."""
    if _words("explicit").search(message):
        return True
    if not _of_the_speaker(facts) or _words("unit").search(message) or len(split_questions(message)) > 1:
        return False
    rest = message
    for fact in facts:
        rest = rest.replace(fact.words, " ") if fact.words else rest
    if (broad := _words("broad").search(rest)) is not None:
        return _topic(rest[: broad.start()] + " " + rest[broad.end() :], document) <= _TOPIC
    # Who only tells of himself, and more than what he is, wants to know what there is for him.
    return not _is_question(message) and len({f.attribute for f in _of_the_speaker(facts)} - {"region"}) > 1


def _topic(words: str, document: Document) -> int:
    """How many pairs of characters of ``words`` stand in the document's text and not in its title: what is asked about besides oneself."""
    pairs = {a + b for run in _RUN.findall(words) for a, b in pairwise(run)}
    return sum(pair in document.text and pair not in document.title for pair in pairs)


def may_begin(message: str) -> bool:
    """Whether a message may begin a self-check, told from a few words: whatever else it is, it then speaks of the speaker."""
    return _words("explicit").search(message) is not None or _words("speaker").search(message) is not None


def _of_the_speaker(facts: Sequence[Fact]) -> list[Fact]:
    return [f for f in facts if f.attribute != "needs"]


def _is_question(message: str) -> bool:
    return _words("question").search(message) is not None


def _resumes(message: str) -> bool:
    return _words("resume").search(message) is not None


@cache
def _words(name: str) -> re.Pattern[str]:
    raw: Any = read_yaml(Path(__file__).with_name("session.yaml"))[name]
    return re.compile("|".join(f"(?:{p})" for p in raw), re.I)
