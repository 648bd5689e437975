"""The pipeline: understand → find → answer → verify. Each step takes and gives an immutable turn; the first to set a draft goes on to
verification, and what leaves is the contract's :class:`Answer`."""

from __future__ import annotations

import datetime as dt
import logging
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from assistant.answering.about_document import answer_document, answer_size, asks_of_repealed
from assistant.answering.context import Context
from assistant.answering.extractive import answer_background, answer_content
from assistant.answering.lists import answer_query
from assistant.answering.model import Claim, Draft
from assistant.answering.naming import ask_which
from assistant.answering.not_held import answer_not_held
from assistant.answering.quotation import answer_quotation
from assistant.answering.refusals import declined_before_search, no_more, nothing_found, silent
from assistant.answering.signals import evidence_kinds, holds
from assistant.answering.structured import answer_departments, answer_part, answer_unit
from assistant.answering.validity import rests_on_validity
from assistant.chunks import Chunk
from assistant.contract import HistoryTurn, Verification
from assistant.conversation import Memory, read_in_context
from assistant.finding import Found, find
from assistant.index import Index
from assistant.messages import text
from assistant.scope import Scope, judge
from assistant.settings import Settings
from assistant.understanding import Understanding, understand
from assistant.understanding.language_data import AskedKind
from assistant.understanding.understand import topic_beside_document
from assistant.understanding.vocabulary import Vocabulary
from assistant.verification import Removal, verify
from corpus import Corpus, Document

if TYPE_CHECKING:
    from assistant.eligibility import Assessment
    from assistant.endpoint import ChatModel
    from assistant.generating.prose import Writer, Writing

_log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Engine:
    """What every turn works with."""

    settings: Settings
    corpus: Corpus
    index: Index
    vocabulary: Vocabulary
    main: Document
    today: Callable[[], dt.date] = dt.date.today
    memory: Memory = field(default_factory=Memory)
    writer: Writer | None = None
    """Writes answers anew, when a model is configured."""
    rephraser: ChatModel | None = None
    """Puts follow-ups that were not understood as questions of their own, when a model is configured for it."""


@dataclass(frozen=True)
class Turn:
    """One question on its way. Steps fill in the fields below ``history``."""

    engine: Engine
    question: str
    """What is read: concealed, without the clauses in which the writer only gives contacts."""
    history: tuple[HistoryTurn, ...] = ()
    shown: str | None = None
    """The whole message as it may be shown and kept: concealed. None: the question."""
    understanding: Understanding | None = None
    found: Found | None = None
    scope: Scope | None = None
    draft: Draft | None = None
    verification: Verification = field(default_factory=Verification)
    removed: tuple[Removal, ...] = ()
    written: Writing | None = None
    """What a model had to do with the answer."""
    may_check: bool = True
    """Whether the message may be part of a self-check; a question of a letter is not."""
    assessment: Assessment | None = None
    """The verdicts, when the message is part of a self-check."""

    @property
    def u(self) -> Understanding:
        assert self.understanding is not None, "understand comes first"
        return self.understanding

    @property
    def context(self) -> Context:
        """The document that the question is about (the one it names, else the main one) and the language of the answer."""
        named = self.u.documents[0] if self.u.documents else self.engine.main.id
        document = self.engine.corpus.document(named) or self.engine.main
        return Context(self.engine.corpus, document, self.u.language)


Step = Callable[[Turn], Turn]


def understand_step(turn: Turn) -> Turn:
    """Fill in the understanding; a question that leans on the conversation is made to stand by itself first."""
    engine = turn.engine
    u = understand(turn.question, engine.vocabulary, max_chars=engine.settings.max_question)
    return replace(turn, understanding=read_in_context(turn, u))


def structured_step(turn: Turn) -> Turn:
    """Answer what the parsed document answers by itself, and refuse what cannot be read as a question."""
    u, context = turn.u, turn.context
    if u.problem or u.route == "greeting":
        return replace(turn, draft=declined_before_search(context, u, turn.engine.settings.max_question))
    if u.ambiguous:
        return replace(turn, draft=ask_which(context, u))
    if asks_of_repealed(u):
        return replace(turn, draft=answer_document(context, u, turn.engine.today()))
    if u.absent or u.repealed:
        return replace(turn, draft=answer_not_held(context, u, turn.engine.today()))
    if (held := answer_quotation(context, u)) is not None:
        return replace(turn, draft=held)
    if any(not c.units for c in u.counted) and not u.refs:
        return replace(turn, draft=answer_unit(context, u))
    if u.without and u.route != "content":
        return replace(turn, draft=no_more(context, u))
    if u.query is not None and not _one_unit_held_against(u) and (listed := answer_query(context, u, u.query)) is not None:
        return replace(turn, draft=listed)
    if u.route == "part":
        return replace(turn, draft=answer_part(context, u))
    if u.route == "outline":
        return replace(turn, draft=answer_size(context, u))
    if u.route == "department_list":
        return replace(turn, draft=answer_departments(context, u))
    if u.route == "document":
        return replace(turn, draft=answer_document(context, u, turn.engine.today()))
    if u.route == "content" and (missing := _nowhere(turn)) is not None:
        return replace(turn, draft=silent(context, missing))
    if u.route == "provision" and (not _asks_more(u) or not _all_exist(context.document, u)):
        return replace(turn, draft=answer_unit(context, u))
    return turn


