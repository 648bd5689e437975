"""Units that a question names by number, one or several: 第六条, 第 13 条, 措施(四)和(六), (四), 第三到五条, measures 3 to 5, 第五部分.

What is named by counting (最后一条, 第二部分第一条) is read by :mod:`assistant.understanding.counted`, which needs the document.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from itertools import pairwise

from assistant.understanding.model import ProvisionRef
from corpus.numerals import CHINESE_DIGITS, to_chinese, to_int

N = rf"([{CHINESE_DIGITS}]+|\d{{1,4}})"
_NN = N.replace("(", "(?:", 1)
_UNIT = (
    re.compile(rf"第\s*{N}\s*(?:条|项措施|个措施|条措施|号措施|项(?=由|的(?!奖|钱|补|资)))(?![件款例]?奖)"),
    # 措施一 is a number, 措施一共 and 措施一般 are words.
    re.compile(rf"(?:措施|条款)\s*第?\s*[(]?\s*{N}(?![共些般切律并直])\s*[)]?"),
    re.compile(rf"(?<![A-Za-z0-9)])[(]\s*{N}\s*[)](?!\d)"),
    re.compile(r"\b(?:measures?|articles?|arts?\.?|clauses?|items?|provisions?)\s*(?:no\.?|number|#)?\s*\(?(\d{1,3})\)?", re.I),
)
_BELOW = (
    re.compile(rf"第\s*{N}\s*条(?:\s*第\s*[{CHINESE_DIGITS}\d]+\s*款)?\s*第?\s*[(]?\s*{N}\s*[)]?\s*(?:项|点)"),
    re.compile(rf"(?<![\d{CHINESE_DIGITS}]){N}、\s*[(]\s*{N}\s*[)]"),
)
_PART = (
    re.compile(rf"第\s*{N}\s*(?:大?部分|大?章|大?板块|方面|编)"),
    re.compile(rf"(?<![\d{CHINESE_DIGITS}]){N}、(?=.{{0,20}}(?:部分|讲|写|包括|下面))"),
    re.compile(r"\b(?:parts?|chapters?|sections?)\s*(?:no\.?|number|#)?\s*(\d{1,2})", re.I),
)
_JOIN = r"\s*(?:、|,|和|与|及|以及|跟|或|到|至|-|—|–|~)\s*"
_JOIN_EN = r"\s*(?:,\s*(?:and\s+|or\s+)?|\band\b|\bor\b|&|\bto\b|\bthrough\b|-|–)\s*"
_UNTIL = re.compile(r"到|至|-|—|–|~|\bto\b|\bthrough\b", re.I)
_NUMBER = re.compile(_NN)
_ALONE = rf"{_NN}(?![{CHINESE_DIGITS}\d家万个项年月%件条])"
_ANOTHER_EN = rf"{_JOIN_EN}(?:measures?|articles?)?\s*\d{{1,3}}"
_SEVERAL = (
    (re.compile(rf"第\s*{_NN}\s*条?(?:{_JOIN}第?\s*{_NN}\s*条?)*{_JOIN}第?\s*{_NN}\s*(?:条|项措施|个措施)"), "第%s条"),
    (re.compile(rf"措施\s*[(]?\s*{_NN}\s*[)]?(?:{_JOIN}(?:措施)?\s*(?:[(]\s*{_NN}\s*[)]|{_ALONE}))+"), "措施(%s)"),
    (re.compile(rf"(?<![\d{CHINESE_DIGITS}.]){_NN}(?:{_JOIN}{_NN}){{1,40}}(?=\s*,?\s*(?:这|那)?[两二三四几]条)"), "第%s条"),
    (re.compile(rf"(?<![A-Za-z0-9)])[(]\s*{_NN}\s*[)](?:{_JOIN}[(]\s*{_NN}\s*[)])+"), "措施(%s)"),
    (re.compile(rf"\b(?:measures?|articles?|provisions?)\s*\d{{1,3}}(?:{_ANOTHER_EN})+", re.I), "measure %s"),
)  # fmt: skip
MOST = 60
"""A range is spelled out up to this many units; the rest of a longer one stays together in one reference."""


def read_refs(question: str) -> tuple[ProvisionRef, ...]:
    """The units named in ``question`` in the order of their place, each once; ranges and enumerations spelled out."""
    refs: dict[tuple[str, str], ProvisionRef] = {}
    for _, group in sorted(ref_places(question).items()):
        for ref in group:
            refs.setdefault((ref.level, ref.id), ref)
    return tuple(refs.values())


def ref_places(question: str) -> dict[tuple[int, int], list[ProvisionRef]]:
    """The slices of ``question`` that name units, each with the units that it names."""
    found: dict[tuple[int, int], list[ProvisionRef]] = {}

    def free(m: re.Match[str]) -> bool:
        return not any(m.start() < end and m.end() > start for start, end in found)

    for m in (m for pattern in _BELOW for m in pattern.finditer(question)):
        number, item = to_int(m[1]), to_int(m[2])
        if number is not None and item is not None:
            found[m.span()] = [ProvisionRef("unit", number, m[0].strip(), below=(item,))]
    for m in (m for pattern in _PART for m in pattern.finditer(question)):
        number = to_int(m[1])
        if number is not None and free(m):
            found[m.span()] = [ProvisionRef("part", number, m[0].strip())]
    for pattern, form in _SEVERAL:
        for m in pattern.finditer(question):
            several = list(_several(m[0], form))
            if len(several) > 1 and free(m):
                found[m.span()] = several
    for m in (m for pattern in _UNIT for m in pattern.finditer(question)):
        number = to_int(m[1])
        if number is not None and free(m):
            found[m.span()] = [ProvisionRef("unit", number, m[0].strip())]
    return found


def _several(written: str, form: str) -> Iterator[ProvisionRef]:
    """The units of an enumeration (六、七、九) or a range (三到五); nothing of a range that runs backwards."""
    marks = [(m, to_int(m[0])) for m in _NUMBER.finditer(written)]
    if any(number is None for _, number in marks):
        return
    yield _named(form, marks[0][1] or 0)
    for (left, first), (right, last) in pairwise(marks):
        assert first is not None and last is not None, "checked above"
        start = first + 1 if _UNTIL.search(written[left.end() : right.start()]) and last > first else last
        yield from (_named(form, n) for n in range(start, min(last, start + MOST - 1) + 1))
        if last >= start + MOST:
            yield _named(form, start + MOST, last)


def _named(form: str, number: int, until: int | None = None) -> ProvisionRef:
    spell = str if form.startswith("measure") else _chinese
    written = form % spell(number)
    if until is not None and until > number:
        dash = "–" if form.startswith("measure") else "至"
        return ProvisionRef("unit", number, f"{written}{dash}{form % spell(until)}", until)
    return ProvisionRef("unit", number, written)


def _chinese(number: int) -> str:
    return to_chinese(number) if 0 <= number <= 9999 else str(number)


def missing_runs(refs: Iterable[ProvisionRef]) -> tuple[str, ...]:
    """How units that do not exist are named: each by itself, three or more in a row by the first and the last (第二十二条至第三十条)."""
    runs: list[list[ProvisionRef]] = []
    for ref in refs:
        if runs and ref.number == (runs[-1][-1].until or runs[-1][-1].number) + 1 and ref.level == runs[-1][-1].level:
            runs[-1].append(ref)
        else:
            runs.append([ref])
    named: list[str] = []
    for run in runs:
        if len(run) < 3:
            named += [r.written for r in run]
            continue
        dash = "–" if run[0].written.isascii() else "至"
        named.append(f"{run[0].written}{dash}{re.split('[至–]', run[-1].written)[-1]}")
    return tuple(named)


def strip_refs(question: str) -> str:
    """``question`` without the units it names."""
    for pattern in (*_BELOW, *_PART, *(p for p, _ in _SEVERAL), *_UNIT):
        question = pattern.sub(" ", question)
    return question.strip()
