"""Ids of ingested documents: ASCII, readable, the same each time."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable

_ID = re.compile(r"[a-z0-9](?:[a-z0-9-]{0,78}[a-z0-9])?")
_GENERIC = re.compile(
    r"(?:new|untitled|document|doc|file|download|downloaded|attachment|scan|scanned|copy|output|export|page|index|text|word|pdf|html|test|tmp|"
    r"temp|file|content|default|readme|main|[a-f0-9]{12,}|\d+|-)+"
)
_LONGEST = 60
_SYLLABLES = 12
_EMPTY_WORDS = re.compile(r"^关于|印发|的(?=(?:通知|意见|公告|决定|办法|规定)$)|[《》〈〉]")


def is_id(candidate: str) -> bool:
    """Whether ``candidate`` could be an id at all (and so is safe as a folder's name)."""
    return _ID.fullmatch(candidate) is not None


def make_id(stem: str, title: str, digest: str, taken: Callable[[str], bool]) -> str:
    """An id that is not ``taken``: from the file's name if that is telling ASCII, else from the title; with a hash where it is taken.

    ``digest`` is the hexadecimal hash of the file.
    """
    base = _from_stem(stem) or _from_title(title) or "document"
    if base.startswith("note-"):
        base = f"text-{base}"  # note-… are the background notes
    if base != "document" and not taken(base):
        return base
    for length in (6, 10, 16, len(digest)):
        candidate = f"{base[: 78 - length]}-{digest[:length]}"
        if not taken(candidate):
            return candidate
    raise ValueError("every id for this file is taken")


def _from_stem(stem: str) -> str:
    if not stem.isascii():
        return ""
    words = _slug(stem)
    return "" if sum(c.isalpha() for c in words) < 3 or _GENERIC.fullmatch(words) else words


def _from_title(title: str) -> str:
    if not any("\u4e00" <= c <= "\u9fff" for c in title):
        return _slug(title.encode("ascii", errors="ignore").decode())
    from pypinyin import lazy_pinyin

    words = lazy_pinyin(_EMPTY_WORDS.sub("", title), errors=lambda other: other if other.isascii() else "-")
    return _slug("-".join(words[:_SYLLABLES]))


def _slug(words: str) -> str:
    plain = re.sub(r"[^a-z0-9]+", "-", words.lower()).strip("-")
    return plain[:_LONGEST].strip("-")


_ISSUED_BY = re.compile(r"^[\u4e00-\u9fff]{2,30}?关于(?:印发|发布|公布|转发|下发)")
_WRITTEN_OTHERWISE = re.compile(r"[\s《》〈〉“”\"'()\uff08\uff09·—-]")


def folded_title(title: str) -> str:
    """``title`` without what may be written otherwise: brackets and their width, spaces, dashes, quotation marks, case."""
    return _WRITTEN_OTHERWISE.sub("", unicodedata.normalize("NFKC", title)).lower()


def transmitted(title: str) -> str:
    """The title of what a notice transmits (某某关于印发《X》的通知 is X), else ``title``."""
    cut = _ISSUED_BY.match(title)
    return re.sub(r"的通知$", "", title[cut.end() :]) if cut else title


def same_title(one: str, other: str) -> bool:
    """Whether two titles name one document, a notice and what it transmits being one."""
    a, b = ({folded_title(t), folded_title(transmitted(t))} for t in (one, other))
    return bool((a & b) - {""})
