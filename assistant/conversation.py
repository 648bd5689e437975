"""What was said before, as far as a question leans on it: earlier questions are answered again (once, then remembered) and read for the
units that they spoke of. Only the user's own turns are read: what an assistant's turn claims, nobody has checked."""

from __future__ import annotations

import hashlib
import threading
from collections import OrderedDict
from dataclasses import replace
from typing import TYPE_CHECKING

from assistant.answering.wording import name_of
from assistant.contract import HistoryTurn
from assistant.understanding import understand
from assistant.understanding.ambiguity import readings
from assistant.understanding.counted import parts_of, replace_counted
from assistant.understanding.exchange import Exchange, Resolved
from assistant.understanding.followup import may_lean, resolve
from assistant.understanding.model import ProvisionRef, Understanding
from assistant.understanding.normalise import has_words
from corpus import Document, Provision

if TYPE_CHECKING:
    from assistant.pipeline import Turn

MOST_MESSAGES = 8
"""So many of the user's earlier messages are looked at."""
_REMEMBERED = 4096


class Memory:
    """Exchanges by the messages that led to them. Bounded; keys are hashes, no message is kept under its words. Safe between threads."""

    def __init__(self, size: int = _REMEMBERED) -> None:
        self._size = size
        self._kept: OrderedDict[bytes, tuple[Exchange, ...]] = OrderedDict()
        self._lock = threading.Lock()

    def get(self, generation: str, messages: tuple[str, ...]) -> tuple[Exchange, ...] | None:
        """What the last of ``messages`` led to, or None."""
        key = _key(generation, messages)
        with self._lock:
            if key in self._kept:
                self._kept.move_to_end(key)
            return self._kept.get(key)

    def put(self, generation: str, messages: tuple[str, ...], exchanges: tuple[Exchange, ...]) -> None:
        """Keep ``exchanges``; the longest unused go when there are too many."""
        with self._lock:
            self._kept[_key(generation, messages)] = exchanges
            while len(self._kept) > self._size:
                self._kept.popitem(last=False)


def _key(generation: str, messages: tuple[str, ...]) -> bytes:
    return hashlib.sha256("\0".join((generation, *messages)).encode("utf-8", "replace")).digest()


def said_before(turn: Turn) -> tuple[Exchange, ...]:
    """The exchanges of the conversation before ``turn``, in order; those of one message that held several questions each by itself."""
    from assistant.several import answer_parts  # stands on the pipeline, which calls this module

    users = _said(turn.history)
    engine, found, first = turn.engine, list[Exchange](), max(0, len(users) - MOST_MESSAGES)
    generation = engine.index.generation
    for i, message in enumerate(users[first:], start=first):
        messages = _leading_to(users[: i + 1])
        known = engine.memory.get(generation, messages)
        if known is None:
            # Nothing before the first message that is looked at is answered again for its sake.
            parts = answer_parts(replace(turn, question=message.content, history=tuple(users[first:i])))
            known = tuple(exchange_of(part) for part in parts)
            engine.memory.put(generation, messages, known)
        found += [replace(e, message=i - first) for e in known]
    return tuple(found)


def _said(history: tuple[HistoryTurn, ...]) -> list[HistoryTurn]:
    return [h for h in history if h.role == "user" and has_words(h.content)]


def _leading_to(users: list[HistoryTurn]) -> tuple[str, ...]:
    """The messages by which an exchange is remembered: the last one that led to it, and those before it. The same however long the
    conversation has become since."""
    return tuple(h.content for h in users[-MOST_MESSAGES:])


def remember(turn: Turn, history: tuple[HistoryTurn, ...]) -> None:
    """Keep what an answered turn led to, so that what follows it does not answer it again; ``history`` ends with its question."""
    if has_words(history[-1].content):
        turn.engine.memory.put(turn.engine.index.generation, _leading_to(_said(history)), (exchange_of(turn),))


