"""English figures written the way Chinese texts write them, so that both are read by one reader: three years → 3年, RMB 0.5 million →
500000元, two-thirds → 2/3, 1 May 2025 → 2025年5月1日, Measure VI → 第6条."""

from __future__ import annotations

import re
from decimal import Decimal

_ONES = [
    "zero",
    "one",
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "eleven",
    "twelve",
    "thirteen",
    "fourteen",
    "fifteen",
    "sixteen",
    "seventeen",
    "eighteen",
    "nineteen",
]
_TENS = ["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"]
_VALUE = {w: i for i, w in enumerate(_ONES)} | {w: 20 + 10 * i for i, w in enumerate(_TENS)} | {"dozen": 12, "dozens": 12}
_SCALE = {"hundred": 100, "thousand": 1000, "million": 10**6, "billion": 10**9, "trillion": 10**12, "mn": 10**6, "bn": 10**9}
_PARTS = {"half": 2, "halves": 2, "third": 3, "quarter": 4, "fourth": 4, "fifth": 5, "sixth": 6, "eighth": 8, "tenth": 10, "hundredth": 100}
_ORDINALS = {
    w: i + 1
    for i, w in enumerate(
        [
            "first",
            "second",
            "third",
            "fourth",
            "fifth",
            "sixth",
            "seventh",
            "eighth",
            "ninth",
            "tenth",
            "eleventh",
            "twelfth",
            "thirteenth",
            "fourteenth",
            "fifteenth",
            "sixteenth",
            "seventeenth",
            "eighteenth",
            "nineteenth",
            "twentieth",
            "twenty-first",
        ]
    )
}
_MONTHS = {m: i + 1 for i, m in enumerate(["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"])}
_MONTH = r"(Jan(?:uary)?|Feb(?:ruary)?|Mar(?:ch)?|Apr(?:il)?|May|June?|July?|Aug(?:ust)?|Sept?(?:ember)?|Oct(?:ober)?|Nov(?:ember)?|Dec(?:ember)?)"  # noqa: E501
_WORD = "|".join(sorted((*_VALUE, *_SCALE), key=len, reverse=True))
_NUMBER_WORDS = re.compile(
    rf"\b(?:an? (?=hundred|thousand|million|billion|dozen)(?:{_WORD})|(?:{'|'.join(sorted(_VALUE, key=len, reverse=True))}))(?:(?:[ -]| and |-and-)(?:{_WORD}))*\b",  # noqa: E501
    re.I,
)
_ONE_TIME = re.compile(r"\b(for|most|in|of|to|within|after|least|lasts?|than) an? (?=(?:year|month|week|day|hour|decade)\b)", re.I)
_HALF_SCALE = re.compile(r"\bhalf an? (hundred|thousand|million|billion|dozen)\b", re.I)
_AND_A_HALF = re.compile(r"(?<!\d)(\d{1,9}) (?:and a half|and one half|1/2)\b", re.I)
_FRACTION = re.compile(
    rf"\b(an?|1|2|3|4|5|6|7|8|9)[ -]({'|'.join(_PARTS)})s?\b(?! (?:party|parties|place|prize|class|level|measure|article))", re.I
)
_HALF = re.compile(r"\bhalf(?=\s+(?:of|the|a\b|an\b|its|their|as)|[^\w-]|$)|\bhalved?\b|\bhalves\b", re.I)
_HALF_TIME = re.compile(r"\bhalf[- ](?:an? )?(year|month|day|hour)\b", re.I)
_SCALED = re.compile(r"(?<![\d.])(\d+(?:\.\d+)?)[ -]?(hundred|thousand|million|billion|trillion|mn|bn|k)\b", re.I)
_SCALED_MONEY = re.compile(r"(?<=[¥$€£])\s*(\d+(?:\.\d+)?)(m|b)\b|\b(RMB|CNY|USD|EUR) ?(\d+(?:\.\d+)?)(m|b)\b", re.I)
_CURRENCY = {"rmb": "元", "cny": "元", "yuan": "元", "renminbi": "元", "¥": "元", "us$": "美元", "usd": "美元", "$": "美元", "dollar": "美元",  # noqa: E501
             "dollars": "美元", "eur": "欧元", "euro": "欧元", "euros": "欧元", "€": "欧元", "hk$": "港元", "£": "英镑"}  # fmt: skip
