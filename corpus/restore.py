"""Repairs of a text that a wrong decoding has damaged, each one recorded; what cannot be read stays lost.

The damage is regular. The last byte of a character before ``</p>`` was decremented and the ``<`` swallowed (class A); elsewhere one
full-width character and the one ASCII character after it were replaced by a single ``?`` (class B). What stood there is concluded
by a named rule (this module) or by a record with its evidence (``corpus/records/repairs``); otherwise ``□`` stands for each lost
character. Nothing is filled in. A text without such damage passes through unchanged.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from corpus.model import LOST, Confidence, Repair, RestoredText
from corpus.records import RepairRecord

_LINE_END = r"(?=\r?\n|\Z)"
_TAG_END = re.compile(rf"([^?<\n])/p>{_LINE_END}")
_DATE = re.compile(rf"([12□?]\d{{3}}|\d{{4}})\?\?(\d)(日|\?/p>{_LINE_END})")
_NUMBER = re.compile(r"(?<=发|办|字|函|令|规)\?(\d{3})\?(\d*)号")
_AMOUNT = re.compile(r"\?(?=\d*[万亿]?元)")
_QUOTE = re.compile(r"\?([lr])dquo;")
_BARE = re.compile(r"\?")
_SIGNATURE = re.compile(rf"(?<!<)/p>{_LINE_END}|\?[lr]dquo;", re.M)
_QUOTES = {"l": "“", "r": "”"}


@dataclass(frozen=True, slots=True)
class _Draft:
    """A repair before its place in the restored text is known. ``inferred`` are characters of ``after`` by position."""

    rule: str
    damage_class: str
    start: int
    end: int
    after: str
    confidence: Confidence
    evidence: str
    inferred: tuple[int, ...] = ()


def restore(received: str, records: Iterable[RepairRecord] = ()) -> RestoredText:
    """The restored form of ``received`` with a record of every repair and the offset map.

    ``records`` are conclusions about places that no general rule can decide; each applies only where its context stands.
    """
    drafts: list[_Draft] = []
    taken = bytearray(len(received))
    for rule in (_recorded(records), _dates, _document_numbers, _amounts, _quotes, _line_ends, _leftovers):
        fresh = [d for d in rule(received) if not taken.count(1, d.start, d.end)]
        for draft in fresh:
            taken[draft.start : draft.end] = b"\1" * (draft.end - draft.start)
        drafts += fresh
    drafts += _unclosed_quotes(received, drafts)
    return _assemble(received, sorted(drafts, key=lambda d: (d.start, d.end)))


def _recorded(records: Iterable[RepairRecord]) -> Callable[[str], list[_Draft]]:
    known = tuple(records)

    def rule(text: str) -> list[_Draft]:
        found = []
        for record in known:
            inner = record.context.index(record.before)
            for match in re.finditer(re.escape(record.context), text):
                start = match.start() + inner
                places = tuple(i for i, c in enumerate(record.after) if c in record.inferred)
                found.append(
                    _Draft(
                        record.rule, record.damage_class, start, start + len(record.before), record.after,
                        record.confidence, record.evidence, places,
                    )
                )  # fmt: skip
        return found

    return rule


def _dates(text: str) -> list[_Draft]:
    """``2023??9日``: 年 and the month's digit, 月 and the day's first digit are gone."""
    return [
        _Draft(
            "date-digits-lost", "E", m.start() + 4, m.end(), f"年{LOST}月{LOST}{m[2]}日", "lost",
            "两个“?”各为一个汉字和一个数字:年+月份数字、月+日期首位;年份与末位可读",
        )
        for m in _DATE.finditer(text)
    ]  # fmt: skip


def _document_numbers(text: str) -> list[_Draft]:
    """``苏政发?017?2号``: the brackets of the year and the digits beside them are gone; the millennium is not in doubt."""
    return [
        _Draft(
            "document-number-digit-lost", "E", m.start(), m.end(), f"〔2{m[1]}〕{LOST}{m[2]}号", "lost",
            "文号年份在六角括号内,“?”为括号与相邻数字;年份为二十一世纪,序号首位不可读",
        )
        for m in _NUMBER.finditer(text)
    ]  # fmt: skip


def _amounts(text: str) -> list[_Draft]:
    """``给?0万元?0万元``: 予 or 、 and the first digit of each amount are gone; the number of digits is certain.

    After 元 a ``?`` may also end a question, so that place counts only where the text bears this damage elsewhere.
    """
    damaged = bool(_SIGNATURE.search(text))
    found = []
    for m in _AMOUNT.finditer(text):
        before = text[m.start() - 1 : m.start()]
        if before == "给" or damaged:
            word = {"给": "予", "元": "、"}.get(before, LOST)
            found.append(
                _Draft(
                    "amount-digit-lost", "E", m.start(), m.end(), word + LOST, "lost",
                    "“?”为一个汉字或标点和金额的首位数字;位数可知,首位不可读",
                )
            )  # fmt: skip
    return found


def _quotes(text: str) -> list[_Draft]:
    """``?ldquo;``: a character and the ``&`` of the entity are gone; the quotation mark is certain, the character is not known."""
    return [
        _Draft("quote-entity", "D", m.start(), m.end(), LOST + _QUOTES[m[1]], "lost", "“?”为一个汉字和实体引号的“&”;引号可定,汉字不可读")
        for m in _QUOTE.finditer(text)
    ]


def _line_ends(text: str) -> list[_Draft]:
    """``X/p>`` at a line's end: the character with the next code point. ASCII stands for its full-width form (the text is NFKC)."""
    return [
        _Draft(
            "line-end-tag", "A", m.start(), m.end(), _successor(m[1]), "certain",
            "行末字符末字节减一且“<”被吞:取下一码位的字符并去掉“/p>”,此规则解释全部行末",
        )
        for m in _TAG_END.finditer(text)
    ]  # fmt: skip


