"""Which body has most, how many bodies there are, which part is longest: counted from the clauses on who is in charge."""

from __future__ import annotations

from collections.abc import Sequence

from assistant.answering.conditions import condition, hits
from assistant.answering.context import Context
from assistant.answering.describing import described, keys_of
from assistant.answering.model import Claim, Draft, Quote
from assistant.answering.rows import bodies_row, order_note, quote_of, title_of, unit_noun
from assistant.answering.units import Unit, Units
from assistant.answering.wording import joined, number_of, plain
from assistant.messages import text
from assistant.understanding.list_query import ListQuery

_SHOWN = 5
"""Ranks shown behind the first when only the first is asked for."""


def answer(context: Context, query: ListQuery, units: Units) -> Draft | None:
    """The ranking or the list of bodies that ``query`` asks for; None for parts of a document without parts."""
    found = [
        h.unit
        for h in hits(units, [condition(f, context.document, units) for f in query.filters if not _only_names(query, f.kind, f.negated)])
    ]
    if query.shape == "rank_parts":
        return _parts(context, query, units)
    charged = [u for u in found if u.charge is not None]
    if not charged:
        line = text("answer.bodies_none", context.language, title=context.document.title)
        return Draft("declined", (Claim(line, computed=keys_of(context), style="lead"),), "structured", reason="no_evidence")
    if query.shape == "rank_units":
        return _units(context, query, charged)
    return _bodies(context, query, charged, units)


def _only_names(query: ListQuery, kind: str, negated: bool) -> bool:
    """A body set aside in a list of bodies (除了省财政厅还有哪些部门) restricts the names, not the units."""
    return kind == "department" and negated and query.shape in ("bodies", "rank_bodies")


def _counted(query: ListQuery, charged: Sequence[Unit]) -> dict[str, list[Unit]]:
    """Units by body, in the order in which the text names the bodies first."""
    aside = {v for f in query.filters if f.kind == "department" for v in f.values}
    found: dict[str, list[Unit]] = {}
    for unit in charged:
        bodies = unit.provision.departments[:1] if query.first else unit.provision.departments
        for name in bodies:
            if name not in aside:
                found.setdefault(name, []).append(unit)
    return found


def _bodies(context: Context, query: ListQuery, charged: Sequence[Unit], units: Units) -> Draft:
    counted = _counted(query, charged)
    lang = context.language
    named = [v for f in query.filters if f.kind == "department" for v in f.values]
    if query.shape == "rank_bodies":
        order = sorted(counted, key=lambda name: len(counted[name]), reverse=query.descending)
        if query.top and order:
            return _most(context, query, counted, order)
        key = "answer.rank_bodies_first" if query.first else "answer.rank_bodies" if query.descending else "answer.rank_bodies_fewest"
        line = text(key, lang, count=len(order))
    else:
        order = [name for name in counted if query.times in (None, len(counted[name]))]
        positive = [f for f in query.filters if f.kind != "department"]
        if named:
            together = any(f.kind == "department" and not f.negated for f in query.filters)
            line = text(
                "answer.bodies_with" if together else "answer.bodies_others",
                lang,
                names=joined(context.names(named), lang),
                count=len(order),
            )
        elif positive:
            filters = described(context, positive, units)
            line = text("answer.bodies_filtered", lang, filters=filters, unit=unit_noun(context), count=len(order))
        elif query.times is not None:
            line = text("answer.bodies_times", lang, unit=unit_noun(context), times=query.times, count=len(order))
        else:
            line = text("answer.bodies", lang, count=len(order))
    lead = Claim(line, computed=keys_of(context, (), [len(order), query.times or 0]) | _ordinals(context), style="lead")
    alone = len(charged) == 1
    if query.times is not None:
        rows = [_where_row(context, name, counted[name]) for name in order]
        return Draft("answered" if rows else "declined", (lead, *rows), "structured", reason=None if rows else "no_evidence")
    note = order_note(context, charged) if query.first else []
    rows = [_body_row(context, name, counted[name], alone=alone) for name in order]
    return Draft("answered", (lead, *rows, *note), "structured")


