"""Yes, no, or "the document does not say": what a yes/no question gets before the words themselves.

Only what the text decides is said. A figure or a body that the question supposes is held against the text; a benefit is affirmed only where
the text gives it, and by the word that it uses; where what is asked about does not stand there, that is said.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from assistant.answering.context import Context
from assistant.answering.model import Claim, Quote
from assistant.answering.relevance import Topic
from assistant.answering.signals import governing
from assistant.answering.structured import responsibility
from assistant.answering.wording import joined, number_of
from assistant.finding import FoundProvision, FoundSentence
from assistant.messages import text
from assistant.understanding.language_data import content_words
from assistant.understanding.model import Understanding
from assistant.understanding.references import strip_refs
from assistant.understanding.vocabulary import home_places
from corpus import Figure, Sentence, read_dates, read_figures
from corpus.glossary import load_beneficiaries

_SUPPOSED = ("money", "percent", "duration", "count")
_MENTIONS = re.compile(r"提到|涉及|说到|讲到|写到|包括|包含|规定了|mention|include|cover")
_MONEY_ASKED = re.compile(
    r"钱|资金|补助|补贴|奖励|奖金|资助|扶持|经费|津贴|\b(?:money|funding|grants?|subsid(?:y|ies)|rewards?|prizes?|bonus|paid?)\b", re.I
)
_MONEY_GIVEN = re.compile(r"资金|补助|奖励|资助|扶持|经费|万元|罚款")
_BENEFIT_ASKED = re.compile(
    r"给|补|奖|钱|资金|扶持|资助|支持|优惠|享受|(?:能|可以|会|可)(?!.{0,8}要求)|有没有|有(?=.{0,8}(?:政策|待遇|通道))|"
    r"\b(?:get|receive|entitled|award|grant|fund|money|can|is there|are there)",
    re.I,
)
_OBLIGED = re.compile(r"必须|一定要|强制|非得|应当|要不要|需不需要|\bmust\b|\bhave to\b|mandatory|obligat|required", re.I)
_IN_CHARGE = re.compile(r"负责|牵头|主管|管|参与|配合|责任|落实|分工|in charge|responsible|leads?\b", re.I)
_BODY = re.compile(r"[省市][\u4e00-\u9fff]{1,6}(?:厅|局|委|办|院)(?![里长])|(?<![\u4e00-\u9fff])[\u4e00-\u9fff]{2,3}(?:厅|委)(?![员托])")
_ALONE = re.compile(r"一家|一个部门|单独|独自|只由|只有|仅由|仅仅|\b(?:only|alone|solely)\b", re.I)
_TAG = re.compile(r"(?:对吗|是吗|是吧|对吧|对不对|是不是|没错吧|正确吗|right|correct|true)[?\uff1f。!]*$", re.I)
_MODAL = re.compile(r"一定|必须|肯定|都|自动|马上|\b(?:must|always|automatically)\b", re.I)
_GUARANTEED = re.compile(r"一定|肯定|保证|必然|\b(?:guarantee|certain|surely)", re.I)
_UNIVERSAL = re.compile(
    r"都|所有(?![权人者制])|全部|一律|任何|不管|无论|不论|随便|谁都|无条件|\b(?:all|every|any|always|regardless)\b", re.I
)
_NEGATED = re.compile(
    r"(?<!能)不能|(?<!可)(?<!可以)不可以|(?<![得])不得|(?<!给)不给|没有资格|(?<!会)不会|(?<!支持)不支持|不鼓励|(?<!允许)不允许|"
    r"\b(?:cannot|can't|not allowed|forbidden|prohibited)\b",
    re.I,
)
_CONDITION = re.compile(r"符合条件|按(?:照|规定)|认定|备案|评|入选|突出")
CERTAIN = 0.6
"""Share of the question's subject that a text must speak of before it is taken to decide the question."""
_NEAR = 0.35
"""The same before it is taken to contradict a sweeping one (都, 不管)."""


def lead(context: Context, u: Understanding, best: FoundProvision, chosen: Sequence[FoundSentence]) -> list[Claim]:
    """The sentence that answers yes or no, or says that the text does not; none when nothing can be said for certain."""
    supposed = department(context, u, best) or figure(context, u, best, chosen)
    if supposed:
        return supposed
    if u.refs and _MENTIONS.search(u.standalone):
        return mention(context, u, best)
    return benefit(context, u, best, chosen)


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
    words = strip_refs(u.standalone)
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
            if _MODAL.search(u.standalone):
                continue
            key = "answer.whether_figure" if _TAG.search(u.standalone) else "answer.whether_same_figure"
            return [Claim(text(key, context.language, label=label, value=f.text), quotes)]
        if any(g.lost for _, g in held):
            return [Claim(text("answer.whether_figure_lost", context.language, label=label, shown=stands), quotes)]
        return [Claim(text("answer.whether_other_figure", context.language, label=label, shown=stands), quotes)]
    return []


def _as_money(f: Figure) -> Figure:
    """100万 is said for 100万元."""
    return replace(f, kind="money", key=f"money:{f.key.partition(':')[2]}元") if f.kind == "number" else f


def _unit(f: Figure) -> str:
    return re.sub(r"[\d□.:\-]|万亿|百万|千万|[百千万亿]", "", f.key.partition(":")[2])


