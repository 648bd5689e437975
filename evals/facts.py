"""Whether a text says a fact: any of its spellings, numerals in all their faces."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence

from corpus import read_figures

_MARKUP = re.compile(r"[\s*_`\\>#]+")


def plain(text: str) -> str:
    """``text`` in one width and case, without spaces and Markdown."""
    return _MARKUP.sub("", unicodedata.normalize("NFKC", text)).lower()


def holds(spellings: Sequence[str], texts: Iterable[str]) -> bool:
    """Whether one of ``texts`` says one of ``spellings``.

    A spelling that is one whole figure is looked for among the text's figures (三年 is 3年, and 1条 is not in 21条), any other as a piece
    of text that does not begin inside a number.
    """
    return any(_says(spelling, text) for text in map(plain, texts) for spelling in map(plain, spellings))


def _says(spelling: str, text: str) -> bool:
    key = _whole_figure(spelling)
    if key is not None:
        return key in {figure.key for figure in read_figures(text)}
    return re.search(r"(?<![0-9□])" * spelling[:1].isdigit() + re.escape(spelling), text) is not None


def _whole_figure(spelling: str) -> str | None:
    figures = read_figures(spelling)
    whole = len(figures) == 1 and (figures[0].start, figures[0].end) == (0, len(spelling))
    return figures[0].key if whole else None