_BEFORE = re.compile(
    r"(?<![A-Za-z])(RMB|CNY|yuan|US\$|USD|HK\$|EUR|¥|\$|€|£) ?([\d□]+(?:\.[\d□]+)?[万亿千百]*)(?: ?(?:元|yuan|RMB))?", re.I
)
_UNITS: tuple[tuple[str, str], ...] = (
    ("(?:working|business|work)[- ]days?", "个工作日"), ("calendar days?", "天"), ("years?", "年"), ("months?", "个月"), ("weeks?", "周"),
    ("days?", "天"), ("hours?", "小时"), ("minutes?", "分钟"), ("decades?", "0年"), ("percentage points?", "个百分点"),
    ("per ?cent|percent|pct", "%"), ("yuan|renminbi|RMB|CNY", "元"), ("(?:US )?dollars?|USD", "美元"), ("euros?|EUR", "欧元"),
    ("square (?:metres?|meters?)|sqm|m2", "平方米"), ("kilomet(?:re|er)s?|km", "公里"), ("met(?:re|er)s?", "米"), ("mu", "亩"),
    ("times|fold", "倍"), ("companies|enterprises|firms|businesses|households", "家"), ("people|persons|individuals|winners", "人"),
    ("items|projects|cases|patents|pieces|sets", "件"), ("kinds|types|categories", "类"),
)  # fmt: skip
_UNIT = re.compile(rf"([\d□万亿])[ -]?(?:{'|'.join(f'(?P<u{i}>{u})' for i, (u, _) in enumerate(_UNITS))})\b", re.I)
_MEASURED = re.compile(rf"[ -](?:{'|'.join(u for u, _ in _UNITS[:16])})\b", re.I)
_DAY = r"(\d{1,2}|□\d|\d□|□{1,2})(?:st|nd|rd|th)?"
_YEAR = r"((?:19|20)\d\d|[12□][\d□]{3})"
_DATES = (
    (re.compile(rf"\b{_DAY}\s*(?:-|to|and|until|till)\s*{_DAY}\s+(?:of )?{_MONTH}\.?(?:,? {_YEAR})?"), "ddmy"),
    (re.compile(rf"\b{_MONTH}\.? {_DAY}\s*(?:-|to|and)\s*{_DAY}(?!\d)(?:,? {_YEAR})?"), "mddy"),
    (re.compile(rf"(?<![\d□]){_DAY} (?:of )?{_MONTH}\.?(?:,? {_YEAR})?(?![a-z])"), "dmy"),
    (re.compile(rf"\b{_MONTH}\.? {_DAY}(?![\d□])(?:,? {_YEAR})?"), "mdy"),
    (re.compile(rf"\b{_MONTH}\.?,? {_YEAR}\b"), "my"),
    (re.compile(r"(?<!\d)((?:19|20)\d\d)[-/.](\d{1,2})[-/.](\d{1,2})(?!\d)"), "iso"),
)
_LABEL = re.compile(
    r"\b(?P<what>measures?|articles?|parts?|sections?|chapters?|items?|points?|paragraphs?|nos?\.|number)\s+\(?(?P<n>\d{1,6}|[IVX]{1,9}|[a-z]+(?:-[a-z]+)?)\)?"
    rf"(?![\w-])|\b(?P<o>{'|'.join(sorted(_ORDINALS, key=len, reverse=True))}|\d{{1,6}}(?:st|nd|rd|th))\s+(?P<whose>measure|article|part|section|chapter|paragraph)\b",  # noqa: E501
    re.I,
)
_ORDINAL = re.compile(
    rf"\b(?P<w>{'|'.join(sorted(_ORDINALS, key=len, reverse=True))})\b(?![- ](?:class|hand|thought|nature|level|place))|\b(?P<d>\d{{1,6}})(?:st|nd|rd|th)\b",  # noqa: E501
    re.I,
)
_ROMAN = re.compile(r"(?<![A-Za-z])(?:I{2,3}|IV|VI{1,3}|IX|XI{0,3}|XI?[VX]|XVI{1,3})(?![A-Za-z])")
_ROMAN_UNIT = re.compile(r"(?<![A-Za-z])([IVX]{1,5})(?=[年月日天个家件项级类期批届条章万亿])|(?<=第)([IVX]{1,5})(?![A-Za-z])")
_TIMES = ((re.compile(r"\btwice(?= (?:the|as|that))|\bdoubled?\b", re.I), "2倍"), (re.compile(r"\btriple[sd]?\b|\bthrice\b", re.I), "3倍"))