def _successor(char: str) -> str:
    if "!" <= char <= "~":
        return unicodedata.normalize("NFKC", chr(ord(char) + 0xFEE0 + 1))
    return chr(ord(char) + 1)


def _leftovers(text: str) -> list[_Draft]:
    """A bare ``?`` inside text that carries the signature of this damage: one full-width and one ASCII character are gone."""
    if not _SIGNATURE.search(text):
        return []
    return [
        _Draft("character-pair-lost", "B", m.start(), m.end(), LOST * 2, "lost", "“?”为一个全角字符和一个ASCII字符,均不可读")
        for m in _BARE.finditer(text)
    ]


def _unclosed_quotes(text: str, drafts: list[_Draft]) -> list[_Draft]:
    """A repaired opening quotation mark that nothing closes in its paragraph: the closing one is lost without a trace."""
    events: list[tuple[int, str, _Draft | None]] = [(m.start(), m[0], None) for m in re.finditer("[“”\n]", text)]
    events += [(d.start, c, d) for d in drafts for c in d.after if c in "“”"]
    found, open_draft = [], None
    for _, char, draft in sorted(events, key=lambda e: e[0]):
        if char == "”":
            open_draft = None
            continue
        if open_draft is not None:
            found.append(
                _Draft(
                    "closing-quote-missing",
                    "D",
                    open_draft.end,
                    open_draft.end,
                    "",
                    "lost",
                    "此处引号未见闭合,闭合引号缺失且无痕迹,位置不定",
                )
            )
        open_draft = draft if char == "“" else None
    return found


def _assemble(received: str, drafts: list[_Draft]) -> RestoredText:
    out: list[str] = []
    repairs: list[Repair] = []
    at = length = 0
    for draft in drafts:
        length += draft.start - at
        out += (received[at : draft.start], draft.after)
        end = length + len(draft.after)
        repairs.append(
            Repair(
                rule=draft.rule,
                damage_class=draft.damage_class,  # type: ignore[arg-type]
                received=(draft.start, draft.end),
                before=received[draft.start : draft.end],
                restored=(length, end),
                after=draft.after,
                confidence=draft.confidence,
                evidence=draft.evidence,
                lost=tuple(length + i for i, c in enumerate(draft.after) if c == LOST),
                inferred=tuple(length + i for i in draft.inferred),
            )
        )
        at, length = draft.end, end
    return RestoredText(received, "".join((*out, received[at:])), tuple(repairs))
