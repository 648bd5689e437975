"""Words that a question holds out as the document's own, held against it: a heading, a quotation, a number of bodies or of units.

What stands there letter by letter is affirmed. Where only figures differ, the figure that stands there is given; where the text has lost
the digit that the question supplies, it is left open. Other wording is no matter for a yes or no: it is left to those who weigh it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher

from assistant.answering.context import Context
from assistant.answering.model import Claim, Draft, Quote
from assistant.answering.structured import answer_part, department_claim, heading_claim, responsibility
from assistant.answering.wording import damage_notices, number_of, plain
from assistant.messages import text
from assistant.understanding.counted import parts_of
from assistant.understanding.language_data import content_words
from assistant.understanding.model import Understanding
from assistant.understanding.references import strip_refs
from corpus import LOST, Document, Provision, Sentence, read_figures

_HELD_OUT = re.compile(r"[“\"「『]([^“”\"「」『』]{6,})[”\"」』]")
_RUN = re.compile(
    rf"[\d{LOST}年月日号〔〕]{{0,30}}[\d{LOST}][\d{LOST}年月日号万亿元%]{{0,30}}|[零一二三四五六七八九十百千两]{{1,30}}(?:年|个月|月|日|万元|亿元|元|家|个|项|件)?"
)
_FRAME = re.compile(r"标题|名称|题目|叫|讲|规定|内容|说|写|headings?|titles?|headed|titled|about", re.I)
_BODIES = re.compile(r"责任|负责|部门|单位|牵头|bodies|departments|in charge", re.I)
_LEAST = 0.8
"""Share of a quotation that must be found in one stretch of the text for the two to be compared."""
_SHORTEST_HEADING = 5


@dataclass(frozen=True)
class _Aligned:
    """Where a quotation belongs: the sentence, and the stretches of it that the quotation writes otherwise."""

    document: Document
    provision: Provision
    sentence: Sentence
    alike: float
    otherwise: tuple[tuple[int, int, str], ...]


def answer_quotation(context: Context, u: Understanding) -> Draft | None:
    """The draft for a question whether a unit says, is headed or names so many as the question holds out; None for any other."""
    if not {"whether", "which"} & set(u.kinds) and "confirm" not in u.manners:
        return None
    named = [context.document.provision(r.id) for r in u.refs if r.level == "unit"]
    units = [p for p in named if p is not None]
    if len(units) != len(named):
        return None
    if any(r.level == "part" for r in u.refs):
        claims, lost = _part_counted(context, u), False
    elif claims := _heading(context, u, units) or _bodies_counted(context, u, units):
        lost = False
    else:
        claims, lost = _quoted(context, u, units)
    if not claims:
        return None
    notices = damage_notices([q for c in claims for q in c.quotes], context.language)
    if lost:
        return Draft("partial", tuple(claims), "structured", reason="illegible", notices=notices)
    return Draft("answered", tuple(claims), "structured", notices=notices)


def _heading(context: Context, u: Understanding, units: list[Provision]) -> list[Claim]:
    """Whether a heading that stands in the question is that of the one unit that it names."""
    if len(units) != 1:
        return []
    named, words = units[0], _bare(u.standalone)
    held = [p for p in context.document.provisions if p.number and len(p.title) >= _SHORTEST_HEADING and _bare(p.title) in words]
    if len(held) != 1 or _FRAME.sub("", content_words(strip_refs(u.standalone).replace(held[0].title, " "))).strip():
        return []
    values = {"label": number_of(named, context.language), "title": context.title(held[0])}
    first = named.sentences[0]
    quote = Quote(context.document, named, first.start, first.end)
    if held[0] is named:
        return [Claim(text("answer.whether_heading", context.language, **values), (quote,), style="lead")]
    there = held[0].sentences[0]
    values |= {"own": context.title(named), "other": number_of(held[0], context.language)}
    quotes = (quote, Quote(context.document, held[0], there.start, there.end))
    rows = [heading_claim(context, context.document, p) for p in (named, held[0])]
    return [Claim(text("answer.whether_other_heading", context.language, **values), quotes, style="lead"), *rows]


def _bodies_counted(context: Context, u: Understanding, units: list[Provision]) -> list[Claim]:
    """Whether the one unit that is named puts as many bodies in charge as the question says."""
    words = strip_refs(u.standalone)
    counted = [f for f in read_figures(words) if f.kind == "count" and f.key[-1] in "个家"]
    if len(units) != 1 or len(counted) != 1 or u.departments or not _BODIES.search(words):
        return []
    sentence, count = responsibility(units[0]), len(units[0].departments)
    if sentence is None or _HELD_OUT.search(words):
        return []
    same = counted[0].key[len("count:") : -1] == str(count)
    key = "answer.whether_same_bodies" if same else "answer.whether_other_bodies"
    words = text(key, context.language, label=number_of(units[0], context.language), count=count)
    quote = Quote(context.document, units[0], sentence.start, sentence.end)
    lead = Claim(words, (quote,), computed=frozenset({f"count:{count}个", f"number:{count}"}), style="lead")
    named = department_claim(context, context.document, units[0])
    return [lead, *([named] if named else [])]


def _part_counted(context: Context, u: Understanding) -> list[Claim]:
    """Whether the one part that is named has as many units as the question says, and which they are."""
    named = [p for r in u.refs if r.level == "part" for p in parts_of(context.document) if p.number == r.number]
    counted = [f for f in read_figures(strip_refs(u.standalone)) if f.kind == "count" and f.key[-1] in "条项个"]
    if len(named) != 1 or len(counted) != 1:
        return []
    count = len(context.document.children(named[0].id))
    same = counted[0].key[len("count:") : -1] == str(count)
    heading = named[0].sentences[0]
    key = "answer.whether_same_count" if same else "answer.whether_other_count"
    words = text(key, context.language, label=number_of(named[0], context.language), count=count)
    computed = frozenset({f"count:{count}条", f"number:{count}", f"ordinal:{named[0].number}"})
    lead = Claim(words, (Quote(context.document, named[0], heading.start, heading.end),), computed=computed, style="lead")
    return [lead, *answer_part(context, u).claims]


def _quoted(context: Context, u: Understanding, units: list[Provision]) -> tuple[list[Claim], bool]:
    """Whether the text writes what the question quotes, and whether it has lost the digits that would tell; nothing where the wording
    differs otherwise than by figures."""
    quoted = _HELD_OUT.search(u.standalone)
    found = _align(quoted[1].strip("。,;;，； "), _bodies_of(context.document, units)) if quoted else None
    if found is None:
        return [], False
    figures = [(_figure_at(found.sentence.text, a, b), words) for a, b, words in found.otherwise]
    if any(not shown or not _numeral(words) for shown, words in figures):
        return [], False
    lost = bool(figures) and all(_only_lost(found.sentence.text[a:b], words) for a, b, words in found.otherwise)
    values = {"label": number_of(found.provision, context.language)}
    quote = Quote(found.document, found.provision, found.sentence.start, found.sentence.end)
    if not figures:
        key = "answer.whether_quoted"
    else:
        key = "answer.whether_figure_lost" if lost else "answer.whether_other_figure"
        values["shown"] = "、".join(dict.fromkeys(shown for shown, _ in figures))
    words = plain(found.sentence.text)
    there = text("answer.reads", context.language, label=values["label"], words=words)
    return [Claim(text(key, context.language, **values), (quote,), style="lead"), Claim(there, (quote,), (words,))], lost


def _bodies_of(document: Document, units: list[Provision]) -> Iterator[tuple[Document, Provision, Sentence]]:
    named = {p.id for p in units}
    yield from ((document, p, s) for p, s in document.walk() if s.kind == "body" and (not named or p.id in named))


def _align(quotation: str, sentences: Iterator[tuple[Document, Provision, Sentence]]) -> _Aligned | None:
    """The sentence that the quotation is nearest to, where it is near enough to be meant."""
    best: _Aligned | None = None
    for document, provision, sentence in sentences:
        matcher = SequenceMatcher(None, sentence.text, quotation, autojunk=False)
        blocks = [b for b in matcher.get_matching_blocks() if b.size]
        alike = sum(b.size for b in blocks) / len(quotation)
        if alike < _LEAST or (best is not None and alike <= best.alike):
            continue
        ops = [(a, b, quotation[c:d]) for op, a, b, c, d in matcher.get_opcodes() if op != "equal"]
        inside = [(a, b, w) for a, b, w in ops if not (not w and (a == 0 or b == len(sentence.text)))]
        best = _Aligned(document, provision, sentence, alike, tuple(inside))
    return best


def _figure_at(words: str, start: int, end: int) -> str:
    """The figure of ``words`` that the characters from ``start`` to ``end`` belong to; nothing where they belong to none."""
    return next((m.group() for m in _RUN.finditer(words) if m.start() <= start and max(end, start) <= m.end()), "")


def _numeral(words: str) -> bool:
    return bool(re.fullmatch(rf"[\d{LOST}零一二三四五六七八九十百千两]*", words))


def _only_lost(there: str, held_out: str) -> bool:
    """Whether the text shows nothing but lost characters where the question has digits."""
    return bool(there) and set(there) == {LOST} and len(there) == len(held_out)


def _bare(words: str) -> str:
    return re.sub(r"[\s“”\"「」『』《》,，。?？!！:：]+", "", words)
