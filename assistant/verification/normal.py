"""A text as it is read: one width, one script, digits as digits, nothing invisible, no markup. Sentence and source are read alike.

Compatibility forms are folded as in Unicode Standard Annex #15 (NFKC), letters that only look Latin as in Unicode Technical Standard #39
(the few that occur in such words), digits of all scripts by their decimal value.
"""

from __future__ import annotations

import html
import re
import unicodedata
from functools import cache, lru_cache
from typing import Any

_SUPERSCRIPTS = str.maketrans({c: f"^{d}" for d, c in [*enumerate("⁰¹²³⁴⁵⁶⁷⁸⁹"), *enumerate("₀₁₂₃₄₅₆₇₈₉")]})
_FORMAL = str.maketrans("壹贰貳叁參弍弐肆伍陆陸柒捌玖拾佰仟萬億", "一二二三三二二四五六六七八九十百千万亿")
_ALIKE = str.maketrans("АВЕКМНОРСТХасеорхуіѕԁԛΑΒΕΖΗΙΚΜΝΟΡΤΥΧοαν", "ABEKMHOPCTXaceopxyisdqABEZHIKMNOPTYXoav")
_QUOTES = str.maketrans({"「": "“", "」": "”", "『": "“", "』": "”", "„": "“", "‟": "“", "〝": "“", "〞": "”", "‘": "'", "’": "'"})
_ODD = re.compile(r"[^\x20-\x7e\n\u3000-\u3020\u3030-\u3037\u303b-\u30ff\u3400-\u9fff“”—□〔〕]")
_TAG = re.compile(r"</?[A-Za-z][^<>]{0,60}>")
_MARKUP = re.compile(r"\*{1,3}|`+|~~|__|(?m:^\s{0,3}#{1,6}\s+)|\\(?=[*_`~\[\]#])")
_STRAIGHT = re.compile(r'"([^"\n]*)"')
_SPACE = re.compile(r"\s+")
_INNER_SPACE = re.compile(
    r"(?<=[\u3400-\u9fff]) (?=[\u3400-\u9fff\d□])|(?<=[\d□%]) (?=[\u3400-\u9fff%])|(?<=[\u3400-\u9fff\d□]) (?=[,;:、。)”])"
)
_DASHES = str.maketrans(dict.fromkeys("‐‑‒–—―−－﹣─━", "-") | dict.fromkeys("∼〜～", "~"))
_THOUSANDS = re.compile(r"(?<=\d),(?=\d{3}(?!\d))")
_ROMAN = {ord(c): f"{unicodedata.numeric(c):g}" for c in map(chr, range(0x2160, 0x2180))}
_NO_UNIT = r"(?![\d□万亿十百千元年月日天个件家项倍人名位%\s])"
_CIRCLED = re.compile(rf"\s*[①-⑳⑴-⒇]\s*{_NO_UNIT}")
_LIST_MARK = re.compile(rf"\s*(?:[-+•·▪◦●○|]\s*|[(]?\d{{1,2}}[.)、]\s*{_NO_UNIT}|[(][a-z一二三四五六七八九十]{{1,3}}[)]\s*(?=\S{{6}}))+")
_BIDI = re.compile("[\u202a-\u202e\u2066-\u2069\u061c\u200e\u200f]")
_UNREADABLE = frozenset(("Co", "Cs", "Cn"))
_HAN = re.compile(r"[\u3400-\u9fff]")


def unreadable(text: str) -> str | None:
    """The first character that shows something else than what is read (directions, private use, half a pair), or None."""
    if (found := _BIDI.search(text)) is not None:
        return f"U+{ord(found[0]):04X}"
    odd = (m[0] for m in _ODD.finditer(text))
    return next((f"U+{ord(c):04X}" for c in odd if unicodedata.category(c) in _UNREADABLE), None)


@lru_cache(maxsize=4096)
def normal(text: str) -> str:
    """``text`` for comparison: NFKC, simplified characters, Arabic digits for digits of any script, a raised digit parted by ``^``,
    markup and invisible characters gone, one kind of quotation mark, dash and space, no space inside Chinese."""
    text = _characters(text)
    text = _simplified(_MARKUP.sub("", _TAG.sub("", text)))
    text = _STRAIGHT.sub(r"“\1”", text)
    text = _THOUSANDS.sub("", _SPACE.sub(" ", text)).strip()
    return _INNER_SPACE.sub("", text)


@lru_cache(maxsize=4096)
def letters(text: str) -> str:
    """``text`` for comparison character by character: width, white space and invisible characters apart, nothing is folded."""
    text = "".join(c for c in unicodedata.normalize("NFKC", text) if unicodedata.category(c) not in ("Cf", "Cc"))
    return _SPACE.sub("", text.translate(_DASHES))


def without_list_mark(text: str) -> str:
    """``text`` without the bullet or number that a line of a list begins with."""
    found = _LIST_MARK.match(text)
    return text[found.end() :] if found else text


def _characters(text: str) -> str:
    if "&" in text:
        text = html.unescape(text)
    text = _CIRCLED.sub("", text, count=1) if _CIRCLED.match(text) else text
    text = unicodedata.normalize("NFKC", text.translate(_ROMAN).translate(_SUPERSCRIPTS).translate(_QUOTES))
    text = text.translate(_DASHES).translate(_QUOTES)
    return _ODD.sub(_folded, text).translate(_ALIKE).translate(_FORMAL)


def _folded(found: re.Match[str]) -> str:
    c = found[0]
    category = unicodedata.category(c)
    if category in ("Cf", "Mn", "Me"):
        return ""
    if category in ("Cc", "Zl", "Zp", "Zs"):
        return " "
    if category in ("Nd", "Nl", "No") and (value := unicodedata.numeric(c, None)) is not None:
        return str(int(value)) if value == int(value) else f"{value:g}"
    return c


def _simplified(text: str) -> str:
    return str(_converter().convert(text)) if _HAN.search(text) else text


@cache
def _converter() -> Any:
    from opencc import OpenCC

    return OpenCC("t2s")
