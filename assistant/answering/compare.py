"""Two things side by side: what the text says of each, without a judgement. Lost digits are shown and never compared."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from assistant.answering.background import facts_of
from assistant.answering.conditions import Words, commitments_of
from assistant.answering.context import Context
from assistant.answering.describing import keys_of
from assistant.answering.keywords import standing
from assistant.answering.model import Claim, Draft, Quote
from assistant.answering.rows import bodies_row, quote_of, quoted_row, unit_noun
from assistant.answering.structured import answer_departments, department_claim, responsibility, whole_provision
from assistant.answering.units import Line, Unit, Units, units_of
from assistant.answering.wording import commitment_notice, damage_notices, joined, number_of, plain
from assistant.contract import Notice
from assistant.messages import text
from assistant.understanding.list_query import Comparison
from assistant.understanding.model import Understanding
from corpus import LOST, Provision
from corpus.respective import Pair, read_pairs

_ASPECT = re.compile(
    r"的?(?:奖励|奖金|金额|支持|规定|内容|标准|数额|政策|奖项)$|^(?:获得|评上|拿到?)|(?:'s)? (?:rewards?|awards?|support)$"
)

_EXAMPLES = 2
"""Places shown for each of two words of commitment."""


def compare(context: Context, query: Comparison) -> Draft | None:
    """The sides of ``query`` one beside the other; None where one of them cannot be found in the document."""
    if query.kind == "unit":
        return _units(context, query)
    if query.kind == "department":
        return _departments(context, query)
    return _terms(context, query)


def _units(context: Context, query: Comparison) -> Draft | None:
    document = context.document
    units = [document.provision(n) for n in query.sides]
    there = [p for p in units if p is not None]
    if len(there) < len(units):
        return None
    lang = context.language
    claims = [Claim(text("answer.compare_units", lang), style="lead")]
    for p in there:
        quote = whole_provision(document, p)
        words = plain(quote.text)
        key, values = ("answer.unit", {"title": context.title(p)}) if p.title else ("answer.states_plain", {})
        said = Claim(text(key, lang, label=number_of(p, lang), words=words, **values), (quote,), (words,))
        charge = department_claim(context, document, p)
        claims += [c for c in (None if query.who else said, charge) if c is not None]
    claims += _bodies(context, there)
    claims += _closing(context, claims)
    return Draft("answered", tuple(claims), "structured", notices=damage_notices([q for c in claims for q in c.quotes], lang))


def _bodies(context: Context, units: Sequence[Provision]) -> list[Claim]:
    """Which bodies are in charge of all units, and which of one alone."""
    clauses = [(p, s) for p in units if (s := responsibility(p)) is not None]
    if len(clauses) < len(units):
        return []
    lang = context.language
    quotes = tuple(Quote(context.document, p, s.start, s.end) for p, s in clauses)
    common = [d for d in units[0].departments if all(d in p.departments for p in units)]
    names = joined(context.names(common), lang)
    claims = [
        Claim(text("answer.compare_same_bodies", lang, names=names) if common else text("answer.compare_no_same_bodies", lang), quotes)
    ]
    for p, s in clauses:
        own = [d for d in p.departments if not any(d in o.departments for o in units if o is not p)]
        if own:
            line = text("answer.compare_own_bodies", lang, label=number_of(p, lang), names=joined(context.names(own), lang))
            claims.append(Claim(line, (Quote(context.document, p, s.start, s.end),)))
    return claims


def _closing(context: Context, claims: Sequence[Claim]) -> list[Claim]:
    lost = any(LOST in q.text for c in claims for q in c.quotes)
    keys = ["compare_lost"] if lost else []
    return [Claim(text(f"answer.{key}", context.language), style="tail") for key in (*keys, "compare_no_judgement")]


def _departments(context: Context, query: Comparison) -> Draft:
    """Each body's units, then those that they share."""
    u = Understanding("", "", language=context.language, departments=query.sides)
    each = answer_departments(context, u)
    if each.status == "declined":
        return each
    shared = [x for x in units_of(context.document).units if x.charge and all(d in x.provision.departments for d in query.sides)]
    if shared:
        line = text("answer.compare_shared", context.language, count=len(shared))
        more = [Claim(line, computed=keys_of(context, (), [len(shared)]), style="lead"), *(bodies_row(context, x) for x in shared)]
    else:
        more = [Claim(text("answer.compare_shared_none", context.language, unit=unit_noun(context)), style="tail")]
    return Draft(each.status, (*each.claims, *more), "structured", notices=each.notices)


