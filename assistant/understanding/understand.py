"""A question to its understanding: what it names, what kind of thing it asks for, and by which way it is answered."""

from __future__ import annotations

import re

from assistant.answering.relevance import pairs
from assistant.understanding.instructions import without_instructions
from assistant.understanding.language_data import asked_kinds, content_words, document_facts, manners_of, without_benefits
from assistant.understanding.listing import read_query
from assistant.understanding.model import ProvisionRef, Route, Understanding
from assistant.understanding.normalise import clean, has_words, language_of
from assistant.understanding.references import read_refs, strip_refs
from assistant.understanding.splitting import LETTER, MOST, split_questions, without_announcement
from assistant.understanding.validity import NOTHING, HeldOut, read_held_out, without_held_out
from assistant.understanding.vocabulary import Vocabulary
from corpus import read_figures

_LISTING = re.compile(
    r"哪些|哪几|几(?:条|项|个)|多少(?:条|项|个)|(?:负责|参与|牵头|管|承担|涉及|配合)(?:了)?(?:什么|啥|些什么|的)|清单|列出|列一下|列表|所有|全部|"
    r"职责|任务|\b(?:which|what|list|how many)\b.*\bmeasures?\b",
    re.I,
)
_LIST_WORDS = re.compile(
    r"措施|条款|政策|任务|工作|出现|责任|活儿?|事儿?|哪条|逐个|逐条|统计|条数|一下|一共|总共|出来|给我|都有啥|职责|负责|参与|牵头|管|承担|涉及|配合|列出|列|清单|表|所有|全部|都|项|条|个|按|分工|部门|单位"
)
_DOCUMENT_NOUNS = re.compile(
    r"若干|整份|整个|通篇|办公室|窗口|手上|手里|那份|这份|这文|此文|该文|一级|年出|正文|书名号|全名|制定|出台|落实|纲要|办公厅|贯彻执行|贯彻|政策|措施|文件|通知|规定|办法|知识产权强省(?:建设)?|强省|知识产权|省政府|江苏省?|整个|全文|正文|原文|总|版本|副本|文本|今年|现在|目前|以前|之前|原来|旧|老|一共|总共|合计|主要|大致|"
    r"\d{4}年(?:\d{1,2}月(?:\d{1,2}[日号])?)?|\d{4}|大?前年|去年|明年|后年|来年|本年|申报|申请|提交|办理|联系|咨询|报名|事项|正式|开始|人民政府|全部|这里|部分|方面|条|项"
)
_DOCUMENT_NAMED = re.compile(r"落款|这文|此文|该文|政策|文件|通知|措施|这份|那份|本文|文号|苏政发")
_DOCUMENT_NAMED_EN = re.compile(r"\b(?:this|the|these) (?:policy|notice|document|text|measures)\b", re.I)
_GREETING = re.compile(
    r"^(?:(?:hi|hello|hey)(?: there)?[ ,!.]*)?"
    r"(?:你好|您好|嗨|哈喽|hi|hello|hey|there|good (?:morning|afternoon|evening)|在吗|"
    r"早上好|下午好|晚上好|谢谢|多谢|感谢|再见|拜拜|thanks?|thank you|"
    r"你是谁|你叫什么|你(?:能|可以|会)(?:做|干|帮|回答)?(?:什么|啥|我)?.{0,6}|who are you|what can you do|help|帮助|使用说明)"
    r"[!。.,??~ 呀啊吗呢]*$",
    re.I,
)


