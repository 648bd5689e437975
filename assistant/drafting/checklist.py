"""What a person looks at before the letter is sent: what the text has lost, what was not answered, what was not read, what was masked."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from assistant.answering.validity import force_words
from assistant.answering.wording import damage_notices, number_of
from assistant.drafting.asking import MOST, Asked
from assistant.drafting.model import ChecklistItem, ChecklistKind
from assistant.drafting.parts import unanswered
from assistant.drafting.topics import beside_topic
from assistant.messages import text

if TYPE_CHECKING:
    from assistant.answering.model import Quote
    from assistant.drafting.lines import Line
    from assistant.drafting.reading import Enquiry
    from assistant.messages import Language
    from assistant.privacy import Masked
    from corpus import Corpus, Document, PartialDate
    from corpus.validity import Force

_REASONS = frozenset(("out_of_scope", "not_stated", "no_evidence", "no_such_provision", "not_held", "illegible"))
_SHOWN = 120
"""Characters of a sentence that the list repeats."""


@dataclass(frozen=True)
class Material:
    """All that the list is made from."""

    enquiry: Enquiry
    masked: Masked
    asked: tuple[Asked, ...]
    lines: list[Line]
    dropped: list[Line]
    about: tuple[Document, ...]
    """The documents that the letter is about."""
    days: tuple[PartialDate, ...]
    """Days of the letter on which it matters whether they were in force."""
    today: dt.date
    corpus: Corpus
    smoothed: int = 0
    """Sentences that a model has reworded."""
    model: str | None = None


def checklist(m: Material) -> tuple[ChecklistItem, ...]:
    """The list, what needs a hand first, each thing once; :mod:`assistant.drafting.standing` has what follows from the letter alone."""
    parts = (_unanswered(m), _unread(m), _relevance(m), _damage(m), _validity(m), _removed(m), _commitments(m), _personal(m), _around(m))
    return tuple(dict.fromkeys(item for part in parts for item in part))


def _item(m: Material, kind: ChecklistKind, number: int | None = None, key: str = "", **values: object) -> ChecklistItem:
    return ChecklistItem(kind=kind, text=text(f"draft.check.{key or kind}", m.enquiry.language, **values), question=number)


def _unanswered(m: Material) -> Iterator[ChecklistItem]:
    if not m.asked:
        yield _item(m, "nothing_asked")
    standing = {line.number for line in m.lines if line.kind == "open"}
    for a in m.asked:
        question = _short(a.question)
        why = text(f"draft.reason.{a.answer.reason if a.answer.reason in _REASONS else 'other'}", m.enquiry.language)
        if a.is_greeting:
            yield _item(m, "unrecognised", a.number, sentence=question)
        elif a.answer.status in ("clarify", "error"):
            yield _item(m, a.answer.status, a.number, question=question)
        elif a.answer.status in ("declined", "partial") and a.number not in standing:
            yield _item(m, a.answer.status, a.number, question=question, reason=why)
        if a.turn is None or a.number in standing:
            continue
        if left := (*unanswered(a.turn, m.enquiry.language), *(f"“{_short(s)}”" for s in beside_topic(a.question))):
            yield _item(m, "unanswered", a.number, question=question, parts=_joined(left, m.enquiry.language))


def _relevance(m: Material) -> Iterator[ChecklistItem]:
    """Questions to which something is set out that need not be the answer."""
    for a in m.asked:
        stated = [line for line in m.lines if line.number == a.number and line.kind == "statement"]
        beside = [line for line in stated if not line.answers]
        if beside and a.answer.status != "declined":  # there it is said that these are only the nearest
            places = dict.fromkeys(number_of(q.provision, m.enquiry.language) for line in beside for q in line.claim.quotes)
            yield _item(m, "relevance", a.number, question=_short(a.question), labels=_joined(places, m.enquiry.language))


def _unread(m: Material) -> Iterator[ChecklistItem]:
    for sentence in m.enquiry.unrecognised:
        yield _item(m, "unrecognised", sentence=_short(sentence))
    if left := m.enquiry.questions[MOST:]:
        yield _item(m, "unread", most=MOST, left=len(left), questions=" / ".join(map(_short, left)))
    if m.enquiry.quoted_lines:
        yield _item(m, "quoted_history", count=m.enquiry.quoted_lines)
    if m.enquiry.gives_orders:
        yield _item(m, "instructions")


def _damage(m: Material) -> Iterator[ChecklistItem]:
    """Lost and inferred characters in what the letter cites, provision by provision."""
    places: dict[str, list[Quote]] = {}
    for line in (line for line in m.lines if line.kind != "open"):
        for quote in line.claim.quotes:
            places.setdefault(number_of(quote.provision, m.enquiry.language), []).append(quote)
    for label, quotes in places.items():
        for notice in damage_notices(quotes, m.enquiry.language):
            kind: ChecklistKind = "lost_digits" if notice.kind == "illegible" else "inferred"
            yield _item(m, kind, label=label, notice=notice.text)


def _validity(m: Material) -> Iterator[ChecklistItem]:
    """The validity of each document that the letter is about on the days that matter, and today, where it is not plainly in force."""
    today = m.today.isoformat()
    for document in m.about:
        title, known = document.title.strip("《》"), m.corpus.validity(document)
        for date in m.days:
            force = known.over(date.candidates[0], date.candidates[-1]) if date.candidates else "undecided"
            if force not in ("in_force", "unknown"):
                yield _item(m, "validity", date=date.text, title=title, force=_force(m, document, force, date.text))
        force = known.on(m.today)
        if force not in ("in_force", "unknown"):
            yield _item(m, "validity", key="validity_today", date=today, title=title, force=_force(m, document, force, today))


def _force(m: Material, document: Document, force: Force, when: str) -> str:
    return force_words(m.corpus, m.corpus.validity(document), force, when, m.enquiry.language)


def _removed(m: Material) -> Iterator[ChecklistItem]:
    if m.dropped:
        sentences = " / ".join(_short(line.claim.text) for line in m.dropped)
        yield _item(m, "removed", count=len(m.dropped), sentences=sentences)
    for a in m.asked:
        gone = a.turn.removed if a.turn is not None and a.answer.mode != "generative" else ()
        if gone:
            yield _item(m, "removed", a.number, count=len(gone), sentences=" / ".join(_short(r.claim.text) for r in gone))
    by_model = sum(a.answer.verification.removed for a in m.asked if a.answer.mode == "generative")
    if by_model:
        yield _item(m, "model", count=by_model)
    if m.smoothed:
        yield _item(m, "model", key="smoothed", count=m.smoothed, model=m.model or "")


def _commitments(m: Material) -> Iterator[ChecklistItem]:
    """How far the words of the text bind: 鼓励 and 支持 are no promise."""
    for notice in dict.fromkeys(n for a in m.asked for n in a.answer.notices if n.kind == "modality"):
        yield ChecklistItem(kind="commitment", text=notice.text)


def _personal(m: Material) -> Iterator[ChecklistItem]:
    counts = Counter(m.masked.kinds)
    if counts:
        language = m.enquiry.language
        named = [(text(f"draft.kind.{kind}", language), count) for kind, count in counts.items()]
        kinds = _joined((text("draft.check.personal_kind", language, name=name, count=count) for name, count in named), language)
        yield _item(m, "personal_data", kinds=kinds)


def _around(m: Material) -> Iterator[ChecklistItem]:
    cited = {q.document.id: q for line in m.lines if line.kind != "open" for q in line.claim.quotes}
    notes = [q for q in cited.values() if q.is_note]
    if notes:
        yield _item(m, "background", label=_joined((q.document.title for q in notes), m.enquiry.language))
    for quote in cited.values():
        if not quote.is_note and not quote.document.record.document_number:
            yield _item(m, "document_number", title=quote.document.title.strip("《》"))
    yield _item(m, "salutation")


def _joined(words: Iterable[str], language: Language) -> str:
    return ("、" if language == "zh" else ", ").join(words)


def _short(words: str) -> str:
    line = " ".join(words.split()).rstrip("?？。 ")
    return f"{line[:_SHOWN]}…" if len(line) > _SHOWN else line
