"""Whether words and a clause are the same stretch of a document, by the pairs of neighbouring characters that they share.

Clauses were copied out by hand: they may begin with the label of their article, run over several sentences, and differ from the document
in spaces, width and punctuation. So letters and digits alone are compared, in one width and case, as sets of pairs.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable

SHARED = 0.8
"""Share of the pairs of the shorter text that the longer one must hold. Neighbouring articles of one law share set phrases, seldom half
of their pairs; a clause with a slip of the pen keeps nine tenths of them."""
LEAST = 8
"""Pairs that must be shared at least, where the clause has as many: a few common words quoted are not the clause."""
_NUMBER = r"[零〇一二三四五六七八九十百千\d]+"
_LABEL = re.compile(
    rf"\s*(?:第{_NUMBER}[编章节条款项目](?:之{_NUMBER})?(?=[\s\u3000:：、,，.]|[(（])|[(（]{_NUMBER}[)）]|{_NUMBER}[、.．](?!\d))[\s\u3000:：、,，.]*"
)
_OTHER = re.compile(r"[\W_]+")


def unlabelled(clause: str) -> str:
    """``clause`` without the labels that it begins with (第五条, 第五条之一, (一), 三、), unless it is nothing else."""
    rest = unicodedata.normalize("NFKC", clause)
    while (label := _LABEL.match(rest)) is not None and rest[label.end() :].strip():
        rest = rest[label.end() :]
    return rest


def pairs(text: str) -> frozenset[str]:
    """The pairs of neighbouring letters and digits of ``text``; the text itself where it has but one."""
    letters = _OTHER.sub("", unicodedata.normalize("NFKC", text).lower())
    return frozenset(letters[i : i + 2] for i in range(len(letters) - 1)) or frozenset((letters,) if letters else ())


def same_stretch(clause: str, words: str) -> bool:
    """Whether ``words`` hold the clause or stand in it: :data:`SHARED` of the pairs of the shorter one, and :data:`LEAST` at least."""
    asked, said = pairs(unlabelled(clause)), pairs(words)
    shared = len(asked & said)
    return bool(shared) and shared >= SHARED * min(len(asked), len(said)) and shared >= min(LEAST, SHARED * len(asked))


def share_said(clauses: Iterable[str], texts: Iterable[str]) -> float:
    """The share of the pairs of all ``clauses`` that stand in one of ``texts``; 0 for clauses without a letter."""
    asked = frozenset[str]().union(*(pairs(unlabelled(clause)) for clause in clauses))
    said = frozenset[str]().union(*(pairs(text) for text in texts))
    return len(asked & said) / len(asked) if asked else 0.0
