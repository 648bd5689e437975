"""Strings made from a regular expression's own parts that show whether it takes more than linear time, and the measuring of it."""

from __future__ import annotations

import math
import re
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from re import _constants as sre  # type: ignore[attr-defined]
from re import _parser
from typing import Any

from corpus.blanks import short_blanks

LONG = 60
"""A repeat up to this many times is a constant; one beyond it is taken for endless."""
_COMMON = " \t\n1.一字aA，。《(（"
_SIZES = (10, 22, 60, 300, 1_000)
_SMALL = 60
_EXPLODING = 0.01
_TIMES = 4
_FLOOR = 0.004
_HASTY = 0.025
_RATIO = 8.0
_CHARS: dict[Any, str] = {
    sre.CATEGORY_SPACE: " ", sre.CATEGORY_NOT_SPACE: "x", sre.CATEGORY_DIGIT: "1", sre.CATEGORY_NOT_DIGIT: "x",
    sre.CATEGORY_WORD: "a", sre.CATEGORY_NOT_WORD: "-",
}  # fmt: skip


@dataclass(frozen=True)
class Growth:
    """How a pattern grew: seconds at a size and at four times that size, and the string that shows it."""

    seconds: float
    more: float
    size: int
    shown: str

    def __str__(self) -> str:
        return f"{self.seconds * 1000:.1f} → {self.more * 1000:.1f} ms at {self.size} → {_TIMES * self.size}: {self.shown}"


def growth(pattern: str, flags: int, modes: list[str]) -> Growth | None:
    """The worst of what was tried on ``pattern``, when that is more than linear; None when nothing was."""
    compiled = re.compile(pattern, flags)
    tree = _parser.parse(pattern, flags)
    if not _endless(tree):
        return None
    for mode in _telling(modes):
        call = _CALLS[mode]
        for shown, make in _strings(pattern, tree):
            if found := _measured(lambda text, call=call: call(compiled, text), make, f"{mode} {shown}"):  # type: ignore[misc]
                return found
    return None


def _telling(modes: list[str]) -> list[str]:
    """One of each kind of ``modes``: what goes on behind a match goes on in all the same way."""
    going_on = [mode for mode in modes if mode in ("finditer", "findall", "sub", "subn", "split")][:1]
    return [mode for mode in modes if mode in ("match", "fullmatch")] + (going_on or [mode for mode in modes if mode == "search"])


_CALLS: dict[str, Callable[[re.Pattern[str], str], Any]] = {
    "match": lambda p, t: p.match(t), "fullmatch": lambda p, t: p.fullmatch(t), "search": lambda p, t: p.search(t),
    "finditer": lambda p, t: list(p.finditer(t)), "findall": lambda p, t: p.findall(t), "sub": lambda p, t: p.sub(lambda m: "", t),
    "subn": lambda p, t: p.subn(lambda m: "", t), "split": lambda p, t: p.split(t),
}  # fmt: skip


def _measured(call: Callable[[str], Any], make: Callable[[int], str], shown: str) -> Growth | None:
    seconds, size = 0.0, 0
    for size in _SIZES:
        seconds = _seconds(call, make(size))
        if size <= _SMALL and seconds > _EXPLODING:
            return Growth(seconds, math.inf, size, shown)
        if seconds > _HASTY:
            break  # too slow already to be tried on much more
    if seconds < _FLOOR / 40 or (more := _seconds(call, make(_TIMES * size))) < _FLOOR or more < _RATIO * seconds:
        return None
    seconds = min(seconds, *(_seconds(call, make(size)) for _ in range(2)))
    more = min(more, _seconds(call, make(_TIMES * size)))
    return Growth(seconds, more, size, shown) if more > _FLOOR and more > _RATIO * seconds else None


def _seconds(call: Callable[[str], Any], text: str) -> float:
    started = time.thread_time()
    call(text)
    return time.thread_time() - started


def _endless(tree: Any) -> bool:
    return any(repeat[2] for repeat in _repeats(tree, ""))


