"""Whether every figure of an answer is the document's. Independent of the assistant's own gates: it sees only what left."""

from __future__ import annotations

import datetime as dt
import re
from collections import Counter
from collections.abc import Iterable, Iterator

from assistant import Answer
from corpus import Document, read_figures
from evals.gold_schema import POLICY
from evals.metrics.blocks import blocks_of
from evals.metrics.case import Case, Metric, Value

_COUNTED = ("count", "number", "ordinal")
_VALUE = re.compile(r"[^\d.]+$")
_VALIDITY = re.compile(r"有效|失效|施行|in force|expire|valid", re.IGNORECASE)
_YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")
_LOST_FIGURE = re.compile(r"[\d□]*□[\d□]*")


def invented_figures(case: Case) -> list[str]:
    """Figures that the answer states and nothing bears out.

    A figure is borne out by a quote that its line is marked with (any quote of the answer, where the line has no mark), by labels, titles
    and records of the documents cited, by the day of the question, or because it counts something that can be counted: what is cited,
    lines of the list, measures, parts, bodies in charge, measures of a body, damaged places, digits of a figure that has lost one, points
    of a self-check and options of its question. In a line that denies, or in a heading, figures of the question may be repeated; in one
    on validity the time that it asks about.
    """
    return [text for text, known in _figures(case) if not known]


def faithfulness(case: Case) -> Value:
    """The share of the answer's figures that are borne out; None where it states none."""
    known = [k for _, k in _figures(case)]
    return sum(known) / len(known) if known else None


def _figures(case: Case) -> Iterator[tuple[str, bool]]:
    answer = case.answer
    if answer is None:
        return
    asked = set(_keys([case.question.question, *(turn.content for turn in case.question.history)]))
    always = _of_documents(case) | _of_the_day(case.response.day)
    blocks = blocks_of(answer)
    counts, places = _counts(case, answer, len(blocks)), _damaged_places(case, answer)
    for block in blocks:
        quotes = " ".join(c.quote for c in block.citations)
        borne = always | set(_keys([quotes, *(f"{c.label} {c.title}" for c in block.citations)]))
        borne |= {f"{kind}:{c.measure}" for c in block.citations for kind in ("ordinal", "number") if c.measure}
        if block.denies or block.heading:
            borne |= asked
        if _VALIDITY.search(block.text):
            borne |= {key for key in asked if key.startswith(("year:", "duration:"))} | _around(case.response.day)
            borne |= {f"{kind}:{year}" for year in _YEAR.findall(case.question.question) for kind in ("year", "number")}
        here = counts | {str(block.rows), str(len({(c.document, c.provision) for c in block.citations}))}
        digits = {str(len(m[0])) for m in _LOST_FIGURE.finditer(quotes)}
        for figure in read_figures(block.text):
            value = _VALUE.sub("", figure.key.partition(":")[2])
            countable = {"位": digits, "处": places}.get(figure.key[-1], here)
            yield figure.text, figure.key in borne or (figure.kind in _COUNTED and value in countable)


def _keys(texts: Iterable[str]) -> Iterator[str]:
    return (figure.key for text in texts for figure in read_figures(text))


def _of_documents(case: Case) -> set[str]:
    """Keys of the figures in titles, numbers and dates of the documents held: names and dates, which state nothing of a measure."""
    records = case.corpus.records
    names = ((r.title, r.title_en, r.document_number, *r.dates.values(), *r.supersedes, r.superseded_by) for r in records)
    return set(_keys(" ".join(name for name in of if name) for of in names))


def _of_the_day(day: dt.date | None) -> set[str]:
    return set(_keys([f"{day.year}年{day.month}月{day.day}日", day.isoformat()])) if day else set()


def _around(day: dt.date | None) -> set[str]:
    """The years that 去年, 明年 and the like mean."""
    return {f"year:{day.year + n}" for n in (-2, -1, 1, 2)} if day else set()


def _counts(case: Case, answer: Answer, lines: int) -> set[str]:
    """What can be counted of the answer and of the documents that it cites."""
    cited = {(c.document, c.provision) for c in answer.citations}
    policy = case.document(POLICY)
    documents = {d.id: d for d in [policy, *(case.document(c.document) for c in answer.citations)] if d}
    provisions = [p for d, i in cited if d in documents and (p := documents[d].provision(i))]
    leading = Counter(p.departments[0] for p in provisions if p.departments)
    numbers = {len(cited), len(answer.citations), lines, lines - 1, len({d for p in provisions for d in p.departments})}
    numbers |= {len(p.departments) for p in provisions} | set(leading.values())
    numbers |= {n for d in documents.values() for n in _sizes(d)}
    if (checked := answer.eligibility) is not None:
        # How many points are left over, and the numbers before the options of the question that is put.
        numbers |= set(range(1, 1 + max(len(checked.verdicts), len(checked.question.options) if checked.question else 0)))
    return {str(n) for n in numbers}


def _damaged_places(case: Case, answer: Answer) -> set[str]:
    """How many places of the documents cited were damaged, in all and by what became of them."""
    documents = [d for i in {POLICY, *(c.document for c in answer.citations)} if (d := case.document(i))]
    repairs = [d.restored.repairs for d in documents]
    return {str(n) for r in repairs for n in (len(r), *Counter(x.confidence for x in r).values())}


def _sizes(document: Document) -> Iterator[int]:
    """Measures, parts, measures of each part and of each body."""
    yield len(document.measures)
    yield len(document.parts)
    yield from (len(document.children(part.id)) for part in document.parts)
    yield from Counter(body for measure in document.measures for body in measure.departments).values()


FIGURES = Metric(
    "number faithfulness",
    "Share of the figures in the answer's own text that a quote, a label, a record or a count bears out.",
    "number-level faithfulness; figures are compared by value (三年 = 3年), a lost digit equals only itself",
    faithfulness,
)
