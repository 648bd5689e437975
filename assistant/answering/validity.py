"""Answers on a document's validity: whether it holds on a day, since when and until when, for how long, what ended it, what it ended.

What is decided comes from :mod:`corpus.validity`; here it is told, with the words that say so. What a question holds out (a term, a date,
that it was repealed) is affirmed or denied only where every reading of the text agrees, and left open where it rests on lost digits.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable
from typing import Literal

from assistant.answering.context import Context
from assistant.answering.model import Claim, Draft, Quote
from assistant.messages import Language, text
from assistant.understanding.model import Understanding
from assistant.understanding.named import Repealed
from assistant.understanding.period import Period, asked_period
from assistant.understanding.validity import AskedDate, Slot
from corpus import Corpus, Document
from corpus.metadata import Found, read_metadata
from corpus.numbers import read_numbers
from corpus.validity import Force, Repeal, Validity, counted, days_of, months_of

Answer = Literal["yes", "no", "open"]
_WORST = {"no": 0, "open": 1, "yes": 2}


def validity_claims(context: Context, u: Understanding, today: dt.date) -> list[Claim]:
    """All that is said of the document's validity; nothing where its text and what is held say nothing of it."""
    known = context.corpus.validity(context.document)
    stated = _stated(context, known)
    if not stated and not known.repealed_by and not known.recorded_end:
        return []
    leads = held_out_claims(context, u, known)
    if not leads or u.held_out.side == "ended":
        leads = [*leads, _force(context, u, known, today, stated)]
    return [*leads, *stated]


def in_force_claims(context: Context) -> list[Claim]:
    """When the document takes effect."""
    known = context.corpus.validity(context.document)
    return _told(context, context.document, known.in_force, "answer.in_force")


def held_out_claims(context: Context, u: Understanding, known: Validity) -> list[Claim]:
    """Yes, no or open to each date and term that the question holds out, what is denied first."""
    judged = [_date(context, known, slot, date) for slot, date in u.held_out.dates]
    judged += [_term(context, known, months, about=u.held_out.about) for months in u.held_out.terms]
    return [claim for _, claim in sorted(judged, key=lambda j: _WORST[j[0]])]


def repealed_claims(context: Context, u: Understanding, named: tuple[Repealed, ...], today: dt.date) -> list[Claim]:
    """What became of documents that a held one repeals: those that the question names, or all that the document in question repeals."""
    claims: list[Claim] = []
    by = {r.by for r in named} or {context.document.id}
    for document in (d for i in sorted(by) if (d := context.corpus.document(i)) is not None):
        known = context.corpus.validity(document)
        wanted = [r for r in known.repeals if not named or any(r.found.value == n.written for n in named)]
        for repeal in wanted:
            claims += _repealed(context, u, document, known, repeal, today)
        if wanted:
            claims += _told(context, document, known.in_force, "answer.in_force")
    return claims


def _repealed(context: Context, u: Understanding, document: Document, known: Validity, repeal: Repeal, today: dt.date) -> list[Claim]:
    quotes = _places(context, document, (repeal.found,))
    values = {"title": document.title, "value": repeal.found.value}
    told = Claim(text("answer.repeals", context.language, **values), quotes, _verbatim(repeal.found, quotes))
    if (number := _number(context, u, repeal, quotes)) is not None:
        return [number, told]
    if "whether" not in u.kinds and "confirm" not in u.manners:
        return [told]
    # 2017年那份: a year that names the older document is no day that is asked about.
    asked = asked_period(_without_year(u.standalone, repeal), today)
    starts = {asked.first >= day for day in known.starts} | {asked.last >= day for day in known.starts}
    side = u.held_out.side or "holds"
    key = "undecided" if len(starts) > 1 or not starts else f"{side}_ended" if starts == {True} else f"{side}_holds"
    when, computed = _when(context, asked)
    line = text(f"answer.repealed_{key}", context.language, **values, **({"when": when} if key.endswith("_holds") else {}))
    return [Claim(line, quotes, _verbatim(repeal.found, quotes), computed=computed, style="paragraph"), told][: 1 if "ended" in key else 2]


