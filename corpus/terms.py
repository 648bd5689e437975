"""How long a text says that it holds: its last day, or a period, each with its place.

Only what is said of the document itself counts: a licence that is valid for five years says nothing of the rules about licences. So the
clause must name the document (本办法有效期…), or name nothing in a sentence that says when the document takes effect.
"""

from __future__ import annotations

import re

from corpus.dates import read_dates
from corpus.model import LOST

_KINDS = "通知|办法|意见|政策措施|措施|政策|规定|细则|方案|文件|条例|规则|决定|公告|通告|规划|计划|制度|标准|指南|章程|规范|准则|目录"
OWN = rf"本(?:{_KINDS}|[\u4e00-\u9fff]{{1,12}}?(?:办法|措施|细则|规定|条例|意见|方案))"
_SPAN = r"(?:有效期|执行期|施行期|实施期|试行期|暂行期|有效|执行|施行|试行|实施)(?:限|间)?"
_N = rf"[\d{LOST}一二三四五六七八九十两]{{1,3}}\s*(?:周?年|个月)"
_FROM_DAY = r"(?:自|从)[^。;\uff1b,\uff0c\n]{2,20}?(?:之日|日)起(?:计算|算)?[,\uff0c]?(?:至)?(?:满)?"
_PERIOD = re.compile(
    rf"(?:有效期|执行期|施行期|实施期|试行期|暂行期)(?:限)?(?:暂定)?(?:为|是|[:\uff1a])?(?:{_FROM_DAY})?(?:为)?\s*{_N}|(?:试行|暂行)\s*(?:期)?\s*{_N}"
)
_UNTIL = re.compile(rf"{_SPAN}(?:为|是|[:\uff1a])?(?:(?:自|从)?[^。;\uff1b\n]{{0,24}}?)?(?:截?至|到)\s*$")
_ENDS_BEHIND = re.compile(r"\s*(?:24时)?(?:止|为止|终止|(?:自动)?失效|到期|期满)")
_TO = re.compile(r"(?:至|到)\s*$")
_LAPSES = re.compile(r"\s*(?:之日)?起(?:自动|自行)?(?:失效|废止|停止执行|停止施行|不再施行|不再执行)")
_TAKES_EFFECT = re.compile(r"起(?:正式|开始)?(?:试?施行|实施|生效|执行|试行)|(?:印发|发布|公布)之日")
_CLAUSE = re.compile(r"[。;\uff1b,\uff0c\n:\uff1a(\uff08]")
_SUBJECT = re.compile(rf"(?:{OWN}|通知|其|并|且|自|从|[\s、#*>|-])*+(?:的)?")
_LABEL_LINE = 40
_LONGEST_SENTENCE = 2_000


def own_end(text: str) -> tuple[int, int, bool] | None:
    """The slice of the date by which the document says that it ends, and whether that day itself is the first on which it no longer
    holds (自……起失效); None when it states no such date."""
    for start, end, date in read_dates(text):
        if date.month is None and date.day is None and not _TO.search(text[max(0, start - 3) : start]):
            continue
        sentence = sentence_before(text, start)
        behind = text[end : end + 12]
        if _LAPSES.match(behind) and _is_own(text, start, sentence) and "》" not in sentence:
            return start, end, True
        ended = _UNTIL.search(sentence[-60:]) or (_TO.search(sentence) and _ENDS_BEHIND.match(behind) and _TAKES_EFFECT.search(sentence))
        if ended and _is_own(text, start - len(ended[0]), sentence):
            return start, end, False
    return None


def own_period(text: str) -> tuple[int, int] | None:
    """The slice of the period for which the document says that it holds (有效期3年), or None."""
    for m in _PERIOD.finditer(text):
        if _is_own(text, m.start(), sentence_before(text, m.start())):
            return m.start(), m.end()
    return None


def _is_own(text: str, at: int, sentence: str) -> bool:
    """Whether what begins at ``at`` is said of the document: its clause names it or nothing, and the sentence speaks of it."""
    clause = _CLAUSE.split(text[max(0, at - _LONGEST_SENTENCE) : at])[-1]
    if not (_SUBJECT.fullmatch(clause) or re.search(OWN, clause) or re.search(r"(?:自|从)[^,\uff0c]{2,24}$", clause)):
        return False
    if re.search(OWN, sentence) or _TAKES_EFFECT.search(sentence):
        return True
    line = text[text.rfind("\n", 0, at) + 1 : (text.find("\n", at) + 1 or len(text) + 1) - 1]
    before = text[max(0, at - len(sentence) - 200) : at - len(sentence)].rsplit("\n", 1)[-1]
    return len(line) <= _LABEL_LINE or bool(_TAKES_EFFECT.search(before))


def sentence_before(text: str, start: int) -> str:
    """What of its sentence stands before ``start``."""
    low = max(0, start - _LONGEST_SENTENCE)
    return text[max(text.rfind("。", low, start), text.rfind("\n", low, start), low - 1) + 1 : start]