def _ordinals(context: Context) -> frozenset[str]:
    """Numbers of parts, which a description of a filter may name."""
    parts = [p.number for p in context.document.provisions if p.kind in ("part", "chapter", "book")]
    return frozenset(f"{kind}:{n}" for n in parts for kind in ("ordinal", "number"))


def _most(context: Context, query: ListQuery, counted: dict[str, list[Unit]], order: list[str]) -> Draft:
    """The head of the ranking with its units, then a few that follow."""
    lang = context.language
    best = len(counted[order[0]])
    head = [name for name in order if len(counted[name]) == best]
    key = ("answer.rank_most" if query.descending else "answer.rank_fewest") + ("_first" if query.first else "")
    line = text(key, lang, name=joined(context.names(head), lang), count=best)
    claims = [Claim(line, computed=keys_of(context, (), [best]), style="lead")]
    shown = dict.fromkeys(u for name in head for u in counted[name])
    claims += [bodies_row(context, u) for u in sorted(shown, key=lambda u: u.provision.start)]
    others = order[len(head) : len(head) + _SHOWN]
    if others:
        claims.append(Claim(text("answer.rank_others", lang), style="lead"))
        claims += [_body_row(context, name, counted[name]) for name in others]
    if query.first:
        claims += order_note(context, shown)
    return Draft("answered", tuple(claims), "structured")


def _body_row(context: Context, name: str, units: Sequence[Unit], *, alone: bool = False) -> Claim:
    """A body with its number of units, cited at each; of one unit ``alone`` just its name."""
    quotes = tuple(quote_of(context, u, u.charge) for u in units if u.charge is not None)
    if alone:
        return Claim(context.name(name), quotes, style="item")
    line = text("answer.body_row", context.language, name=context.name(name), count=len(units))
    return Claim(line, quotes, computed=keys_of(context, (), [len(units)]), style="item")


def _where_row(context: Context, name: str, units: Sequence[Unit]) -> Claim:
    """A body with the units that it is in charge of, cited at each."""
    quotes = tuple(quote_of(context, u, u.charge) for u in units if u.charge is not None)
    where = joined((number_of(u.provision, context.language) for u in units), context.language)
    line = text("answer.body_where", context.language, name=context.name(name), where=where)
    return Claim(line, quotes, style="item")


def _parts(context: Context, query: ListQuery, units: Units) -> Draft | None:
    parts = [p for p in context.document.provisions if p.kind in ("part", "chapter")]
    sizes = {p.id: sum(units.in_part(u, p) for u in units.units) for p in parts}
    if not parts:
        return None
    order = sorted(parts, key=lambda p: sizes[p.id], reverse=query.descending) if query.top else parts
    key = "answer.parts_counted" if not query.top else "answer.rank_parts" if query.descending else "answer.rank_parts_fewest"
    claims = [Claim(text(key, context.language), style="lead")]
    for p in order:
        title = context.title(p) if context.language == "en" and context.gloss(p) else p.title or plain(p.sentences[0].text)
        line = text("answer.part_row", context.language, label=number_of(p, context.language), title=title, count=sizes[p.id])
        quote = Quote(context.document, p, p.sentences[0].start, p.sentences[0].end)
        claims.append(Claim(line, (quote,), computed=keys_of(context, (), [sizes[p.id]]), style="item"))
    return Draft("answered", tuple(claims), "structured")


def _units(context: Context, query: ListQuery, charged: Sequence[Unit]) -> Draft:
    sizes = [len(u.provision.departments) for u in charged]
    best = max(sizes) if query.descending else min(sizes)
    key = "answer.rank_units" if query.descending else "answer.rank_units_fewest"
    line = text(key, context.language, unit=unit_noun(context), count=best)
    claims = [Claim(line, computed=keys_of(context, (), [best]), style="lead")]
    for u in charged:
        if len(u.provision.departments) == best and u.charge is not None:
            names = joined(context.names(u.provision.departments), context.language)
            label, title = number_of(u.provision, context.language), title_of(context, u)
            line = text("answer.unit_row", context.language, label=label, title=title, count=best, names=names)
            claims.append(Claim(line, (quote_of(context, u, u.charge),), computed=keys_of(context, (), [best]), style="item"))
    return Draft("answered", tuple(claims), "structured")
