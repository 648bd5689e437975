"""One :func:`conceal` for every door."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from assistant.privacy.accounts import accounts
from assistant.privacy.addresses import addresses
from assistant.privacy.digits import compact, numbers
from assistant.privacy.latin import latin_names
from assistant.privacy.model import KIND_NAMES, PLACEHOLDER, RANK, Found, Kind, Masked, Span
from assistant.privacy.names import beside
from assistant.privacy.names import names as named
from assistant.privacy.plain import Plain, plain
from assistant.privacy.spoken import spoken_numbers
from assistant.privacy.tagger import tagged_names

_QUOTED = re.compile(r"《[^《》\n]{1,120}》")
"""Titles of documents: a name in one (华罗庚数学奖) is nobody's."""
_NUMBERED: frozenset[Kind] = frozenset(KIND_NAMES) - {"email", "wechat", "address", "name"}


def conceal(text: str, *, names: bool = True) -> Masked:
    """``text`` with a numbered placeholder (``〔手机号1〕``) for each thing that is personal; the same thing gets the same placeholder.

    Departments, places, numbers of documents, amounts, counts, measures and dates stay. Names of persons are told by the words around
    them, and by the tagger where the extra ``names`` is installed; with ``names=False`` they stay as well. What was concealed stays
    concealed: doing it again changes nothing. Time grows with the length of the text alone.
    """
    return conceal_each((text,), names=names)[0]


def conceal_each(texts: Sequence[str], *, names: bool = True) -> list[Masked]:
    """Each of ``texts`` concealed; the same thing has the same placeholder in all of them."""
    taken = {m[0] for text in texts if "〔" in text for m in PLACEHOLDER.finditer(text)}
    given: dict[tuple[Kind, str], str] = {}
    counts: dict[Kind, int] = {}
    return [_masked(text, _found(text, names=names), given, counts, taken) for text in texts]


def _masked(text: str, found: list[Found], given: dict[tuple[Kind, str], str], counts: dict[Kind, int], taken: set[str]) -> Masked:
    pieces, spans, end = list[str](), list[Span](), 0
    for f in found:
        if (f.kind, f.key) not in given:
            given[f.kind, f.key] = _free(f.kind, counts, taken)
        placeholder = given[f.kind, f.key]
        pieces += [text[end : f.start], placeholder]
        spans.append(Span(f.kind, f.start, f.end, placeholder))
        end = f.end
    return Masked("".join([*pieces, text[end:]]), tuple(spans))


def _free(kind: Kind, counts: dict[Kind, int], taken: set[str]) -> str:
    """The next placeholder of ``kind`` that does not stand in a text already."""
    while True:
        counts[kind] = counts.get(kind, 0) + 1
        if (placeholder := f"〔{KIND_NAMES[kind]}{counts[kind]}〕") not in taken:
            return placeholder


def _found(text: str, *, names: bool) -> list[Found]:
    """What is personal in ``text``, in its order, none inside another."""
    view = plain(text)
    found = _apart([*_of(view), *_spelled(view)])
    if names:
        found = _apart([*found, *_names(view, text, found)])
    return found


def _of(view: Plain) -> Iterator[Found]:
    for kind, start, end in (*numbers(view.text), *accounts(view.text), *addresses(view.text), *spoken_numbers(view.text)):
        yield _as_found(view, kind, start, end)


def _as_found(view: Plain, kind: Kind, start: int, end: int) -> Found:
    written = view.text[start:end]
    key = compact(written) if kind in _NUMBERED else re.sub(r"[\s ]", "", written).lower()
    if kind == "mobile":
        key = key[-11:]
    return Found(kind, *view.place(start, end), key or written)


def _spelled(view: Plain) -> Iterator[Found]:
    """Numbers whose digits are written as words, in whole or in part."""
    spelled = view.spelled()
    if spelled is None:
        return
    for kind, start, end in numbers(spelled.text):
        if view.text[start:end] != spelled.text[start:end]:
            yield _as_found(spelled, kind, start, end)


def _names(view: Plain, text: str, found: Iterable[Found]) -> Iterator[Found]:
    """Names beside what was found, none in the title of a document."""
    blank = list(text)
    for start, end in [(f.start, f.end) for f in found] + [m.span() for m in PLACEHOLDER.finditer(text)]:
        blank[start:end] = ["\ue000"] * (end - start)
    for m in _QUOTED.finditer(text):
        blank[m.start() + 1 : m.end() - 1] = ["\ue000"] * (len(m[0]) - 2)
    seen = view.text if view.origin is None else None
    covered = "".join(blank)
    if seen is None:
        assert view.origin is not None
        folded = "".join("," if covered[o] == "\ue000" else c for c, o in zip(view.text, view.origin, strict=True))
    else:
        folded = "".join("," if b == "\ue000" else c for c, b in zip(seen, covered, strict=True))
    first = [*named(folded), *latin_names(folded), *tagged_names(folded)]
    for start, end in (*first, *beside(folded, first)):
        yield _as_found(view, "name", start, end)


def _apart(found: Iterable[Found]) -> list[Found]:
    """Those that do not overlap: of two that do the longer one, of two as long the one whose kind comes first."""
    kept: list[Found] = []
    for f in sorted(found, key=lambda f: (f.start, -f.end, RANK[f.kind])):
        while kept and f.start < kept[-1].end and f.end - f.start > kept[-1].end - kept[-1].start:
            kept.pop()
        if not kept or f.start >= kept[-1].end:
            kept.append(f)
    return kept
