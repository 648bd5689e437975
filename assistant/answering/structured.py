"""Answers from the parsed document: units by number, parts, who is in charge, the outline, the document's own dates.

Complete and deterministic; nothing here is retrieved.
"""

from __future__ import annotations

import re

from assistant.answering.context import Context
from assistant.answering.model import Claim, Draft, Quote
from assistant.answering.naming import counted_claims, missing_counted
from assistant.answering.offers import offers
from assistant.answering.wording import damage_notices, joined, number_of, plain
from assistant.contract import Reason, Status
from assistant.messages import text
from assistant.understanding.counted import parts_of
from assistant.understanding.model import ProvisionRef, Understanding
from assistant.understanding.references import missing_runs
from corpus import LOST, Document, Provision, Sentence, read_figures

_HEADINGS = re.compile(r"标题|名称|名字|题目|叫(?:什么|啥)|\b(?:titles?|headings?|names?|called)\b", re.I)
_DIGITS = re.compile(r"数字|金额|数额|补(?:齐|全|上|出)|填(?:上|满|全)|看不清|缺的|方框|□|digits?|amounts?", re.I)


def whole_provision(document: Document, provision: Provision) -> Quote:
    """All of a provision but for the clause naming who is in charge and the number it begins with."""
    body = [s for s in provision.sentences if s.kind != "responsibility"] or list(provision.sentences)
    words = [s for s in body if s.kind == "body"] or body
    return Quote(document, provision, words[0].start, words[-1].end)


def responsibility(provision: Provision) -> Sentence | None:
    """The clause naming who is in charge, or None."""
    return next((s for s in provision.sentences if s.kind == "responsibility"), None)


def department_claim(
    context: Context, document: Document, provision: Provision, *, style: str = "paragraph", counted: bool = False
) -> Claim | None:
    """Who is in charge of ``provision``, in the document's order, ``counted`` when that is asked; None where the text names nobody."""
    sentence = responsibility(provision)
    if sentence is None:
        return None
    lang = context.language
    names = joined(context.names(provision.departments), lang)
    values: dict[str, object] = {"label": number_of(provision, lang), "title": context.title(provision), "names": names}
    count = len(provision.departments)
    words = text("answer.in_charge_counted", lang, count=count, **values) if counted else text("answer.in_charge", lang, **values)
    quote = Quote(document, provision, sentence.start, sentence.end)
    computed = frozenset({f"count:{count}个", f"number:{count}"}) if counted else frozenset()
    return Claim(words, (quote,), computed=computed, style=style)  # type: ignore[arg-type]


def answer_unit(context: Context, u: Understanding) -> Draft:
    """The units that the question names by number: their words, and who is in charge."""
    document = context.document
    claims: list[Claim] = counted_claims(context, u)
    missing: list[ProvisionRef] = []
    reason: Reason | None = None
    for ref in (r for r in u.refs if r.level == "unit"):
        provision = document.provision(ref.id)
        if provision is None:
            missing.append(ref)
        elif _HEADINGS.search(u.standalone):
            claims.append(heading_claim(context, document, provision))
        elif u.asks_who and len(u.kinds) <= 3 and responsibility(provision) is not None:
            claims += [c for c in (department_claim(context, document, provision, counted="quantity" in u.kinds),) if c]
        else:
            claims += _unit_claims(context, document, provision)
    if missing:
        claims.append(_no_such(context, document, missing))
    absent = missing_counted(context, u)
    claims += absent
    if not any(c.quotes for c in claims):
        return _declined(tuple(claims), "no_such_provision")
    quotes = [q for c in claims for q in c.quotes]
    status: Status = "partial" if missing or absent else "answered"
    if _DIGITS.search(u.standalone) and any(LOST in q.text for q in quotes):
        lead = Claim(text("answer.lost_amount", context.language), style="lead")
        status, claims, reason = "partial", [lead, *claims], "illegible"
    return Draft(
        status,
        tuple(claims),
        "structured",
        reason=reason,
        notices=damage_notices(quotes, context.language),
        suggestions=offers(context, u, quotes),
    )


def _unit_claims(context: Context, document: Document, provision: Provision) -> list[Claim]:
    quote = whole_provision(document, provision)
    words = plain(quote.text)
    lead = text("answer.unit", context.language, label=number_of(provision, context.language), title=context.title(provision), words=words)
    claims = [Claim(lead, (quote,), (words,))]
    gloss = context.gloss(provision)
    if context.language == "en" and gloss:
        claims.insert(
            0, Claim(text("answer.gloss", "en", label=number_of(provision, "en"), title=gloss.title_en, gist=gloss.gist_en), (quote,))
        )
    in_charge = department_claim(context, document, provision)
    return [*claims, *([in_charge] if in_charge else [])]


def _no_such(context: Context, document: Document, missing: list[ProvisionRef]) -> Claim:
    numbers = [p.number for p in document.provisions if p.number is not None and p.id == str(p.number)]
    written = joined(missing_runs(missing), context.language)
    units = [p for p in document.provisions if p.number is not None and p.id == str(p.number)]
    first, last = (number_of(units[i], context.language) if units else "" for i in (0, -1))
    values = {"written": written, "title": document.title, "first": first, "last": last}
    computed = frozenset({f"{prefix}:{n}" for n in (min(numbers, default=0), max(numbers, default=0)) for prefix in ("ordinal", "number")})
    computed |= {f"{p}:{n}" for r in missing for n in (r.number, r.until) for p in ("ordinal", "number")}
    computed |= {f.key for f in read_figures(written)}
    return Claim(text("answer.no_such_unit", context.language, **values), computed=computed, style="lead")


