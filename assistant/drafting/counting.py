"""Sentences of a letter that need no note although they name a figure: they count what the parsed document or the enquiry holds, say when a
letter came, or are a form of address or a wish.

A count is believed only where the whole sentence counts and nothing else, in one of the forms below, and the document bears every number
of it out. Whatever has another form, or another number, is left to the rule that a figure needs a note.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from assistant.drafting.stating import promised
from assistant.verification.normal import normal
from assistant.verification.numerals import whole
from assistant.verification.quantities import quantities, readable
from corpus.annotate import read_departments

if TYPE_CHECKING:
    from assistant.drafting.model import Draft
    from corpus import Corpus, Document

_N = r"(?:\d{1,3}|[一二三四五六七八九十百两]{1,6})"
_ALL = r"(?:总共|一共|共计|合计|共)?"
_HOLDS = r"(?:分为|分成|包括|包含|含有|列有|设有|规定了?|提出了?|制定了?|分|含|有|设|计|为)?"
_THINGS = r"(?:条|项|个)(?:具体)?(?:政策措施|政策|措施|举措|条款)?"
_TOTAL = re.compile(
    rf"(?:其中|目前)?[,，]?(?:(?:本|该|这份|这些|上述)?(?:若干)?(?:《[^》]{{2,60}}》|政策措施|政策文件|政策|措施|文件|全文))?(?:正文|全文)?"
    rf"(?:第(?P<part>{_N})部分(?:“[^”]{{1,40}}”)?)?[中里内,]?(?:的?(?:措施|条款))?{_ALL}{_HOLDS}"
    rf"(?:(?P<parts>{_N})个?大?部分)?[、,和]?(?:以及)?{_ALL}(?:计|有)?(?:(?P<measures>{_N}){_THINGS})?"
    rf"(?:,?(?:分为|分成|分布在|分|设)(?P<behind>{_N})个?大?部分)?[。.;!]?"
)
_BY_BODY = re.compile(
    rf"(?:其中)?,?(?:《[^》]{{2,60}}》)?中?,?由?(?P<body>[^,。《》]{{2,40}}?)(?:共同)?(?:参与|负责|参与负责)(?:落实|实施)?的(?:政策)?(?:措施|条款)?"
    rf"{_ALL}(?:有|计|为)?(?P<measures>{_N}){_THINGS}[。.;!]?"
)
_ENGLISH = re.compile(
    r"(?:(?:In (?:all|total),? )?(?:(?:The|These|This|There|It)(?: (?:policy|document|notice|measures|policy measures))?) )"
    r"(?:(?:has|have|contains?|comprises?|consists? of|numbers?|holds?|sets? out|lists?|are|is divided into|are divided into) )"
    r"(?:(?P<first>\d{1,3}) parts(?: (?:and|with) )?)?(?:(?P<measures>\d{1,3})(?: (?:numbered |policy )*measures)?)?"
    r"(?: in (?P<parts>\d{1,3}) parts)?(?: in (?:all|total))?[.]?",
    re.I,
)
_ASKED = re.compile(
    rf"(?:来信|来函|来电|来件|信中|函中|您|你|贵[^,。]{{1,6}}|现就|现将|以下|下面)"
    r"[^,。]{0,14}?"
    rf"(?P<asked>{_N})(?:个|项|点|方面)?(?:具体)?(?:方面)?的?(?:问题|事项|咨询|方面)"
)
_ASKED_ENGLISH = re.compile(r"\b(?:you|your|following)\b[^.]{0,40}?\b(?P<asked>\d{1,2}) questions\b", re.I)
_CAME = re.compile(
    r"[^,。;]{0,40}(?:(?:来信|来函|来电|来件|邮件|信函|咨询|留言)[^,。;]{0,10}(?:收悉|收到|收讫|已收|知悉)"
    r"|收到[^,。;]{0,16}(?:来信|来函|来件|邮件|信函|咨询|留言))(?:,(?:经研究,)?现?(?:就有关问题)?答复如下)?[。:]?"
    r"|(?:thank you for|(?:we|i)(?: have)? received|in reply to|with reference to|further to)"
    r" your (?:letter|e-?mail|enquiry|inquiry|message)"
    r"[^,.;]{0,30}[.,]?",
    re.I,
)
_WISH = re.compile(r"(?:衷心|诚挚|谨)?(?:祝|敬祝|谨祝|恭祝|顺祝|顺颂|即颂|此致)[^。:;]{0,30}[。!]?|(?:we )?wish you [^.]{2,60}\.?", re.I)
_ADDRESS = re.compile(r"(?:尊敬的|亲爱的)[^。,;]{1,38}[:,]?|dear [^.;:]{1,38}[:,]?", re.I)
_NAMES = ("count", "number", "ordinal", "date", "vague")
"""Kinds of figures that may be part of a name (二十一世纪公司) or of a wish for a year."""


@dataclass(frozen=True)
class Needless:
    """Tells the sentences that need no note in a reply to the enquiry of ``draft``."""

    draft: Draft
    corpus: Corpus

    def needs_none(self, words: str, *, first: bool = False) -> bool:
        """Whether ``words`` is such a sentence; ``first`` where it opens the letter."""
        text = normal(words).strip()
        if _is_wish(text) or (first and _is_address(text)):
            return True
        if promised(words) is not None:
            return False
        return self._counts(text) or self._asked(text) or _came(text)

    @cached_property
    def _documents(self) -> tuple[Document, ...]:
        """What a sentence that names no document speaks of: what the letter cites, or the policy."""
        cited = dict.fromkeys(c.document for c in self.draft.citations if c.kind != "note")
        found = tuple(d for name in cited if (d := self.corpus.document(name)) is not None)
        return found or self.corpus.policies[:1]

    def _counts(self, text: str) -> bool:
        found = _TOTAL.fullmatch(text)
        if found is None:
            found = _ENGLISH.fullmatch(readable(text))
        if found is not None:
            given = found.groupdict()
            told = (given.get("part"), given.get("parts") or given.get("first") or given.get("behind"), given.get("measures"))
            document = self._meant(text)
            return document is not None and any(told[1:]) and _totals(document, *told)
        found = _BY_BODY.fullmatch(text)
        document = self._meant(text) if found else None
        return found is not None and document is not None and self._in_charge(document, found["body"]) == whole(found["measures"])

    def _meant(self, text: str) -> Document | None:
        """The document that a sentence counts in; None where that is not plain."""
        named = re.search(r"《([^》]{1,200})》", text)
        if named is None:
            return self._documents[0] if len(self._documents) == 1 else None
        fitting = [d for d in self.corpus.documents if d.record.kind != "note" and normal(named[1]) in normal(d.title)]
        return fitting[0] if len(fitting) == 1 else None

    def _in_charge(self, document: Document, written: str) -> int | None:
        """Of how many measures the body called ``written`` is in charge; None where that is no name of one body."""
        names = read_departments(written, self.corpus.departments)
        if len(names) != 1 or names[0].text != written:
            return None
        return sum(names[0].name in measure.departments for measure in document.measures)

    def _asked(self, text: str) -> bool:
        shown = readable(text)
        found = _ASKED.search(text) or _ASKED_ENGLISH.search(shown)
        figures = [q for q in quantities(shown) if q.kind != "ordinal"]
        return found is not None and len(figures) <= 1 and whole(found["asked"]) == len(self.draft.questions)


def _totals(document: Document, part: str | None, parts: str | None, measures: str | None) -> bool:
    """Whether the document has that many parts, and it (or its part of that number) that many measures."""
    inside = document.measures
    if part is not None:
        of = next((p for p in document.parts if p.number == whole(part)), None)
        if of is None or parts is not None:
            return False
        inside = tuple(m for m in inside if m.parent == of.id)
    return (parts is None or whole(parts) == len(document.parts)) and (measures is None or whole(measures) == len(inside))


def _came(text: str) -> bool:
    """Whether a sentence says that a letter came and no more, and its only figure is the day."""
    shown = readable(text)
    return [q.kind for q in quantities(shown)] == ["date"] and _CAME.fullmatch(shown) is not None


def _is_wish(text: str) -> bool:
    return _WISH.fullmatch(text) is not None and _plain(text)


def _is_address(text: str) -> bool:
    return _ADDRESS.fullmatch(text) is not None and _plain(text)


def _plain(text: str) -> bool:
    """Whether nothing is given or owed in a wish or an address: 一切 and 全体 bind nobody there."""
    return promised(text, leave=("universal",)) is None and all(q.kind in _NAMES for q in quantities(readable(text)))
