"""What the corpus has names for: departments, documents, background notes, everyday words. Compiled once per corpus."""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass, field
from functools import cache, cached_property
from pathlib import Path

from assistant.answering.relevance import pairs as _pairs
from assistant.understanding.spelling import Speller, speller_of
from corpus import Corpus
from corpus.annotate import read_departments
from corpus.notes import note_id
from corpus.records import Department, LexiconEntry, read_yaml


@dataclass(frozen=True)
class Vocabulary:
    """Names to look for in a question. ``titles`` and ``instruments`` map a spelling to a document id; ``pairs`` are the character pairs of
    all texts, ``subjects`` those of the policies' measures."""

    departments: tuple[Department, ...]
    lexicon: tuple[LexiconEntry, ...]
    titles: dict[str, str] = field(default_factory=dict)
    instruments: dict[str, str] = field(default_factory=dict)
    pairs: Collection[str] = ()
    subjects: Collection[str] = ()
    speller: Speller | None = None

    @classmethod
    def of(cls, corpus: Corpus, pairs: Collection[str] = ()) -> Vocabulary:
        """The vocabulary of ``corpus``; ``pairs`` are the terms of its lexical index. Names are read from records, no text is parsed."""
        titles = {_fold(record.title): record.id for record in corpus.records}
        instruments = {_fold(name): note_id(i) for i in corpus.instruments for name in (i.name, *i.aliases) if len(_fold(name)) >= 2}
        subjects = frozenset(p for m in corpus.policies for u in m.measures for s in u.sentences for p in _pairs(s.text))
        return cls(corpus.departments, corpus.lexicon, titles, instruments, pairs, subjects, speller_of(corpus))

    def mend(self, question: str, language: str) -> str:
        """``question`` with slips in the corpus's own words mended (知识产全 → 知识产权)."""
        return self.speller.mend(question, language) if self.speller else question

    def find_departments(self, question: str, *, weak: bool) -> tuple[str, ...]:
        """Canonical names of the bodies that ``question`` names, each once."""
        return tuple(dict.fromkeys(m.name for m in read_departments(question, self.departments, weak=weak)))

    def find_documents(self, question: str) -> tuple[str, ...]:
        """Ids of the documents that ``question`` names: by the title or its end from five characters on (河道保护条例), else by a stretch
        of it before a word for a document (养老服务若干措施); best first.

        What several titles share names none of them.
        """
        named = self._named(question)
        return (named[0],) if named else ()

    def without_departments(self, question: str, departments: tuple[str, ...]) -> str:
        """``question`` without any name of ``departments``."""
        for department in self.departments:
            if department.name in departments:
                written = (department.name, *department.aliases, *department.weak_aliases)
                for name in sorted(written, key=len, reverse=True):
                    question = question.replace(name, " ")
        return question

    def without_titles(self, question: str) -> str:
        """``question`` without the document title, or stretch of one, that it names."""
        named = self._named(question)
        if not named:
            return question
        rest = question.replace(named[1], " ")
        title = next(t for t, i in self.titles.items() if i == named[0])
        issuer = _PLACE.match(title)
        # Whose document it is says no more of what is asked of it than its title does (临澜市的, 临澜的).
        names = (issuer[0], issuer["place"], issuer["place"][:-1]) if issuer else ()
        return next((rest.replace(n, " ") for n in names if len(n) > 1 and n in rest), rest)

    def _named(self, question: str) -> tuple[str, str] | None:
        """The document that ``question`` names, and the words that name it."""
        folded = _fold(question)
        lengths = {i: _longest_end(title, folded) for title, i in self.titles.items()}
        best = max(lengths.values(), default=0)
        named = [(title, i) for title, i in self.titles.items() if lengths[i] == best >= _SHORTEST_TITLE]
        if len(named) == 1:
            title, document = named[0]
            return document, title[len(title) - best :]
        lowered = question.lower()
        runs = {title: named_stretch(title, lowered) for title in self.titles}
        found = [(len(run[0]), i, run[1]) for title, i in self.titles.items() if (run := runs[title])[0]]
        found = [f for f in found if f[0] == max(found)[0]]
        if len(found) != 1 or any(runs_in(title, found[0][2]) for title, i in self.titles.items() if i != found[0][1]):
            return None
        at = lowered.index(found[0][2])
        title = next(t for t, i in self.titles.items() if i == found[0][1])
        return found[0][1], question[_first_of(title, lowered, at) : at + len(found[0][2])]

    def find_instruments(self, question: str) -> tuple[str, ...]:
        """Ids of the background notes whose name or alias stands in ``question``; of nested names only the longest counts."""
        folded = _fold(question)
        hits = [(folded.find(name), len(name), i) for name, i in self.instruments.items() if name in folded]
        kept = [h for h in hits if not any(o[1] > h[1] and o[0] <= h[0] and h[0] + h[1] <= o[0] + o[1] for o in hits)]
        return tuple(dict.fromkeys(i for _, _, i in sorted(kept)))

    def expand(self, question: str) -> tuple[str, ...]:
        """Official words for the everyday words in ``question`` that are not there already."""
        folded = _fold(question)
        latin = frozenset(re.findall(r"[a-z0-9]+", folded))
        found = (m for says, means in self._everyday if any(_said(s, folded, latin) for s in says) for m in means)
        return tuple(dict.fromkeys(m for m in found if _fold(m) not in folded))

    @cached_property
    def _everyday(self) -> tuple[tuple[tuple[str, ...], tuple[str, ...]], ...]:
        return tuple((tuple(map(_fold, entry.say)), entry.means) for entry in self.lexicon)


