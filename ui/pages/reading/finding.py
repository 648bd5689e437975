"""The part of a document that a request asks for, and how many articles each further filter would leave."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from corpus import Document
from ui.pages.reading.facets import FACETS, Facet, Value, facets, kind, kind_places
from ui.pages.reading.flow import Article, Heading, Item, Line, articles, flow
from ui.pages.reading.search import count, folded, places
from ui.pages.reading.state import Asked

PAGE = 100
"""How many headings and articles are shown at once; a policy has fewer, a code of laws has more."""
PAGE_FOUND = 50
"""The same of what was searched for: each of them is marked anew for every request, and is gone through one by one."""


@dataclass(frozen=True)
class Option:
    """A value that may be chosen, and how many articles are left with it."""

    value: Value
    count: int
    chosen: bool


@dataclass(frozen=True)
class Found:
    """What is shown: headings and articles in order, how many articles (``count``) and how often the words stand in them (``hits``)."""

    items: tuple[Item, ...]
    count: int
    hits: int


def find(document: Document, asked: Asked) -> Found:
    """The articles of ``document`` that meet all that ``asked`` asks for, under their headings; all of it when nothing is asked."""
    if not asked.narrowed:
        return Found(flow(document), len(articles(document)), 0)
    left = _chosen(document, asked)
    if asked.terms:
        left &= _holding(document, asked)
    above = {name for a in articles(document) if a.id in left for name in a.above}
    items: list[Item] = []
    for item in flow(document):
        if isinstance(item, Heading):
            said = bool(asked.terms) and not asked.chosen and all(term in _words_of(document, item) for term in asked.terms)
            if said or item.provision.id in above:
                items.append(item)
        elif item.id in left:
            items.append(item)
    hits = sum(count(_words_of(document, item), asked.terms) for item in items) if asked.terms else 0
    return Found(tuple(items), len(left), hits)


@dataclass(frozen=True)
class Window:
    """One page of what was found."""

    items: tuple[Item, ...]
    page: int
    pages: int


def window(found: Found, asked: Asked) -> Window:
    """The page of ``found`` that is asked for: the one with the provision that is addressed, else the one of that number."""
    size = PAGE_FOUND if asked.narrowed else PAGE
    pages = max(1, -(-len(found.items) // size))
    page = min(asked.page, pages)
    if asked.measure is not None:
        at = next((n for n, item in enumerate(found.items) if any(line.provision.id == asked.measure for line in lines_of(item))), None)
        page = page if at is None else at // size + 1
    return Window(found.items[(page - 1) * size : page * size], page, pages)


def options(document: Document, asked: Asked) -> dict[Facet, list[Option]]:
    """For each facet its values, counted under everything else that is chosen; values that would leave nothing are not offered."""
    searched = _holding(document, asked) if asked.terms else None
    found: dict[Facet, list[Option]] = {}
    for facet in FACETS:
        others = [facets(document)[f][v].articles for f, v in asked.chosen if f != facet]
        choices = []
        for value in facets(document)[facet].values():
            left = frozenset.intersection(value.articles, *others, *([frozenset(searched)] if searched is not None else []))
            chosen = asked.value(facet) == value.name
            if left or chosen:
                choices.append(Option(value, len(left), chosen))
        found[facet] = choices
    return found


def wider(document: Document, asked: Asked) -> list[tuple[Facet, Value, list[Article]]]:
    """For each kind that is chosen: the articles that meet all else, and name the kind only by a collective word."""
    found = []
    for facet, name in asked.chosen:
        value = facets(document)[facet][name]
        others = [facets(document)[f][v].articles for f, v in asked.chosen if f != facet]
        left = frozenset.intersection(value.wider, *others, *([frozenset(_holding(document, asked))] if asked.terms else []))
        if left:
            found.append((facet, value, [a for a in articles(document) if a.id in left]))
    return found


def lines_of(item: Item) -> Iterator[Line]:
    """The sentences of a heading or an article."""
    if isinstance(item, Heading):
        yield item.line
    else:
        yield from item.lines


def hit_places(line: Line, asked: Asked) -> list[tuple[int, int]]:
    """The slices of the document in ``line`` where the words stand that are looked for."""
    start = line.sentence.start
    return [(start + a, start + b) for a, b in places(line.sentence.text, asked.terms)]


def kind_hits(line: Line, asked: Asked) -> list[tuple[int, int]]:
    """The slices of the document in ``line`` by which it meets the filters for support and for whom it serves."""
    if line.sentence.kind == "responsibility":
        return []
    start, text = line.sentence.start, line.sentence.text
    kinds = [k for facet, value in asked.chosen if (k := kind(facet, value)) is not None]
    return sorted((start + a, start + b) for k in kinds for a, b in kind_places(text, k))


def _chosen(document: Document, asked: Asked) -> set[str]:
    sets = [facets(document)[facet][value].articles for facet, value in asked.chosen]
    if not sets:
        return {a.id for a in articles(document)}
    return set(frozenset.intersection(*sets))


def _holding(document: Document, asked: Asked) -> set[str]:
    return {name for name, words in _folded(document).items() if all(term in words for term in asked.terms)}


def _words_of(document: Document, item: Item) -> str:
    return folded(item.line.sentence.text) if isinstance(item, Heading) else _folded(document)[item.id]


@lru_cache(maxsize=16)
def _folded(document: Document) -> dict[str, str]:
    """The folded words of each article, by its id. No word that is looked for has a line end in it, so none is found across two lines."""
    return {a.id: folded("\n".join(line.sentence.text for line in a.lines)) for a in articles(document)}
