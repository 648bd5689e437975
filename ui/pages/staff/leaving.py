"""A letter on its way out of the page: what somebody decided on sentences that nothing bears, and the file or text that leaves."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from assistant.drafting.edited import Checked, as_written
from assistant.drafting.editing import check_edited
from assistant.drafting.filename import disposition, file_name
from assistant.drafting.model import Draft, Kept
from assistant.drafting.release import reason, release, undecided, without
from assistant.drafting.rendering import as_markdown, as_text
from assistant.drafting.standing import lasting
from assistant.drafting.word import MEDIA_TYPE, as_word

if TYPE_CHECKING:
    from assistant import Assistant
    from ui.pages.staff.shelf import Held

AT_ONCE = 25
"""Sentences that are decided on in one form; it has three fields for each."""
FORMS = ("word", "word_list", "md", "copy")


@dataclass(frozen=True)
class Decided:
    """Keys of sentences to be taken out, and reasons for those to be kept."""

    out: frozenset[str] = frozenset()
    kept: Mapping[str, Kept] = field(default_factory=dict)


@dataclass(frozen=True)
class Done:
    """The letter after a request: checked, with reasons; what ``left`` to decide; else, where it was to leave, what leaves."""

    letter: str
    checked: tuple[Checked, ...]
    kept: Mapping[str, Kept]
    left: tuple[Checked, ...] = ()
    content: bytes | None = None
    media_type: str = ""
    headers: Mapping[str, str] = field(default_factory=dict)


def decisions(fields: Mapping[str, Sequence[str]], by: str) -> Decided:
    """What a form says of the sentences ``key-0`` … in ``decide-0`` (*out*, *keep*) and ``reason-0``; a reason that is none decides
    nothing. ``by``: who sent it."""
    last = {name: values[-1] for name, values in fields.items()}
    found = [(last[f"key-{n}"], last.get(f"decide-{n}"), last.get(f"reason-{n}", "")) for n in range(AT_ONCE) if f"key-{n}" in last]
    now = dt.datetime.now().astimezone()
    kept = {key: why for key, decided, words in found if decided == "keep" and (why := reason(words, by, now)) is not None}
    return Decided(frozenset(key for key, decided, _ in found if decided == "out"), kept)


def work(assistant: Assistant, held: Held, written: str, do: str, ticked: frozenset[int], decided: Decided) -> Done:
    """``written`` with what was ``decided``, checked; in the form ``do`` where it is to leave and may."""
    draft, corpus = held.draft, assistant.corpus
    checked = check_edited(draft, written, corpus)
    if decided.out & {c.key for c in checked if not c.borne}:
        written = without(draft, checked, decided.out)
        checked = check_edited(draft, written, corpus)
    elif any(c.kind == "open" and c.text not in written for c in checked):
        written = as_written(checked, draft.language)
    kept = {key: why for key, why in {**held.kept, **decided.kept}.items() if key in {c.key for c in checked}}
    if do not in FORMS:
        return Done(written, checked, kept)
    if left := undecided(checked, kept):
        return Done(written, checked, kept, left)
    content, media_type, headers = _leaving(release(draft, corpus, written, kept), do, ticked, assistant.current_engine().today())
    return Done(written, checked, kept, (), content, media_type, headers)


def _leaving(letter: Draft, do: str, ticked: frozenset[int], today: dt.date) -> tuple[bytes, str, dict[str, str]]:
    """Content, kind and headers of ``letter`` in the form ``do``."""
    if do == "copy":
        return as_text(letter.sentences, (), letter.language).encode(), "text/plain; charset=utf-8", {}
    if do == "md":
        return as_markdown(letter).encode(), "text/markdown; charset=utf-8", _named(letter, "md", today)
    first = len(letter.checklist) - len(lasting(letter.checklist))
    seen_to = frozenset(first + n for n in ticked) if do == "word_list" else None
    return as_word(letter, seen_to), MEDIA_TYPE, _named(letter, "docx", today)


def _named(letter: Draft, ending: str, today: dt.date) -> dict[str, str]:
    return {"Content-Disposition": disposition(file_name(letter, ending, today), f"reply.{ending}")}
