"""Names of persons, by rules: what a word announces, what has a title behind it, names with ·, a signature, what stands beside a name.

They hold where no tagger is installed; :mod:`assistant.privacy.tagger` finds what no word announces. A surname before a title is concealed
and the title stays (陈工 → 〔姓名1〕工): who is addressed as what may matter to the question. Latin names: :mod:`assistant.privacy.latin`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache

from assistant.privacy.words import name_words

_HAN = r"\u3400-\u9fff\U00020000-\U0003ffff"
_LAST_LINES = 3
_NAMED_BY = frozenset(("本人", "替", "找", "代", "联系", "转告", "拜托", "委托", "授权", "感谢", "谢谢", "咨询", "问过"))
_IN_A_ROW = re.compile(r" ?(?:[、,/;]|与|和|及|以及) ?(?:[0-9]{1,2}[.、)] ?)?")
_BEFORE_IN_A_ROW = re.compile(r" ?(?:[、,/;]|与|和|及) ?(?:[0-9]{1,2}[.、)] ?)?$")
_PLACE = re.compile(r"[省市县区镇乡村路街]$|^(?:江苏|南京|苏州|无锡|常州|中国|国际|全国|北京|上海|浙江|广东|长三角)")


@dataclass(frozen=True)
class _Rules:
    strong: re.Pattern[str]
    roles: re.Pattern[str]
    weak: re.Pattern[str]
    full: re.Pattern[str]
    announced: re.Pattern[str]
    """As ``full``, with the rarer surnames too."""
    follows: re.Pattern[str]
    asks: re.Pattern[str]
    titled: re.Pattern[str]
    short_titled: re.Pattern[str]
    before_title: re.Pattern[str]
    not_titled: re.Pattern[str]
    not_name: re.Pattern[str]
    dotted: re.Pattern[str]
    elements: re.Pattern[str]
    title: re.Pattern[str]
    never: frozenset[str]
    seldom: frozenset[str]


def _either(compound: Iterable[str], single: Iterable[str]) -> str:
    """An expression for one of the surnames; those of two characters first."""
    return f"(?:{'|'.join(compound)}|[{''.join(sorted(single))}])"


@cache
def _rules() -> _Rules:
    words = name_words()
    raw = words.raw
    surname = _either(words.compound, words.surnames)
    given = f"(?P<given>[{_HAN}](?: ?[{_HAN}])?)"
    titles, short = raw["titles"], raw["short_titles"]
    return _Rules(
        strong=re.compile(f"(?:{raw['strong']}){raw['between']}"),
        roles=re.compile(f"(?:{raw['roles']})(?P<between>{raw['between']})"),
        weak=re.compile(f"(?:{raw['weak']})"),
        full=re.compile(rf"(?P<surname>{surname}) ?{given}"),
        announced=re.compile(rf"(?P<surname>{_either(words.compound, words.surnames | words.rare)}) ?{given}"),
        follows=re.compile(rf"(?:{raw['follows']}|[^{_HAN}]|$)", re.I),
        asks=re.compile(raw["asks"]),
        titled=re.compile(rf"(?P<surname>{surname})(?=(?P<given>[{_HAN}]{{0,2}}?)(?P<title>{titles}))"),
        short_titled=re.compile(rf"(?P<surname>{surname})(?=(?:{short}))"),
        before_title=re.compile(f"{raw['before_title']}$"),
        not_titled=re.compile(raw["not_titled"]),
        not_name=re.compile(f"(?:{raw['not_names']})"),
        dotted=re.compile(rf"(?<![{_HAN}·])(?P<found>[{_HAN}]{{1,8}}(?:·[{_HAN}]{{1,8}}){{1,3}})"),
        elements=re.compile(f"(?:{raw['elements']}){{2}}"),
        title=re.compile(f"(?:{titles}|{short})"),
        never=frozenset(raw["never"]),
        seldom=frozenset(raw["seldom"]),
    )


def names(text: str) -> Iterator[tuple[int, int]]:
    """Start and end of each in ``text`` (as :func:`~assistant.privacy.plain.plain` gives it); they may overlap."""
    yield from _announced(text)
    yield from _asking(text)
    yield from _titled(text)
    yield from _dotted(text)
    yield from _signed(text)
    yield from (m.span() for m in _rules().elements.finditer(text))


def beside(text: str, found: Iterable[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """Names that stand in a row with one of ``found`` (赵云、钱多与孙武), and those that are one of ``found`` once more."""
    known = sorted(set(found))
    for start, end in known:
        yield from _behind(text, end)
        yield from _before(text, start)
    written = {text[a:b] for a, b in known if b - a > 1}
    if written:
        for m in re.finditer("|".join(map(re.escape, sorted(written, key=len, reverse=True)[:200])), text):
            yield m.span()


def trimmed(text: str, start: int, end: int) -> tuple[int, int] | None:
    """What of ``text[start:end]``, which a tagger takes for a name, is one: without its title; None where it does not look like a name."""
    rules, word = _rules(), text[start:end]
    bare = word.strip()
    start += len(word) - len(word.lstrip())
    if re.match(r"[字第〔发办规函]|\( ?(?:19|20)[0-9]{2}", text[end : end + 6]):
        return None  # the number of a document
    if (titled := rules.titled.match(bare)) and not titled["given"]:
        return start, start + titled.end()
    if len(bare) == 2 and bare[0] in name_words().surnames and bare[1] in name_words().raw["title_signs"]:
        return start, start + (2 if re.search("叫做?$", text[:start]) else 1)
    if len(bare) == 2 and bare[0] in name_words().raw["familiar"] and bare[1] in name_words().surnames:
        return start, start + 2
    for cut in range(2, min(4, len(bare))):
        if rules.title.fullmatch(bare[cut:]):
            bare = bare[:cut]
            break
    if not re.fullmatch(rf"[{_HAN}]{{2,5}}|[{_HAN}]{{1,10}}(?:[·.][{_HAN}]{{1,10}}){{1,3}}|[{_HAN}]+ [{_HAN}]+", bare) or len(bare) > 20:
        return None
    if "·" in bare or "." in bare:
        return start, start + len(bare)
    if bare[0] not in name_words().surnames and not bare.startswith(name_words().compound):
        return None
    # The tagger has read the whole sentence: only what is a word from end to end, or as no name is written, falls.
    whole = rules.not_name.match(bare)
    is_word = re.match(name_words().raw["offices"], bare) is not None or (
        whole is not None and (whole.end() == len(bare) or bare[whole.end() :] in rules.seldom)
    )
    return None if is_word or any(c in rules.never for c in bare[1:]) else (start, start + len(bare))


def is_word(name: str) -> bool:
    """Whether what looks like a name is rather a word, as far as can be told without anything that announces it."""
    rules = _rules()
    return rules.not_name.match(name) is not None or any(c in rules.never or c in rules.seldom for c in name[1:])


def announced_places(text: str) -> Iterator[tuple[int, bool]]:
    """Where a name may begin because of the word before, and whether that word announces a name and nothing else."""
    rules = _rules()
    yield from ((m.end(), True) for m in rules.strong.finditer(text))
    yield from ((m.end(), ":" in m["between"]) for m in rules.roles.finditer(text))
    yield from ((m.end(), False) for m in rules.weak.finditer(text) if m[0] in _NAMED_BY)


def is_name(name: str, *, surname: bool = True) -> bool:
    """Whether ``name``, which a word announces and a tagger sets off, may be one."""
    rules = _rules()
    begins = name[0] in name_words().surnames or name.startswith(name_words().compound)
    return (begins or not surname) and not rules.not_name.match(name) and not any(c in rules.never or c in rules.seldom for c in name)


def _announced(text: str) -> Iterator[tuple[int, int]]:
    rules = _rules()
    for m in rules.strong.finditer(text):
        if end := _name_at(text, m.end(), sure=True):
            yield m.end(), end
            yield from _behind(text, end)
    for m in rules.roles.finditer(text):
        # A role and a colon announce a name and nothing else.
        sure = ":" in m["between"]
        if end := _name_at(text, m.end(), sure=sure):
            yield m.end(), end
            yield from _behind(text, end)
    for m in rules.weak.finditer(text):
        if end := _name_at(text, m.end(), sure=False, alone=m[0] not in _NAMED_BY, words_too=m[0] in ("本人", "鄙人", "在下")):
            yield m.end(), end


def _name_at(text: str, place: int, *, sure: bool, alone: bool = False, words_too: bool | None = None) -> int:
    """Where the name ends that begins at ``place``; 0 where none does.

    ``sure``: the word before announces a name and nothing else. ``alone``: only what is set off behind by no word. ``words_too``: what
    reads as a word as well (马上) is one where it is set off; unless told otherwise where it is sure.
    """
    words_too = sure if words_too is None else words_too
    rules = _rules()
    m = rules.announced.match(text, place)
    if m is None:
        return 0
    first = m.start("given")
    ends = [first + i + 1 for i, c in enumerate(m["given"]) if c != " "]
    if text[ends[0] - 1] in rules.never or rules.title.match(text, first):
        return 0
    usable = [end for end in reversed(ends) if text[end - 1] not in rules.never]
    word = rules.not_name.match(text, place)
    for end in usable:
        behind = rules.follows.match(text, end)
        set_off = behind is not None and not re.match(f"[{_HAN}]", behind[0])
        # A word that is a name all the same is set off by a stop (本人马上,); so is one of which only the beginning looks like a word.
        if (
            behind
            and (set_off or not word)
            and (set_off or not alone)
            and (sure or set_off or not any(c in rules.seldom for c in text[first:end]))
        ):
            if word and not words_too:
                continue
            return end
    return usable[0] if sure and not word else 0


def _behind(text: str, end: int) -> Iterator[tuple[int, int]]:
    for _ in range(12):
        m = _IN_A_ROW.match(text, end)
        if (
            m is None
            or not (following := _name_at(text, m.end(), sure=False))
            or (is_word(text[m.end() : following]) and m[0].strip() not in ("、", ";", "/"))
        ):
            return
        yield m.end(), following
        end = following


def _before(text: str, start: int) -> Iterator[tuple[int, int]]:
    for _ in range(12):
        m = _BEFORE_IN_A_ROW.search(text[max(0, start - 6) : start])
        if m is None:
            return
        end = max(0, start - 6) + m.start()
        found = next((a for a in (end - 3, end - 2, end - 4) if a >= 0 and _whole_name(text, a, end)), None)
        if found is None:
            return
        yield found, end
        start = found


def _whole_name(text: str, start: int, end: int) -> bool:
    rules = _rules()
    apart = start == 0 or re.match(f"[^{_HAN}]", text[start - 1]) or rules.roles.search(text[max(0, start - 4) : start])
    name = text[start:end]
    return bool(apart) and rules.full.fullmatch(name) is not None and not is_word(name)


def _asking(text: str) -> Iterator[tuple[int, int]]:
    """A name at the beginning of a sentence, behind which stands what its bearer does (朱砂想问)."""
    rules = _rules()
    for m in re.finditer(rf"(?:^|(?<=[。;!?\n,:])) ?(?=[{_HAN}])", text):
        whole = rules.full.match(text, m.end())
        if whole is None or rules.not_name.match(text, m.end()):
            continue
        for end in (whole.end(), whole.end() - 1):
            if end - m.end() > 1 and rules.asks.match(text, end) and not any(c in rules.never for c in text[m.end() + 1 : end]):
                yield m.end(), end
                break


def _titled(text: str) -> Iterator[tuple[int, int]]:
    rules = _rules()
    for m in rules.titled.finditer(text):
        before = text[max(0, m.start() - 4) : m.start()]
        near = text[max(0, m.start() - 2) : m.end() + 4]
        if m["given"]:
            named = text[m.start() : m.end() + len(m["given"])]
            if rules.full.fullmatch(named) and rules.before_title.search(before) and not is_word(named):
                yield m.start(), m.start() + len(named)
        elif rules.before_title.search(before) and not rules.not_titled.search(near):
            yield m.span()
    for m in rules.short_titled.finditer(text):
        near = text[max(0, m.start() - 2) : m.end() + 2]
        if rules.before_title.search(text[max(0, m.start() - 4) : m.start()]) and not rules.not_titled.search(near):
            yield m.span()


def _dotted(text: str) -> Iterator[tuple[int, int]]:
    rules = _rules()
    for m in rules.dotted.finditer(text):
        start, parts = m.start(), m["found"].split("·")
        # What leads to the name runs into its first part (我叫买买提·吐尔逊).
        lead = max((w.end() for p in (rules.strong, rules.roles, rules.weak) for w in p.finditer(parts[0])), default=0)
        last = re.split(r"先生|女士|同志|老师|教授|博士|经理|[的是和与在]|来|想|申请|手机|电话", parts[-1])[0]
        if lead < len(parts[0]) and last and not any(_PLACE.search(p) for p in (parts[0][lead:], last)):
            yield start + lead, start + len("·".join(parts[:-1])) + 1 + len(last)


def _signed(text: str) -> Iterator[tuple[int, int]]:
    """A line near the end that holds a name and nothing else, behind a text."""
    rules = _rules()
    lines = [(m.start(), m[0]) for m in re.finditer(r"[^\n]+", text)]
    for start, line in lines[1:][-_LAST_LINES:]:
        bare = line.strip()
        place = start + len(line) - len(line.lstrip())
        if rules.full.fullmatch(bare) and not is_word(bare):
            yield place, place + len(bare)
