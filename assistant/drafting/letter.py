"""Answers set as a letter: address, what is replied to, a section for each question, closing; line by line, not yet verified."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from assistant.drafting.lines import Line, Pen, Place
from assistant.drafting.reading import topic
from assistant.drafting.sections import section
from corpus import LOST, read_figures

if TYPE_CHECKING:
    from assistant.drafting.asking import Asked
    from assistant.drafting.reading import Enquiry
    from assistant.messages import Language
    from corpus import Document

TOPIC = 40
"""Characters of a question that a heading repeats."""
_RUDE = re.compile(r"[!！<>\[\]{}【】\\]|凭什么|痛快|气死|废物|垃圾")


def short_title(title: str, language: Language) -> str:
    """How a letter calls a document after its first mention: 关于…的若干政策措施 is the 若干政策措施, in English the Policy."""
    if language == "en":
        return "the Policy"
    bare = title.strip("《》")
    tail = bare.rpartition("的")[2]
    return tail if 2 < len(tail) < len(bare) else bare


def write_letter(asked: tuple[Asked, ...], enquiry: Enquiry, main: Document) -> list[Line]:
    """All lines of the letter that answers ``asked``. Chinese register in Chinese, a plain business letter in English."""
    pen = Pen(main, enquiry.language)
    short = short_title(main.title, pen.language)
    pen.add("address", pen.say("address"))
    pen.begin()
    sections = [a for a in asked if not a.is_other and not _is_greeting(a)]
    others = [a for a in asked if a.is_other]
    _open(pen, enquiry, short, bool(sections or others))
    single = len(sections) + bool(others) == 1
    said: set[Place] = set()
    for place, a in enumerate(sections):
        if not single:
            pen.begin()
            pen.add("heading", _heading(pen, place, a), a.number)
        section(pen, a, short, said)
    if others:
        if not single:
            pen.begin()
            pen.add("heading", pen.say("heading_others", number=pen.numeral(len(sections))))
        pen.begin()
        _others(pen, others, short)
    if any(LOST in line.claim.text for line in pen.lines):
        pen.begin()
        pen.add("framing", pen.say("official_text"))
    _close(pen, enquiry, bool(sections or others))
    return pen.lines


def _open(pen: Pen, enquiry: Enquiry, short: str, asks: bool) -> None:
    who = "unit" if enquiry.for_organisation else "person"
    if not asks:
        pen.add("opening", pen.say(f"opening_{who}_empty"))
        pen.begin()
        pen.add("framing", pen.say("nothing_asked", title=_title(pen)))
    elif short == pen.main.title:
        pen.add("opening", pen.say(f"opening_{who}_same", title=_title(pen)))
    else:
        pen.add("opening", pen.say(f"opening_{who}", title=_title(pen), short=short))


def _title(pen: Pen) -> str:
    title = pen.main.title.strip("《》")
    translated = pen.main.record.title_en
    return f"the {translated} (《{title}》)" if pen.language == "en" and translated else title if pen.language == "zh" else f"《{title}》"


def _close(pen: Pen, enquiry: Enquiry, asks: bool) -> None:
    if asks:
        pen.begin()
        pen.add("closing", pen.say(f"closing_{'unit' if enquiry.for_organisation else 'person'}"))
    for key in ("closing", "office", "date"):
        pen.begin()
        pen.add("closing" if key == "closing" else "signature", pen.say(key))


def _is_greeting(a: Asked) -> bool:
    return a.answer.reason == "empty_question" or (a.turn is not None and a.turn.understanding is not None and a.turn.u.route == "greeting")


def _heading(pen: Pen, place: int, a: Asked) -> str:
    shown = shown_topic(a.question)
    number = pen.numeral(place)
    return pen.say("heading", number=number, topic=shown) if shown else pen.say("heading_number", number=number, count=a.number)


def shown_topic(question: str) -> str:
    """The question as the letter may repeat it: nothing of one that names a figure, which a letter must not seem to confirm, that is
    heated, or that holds a sign of markup."""
    shown = topic(question, TOPIC)
    figures = any(f.kind in ("money", "percent", "duration") for f in read_figures(shown))
    return "" if figures or _RUDE.search(shown) else shown


def _others(pen: Pen, others: list[Asked], short: str) -> None:
    topics = [shown for a in others if (shown := shown_topic(a.question)) and len(shown) <= TOPIC]
    number = others[0].number
    if not topics:
        pen.add("declined", pen.say("declined_plain", short=short), number)
        return
    key = "declined_one" if len(topics) == 1 else "declined_many"
    pen.add("declined", pen.say(key, topics=pen.say("topics_join").join(dict.fromkeys(topics)), short=short), number)
