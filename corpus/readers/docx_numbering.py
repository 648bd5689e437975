"""The automatic numbers of a Word document, which stand in no text of the file but are what people cite: 第三条, (二), 1.

A paragraph names a list (``w:numId``) and a level; the list names an abstract definition with, for each level, a number format and a
pattern such as ``第%1条``. Counting follows ECMA-376 part 1, 17.9: a level counts on until a higher level moves, then starts anew.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from corpus.numerals import to_chinese

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_MAX_DEPTH = 20
_LONGEST_PATTERN = 60


@dataclass(frozen=True, slots=True)
class _Level:
    start: int
    number_format: str
    pattern: str
    suffix: str
    legal: bool
    restart: int | None


class Numbering:
    """Gives each paragraph its number, in the order of the document.

    ``numbering`` and ``styles`` are the root elements of the parts of these names, None when the file has none.
    """

    def __init__(self, numbering: Any | None, styles: Any | None) -> None:
        self._abstract = {a.get(W + "abstractNumId"): a for a in _children(numbering, "abstractNum")}
        self._nums = {n.get(W + "numId"): n for n in _children(numbering, "num")}
        self._styles = {s.get(W + "styleId"): s for s in _children(styles, "style")}
        self._linked = {link: a for a in self._abstract.values() if (link := _value(a, "styleLink"))}
        self._counts: dict[str, dict[int, int]] = {}
        self._started: set[tuple[str, int]] = set()
        # What a list says of a level does not change, and is asked for every paragraph.
        self._levels: dict[tuple[str, int], _Level | None] = {}
        self._overrides: dict[tuple[str, int], int | None] = {}
        self._styled: dict[tuple[str, str | None], int] = {}

    def label(self, paragraph: Any) -> str:
        """The number before ``paragraph`` as Word shows it, with the space or nothing that follows it; "" when it has none."""
        found = self._list_of(paragraph)
        if found is None:
            return ""
        num_id, depth = found
        level = self._level(num_id, depth)
        if level is None or (level.number_format == "none" and "%" in level.pattern):
            return ""
        key = self._count(num_id, depth, level)
        if level.number_format == "bullet":
            return "- "
        text = level.pattern
        for i in range(depth, -1, -1):
            if f"%{i + 1}" in text:
                text = text.replace(f"%{i + 1}", self._shown(num_id, i, self._counts[key].get(i), level.legal and i != depth))
        gap = " " if level.suffix != "nothing" and not text.endswith(("、", ")", "\uff09", " ", "\u3000")) and text else ""
        return text + gap

    def _shown(self, num_id: str, depth: int, count: int | None, legal: bool) -> str:
        level = self._level(num_id, depth)
        if level is None:
            return ""
        value = level.start if count is None else count
        return str(value) if legal else _FORMATS.get(level.number_format, str)(value)

    def _count(self, num_id: str, depth: int, level: _Level) -> str:
        key = self._definition(num_id).get(W + "abstractNumId")
        counts = self._counts.setdefault(key, {})
        override = self._start_override(num_id, depth)
        if override is not None and (num_id, depth) not in self._started:
            counts[depth] = override
        else:
            counts[depth] = counts[depth] + 1 if depth in counts else level.start
        self._started.add((num_id, depth))
        for deeper in [d for d in counts if d > depth]:
            lower = self._level(num_id, deeper)
            if lower is None or lower.restart is None or (0 < lower.restart <= deeper and depth < lower.restart):
                del counts[deeper]
        return str(key)

    def _list_of(self, paragraph: Any) -> tuple[str, int] | None:
        """The list and level of a paragraph, from itself or from its style and the styles that one is based on."""
        properties = paragraph.find(W + "pPr")
        num_id, depth = _num_pr(properties)
        style = _value(properties, "pStyle") if properties is not None else None
        for _ in range(_MAX_DEPTH):
            if num_id is not None or style not in self._styles:
                break
            element = self._styles[style]
            num_id, style_depth = _num_pr(element.find(W + "pPr"))
            if num_id is not None and depth is None:
                depth = style_depth if style_depth is not None else self._depth_of_style(num_id, style)
            style = _value(element, "basedOn")
        if num_id is None or num_id == "0" or num_id not in self._nums:
            return None
        return num_id, min(max(depth or 0, 0), 8)

    def _depth_of_style(self, num_id: str, style: str | None) -> int:
        key = (num_id, style)
        if key not in self._styled:
            self._styled[key] = self._read_depth(num_id, style)
        return self._styled[key]

    def _read_depth(self, num_id: str, style: str | None) -> int:
        if num_id in self._nums:
            for element in _children(self._definition(num_id), "lvl"):
                if _value(element, "pStyle") == style:
                    return _whole(element.get(W + "ilvl"), 0)
        return 0

    def _definition(self, num_id: str) -> Any:
        """The abstract definition of a list, across a link to a list style."""
        abstract = self._abstract.get(_value(self._nums[num_id], "abstractNumId"))
        link = _value(abstract, "numStyleLink") if abstract is not None else None
        return self._linked.get(link, abstract) if link else abstract

    def _level(self, num_id: str, depth: int) -> _Level | None:
        key = (num_id, depth)
        if key not in self._levels:
            self._levels[key] = self._read_level(num_id, depth)
        return self._levels[key]

    def _read_level(self, num_id: str, depth: int) -> _Level | None:
        element = None
        for override in _children(self._nums[num_id], "lvlOverride"):
            if _whole(override.get(W + "ilvl"), -1) == depth:
                element = override.find(W + "lvl")
        if element is None:
            levels = _children(self._definition(num_id), "lvl")
            # Some exporters leave the level's index out; its place counts then.
            element = next((e for i, e in enumerate(levels) if _whole(e.get(W + "ilvl"), i) == depth), None)
        if element is None:
            return None
        restart = _value(element, "lvlRestart")
        return _Level(
            start=_whole(_value(element, "start"), 1),
            number_format=_value(element, "numFmt") or "decimal",
            pattern=(_value(element, "lvlText") or "")[:_LONGEST_PATTERN],
            suffix=_value(element, "suff") or "tab",
            legal=element.find(W + "isLgl") is not None,
            restart=None if restart is None else _whole(restart, 0),
        )

    def _start_override(self, num_id: str, depth: int) -> int | None:
        key = (num_id, depth)
        if key not in self._overrides:
            self._overrides[key] = self._read_override(num_id, depth)
        return self._overrides[key]

    def _read_override(self, num_id: str, depth: int) -> int | None:
        for override in _children(self._nums[num_id], "lvlOverride"):
            if _whole(override.get(W + "ilvl"), -1) == depth and (start := _value(override, "startOverride")) is not None:
                return _whole(start, 1)
        return None


def _children(element: Any | None, name: str) -> list[Any]:
    return [] if element is None else list(element.iterchildren(W + name))


def _value(element: Any | None, name: str) -> str | None:
    child = None if element is None else element.find(W + name)
    return None if child is None else child.get(W + "val")


def _num_pr(properties: Any | None) -> tuple[str | None, int | None]:
    element = None if properties is None else properties.find(W + "numPr")
    depth = _value(element, "ilvl")
    return _value(element, "numId"), None if depth is None else _whole(depth, 0)


def _whole(value: str | None, default: int) -> int:
    return int(value) if value is not None and value.lstrip("-").isdigit() and len(value) < 7 else default


def _letters(first: str) -> Callable[[int], str]:
    def shown(number: int) -> str:
        # Word repeats the letter after z: aa, bb …
        return chr(ord(first) + (number - 1) % 26) * ((number - 1) // 26 + 1) if 0 < number <= 260 else str(number)

    return shown


_ROMAN = (
    (1000, "M"), (900, "CM"), (500, "D"), (400, "CD"), (100, "C"), (90, "XC"), (50, "L"), (40, "XL"),
    (10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I"),
)  # fmt: skip


def _roman(number: int) -> str:
    if not 0 < number < 4000:
        return str(number)
    out = ""
    for value, sign in _ROMAN:
        out, number = out + sign * (number // value), number % value
    return out


def _chinese(number: int) -> str:
    return to_chinese(number) if 0 <= number <= 9999 else str(number)


def _digits(number: int) -> str:
    return str(number).translate(str.maketrans("0123456789", "〇一二三四五六七八九"))


def _from_row(row: str) -> Callable[[int], str]:
    return lambda number: row[number - 1] if 0 < number <= len(row) else str(number)


_LEGAL = str.maketrans("零一二三四五六七八九十百千", "零壹贰叁肆伍陆柒捌玖拾佰仟")
_FORMATS: dict[str, Callable[[int], str]] = {
    "decimal": str,
    "decimalZero": lambda n: f"{n:02d}",
    "decimalFullWidth": lambda n: "".join(chr(ord(digit) + 0xFEE0) for digit in str(max(n, 0))),
    "chineseCounting": _chinese,
    "chineseCountingThousand": _chinese,
    "taiwaneseCounting": _chinese,
    "taiwaneseCountingThousand": _chinese,
    "japaneseCounting": _chinese,
    "ideographDigital": _digits,
    "taiwaneseDigital": _digits,
    "japaneseDigitalTenThousand": _digits,
    "chineseLegalSimplified": lambda n: _chinese(n).translate(_LEGAL),
    "ideographLegalTraditional": lambda n: _chinese(n).translate(_LEGAL),
    "ideographTraditional": _from_row("甲乙丙丁戊己庚辛壬癸"),
    "ideographZodiac": _from_row("子丑寅卯辰巳午未申酉戌亥"),
    "decimalEnclosedCircle": _from_row("①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳"),
    "decimalEnclosedCircleChinese": _from_row("①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳"),
    "decimalEnclosedParen": lambda n: f"({n})",
    "decimalEnclosedFullstop": lambda n: f"{n}.",
    "upperLetter": _letters("A"),
    "lowerLetter": _letters("a"),
    "upperRoman": _roman,
    "lowerRoman": lambda n: _roman(n).lower(),
}