def exchange_of(turn: Turn) -> Exchange:
    """What an answered turn leaves for later questions."""
    draft, u, document = turn.draft, turn.u, turn.context.document
    assert draft is not None, "an answered turn"
    cited = [q for c in draft.claims for q in c.quotes if not q.is_note]
    # What was found may stand in another document than the one that numbers refer to.
    document = next((q.document for q in cited if not q.signpost), cited[0].document if cited else document)
    quotes = [q for q in cited if q.document.id == document.id]
    ordered = [q for q in quotes if not q.signpost] + [q for q in quotes if q.signpost]
    main = turn.engine.main.id
    # A question asked back has settled on nothing yet.
    settled = ordered if draft.status != "clarify" else []
    units = tuple(dict.fromkeys(r for q in settled if (r := _ref(document, q.provision, main)) is not None))
    rows = (c.quotes[0] for c in draft.claims if c.style == "item" and c.quotes)
    listed = tuple(dict.fromkeys(r for q in rows if (r := _ref(q.document, q.provision, main)) is not None))
    part = next((r for r in u.refs if r.level == "part"), None) if u.route == "part" and draft.status != "declined" else None
    offered = _offered(turn) if draft.status == "clarify" else ()
    answered = draft.status not in ("declined", "clarify", "error")
    focus = document.provision(units[0].id) if units else None
    body = u.departments[0] if len(u.departments) == 1 and len(listed) > 1 else ""
    heading = turn.context.title(focus) if focus else ""
    return Exchange(u.question, u.standalone, 0, answered, u.route, u.content, units, listed, offered, part, heading, body, document.id)


def _offered(turn: Turn) -> tuple[tuple[str, str], ...]:
    assert turn.draft is not None, "an answered turn"
    described = [c.text for c in turn.draft.claims if c.style == "item"]
    questions = turn.draft.suggestions
    return tuple(zip(described if len(described) == len(questions) else questions, questions, strict=True)) if turn.u.ambiguous else ()


def _ref(document: Document, provision: Provision, main: str) -> ProvisionRef | None:
    """The unit that people cite for a provision: itself, or the one it stands in."""
    if provision.title and "." in provision.id and document.id != main and all(part.isdigit() for part in provision.id.split(".")):
        number, *below = map(int, provision.id.split("."))
        written = f"《{document.title}》第{number}条" + "".join(f"第({n})项" for n in below)
        return ProvisionRef("unit", number, written, below=tuple(below))
    current: Provision | None = provision
    while current is not None:
        if current.number is not None and current.id == str(current.number):
            plain_number = document.id != main and current.kind == "item"
            written = f"《{document.title}》第{current.number}条" if plain_number else name_of(document, current, main)
            return ProvisionRef("unit", current.number, written)
        current = document.provision(current.parent) if current.parent else None
    return None


def read_in_context(turn: Turn, u: Understanding) -> Understanding:
    """``u`` made to stand by itself after ``turn.history``, with units named by counting found in the document."""
    if u.problem or u.route == "greeting":
        return u
    vocabulary = turn.engine.vocabulary
    said = said_before(turn) if turn.history and may_lean(u, vocabulary) else ()
    resolved = resolve(u, said, vocabulary) or Resolved(u.standalone)
    if resolved.asked != u.standalone:
        u = _again(turn, u, resolved.asked)
    if said and not u.documents and (u.route != "content" or u.query is not None):
        u = replace(u, documents=(said[-1].document,) if said[-1].document not in ("", turn.engine.main.id) else ())
    document = replace(turn, understanding=u).context.document
    text, counted = replace_counted(u.standalone, document)
    if text != u.standalone:
        u = _again(turn, u, text) if has_words(text) else replace(u, refs=())
    ambiguous = () if counted else readings(u, said, document, parts_of(document))
    without = tuple(r.id for r in resolved.without)
    return replace(u, counted=counted, ambiguous=ambiguous, without=without)


def _again(turn: Turn, u: Understanding, text: str) -> Understanding:
    again = understand(text, turn.engine.vocabulary, max_chars=turn.engine.settings.max_question + 400)
    return replace(again, question=u.question, language=u.language)
