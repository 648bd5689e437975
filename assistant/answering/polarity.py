"""What the governing word of a text makes of a yes/no question: given, allowed, only encouraged, not so; or that it decides nothing.

The question says in what manner it asks (``manners.yaml``: must it, is it sure, is there money), the text by which word it binds itself
(``commitments.yaml``). A yes is said only where the very clause speaks of all that is asked.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from assistant.answering.context import Context
from assistant.answering.model import Claim, Quote
from assistant.answering.relevance import Topic, pairs
from assistant.answering.signals import governing, granting
from assistant.answering.wording import joined
from assistant.finding import FoundProvision, FoundSentence
from assistant.messages import text
from assistant.understanding.language_data import content_words, function_characters, is_benefit, manners_of
from assistant.understanding.model import Understanding
from assistant.understanding.references import strip_refs
from assistant.understanding.vocabulary import home_places
from corpus import read_figures
from corpus.glossary import load_beneficiaries

_MONEY_GIVEN = re.compile(r"资金|补助|补贴|奖励|资助|扶持|经费|万元|罚款|\d元")
_BENEFIT_ASKED = re.compile(
    r"给|补|奖|钱|资金|扶持|资助|支持|优惠|享受|(?:能|可以|会|可)(?!.{0,8}要求)|有没有|有(?=.{0,8}(?:政策|待遇|通道))|"
    r"\b(?:get|receive|entitled|award|grant|fund|money|can|is there|are there)",
    re.I,
)
_LOOSE_BENEFIT = re.compile(r"优惠|好处|福利|待遇|政策支持|利好")
_CONDITION = re.compile(r"符合条件|拒不|简单案件|无正当理由|按(?:照|规定)|认定|备案|评|入选|突出")
_ANAPHORIC = re.compile(r"对(?:其|此|上述|以上|符合条件|通过验收|入选|获评)的?(?:,|，)?(?:给予|予以|按)")
"""A clause that gives to what the clause before it names (推动……示范区建设,对符合条件的给予……)."""
_MUST_HAVE = re.compile(r"(?:已|获得|通过|取得|列入|入选)(?:经)?([\u4e00-\u9fff]{2})")
_LACK = re.compile(r"\d|[一二三四五六七八九十百](?:年|个月|%|分)|没|未|不|只有|才|仅")
_FEW = re.compile(r"(?:只有|才|不到|仅|刚)[\d一二三四五六七八九十半]+(?:个|年|月|天|%|家|人|万|亩|分)")
_TIMES = re.compile(r"[一二两三四五六七八九十\d]{1,20}(?:次|倍|成|期)(?![性奖])")
_FORBIDS = re.compile(r"不得|禁止|严禁|不予|取消")
_POSITIVE = frozenset(("grant", "priority", "permit", "support", "encourage", "explore", "promote"))
CERTAIN = 0.6
"""Share of the question's subject that a text must speak of before it is taken to decide the question."""
_NEAR = 0.35
"""The same before it is taken to contradict a statement or a sweeping question (都, 不管)."""
_ALL = 0.8
"""From this share on a few words that stand elsewhere (whose, when) are no reason to withhold a yes."""
_NAMED = 4
"""So many characters in a row, not all of them everywhere in the document, name the thing asked about."""
_WHOLE_NAME = 8
"""So many characters in a row are the whole name of a thing."""
_SLACK = 2
"""So many characters of the question may be left that the sentence does not hold, where the thing itself is named."""


