"""Yes, no, or "the document does not say": what a yes/no question gets before the words themselves.

Only what the text decides is said. A figure or a body that the question supposes is held against the text; a benefit is affirmed only where
the text gives it, and by the word that it uses; where what is asked about does not stand there, that is said.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from assistant.answering import polarity
from assistant.answering.context import Context
from assistant.answering.model import Claim, Quote
from assistant.answering.structured import responsibility
from assistant.answering.wording import joined, number_of
from assistant.finding import FoundProvision, FoundSentence
from assistant.messages import text
from assistant.understanding.language_data import content_words
from assistant.understanding.model import Understanding
from assistant.understanding.references import strip_refs
from corpus import Figure, Sentence, read_dates, read_figures

_SUPPOSED = ("money", "percent", "duration", "count")
_MENTIONS = re.compile(r"提到|涉及|说到|讲到|写到|包括|包含|规定了|mention|include|cover")
_IN_CHARGE = re.compile(r"负责|牵头|主管|管(?![理委])|参与|配合|责任|落实|分工|in charge|responsible|leads?\b", re.I)
_BODY = re.compile(
    r"[省市][\u4e00-\u9fff]{1,6}(?:厅|局|委|办|院)(?![里长])|"
    r"[\u4e00-\u9fff]{2,4}(?:总署|总局)|(?<![\u4e00-\u9fff])[\u4e00-\u9fff]{2,3}(?:厅|(?<!管)委)(?![员托会])"
)
_ALONE = re.compile(r"一家|一个部门|单独|独自|只由|只有|仅由|仅仅|\b(?:only|alone|solely)\b", re.I)
_OWN = re.compile(r"我|咱|俺|本人|家里|公司|单位|\b(?:i|we|my|our)\b", re.I)
_OWN_PAST = re.compile(
    r"(?:我们?|咱们?|本|我司|我校)(?:公司|企业|单位|学校|厂|院|所|协会)?(?:曾经?|以前|已经?|有没有|是不是|是否)?(?:被)?"
    r"(?:获得|获评|获|拿到|拿|得到|得|评上|入选|取得|拥有|通过|认定为?|申请|备案)"
    r"(?:(?:过|了|到过|没)[^有能可给会该算是,，。?？]{0,16}(?:吗|没有|没|么)|[^有能可给会该算是,，。?？]{1,20}(?:了|过)(?:吗|没有|没|么))[?？。]*$"
    r"|\b(?:have|did|has) (?:we|i|our company)\b",
    re.I,
)
"""Asks for what the speaker has done: no document knows."""
_TAG = re.compile(r"(?:对吗|是吗|是吧|对吧|对不对|是不是|没错吧|正确吗|right|correct|true)[?\uff1f。!]*$", re.I)
_MODAL = frozenset(("oblige", "guarantee", "universal"))


def lead(context: Context, u: Understanding, best: FoundProvision, chosen: Sequence[FoundSentence]) -> list[Claim]:
    """The sentence that answers yes or no, or says that the text does not; none when nothing can be said for certain."""
    if _OWN_PAST.search(u.standalone):
        return [Claim(text("answer.whether_own", context.language), style="lead")]
    supposed = department(context, u, best) or figure(context, u, best, chosen)
    if supposed:
        return supposed
    if u.refs and _MENTIONS.search(u.standalone):
        return mention(context, u, best)
    return polarity.judged(context, u, best, chosen)


def department(context: Context, u: Understanding, best: FoundProvision) -> list[Claim]:
    """Whether a body that the question names is in charge of the unit."""
    sentence = responsibility(best.provision)
    if sentence is not None and not u.departments and _IN_CHARGE.search(u.standalone):
        return _unknown_body(context, u, best, sentence)
    if not u.departments or sentence is None or not (u.refs or _IN_CHARGE.search(u.standalone)):
        return []
    quote = Quote(best.document, best.provision, sentence.start, sentence.end)
    label = number_of(best.provision, context.language)
    absent = [d for d in u.departments if d not in best.provision.departments]
    alone = bool(_ALONE.search(u.standalone)) and set(u.departments) != set(best.provision.departments)
    named = joined(context.names(absent or u.departments), context.language)
    everyone = joined(context.names(best.provision.departments), context.language)
    key = "answer.whether_not_in_charge" if absent else "answer.whether_not_alone" if alone else "answer.whether_in_charge"
    # The body denied stands in no quote: it is the question's, and the claim says that it is not there.
    return [Claim(text(key, context.language, label=label, name=named, names=everyone), (quote,), denied=tuple(absent))]


def _unknown_body(context: Context, u: Understanding, best: FoundProvision, sentence: Sentence) -> list[Claim]:
    """A body that no record knows (省卫健委), asked whether it is in charge: it is not among those named."""
    names = [n for n in _BODY.findall(u.standalone) if n not in best.document.text]
    if not names:
        return []
    label = number_of(best.provision, context.language)
    everyone = joined(context.names(best.provision.departments), context.language)
    quote = Quote(best.document, best.provision, sentence.start, sentence.end)
    return [Claim(text("answer.whether_not_in_charge", context.language, label=label, name=names[0], names=everyone), (quote,))]


def figure(context: Context, u: Understanding, best: FoundProvision, chosen: Sequence[FoundSentence]) -> list[Claim]:
    """Whether a figure that the question supposes stands in the text; a lost digit is neither confirmed nor denied."""
    words = strip_refs(_asking_clause(u))
    dates = [(start, end) for start, end, _ in read_dates(words)]
    inside = [f for f in read_figures(words) if not any(start <= f.start < end for start, end in dates)]
    asked = [_as_money(f) for f in inside if f.kind in _SUPPOSED or f.text.endswith(("万", "亿"))]
    for f in asked:
        held = [(s, g) for s in chosen for g in read_figures(s.sentence.text) if g.kind == f.kind and _unit(g) == _unit(f)]
        if not held:
            continue
        quotes = tuple(dict.fromkeys(Quote(best.document, best.provision, s.sentence.start, s.sentence.end) for s, _ in held))
        label = number_of(best.provision, context.language)
        stands = joined(dict.fromkeys(g.text for _, g in held), context.language)
        if any(g.key == f.key for _, g in held):
            # A figure that is right confirms the question only where the question asks for nothing else (…三年,对吗).
            if _MODAL & set(u.manners):
                continue
            if "confirm" in u.manners and any(len(polarity.unspoken(context, u, s.sentence.text)) > 1 for s, _ in held):
                continue  # the figure stands there, the rest of what is held out does not
            key = "answer.whether_figure" if _TAG.search(u.standalone) else "answer.whether_same_figure"
            return [Claim(text(key, context.language, label=label, value=f.text), quotes)]
        if any(g.lost for _, g in held):
            return [Claim(text("answer.whether_figure_lost", context.language, label=label, shown=stands), quotes)]
        return [Claim(text("answer.whether_other_figure", context.language, label=label, shown=stands), quotes)]
    return []


def _asking_clause(u: Understanding) -> str:
    """The clause that asks, where those before it tell how things are with the asker (交了5个月社保,能申请吗): no premise in these.
    All of a statement that is held out for assent."""
    clauses = [c for c in re.split(r"[,\uff0c]", u.standalone) if content_words(c)]
    own = len(clauses) > 1 and "confirm" not in u.manners and any(_OWN.search(c) for c in clauses[:-1])
    return clauses[-1] if own else u.standalone


def _as_money(f: Figure) -> Figure:
    """100万 is said for 100万元."""
    return replace(f, kind="money", key=f"money:{f.key.partition(':')[2]}元") if f.kind == "number" else f


def _unit(f: Figure) -> str:
    return re.sub(r"[\d□.:\-]|万亿|百万|千万|[百千万亿]", "", f.key.partition(":")[2])


def mention(context: Context, u: Understanding, best: FoundProvision) -> list[Claim]:
    """Whether the unit that the question names speaks of something; if not, where the document does."""
    # What is asked for stands behind the word (提到惩罚性赔偿吗), else before it (惩罚性赔偿提到了吗).
    behind = content_words(strip_refs(u.standalone[m.end() :])) if (m := _MENTIONS.search(u.standalone)) else ""
    words = [w for w in (behind or u.content).split() if len(w) >= 2 and not _MENTIONS.search(w)]
    if not words:
        return []
    label = number_of(best.provision, context.language)
    asked = "、".join(words)
    whole = Quote(best.document, best.provision, best.provision.start, best.provision.end)
    if best.subject_coverage >= 0.8 or all(w in best.provision.text for w in words):
        return [Claim(text("answer.whether_mentioned", context.language, label=label, asked=asked), (whole,))]
    if best.subject_coverage > 0.3:
        return []
    elsewhere = [p for p in best.document.provisions if p.departments and all(w in p.text for w in words)]
    line = text("answer.whether_not_mentioned", context.language, label=label, asked=asked)
    quotes = [whole]
    for p in elsewhere[:3]:
        s = next(s for s in p.sentences if words[0] in s.text)
        quotes.append(Quote(best.document, p, s.start, s.end))
    if elsewhere:
        names = joined((number_of(p, context.language) for p in elsewhere[:3]), context.language)
        line += text("answer.whether_elsewhere", context.language, names=names)
    return [Claim(line, tuple(quotes))]
