"""Answers about the document itself: who issued it, when, how long it holds, what it replaces, what of this copy is damaged.

Read from the text where it says so. A digit that is lost is shown as ``□``; only what every reading of it agrees on is concluded.
"""

from __future__ import annotations

import datetime as dt
import re
from collections import Counter
from collections.abc import Callable
from dataclasses import replace

from assistant.answering.context import Context
from assistant.answering.model import Claim, Draft, Quote
from assistant.answering.structured import answer_outline
from assistant.answering.validity import held_out_claims, in_force_claims, repealed_claims, validity_claims
from assistant.answering.wording import damage_notices
from assistant.contract import Notice
from assistant.messages import text
from assistant.understanding.counted import parts_of, units_of
from assistant.understanding.language_data import is_ended, points_at_older
from assistant.understanding.model import Understanding
from corpus import Document, PartialDate, read_dates
from corpus.metadata import Found, Metadata, read_metadata
from corpus.numerals import to_int

_DAY = re.compile(r"几[月号日]|哪(?:一)?[天日]|日期|什么时候|何时|\bday\b|\bdate\b", re.I)
_YEAR_ONLY = re.compile(r"哪(?:一)?年|几几年|what year|which year", re.I)
_SUPPOSED = re.compile(r"(?P<n>\d{1,3}|[一二两三四五六七八九十]{1,3})(?:个|大)?(?P<unit>部分|章|块|条|项)")
_PUBLICITY = re.compile(r"此件[^。]{0,12}公开|信息公开选项")
_LEVEL = re.compile(r"[市县区乡镇村](?=.{0,2}(?:政府|里|级|办|局|人民政府))|街道|[厅局委](?!员)")
"""Levels and kinds of bodies that people ask of whether it was sent to them."""
_NO_NAME = re.compile(r"[是由的归为到给被位]")
_GOVERNMENT = re.compile(r"[\u4e00-\u9fff]{0,6}?[市省县区](?:人民)?政府")


def answer_document(context: Context, u: Understanding, today: dt.date) -> Draft:
    """The facts about the document that the question asks for; what the text does not state is declined by name."""
    document = context.document
    metadata = read_metadata(document.text)
    claims: list[Claim] = []
    missing: list[str] = []
    facts = _asked(u)
    for fact in facts:
        if fact == "outline":
            return answer_size(context, u)
        if fact == "damage":
            return damage_report(context)
        # Whether it has taken effect is asked of a day; when it does, of the text.
        asked = "validity" if fact == "in_force" and "whether" in u.kinds else fact
        found = _ANSWERS[asked](context, metadata, u, today)
        claims += found
        if not found:
            missing.append(text(f"answer.fact_{fact}", context.language))
    claims = list(dict.fromkeys(claims))
    if not claims:
        return _not_stated(context, missing)
    quotes = [q for c in claims for q in c.quotes]
    notices = damage_notices(quotes, context.language)
    draft = Draft("answered", tuple(claims), "structured", notices=notices, suggestions=tuple(context.examples()[:3]))
    return replace(draft, status="partial", reason="illegible") if _day_lost(u, facts, metadata) else draft


def asks_of_repealed(u: Understanding) -> bool:
    """Whether a document that a held one repeals is asked about as such: whether it still holds, when it was repealed, its number. What it
    says cannot be told."""
    if not u.repealed or any(r.level == "unit" for r in u.refs):
        return False
    of_itself = {"validity", "supersedes", "in_force", "document_number"}
    return "whether" in u.kinds or bool(u.manners) or bool(of_itself & set(u.document_facts))


def _asked(u: Understanding) -> tuple[str, ...]:
    """The facts asked for. Whose repeal and whose term is meant: an older document that is named or pointed at is asked about by what
    repeals it; else a word of ending (这份政策作废了吗) asks of this one."""
    facts = u.document_facts or (("validity",) if u.held_out.states else ())
    if u.repealed:
        return ("supersedes",)
    if "supersedes" not in facts:
        return facts
    if not points_at_older(u.standalone, u.language) and (u.held_out.side is not None or is_ended(u.standalone)):
        return ("validity",)
    # The number asked for is the other one's.
    return tuple(f for f in facts if f not in ("validity", "document_number"))


def _day_lost(u: Understanding, facts: tuple[str, ...], metadata: Metadata) -> bool:
    """Whether a day is asked for of which a digit is lost; a year that is whole answers 哪一年."""
    asked = {"issued": metadata.issued, "in_force": metadata.in_force, "validity": metadata.expires}
    dates = [d for fact in facts if (d := _date(asked.get(fact))) is not None]
    exact = "date" in u.kinds or "deadline" in u.kinds or _DAY.search(u.standalone)
    return bool(exact) and "whether" not in u.kinds and not _YEAR_ONLY.search(u.standalone) and any(not d.readable for d in dates)


