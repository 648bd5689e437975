"""Answers set as a letter: address, what is replied to, a section for each question, closing; line by line.

The sections are written first and verified (:func:`write_sections`), then what stands around them (:func:`framed`), which depends on what
has stood.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from assistant.drafting.lines import Line, Pen, Place
from assistant.drafting.sections import open_field, section
from assistant.drafting.subject import named, subjects
from assistant.drafting.topics import shown_topic
from corpus import LOST

if TYPE_CHECKING:
    from collections.abc import Mapping

    from assistant.drafting.asking import Asked
    from assistant.drafting.reading import Enquiry
    from assistant.messages import Language
    from corpus import Corpus

_SAYS = frozenset(("statement", "gap", "open"))
"""Kinds of sentences that make a section one that says something."""


def write_sections(asked: tuple[Asked, ...], names: Mapping[str, str], language: Language) -> list[Line]:
    """A section for each question, under a heading where there are several. Chinese register in Chinese, plain English."""
    pen = Pen(names, language)
    sections = [a for a in asked if not a.is_greeting]
    said: set[Place] = set()
    for place, a in enumerate(sections):
        if len(sections) > 1:
            pen.begin()
            pen.add("heading", _heading(pen, place, a), a.number)
        section(pen, a, said)
    return pen.lines


def filled(lines: list[Line], asked: tuple[Asked, ...], names: Mapping[str, str], language: Language, dropped: list[Line]) -> list[Line]:
    """``lines`` where each question that lost what was said on it asks for a person's answer: no heading without a text below it, no
    words that lead to nothing."""
    fell = {line.number for line in dropped}
    kept = list(lines)
    for a in asked:
        own = [line for line in kept if line.number == a.number and line.kind != "heading"]
        led = any(line.kind == "framing" for line in own) and a.number not in fell
        if a.is_greeting or led or any(line.kind in _SAYS for line in own):
            continue
        place = min((line.paragraph for line in (*own, *dropped) if line.number == a.number), default=None)
        place = _behind_heading(kept, a) if place is None else place
        pen = Pen(names, language, paragraph=place)
        open_field(pen, a)
        kept = [line for line in kept if line not in own] + pen.lines
    return sorted(kept, key=lambda line: line.paragraph)


def framed(lines: list[Line], enquiry: Enquiry, corpus: Corpus, names: Mapping[str, str]) -> list[Line]:
    """The whole letter: ``lines`` between address, opening and closing."""
    pen = Pen(names, enquiry.language)
    who = "unit" if enquiry.for_organisation else "person"
    pen.add("address", pen.say("address"))
    pen.begin()
    about = subjects(lines, corpus, names)
    if not lines:
        pen.add("opening", pen.say(f"opening_{who}_empty"))
        pen.begin()
        pen.add("framing", pen.say("nothing_asked"))
    elif about:
        pen.add("opening", pen.say(f"opening_{who}", subject=named(about, names, pen.language)))
    else:
        pen.add("opening", pen.say(f"opening_{who}_plain"))
    pen.lines += [Line(line.kind, line.claim, line.paragraph + pen.paragraph, line.number, line.answers) for line in lines]
    pen.paragraph += max((line.paragraph for line in lines), default=0)
    if any(LOST in line.claim.text for line in lines):
        pen.begin()
        pen.add("framing", pen.say("official_text"))
    if lines:
        pen.begin()
        pen.add("closing", pen.say(f"closing_{who}"))
    for key in ("closing", "office", "date"):
        pen.begin()
        pen.add("closing" if key == "closing" else "signature", pen.say(key))
    return pen.lines


def _behind_heading(lines: list[Line], a: Asked) -> int:
    return next((line.paragraph + 1 for line in lines if line.kind == "heading" and line.number == a.number), 1)


def _heading(pen: Pen, place: int, a: Asked) -> str:
    shown = shown_topic(a.question)
    number = pen.numeral(place)
    return pen.say("heading", number=number, topic=shown) if shown else pen.say("heading_number", number=number, count=a.number)