def _one_unit_held_against(u: Understanding) -> bool:
    """Whether one unit is asked whether it says something (措施(七)提到…吗): a yes or no, not a list of one."""
    return u.route == "provision" and len(u.refs) == 1 and "whether" in u.kinds


def _nowhere(turn: Turn) -> AskedKind | None:
    """The kind of thing asked for, when the question has no other topic and the document holds that kind nowhere (联系电话是多少)."""
    u = turn.u
    kinds = evidence_kinds(u.kinds)
    if not kinds or u.instruments or u.departments or topic_beside_document(u.standalone, u.language, turn.engine.vocabulary):
        return None
    bodies = (s.text for p, s in turn.context.document.walk() if p.kind not in ("notice", "closing"))
    return None if any(holds(t, kinds[0]) for t in bodies) else kinds[0]


def _asks_more(u: Understanding) -> bool:
    """Whether something in particular is asked of the units named, beyond what they say and who is in charge."""
    if (u.asks_who and "quantity" in u.kinds) or _ONLY_HEADINGS.fullmatch(u.content.replace(" ", "")):
        return False  # how many bodies are in charge is counted, headings are read off
    named = 4 if len(u.refs) > 1 else 2  # of several units little beside their numbers asks for all that they say
    return bool(set(u.kinds) - {"which", "definition", "who", "how"}) or (not u.asks_who and len(u.content.replace(" ", "")) >= named)


_ONLY_HEADINGS = re.compile(r"(?:标题|名称|名字|题目|小标题|各|叫|titles?|headings?|names?)+", re.I)


def _all_exist(document: Document, u: Understanding) -> bool:
    return all(document.provision(r.id) is not None for r in u.refs)


def find_step(turn: Turn) -> Turn:
    """Search; inside the units that the question names, where it names any, else inside the document that it names."""
    u, document = turn.u, turn.context.document.id
    units = {r.id for r in u.refs if r.level == "unit"}

    def keep(c: Chunk) -> bool:
        if units:
            return c.document == document and c.provision in units
        if u.documents and c.document != document and c.kind != "note":
            return False
        return c.document != document or c.provision not in u.without

    restricted = units or u.documents or u.without
    return replace(turn, found=find(u, turn.engine.index, turn.engine.corpus, keep=keep if restricted else None))


def answer_step(turn: Turn) -> Turn:
    """Judge whether what was found speaks of the question at all; answer from it or refuse."""
    found = turn.found
    assert found is not None, "find comes first"
    scope = judge(turn.u, found, turn.engine.vocabulary)
    turn = replace(turn, scope=scope)
    if turn.u.without and scope.verdict != "inside":
        return replace(turn, draft=no_more(turn.context, turn.u))
    if scope.verdict == "background":
        return replace(turn, draft=answer_background(turn.context, turn.u, found))
    if scope.verdict != "inside":
        return replace(turn, draft=nothing_found(turn.context, turn.u, found, scope))
    draft = answer_content(turn.context, turn.u, found)
    if "validity" in turn.u.document_facts and rests_on_validity(turn.engine.corpus, draft):
        # 商标有效期是10年吗: how long a document holds is no answer to how long anything else does.
        return replace(turn, draft=nothing_found(turn.context, turn.u, found, Scope("near")))
    return replace(turn, draft=draft)


def verify_step(turn: Turn) -> Turn:
    """Take out every claim that its quotes do not bear."""
    assert turn.draft is not None, "a draft comes first"
    draft, verification, removed = verify(turn.draft, turn.engine.corpus)
    for r in removed:
        _log.warning("removed a claim: gate %s, %s: %s", r.gate, r.detail, r.claim.text)
    unsupported = draft.status in ("answered", "partial") and not any(c.quotes for c in draft.claims) and draft.mode != "structured"
    if unsupported or not draft.claims:
        claim = Claim(text("answer.nothing_left", turn.u.language), style="lead")
        draft = Draft("declined", (claim,), draft.mode, reason="no_evidence")
    return replace(turn, draft=draft, verification=verification, removed=removed)


STEPS: tuple[Step, ...] = (understand_step, structured_step, find_step, answer_step, verify_step)


def answer_turn(turn: Turn, steps: Sequence[Step] = STEPS) -> Turn:
    """Run ``steps``; once there is a draft, only verification is left to do."""
    for step in steps:
        if turn.draft is None or step is verify_step:
            turn = step(turn)
    return turn
