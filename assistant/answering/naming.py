"""Units named by counting and references with more than one reading: which unit it is, that there is none, or which was meant."""

from __future__ import annotations

from assistant.answering.context import Context
from assistant.answering.model import Claim, Draft, Quote
from assistant.answering.wording import joined, number_of
from assistant.messages import text
from assistant.understanding.counted import units_of
from assistant.understanding.model import Counted, Understanding
from corpus import Provision


def counted_claims(context: Context, u: Understanding) -> list[Claim]:
    """For every unit named by counting, which one it is; units that do not exist are not among them."""
    return [_which(context, c) for c in u.counted if c.units]


def _which(context: Context, c: Counted) -> Claim:
    units = [p for i in c.units if (p := context.document.provision(i)) is not None]
    names = joined((number_of(p, context.language) for p in units), context.language)
    return Claim(
        text("answer.counted", context.language, written=c.written, names=names), computed=_numbers(c.written, units), style="lead"
    )


def missing_counted(context: Context, u: Understanding) -> list[Claim]:
    """For every unit named by counting that does not exist, that it does not, and which do."""
    claims = []
    for c in (c for c in u.counted if not c.units):
        part = context.document.provision(c.within) if c.within else None
        units = units_of(context.document, part)
        names = [number_of(p, context.language) for p in (units[0], units[-1])]
        values = {"written": c.written, "count": len(units), "first": names[0], "last": names[1]}
        if part is None:
            line = text("answer.no_such_counted", context.language, title=context.document.title, **values)
        else:
            line = text("answer.no_such_in_part", context.language, part=number_of(part, context.language), **values)
        computed = _numbers(c.written, [units[0], units[-1], *([part] if part else [])])
        claims.append(Claim(line, computed=computed | {f"count:{len(units)}条", f"number:{len(units)}"}, style="lead"))
    return claims


def _numbers(written: str, provisions: list[Provision]) -> frozenset[str]:
    """Keys of the figures in the names of ``provisions`` and in the user's own words for them."""
    from corpus import read_figures

    keys = {f"{kind}:{p.number}" for p in provisions for kind in ("ordinal", "number")}
    return frozenset(keys | {f.key for f in read_figures(written)})


def ask_which(context: Context, u: Understanding) -> Draft:
    """Ask back which of the readings of a reference is meant, naming each."""
    lang = context.language
    claims = [Claim(text("answer.ask_which", lang), style="lead")]
    questions = []
    for candidate in u.ambiguous:
        unit = context.document.provision(candidate.unit)
        within = context.document.provision(candidate.within) if candidate.within else None
        if unit is None:
            continue
        values = {"label": number_of(unit, lang), "title": context.title(unit)}
        if candidate.key == "in_part" and within is not None:
            values["part"] = number_of(within, lang)
        first = unit.sentences[0]
        quote = Quote(context.document, unit, first.start, first.end, signpost=True)
        computed = _numbers("", [unit, *([within] if within else [])])
        claims.append(Claim(text(f"answer.reading_{candidate.key}", lang, **values), (quote,), computed=computed, style="item"))
        questions.append(text("answer.suggest_unit", lang, label=number_of(unit, lang)))
    if len(claims) == 1:
        claims = [Claim(text("answer.ask_unit", lang), style="lead")]
    return Draft("clarify", tuple(claims), "structured", reason="ambiguous", suggestions=tuple(questions))