def _number(context: Context, u: Understanding, repeal: Repeal, quotes: tuple[Quote, ...]) -> Claim | None:
    """What a document number that the question holds out is to the one that stands there; None where it is the same, or none is."""
    asked = next(read_numbers(u.standalone), None)
    if asked is None or repeal.number is None or asked.same(repeal.number):
        return None
    key = "answer.number_lost" if asked.fits(repeal.number) else "answer.number_other"
    return Claim(text(key, context.language, value=repeal.number.written), quotes, (repeal.number.written,), style="paragraph")


def _force(context: Context, u: Understanding, known: Validity, today: dt.date, stated: list[Claim]) -> Claim:
    """Whether it is in force throughout the days asked about (a date, month or year in the question, else today)."""
    asked = asked_period(u.standalone, today)
    force = known.over(asked.first, asked.last)
    when, computed = _when(context, asked)
    quotes = tuple(dict.fromkeys(q for c in stated for q in c.quotes))
    if force == "repealed" or known.because == "undated":
        quotes = (*_repealing_places(context, known), *quotes)
    line = force_words(context.corpus, known, force, when, context.language, ended=u.held_out.side == "ended")
    return Claim(line, quotes, computed=computed, style="paragraph")


def force_words(corpus: Corpus, known: Validity, force: Force, when: str, language: Language, *, ended: bool = False) -> str:
    """The sentence that tells a verdict; with ``ended`` as the answer to a question that holds out that the document no longer holds."""
    by = [d for repeal, _ in known.repealed_by if (d := corpus.document(repeal.document)) is not None and d.id != known.document]
    key = f"undecided_{known.because}" if force == "undecided" else "repealed_by" if force == "repealed" and by else force
    key = f"ended_{key}" if ended and force in ("in_force", "not_yet", "expired", "repealed") else key
    names = {"by": "、".join(dict.fromkeys(f"《{d.title.strip('《》')}》" for d in by))} if key.endswith(("_by", "_undated")) else {}
    return text(f"answer.force_{key}", language, when=when, **names)


def _repealing_places(context: Context, known: Validity) -> tuple[Quote, ...]:
    """Where other documents say that they repeal this one."""
    by = ((context.corpus.document(repeal.document), repeal.found) for repeal, _ in known.repealed_by)
    return tuple(q for document, found in by if document is not None for q in _places(context, document, (found,)))


def _without_year(question: str, repeal: Repeal) -> str:
    years = {repeal.number.year if repeal.number else "", *re.findall(r"\d{4}", repeal.title)} - {""}
    for year in years:
        question = re.sub(rf"(?<!\d){year}年?(?!\d|\d*月)", " ", question)
    return question


def _when(context: Context, asked: Period) -> tuple[str, frozenset[str]]:
    written = asked.written()
    computed = {f"number:{n}" for n in written.values()} | {f"year:{asked.first.year}"}
    computed |= {f"duration:{asked.first.month}月", f"duration:{asked.first.day}日"}
    return text(f"answer.{asked.unit}", context.language, **written), frozenset(computed)


def _stated(context: Context, known: Validity) -> list[Claim]:
    document = context.document
    claims = _told(context, document, known.in_force, "answer.in_force")
    claims += _told(context, document, known.expires, "answer.lapses" if known.lapses else "answer.expires")
    claims += _told(context, document, known.term, "answer.validity_period")
    if known.trial and known.expires is None and known.term is None and claims:
        claims.append(Claim(text("answer.trial", context.language, title=document.title), claims[0].quotes))
    return claims


def _told(context: Context, document: Document, found: Found | None, key: str) -> list[Claim]:
    if found is None:
        return []
    quotes = _places(context, document, (found,))
    words = text(key, context.language, title=document.title, value=found.value)
    return [Claim(words, quotes, _verbatim(found, quotes))] if quotes else []