def answer_size(context: Context, u: Understanding) -> Draft:
    """The outline, with a yes or no first where the question supposes how many units or parts there are."""
    draft = answer_outline(context, u)
    supposed = list(_SUPPOSED.finditer(u.standalone)) if "whether" in u.kinds else []
    if not supposed:
        return draft
    sizes = {"部分": len(parts_of(context.document)), "条": len(units_of(context.document))}
    right = all(to_int(m["n"]) == sizes["部分" if m["unit"] in ("部分", "章", "块") else "条"] for m in supposed)
    line = text("answer.count_right" if right else "answer.count_wrong", context.language)
    return replace(draft, claims=(Claim(line, style="lead"), *draft.claims))


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
    named = {} if key == "answer.title" else {"title": context.document.title}
    words = text(key, context.language, value=found.value, **named, **values)
    return [Claim(words, (_quote(context.document, found),), (found.value,) if found.value in _quote(context.document, found).text else ())]


def _issued(context: Context, metadata: Metadata, u: Understanding, today: dt.date) -> list[Claim]:
    supposed = held_out_claims(context, u, context.corpus.validity(context.document))
    return supposed + _stated(context, metadata.issued, "answer.issued")


def _issuer(context: Context, metadata: Metadata, u: Understanding, today: dt.date) -> list[Claim]:
    supposed = [_NO_NAME.split(name.replace("人民", ""))[-1] for name in _GOVERNMENT.findall(u.standalone)]
    other = metadata.issuer is not None and any(name not in metadata.issuer.value.replace("人民", "") for name in supposed)
    return _stated(context, metadata.issuer, "answer.not_issuer" if other else "answer.issuer")


def _number(context: Context, metadata: Metadata, u: Understanding, today: dt.date) -> list[Claim]:
    return _stated(context, metadata.document_number, "answer.document_number")


def _title(context: Context, metadata: Metadata, u: Understanding, today: dt.date) -> list[Claim]:
    return _stated(context, metadata.title, "answer.title")


def _in_force(context: Context, metadata: Metadata, u: Understanding, today: dt.date) -> list[Claim]:
    return [*held_out_claims(context, u, context.corpus.validity(context.document)), *in_force_claims(context)]


def _supersedes(context: Context, metadata: Metadata, u: Understanding, today: dt.date) -> list[Claim]:
    return repealed_claims(context, u, u.repealed, today)


def _addressees(context: Context, metadata: Metadata, u: Understanding, today: dt.date) -> list[Claim]:
    notice = context.document.provision("notice")
    if notice is None or not notice.sentences[0].text.rstrip().endswith((":", ":")):
        return []
    first = notice.sentences[0]
    words = first.text.rstrip(":: ")
    quote = Quote(context.document, notice, first.start, first.end)
    levels = [level for level in _LEVEL.findall(u.standalone) if "whether" in u.kinds]
    key = "addressees" if not levels else "addressed" if any(level in words for level in levels) else "not_addressed"
    return [Claim(text(f"answer.{key}", context.language, value=words), (quote,), (words,))]


def _publicity(context: Context, metadata: Metadata, u: Understanding, today: dt.date) -> list[Claim]:
    """What the document says of its own publication (此件公开发布)."""
    for provision, sentence in context.document.walk():
        if _PUBLICITY.search(sentence.text):
            words = sentence.text.strip("()（）()。 ")
            quote = Quote(context.document, provision, sentence.start, sentence.end)
            return [Claim(text("answer.publicity", context.language, words=words), (quote,), (words,))]
    return []


def _purpose(context: Context, metadata: Metadata, u: Understanding, today: dt.date) -> list[Claim]:
    """What the document says of its own purpose: its preamble."""
    preamble = context.document.provision("preamble")
    if preamble is None:
        return []
    words = preamble.text.rstrip("。")
    quote = Quote(context.document, preamble, preamble.start, preamble.end)
    return [Claim(text("answer.purpose", context.language, words=words), (quote,), (words,))]


def _ending(context: Context, metadata: Metadata, u: Understanding, today: dt.date) -> list[Claim]:
    """What the document says behind its last measure."""
    closing = context.document.provision("closing")
    if closing is None:
        return []
    words = closing.text.rstrip("。")
    return [
        Claim(
            text("answer.ending", context.language, words=words), (Quote(context.document, closing, closing.start, closing.end),), (words,)
        )
    ]


def _validity(context: Context, metadata: Metadata, u: Understanding, today: dt.date) -> list[Claim]:
    return validity_claims(context, u, today)


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
    "publicity": _publicity,
    "purpose": _purpose,
    "opening": _purpose,
    "ending": _ending,
}