def judged(context: Context, u: Understanding, best: FoundProvision, chosen: Sequence[FoundSentence]) -> list[Claim]:
    """The claim that answers yes or no from the best of ``chosen``, or that the text does not say; none where no word decides."""
    lang, manners = context.language, set(u.manners)
    top = max(chosen, key=lambda f: f.score)
    sentence = top.sentence.text
    quote = Quote(best.document, best.provision, top.sentence.start, top.sentence.end)

    def said(key: str, **values: object) -> list[Claim]:
        verbatim = tuple(str(v) for v in values.values() if str(v) in quote.text)
        return [Claim(text(f"answer.whether_{key}", lang, **values), (quote,), verbatim)]

    clause, word = governing(sentence, _obliged_to(u, sentence) or u.content, context.commitments)
    money = "money" in manners and "money" in manners_of(_without_shared(u.standalone, sentence), u.language)
    if money and not _MONEY_GIVEN.search(clause):
        clause, word = granting(sentence, _MONEY_GIVEN, context.commitments) or (clause, word)
    conditional = bool(_CONDITION.search(clause))
    denied = "forbidden" in manners and word is not None and word.kind in _POSITIVE and not _FORBIDS.search(clause)
    if word is not None and conditional and best.subject_coverage >= _NEAR and "universal" in manners and not denied:
        return said("not_all", word=word.word)
    named = names_it(u, sentence, best)
    if (unmet := _unmet(u, sentence)) and (named or best.subject_coverage >= _NEAR):
        return said("unmet", condition=unmet)
    for_others = _for_others(context, u, sentence)
    if for_others:
        return [Claim(for_others, (quote,))]
    left = unspoken(context, u, _with_gloss(context, best, sentence))
    weak = word is not None and word.kind not in ("duty", "penalty", "grant", "priority")
    near = named or best.subject_coverage >= _NEAR
    if denied and near and word is not None and not other_place(u, sentence):
        return said("not_so", word=word.word)
    if word is not None and weak and "oblige" in manners and near:
        return said("not_obliged", word=word.word)
    if word is not None and weak and {"universal", "guarantee"} & manners and "endorse" not in manners and near:
        return said("not_all" if conditional else "not_obliged", word=word.word)
    if best.subject_coverage < CERTAIN and not (named and len(left) <= _SLACK):
        return said("not_stated_so" if "confirm" in manners and near and len(left) >= _SLACK else "unsaid")
    if word is None:
        return said("stands") if not left and ("exist" in manners or "concern" in manners) else []
    other = other_place(u, sentence)
    if other:
        return said("other_place", place=other)
    if denied:
        return said("not_so", word=word.word)
    if "exist" in manners and not money and len(left) >= _SLACK:
        return said("unsaid")  # 江苏专利奖有没有铜奖: the prize stands there, its grade does not
    if money and not _MONEY_GIVEN.search(clause):
        return said("no_money", word=word.word)
    certain = "oblige" in manners or ("guarantee" in manners and word.kind not in ("grant", "priority"))
    if certain and word.kind not in ("duty", "penalty"):
        return said("not_obliged", word=word.word)
    if "guarantee" in manners and word.kind == "duty":
        return said("word", word=word.word)
    if "done" in manners and word.kind not in ("grant", "penalty"):
        return said("promoted", word=word.word)
    if _foreign_figures(u, sentence):
        return said("word", word=word.word)  # 一次够不够, of a text that says twice
    if _circumstances(u, sentence) and word.kind not in ("encourage", "explore", "promote"):
        return said("word", word=word.word)
    if not money and not (manners & {"oblige", "guarantee", "universal"}) and len(left) <= _SLACK:
        if "endorse" in manners and word.kind in _POSITIVE:
            return said("endorsed", word=word.word)
        if ("exist" in manners or "concern" in manners) and not left and not _LOOSE_BENEFIT.search(u.standalone):
            return said("exists", word=word.word)
    if word.kind == "grant" and conditional and "guarantee" in manners:
        return said("not_all", word=word.word)
    gives = _clause_speaks(context, u, clause) or names_it(u, clause, best) or (named and bool(_ANAPHORIC.search(clause)))
    if word.kind == "grant" and not (_BENEFIT_ASKED.search(u.standalone) and gives):
        return said("word", word=word.word)
    key = {"grant": "given", "priority": "priority", "permit": "allowed", "penalty": "penalty", "encourage": "encouraged",
           "explore": "explored", "support": "supported", "promote": "promoted"}.get(word.kind)  # fmt: skip
    if word.kind == "duty" and len(left) <= _SLACK and manners & {"confirm", "exist"} and not manners & {"universal", "done", "money"}:
        return said("endorsed", word=word.word)
    if key is None:
        return []
    slack = 2 * _SLACK if best.subject_coverage >= _ALL else _SLACK
    if key in ("given", "priority", "allowed", "penalty") and len(left) > slack:
        return said("word", word=word.word)  # part of what is asked stands there: no yes to the whole
    claim = said(key, word=word.word)[0]
    if conditional:
        return [Claim(claim.text + text("answer.whether_conditional", lang), claim.quotes, claim.verbatim)]
    return [claim]


def unspoken(context: Context, u: Understanding, sentence: str) -> str:
    """What of the question's own words ``sentence`` does not hold, in itself or by the official words for it; words for a benefit as such
    and single characters do not count."""
    words = ",".join(_asked_clauses(u, sentence)) or u.wanted or u.subject or u.content
    for entry in context.corpus.lexicon:
        for say in sorted(entry.say, key=len, reverse=True):
            if say in words and (say in sentence or any(m in sentence for m in entry.means)):
                words = words.replace(say, " ")
    left: list[str] = []
    for piece in content_words(words).split():
        if is_benefit(piece) or piece.lower() in sentence.lower():
            continue
        if piece.isascii():
            left.append(piece)
            continue
        held = [False] * len(piece)
        for i in range(len(piece) - 1):
            if piece[i : i + 2] in sentence:
                held[i] = held[i + 1] = True
        rest = "".join(c if not h else " " for c, h in zip(piece, held, strict=True)).split()
        light = function_characters()
        left += [r for r in rest if len(r) > 1 and not is_benefit(r) and not (len(r) == 2 and (r[0] in light or r[1] in light))]
    return "".join(left)


