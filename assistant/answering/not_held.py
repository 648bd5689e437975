"""What is named and not held: that is said, and nothing of another document is given for it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import replace

from assistant.answering.background import facts_of
from assistant.answering.context import Context
from assistant.answering.model import Claim, Draft, Quote
from assistant.answering.validity import repealed_claims
from assistant.answering.wording import joined, name_of, plain
from assistant.messages import text
from assistant.understanding.model import Understanding
from assistant.understanding.named import Named
from corpus import Document, Provision, Sentence, read_figures
from corpus.naming import folded_title
from corpus.numbers import read_numbers

_SHOWN = 3
"""Places that speak of it, and titles of what is held, that are shown."""


def answer_not_held(context: Context, u: Understanding, today: dt.date) -> Draft:
    """Declines a question put to documents that are not held: names them, quotes where a held one cites them, tells a repeal of them and
    the background that is known of what the question names."""
    lang = context.language
    names = [r.written for r in u.repealed] + [n.whole for n in u.absent]
    lead = text("answer.not_held", lang, names=joined(names, lang))
    claims = [Claim(lead, computed=frozenset(f.key for f in read_figures(lead)), style="lead")]
    if u.repealed:
        claims += repealed_claims(context, _plainly(u), u.repealed, today)[:_SHOWN]
    cited = [place for n in u.absent for place in _citing(context, n)][:_SHOWN]
    if cited:
        claims.append(Claim(text("answer.not_held_cited", lang), style="lead"))
        claims += [_cited(context, *place) for place in cited]
    for note in u.instruments[:1]:
        claims += facts_of(context, next(iter(context.names_of(note)), ""))
    claims.append(held_claim(context))
    return Draft("declined", tuple(claims), "structured", reason="not_held")


def held_claim(context: Context) -> Claim:
    """What is held: the one document, or how many with the first titles."""
    titles = [r.title.strip("《》") for r in context.corpus.records]
    named = joined((f"《{t}》" for t in titles[:_SHOWN]), context.language)
    key = "answer.held_one" if len(titles) == 1 else "answer.held_few" if len(titles) <= _SHOWN else "answer.held_many"
    values = {"count": len(titles)} if len(titles) > 1 else {}
    computed = frozenset({f"count:{len(titles)}份", f"number:{len(titles)}"})
    return Claim(text(key, context.language, names=named, **values), computed=computed, style="tail")


def _plainly(u: Understanding) -> Understanding:
    return replace(u, kinds=(), manners=())


def _citing(context: Context, named: Named) -> Iterator[tuple[Document, Provision, Sentence]]:
    """The sentences of held documents that name what is not held."""
    title = folded_title(named.name)
    for document in context.corpus.documents:
        if document.record.kind == "note":
            continue
        for provision, sentence in document.walk():
            if named.number is not None:
                there = any(named.number.same(n) for n in read_numbers(sentence.text))
            else:
                there = f"《{title}" in _folded_marks(sentence.text)
            if there:
                yield document, provision, sentence


def _folded_marks(words: str) -> str:
    return "《".join(folded_title(piece) for piece in words.split("《"))


def _cited(context: Context, document: Document, provision: Provision, sentence: Sentence) -> Claim:
    words = plain(sentence.text)
    line = text("answer.reads", context.language, label=name_of(document, provision, context.document.id), words=words)
    return Claim(line, (Quote(document, provision, sentence.start, sentence.end, signpost=True),), (words,), style="item")
