"""Figures in Chinese text: amounts, shares, counts, durations, dates, ordinals, each with the value it stands for.

A figure has many faces (三年 / 3年 / 叁年, 50万元 / 五十万元 / 500,000元, 百分之十三 / 13%); ``key`` is the same for all of them, so that a
figure in an answer can be looked for in the text it cites. A figure with a lost digit keeps its ``□`` in the key and equals only
itself.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import Literal

from corpus.model import LOST
from corpus.numerals import to_int

FigureKind = Literal["money", "percent", "duration", "count", "year", "ordinal", "number"]

_FORMAL = str.maketrans("壹贰叁肆伍陆柒捌玖拾佰仟", "一二三四五六七八九十百千")
_ARABIC = rf"[\d{LOST}](?:[\d{LOST},]*[\d{LOST}])?(?:\.[\d{LOST}]+)?"
_HAN = r"[零〇一二三四五六七八九十百千两廿]+"
_SCALE = {"十": 10, "百": 100, "千": 1000, "万": 10_000, "百万": 10**6, "千万": 10**7, "亿": 10**8, "万亿": 10**12}
_SCALES = "万亿|千万|百万|亿|万|千|百"
_MONEY_UNIT = "元|块钱|美元|欧元|人民币"
_COUNT_UNIT = (
    "个百分点|个基点|个|件|项|家|名|人|位|所|次|条|款|章|节|部分|部|份|类|种|倍|户|批|届|平方公里|公里|亩|吨|处|场|期|级|等|"
    "本|篇|张|套|支|把|天|股"
)
_DURATION_UNIT = "个工作日|工作日|个自然日|周年|个月|年|月|日|天|周|小时|分钟|季度"
_TOKEN = re.compile(
    rf"(?P<pct_cn>百分之(?P<pct_cn_n>{_HAN}|{_ARABIC}))"
    rf"|(?P<ordinal>第(?P<ord_n>{_HAN}|\d+)(?=[条章节编部款项届批期次]))"
    rf"|(?P<n>{_ARABIC}|{_HAN})(?P<scale>{_SCALES})?(?P<more>余|多|几)?(?:(?P<pct>[%％])|(?P<money>{_MONEY_UNIT})|(?P<dur>{_DURATION_UNIT})|(?P<count>{_COUNT_UNIT}))?"
)
_NOT_NUMERALS = frozenset(["一", "十", "百", "千", "万", "两", "零", "〇", "千百", "十百"])


@dataclass(frozen=True, slots=True)
class Figure:
    """One figure: its slice, its kind, and ``key``, equal for all spellings of the same quantity."""

    kind: FigureKind
    start: int
    end: int
    text: str
    key: str

    @property
    def lost(self) -> bool:
        """Whether one of its digits cannot be read."""
        return LOST in self.text


def read_figures(text: str) -> list[Figure]:
    """All figures of ``text`` in order. 一 and other characters that are mostly words count only with a unit behind them."""
    normal = "".join(c if len(n := unicodedata.normalize("NFKC", c)) != 1 else n for c in text).translate(_FORMAL)
    return [f for m in _TOKEN.finditer(normal) if (f := _figure(m, text)) is not None]


def _figure(m: re.Match[str], text: str) -> Figure | None:
    original = text[m.start() : m.end()]
    if m["pct_cn"]:
        return Figure("percent", m.start(), m.end(), original, f"percent:{_value(m['pct_cn_n'], None)}")
    if m["ordinal"]:
        return Figure("ordinal", m.start(), m.end(), original, f"ordinal:{to_int(m['ord_n'])}")
    written, scale = m["n"], m["scale"]
    unit = m["money"] or m["dur"] or m["count"]
    han = not any(c.isdigit() or c == LOST for c in written)
    if (han and not (unit or m["pct"] or scale)) or (han and written in _NOT_NUMERALS and not (m["dur"] or m["money"] or m["count"])):
        return None
    if (
        han
        and written == "一"
        and m["count"]
        and m["count"] in ("级", "等", "批", "期", "部", "部分", "种", "些", "条", "次", "把", "场", "张", "处")
    ):
        return None
    if not any(c.isdigit() for c in written) and not han and not (unit or scale or m["pct"]):
        return None  # a lone □ shows that something is lost, not how much
    value = _value(written, scale)
    if m["pct"]:
        return Figure("percent", m.start(), m.end(), original, f"percent:{value}")
    if m["money"]:
        currency = m["money"] if m["money"] in ("美元", "欧元") else "元"
        return Figure("money", m.start(), m.end(), original, f"money:{value}{currency}")
    if m["dur"]:
        if m["dur"] == "年" and written.isdigit() and len(written) == 4:
            return Figure("year", m.start(), m.end(), original, f"year:{written}")
        unit = m["dur"].removeprefix("个").replace("天", "日").replace("周年", "年")
        return Figure("duration", m.start(), m.end(), original, f"duration:{value}{unit}")
    if m["count"]:
        return Figure("count", m.start(), m.end(), original, f"count:{value}{m['count']}")
    return Figure("number", m.start(), m.end(), original, f"number:{value}")


def _value(written: str, scale: str | None) -> str:
    factor = _SCALE.get(scale or "", 1)
    if LOST in written:
        return f"{written}{scale or ''}"
    try:
        value = Decimal(written.replace(",", "")) * factor
    except InvalidOperation:
        number = to_int(written)
        if number is None:
            return f"{written}{scale or ''}"
        value = Decimal(number * factor)
    return f"{value.normalize():f}"