def _asked_clauses(u: Understanding, sentence: str) -> list[str]:
    """The clauses of the question that the sentence speaks of at all, and the last one, which asks; those before may tell who asks."""
    clauses = [c for c in re.split(r"[,\uff0c]", u.standalone) if c.strip()]
    if "confirm" in u.manners:
        return clauses  # all of a statement is held out
    # A clause with the whole name of the thing (新认定为省级……集聚区) says who asks by it; what else it tells is no question.
    near = [c for c in clauses[:-1] if sum(p in sentence for p in pairs(content_words(c))) > 1 and not _whole_name(c, sentence)]
    return [*near, clauses[-1]] if clauses else []


def _foreign_figures(u: Understanding, sentence: str) -> bool:
    """Whether the question names a figure that the sentence does not hold."""
    held = {f.key for f in read_figures(sentence)} | set(_TIMES.findall(sentence))
    asked = {f.key for f in read_figures(strip_refs(u.standalone)) if f.kind not in ("ordinal", "year")}
    return bool((asked | set(_TIMES.findall(u.standalone))) - held)


def _circumstances(u: Understanding, sentence: str) -> bool:
    """Whether a clause before the one that asks tells a figure or a lack (收托率只有35%, 还没毕业) that the sentence does not speak of: it
    may be what another sentence makes a condition of, so no yes is said."""
    clauses = [c for c in re.split(r"[,\uff0c]", u.standalone) if c.strip()]
    spoken = _asked_clauses(u, sentence)
    return any(c not in spoken and _LACK.search(c) for c in clauses[:-1]) or bool(_FEW.search(u.standalone))


def _whole_name(clause: str, sentence: str) -> bool:
    return any(clause[i : i + _WHOLE_NAME] in sentence for i in range(len(clause) - _WHOLE_NAME + 1)) and not _LACK.search(clause)


def _with_gloss(context: Context, best: FoundProvision, sentence: str) -> str:
    """``sentence``, for an English question with our own English title and gist of its unit, by which it was found."""
    gloss = context.gloss(best.provision) if context.language == "en" else None
    return f"{sentence} {gloss.title_en} {gloss.gist_en}" if gloss else sentence


def _without_shared(question: str, sentence: str) -> str:
    """``question`` without the stretches that it shares with ``sentence``: a name that both give (财政资助项目) asks for nothing."""
    for size in range(min(len(question), 16), _NAMED - 1, -1):
        for i in range(len(question) - size, -1, -1):
            run = question[i : i + size]
            if run in sentence and not is_benefit(run):
                question = f"{question[:i]} {question[i + size :]}"
    return question


def names_it(u: Understanding, sentence: str, best: FoundProvision) -> bool:
    """Whether question and sentence share a name: characters in a row that few of the document's units hold."""
    question = u.standalone
    units = [p.text for p in best.document.provisions if p.number is not None]
    for size in range(min(len(question), 14), _NAMED - 1, -1):
        for i in range(len(question) - size + 1):
            run = question[i : i + size]
            if run in sentence and not any(c in ",。?、" for c in run):
                return sum(run in t for t in units) <= max(2, len(units) // 5)
    return False


def _unmet(u: Understanding, sentence: str) -> str:
    """A condition of the sentence that the question says is not met (还没去备案, of 已备案的……); empty when there is none."""
    for m in _MUST_HAVE.finditer(sentence):
        term = m[1]
        later = rf"{term}[\u4e00-\u9fff]{{0,6}}(?:没有?|未|还没)(?:去|办|做|弄|有|过|成|拿|通过|下来)?"
        before = rf"(?:没有?|未|还没)(?:去|经|能|经过|做|办|被|通过|来得及)?[\u4e00-\u9fff]{{0,2}}{term}(?![^,。?]{{0,3}}(?:要求|限制))"
        if re.search(later, u.standalone) or re.search(before, u.standalone):
            return term
    return ""


def _clause_speaks(context: Context, u: Understanding, clause: str) -> bool:
    """Whether the very clause that gives speaks of what is asked; a neighbour's promise is no yes (开辟通道 is not 采购)."""
    return Topic.of(u.subject or u.content, context.corpus.lexicon, content=content_words).coverage(clause) >= CERTAIN


_OBLIGES = re.compile(
    r"(?:必须|一定|肯定|保证)(?:要|得|会|能|可以)?|强制|非得|应当|要不要|需不需要|"
    r"\bmust\b|\bhave to\b|mandatory|obligat|required",
    re.I,
)


def _obliged_to(u: Understanding, sentence: str) -> str:
    """What a question asks whether one must do (必须|采购), where the sentence speaks of it."""
    asked = _OBLIGES.search(u.standalone)
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
    lowered = _without_shared(u.standalone, sentence).lower()  # 地区 of 地区激励 is nobody who asks
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
