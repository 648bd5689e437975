"""Units that a question names by number: 第六条, 第 13 条, 措施(四), 措施四, (四), measure 6, article 21, 第五部分, 第二章."""

from __future__ import annotations

import re

from assistant.understanding.model import ProvisionRef
from corpus.numerals import CHINESE_DIGITS, to_int

_N = rf"([{CHINESE_DIGITS}]+|\d{{1,4}})"
_UNIT = (
    re.compile(rf"第\s*{_N}\s*(?:条|项措施|个措施|条措施|号措施)(?![件款例]?奖)"),
    re.compile(rf"措施\s*第?\s*[(]?\s*{_N}\s*[)]?"),
    re.compile(rf"(?<![\w)])[(]\s*{_N}\s*[)](?!\d)"),
    re.compile(r"\b(?:measures?|articles?|arts?\.?|clauses?|items?|provisions?)\s*(?:no\.?|number|#)?\s*\(?(\d{1,3})\)?", re.I),
)
_PART = (
    re.compile(rf"第\s*{_N}\s*(?:大?部分|大?章|大?板块|方面|编)"),
    re.compile(rf"(?<![\d{CHINESE_DIGITS}]){_N}、(?=.{{0,20}}(?:部分|讲|写|包括|下面))"),
    re.compile(r"\b(?:parts?|chapters?|sections?)\s*(?:no\.?|number|#)?\s*(\d{1,2})", re.I),
)


def read_refs(question: str) -> tuple[ProvisionRef, ...]:
    """The units named in ``question`` in the order of their place, each once."""
    found: dict[tuple[int, int], ProvisionRef] = {}
    for level, patterns in (("part", _PART), ("unit", _UNIT)):
        for pattern in patterns:
            for m in pattern.finditer(question):
                number = to_int(m[1])
                if number is None or any(m.start() < end and m.end() > start for start, end in found):
                    continue
                found[(m.start(), m.end())] = ProvisionRef(level, number, m[0].strip())  # type: ignore[arg-type]
    refs = [ref for _, ref in sorted(found.items())]
    return tuple(dict.fromkeys(refs))


def strip_refs(question: str) -> str:
    """``question`` without the units it names."""
    for pattern in (*_PART, *_UNIT):
        question = pattern.sub(" ", question)
    return question.strip()
