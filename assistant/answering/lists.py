"""Lists and counts from the parsed document: every unit that meets what is asked, in order, each row with its words.

Nothing here is retrieved. What is not found is declined by naming it, with the nearest broader list if there is one.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from assistant.answering import rankings
from assistant.answering.compare import compare
from assistant.answering.conditions import Condition, Hit, commitments_of, condition, hits, words_of
from assistant.answering.context import Context
from assistant.answering.describing import described, keys_of, quoted, shown_words
from assistant.answering.keywords import Standing, standing
from assistant.answering.model import Claim, Draft, Quote
from assistant.answering.rows import bodies_row, order_note, quoted_row, row, unit_noun
from assistant.answering.structured import answer_departments
from assistant.answering.units import Line, Units, fold, has_word, units_of
from assistant.answering.wording import commitment_notice, damage_notices, joined, name_of
from assistant.contract import Notice
from assistant.messages import text
from assistant.understanding.list_query import Comparison, Filter, ListQuery
from assistant.understanding.model import Understanding
from corpus import read_figures
from corpus.numerals import to_int


def answer_query(context: Context, u: Understanding, query: ListQuery | Comparison) -> Draft | None:
    """The answer to ``query``; None where the document cannot tell (a loosely put topic that no word of it matches)."""
    if isinstance(query, Comparison):
        return compare(context, query)
    units = units_of(context.document)
    if _plain_bodies(query):
        plain = answer_departments(context, replace(u, departments=query.filters[0].values))
        count = len(hits(units, _conditions(context, query, units)))
        lead = _yes_or_no(context, u, count, len(units.units))
        return replace(plain, claims=(*lead, *plain.claims, *_share(context, query, units, count))) if count else plain
    found = _resolved(context, query, units)
    if found is None:
        return _absent(context, query)
    query, meant = found
    if query.shape in ("rank_bodies", "bodies", "rank_parts", "rank_units"):
        return rankings.answer(context, query, units)
    if query.shape == "table":
        return _table(context, units, query)
    draft = _list(context, query, units, meant)
    if draft is None or draft.status != "answered" or "whether" not in u.kinds:
        return draft
    lead = _yes_or_no(context, u, len(hits(units, _conditions(context, query, units))), len(units.units))
    return replace(draft, claims=(*lead, *draft.claims))


def _yes_or_no(context: Context, u: Understanding, count: int, total: int) -> list[Claim]:
    """What a list of ``count`` of ``total`` units answers to a yes/no question before its rows; nothing for any other question."""
    held = _held_against(context, u, count, total)
    if count and not held and _EXISTS.search(u.standalone):
        return [Claim(text("answer.list_yes", context.language), style="lead")]
    return held


def _held_against(context: Context, u: Understanding, count: int, total: int) -> list[Claim]:
    """A yes or no where the question supposes how many there are (就露脸一回,对不对), or that it is all of them
    (所有措施都由……牵头,对吗)."""
    if "whether" not in u.kinds or re.search(r"多少|几(?!乎)", u.standalone):
        return []
    supposed = _SUPPOSED.search(u.standalone)
    if supposed and (number := to_int(supposed["n"].replace("两", "二"))) is not None:
        return [Claim(text("answer.count_right" if number == count else "answer.count_wrong", context.language), style="lead")]
    if "universal" not in u.manners or not _ALL_UNITS.search(u.standalone):
        return []
    key = "answer.list_all" if count == total else "answer.list_not_all"
    line = text(key, context.language, count=count, total=total)
    return [Claim(line, computed=keys_of(context, (), [count, total]), style="lead")]


_SUPPOSED = re.compile(
    r"(?:就|只|才|共|一共|总共|有|恰好|正好|出现|参与|露脸|挂名)(?:了|过)?(?:在)?(?P<n>[一两二三四五六七八九十]{1,3}|\d{1,3})(?:条|项|次|回|处)"
)
_ALL_UNITS = re.compile(r"(?:所有|全部|每(?:一)?|各|任何)(?:的)?(?:条|项|个)?(?:政策)?(?:措施|条款|条文|条)")
_EXISTS = re.compile(r"有没有|有无|是否有|是不是有|\b(?:is|are) there (?:any|a)\b", re.I)


def _plain_bodies(query: ListQuery) -> bool:
    """One body (or any of several) and nothing else: told with how often it is listed first."""
    if query.shape != "units" or len(query.filters) != 1:
        return False
    f = query.filters[0]
    return f.kind == "department" and len(f.values) == 1 and not f.negated and f.join in ("all", "any")


def _resolved(context: Context, query: ListQuery, units: Units) -> tuple[ListQuery, list[tuple[str, Standing]]] | None:
    """``query`` with keywords as the document writes them, and which of them are other words for what was asked; None if one stands
    nowhere."""
    filters: list[Filter] = []
    meant: list[tuple[str, Standing]] = []
    for f in query.filters:
        if f.kind != "keyword":
            filters.append(f)
            continue
        there = [standing(v, units, context.corpus) for v in f.values]
        known = [s for s in there if s is not None]
        if len(known) < len(there):
            return None
        meant += [(v, s) for v, s in zip(f.values, known, strict=True) if s.meant]
        values = tuple(v for s in known for v in s.values)
        either = f.join == "any" or any(s.either for s in known)
        filters.append(replace(f, values=values, join="any" if either and len(values) > 1 else "all"))
    return replace(query, filters=tuple(filters)), meant


_NO_NAME = re.compile(r"[在的这那是]|文件|政策|一共|总共|哪|什么")


def _absent(context: Context, query: ListQuery) -> Draft | None:
    """A word that the document is asked to mention stands nowhere in it. Said only where the question is about the word itself and no other
    document could hold it; a figure is not repeated."""
    asked = [f for f in query.filters if f.kind == "keyword"]
    several = len(context.corpus.records) > 1 and context.document.record.kind == "policy"
    if several or not all(f.exact for f in asked) or context.language == "en" or any(read_figures(v) for f in asked for v in f.values):
        return None
    if any(_NO_NAME.search(v) for f in asked for v in f.values):
        return None  # not a word but a piece of the question
    units = units_of(context.document)
    gone = [v for f in asked for v in f.values if standing(v, units, context.corpus) is None]
    line = text("answer.list_absent", context.language, title=context.document.title, words=joined(gone, context.language))
    claims = [Claim(line, computed=keys_of(context), style="lead")]
    rest = ListQuery("units", tuple(f for f in query.filters if f.kind != "keyword"))
    claims += _nearest(context, rest, units) if rest.filters else []
    return Draft("declined", tuple(claims), "structured", reason="no_evidence", suggestions=tuple(context.examples()[:3]))


def _conditions(context: Context, query: ListQuery, units: Units) -> list[Condition]:
    return [condition(f, context.document, units) for f in query.filters]


def _list(context: Context, query: ListQuery, units: Units, meant: Sequence[tuple[str, Standing]]) -> Draft | None:
    found = hits(units, _conditions(context, query, units))
    aside = [*_charge_only(context, query, units, found), *_broader(context, query, units, found)]
    outside = _outside(context, query, units)
    claims = [_meant_claim(context, word, s) for word, s in meant]
    if found:
        claims += [_lead(context, query, units, len(found), "answer.list"), *(_row(context, query, hit) for hit in found)]
        claims += [*_apart(context, query, units, len(found)), *_share(context, query, units, len(found))]
    elif not aside and not outside:
        return _none(context, query, units)
    elif not aside:
        return _only_outside(context, query, outside, claims)
    elif _single(query, "keyword") is not None and len(query.filters) == 1:
        line = text("answer.list_body_none", context.language, words=_asked_words(query))
        claims.append(Claim(line, computed=keys_of(context, [_asked_words(query)]), style="lead"))
    else:
        claims.append(_lead(context, query, units, 0, "answer.list_none"))
    claims += aside
    claims += _outside_claim(context, query, outside)
    if any(f.join == "first" for f in query.filters):
        claims += order_note(context, (h.unit for h in found))
    quotes = [q for c in claims for q in c.quotes]
    notices = (*damage_notices(quotes, context.language), *_commitment_notices(context, query))
    return Draft("answered", tuple(claims), "structured", notices=notices)


def _lead(context: Context, query: ListQuery, units: Units, count: int, key: str) -> Claim:
    lang = context.language
    values: dict[str, object] = {"filters": described(context, query.filters, units), "unit": unit_noun(context)}
    values |= {"title": context.document.title} if key == "answer.list_none" else {"count": count}
    words = [v for f in query.filters if f.kind == "keyword" for v in f.values]
    numbers = [v for f in query.filters if f.kind in ("part", "unit") for v in f.values]
    asked = [int(v.lstrip(">=")) for f in query.filters if f.kind == "bodies" for v in f.values]
    computed = keys_of(context, words, [count, *asked]) | {f"{kind}:{n}" for n in numbers for kind in ("ordinal", "number")}
    return Claim(text(key, lang, **values), computed=computed, style="lead")


def _share(context: Context, query: ListQuery, units: Units, count: int) -> list[Claim]:
    """How many units there are in all, where the share is asked for."""
    if not query.share:
        return []
    total = len(units.units)
    line = text("answer.list_share", context.language, count=count, total=total)
    return [Claim(line, computed=keys_of(context, (), [count, total]), style="tail")]


def _row(context: Context, query: ListQuery, hit: Hit) -> Claim:
    if hit.lines:
        return quoted_row(context, hit.unit, hit.lines)
    if any(f.kind in ("department", "bodies") for f in query.filters):
        return bodies_row(context, hit.unit)
    return row(context, hit.unit)


def _table(context: Context, units: Units, query: ListQuery) -> Draft:
    found = hits(units, _conditions(context, query, units))
    key = "answer.list_with_bodies" if any(h.unit.charge for h in found) else "answer.list_plain"
    line = text(key, context.language, title=context.document.title, count=len(found))
    if query.filters:
        claims = [_lead(context, query, units, len(found), "answer.list")]
    else:
        claims = [Claim(line, computed=keys_of(context, (), [len(found)]), style="lead")]
    claims += [bodies_row(context, h.unit) for h in found]
    return Draft("answered", tuple(claims), "structured", suggestions=tuple(context.examples()[:3]))


def _none(context: Context, query: ListQuery, units: Units) -> Draft:
    """Nothing meets all conditions: which, and the nearest list that there is."""
    claims = [_lead(context, query, units, 0, "answer.list_none"), *_nearest(context, query, units, itself=False)]
    return Draft("declined", tuple(claims), "structured", reason="no_evidence", suggestions=tuple(context.examples()[:3]))


def _nearest(context: Context, query: ListQuery, units: Units, *, itself: bool = True) -> list[Claim]:
    """The first broader list that is not empty, its rows as signposts."""
    for wider in ([query] if itself else []) + list(_wider(query)):
        found = hits(units, _conditions(context, wider, units))
        if found and len(found) < len(units.units):
            rows = [_row(context, wider, h) for h in found]
            rows = [replace(c, quotes=tuple(replace(q, signpost=True) for q in c.quotes)) for c in rows]
            return [_lead(context, wider, units, len(found), "answer.list_nearest"), *rows]
    return []


def _wider(query: ListQuery) -> Iterator[ListQuery]:
    """Less strict forms of ``query``: without 只 and 牵头, then one of several names enough, then one condition less."""
    for i, f in enumerate(query.filters):
        if f.join in ("only", "first") and not f.negated:
            yield replace(query, filters=(*query.filters[:i], replace(f, join="all"), *query.filters[i + 1 :]))
    for i, f in enumerate(query.filters):
        if f.join != "any" and len(f.values) > 1 and not f.negated:
            yield replace(query, filters=(*query.filters[:i], replace(f, join="any"), *query.filters[i + 1 :]))
    if len(query.filters) > 1:
        yield from (query.without(f) for f in reversed(query.filters) if f.negated or f.kind in ("part", "unit"))
        yield from (query.without(f) for f in reversed(query.filters))


def _single(query: ListQuery, *kinds: str) -> Filter | None:
    """The one positive filter of one of ``kinds`` with one value, or None."""
    found = [f for f in query.filters if f.kind in kinds and not f.negated]
    return found[0] if len(found) == 1 and len(found[0].values) == 1 else None


def _charge_only(context: Context, query: ListQuery, units: Units, found: Sequence[Hit]) -> list[Claim]:
    """Units that hold the word only in the name of a body in charge (版权 in 省版权局): listed apart."""
    f = _single(query, "keyword")
    if f is None:
        return []
    words = [fold(w) for w in f.values[0].split("|")]
    there = {h.unit.id for h in found}
    rest = hits(units, _conditions(context, query.without(f), units))
    units_left = [h.unit for h in rest if h.unit.id not in there and h.unit.charge and any(has_word(h.unit.charge, w) for w in words)]
    if not units_left:
        return []
    shown = joined([w for w in f.values[0].split("|") if any(fold(w) in u.charge.folded for u in units_left if u.charge)], context.language)
    line = text("answer.list_aside_charge", context.language, count=len(units_left), words=shown)
    lead = Claim(line, computed=keys_of(context, [shown], [len(units_left)]), style="lead")
    return [lead, *(bodies_row(context, u) for u in units_left)]


def _broader(context: Context, query: ListQuery, units: Units, found: Sequence[Hit]) -> list[Claim]:
    """Units that use a collective word which may include the kind asked for (创新主体 for 企业): listed apart."""
    f = _single(query, "support", "beneficiary")
    if f is None or not any(w.words for w in words_of(f, broader=True)):
        return []
    there = {h.unit.id for h in found}
    conditions = _conditions(context, query.without(f), units)
    conditions.append(Condition(f, lines=tuple(words_of(f, broader=True)), either=True, together=True))
    more = [h for h in hits(units, conditions) if h.unit.id not in there]
    if not more:
        return []
    words = shown_words(context, f, units, broader=True)
    line = text("answer.list_aside_broader", context.language, count=len(more), words=words)
    return [
        Claim(line, computed=keys_of(context, [words], [len(more)]), style="lead"),
        *(quoted_row(context, h.unit, h.lines) for h in more),
    ]


def _outside(context: Context, query: ListQuery, units: Units) -> list[Line]:
    """Where the word stands outside of all units (preamble, headings of parts, closing), for a query about the word alone."""
    f = _single(query, "keyword", "commitment")
    if f is None or len(query.filters) > 1:
        return []
    words = tuple(words_of(f))
    return [line for line in units.outside if any(w.hold(line) for w in words)]


def _outside_claim(context: Context, query: ListQuery, lines: Sequence[Line]) -> list[Claim]:
    if not lines:
        return []
    names = dict.fromkeys(name_of(context.document, line.provision, context.document.id) for line in lines)
    words = _asked_words(query)
    said = text("answer.list_outside", context.language, labels=joined(names, context.language), words=words)
    quotes = tuple(Quote(context.document, x.provision, x.sentence.start, x.sentence.end, signpost=not query.everywhere) for x in lines)
    return [Claim(said, quotes, computed=keys_of(context, [words]))]


def _only_outside(context: Context, query: ListQuery, lines: Sequence[Line], before: list[Claim]) -> Draft:
    words = _asked_words(query)
    said = text("answer.list_outside_only", context.language, unit=unit_noun(context), words=words)
    claims = [*before, Claim(said, computed=keys_of(context, [words]), style="lead")]
    for x in lines:
        label = name_of(context.document, x.provision, context.document.id)
        quote = Quote(context.document, x.provision, x.sentence.start, x.sentence.end)
        said = text("answer.row_quoted_plain", context.language, label=label, words=f"“{x.sentence.text}”")
        claims.append(Claim(said, (quote,), (x.sentence.text,), style="item"))
    return Draft("answered", tuple(claims), "structured", notices=damage_notices([q for c in claims for q in c.quotes], context.language))


def _asked_words(query: ListQuery) -> str:
    return "”“".join(
        w for f in query.filters if f.kind in ("keyword", "commitment") for v in f.values for w in v.replace("&", "……").split("|")
    )


def _meant_claim(context: Context, asked: str, s: Standing) -> Claim:
    shown = quoted(context, s.values)
    figures = read_figures(asked)
    line = text("answer.list_meant", context.language, asked=asked, words=shown)
    return Claim(line, computed=keys_of(context, [shown, *([] if figures else [asked])]), style="lead")


def _apart(context: Context, query: ListQuery, units: Units, count: int) -> list[Claim]:
    """How many units each of several names has by itself: 和 may have meant that."""
    f = next((f for f in query.filters if f.kind in ("department", "keyword") and f.join == "all" and len(f.values) > 1), None)
    if f is None or f.negated:
        return []
    parts, counts = [], []
    for value in f.values:
        alone = replace(query, filters=tuple(replace(x, values=(value,)) if x == f else x for x in query.filters))
        n = len(hits(units, _conditions(context, alone, units)))
        name = context.name(value) if f.kind == "department" else quoted(context, [value])
        parts.append(text("answer.list_apart_one", context.language, name=name, count=n))
        counts.append(n)
    line = text("answer.list_apart", context.language, parts=joined(parts, context.language))
    return [Claim(line, computed=keys_of(context, f.values if f.kind == "keyword" else (), counts), style="tail")]


def _commitment_notices(context: Context, query: ListQuery) -> tuple[Notice, ...]:
    """How far the commitment word that was asked for binds."""
    found = [c for f in query.filters if f.kind == "commitment" for v in f.values for c in commitments_of(v)]
    return (commitment_notice(found[0], context.language),) if len(found) == 1 else ()