def mention(context: Context, u: Understanding, best: FoundProvision) -> list[Claim]:
    """Whether the unit that the question names speaks of something; if not, where the document does."""
    words = [w for w in u.content.split() if len(w) >= 2 and not _MENTIONS.search(w)]
    if not words:
        return []
    label = number_of(best.provision, context.language)
    asked = "、".join(words)
    whole = Quote(best.document, best.provision, best.provision.start, best.provision.end)
    if best.subject_coverage >= 0.8:
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


def benefit(context: Context, u: Understanding, best: FoundProvision, chosen: Sequence[FoundSentence]) -> list[Claim]:
    """What the governing word of the text amounts to: given, allowed, only encouraged …; or that the text does not say."""
    lang = context.language
    top = max(chosen, key=lambda f: f.score)
    quote = Quote(best.document, best.provision, top.sentence.start, top.sentence.end)
    clause, word = governing(top.sentence.text, _obliged_to(u, top.sentence.text) or u.content, context.commitments)
    conditional = bool(_CONDITION.search(clause))
    if word is not None and conditional and best.subject_coverage >= _NEAR and _UNIVERSAL.search(u.standalone):
        return [Claim(text("answer.whether_not_all", lang, word=word.word), (quote,), (word.word,))]
    for_others = _for_others(context, u, top.sentence.text)
    if for_others:
        return [Claim(for_others, (quote,))]
    if best.subject_coverage < CERTAIN:
        return [Claim(text("answer.whether_unsaid", lang), (quote,))]
    if word is None:
        return []
    other = other_place(u, top.sentence.text)
    if other:
        return [Claim(text("answer.whether_other_place", lang, place=other), (quote,), (other,))]
    if _NEGATED.search(u.standalone) and word.kind in ("grant", "priority", "permit", "support", "encourage", "explore"):
        return [Claim(text("answer.whether_not_so", lang, word=word.word), (quote,), (word.word,))]
    asks_money = bool(_MONEY_ASKED.search(u.standalone))
    if asks_money and not _MONEY_GIVEN.search(clause):
        return [Claim(text("answer.whether_no_money", lang, word=word.word), (quote,), (word.word,))]
    certain = _OBLIGED.search(u.standalone) or (_GUARANTEED.search(u.standalone) and word.kind not in ("grant", "priority"))
    if certain and word.kind not in ("duty", "penalty"):
        return [Claim(text("answer.whether_not_obliged", lang, word=word.word), (quote,), (word.word,))]
    if word.kind == "grant" and (not _BENEFIT_ASKED.search(u.standalone) or not _clause_speaks(context, u, clause)):
        return [Claim(text("answer.whether_word", lang, word=word.word), (quote,), (word.word,))]
    key = {"grant": "given", "priority": "priority", "permit": "allowed", "penalty": "penalty", "encourage": "encouraged",
           "explore": "explored", "support": "supported", "promote": "promoted"}.get(word.kind)  # fmt: skip
    if key is None:
        return []
    line = text(f"answer.whether_{key}", lang, word=word.word) + (text("answer.whether_conditional", lang) if conditional else "")
    return [Claim(line, (quote,), (word.word,))]


def _clause_speaks(context: Context, u: Understanding, clause: str) -> bool:
    """Whether the very clause that gives speaks of what is asked; a neighbour's promise is no yes (开辟通道 is not 采购)."""
    return Topic.of(u.subject or u.content, context.corpus.lexicon, content=content_words).coverage(clause) >= CERTAIN


def _obliged_to(u: Understanding, sentence: str) -> str:
    """What a question asks whether one must do (必须|采购), where the sentence speaks of it."""
    asked = _OBLIGED.search(u.standalone)
    verb = u.standalone[asked.end() : asked.end() + 2] if asked else ""
    return verb if len(verb) == 2 and verb in sentence else ""


def other_place(u: Understanding, sentence: str) -> str:
    """A place of the province that the sentence names where the question names another one; empty when there is none."""
    asked = [p for p in home_places() if p in u.standalone]
    if not asked or any(p in sentence for p in asked):
        return ""
    return next((p for p in home_places() if p in sentence), "")


def _for_others(context: Context, u: Understanding, sentence: str) -> str:
    """What is said when the sentence names whom it is for, and the question asks for somebody else (企业, of a rule for 高校)."""
    if context.language == "en":
        return ""  # firm, office, company: too general to tell who is meant
    lowered = u.standalone.lower()
    matched = {b: [w.lower() for w in (b.name_zh, *b.say, *b.words) if w.lower() in lowered] for b in load_beneficiaries()}
    everything = [w for words in matched.values() for w in words]
    # 公司 inside 保险公司 is no word of its own.
    matched = {b: [w for w in words if not any(w != o and w in o for o in everything)] for b, words in matched.items()}
    asked = [b for b, words in matched.items() if words]
    held = [b for b in matched if any(w in sentence for w in (*b.words, *b.broader))]
    spoken_of = [w for b in asked if b in held for w in matched[b]]
    # 小企业 is spoken of where 企业 are: a word that holds one that is there is not missing.
    missing = [b for b in asked if b not in held and not any(w in mine for mine in matched[b] for w in spoken_of)]
    others = [b for b in held if b not in asked]
    if not missing or not others:
        return ""
    named = [joined((b.name_zh for b in kinds), context.language) for kinds in (held, missing)]
    return text("answer.whether_for_others", context.language, held=named[0], asked=named[1])
