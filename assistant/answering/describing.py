"""The conditions of a list in words: 责任部门有省财政厅，且提到“专利”."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from assistant.answering.conditions import commitments_of, kind_of, words_of
from assistant.answering.context import Context
from assistant.answering.units import Units
from assistant.answering.wording import joined, number_of
from assistant.messages import text
from assistant.understanding.list_query import Filter
from corpus import read_figures


def described(context: Context, filters: Iterable[Filter], units: Units) -> str:
    """All ``filters`` in one phrase."""
    return text("answer.filter_join", context.language).join(_phrase(context, f, units) for f in filters)


def _phrase(context: Context, f: Filter, units: Units) -> str:
    lang = context.language
    key = f"answer.filter_{f.kind}"
    if f.kind == "department":
        form = f"_{f.join}" if f.join in ("only", "first") or (len(f.values) > 1 and not f.negated) else ""
        ending = f"_not{form}" if f.negated else form
        return text(key + ending, lang, names=joined(context.names(f.values), lang))
    ending = "_not" if f.negated else f"_{f.join}" if f.kind == "keyword" and len(f.values) > 1 else ""
    if f.kind == "keyword":
        return text(key + ending, lang, names=quoted(context, f.values))
    if f.kind == "bodies":
        sign = {"=": "exactly", ">": "over"}.get(f.values[0].rstrip("0123456789"), "least")
        return text(f"{key}_{sign}{ending}", lang, count=f.values[0].lstrip(">="))
    if f.kind in ("part", "unit"):
        return text(key + ending, lang, names=joined(_labels(context, f), lang))
    words = shown_words(context, f, units)
    if f.kind in ("support", "beneficiary"):
        kinds = [kind_of(f.kind, v) for v in f.values]
        names = joined((k.name_en if lang == "en" else k.name_zh for k in kinds), lang)
        return text(key + ending, lang, names=names, words=words)
    if f.kind == "commitment":
        found = [c.word for v in f.values for c in commitments_of(v)]
        return text(key + ending, lang, words=quoted(context, [w for w in found if units.stands(w)] or found))
    if f.kind == "figure":
        figures = joined((text(f"answer.figure_{value}", lang) for value in f.values), lang)
        return text(key + ending, lang, names=figures)
    if f.kind == "benefit":
        return text(key + ending, lang)
    return text(key + ending, lang, words=words)


def _labels(context: Context, f: Filter) -> list[str]:
    if f.kind == "unit":
        found = [context.document.provision(v) for v in f.values]
    else:
        parts = ("part", "chapter", "book")
        found = [p for p in context.document.provisions if p.kind in parts and str(p.number) in f.values]
    return [number_of(p, context.language) for p in found if p is not None]


def shown_words(context: Context, f: Filter, units: Units, *, broader: bool = False) -> str:
    """The words by which the kinds of ``f`` are found, those that stand in the document; all of them when none does."""
    words = list(dict.fromkeys(w for group in words_of(f, broader=broader) for w in group.words))
    return joined([w for w in words if units.stands(w)] or words, context.language)


def quoted(context: Context, words: Iterable[str]) -> str:
    """Each word in quotation marks; of other words for one thing all."""
    return joined((f"“{w.replace('&', '……')}”" for value in words for w in value.split("|")), context.language)


def keys_of(context: Context, words: Sequence[str] = (), counts: Iterable[int] = ()) -> frozenset[str]:
    """Keys of the figures that a sentence of ours may hold: counts, and those inside the document's title and words that stand in it."""
    units = ("条", "个", "处", "段", "项")
    counted = {f"count:{n}{unit}" for n in counts for unit in units} | {f"number:{n}" for n in counts}
    return frozenset(counted | {f.key for w in (context.document.title, *words) for f in read_figures(w)})
