"""What follows from a breach: acts name the penalty elsewhere, by the number of the article that is broken (违反本条例第八条规定的,……)."""

from __future__ import annotations

import re
from functools import lru_cache

from assistant.answering.context import Context
from assistant.answering.model import Claim, Quote
from assistant.answering.wording import name_of, number_of, plain
from assistant.finding import Found
from assistant.messages import text
from assistant.understanding.model import Understanding
from corpus import Document, Provision
from corpus.numerals import CHINESE_DIGITS, to_int

_ASKED = re.compile(r"罚|处罚|处分|追究|法律责任|什么后果|违法|违规|\b(?:penalt\w+|fines?|punish\w*|sanction\w*)\b", re.I)
_BREACH = re.compile(rf"违反[^。;；]{{0,16}}?((?:、|和|或者?|以及)?第[{CHINESE_DIGITS}\d]+条(?:[^。;；、和或]{{0,8}})?)+")
_ARTICLE = re.compile(rf"第([{CHINESE_DIGITS}\d]+)条")
_LIABLE = re.compile(r"罚款|责令|处分|没收|吊销|追究")
_CONSIDERED = 2


def asked(u: Understanding) -> bool:
    """Whether ``u`` asks what follows from a breach."""
    return _ASKED.search(u.standalone) is not None


def follows(context: Context, u: Understanding, found: Found) -> list[Claim]:
    """The rule that is broken and the article that says what follows, where a penalty is asked for and the rule itself names none; nothing
    for any other question."""
    if not asked(u):
        return []
    for f in found.provisions[:_CONSIDERED]:
        if _LIABLE.search(f.provision.text):
            return []
        number = int(f.provision.id.split(".")[0]) if f.provision.id.split(".")[0].isdigit() else None
        liable = [p for p in _liable(f.document).get(number, ()) if p.id != f.provision.id] if number is not None else []
        if liable:
            rule = f.sentences[0].sentence
            said = _states(context, f.document, f.provision, Quote(f.document, f.provision, rule.start, rule.end))
            return [said, *(_states(context, f.document, p, Quote(f.document, p, p.start, p.end)) for p in liable)]
    return []


@lru_cache(maxsize=16)
def _liable(document: Document) -> dict[int, tuple[Provision, ...]]:
    """By the number of an article, the units that say what follows when it is broken."""
    named: dict[int, list[Provision]] = {}
    for p in document.provisions:
        if p.number is None or p.id != str(p.number):
            continue
        numbers = {to_int(n) for m in _BREACH.finditer(p.text) for n in _ARTICLE.findall(m[0])}
        for number in numbers - {None}:
            assert number is not None, "taken out above"
            named.setdefault(number, []).append(p)
    return {number: tuple(units) for number, units in named.items()}


def _states(context: Context, document: Document, provision: Provision, quote: Quote) -> Claim:
    label = (
        number_of(provision, context.language) if document.id == context.document.id else name_of(document, provision, context.document.id)
    )
    words = plain(quote.text)
    return Claim(text("answer.states_plain", context.language, label=label, words=words), (quote,), (words,))
