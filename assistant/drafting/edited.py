"""An edited letter with the verdicts on its sentences: as it is edited on, and as it is set in its other forms."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from itertools import groupby, zip_longest
from typing import TYPE_CHECKING, Literal

from assistant.drafting.fields import field_of
from assistant.drafting.model import Draft, DraftSentence, Kept, SentenceKind
from assistant.drafting.rendering import as_text
from assistant.drafting.standing import relisted
from assistant.drafting.topics import shown_topic
from assistant.messages import text

if TYPE_CHECKING:
    from assistant.messages import Language

State = Literal["held", "own", "failed", "uncited"]
"""*held*: what it cites bears it; *own*: it states nothing that would need to be borne; *failed*: what it cites does not bear it;
*uncited*: it names a figure or promises something and cites nothing."""


@dataclass(frozen=True)
class Checked:
    """A sentence of an edited letter. ``gate`` is the one that it fails (*mark*: a note that there is not, *gone*: what it cites is not
    held any more), ``word`` the part of it that is at fault, where that is known. ``answers``: whether what it cites is known to answer
    the question ``question`` that it stands below."""

    text: str
    citations: tuple[int, ...]
    kind: SentenceKind
    paragraph: int
    state: State
    gate: str = ""
    word: str = ""
    question: int | None = None
    answers: bool = False

    @property
    def borne(self) -> bool:
        """Whether it may leave as it is."""
        return self.state in ("held", "own")

    @property
    def key(self) -> str:
        """The sentence with its marks: by this just it is known again."""
        return self.text + "".join(f"[{n}]" for n in self.citations)


def editable(draft: Draft) -> str:
    """The letter with its marks and without its notes, as it is edited."""
    return as_text((s.model_copy(update={"text": on_a_line(s.text)}) for s in draft.sentences), (), draft.language)


def as_written(checked: Iterable[Checked], language: Language) -> str:
    """The letter of ``checked`` as it is edited."""
    sentences = (DraftSentence(text=on_a_line(c.text), citations=c.citations, kind=c.kind, paragraph=c.paragraph) for c in checked)
    return as_text(sentences, (), language)


def with_text_below_headings(draft: Draft, checked: Iterable[Checked]) -> tuple[Checked, ...]:
    """``checked`` where a heading without a text below it has a field for one."""
    paragraphs = [list(run) for _, run in groupby(checked, key=lambda c: c.paragraph)]
    done: list[list[Checked]] = []
    for run, behind in zip_longest(paragraphs, paragraphs[1:]):
        done.append(run)
        if run[0].kind == "heading" and (behind is None or behind[0].kind in ("heading", "closing", "signature")):
            done.append([_field_below(draft, run[0])])
    return tuple(replace(c, paragraph=number) for number, run in enumerate(done) for c in run)


def _field_below(draft: Draft, heading: Checked) -> Checked:
    asked = draft.questions[heading.question - 1].question if heading.question else heading.text
    count = text("draft.open_number", draft.language, count=heading.question or "")
    return Checked(field_of(shown_topic(asked) or count, draft.language), (), "open", 0, "own", question=heading.question)


def edited(draft: Draft, checked: tuple[Checked, ...], kept: Mapping[str, Kept] | None = None) -> Draft:
    """``draft`` with the sentences of the edited letter, for its other forms, and the checklist that goes with them. ``kept`` are the
    reasons for sentences that nothing bears, by :attr:`Checked.key`."""
    notes, reasons = {c.n for c in draft.citations}, kept or {}
    sentences = tuple(
        DraftSentence(
            text=c.text,
            citations=tuple(n for n in c.citations if n in notes),
            kind=c.kind,
            question=c.question,
            paragraph=c.paragraph,
            answers=c.answers,
            kept=None if c.borne else reasons.get(c.key),
        )
        for c in checked
    )
    letter = as_text(sentences, draft.citations, draft.language)
    return draft.model_copy(update={"sentences": sentences, "text": letter, "checklist": relisted(draft, sentences)})


class Below:
    """Below which heading a sentence stands, while a letter is gone through. Of one whose heading was rewritten that is not known."""

    def __init__(self, draft: Draft) -> None:
        self._headed = any(s.kind == "heading" for s in draft.sentences)
        self._question: int | None = None

    def placed(self, checked: Checked) -> Checked:
        """``checked``, which answers only the question that it was written for."""
        if checked.kind == "heading":
            self._question = checked.question
        elsewhere = self._headed and checked.question != self._question
        return replace(checked, answers=False) if checked.answers and elsewhere else checked


def on_a_line(words: str) -> str:
    """``words`` without line ends."""
    return " ".join(words.splitlines())