def _terms(context: Context, query: Comparison) -> Draft | None:
    units = units_of(context.document)
    sides = [_side(context, units, term) for term in query.sides]
    if any(s is None for s in sides):
        return None
    found = [s for s in sides if s is not None]
    if all(commitments_of(s.term) for s in found):
        return _commitments(context, found)
    paired = all(s.pairs for s in found)
    claims = [c for s in found for c in _pair_claims(context, s)] if paired else _line_claims(context, found)
    background = [] if paired else [c for s in found for c in facts_of(context, s.term)]
    claims += _closing(context, claims)
    notices = damage_notices([q for c in claims for q in c.quotes], context.language)
    if background:
        notices += (Notice(kind="background", text=text("answer.notice_background", context.language)),)
    if not paired:
        return Draft("answered", (*claims[:-1], *background, claims[-1]), "structured", notices=notices)
    notices += (Notice(kind="other", text=text("answer.notice_respective", context.language)),)
    if not all(p.figure.lost for s in found for _, _, p in s.pairs):
        return Draft("answered", tuple(claims), "structured", notices=notices)
    claims += _ask(context, list(dict.fromkeys(u for s in found for u, _, _ in s.pairs)))
    return Draft("partial", tuple(claims), "structured", reason="illegible", notices=notices)


def _commitments(context: Context, sides: Sequence[_Side]) -> Draft:
    """Two words of commitment: how far each binds, with the first places where the text uses them."""
    claims: list[Claim] = []
    notices: tuple[Notice, ...] = ()
    for s in sides:
        claims.append(Claim(text("answer.compare_word", context.language, term=s.term), style="lead"))
        claims += _by_unit(context, s)[:_EXAMPLES]
        notices += (commitment_notice(commitments_of(s.term)[0], context.language),)
    notices += damage_notices([q for c in claims for q in c.quotes], context.language)
    return Draft("answered", tuple(claims), "structured", notices=notices)


def _ask(context: Context, units: Sequence[Unit]) -> list[Claim]:
    """Whom to ask for what this copy does not show: the bodies in charge."""
    claims = []
    for u in units:
        if u.charge is not None:
            names = joined(context.names(u.provision.departments), context.language)
            line = text("answer.ask_departments", context.language, names=names)
            claims.append(Claim(line, (replace(quote_of(context, u, u.charge), signpost=True),)))
    return claims


class _Side:
    """One term: the sentences that name it, and the amounts that the text pairs with it."""

    def __init__(self, term: str, places: list[tuple[Unit, Line]], pairs: list[tuple[Unit, Line, Pair]]) -> None:
        self.term, self.places, self.pairs = term, places, pairs


def _side(context: Context, units: Units, term: str) -> _Side | None:
    for written in dict.fromkeys((term, _ASPECT.sub("", term))):
        pairs = [(u, line, p) for u in units.units for line in u.body for p in read_pairs(line.sentence.text) if _pair_is(p, written)]
        if pairs:
            return _Side(written, list(dict.fromkeys((u, line) for u, line, _ in pairs)), pairs)
        there = standing(written, units, context.corpus) if len(written) >= 2 else None
        if there is not None:
            words = Words(tuple(w for v in there.values for w in v.split("|")))
            places = [(u, line) for u in units.units for line in u.body if words.hold(line)]
            body = [x for x in places if x[1].sentence.kind != "heading"]
            return _Side(written, body or places, []) if places else None
    return None


def _pair_is(pair: Pair, term: str) -> bool:
    """Whether ``term`` names the pair's list (江苏专利奖), its grade (金奖) or both."""
    short = {pair.group, pair.group.removeprefix("中国"), pair.group.removeprefix("江苏")} - {""}
    if term in (pair.grade, pair.item, pair.group, f"{pair.group}奖", f"{pair.group}{pair.grade}"):
        return True
    return term in {f"{s}{pair.grade}" for s in short} | {s for s in short if len(s) >= 3}


def _pair_claims(context: Context, side: _Side) -> list[Claim]:
    lang = context.language
    claims = [Claim(text("answer.compare_term", lang, term=side.term), computed=keys_of(context, [side.term]), style="lead")]
    for unit, line, p in side.pairs:
        quote = Quote(context.document, unit.provision, line.sentence.start, line.sentence.end)
        item = p.item if p.item.startswith(p.group) else f"{p.group}{p.item}"
        said = text("answer.compare_pair", lang, item=item, amount=p.figure.text)
        claims.append(Claim(said, (quote,), (p.item, p.figure.text), style="item"))
    return claims


def _line_claims(context: Context, sides: Sequence[_Side]) -> list[Claim]:
    lang = context.language
    places = [{(u.id, line.sentence.start) for u, line in s.places} for s in sides]
    if all(p == places[0] for p in places):
        line = text("answer.compare_together", lang, a=sides[0].term, b=sides[1].term)
        lead = Claim(line, computed=keys_of(context, [s.term for s in sides]), style="lead")
        return [lead, *_by_unit(context, sides[0])]
    claims = []
    for s in sides:
        line = text("answer.compare_term", lang, term=s.term)
        claims += [Claim(line, computed=keys_of(context, [s.term]), style="lead"), *_by_unit(context, s)]
    return claims


def _by_unit(context: Context, side: _Side) -> list[Claim]:
    grouped: dict[Unit, list[Line]] = {}
    for unit, line in side.places:
        grouped.setdefault(unit, []).append(line)
    return [quoted_row(context, unit, lines) for unit, lines in grouped.items()]
