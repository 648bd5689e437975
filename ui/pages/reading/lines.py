"""A sentence as it is shown: what was looked for, what it names, the words that bind, and what this copy does not show."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from markupsafe import Markup

from corpus import Document, Repair
from ui.pages.reading.about import Reason, kind_of
from ui.pages.reading.background import Named
from ui.pages.reading.binding import Word
from ui.pages.reading.flow import Line
from ui.pages.reading.tables import grid_of, table_html
from ui.pages.reading.text import Span, marked
from ui.wording import Language, fill

Texts = dict[str, Any]
_MARKUP = re.compile(r"#{1,6}\s+")
"""What makes a heading of a line in Markdown: there, and not shown."""


def restored(
    document: Document,
    line: Line,
    hits: Iterable[tuple[int, int]],
    named: Sequence[Named],
    words: Sequence[Word],
    notes: dict[int, str],
    t: Texts,
    language: Language,
) -> Markup:
    """The sentence as restored. ``notes`` leads from an offset of damage to the id of its explanation in the page."""
    sentence = line.sentence
    spans = [Span(a, b, 0, "mark") for a, b in apart(hits)]
    if mark := _MARKUP.match(sentence.text):
        spans.insert(0, Span(sentence.start, sentence.start + mark.end(), 3, "span", (("class", "markup"),)))
    for n in named:
        title = fill(t["named_tip"], name=n.instrument.name_en if language == "en" and n.instrument.name_en else n.instrument.name)
        spans.append(Span(n.start, n.end, 1, "span", (("class", "named"), ("title", title))))
    for w in words:
        binds = fill(t["under_tip"], word=w.commitment.word, under=w.under) if w.under else word_tip(w, t, language)
        strength = "under" if w.under else f"w{w.commitment.strength}"
        spans.append(Span(w.start, w.end, 2, "span", (("class", f"word {strength}"), ("title", binds))))
    for repair in document.restored.repairs_in(sentence.start, sentence.end):
        spans += _damage(repair, notes, t)
    spans = [s for s in spans if s.start >= sentence.start and s.end <= sentence.end]
    # The document begins a new line with a table, and so has a paragraph with nothing else in it.
    if grid := grid_of(sentence.text, sentence.start):
        return table_html(sentence.text, sentence.start, grid, spans)
    return marked(sentence.text, sentence.start, spans)


def received(document: Document, line: Line, hits: Iterable[tuple[int, int]], notes: dict[int, str], t: Texts) -> Markup:
    """The sentence as it was received, each damaged place marked with what has been made of it. ``notes`` is as for :func:`restored`."""
    there = document.restored
    start, end = there.to_received(line.sentence.start), there.to_received(line.sentence.end)
    mapped = ((there.to_received(a), there.to_received(b)) for a, b in hits)
    spans = [Span(a, b, 0, "mark") for a, b in apart((a, b) for a, b in mapped if a < b)]
    for repair in there.repairs_in(line.sentence.start, line.sentence.end):
        a, b = repair.received
        if a < b and repair.restored[0] >= line.sentence.start:
            tip = fill(t["received_tip"][kind_of(repair)], before=repair.before, after=repair.after)
            note = notes.get((repair.lost or repair.inferred or (repair.restored[0],))[0])
            # A heading has no notes below it; its explanation is reached by keyboard all the same.
            tag, leads = ("a", ("href", f"#{note}")) if note else ("span", ("tabindex", "0"))
            spans.append(Span(a, b, 3, tag, (("class", f"damaged {kind_of(repair)}"), leads, ("title", tip))))
    return marked(there.received[start:end], start, spans)


def note_places(reasons: Sequence[Reason], anchor: str) -> dict[int, str]:
    """From each offset of damage to the id of the note that explains it."""
    return {
        place: f"{anchor}-d{n}"
        for n, reason in enumerate(reasons, 1)
        for repair in reason.repairs
        for place in (repair.lost or repair.inferred or (repair.restored[0],))
    }


def word_tip(word: Word, t: Texts, language: Language) -> str:
    """What a commitment word binds to, in a sentence."""
    c = word.commitment
    gloss = c.gloss_en if language == "en" else c.gloss_zh
    return fill(t["word_tip"], word=c.word, gloss=gloss, level=c.strength, strength=t["strengths"][str(c.strength)])


def damaged_digits(document: Document) -> bool:
    """Whether digits are among what this copy does not show: a search for a figure may then miss its place."""
    return any(r.lost and any(c.isdigit() or c in "年月日万元" for c in document.text[r.lost[0] - 5 : r.lost[0] + 6])
               for r in document.restored.repairs)  # fmt: skip


def apart(places: Iterable[tuple[int, int]]) -> list[tuple[int, int]]:
    """The slices in order, those that touch or overlap made one."""
    found: list[tuple[int, int]] = []
    for start, end in sorted(places):
        if found and start <= found[-1][1]:
            found[-1] = (found[-1][0], max(found[-1][1], end))
        else:
            found.append((start, end))
    return found


def _damage(repair: Repair, notes: dict[int, str], t: Texts) -> Iterator[Span]:
    kind = kind_of(repair)
    if kind == "certain":
        return
    # A sign that is gone without a trace is shown behind the character that it should follow.
    places = [(at, at) for at in (repair.lost or repair.inferred)] or [(repair.restored[0] - 1, repair.restored[0])]
    for shown, noted in places:
        tip = t["damage_tip"][kind]
        yield Span(
            shown,
            shown + 1,
            3,
            "a",
            (("class", f"flaw {kind}"), ("href", f"#{notes.get(noted, '')}"), ("title", tip), ("aria-label", t["damage_label"][kind])),
        )