def understand(question: str, vocabulary: Vocabulary, *, max_chars: int) -> Understanding:
    """What ``question`` asks, read by itself (see :mod:`assistant.understanding.followup` for conversations).

    ``max_chars`` is the longest question that is read; a longer one comes back with ``problem`` *too_long*, one without any letter,
    digit or character with *empty_question*. Never raises on any string.
    """
    if len(question) > max_chars:
        cut = clean(question[:200])
        return Understanding(cut, cut, problem="too_long")
    whole = clean(question)
    if not has_words(whole):
        return Understanding(whole, whole, problem="empty_question")
    # A word of greeting is too short to tell a language by.
    language = "en" if whole.isascii() and _GREETING.match(whole) else language_of(whole)
    text = vocabulary.mend(without_announcement(asking_sentences(without_instructions(whole))), language)
    asking = _without_introduction(text, vocabulary)
    kinds = tuple(k.name for k in asked_kinds() if k.asked_in(asking, language))
    if not kinds and asking.endswith("?") and language == "zh" and not _ASKS.search(asking):
        kinds = ("whether",)  # a statement with a question mark behind it
    untitled = vocabulary.without_titles(text)
    last = re.split(r"[,。;!:\uff0c]", untitled.rstrip("?!。 "))[-1]
    # What is told before the question (这份文件已经作废) is not what is asked.
    facts = _facts(last, language) if "whether" in kinds and content_words(last) else ()
    facts = facts or _facts(untitled, language)
    refs = read_refs(text)
    listing = bool(_LISTING.search(text))
    departments = vocabulary.find_departments(text, weak=listing or "who" in kinds)
    instruments = vocabulary.find_instruments(text)
    # What names the document says which one is asked, not what is asked of it.
    searched = _without_asking(untitled if content_words(untitled, vocabulary.pairs) else text, language)
    bodiless = vocabulary.without_departments(searched, departments)
    searched = bodiless if content_words(bodiless, vocabulary.pairs) else searched
    content = content_words(without_figures(strip_refs(searched)), vocabulary.pairs) or content_words(strip_refs(text), vocabulary.pairs)
    named = vocabulary.find_named(text)
    held_out = read_held_out(untitled) if "whether" in kinds or "confirm" in manners_of(asking, language) else NOTHING
    return Understanding(
        question=whole,
        standalone=text,
        language=language,
        refs=refs,
        departments=departments,
        documents=named.held,
        repealed=named.repealed,
        absent=named.absent,
        held_out=held_out,
        instruments=instruments,
        kinds=kinds,
        document_facts=facts,
        content=content,
        subject=_subject(searched, language, vocabulary),
        wanted=_subject(_without_asking(vocabulary.without_titles(asking), language), language, vocabulary),
        searched=searched if len(content_words(searched, vocabulary.pairs)) >= 2 else text,
        expansions=vocabulary.expand(searched),
        manners=manners_of(asking, language) if "whether" in kinds else (),
        route=_route(text, language, refs, facts, departments, instruments, listing, held_out, vocabulary),
        query=read_query(text, language, vocabulary),
    )


def _facts(text: str, language: str) -> tuple[str, ...]:
    return tuple(name for name, zh, en in document_facts() if (en if language == "en" else zh).search(text))


def asking_sentences(message: str) -> str:
    """``message``, or of a letter the sentences that ask."""
    return message if len(message) <= LETTER else " ".join(split_questions(message)[:MOST])


_NOT_EXPANDED = frozenset(("who", "procedure", "materials", "form", "deadline", "date", "duration", "phone", "address", "link", "person"))


def _without_asking(text: str, language: str) -> str:
    """``text`` without the words that only ask (找哪个部门, 怎么申请): official words for those would find the clause on who is in charge
    of every measure alike."""
    for kind in asked_kinds():
        if kind.name in _NOT_EXPANDED:
            text = (kind.en if language == "en" else kind.zh).sub(" ", text)
    return text


_INTRODUCTION = re.compile(
    r"^(?:我们?|咱们?|俺们?|本人|我司|我单位|我公司|作为)?(?:是|有|在|做|搞|从事|经营|属于|位于|成立|手里|拥有|开了?(?!始|展|发|放|辟)|办了?(?!理))(?!什么|啥|哪|没|不)"
)


_ASKS = re.compile(r"[哪谁啥怎几]|什么|多少|如何|何")
_ASKING_END = re.compile(r"([\u4e00-\u9fff])[不没]\1|[吗么呢吧不没][呀啊嘛]?[?\uff1f。!]*\s*$|什么|哪|多少|怎么|如何|谁")


def _without_introduction(text: str, vocabulary: Vocabulary) -> str:
    """``text`` without the clauses in which people say who they are (我是一家做芯片的小企业), where others say what they want."""
    clauses = [c for c in re.split(r"[,\uff0c]", text) if c.strip()]
    # What comes last is what is asked, however it begins (……,有无资金支持).
    wanted = [c for c in clauses if c is clauses[-1] or not _INTRODUCTION.match(c.strip()) or _ASKING_END.search(c)]
    rest = ",".join(wanted)
    return rest if len(clauses) > len(wanted) and content_words(rest, vocabulary.pairs) else text