@cache
def home_places() -> tuple[str, ...]:
    """The cities of the province whose policy this is."""
    return tuple(read_yaml(Path(__file__).parent / "places.yaml")["home"])


_SHORTEST_TITLE = 5


_GENERIC = re.compile(r"若干|政策|措施|通知|办法|意见|条例|规定|方案|细则|公告|关于|印发|实施|管理|的")
_CUT = re.compile(
    r"若干|政策|措施|通知|办法|意见|条例|规定|方案|细则|公告|关于|印发|加快|推进|推动|进一步|促进|组织开展|有关|做好|的|\d{4}年度?"
)
_PLACE = re.compile(r"(?P<place>[\u3400-\u9fff]{2,7}?[省市县区州])(?:人民政府|[\u3400-\u9fff]{2,12}?(?:厅|局|委|办公室))?")
_ISSUER = re.compile(r"(?:政府|办公厅|办公室|委员会|厅|局|委|部)$")
_LEAST_RUN = 4
"""Characters in a row that a question must share with a title to name it."""
_LONG_RUN = 6
"""From so many on they name it without any word for a document (绿色制造示范项目)."""
_KINDS_OF_DOCUMENT = r"(?:若干)?(?:政策|措施|办法|通知|意见|条例|规定|规则|规划|方案|细则|纲要|要点|决定|章程|文件|公告|公报|(?:行动|工作|实施)?计划|(?:申报|办事|工作)?指南)"


def named_stretch(title: str, question: str) -> tuple[str, str]:
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
            if (m := re.search(rf"{re.escape(run)}[{between}的]{{0,8}}?{_KINDS_OF_DOCUMENT}", question)) is not None:
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


def runs_in(title: str, words: str) -> bool:
    """Whether ``title`` too is named by ``words``."""
    return bool(named_stretch(title, words)[0])


def _longest_end(title: str, folded: str) -> int:
    """Length of the longest end of ``title`` that stands in ``folded``; one that says only what kind of document it is (若干政策措施)
    names none."""
    ends = (title[i:] for i in range(len(title) - _SHORTEST_TITLE + 1))
    return next((len(e) for e in ends if e in folded and len(_GENERIC.sub("", e)) >= 2), 0)


def _said(word: str, folded: str, latin: frozenset[str]) -> bool:
    """Whether a folded everyday word stands in a folded question; one of Latin letters as a word of its own."""
    return word in latin if word.isascii() and word.isalnum() else word in folded


def _fold(text: str) -> str:
    folded = text.lower()
    return folded if folded.isascii() else re.sub(r"[\s《》“”\"'()（）·—-]", "", folded)
