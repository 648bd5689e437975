"""Rows of a list: one unit each, cited."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from assistant.answering.context import Context
from assistant.answering.describing import keys_of
from assistant.answering.model import Claim, Quote
from assistant.answering.units import Line, Unit
from assistant.answering.wording import joined, number_of, plain
from assistant.messages import text

_MOST_QUOTED = 3
"""Sentences quoted for one unit; how many more there are is said."""


def unit_noun(context: Context) -> str:
    """What the document's units are called."""
    kinds = {p.kind for p in context.document.provisions}
    key = "measure" if "measure" in kinds else "article" if "article" in kinds else "other"
    return text(f"answer.unit_{key}", context.language)


def title_of(context: Context, unit: Unit) -> str:
    """The unit's heading in the language of the answer, or "" where it has none."""
    title = unit.provision.title
    if context.language == "en" and context.gloss(unit.provision):
        return f"{context.title(unit.provision)} ({title})"
    return title


def quote_of(context: Context, unit: Unit, line: Line) -> Quote:
    """``line`` cited from the unit where that covers it, else from the provision it stands in."""
    inside = unit.provision.start <= line.sentence.start and line.sentence.end <= unit.provision.end
    return Quote(context.document, unit.provision if inside else line.provision, line.sentence.start, line.sentence.end)


def row(context: Context, unit: Unit) -> Claim:
    """Label and heading (or the first words), cited at its first sentence."""
    title = title_of(context, unit) or plain(unit.heading.sentence.text)
    said = text("answer.row", context.language, label=number_of(unit.provision, context.language), title=title)
    return Claim(said, (quote_of(context, unit, unit.heading),), style="item")


def bodies_row(context: Context, unit: Unit) -> Claim:
    """Label, heading and the bodies in charge in their order, cited at the clause that names them."""
    if unit.charge is None:
        return row(context, unit)
    names = joined(context.names(unit.provision.departments), context.language)
    title = title_of(context, unit) or plain(unit.heading.sentence.text)
    said = text("answer.row_bodies", context.language, label=number_of(unit.provision, context.language), title=title, names=names)
    return Claim(said, (quote_of(context, unit, unit.charge),), style="item")


def quoted_row(context: Context, unit: Unit, lines: Sequence[Line]) -> Claim:
    """Label, heading and the sentences that show why the unit is in the list."""
    body = [line for line in lines if line.sentence.kind != "heading"] or list(lines)
    shown, more = body[:_MOST_QUOTED], len(body) - _MOST_QUOTED
    quotes = tuple(quote_of(context, unit, line) for line in shown)
    words = tuple(plain(q.text) for q in quotes)
    said = "".join(f"“{w}”" for w in words)
    if more > 0:
        said += text("answer.list_more", context.language, count=more)
    label, title = number_of(unit.provision, context.language), title_of(context, unit)
    if title:
        line = text("answer.row_quoted", context.language, label=label, title=title, words=said)
    else:
        line = text("answer.row_quoted_plain", context.language, label=label, words=said)
    return Claim(line, quotes, words, keys_of(context, (), [more] if more > 0 else ()), style="item")


def order_note(context: Context, units: Iterable[Unit]) -> list[Claim]:
    """That the text lists bodies in an order and names no leader, where that is so."""
    plain_list = any(u.charge and "按职责分工负责" in u.charge.sentence.text for u in units)
    return [Claim(text("answer.list_order_note", context.language), style="tail")] if plain_list else []
