"""What is listed of a letter as it stands now: what somebody kept without support, what a person has still to answer and to fill in."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING

from assistant.drafting.fields import fields_in, topic_of
from assistant.drafting.model import ChecklistItem
from assistant.messages import text

if TYPE_CHECKING:
    from assistant.drafting.model import Draft, DraftCitation, DraftQuestion, DraftSentence
    from assistant.messages import Language

_COMPUTED = frozenset(("kept", "open", "placeholders"))
_SHOWN = 120
"""Characters of a question that an item repeats."""


def computed(
    sentences: Sequence[DraftSentence], citations: Iterable[DraftCitation], questions: Sequence[DraftQuestion], language: Language
) -> tuple[ChecklistItem, ...]:
    """The items that follow from the letter alone: kept sentences first, then open answers, then other fields that nobody has filled.
    ``questions`` are those of the enquiry, masked."""
    notes = {c.n: c for c in citations}
    return (*_kept(sentences, language), *_open(sentences, notes, questions, language), *_fields(sentences, language))


def lasting(checklist: Iterable[ChecklistItem]) -> tuple[ChecklistItem, ...]:
    """The items of a draft that stay what they are however the letter is edited; these can be ticked."""
    return tuple(item for item in checklist if item.kind not in _COMPUTED)


def relisted(draft: Draft, sentences: Sequence[DraftSentence]) -> tuple[ChecklistItem, ...]:
    """The checklist of ``draft`` for the letter of ``sentences``."""
    return (*computed(sentences, draft.citations, draft.questions, draft.language), *lasting(draft.checklist))


def _kept(sentences: Iterable[DraftSentence], language: Language) -> Iterator[ChecklistItem]:
    for s in sentences:
        if s.kept:
            words = text("draft.check.kept", language, sentence=s.text, reason=s.kept.reason, by=s.kept.by, at=s.kept.at)
            yield ChecklistItem(kind="kept", text=words, question=s.question)


def _open(
    sentences: Iterable[DraftSentence], notes: dict[int, DraftCitation], questions: Sequence[DraftQuestion], language: Language
) -> Iterator[ChecklistItem]:
    for s in sentences:
        for field in fields_in([s.text]):
            topic = topic_of(field, language)
            if topic is None:
                continue
            # A question that the letter may not repeat (a figure, personal data) is told here, masked.
            told = s.question is None or topic != text("draft.open_number", language, count=s.question)
            asked = topic if told or s.question is None else questions[s.question - 1].question
            asked = asked if len(asked) <= _SHOWN else f"{asked[:_SHOWN]}…"
            labels = dict.fromkeys(_label(notes[n], language) for n in s.citations if n in notes)
            near = text("draft.check.open_near", language, labels=_joined(labels, language)) if labels else ""
            yield ChecklistItem(
                kind="open", text=text("draft.check.open", language, topic=asked.rstrip("?？。 "), near=near), question=s.question
            )


def _fields(sentences: Iterable[DraftSentence], language: Language) -> Iterator[ChecklistItem]:
    left = [field for field in fields_in(s.text for s in sentences) if topic_of(field, language) is None]
    if left:
        yield ChecklistItem(kind="placeholders", text=text("draft.check.placeholders", language, fields=_joined(left, language)))


def _label(citation: DraftCitation, language: Language) -> str:
    return text("draft.note_place", language, document=citation.document_title, label=citation.label.rpartition("》")[2] or citation.label)


def _joined(words: Iterable[str], language: Language) -> str:
    return ("、" if language == "zh" else ", ").join(words)
