"""Options that a reply picks: by number, or by name."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from assistant.eligibility.profile import State
from assistant.eligibility.reading.clauses import Clause
from assistant.eligibility.reading.holding import is_denied
from assistant.eligibility.reading.lexicon import Token, grade_of, pattern, reply_pattern
from assistant.eligibility.reading.written import Written, write
from corpus.points import Attribute, AttributeValue

_DIGITS = {c: n for n, c in enumerate("零一二三四五六七八九十")} | {"两": 2}
_NUMBER = r"(?:\(?第?[ ]?(?P<{0}>\d{{1,2}}|[一二三四五六七八九十]{{1,3}})[ ]?(?:个|项|条|种|类|号|\)|\.(?!\d))?)"
_ITEM = re.compile(_NUMBER.format("n"))
_RANGE = re.compile(_NUMBER.format("a") + r"[ ]?(?:-|~|到|至|—|to)[ ]?" + _NUMBER.format("b"))
_FIRST = re.compile(r"前(?P<n>[一二两三四五六七八九\d])[个项条种]")
_LAST = re.compile(r"最后(?:一|那)?[个项条种]|the last(?: one)?")
_ORDINALS = ("first", "second", "third", "fourth", "fifth")
_ORDINAL = re.compile(rf"(?:the )?(?P<o>{'|'.join(_ORDINALS)})(?: one)?")
_BUT = re.compile(r"除了?")
_BUT_ENDS = re.compile(r"[ ]?(?:以外|之外|外)?[ ,]?(?:其[他它]的?|别的|剩下的)?都(?:有|是|符合)?")
_STATED = re.compile(r"[ ]?[:]?(?:都)?(?:(?P<no>没有?|无|不是|否|不符合)|(?P<yes>有|是|符合))(?:的|了)?")
_STOP = re.compile(r"[ ]?(?:,|。|\.|!|;|\n|$|不过|但|另外|还有)|[吧啊呢的了](?:$|[,。!])| (?:please|but)")


@dataclass(frozen=True)
class Choice:
    """Values picked, each with its state and the place of the words; up to where the reply goes; ``bare`` where these words alone are the
    reply and what follows is something else; ``complete`` where they tell of all options."""

    values: tuple[tuple[str, State, int, int], ...]
    end: int
    bare: bool = False
    complete: bool = True
    source: Written | None = None


def chosen_by_number(written: Written, options: Sequence[AttributeValue]) -> Choice | None:
    """1和3, 第2个, ①, 1-3, 前两个, 除了2都有, 1有2没有. None where it is no such reply, or names a number that there is not."""
    text = written.text
    lead = reply_pattern("lead").match(text)
    at = _at_item(text, lead.end() if lead else 0)
    but = _BUT.match(text, at)
    at = but.end() if but else at
    picked: list[tuple[int, State, int, int]] = []
    end = at
    while (found := _item(text, at, len(options))) is not None:
        numbers, stop = found
        stated = None if but else _STATED.match(text, stop)
        state: State = "no" if stated and stated["no"] else "yes"
        end = stated.end() if stated else stop
        picked += [(n, state, at, end) for n in numbers]
        joint = reply_pattern("joined").match(text, end)
        at = joint.end() if joint else end
        if not joint and not stated and text[at : at + 1] != "(":
            break
    if not picked or any(not 1 <= n <= len(options) for n, *_ in picked):
        return None
    if but:
        closing = _BUT_ENDS.match(text, end)
        if closing is None:
            return None
        out = {n for n, *_ in picked}
        span = (but.start(), closing.end())
        values = tuple((o.id, _state(n not in out), *span) for n, o in enumerate(options, 1))
        return Choice(values, closing.end(), bare=True, source=written)
    if not _STOP.match(text, end):
        return None
    return Choice(tuple((options[n - 1].id, state, s, e) for n, state, s, e in picked), end, bare=True, source=written)


def _state(so: bool) -> State:
    return "yes" if so else "no"


def _at_item(text: str, end: int) -> int:
    """Where the first item begins, when the words before it took its 第 or its bracket with them."""
    while end and text[end - 1] in "第(":
        end -= 1
    return end


def _item(text: str, at: int, count: int) -> tuple[list[int], int] | None:
    if m := _RANGE.match(text, at):
        return list(range(_number(m["a"]), min(_number(m["b"]), 99) + 1)), m.end()
    if m := _FIRST.match(text, at):
        return list(range(1, _number(m["n"]) + 1)), m.end()
    if m := _LAST.match(text, at):
        return [count], m.end()
    if m := _ORDINAL.match(text, at):
        return [_ORDINALS.index(m["o"]) + 1], m.end()
    if (m := _ITEM.match(text, at)) and not re.match(r"[\d%件年]|个?(?:专利|商标|人|月|亿|万|千|百)|家", text[m.end() :]):
        return [_number(m["n"])], m.end()
    return None


def _number(written: str) -> int:
    if written.isdigit():
        return int(written)
    tens, ten, ones = written.partition("十")
    if not ten:
        return _DIGITS.get(written, 99) if len(written) == 1 else 99
    return 10 * (_DIGITS.get(tens, 1) if tens else 1) + (_DIGITS.get(ones, 0) if ones else 0)


def chosen_by_name(written: Written, clauses: Sequence[Clause], attribute: Attribute, options: Sequence[AttributeValue]) -> Choice | None:
    """Names of options, or words for them, in a reply that holds little else."""
    values: list[tuple[str, State, int, int]] = []
    end = 0
    for clause in clauses:
        found = [(t, v) for t in clause.tokens if (v := _option_of(t, clause, attribute, options))]
        if not found or any(clause.is_supposed(t) for t, _ in found) or pattern("wished").search(clause.text) or clause.subject == "other":
            continue
        spoken = [(t.start, t.end) for t, _ in found] + [(t.start, t.end) for t in clause.tokens if t.of("award") or t.of("region")]
        if not _is_little("".join(" " if any(s <= i < e for s, e in spoken) else written.text[i] for i in range(clause.start, clause.end))):
            continue
        for token, value in found:
            denied = is_denied(clause, token) or pattern("denied_after").search(clause.after(token)) is not None
            values.append((value, _state(not denied), token.start, token.end))
        end = clause.end
    return Choice(tuple(values), end, source=written) if values else _named_whole(written, options)


def _option_of(token: Token, clause: Clause, attribute: Attribute, options: Sequence[AttributeValue]) -> str | None:
    """The option that ``token`` names: its value, or the only one that is such a grade (of the award named before it, if any)."""
    shown = {o.id for o in options}
    for name, value in token.senses:
        if name == attribute.id and value in shown:
            return value
    grade = token.of("grade")
    if grade is None or attribute.id != "honours":
        return None
    named = [t.of("award") for t in clause.tokens if t.of("award") and t.end <= token.start][-1:]
    fitting = [o for o in shown if grade_of(o) and grade_of(o)[1] == grade and (not named or grade_of(o)[0] == named[0])]  # type: ignore[index]
    return fitting[0] if len(fitting) == 1 else None


def _is_little(rest: str) -> bool:
    return len(re.sub(r"\s", "", reply_pattern("filler").sub("", rest))) <= 1


def _named_whole(written: Written, options: Sequence[AttributeValue]) -> Choice | None:
    """A reply that is the name of one option and nothing else."""
    text = written.text.strip(" 。.!")
    for option in options:
        if text and text in (write(option.name_zh).text, write(option.name_en).text):
            start = written.text.index(text)
            return Choice(((option.id, "yes", start, start + len(text)),), len(written.text), source=written)
    return None
