"""Names of documents, programmes, awards, places and addresses in a written sentence: each stands in what is cited."""

from __future__ import annotations

import re
from functools import cache, lru_cache
from pathlib import Path

from assistant.verification.content import borne, units
from assistant.verification.evidence import Evidence
from assistant.verification.normal import normal
from assistant.verification.verbatim import LEAST
from assistant.verification.words import any_of, data
from corpus.glossary import load_instruments
from corpus.records import read_yaml

_TITLE = re.compile(r"《([^《》]{1,120})》")
_QUOTED = re.compile(r"“([^“”]{2,60})”")
_HAN = re.compile(r"[\u3400-\u9fff]")
_RUN = re.compile(r"[\u3400-\u9fff]{1,16}$")
_TOKEN = re.compile(r"[A-Za-z][A-Za-z’'-]*")
_SENTENCE_START = re.compile(r"(?:^|[.!?。:;\n|]\s*)$")


def foreign(text: str, source: Evidence) -> str | None:
    """The first name of ``text`` (normal) that nothing cited holds."""
    return (
        _address(text, source)
        or _marked(text, source)
        or _on_record(text, source)
        or _compound(text, source)
        or _place(text, source)
        or _capitalised(text, source)
    )


def _address(text: str, source: Evidence) -> str | None:
    return next((m[0] for m in _addresses().finditer(text) if m[0] not in source.all), None)


def _marked(text: str, source: Evidence) -> str | None:
    """Between title marks, or a short name between quotation marks (longer ones are quotations, see *verbatim*)."""
    for m in _TITLE.finditer(text):
        if not _held(m[1], source):
            return m[0]
    for m in _QUOTED.finditer(text):
        if len(m[1]) < LEAST and _HAN.search(m[1]) and m[1] not in source.all.replace("“", "").replace("”", ""):
            return m[0]
    return None


def _on_record(text: str, source: Evidence) -> str | None:
    """A programme, award, institution, treaty or event on record (instruments.yaml) of which nothing cited has any name."""
    table, i = _recorded(), 0
    while i < len(text):
        name = next((n for n in table.get(text[i : i + 2], ()) if text.startswith(n, i)), None)
        if name is not None and not _held(name, source) and not any(_shortened(name, c.segment.text) for c in source.cited):
            return name
        i += len(name) if name else 1
    return None


def _held(name: str, source: Evidence) -> bool:
    """Whether what is cited holds ``name``, or another name of the same thing."""
    return name in source.all or any(other in source.all for other in _aliases().get(name, ()))


def _compound(text: str, source: Evidence) -> str | None:
    """A name by its ending (……计划, ……奖), read from behind the last word before which a name can begin. Shortened names pass: all their
    characters stand in one clause cited, in order."""
    for m in _ending().finditer(text):
        run = _RUN.search(text, max(0, m.start() - 16), m.start())
        start = run.start() if run else m.start()
        for cut in _before().finditer(text, start, m.start()):
            start = cut.end()
        name = text[start : m.end()]
        stem = text[start : m.start()]
        if not stem or stem in _generic() or _held(name, source) or any(_shortened(name, c.segment.text) for c in source.cited):
            continue
        if any(_shortened(name, head) for head in source.heads) or _everyday(text, start, m.end(), source):
            continue
        return name
    return None


def _shortened(name: str, clause: str) -> bool:
    at = -1
    for c in name:
        at = clause.find(c, at + 1)
        if at < 0:
            return False
    return True


def _everyday(text: str, start: int, end: int, source: Evidence) -> bool:
    """Whether every pair of characters of the name, or an official word for it, is held."""
    inside = [u for u in units(text) if start <= u.start < end - 1]
    return bool(inside) and all(borne(u, source.all) for u in inside)


def _place(text: str, source: Evidence) -> str | None:
    return next((m[0] for m in _places().finditer(text) if m[0] not in source.all), None)


def _capitalised(text: str, source: Evidence) -> str | None:
    """An English word with a capital inside a sentence that is no word of what is cited, nor how a Chinese name there is spelt."""
    if not re.search(r"[A-Z][a-z]|[A-Z]{2}", text):
        return None
    by_place = {u.start: u for u in units(text)}
    for m in _TOKEN.finditer(text):
        word = m[0]
        if not word[0].isupper() or word.lower().replace("’", "'").removesuffix("'s") in _known() or word in source.all:
            continue
        if _SENTENCE_START.search(text[: m.start()]) and not re.match(r"\s+[A-Z]", text[m.end() :]):
            continue
        unit = by_place.get(m.start()) or next(
            (u for u in units(text) if u.start < m.start() < u.start + 60 and u.known and _covers(text, u.start, m.start())), None
        )
        if unit is not None and borne(unit, source.all, source.glosses):
            continue
        if word.lower() in _spelt(source.all) or any(part in source.glosses for part in word.lower().split("-")):
            continue
        return word
    return None


def _covers(text: str, start: int, at: int) -> bool:
    """Whether nothing but words stands between the beginning of a phrase and ``at``."""
    return re.fullmatch(r"[A-Za-z’' -]+", text[start:at]) is not None


@lru_cache(maxsize=256)
def _spelt(text: str) -> str:
    """``text`` in pinyin, in one piece: how its names are spelt in English."""
    from pypinyin import lazy_pinyin

    return "".join(lazy_pinyin(text))


@cache
def _aliases() -> dict[str, frozenset[str]]:
    found: dict[str, frozenset[str]] = {}
    for i in load_instruments():
        names = frozenset(normal(n) for n in (i.name, *i.aliases))
        found.update(dict.fromkeys(names, names))
    return found


@cache
def _recorded() -> dict[str, list[str]]:
    """Chinese names and aliases by their first two characters, the longest first."""
    found: dict[str, list[str]] = {}
    names = {normal(n) for i in load_instruments() if i.kind != "concept" for n in (i.name, *i.aliases) if not n.isascii()}
    for name in sorted(names, key=lambda n: (-len(n), n)):
        if len(name) >= LEAST:
            found.setdefault(name[:2], []).append(name)
    return found


@cache
def _addresses() -> re.Pattern[str]:
    return re.compile(data("names")["address"], re.I)


@cache
def _ending() -> re.Pattern[str]:
    return re.compile(data("names")["programme"])


@cache
def _before() -> re.Pattern[str]:
    return re.compile(data("names")["before_programme"])


@cache
def _generic() -> frozenset[str]:
    return frozenset(data("names")["generic"])


@cache
def _known() -> frozenset[str]:
    return frozenset(str(w).lower() for w in data("names")["known_en"])


@cache
def _places() -> re.Pattern[str]:
    raw = read_yaml(Path(__file__).parent.parent / "understanding" / "places.yaml")
    return any_of([*raw["zh"], *raw["home"], *raw["en"]])
