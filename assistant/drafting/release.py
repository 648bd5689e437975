"""The way out of an edited letter: the very text that leaves is verified, and what nothing bears is taken out, or kept for a reason.

Nothing leaves but by :func:`release`. A reason belongs to one sentence with its marks; of a sentence that was changed nothing is known.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Mapping
from typing import TYPE_CHECKING

from assistant.drafting.edited import as_written, editable, edited, with_text_below_headings
from assistant.drafting.editing import check_edited
from assistant.drafting.model import Kept
from assistant.messages import text
from assistant.understanding.normalise import has_words

if TYPE_CHECKING:
    from assistant.drafting.edited import Checked
    from assistant.drafting.model import Draft
    from assistant.messages import Language
    from corpus import Corpus

LONGEST_REASON = 200
_SHOWN = 60


class Unsupported(ValueError):
    """A letter that may not leave as it is: ``sentences`` are those that nothing bears and for which there is no reason."""

    def __init__(self, sentences: tuple[Checked, ...]) -> None:
        super().__init__(len(sentences))
        self.sentences = sentences

    def told(self, language: Language) -> str:
        """What is wrong, in one sentence."""
        shown = " / ".join(c.text if len(c.text) <= _SHOWN else f"{c.text[:_SHOWN]}…" for c in self.sentences)
        return text("draft.unsupported", language, count=len(self.sentences), sentences=shown)


def release(draft: Draft, corpus: Corpus, letter: str | None = None, kept: Mapping[str, Kept] | None = None) -> Draft:
    """``draft`` as it leaves, with the sentences of ``letter`` (an edited form of it; as it was made, where there is none). ``kept``:
    reasons by :attr:`assistant.drafting.edited.Checked.key`.

    Raises:
        Unsupported: nothing bears some sentence, and nobody said why it is kept.
    """
    checked = check_edited(draft, editable(draft) if letter is None else letter, corpus)
    if left := undecided(checked, kept or {}):
        raise Unsupported(left)
    return edited(draft, checked, kept)


def undecided(checked: tuple[Checked, ...], kept: Collection[str]) -> tuple[Checked, ...]:
    """The sentences that nothing bears and that are not in ``kept``, each once."""
    return tuple({c.key: c for c in checked if not c.borne and c.key not in kept}.values())


def without(draft: Draft, checked: tuple[Checked, ...], keys: Collection[str]) -> str:
    """The letter of ``checked`` as it is edited, without the sentences ``keys``; a section that held nothing else asks for an answer."""
    left = (c for c in checked if c.borne or c.key not in keys)
    return as_written(with_text_below_headings(draft, left), draft.language)


def reason(words: str, by: str, now: dt.datetime) -> Kept | None:
    """Why a sentence is kept, as somebody typed it; None where nothing was said."""
    said = " ".join("".join(c if c.isprintable() else " " for c in words).split())[:LONGEST_REASON]
    return Kept(reason=said, by=by, at=now.isoformat(timespec="minutes")) if has_words(said) else None