def _subject(text: str, language: str, vocabulary: Vocabulary) -> str:
    """What ``text`` is about without any words that name the kind of thing asked for (利率, 收费, 最高能贷多少)."""
    for kind in asked_kinds():
        if kind.evidence:
            text = (kind.en if language == "en" else kind.zh).sub(" ", text)
    bare = without_benefits(text)
    return next((t for t in (bare, text) if content_words(without_figures(strip_refs(t)), vocabulary.pairs)), "")


def without_figures(text: str) -> str:
    """``text`` without amounts, shares and durations: what a question supposes to be the figure is not what it is about."""
    for f in reversed(read_figures(text)):
        if f.kind in ("money", "percent", "duration"):
            text = f"{text[: f.start]} {text[f.end :]}"
    return text


def _route(
    text: str,
    language: str,
    refs: tuple[ProvisionRef, ...],
    facts: tuple[str, ...],
    departments: tuple[str, ...],
    instruments: tuple[str, ...],
    listing: bool,
    held_out: HeldOut,
    vocabulary: Vocabulary,
) -> Route:
    if _GREETING.match(text):
        return "greeting"
    if any(r.level == "unit" for r in refs):
        return "provision"
    if refs:
        return "part"
    if departments and listing and not _topic_beside_departments(text, departments, vocabulary):
        return "department_list"
    bodies_matter = departments and "issuer" not in facts
    untitled = vocabulary.without_titles(text)
    readings = [untitled, *([without_held_out(untitled)] if held_out.side or held_out.states else [])]
    facts = facts or (("validity",) if held_out.states else ())
    if facts and not instruments and not bodies_matter and any(_about_the_document(t, language, vocabulary) for t in readings):
        return "outline" if facts[0] == "outline" or facts == ("outline",) else "document"
    return "content"


def _about_the_document(text: str, language: str, vocabulary: Vocabulary) -> bool:
    """Whether a question that asks for a fact of a document asks it of the main one.

    It does when nothing else is named, or when it speaks of a policy or notice and what else it says is nothing that the policy speaks
    of (今天, 写进合同); not when that names another policy (垃圾分类政策).
    """
    topic = topic_beside_document(text, language, vocabulary)
    if not topic or len(topic) == 1:
        return True
    if any(not topic_beside_document(c, language, vocabulary) and _asks_fact(c, language) for c in re.split(r"[,\uff0c]", text)[:3]):
        spoken_of = [p in vocabulary.subjects for p in pairs(topic)]
        return sum(spoken_of) <= 0.5 * len(spoken_of)
    if language == "en":
        return _DOCUMENT_NAMED_EN.search(text) is not None
    if not _DOCUMENT_NAMED.search(text):
        return False
    found = pairs(topic)
    known = sum(p in vocabulary.subjects for p in found) / len(found)
    named = any(re.search(rf"{re.escape(p)}[^,。?]{{0,2}}(?:政策|文件|通知|措施|办法|规定|条例)", text) for p in found)
    return known <= 0.5 and not named


def _asks_fact(clause: str, language: str) -> bool:
    return any((en if language == "en" else zh).search(clause) for _, zh, en in document_facts())


def topic_beside_document(text: str, language: str, vocabulary: Vocabulary) -> str:
    """What ``text`` is about besides the document as a whole; empty when it asks about the document only."""
    rest = text
    for _, zh, en in document_facts():
        rest = (en if language == "en" else zh).sub(" ", rest)
    for kind in asked_kinds():
        rest = (kind.en if language == "en" else kind.zh).sub(" ", rest)
    rest = _DOCUMENT_NOUNS.sub(" ", rest)
    return content_words(rest, vocabulary.pairs).replace(" ", "")


def _topic_beside_departments(text: str, departments: tuple[str, ...], vocabulary: Vocabulary) -> str:
    rest = _LIST_WORDS.sub(" ", _LISTING.sub(" ", vocabulary.without_departments(text, departments)))
    return content_words(rest, vocabulary.pairs).replace(" ", "")
