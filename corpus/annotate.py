"""What stands in a text: names in 《》, commitment words, bodies in charge under any of their names."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from corpus.records import Commitment, Department

_TITLE = re.compile(r"《((?:[^《》\n]|《[^《》\n]*》)+)》")


@dataclass(frozen=True, slots=True)
class Mention:
    """A slice of a text and what it names: the canonical name (``name``) of a title, a department or a commitment word."""

    start: int
    end: int
    text: str
    name: str


def read_titles(text: str) -> list[Mention]:
    """The names in 《》 with their slices (brackets included in the slice, not in the name)."""
    return [Mention(m.start(), m.end(), m[0], m[1]) for m in _TITLE.finditer(text)]


def read_departments(text: str, departments: Iterable[Department], *, weak: bool = False) -> list[Mention]:
    """Bodies named in ``text``, longest name first, in order of their place.

    With ``weak`` also by words that mean a body only when somebody asks who is in charge (法院, 海关).
    """
    names, pattern = _department_names(tuple(departments), weak)
    return [Mention(m.start(), m.end(), m[0], names[m[0]]) for m in pattern.finditer(text) if m[0] in names]


@lru_cache(maxsize=8)
def _department_names(departments: tuple[Department, ...], weak: bool) -> tuple[dict[str, str], re.Pattern[str]]:
    names: dict[str, str] = {}
    for department in departments:
        written = (department.name, *department.aliases, *(department.weak_aliases if weak else ()))
        names.update(dict.fromkeys(written, department.name))
    # Longer names of other bodies are matched too, and passed over, so that 国家知识产权局 is not read as 知识产权局.
    others = (other for department in departments for other in department.lookalikes)
    return names, _alternation([*names, *others])


def read_commitments(text: str, commitments: Iterable[Commitment]) -> list[Mention]:
    """Commitment words in ``text``, longest first, in order of their place; not where they are part of a longer word (``unless_in``)."""
    words, pattern = _commitment_pattern(tuple(commitments))
    return [Mention(m.start(), m.end(), m[0], m[0]) for m in pattern.finditer(text) if m[0] in words]


@lru_cache(maxsize=8)
def _commitment_pattern(commitments: tuple[Commitment, ...]) -> tuple[frozenset[str], re.Pattern[str]]:
    words = frozenset(c.word for c in commitments)
    return words, _alternation([*words, *(longer for c in commitments for longer in c.unless_in)])


def _alternation(words: Iterable[str]) -> re.Pattern[str]:
    ordered = sorted(set(words), key=lambda w: (-len(w), w))
    return re.compile("|".join(re.escape(w) for w in ordered) if ordered else r"(?!)")
