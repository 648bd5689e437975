"""A question for a list, a count, a ranking or a comparison → a typed query; None for every other question.

The question is read whole: what it names becomes conditions, the words of the frame (哪些措施…由…负责) go, and if any word is then left
that was not understood there is no query. A broader list is never answered in place of the one asked for.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from assistant.understanding.language_data import content_words
from assistant.understanding.list_query import Comparison, Filter, Join, ListQuery, Shape
from assistant.understanding.listing_grammar import Grammar, grammar
from assistant.understanding.listing_items import BLANK, Item, blanked, how_often, read_items, rest_of
from assistant.understanding.splitting import is_tail
from assistant.understanding.vocabulary import Vocabulary

_BODY_NAME = re.compile(r"[\u3400-\u9fff]{2,14}(?:局|厅|委|办|委员会|部|署|院|总局|银行|海关|协会|中心)")
_FILLER = re.compile(
    r"[由有了过被把给在用到是归的]|提到|涉及|参与|负责|包括|关于|\s|\b(?:led|by|the|of|in|involv\w+|mention\w*|includ\w+|any|an?|for)\b",
    re.I,
)
"""What may stand between such a word and the name behind it."""
_OF_THE_ASKER = frozenset(("beneficiary", "benefit", "money", "support"))
_QUESTION = re.compile(r"[哪几谁]|什么|多少|啥")
_OWN = re.compile(r"(?:我|我们|咱们?|本人|领导|老板|单位)")
_NEAR = 8
"""A word such as 不 or 牵头 belongs to a name at most this many characters away."""


def read_query(text: str, language: str, vocabulary: Vocabulary) -> ListQuery | Comparison | None:
    """What ``text`` (a cleaned question that stands by itself) asks to be listed or compared, or None."""
    g = grammar(language)
    bare = vocabulary.without_titles(text)
    neutral = g["neutral"].sub(lambda m: BLANK * len(m[0]), bare)
    told = _told(neutral, g)
    items = read_items(neutral, vocabulary, g)
    inside = [i for i in items if any(a <= i.start < b for a, b in told)]
    if any(i.kind not in _OF_THE_ASKER for i in items if i not in inside):
        items = [i for i in items if i.kind != "beneficiary" or i not in inside]  # who asks is no condition on what mentions a word
    if (comparison := _comparison(bare, items, g)) is not None:
        return comparison
    if not g.has("asks", bare) or (_asks_twice(neutral, items, g, vocabulary) and not g.has("table", bare)):
        return None
    return _list(bare, neutral, items, g, vocabulary)


def _asks_twice(text: str, items: list[Item], g: Grammar, vocabulary: Vocabulary) -> bool:
    """Whether two clauses ask; one that names nothing and is all frame (一条都别漏,最后报个总数) only repeats the other."""
    asking = 0
    for start, end in _clauses(text):
        words = text[start:end]
        if not g.has("asks", words) or g["without"].match(words) or (start and is_tail(words)):
            continue
        named = any(start <= i.start < end for i in items)
        asking += named or bool(_left(words, [], g, vocabulary)) or not start
    return asking > 1


def _told(text: str, g: Grammar) -> list[tuple[int, int]]:
    """The clauses in which the asker says who they are or what for (我是做地理标志的合作社,哪些条……; ……,我写报告要核对), where another one
    asks."""
    clauses = _clauses(text)
    own = [(a, b) for a, b in clauses if _OWN.match(text[a:b]) and not _QUESTION.search(text[a:b])]
    return own if any(g.has("asks", text[a:b]) for a, b in clauses if (a, b) not in own) else []


def _clauses(text: str) -> list[tuple[int, int]]:
    return [m.span() for m in re.finditer(r"[^??。;!,]+", text)]


def _left(text: str, items: list[Item], g: Grammar, vocabulary: Vocabulary) -> list[tuple[int, int]]:
    """The stretches that are neither named nor frame nor function words, but for clauses in which the asker tells why (我写报告要核对)."""
    told = _told(text, g)
    return [
        (a, b)
        for a, b in rest_of(text, items, g)
        if content_words(text[a:b], vocabulary.pairs) and not any(start <= a < end for start, end in told)
    ]


def _list(text: str, neutral: str, items: list[Item], g: Grammar, vocabulary: Vocabulary) -> ListQuery | None:
    shape = _shape(text, g)
    rest = _left(neutral, items, g, vocabulary)
    if rest and (found := _from_rest(text, rest, items, g)) is not None:
        items, rest = sorted([*items, found], key=lambda i: i.start), []
    if rest:
        return None
    filters = _conditions(neutral, items, g)
    if filters is None:
        return None
    if shape == "table" and any(f.kind != "part" for f in filters):
        shape = "units"
    query = ListQuery(
        shape,
        tuple(dict.fromkeys(filters)),  # 我们县……县: said twice, asked once
        descending=not g.has("fewest", text),
        top=g.has("most", text),
        first=shape in ("bodies", "rank_bodies") and g.has("first", _masked(neutral, items)),
        everywhere=g.has("elsewhere", text),
        share=g.has("share", text),
        times=how_often(text, g) if shape == "bodies" else None,
    )
    return query if _makes_sense(query, text, g) else None


def _shape(text: str, g: Grammar) -> Shape:
    names: tuple[tuple[str, Shape], ...] = (
        ("rank_units", "rank_units"), ("rank_parts", "rank_parts"), ("table", "table"), ("rank", "rank_bodies"), ("bodies", "bodies"),
    )  # fmt: skip
    return next((shape for name, shape in names if g.has(name, text)), "units")


def _from_rest(text: str, rest: list[tuple[int, int]], items: list[Item], g: Grammar) -> Item | None:
    """The one stretch that was not understood, when the frame says what it is: a word to be mentioned, or a body that is not on record."""
    if len(rest) != 1 or any(i.kind == "keyword" for i in items):
        return None
    start, end = rest[0]
    words = text[start:end]
    if g.has("in_charge", text) and _BODY_NAME.fullmatch(words) and not any(i.kind == "department" for i in items):
        return Item(start, end, "department", words)
    if g.has("mentions", text) and len(words) >= 2 and not g.has("bodies", text):
        return Item(start, end, "keyword", words, g.has("mentions_exact", text))
    return None


def _masked(text: str, items: Sequence[Item]) -> str:
    for item in items:
        text = blanked(text, item.start, item.end)
    return text


def _conditions(text: str, items: list[Item], g: Grammar) -> tuple[Filter, ...] | None:
    """The filters, with what is said of them (不, 只, 牵头); None where such a word cannot be given its place."""
    groups = _groups(text, items, g)
    masked = _masked(text, items)
    filters: list[tuple[int, int, Filter]] = [(gr[0].start, gr[-1].end, _filter(text, gr, g)) for gr in groups]
    extra: list[Filter] = []
    for m in g["without"].finditer(masked):
        at = _target(masked, m.start(), m.end(), filters)
        if at is None:
            return None
        start, end, f = filters[at]
        after = m.end() + len(masked[m.end() :]) - len(masked[m.end() :].lstrip())
        if (leads := g["first"].match(masked, after)) is not None:
            if start >= m.end():
                filters[at] = (start, end, replace(f, join="first", negated=True))
            else:
                extra.append(replace(f, join="first", negated=True))
            masked = blanked(masked, leads.start(), leads.end())
        else:
            filters[at] = (start, end, replace(f, negated=True))
    for name, join in (("only", "only"), ("first", "first")):
        for m in g[name].finditer(masked):
            bodies = [x for x in filters if x[2].kind == "department"]
            if not bodies:
                # 只是探索 is a way to speak of the word, 只有两个部门 of the number: no condition on certain bodies.
                if name == "first" or any(x[2].kind in ("commitment", "bodies") for x in filters):
                    continue
                return None
            nearest = _target(masked, m.start(), m.end(), bodies, reach=99)
            if nearest is None:
                return None
            at = filters.index(bodies[nearest])
            start, end, f = filters[at]
            filters[at] = (start, end, replace(f, join=join))  # type: ignore[arg-type]
    return (*(f for _, _, f in filters), *extra)


def _groups(text: str, items: list[Item], g: Grammar) -> list[list[Item]]:
    """Neighbouring items of a kind with nothing but 和, 或, 、 between them."""
    groups: list[list[Item]] = []
    for item in items:
        between = text[groups[-1][-1].end : item.start] if groups else ""
        joined = re.sub(r"\bthe\b", "", g["and"].sub("", g["any"].sub("", between))).strip(" \0")
        if groups and groups[-1][-1].kind == item.kind and not joined:
            groups[-1].append(item)
        else:
            groups.append([item])
    return groups


def _filter(text: str, group: list[Item], g: Grammar) -> Filter:
    written = text[group[0].start : group[-1].end]
    values = tuple(dict.fromkeys(i.value for i in group))
    either = any(g.has("any", text[a.end : b.start]) for a, b in pairwise(group))
    together = re.search(r"同时|既|\bboth\b", text) is not None
    join: Join = "all" if group[0].kind in ("department", "keyword") or together else "any"
    return Filter(group[0].kind, values, written, "any" if either else join, exact=all(i.exact for i in group))


def _target(masked: str, start: int, end: int, filters: list[tuple[int, int, Filter]], reach: int = _NEAR) -> int | None:
    """The filter that a word at ``[start, end)`` speaks of: the one right behind it, else the nearest one before it, else behind."""
    behind = [(f[0] - end, i) for i, f in enumerate(filters) if f[0] >= end]
    before = [(start - f[1], i) for i, f in enumerate(filters) if f[1] <= start]
    if behind and not _FILLER.sub("", masked[end : end + min(behind)[0]]):
        return min(behind)[1]
    if before and min(before)[0] <= max(reach, _NEAR):
        return min(before)[1]
    if behind and min(behind)[0] <= reach:
        return min(behind)[1]
    return None


def _makes_sense(query: ListQuery, text: str, g: Grammar) -> bool:
    """Whether the query is more than what other ways of answering do better (a part alone, one unit alone)."""
    kinds = {f.kind for f in query.filters}
    named_unit = any(f.kind == "unit" and not f.negated for f in query.filters)
    if query.shape in ("table", "rank_parts"):
        return kinds <= {"part"}
    if query.shape in ("bodies", "rank_bodies", "rank_units"):
        excluded = any(f.negated for f in query.filters)
        return "keyword" not in kinds and (not named_unit or excluded) and (query.shape != "rank_units" or not named_unit)
    if not kinds or (kinds == {"part"} and not any(f.negated for f in query.filters)):
        return False
    if kinds == {"benefit"}:
        return False
    return not named_unit or len(kinds) > 1


def _comparison(text: str, items: list[Item], g: Grammar) -> Comparison | None:
    units = tuple(dict.fromkeys(i.value for i in items if i.kind == "unit"))
    bodies = tuple(dict.fromkeys(i.value for i in items if i.kind == "department"))
    if not g.has("comparison", text):
        several = len(bodies) > 1 and not units and {i.kind for i in items} == {"department"}
        each = several and g.has("each", text) and g.has("asks", text) and not rest_of(text, items, g)
        return Comparison("department", bodies) if each else None
    if len(units) > 1:
        return Comparison("unit", units, who=re.search(r"部门|单位|谁|department|agenc|bodies", text) is not None)
    if len(bodies) > 1 and not units:
        return Comparison("department", bodies)
    if units or any(i.kind == "part" for i in items):
        return None
    for pattern in g.pairs:
        if (m := pattern.search(text)) is not None:
            return Comparison("term", (m["a"].strip(), m["b"].strip()))
    return None
