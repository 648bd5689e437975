"""Units named by counting: 前三条, 最后两条, 倒数第二条, 第二部分第一条, the last measure, the first two articles.

Which units these are depends on the document. The words are replaced by the labels of the units (最后一条 → 措施(二十一)), so that
everything after reads a question that names its units plainly.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from assistant.understanding.model import Counted
from assistant.understanding.references import N
from corpus import Document, Provision
from corpus.numerals import to_int

_UNIT_NOUN = r"(?:条|项|个)(?:政策)?措施|条政策|条款?|项"
_NOT_A_COUNT = r"(?!件|款|例|奖|目|业务)"
_PART_ZH = rf"(?P<part>第\s*{N.replace('(', '(?P<pn>', 1)}\s*(?:大?部分|章|编)|(?P<plast>最后(?:一)?(?:个)?(?:大)?(?:部分|章)))"
_IN_PART = rf"(?:{_PART_ZH}(?:之?中|里面?|内)?的?\s*)?"
_NUMBER = N.replace("(", "(?P<n>", 1)
_ENGLISH = {"one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9, "ten": 10}
_ORDINAL = {
    "first": 1, "second": 2, "third": 3, "fourth": 4, "fifth": 5, "sixth": 6, "seventh": 7, "eighth": 8, "ninth": 9, "tenth": 10,
    "eleventh": 11, "twelfth": 12, "thirteenth": 13, "fourteenth": 14, "fifteenth": 15, "sixteenth": 16, "seventeenth": 17,
    "eighteenth": 18, "nineteenth": 19, "twentieth": 20, "twenty-first": 21,
}  # fmt: skip
_NOUN_EN = r"(?:measures?|articles?|provisions?)"
_PART_EN = r"(?:\s+(?:of|in)\s+(?:the\s+)?(?:part\s+(?P<pn>\d{1,2})|(?P<plast>last)\s+part))?"
_COUNT_EN = rf"(?P<n>{'|'.join(_ENGLISH)}|\d{{1,2}})"
_NAMED_PART = re.compile(r"(?P<name>[\u3400-\u9fff]{2,10}?)的?(?:这|那)(?:一)?(?:个|大)?(?:部分|章|板块|块)")
_DIVISIONS = ("part", "chapter", "book")


def _zh(core: str, *, part: bool = False) -> re.Pattern[str]:
    where = rf"{_PART_ZH}(?:之?中|里面?|内)?的?\s*" if part else _IN_PART
    return re.compile(rf"{where}(?:{core}){_NOT_A_COUNT}")


def _en(core: str) -> re.Pattern[str]:
    return re.compile(rf"\b(?:the\s+)?{core}\s+{_NOUN_EN}{_PART_EN}", re.I)


_From = Callable[[int, int], range]
"""From how many units there are and the number said to the places meant, counted from 1."""
_PATTERNS: tuple[tuple[re.Pattern[str], _From], ...] = (
    (_zh(rf"倒数第?\s*{_NUMBER}\s*(?:{_UNIT_NOUN})"), lambda size, n: range(size - n + 1, size - n + 2)),
    (_zh(rf"(?:最后|末尾?|最末|后|最靠后)的?\s*(?:那)?{_NUMBER}\s*(?:{_UNIT_NOUN})"), lambda size, n: range(size - n + 1, size + 1)),
    (_zh(rf"(?:最?前|打头|起头|开头|开始|头)的?\s*(?:面)?{_NUMBER}\s*(?:{_UNIT_NOUN})"), lambda size, n: range(1, n + 1)),
    (_zh(r"(?:最后(?:那)?|末|最末)(?:条|项)(?:措施)?"), lambda size, n: range(size, size + 1)),
    (_zh(r"(?:首|头一)(?:条|项)(?:措施)?"), lambda size, n: range(1, 2)),
    (_zh(rf"第?\s*[(]?\s*{_NUMBER}\s*[)]?\s*(?:{_UNIT_NOUN}|点)", part=True), lambda size, n: range(n, n + 1)),
    (_en(rf"last\s+{_COUNT_EN}"), lambda size, n: range(size - n + 1, size + 1)),
    (_en(rf"first\s+{_COUNT_EN}"), lambda size, n: range(1, n + 1)),
    (_en(r"(?:second[- ](?:to[- ])?last|penultimate)"), lambda size, n: range(size - 1, size)),
    (_en(r"(?:very\s+)?(?:last|final)"), lambda size, n: range(size, size + 1)),
    (_en(rf"(?P<n>{'|'.join(_ORDINAL)})"), lambda size, n: range(n, n + 1)),
)  # fmt: skip
_STEPS = frozenset(("前一条", "前一项", "后一条", "后一项", "后一个措施", "前一个措施"))
"""The unit before or after the one spoken of, not the first or the last of the document."""
_LAST_PART = re.compile(r"最后一?个?大?(部分|章)|\b(?:the\s+)?last\s+(part|chapter)\b", re.I)


def units_of(document: Document, part: Provision | None = None) -> tuple[Provision, ...]:
    """The units that people cite (measures, articles; in a part without divisions its items), of ``part`` only when it is given,
    in document order."""
    if part is not None and part.kind not in _DIVISIONS:
        return tuple(p for p in document.children(part.id) if p.number is not None)
    units = tuple(p for p in document.provisions if p.number is not None and p.id == str(p.number))
    return units if part is None else tuple(u for u in units if part.start <= u.start < part.end or u.parent == part.id)


def parts_of(document: Document) -> tuple[Provision, ...]:
    """The parts or chapters of ``document``; where it has none, its numbered units that hold others (一、 with (一) below)."""
    divisions = tuple(p for p in document.provisions if p.kind in _DIVISIONS)
    return divisions or tuple(p for p in units_of(document) if p.title and document.children(p.id))


def replace_counted(question: str, document: Document) -> tuple[str, tuple[Counted, ...]]:
    """``question`` with the units that it names by counting written by their labels, and what each stands for.

    What does not exist (倒数第三十条, 第二部分第九条) is taken out of the question and comes back without units; a part that does not exist
    stays as it is written.
    """
    counted: list[Counted] = []
    english = not any("\u3400" <= c <= "\u9fff" for c in question)

    def labels(m: re.Match[str], places: _From) -> str:
        said = m.groupdict()
        part = _part(document, said)
        if m[0] in _STEPS:
            return m[0]
        if isinstance(part, str):
            return part  # asked for by name, it is declined by name
        units = units_of(document, part)
        number = _count(said.get("n"))
        if number is None or not units:
            return m[0]
        wanted = [i for i in places(len(units), number) if 1 <= i <= len(units)]
        chosen = [units[i - 1] for i in wanted]
        lacking = len(chosen) < len(places(len(units), number))
        counted.append(Counted(m[0].strip(), () if lacking else tuple(u.id for u in chosen), part.id if part else None))
        if lacking:
            return " "
        return ", ".join(f"measure {u.number}" for u in chosen) if english else "、".join(u.label for u in chosen)

    question = _NAMED_PART.sub(lambda m: _named_part(m, document), question)
    for pattern, places in _PATTERNS:
        question = pattern.sub(lambda m, places=places: labels(m, places), question)  # type: ignore[misc]
    return _LAST_PART.sub(lambda m: _last_part(m, document), question), tuple(counted)


def _named_part(m: re.Match[str], document: Document) -> str:
    """A part named by a word of its heading (保护那一部分), by its number; the words as they are where that is not the heading of one part
    alone."""
    name = m["name"]
    for start in range(len(name) - 1):
        held = [p for p in parts_of(document) if p.title and name[start:] in p.title and p.number is not None]
        if len(held) == 1:
            return f"{name[:start]}第{held[0].number}部分"
    return m[0]


def _last_part(m: re.Match[str], document: Document) -> str:
    numbers = [p.number for p in parts_of(document) if p.number is not None]
    if not numbers:
        return m[0]
    return f"part {numbers[-1]}" if m[0].isascii() else f"第{numbers[-1]}{m[1]}"


def _part(document: Document, said: dict[str, str | None]) -> Provision | str | None:
    """The part counted in; None for the whole document; the words when there is no such part."""
    parts = parts_of(document)
    if said.get("plast"):
        return parts[-1] if parts else str(said["plast"])
    if said.get("pn") is None:
        return None
    number = to_int(said["pn"] or "")
    return next((p for p in parts if p.number == number), said.get("part") or f"part {number}")


def _count(written: str | None) -> int | None:
    if written is None:
        return 1
    low = written.lower()
    known = _ENGLISH.get(low) or _ORDINAL.get(low) or {"两": 2}.get(low)
    return known or to_int(written)
