"""Names of persons, by rules: what a word announces, what has a title behind it, names with ·, Latin names, a signature.

They hold where no tagger is installed; :mod:`assistant.privacy.tagger` finds what no word announces. A surname before a title is concealed
and the title stays (陈工 → 〔姓名1〕工): who is addressed as what may matter to the question.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from assistant.privacy.words import name_words

_HAN = r"\u3400-\u9fff"
_SURE = 3
_PLACE = re.compile(r"[省市县区镇乡村路街]$|^(?:江苏|南京|苏州|无锡|常州|中国|国际|全国|北京|上海|浙江|广东|长三角)")


@dataclass(frozen=True)
class _Rules:
    strong: re.Pattern[str]
    weak: re.Pattern[str]
    full: re.Pattern[str]
    follows: re.Pattern[str]
    titled: re.Pattern[str]
    short_titled: re.Pattern[str]
    before_title: re.Pattern[str]
    not_titled: re.Pattern[str]
    not_name: re.Pattern[str]
    dotted: re.Pattern[str]
    latin: re.Pattern[str]
    nationals: frozenset[str]
    never: frozenset[str]
    title: re.Pattern[str]


@cache
def _rules() -> _Rules:
    words = name_words()
    raw = words.raw
    surname = f"(?:{'|'.join(words.compound)}|[{''.join(sorted(words.surnames))}])"
    titles, short = raw["titles"], raw["short_titles"]
    capital = r"[A-Z][A-Za-z'’\-]{0,20}"
    return _Rules(
        strong=re.compile(f"(?:{raw['strong']}){raw['between']}"),
        weak=re.compile(f"(?:{raw['weak']})"),
        full=re.compile(rf"(?P<surname>{surname}) ?(?P<given>[{_HAN}] ?[{_HAN}]?)"),
        follows=re.compile(rf"(?:{raw['follows']}|[^{_HAN}]|$)", re.I),
        titled=re.compile(rf"(?P<surname>{surname})(?=(?P<given>[{_HAN}]{{0,2}}?)(?P<title>{titles}))"),
        short_titled=re.compile(rf"(?P<surname>{surname})(?=(?:{short}))"),
        before_title=re.compile(f"{raw['before_title']}$"),
        not_titled=re.compile(raw["not_titled"]),
        not_name=re.compile(f"(?:{raw['not_names']})"),
        dotted=re.compile(rf"(?<![{_HAN}·])(?P<found>[{_HAN}]{{1,8}}(?:·[{_HAN}]{{1,8}}){{1,3}})"),
        latin=re.compile(
            rf"(?P<cue>(?:\b(?:my name is|i am|i'm|this is|contact(?: person)?|name|attn|regards|sincerely|signed|from)\b[ :,.\n]{{1,3}})"
            rf"|\b(?:mr|mrs|ms|miss|dr|prof)\b\.? ?|(?:我叫|我是|姓名|联系人|经办人|负责人|法定代表人|本人|署名|签名)[ :是为]{{0,3}})"
            rf"(?P<found>{capital}(?:[ ·,]{{1,2}}(?:[A-Z]\.|{capital})){{0,3}})(?![A-Za-z0-9])",
            re.I,
        ),
        nationals=frozenset(raw["nationals"].split("|")),
        never=frozenset(raw["never"]),
        title=re.compile(f"(?:{titles}|{short})"),
    )


def names(text: str) -> Iterator[tuple[int, int]]:
    """Start and end of each in ``text`` (as :func:`~assistant.privacy.plain.plain` gives it); they may overlap."""
    yield from _announced(text)
    yield from _titled(text)
    yield from _dotted(text)
    yield from _latin(text)
    yield from _signed(text)


def trimmed(text: str, start: int, end: int) -> tuple[int, int] | None:
    """What of ``text[start:end]``, which a tagger takes for a name, is one: without its title; None where it does not look like a name."""
    rules, word = _rules(), text[start:end]
    bare = word.strip()
    start += len(word) - len(word.lstrip())
    # A name with a title, or a surname with 老 or 小 before it.
    if (titled := rules.titled.match(bare)) and not titled["given"]:
        return start, start + titled.end()
    for cut in range(1, min(4, len(bare))):
        if rules.title.fullmatch(bare[cut:]):
            bare = bare[:cut]
            break
    if not re.fullmatch(rf"[{_HAN}]{{2,4}}|[{_HAN}]{{1,10}}(?:[·.][{_HAN}]{{1,10}}){{1,3}}|[{_HAN}]+ ?[{_HAN}]+", bare) or len(bare) > 20:
        return None
    if "·" in bare or "." in bare:
        return start, start + len(bare)
    if bare[0] not in name_words().surnames and bare[:2] not in name_words().compound:
        return None
    if rules.not_name.match(bare) or any(c in rules.never for c in bare[1:]):
        return None
    return start, start + len(bare)


def _announced(text: str) -> Iterator[tuple[int, int]]:
    rules = _rules()
    for m in rules.strong.finditer(text):
        if end := _name_at(text, m.end(), sure=True):
            yield m.end(), end
            yield from _in_a_row(text, end)
    for m in rules.weak.finditer(text):
        if (end := _name_at(text, m.end(), sure=False)) and m[0][0] in "我本俺鄙在这":
            yield m.end(), end


def _in_a_row(text: str, end: int) -> Iterator[tuple[int, int]]:
    """More names behind one (发明人：张三、李四)."""
    for _ in range(8):
        m = re.compile(r" ?[、,;/和与及] ?| ").match(text, end)
        if m is None or not (following := _name_at(text, m.end(), sure=False)):
            return
        yield m.end(), following
        end = following


def _name_at(text: str, place: int, *, sure: bool) -> int:
    """Where the name ends that begins at ``place``; 0 where none does. ``sure``: the word before announces a name and nothing else."""
    rules = _rules()
    m = rules.full.match(text, place)
    if m is None or (rules.not_name.match(text, place) and not (sure and rules.follows.match(text, place + 3) and len(m["given"]) > 1)):
        return 0
    if sure and rules.not_name.match(text, place) and m["given"][0] in rules.never:
        return 0
    given = m["given"].rstrip()
    letters = [i for i, c in enumerate(given) if c != " "]
    ends = [m.start("given") + i + 1 for i in reversed(letters)]
    plain_given = [c for c in given if c != " "]
    if plain_given[0] in rules.never:
        return 0
    for end in ends:
        if text[end - 1] in rules.never:
            continue
        behind = rules.follows.match(text, end)
        if behind and (sure or not re.match(rf"[{_HAN}]", behind[0]) or behind[0] not in "的在和与有为是于及"):
            return end
    usable = [end for end in ends if text[end - 1] not in rules.never]
    return usable[0] if sure and usable else 0


def _titled(text: str) -> Iterator[tuple[int, int]]:
    rules = _rules()
    for m in rules.titled.finditer(text):
        before = text[max(0, m.start() - 4) : m.start()]
        near = text[max(0, m.start() - 2) : m.end() + 4]
        if m["given"]:
            whole = rules.full.match(text, m.start())
            if whole and rules.before_title.search(before) and not _is_word(text, m.start(), len(m["given"])):
                yield m.start(), m.end() + len(m["given"])
        elif rules.before_title.search(before) and not rules.not_titled.search(near):
            yield m.start(), m.end()
    for m in rules.short_titled.finditer(text):
        near = text[max(0, m.start() - 2) : m.end() + 2]
        if rules.before_title.search(text[max(0, m.start() - 4) : m.start()]) and not rules.not_titled.search(near):
            yield m.start(), m.end()


def _is_word(text: str, place: int, given: int) -> bool:
    rules = _rules()
    return rules.not_name.match(text, place) is not None or any(c in rules.never for c in text[place + 1 : place + 1 + given])


def _dotted(text: str) -> Iterator[tuple[int, int]]:
    rules = _rules()
    for m in rules.dotted.finditer(text):
        start, parts = m.start(), m["found"].split("·")
        # What leads to the name runs into its first part (我叫买买提·吐尔逊).
        lead = max((w.end() for w in re.finditer(rf"{rules.strong.pattern}|{rules.weak.pattern}", parts[0])), default=0)
        last = re.split(r"先生|女士|同志|老师|教授|博士|经理|[的是和与在]|来|想|申请|手机|电话", parts[-1])[0]
        if lead < len(parts[0]) and last and not any(_PLACE.search(p) for p in (parts[0][lead:], last)):
            yield start + lead, start + len("·".join(parts[:-1])) + 1 + len(last)


def _latin(text: str) -> Iterator[tuple[int, int]]:
    rules = _rules()
    for m in rules.latin.finditer(text):
        words = [w for w in re.finditer(r"[A-Za-z'’.\-]+", m["found"])]
        taken = []
        for w in words:
            if not w[0][0].isupper() or w[0].strip(".") in rules.nationals:
                break
            taken.append(w)
        titled = re.match(r"(?:mr|mrs|ms|miss|dr|prof)\b", m["cue"], re.I) is not None
        certain = titled or len(taken) > 1 or re.search(r"[\u3400-\u9fff]|name is|i'm", m["cue"], re.I) is not None
        if taken and certain:
            yield m.start("found"), m.start("found") + taken[-1].end()


def _signed(text: str) -> Iterator[tuple[int, int]]:
    """A line near the end that holds a name and nothing else, behind a text."""
    rules = _rules()
    lines = [(m.start(), m[0]) for m in re.finditer(r"[^\n]+", text)]
    for start, line in lines[1:][-_SURE:]:
        bare = line.strip()
        place = start + len(line) - len(line.lstrip())
        m = rules.full.fullmatch(bare)
        if m and not _is_word(text, place, 1) and not any(c in rules.never for c in bare[1:]):
            yield place, place + len(bare)
