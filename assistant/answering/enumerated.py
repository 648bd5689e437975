"""Rows that a document itself sets out: the items below a sentence that opens them (通过下列方式筹集:), the units below a heading
(四、申报材料).

A question for how many or which of them there are, or for what such a heading announces, is answered by the whole row.
"""

from __future__ import annotations

from assistant.answering.context import Context
from assistant.answering.describing import keys_of
from assistant.answering.model import Claim, Quote
from assistant.answering.relevance import pairs
from assistant.answering.signals import headed
from assistant.answering.wording import name_of, number_of, plain
from assistant.finding import Found
from assistant.messages import text
from assistant.understanding.language_data import AskedKind, content_words
from assistant.understanding.model import Understanding
from corpus import Document, Provision

_CONSIDERED = 3
_SPEAKS = 0.6
"""Share of the question's own words that the opening sentence or the heading must hold."""
_SPEAKS_FIRST = 0.34
_MOST = 8
"""Units quoted in full below one heading."""


def row(context: Context, u: Understanding, found: Found) -> list[Claim]:
    """The row that ``u`` asks the number or the members of; nothing where no opening or heading speaks of it."""
    for f in found.provisions[:_CONSIDERED]:
        for unit in _upwards(f.document, f.provision):
            items = [p for p in f.document.children(unit.id) if p.number is not None]
            opening = unit.sentences[-1] if unit.sentences[-1].text.rstrip().endswith((":", "：", ":")) else unit.sentences[0]
            # What was found first, and opens a row itself, need not speak of every word of the question.
            first = f is found.provisions[0] and unit is f.provision and opening is unit.sentences[-1] and "quantity" in u.kinds
            if len(items) > 1 and _about(u, opening.text, _SPEAKS_FIRST if first else _SPEAKS):
                line = text("answer.enumerated", context.language, label=_label(context, f.document, unit), count=len(items))
                lead = Claim(
                    f"{line}{plain(opening.text).rstrip(':：')}",
                    (Quote(f.document, unit, opening.start, opening.end),),
                    computed=keys_of(context, (), [len(items)]),
                )
                return [lead, *(_item(f.document, p) for p in items)]
    return []


def below_heading(context: Context, u: Understanding, found: Found, kind: AskedKind) -> list[Claim]:
    """All units below the heading that announces the kind asked for (四、申报材料), each quoted whole; nothing where there is none."""
    for f in found.provisions[:_MOST]:
        unit = headed(f.document, f.provision, kind)
        if unit is None:
            continue
        units = [p for p in f.document.children(unit.id) if p.number is not None] or [unit]
        if len(units) > _MOST:
            continue
        return [_whole(context, f.document, p) for p in units]
    return []


def _upwards(document: Document, provision: Provision) -> list[Provision]:
    above = document.provision(provision.parent) if provision.parent else None
    return [p for p in (provision, above) if p is not None and p.sentences and p.kind not in ("part", "chapter", "book")]


def _about(u: Understanding, words: str, share: float) -> bool:
    own = pairs(content_words(u.content))
    return bool(own) and sum(p in words for p in own) >= share * len(own)


def _label(context: Context, document: Document, provision: Provision) -> str:
    if document.id == context.document.id:
        return number_of(provision, context.language)
    return name_of(document, provision, context.document.id)


def _item(document: Document, provision: Provision) -> Claim:
    first = provision.sentences[0]
    words = provision.title or plain(first.text)
    return Claim(words, (Quote(document, provision, first.start, first.end),), (words,), style="item")


def _whole(context: Context, document: Document, provision: Provision) -> Claim:
    body = [s for s in provision.sentences if s.kind != "responsibility"]
    quote = Quote(document, provision, body[0].start, max(body[-1].end, provision.end if len(body) == len(provision.sentences) else 0))
    words = plain(quote.text)
    key = "states" if provision.title and not words.startswith(provision.title) else "states_plain"
    values = {"title": provision.title} if key == "states" else {}
    line = text(f"answer.{key}", context.language, label=_label(context, document, provision), words=words, **values)
    return Claim(line, (quote,), (words,))
