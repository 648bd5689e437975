"""Which other documents a text says that it repeals, each with its place: in a sentence, or in a list that the sentence announces.

What is repealed in part alone (《……办法》第五条同时废止) is not among them, nor what a repeal is justified by (根据《……法》).
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from corpus.annotate import read_titles
from corpus.numbers import BRACKETED, ORDER
from corpus.terms import sentence_before

_REPEALED = re.compile(
    r"同时废止|予以废止|停止执行|停止施行|同时失效|即行废止|一并废止|相应废止|自行废止|不再执行|不再施行|起废止|起失效|》[^《》。\n]{0,40}?废止"
)
_ANNOUNCED = re.compile(
    r"(?:下列|以下|附件所列|如下)[^。\n《》]{0,40}?(?:废止|失效|停止执行)[^。\n《》]{0,12}[:\uff1a。]|(?:废止|停止执行)(?:的|下列|以下)[^。\n《》]{0,30}[:\uff1a]"
)
_GROUND = re.compile(r"(?:根据|依据|依照|按照|遵照|落实|贯彻|执行|符合|依)\s*$")
_AND = re.compile(r"\s*[、和与及]\s*|\s*以及\s*")
_PART = re.compile(r"\s*(?:中|内|里)?的?\s*(?:第[^,\uff0c。、]{1,8}[条款项章节]|有关|相关|部分|关于)")
_AFTER_NAME = re.compile(rf"\s*[(\uff08]\s*(?:{BRACKETED}|{ORDER})[^()\uff08\uff09]{{0,20}}[)\uff09]")
_MOST_LINES = 200


def read_repeals(text: str) -> Iterator[tuple[int, int]]:
    """The slices of the names that ``text`` repeals, with the document number behind a name where it is given; each once."""
    seen: set[tuple[int, int]] = set()
    for found in (*_in_sentences(text), *_in_lists(text)):
        if found not in seen:
            seen.add(found)
            yield found


def _in_sentences(text: str) -> Iterator[tuple[int, int]]:
    for match in _REPEALED.finditer(text):
        end = match.end()
        sentence = sentence_before(text, end)
        yield from _names(text, end - len(sentence), end)


def _in_lists(text: str) -> Iterator[tuple[int, int]]:
    """The names in the lines below a sentence that announces them."""
    for match in _ANNOUNCED.finditer(text):
        yield from _names(text, match.end(), (text.find("\n", match.end()) + 1 or len(text) + 1) - 1)
        at = text.find("\n", match.end()) + 1
        for _ in range(_MOST_LINES):
            end = (text.find("\n", at) + 1 or len(text) + 1) - 1
            if at <= 0 or at >= len(text) or "《" not in text[at:end]:
                break
            yield from _names(text, at, end)
            at = end + 1


def _names(text: str, first: int, last: int) -> Iterator[tuple[int, int]]:
    ground_until = -1
    for title in read_titles(text[first:last]):
        start, end = first + title.start, first + title.end
        number = _AFTER_NAME.match(text, end)
        end = number.end() if number else end
        joined = ground_until >= 0 and _AND.fullmatch(text[ground_until:start])
        if _GROUND.search(text[max(0, start - 4) : start]) or joined:
            ground_until = end
        elif not _PART.match(text, end):
            yield start, end
