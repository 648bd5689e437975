"""Answers about the document itself: who issued it, when, how long it holds, what it replaces, what of this copy is damaged.

Read from the text where it says so. A digit that is lost is shown as ``□``; only what every reading of it agrees on is concluded.
"""

from __future__ import annotations

import datetime as dt
import re
from collections import Counter
from collections.abc import Callable

from assistant.answering.context import Context
from assistant.answering.model import Claim, Draft, Quote
from assistant.answering.structured import answer_outline
from assistant.answering.wording import damage_notices
from assistant.contract import Notice
from assistant.messages import text
from assistant.understanding.model import Understanding
from corpus import Document, PartialDate, force_on, read_dates
from corpus.metadata import Found, Metadata, read_metadata

_YEAR = re.compile(r"(?<!\d)((?:19|20)\d{2})\s*年?(?!\d)")


def answer_document(context: Context, u: Understanding, today: dt.date) -> Draft:
    """The facts about the document that the question asks for; what the text does not state is declined by name."""
    document = context.document
    metadata = read_metadata(document.text)
    claims: list[Claim] = []
    missing: list[str] = []
    # Whether an earlier document still holds is answered by its repeal, not by this one's dates.
    facts = tuple(f for f in u.document_facts if f != "validity") if "supersedes" in u.document_facts else u.document_facts
    for fact in facts:
        if fact == "outline":
            return answer_outline(context, u)
        if fact == "damage":
            return damage_report(context)
        found = _ANSWERS[fact](context, metadata, u, today)
        claims += found
        if not found:
            missing.append(text(f"answer.fact_{fact}", context.language))
    claims = list(dict.fromkeys(claims))
    if not claims:
        return _not_stated(context, missing)
    quotes = [q for c in claims for q in c.quotes]
    notices = damage_notices(quotes, context.language)
    return Draft("answered", tuple(claims), "structured", notices=notices, suggestions=tuple(context.examples()[:3]))


def _not_stated(context: Context, missing: list[str]) -> Draft:
    words = text("answer.document_silent", context.language, title=context.document.title, missing="、".join(missing))
    issuer = context.document.record.issuer
    claims = [Claim(words, style="lead")]
    if issuer:
        claims.append(Claim(text("answer.ask_issuer", context.language, issuer=issuer), style="tail"))
    return Draft("declined", tuple(claims), "structured", reason="not_stated")


def _quote(document: Document, found: Found) -> Quote:
    """The sentence that states ``found``."""
    at = document.sentence_at(found.start)
    assert at is not None, "metadata is read from sentences"
    sentence, provision = at
    return Quote(document, provision, sentence.start, sentence.end)


def _stated(context: Context, found: Found | None, key: str, **values: object) -> list[Claim]:
    if found is None:
        return []
    words = text(key, context.language, title=context.document.title, value=found.value, **values)
    return [Claim(words, (_quote(context.document, found),), (found.value,) if found.value in _quote(context.document, found).text else ())]


def _issued(context: Context, metadata: Metadata, u: Understanding, today: dt.date) -> list[Claim]:
    return _stated(context, metadata.issued, "answer.issued")


def _issuer(context: Context, metadata: Metadata, u: Understanding, today: dt.date) -> list[Claim]:
    return _stated(context, metadata.issuer, "answer.issuer")


def _number(context: Context, metadata: Metadata, u: Understanding, today: dt.date) -> list[Claim]:
    return _stated(context, metadata.document_number, "answer.document_number")


def _title(context: Context, metadata: Metadata, u: Understanding, today: dt.date) -> list[Claim]:
    return _stated(context, metadata.title, "answer.title")


def _in_force(context: Context, metadata: Metadata, u: Understanding, today: dt.date) -> list[Claim]:
    return _stated(context, metadata.in_force, "answer.in_force")


def _supersedes(context: Context, metadata: Metadata, u: Understanding, today: dt.date) -> list[Claim]:
    claims = [claim for found in metadata.repeals for claim in _stated(context, found, "answer.repeals")]
    return claims + _in_force(context, metadata, u, today) if claims else []