def _strings(pattern: str, tree: Any) -> Iterator[tuple[str, Callable[[int], str]]]:
    """Repeated atoms, from the start and behind what leads to each repeat, and near misses repeated."""
    chars = dict.fromkeys([*_COMMON, *_letters(tree)])
    whole = _example(tree)
    leads = dict.fromkeys(["", *(before for before, _, endless in _repeats(tree, "") if endless)])
    pumps = dict.fromkeys([*(pump for _, pump, endless in _repeats(tree, "") if endless and pump), *chars])
    for lead in list(leads)[:6]:
        for pump in list(pumps)[:20]:
            yield f"{lead!r} + {pump!r}*n", lambda n, a=lead, p=pump: short_blanks((a + p * n)[: n + len(a)] + "\u0001")  # type: ignore[misc]
    for piece in dict.fromkeys([whole[:-1], *leads, *(a + p for a, p, endless in _repeats(tree, "") if endless)]):
        if piece:
            yield f"{piece!r}*n", lambda n, p=piece: short_blanks((p * n)[:n] + "\u0001")  # type: ignore[misc]


def _repeats(tree: Any, before: str) -> Iterator[tuple[str, str, bool]]:
    """(what leads to it, what it repeats, whether endlessly) for every repeat, in order."""
    for op, value in tree:
        if op in (sre.MAX_REPEAT, sre.MIN_REPEAT, sre.POSSESSIVE_REPEAT):
            _, high, item = value
            yield before, _example(item), int(high) > LONG
            yield from _repeats(item, before)
        elif op is sre.SUBPATTERN:
            yield from _repeats(value[3], before)
        elif op is sre.BRANCH:
            for branch in value[1]:
                yield from _repeats(branch, before)
        elif op in (sre.ASSERT, sre.ASSERT_NOT):
            yield from _repeats(value[1], before)
        elif op is sre.ATOMIC_GROUP:
            yield from _repeats(value, before)
        before += _example([(op, value)])


def _example(tree: Any) -> str:
    return "".join(_one(op, value) for op, value in tree)


def _one(op: Any, value: Any) -> str:
    if op is sre.LITERAL:
        return chr(value)
    if op is sre.NOT_LITERAL:
        return "x" if value != ord("x") else "y"
    if op is sre.ANY:
        return "x"
    if op is sre.IN:
        return _member(value)
    if op in (sre.MAX_REPEAT, sre.MIN_REPEAT, sre.POSSESSIVE_REPEAT):
        return _example(value[2]) * max(1, int(value[0]))
    if op is sre.SUBPATTERN:
        return _example(value[3])
    if op is sre.BRANCH:
        return max((_example(branch) for branch in value[1]), key=len)
    if op is sre.ATOMIC_GROUP:
        return _example(value)
    if op is sre.ASSERT and value[0] < 0:
        return _example(value[1])
    return ""


def _member(items: Any) -> str:
    negated = items[0][0] is sre.NEGATE
    if not negated:
        op, value = items[0]
        return chr(value) if op is sre.LITERAL else chr(value[0]) if op is sre.RANGE else _CHARS.get(value, "x")
    outside = re.compile("[" + "".join(re.escape(c) for c in _letters([(sre.IN, items)])) + "]") if _letters([(sre.IN, items)]) else None
    return next((c for c in "字xa1- " if outside is None or not outside.match(c)), "x")


def _letters(tree: Any) -> list[str]:
    """The single characters that a pattern names."""
    found: list[str] = []
    for op, value in tree:
        if op in (sre.LITERAL, sre.NOT_LITERAL):
            found.append(chr(value))
        elif op is sre.RANGE:
            found.append(chr(value[0]))
        elif op is sre.CATEGORY:
            found.append(_CHARS.get(value, "x"))
        elif op is sre.IN:
            found += _letters(value)
        elif op in (sre.MAX_REPEAT, sre.MIN_REPEAT, sre.POSSESSIVE_REPEAT):
            found += _letters(value[2])
        elif op is sre.SUBPATTERN:
            found += _letters(value[3])
        elif op is sre.BRANCH:
            found += [letter for branch in value[1] for letter in _letters(branch)]
        elif op in (sre.ASSERT, sre.ASSERT_NOT):
            found += _letters(value[1])
    return found