def with_chinese_figures(text: str) -> str:
    """``text`` with its English figures, dates and labels written in Arabic digits with Chinese units. Chinese text comes back as it is."""
    if not re.search(r"[A-Za-z$€£¥]|\d[-/.]\d", text):
        return text
    for expression, order in _DATES:
        text = expression.sub(lambda m, order=order: _date(m, order), text)  # type: ignore[misc]
    text = _ROMAN_UNIT.sub(lambda m: str(_roman(m[1] or m[2])), text)
    if not re.search(r"[A-Za-z]{2}|[$€£¥]", text):
        return text
    text = _LABEL.sub(_label, text)
    text = _HALF_TIME.sub(lambda m: f"0.5 {m[1]}", text)
    text = _HALF_SCALE.sub(lambda m: f"{_plain(Decimal(_VALUE.get(m[1].lower(), _SCALE.get(m[1].lower(), 1))) / 2)}", text)
    text = _SCALED_MONEY.sub(lambda m: f"{m[3] or ''} {m[1] or m[4]} {'million' if (m[2] or m[5]).lower() == 'm' else 'billion'}", text)
    text = _SCALED.sub(_scaled, text)
    text = _NUMBER_WORDS.sub(_number, text)
    text = _AND_A_HALF.sub(r"\1.5", text)
    text = _FRACTION.sub(lambda m: f"{'1' if m[1][0] in 'aA' else m[1]}/{_PARTS[m[2].lower()]}", text)
    text = _HALF.sub("1/2", text)
    for expression, instead in _TIMES:
        text = expression.sub(instead, text)
    text = _SCALED.sub(_scaled, text)
    text = _BEFORE.sub(lambda m: f"{m[2]}{_CURRENCY[m[1].lower()]}", text)
    text = _ONE_TIME.sub(r"\1 1 ", text)
    text = _UNIT.sub(lambda m: m[1] + _UNITS[next(i for i in range(len(_UNITS)) if m[f"u{i}"])][1], text)
    text = _ORDINAL.sub(_ordinal, text)
    return _ROMAN.sub(lambda m: str(_roman(m[0])), text)


def _plain(value: Decimal) -> str:
    return f"{value.normalize():f}"


def _scaled(m: re.Match[str]) -> str:
    return _plain(Decimal(m[1]) * (1000 if m[2].lower() == "k" else _SCALE[m[2].lower()]))


def _number(m: re.Match[str]) -> str:
    if m[0].lower() == "one" and not _MEASURED.match(m.string, m.end()):
        return m[0]  # one of them, one-stop
    total, current = Decimal(0), Decimal(0)
    seen = False
    for word in re.split(r"[ -]+", m[0].lower()):
        if word in _VALUE:
            if word.startswith("dozen"):
                current = (current or Decimal(1)) * 12
            else:
                current += _VALUE[word]
            seen = True
        elif word in _SCALE:
            current = (current or Decimal(1)) * _SCALE[word]
            if _SCALE[word] >= 1000:
                total, current = total + current, Decimal(0)
            seen = True
    return _plain(total + current) if seen else m[0]


def _date(m: re.Match[str], order: str) -> str:
    if order == "iso":
        return f"{m[1]}年{int(m[2])}月{int(m[3])}日"
    parts = dict(zip(range(len(order)), order, strict=True))
    days = [m[i + 1] for i, p in parts.items() if p == "d"]
    month = _MONTHS[next(m[i + 1] for i, p in parts.items() if p == "m")[:3].lower()]
    year = next((m[i + 1] for i, p in parts.items() if p == "y"), None)
    lead = f"{year}年" if year else ""
    if not days:
        return f"{lead}{month}月"
    return "至".join(f"{lead}{month}月{d.lstrip('0') or 0}日" for d in days)


def _label(m: re.Match[str]) -> str:
    word = (m["n"] or m["o"]).lower()
    number = re.match(r"\d+", word)
    value = (
        int(number[0])
        if number
        else _VALUE.get(word) or _ORDINALS.get(word) or (_roman(word.upper()) if re.fullmatch("[ivx]+", word) else 0)
    )
    unit = {"p": "部分", "c": "章", "s": "节"}.get((m["what"] or m["whose"])[0].lower(), "条")
    return f"第{value}{unit}" if value else m[0]


def _ordinal(m: re.Match[str]) -> str:
    value = int(m["d"]) if m["d"] else _ORDINALS[m["w"].lower()]
    # “first” is mostly an adverb, and at the beginning others count the sentences: Second, …
    return m[0] if (value == 1 and not m["d"]) or m.string[m.end() : m.end() + 1] == "," else f"第{value}次"


def _roman(written: str) -> int:
    values = [{"I": 1, "V": 5, "X": 10}[c] for c in written]
    return sum(-v if v < max(values[i:]) else v for i, v in enumerate(values))