def _addressees(context: Context, metadata: Metadata, u: Understanding, today: dt.date) -> list[Claim]:
    notice = context.document.provision("notice")
    if notice is None or not notice.sentences[0].text.rstrip().endswith((":", ":")):
        return []
    first = notice.sentences[0]
    words = first.text.rstrip(":: ")
    quote = Quote(context.document, notice, first.start, first.end)
    return [Claim(text("answer.addressees", context.language, value=words), (quote,), (words,))]


def _validity(context: Context, metadata: Metadata, u: Understanding, today: dt.date) -> list[Claim]:
    claims = _in_force(context, metadata, u, today) + _stated(context, metadata.expires, "answer.expires")
    claims += _stated(context, metadata.validity, "answer.validity_period")
    if not claims:
        return []
    verdict, computed = _verdict(context, metadata, u, today)
    quotes = tuple(dict.fromkeys(q for c in claims for q in c.quotes))
    return [Claim(verdict, quotes, computed=computed, style="paragraph"), *claims]


def _verdict(context: Context, metadata: Metadata, u: Understanding, today: dt.date) -> tuple[str, frozenset[str]]:
    """Whether the document is in force on the day asked about (a year in the question, or today)."""
    start, end = _date(metadata.in_force), _date(metadata.expires)
    asked = _YEAR.search(u.question)
    if asked and int(asked[1]) != today.year:
        year = int(asked[1])
        days = [dt.date(year, 1, 1) + dt.timedelta(days=i) for i in range(365)]
        forces = {force_on(d, start, end) for d in days}
        force = forces.pop() if len(forces) == 1 else "undecided"
        words = text(f"answer.force_{force}", context.language, when=text("answer.in_year", context.language, year=year))
        return words, frozenset({f"year:{year}", f"number:{year}"})
    force = force_on(today, start, end)
    when = text("answer.on_day", context.language, year=today.year, month=today.month, day=today.day)
    computed = {f"year:{today.year}", f"number:{today.year}", f"duration:{today.month}月", f"duration:{today.day}日"}
    computed |= {f"number:{today.month}", f"number:{today.day}"}
    return text(f"answer.force_{force}", context.language, when=when), frozenset(computed)


def _date(found: Found | None) -> PartialDate | None:
    dates = read_dates(found.value) if found else []
    return dates[0][2] if dates else None


def damage_report(context: Context) -> Draft:
    """How many places of this copy are damaged, and of what kind."""
    repairs = context.document.restored.repairs
    counts = Counter(r.confidence for r in repairs)
    values = {"total": len(repairs), "certain": counts["certain"], "inferred": counts["inferred"], "lost": counts["lost"]}
    if not repairs:
        return Draft(
            "answered", (Claim(text("answer.undamaged", context.language, title=context.document.title), style="lead"),), "structured"
        )
    computed = frozenset(f"{kind}:{n}{unit}" for n in values.values() for kind, unit in (("count", "处"), ("number", "")))
    claims = [Claim(text("answer.damaged", context.language, title=context.document.title, **values), computed=computed, style="lead")]
    shown: dict[tuple[int, int], Quote] = {}
    for repair in repairs:
        at = context.document.sentence_at(repair.restored[0]) if repair.lost else None
        if at is not None:
            shown.setdefault((at[0].start, at[0].end), Quote(context.document, at[1], at[0].start, at[0].end))
    claims += [Claim(q.text, (q,), (q.text,), style="item") for q in shown.values()]
    return Draft(
        "answered", tuple(claims), "structured", notices=(Notice(kind="illegible", text=text("answer.never_filled", context.language)),)
    )


_Answer = Callable[[Context, Metadata, Understanding, dt.date], list[Claim]]
_ANSWERS: dict[str, _Answer] = {
    "validity": _validity,
    "in_force": _in_force,
    "issued": _issued,
    "issuer": _issuer,
    "document_number": _number,
    "supersedes": _supersedes,
    "title": _title,
    "addressees": _addressees,
}
