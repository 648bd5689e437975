"""A finished, verified turn written anew by a model: claims as they pass the gates, then the turn that holds them."""

from __future__ import annotations

import itertools
import logging
import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from assistant.answering.model import Claim
from assistant.answering.wording import damage_notices
from assistant.contract import Notice, Verification
from assistant.errors import ModelError
from assistant.generating.chain import writing_chain
from assistant.generating.evidence import Evidence, collect
from assistant.generating.reply import Written
from assistant.generating.statement import asks, echoes, says_again, without_head
from assistant.messages import text
from assistant.understanding.normalise import language_of
from assistant.verification import Removal, check_written
from prompts import Prompt, load_prompt

if TYPE_CHECKING:
    from assistant.endpoint import ChatModel
    from assistant.pipeline import Turn

_log = logging.getLogger(__name__)

SENTENCES = 8
"""Sentences of a reply that are read; the rest is not waited for."""
ENOUGH = 0.5
"""Share of the sentences that must pass; below it the extracts are set out in full as well."""
_IDLE = frozenset({"echo", "question"})
"""Why a sentence that states nothing is taken out; it speaks neither for nor against the others."""
_OWN_WORDS = 0.5
_LANGUAGE = {"zh": "Chinese (simplified)", "en": "English; leave names in Chinese where you are not sure"}


@dataclass(frozen=True)
class Writer:
    """The model and its prompt."""

    model: ChatModel
    context: int
    """Tokens that a prompt may have."""
    prompt: Prompt = field(default_factory=lambda: load_prompt("answer"))


def write_stream(turn: Turn, writer: Writer) -> Iterator[Claim | Turn]:
    """The claims of ``turn``'s answer as they are ready, and at last the turn with all of them.

    An answer that the model has no part in (declined, structured, background) comes as it is. Otherwise: what stands before the extracts;
    the model's sentences, each once it has passed; the extracts that none of these cites, all of them where too little has passed or the
    model failed, which a notice says. Never raises for anything that a model or its service does.
    """
    draft = turn.draft
    assert draft is not None, "an answered turn"
    evidence = _evidence(turn, writer)
    if not evidence:
        yield from draft.claims
        yield turn
        return
    first = next(i for i, c in enumerate(draft.claims) if is_extract(c))
    head, extracts, tail = draft.claims[:first], [c for c in draft.claims[first:] if is_extract(c)], [
        c for c in draft.claims[first:] if not is_extract(c)
    ]  # fmt: skip
    yield from head
    kept: list[Claim] = []
    removed: list[Removal] = []
    usage: dict[str, int] = {}
    failure = ""
    try:
        for outcome in _sentences(turn, writer, evidence, head, usage):
            if isinstance(outcome, Claim):
                kept.append(outcome)
                yield outcome
            else:
                removed.append(outcome)
                _log.info("removed a written sentence: gate %s, %s", outcome.gate, outcome.detail)
    except ModelError as error:
        failure = str(error)
        _log.warning("the model did not answer: %s", failure)
    unsound = sum(r.gate not in _IDLE for r in removed)
    enough = bool(kept) and len(kept) >= ENOUGH * (len(kept) + unsound) and not failure
    rest = [c for c in extracts if not (_cited(c, kept) if enough else _said(c, kept))]
    yield from (*rest, *tail)
    yield _finished(turn, writer, head, kept, removed, (*rest, *tail), enough, failure, usage)


def is_extract(claim: Claim) -> bool:
    """Whether a claim mostly sets out the document's own words, which prose may say instead."""
    own = sum(len(words) for words in claim.verbatim)
    return bool(claim.quotes) and not any(q.signpost or q.is_note for q in claim.quotes) and own >= _OWN_WORDS * len(claim.text)


def _evidence(turn: Turn, writer: Writer) -> tuple[Evidence, ...]:
    from assistant.endpoint import count_tokens

    draft = turn.draft
    if draft is None or draft.mode != "extractive" or draft.status not in ("answered", "partial") or not any(map(is_extract, draft.claims)):
        return ()
    room = writer.context - count_tokens(writer.prompt.text) - count_tokens(turn.u.standalone) - 200
    return collect(draft.claims, turn.found, turn.engine.main.id, room, count_tokens)


