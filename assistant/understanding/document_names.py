"""Which document a question names, and the words by which it does: by the title or its end, by a stretch of it before a word for a document
(养老服务若干措施), or by a place and a topic that no other title and no policy speaks of (嘉兴托育补助).

What several titles share names none of them.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from functools import cached_property

from assistant.answering.relevance import pairs

_SHORTEST_TITLE = 5
_LEAST_RUN = 4
"""Characters in a row that a question must share with a title to name it, before a word for a document."""
_LONG_RUN = 6
"""From so many on they name it without any such word (绿色制造示范项目)."""
_GENERIC = re.compile(r"若干|政策|措施|通知|办法|意见|条例|规定|方案|细则|公告|关于|印发|实施|管理|的")
_CUT = re.compile(
    r"若干|政策|措施|通知|办法|意见|条例|规定|方案|细则|公告|关于|印发|加快|推进|推动|进一步|促进|组织开展|有关|做好|申报|工作|的|\d{4}年度?|"
    r"行动计划|指南|规划|纲要|要点|决定|[(（)）—-]"
)
_ISSUER = re.compile(r"(?:政府|办公厅|办公室|委员会|厅|局|委|部)$")
_PLACE = re.compile(r"(?P<place>[\u3400-\u9fff]{2,7}?[省市县区州])(?:人民政府|[\u3400-\u9fff]{2,12}?(?:厅|局|委|办公室))?")
_DOCUMENT = (
    r"(?:若干)?(?:政策|措施|办法|通知|意见|条例|规定|规则|规划|方案|细则|纲要|要点|决定|章程|文件|公告|公报|"
    r"(?:行动|工作|实施)?计划|(?:申报|办事|工作)?指南)"
)


@dataclass(frozen=True)
class DocumentNames:
    """The folded titles of the documents held, each with its id; ``subjects`` are the character pairs of what the policies speak of."""

    titles: Mapping[str, str]
    subjects: Collection[str] = ()

    def named(self, question: str, folded: str) -> tuple[str, str] | None:
        """Id of the document that ``question`` names, and the words of it that do ("" where they do not stand together)."""
        return self._by_end(folded) or self._by_stretch(question) or self._by_topic(question)

    def without(self, question: str, folded: str) -> str:
        """``question`` without the words that name a document; the place whose document it is says no more of what is asked."""
        named = self.named(question, folded)
        if named is None:
            return question
        document, words = named
        rest = question.replace(words, " ") if words else _without_pairs(question, self._own[document])
        return self.without_place(rest, document)

    def without_place(self, question: str, document: str) -> str:
        """``question`` without the place whose ``document`` it is."""
        place = next((m for t, i in self.titles.items() if i == document and (m := _PLACE.match(t))), None)
        names = (place[0], place["place"], place["place"][:-1]) if place else ()
        return next((question.replace(n, " ") for n in names if len(n) > 1 and n in question), question)

    def _by_end(self, folded: str) -> tuple[str, str] | None:
        lengths = {title: _longest_end(title, folded) for title in self.titles}
        best = max(lengths.values(), default=0)
        named = [title for title, length in lengths.items() if length == best >= _SHORTEST_TITLE]
        return (self.titles[named[0]], named[0][len(named[0]) - best :]) if len(named) == 1 else None

    def _by_stretch(self, question: str) -> tuple[str, str] | None:
        lowered = question.lower()
        near = {t for i in range(len(lowered) - _LEAST_RUN + 1) for t in self._grams.get(lowered[i : i + _LEAST_RUN], ())}
        found = [(len(run), title, words) for title in near for run, words in (_stretch(title, lowered),) if run]
        found = [f for f in found if f[0] == max(found)[0]]
        if len(found) != 1:
            return None
        _, title, words = found[0]
        if any(_stretch(other, words)[0] for other in near if other != title):
            return None
        at = lowered.index(words)
        return self.titles[title], question[_first_of(title, lowered, at) : at + len(words)]

    def _by_topic(self, question: str) -> tuple[str, str] | None:
        asked = set(pairs(question))
        named = [i for i, own in self._own.items() if _names(asked, own, self._places[i])]
        return (named[0], "") if len(named) == 1 else None

    @cached_property
    def _grams(self) -> dict[str, set[str]]:
        found: dict[str, set[str]] = defaultdict(set)
        for title in self.titles:
            for i in range(len(title) - _LEAST_RUN + 1):
                found[title[i : i + _LEAST_RUN]].add(title)
        return found

    @cached_property
    def _own(self) -> dict[str, frozenset[str]]:
        """By document, the character pairs of its title's core that stand in no other title and nowhere in the policies."""
        pieces = {i: [c for c in _CUT.split(title) if not _ISSUER.search(c)] for title, i in self.titles.items()}
        cores = {i: {p for piece in own for p in pairs(piece)} for i, own in pieces.items()}
        counts = Counter(p for own in cores.values() for p in own)
        return {i: frozenset(p for p in own if counts[p] == 1 and p not in self.subjects) for i, own in cores.items()}

    @cached_property
    def _places(self) -> dict[str, frozenset[str]]:
        return {i: frozenset(pairs(m["place"]) if (m := _PLACE.match(title)) else ()) for title, i in self.titles.items()}


def _names(asked: set[str], own: frozenset[str], place: frozenset[str]) -> bool:
    """Two pairs of the topic, or one and the place."""
    topic = len(asked & (own - place))
    return topic >= 2 or (topic == 1 and bool(asked & own & place))


def _stretch(title: str, question: str) -> tuple[str, str]:
    """The longest stretch of ``title`` (without its issuer, its year and the words of every title) that stands in ``question`` before a
    word for a document, and the same with that word; empty when there is none. What stands between them must be of the title too."""
    best = ("", "")
    for piece in _CUT.split(title):
        if _ISSUER.search(piece):
            continue
        for start in range(len(piece) - _LEAST_RUN + 1):
            end = start + _LEAST_RUN
            while end <= len(piece) and piece[start:end] in question:
                end += 1
            run = piece[start : end - 1]
            if len(run) <= max(len(best[0]), _LEAST_RUN - 1):
                continue
            between = re.escape("".join(sorted(set(title) - set("的")))) or " "
            if (m := re.search(rf"{re.escape(run)}[{between}的]{{0,8}}?{_DOCUMENT}", question)) is not None:
                best = (run, m[0])
            elif len(run) >= _LONG_RUN:
                best = (run, run)
    return best


def _first_of(title: str, question: str, at: int) -> int:
    """Where the words of ``title`` begin in ``question``, of which those at ``at`` are a part (贵州省推动|乡村旅游……行动计划)."""
    start = at
    while start > 0 and question[start - 1 : at + 2] in title:
        start -= 1
    return start


def _without_pairs(question: str, own: frozenset[str]) -> str:
    drop = [False] * len(question)
    for i in range(len(question) - 1):
        if question[i : i + 2] in own:
            drop[i] = drop[i + 1] = True
    return "".join(" " if d else c for d, c in zip(drop, question, strict=True))


def _longest_end(title: str, folded: str) -> int:
    """Length of the longest end of ``title`` that stands in ``folded``; one that says only what kind of document it is (若干政策措施)
    names none."""
    ends = (title[i:] for i in range(len(title) - _SHORTEST_TITLE + 1))
    return next((len(e) for e in ends if e in folded and len(_GENERIC.sub("", e)) >= 2), 0)
