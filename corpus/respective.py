"""``对获得金奖、银奖的,分别给予30万元、20万元奖励``: which amount belongs to which item.

Official Chinese pairs a list of items with a list of amounts by 分别. The pairing holds only when both lists are of one length;
otherwise nothing is paired (ambiguous means unresolved).
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from corpus.figures import Figure, read_figures

_RESPECTIVELY = re.compile(r"分别(?:给予|予以|奖励|补助|补贴|资助|按|为|是|不超过|最高)*")
_CLAUSE = re.compile(r"[,;。:,;:]")
_PREFIX = re.compile(r"^.*?(?:对(?:于)?|获得|评为|认定为|入选|通过|属于|达到)+")
_VERBS = re.compile(r"开展|组织|设立|评选|对于?|获得|评为|认定为|入选")
_NAME = re.compile(r"[\u4e00-\u9fff]{2,12}?(?:奖|称号|项目|计划)")
_SUFFIX = re.compile(r"(?:的|等|等级的|者)$")


@dataclass(frozen=True, slots=True)
class Pair:
    """``item`` and its ``figure``; ``start``/``end`` slice the clause that pairs them (items, 分别, amounts).

    ``scope`` is the words before the list, ``group`` the name that its items share (中国专利奖) or "", ``grade`` the item without it.
    """

    item: str
    figure: Figure
    start: int
    end: int
    scope: str
    group: str = ""

    @property
    def grade(self) -> str:
        return self.item.removeprefix(self.group) or self.item


def read_pairs(text: str) -> list[Pair]:
    """All pairs in ``text``, in order. ``scope`` is the words before the first item (what the items are grades of)."""
    found: list[Pair] = []
    done = 0
    for m in _RESPECTIVELY.finditer(text):
        figures = _run_of_figures(text, m.end())
        start = _clause_start(text, m.start())
        head = text[start : m.start()].rstrip(",,的 ")
        items = [i for i in re.split(r"、|和|及", head) if i]
        if not figures or len(items) != len(figures):
            continue
        prefix = _PREFIX.match(items[0])
        scope = text[max(done, _sentence_start(text, start)) : start] + (prefix[0] if prefix else "")
        items[0] = items[0][prefix.end() :] if prefix and prefix.end() < len(items[0]) else items[0]
        done = end = figures[-1].end
        group = _stem(items) or _named(scope)
        for item, figure in zip(items, figures, strict=True):
            found.append(Pair(_SUFFIX.sub("", item), figure, start, end, scope, group))
    return found


def _stem(items: list[str]) -> str:
    """What the first item says for all (``中国专利奖`` in 中国专利奖金奖、银奖、优秀奖); empty when it is no longer than the others."""
    if len(items) < 2 or len(items[0]) <= len(items[1]) + 1:
        return ""
    return items[0][: -len(items[1])]


def _named(scope: str) -> str:
    """The last name of an award or title in the words before the list (``开展江苏专利奖评选`` → 江苏专利奖); empty without one."""
    names = _NAME.findall(_VERBS.sub(" ", scope))
    return names[-1] if names else ""


def _run_of_figures(text: str, at: int) -> list[Figure]:
    """The amounts from ``at`` on, parted by 、 only."""
    window = text[at : at + 120]
    run: list[Figure] = []
    expected = 0
    for f in read_figures(window):
        between = window[expected : f.start]
        if between.strip("、和及 ") or f.kind not in ("money", "percent", "count", "duration"):
            break
        run.append(Figure(f.kind, f.start + at, f.end + at, f.text, f.key))
        expected = f.end
    return run


def _clause_start(text: str, at: int) -> int:
    """Start of the clause before 分别: the last comma closes the items (``…的,分别``), the one before opens them."""
    head = text[:at].rstrip(",,")
    stops = [m.end() for m in _CLAUSE.finditer(head)]
    return stops[-1] if stops else 0


def _sentence_start(text: str, at: int) -> int:
    return max(text.rfind("。", 0, at), text.rfind("\n", 0, at)) + 1