def _date(context: Context, known: Validity, slot: Slot, asked: AskedDate) -> tuple[Answer, Claim]:
    """What the text says to a date that is held out as that of its end, effect or issue."""
    metadata = read_metadata(context.document.text)
    found = {"expires": known.expires or known.term, "in_force": known.in_force, "issued": metadata.issued}[slot]
    days = {"expires": known.ends, "in_force": known.starts, "issued": days_of(metadata.issued)}[slot]
    name = text(f"answer.slot_{slot}", context.language)
    if found is None or not days:
        others = [f for f in (known.in_force, metadata.issued) if f is not None]
        line = text("answer.slot_unstated", context.language, name=name)
        return "open", Claim(line, _places(context, context.document, others[:1]), style="lead")
    fits = {asked.fits(day) for day in days}
    answer: Answer = "open" if len(fits) > 1 else "yes" if True in fits else "no"
    quotes = _places(context, context.document, (found,))
    line = text(f"answer.slot_{answer}", context.language, name=name, value=found.value)
    return answer, Claim(line, quotes, _verbatim(found, quotes), style="paragraph" if quotes else "lead")


def _term(context: Context, known: Validity, months: int, *, about: bool) -> tuple[Answer, Claim]:
    """What the text says to a term that is held out: the period that it states, else whether its dates can be so far apart."""
    if known.term is not None:
        same = any(counted(start, months) == end for start, end in known.readings if end is not None)
        same = same or _same_period(known.term.value, months)
        answer: Answer = "open" if about else "yes" if same else "no"
        quotes = _places(context, context.document, (known.term,))
        line = text(f"answer.term_{answer}", context.language, value=known.term.value)
        return answer, Claim(line, quotes, _verbatim(known.term, quotes), style="paragraph" if quotes else "lead")
    found = [f for f in (known.in_force, known.expires) if f is not None]
    quotes = _places(context, context.document, found)
    if known.in_force is None or known.expires is None or not known.readings:
        line = text("answer.slot_unstated", context.language, name=text("answer.slot_term", context.language))
        return "open", Claim(line, quotes, style="paragraph" if quotes else "lead")
    fits = {end is not None and counted(start, months) == end for start, end in known.readings}
    answer = "open" if about or len(fits) > 1 else "yes" if True in fits else "no"
    line = text(f"answer.dates_{answer}", context.language, start=known.in_force.value, end=known.expires.value)
    return answer, Claim(line, quotes, (known.in_force.value, known.expires.value) if quotes else ())


def _same_period(written: str, months: int) -> bool:
    return months_of(written) == months


def _places(context: Context, document: Document, found: Iterable[Found]) -> tuple[Quote, ...]:
    """The sentences that state ``found``; what only a record knows has no place."""
    places = (document.sentence_at(f.start) for f in found if f.start >= 0)
    return tuple(dict.fromkeys(Quote(document, at[1], at[0].start, at[0].end) for at in places if at is not None))


def _verbatim(found: Found, quotes: tuple[Quote, ...]) -> tuple[str, ...]:
    return (found.value,) if any(found.value in q.text for q in quotes) else ()


def rests_on_validity(corpus: Corpus, draft: Draft) -> bool:
    """Whether all that ``draft`` quotes as support are the sentences in which a document says how long it holds itself."""
    quotes = [q for c in draft.claims for q in c.quotes if not q.signpost and not q.is_note]
    return bool(quotes) and all(_says_validity(corpus, q) for q in quotes)


def _says_validity(corpus: Corpus, quote: Quote) -> bool:
    known = corpus.validity(quote.document)
    found = [f for f in (known.in_force, known.expires, known.term) if f is not None and f.start >= 0]
    return any(quote.start <= f.start and f.end <= quote.end for f in found)
