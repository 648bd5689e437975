"""Document numbers (文号) as texts write them: 云政发〔2024〕8号, 云河市人民政府令第12号, 2024年第3号公告.

All spellings of one have one form, so that a number in a question finds the document that bears it."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass

from corpus.model import LOST

YEAR = r"[12□][\d□]{3}"
OPEN, CLOSE = "〔\\[【\\(\uff08\uff3b〖⟦", "〕\\]】\\)\uff09\uff3d〗⟧"
BRACKETED = rf"[\u4e00-\u9fff]{{2,14}}[{OPEN}]\s*{YEAR}\s*[{CLOSE}]\s*第?\s*[\d□]{{1,5}}\s*号"
COUNT = r"第\s*[\d□〇零一二三四五六七八九十百千]{1,7}\s*号"
ORDER = rf"[\u4e00-\u9fff]{{2,25}}(?:令|公告|通告)\s*[\(\uff08]?\s*(?:{YEAR}\s*年\s*)?{COUNT}"
YEARLY = rf"(?:[\u4e00-\u9fff]{{2,25}})?{YEAR}\s*年\s*{COUNT}(?:公告|通告|令)?"

_SAID = re.compile(
    rf"(?P<code>[\u4e00-\u9fff]{{2,12}})\s*(?:[{OPEN}]\s*(?P<year>{YEAR})\s*年?\s*[{CLOSE}]\s*第?\s*(?P<n>[\d□]{{1,5}})(?![\d□年月日%.])"
    r"(?P<mark>\s*号)?"
    rf"|(?<=[发函规办字文通令])\s*(?P<year2>{YEAR})\s*(?:年\s*第?|[-—/ ]\s*第?)\s*(?P<n2>[\d□]{{1,5}})\s*号)"
)
_BEFORE = "的是了和看问按据照到于在个份被把给用说叫为与及、查找以凭依"
"""Characters that may stand before a number and are no part of it."""
_ORDER_SAID = re.compile(r"(?P<code>[\u4e00-\u9fff]{2,25}(?:令|公告|通告))\s*[(]?\s*第\s*(?P<n>[\d□]{1,5})\s*号")
_LEADING = re.compile(
    r"^(?:请问|请教|问问|想问|想问一下|问一下|查询|查一下|查|看一下|看看|看|按照|按|根据|依据|依照|关于|对于|至于|那么|那|这个|这份|这|就是|是|叫|为|和|与|跟|及|"
    r"以及|或|在|的|了|有|我们|我|你们|我要|文号为|文号是|文号|编号|文件|通知|被|把|将|由|给|对|用|以|凭|拿|引用|参照|执行|废止|废止的|老文件|旧文件)+"
)


@dataclass(frozen=True, slots=True)
class Number:
    """A document number: the letters of its body (云政发), the year and the number in it; its slice of the text that names it. A digit
    that cannot be read is ``□`` and stands for any."""

    code: str
    year: str
    serial: str
    start: int = 0
    end: int = 0
    written: str = ""

    def same(self, other: Number) -> bool:
        """Whether both are one number, every digit legible; the letters of one may have words before them (请问云政发)."""
        legible = LOST not in f"{self.year}{self.serial}{other.year}{other.serial}"
        return (legible or (self.year, self.serial) == (other.year, other.serial)) and self.fits(other)

    def fits(self, other: Number) -> bool:
        """Whether both may be one number: every digit that can be read in both is the same."""
        return (
            (_ends(self.code, other.code) or _ends(other.code, self.code))
            and _alike(self.year, other.year)
            and _alike(self.serial.lstrip("0"), other.serial.lstrip("0"))
        )


def read_numbers(text: str) -> Iterator[Number]:
    """The document numbers in ``text`` in order, in any brackets (or none: 云政发2024年8号), with or without 第 and 号."""
    folded = "".join(n if len(n := unicodedata.normalize("NFKC", c)) == 1 else c for c in text)
    for m in _SAID.finditer(folded):
        if m["n"] and not m["mark"] and ")" in m[0]:
            continue  # 专利(2021)35个 is no number of a document
        lead = _LEADING.match(m["code"])
        code = m["code"][lead.end() :] if lead and len(m["code"]) - lead.end() >= 2 else m["code"]
        start = m.end("code") - len(code)
        yield Number(code, m["year"] or m["year2"], m["n"] or m["n2"], start, m.end(), text[start : m.end()])
    for m in _ORDER_SAID.finditer(folded):
        lead = _LEADING.match(m["code"])
        start = lead.end() if lead and len(m["code"]) - lead.end() >= 2 else 0
        yield Number(m["code"][start:], "", m["n"], m.start() + start, m.end(), text[m.start() + start : m.end()])


def number_of_record(document_number: str | None) -> Number | None:
    """The number that a record holds, if it has the common form."""
    return next(read_numbers(document_number), None) if document_number else None


def _ends(code: str, end: str) -> bool:
    """Whether ``code`` is ``end``, or words before it (海云政发 is the number of another body than 云政发)."""
    before = code.removesuffix(end)
    return code.endswith(end) and (not before or before[-1] in _BEFORE)


def _alike(a: str, b: str) -> bool:
    return len(a) == len(b) and all(x == y or LOST in (x, y) for x, y in zip(a, b, strict=True))