def _sentences(
    turn: Turn, writer: Writer, evidence: tuple[Evidence, ...], head: tuple[Claim, ...], usage: dict[str, int]
) -> Iterator[Claim | Removal]:
    """What the model writes, sentence by sentence: a claim that has passed, or what was wrong with it."""
    chain = writing_chain(writer.model, writer.prompt, usage)
    values = {
        "question": turn.u.standalone,
        "evidence": "\n".join(e.line(turn.engine.main.id) for e in evidence),
        "language": _LANGUAGE[turn.u.language],
        "checked": " ".join(c.text for c in head) or "none",
    }
    said: set[str] = set()
    stream = chain.stream(values)
    for written in itertools.islice(stream, SENTENCES):
        key = re.sub(r"\W+", "", written.text)
        if key not in said:  # a model that has lost its way repeats itself
            said.add(key)
            yield _checked(turn, written, evidence)
    getattr(stream, "close", lambda: None)()


def _checked(turn: Turn, written: Written, evidence: tuple[Evidence, ...]) -> Claim | Removal:
    """The sentence as a claim, where it states something and passes every gate. Numbers that were never given out cite nothing."""
    known = {e.number: e.quote for e in evidence}
    issued = [n for n in written.numbers if n in known]
    words = without_head(written.text, dict.fromkeys(e.head(turn.engine.main.id) for e in evidence))
    claim = Claim(_closed(words), tuple(known[n] for n in issued), written=True)
    if written.numbers and not issued:
        return Removal(claim, "tokens", f"names {', '.join(map(str, written.numbers))}, given were 1 to {len(known)}")
    if asks(words):
        return Removal(claim, "question", words[:40])
    if echoes(words, turn.u.standalone) or echoes(words, turn.question):
        return Removal(claim, "echo", words[:40])
    if language_of(words) != turn.u.language and turn.u.language == "zh":
        return Removal(claim, "language", words[:40])
    return check_written(claim, turn.engine.corpus) or claim


def _closed(words: str) -> str:
    return words if words.endswith(("。", "！", "？", "；", ".", "!", "?", ";", "”", "：")) else f"{words}。"


def _cited(extract: Claim, kept: list[Claim]) -> bool:
    """Whether a written sentence rests on every place that the extract quotes."""
    spans = [(q.document.id, q.start, q.end) for c in kept for q in c.quotes]
    return all(any(d == q.document.id and s < q.end and e > q.start for d, s, e in spans) for q in extract.quotes)


def _said(extract: Claim, kept: list[Claim]) -> bool:
    """Whether written sentences say all of the document's words that the extract sets out, as it does."""
    return says_again(extract.verbatim, (c.text for c in kept)) and _cited(extract, kept)


def _finished(
    turn: Turn,
    writer: Writer,
    head: tuple[Claim, ...],
    kept: list[Claim],
    removed: list[Removal],
    rest: tuple[Claim, ...],
    enough: bool,
    failure: str,
    usage: dict[str, int],
) -> Turn:
    assert turn.draft is not None, "an answered turn"
    notices = turn.draft.notices
    if failure:
        notices = (*notices, Notice(kind="other", text=text("answer.notice_model_failed", turn.u.language)))
    elif not enough:
        notices = (*notices, Notice(kind="other", text=text("answer.notice_model_discarded", turn.u.language)))
    quotes = [q for c in kept for q in c.quotes]
    notices = tuple(dict.fromkeys((*notices, *damage_notices(quotes, turn.u.language))))
    before = turn.verification
    counts = Verification(
        claims=before.claims + len(kept) + len(removed), supported=before.supported + len(kept), removed=before.removed + len(removed)
    )
    draft = replace(turn.draft, claims=(*head, *kept, *rest), notices=notices)
    if kept:
        draft = replace(draft, mode="generative", model=writer.model.model)
    return replace(
        turn,
        draft=draft,
        verification=counts,
        removed=(*turn.removed, *removed),
        written=Writing(writer.prompt.name, writer.prompt.version, writer.prompt.sha256, failure, **usage),
    )


@dataclass(frozen=True)
class Writing:
    """What the trace tells of a model's part in an answer."""

    prompt: str
    version: int
    sha256: str
    failure: str = ""
    calls: int = 0
    prompt_tokens: int = 0
    completion_tokens: int = 0