def _declined(claims: tuple[Claim, ...], reason: Reason) -> Draft:
    return Draft("declined", claims, "structured", reason=reason)


def answer_part(context: Context, u: Understanding) -> Draft:
    """The measures of the parts that the question names."""
    document = context.document
    claims: list[Claim] = []
    for ref in u.refs:
        part = next((p for p in parts_of(document) if p.number == ref.number), None)
        if part is not None:
            claims += _part_claims(context, document, part)
    if not claims:
        parts = parts_of(document)
        values = {"written": joined((r.written for r in u.refs), context.language), "title": document.title, "count": len(parts)}
        computed = frozenset(
            {f"count:{len(parts)}个", f"number:{len(parts)}", *(f"{kind}:{r.number}" for r in u.refs for kind in ("ordinal", "number"))}
        )
        key = "answer.no_such_part" if parts else "answer.no_parts"
        values = values if parts else {k: v for k, v in values.items() if k == "title"}
        return _declined((Claim(text(key, context.language, **values), computed=computed, style="lead"),), "no_such_provision")
    return Draft("answered", tuple(claims), "structured", suggestions=offers(context, u, [q for c in claims for q in c.quotes]))


def _part_claims(context: Context, document: Document, part: Provision) -> list[Claim]:
    children = document.children(part.id)
    heading = part.sentences[0]
    count = len(children)
    lead = text("answer.part", context.language, label=number_of(part, context.language), title=context.title(part), count=count)
    computed = frozenset({f"count:{count}条", f"number:{count}", f"ordinal:{part.number}"})
    claims = [Claim(lead, (Quote(document, part, heading.start, heading.end),), computed=computed, style="lead")]
    return claims + [heading_claim(context, document, child) for child in children]


def heading_claim(context: Context, document: Document, provision: Provision) -> Claim:
    """A row of a list: the unit's label and heading, cited at its heading (or its first sentence)."""
    first = provision.sentences[0]
    title = provision.title or plain(first.text)
    if context.language == "en" and context.gloss(provision):
        title = f"{context.title(provision)} ({title})"
    return Claim(
        text("answer.row", context.language, label=number_of(provision, context.language), title=title),
        (Quote(document, provision, first.start, first.end),),
        style="item",
    )


def answer_outline(context: Context, u: Understanding) -> Draft:
    """How the document is built: its parts with their units, counted."""
    document = context.document
    parts = [p for p in document.provisions if p.kind in ("part", "chapter", "book")]
    units = [p for p in document.provisions if p.id == str(p.number)]
    values = {"title": document.title, "parts": len(parts), "units": len(units)}
    computed = frozenset(
        {f"count:{len(parts)}个", f"count:{len(parts)}部分", f"count:{len(units)}条", f"number:{len(parts)}", f"number:{len(units)}"}
    )
    key = "answer.outline" if parts else "answer.outline_flat"
    values = values if parts else {"title": document.title, "units": len(units)}
    claims = [Claim(text(key, context.language, **values), computed=computed, style="lead")]
    for part in parts or units:
        rows = document.children(part.id) if parts else ()
        first = part.sentences[0]
        title = part.title or plain(first.text)
        names = [number_of(r, context.language) for r in rows]
        labels = text("answer.range", context.language, first=names[0], last=names[-1]) if len(names) > 1 else "".join(names)
        if context.language == "en" and context.gloss(part):
            title = context.title(part)
        row = text(
            "answer.outline_row",
            context.language,
            label=number_of(part, context.language),
            title=title,
            units=f" {labels}" if labels else "",
        )
        numbers = frozenset(f"{kind}:{p.number}" for p in (part, *rows) for kind in ("ordinal", "number"))
        claims.append(Claim(row, (Quote(document, part, first.start, first.end),), computed=numbers, style="item"))
    return Draft("answered", tuple(claims), "structured", suggestions=tuple(context.examples()[:3]))


def answer_departments(context: Context, u: Understanding) -> Draft:
    """All units that a body (or each of several) has a part in, in document order."""
    document = context.document
    claims: list[Claim] = []
    notices: list[str] = []
    for name in u.departments:
        rows = [p for p in document.provisions if name in p.departments]
        if not rows:
            notices.append(name)
            continue
        leading = sum(p.departments[0] == name for p in rows)
        values: dict[str, object] = {"name": context.name(name), "count": len(rows)}
        key = "answer.department"
        if leading:
            key, values = "answer.department_first", values | {"leading": leading}
        computed = frozenset({f"count:{n}条" for n in (len(rows), leading)} | {f"number:{n}" for n in (len(rows), leading)})
        first = responsibility(rows[0])
        assert first is not None, "a department is read from a responsibility clause"
        lead_quote = Quote(document, rows[0], first.start, first.end)
        claims.append(Claim(text(key, context.language, **values), (lead_quote,), computed=computed, style="lead"))
        claims += [_department_row(context, document, p) for p in rows]
    for name in notices:
        claims.append(
            Claim(text("answer.department_absent", context.language, name=context.name(name), title=document.title), style="tail")
        )
    if not any(c.quotes for c in claims):
        return _declined(tuple(claims), "no_evidence")
    return Draft("partial" if notices else "answered", tuple(claims), "structured")


def _department_row(context: Context, document: Document, provision: Provision) -> Claim:
    row = heading_claim(context, document, provision)
    sentence = responsibility(provision)
    assert sentence is not None, "a department is read from a responsibility clause"
    return Claim(row.text, (Quote(document, provision, sentence.start, sentence.end),), style="item")
