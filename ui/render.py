"""Hostile text to safe text. Pure functions: what goes in is words, what comes out shows exactly those words and does nothing else.

Three kinds of text reach the page: what users type, what a model or the answerer writes, and what documents say. None is trusted.
"""

from __future__ import annotations

import html
import re
import string
from collections import deque
from collections.abc import Collection, Mapping, Sequence
from itertools import groupby
from typing import Literal

_Anchors = Mapping[str, deque[str]]

BlockKind = Literal["paragraph", "heading", "quotation", "item", "numbered", "row", "rule"]
SHOWN = 2000
"""How much of a question is shown in the conversation."""

# Brackets and commas mean nothing to Markdown by themselves and are left alone: screen readers are given this text as it is.
_PUNCTUATION = re.compile(f"([{re.escape(''.join(set(string.punctuation) - set('(),;?%')))}])")
# Controls but tab and newline, line and paragraph separators, and what turns the direction of a line round.
_UNSEEN = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff\ufff9-\ufffb\ud800-\udfff]")
# The page's HTML component reads templates, so their signs are spelled out too.
_TEMPLATE = str.maketrans({"{": "&#123;", "}": "&#125;", "$": "&#36;", "`": "&#96;"})
_STRUCTURE = re.compile(r"( {0,6}(?:[-*+]|\d{1,3}[.)])[ ]+|#{1,6}[ ]+|>[ ]?)")
_BOLD = re.compile(r"(?<![\\*])(\*\*(?:[^*\\\n]|\\.)+\*\*)(?!\*)")
MARK = re.compile(r"(?<!\\)(\[[^\[\]\n]{1,80}\])")
"""A citation as an answer writes it, its label in brackets."""
_ESCAPED = re.compile(rf"\\([{re.escape(string.punctuation)}])|&(lt|gt|amp|quot);")
_RULE = re.compile(r"\|[ :|-]+\|?\s*")


def clean(text: str) -> str:
    """``text`` without control characters and without marks that reorder a line; line ends become ``\\n``."""
    return _UNSEEN.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))


def escape(text: str) -> str:
    """``text`` as HTML that shows it and nothing else, inside elements and quoted attributes alike."""
    return html.escape(text, quote=True).translate(_TEMPLATE)


def plain_markdown(text: str) -> str:
    """``text`` as Markdown that shows it letter by letter: no emphasis, link, image, list or tag comes out of it."""
    lines = clean(text).split("\n")
    return "\n".join(_spaces(line) + _literal(line.lstrip(" \t")) for line in lines)


def question_markdown(text: str, cut: str) -> str:
    """A user's question for the conversation; a very long one is cut, and ``cut`` says so after it."""
    return plain_markdown(text if len(text) <= SHOWN else text[:SHOWN] + cut)


def answer_markdown(text: str, anchors: Mapping[str, str | tuple[str, ...]]) -> str:
    r"""An answer's Markdown, reduced to paragraphs, lists, headings, quotations, tables, bold and the marks of citations.

    Backslash escapes and entities are read, so that ``\*`` and ``&lt;`` show as ``*`` and ``<``. ``anchors`` leads from a mark's
    label (``措施(六)``) to the id of its source, or to one id for each time that it stands in the text; a mark with no source
    stays plain text. Links, images, code and HTML of any kind
    come out as the characters they are written with.
    """
    left = {label: deque((ids,) if isinstance(ids, str) else ids) for label, ids in anchors.items() if ids}
    return "\n".join(_line(line, left) for line in clean(text).split("\n"))


def passage(
    text: str, start: int, quotes: Sequence[tuple[int, int]], lost: Collection[int], inferred: Collection[int], hints: Mapping[str, str]
) -> str:
    """A provision's text as HTML: quoted words in ``<mark>`` with the numbers of the ``quotes`` that hold them (from 1, in their order),
    lost and inferred characters in spans with a hint.

    ``start`` is the offset of ``text`` in its document; ``quotes``, ``lost`` and ``inferred`` are offsets in the document.
    ``hints`` holds the sentences for *lost* and *inferred*. The text content of what is returned equals ``text``.
    """

    def quoted(at: int) -> str:
        return " ".join(str(n) for n, (a, b) in enumerate(quotes, start=1) if a <= at < b)

    def state(at: int) -> str:
        return "lost" if at in lost else "inferred" if at in inferred else ""

    out = []
    for numbers, offsets in groupby(range(start, start + len(text)), key=quoted):
        runs = ((kind, "".join(text[i - start] for i in run)) for kind, run in groupby(offsets, key=state))
        inner = "".join(_span(kind, words, hints) for kind, words in runs)
        out.append(f'<mark data-q="{numbers}" tabindex="-1">{inner}</mark>' if numbers else inner)
    return "".join(out)


def _span(kind: str, words: str, hints: Mapping[str, str]) -> str:
    if not kind:
        return escape(words)
    return f'<span class="{kind}" title="{escape(hints[kind])}">{escape(words)}</span>'


def _literal(text: str) -> str:
    return _PUNCTUATION.sub(r"\\\1", text)


def _spaces(line: str) -> str:
    # Four leading spaces would make a block of code.
    return "\u00a0" * (len(line) - len(line.lstrip(" \t")))


def _line(line: str, anchors: _Anchors) -> str:
    if line.lstrip().startswith("|"):
        return _table_row(line.strip(), anchors)
    structure = _STRUCTURE.match(line)
    head = structure.group() if structure else _spaces(line)
    body = line[structure.end() :] if structure else line.lstrip(" \t")
    return head + _inline(body, anchors)


def _table_row(line: str, anchors: _Anchors) -> str:
    if _RULE.fullmatch(line):
        return line
    return "|".join(_inline(cell, anchors) for cell in line.split("|"))


def _inline(text: str, anchors: _Anchors) -> str:
    # Markdown's own ** does not close between a bracket and a Chinese character, so the element is written out.
    pieces = _BOLD.split(text)
    return "".join(f"<strong>{_marks(p[2:-2], anchors)}</strong>" if i % 2 else _marks(p, anchors) for i, p in enumerate(pieces))


def _marks(text: str, anchors: _Anchors) -> str:
    def one(piece: str) -> str:
        ids = anchors.get(piece[1:-1])
        if not ids:
            return _literal(_unescaped(piece))
        return f"[{_literal(piece)}](#{ids.popleft() if len(ids) > 1 else ids[0]})"

    return "".join(one(p) if i % 2 else _literal(_unescaped(p)) for i, p in enumerate(MARK.split(text)))


def _unescaped(text: str) -> str:
    return _ESCAPED.sub(lambda m: m[1] or html.unescape(m[0]), text)


def spans(line: str) -> list[tuple[str, bool]]:
    """A line of an answer's Markdown as runs of words with whether they are bold; escapes resolved, marks left as written."""
    runs = ((_unescaped(p[2:-2] if i % 2 else p), bool(i % 2)) for i, p in enumerate(_BOLD.split(clean(line))))
    return [run for run in runs if run[0]]


def block_of(line: str) -> tuple[BlockKind, str]:
    """What a line of an answer's Markdown is, and what stands in it without the sign that says so.

    The rule below the heads of a table is *rule*; a line of several cells is *row* and keeps its bars.
    """
    line = clean(line)
    if line.lstrip().startswith("|"):
        return ("rule" if _RULE.fullmatch(line.strip()) else "row"), line.strip()
    if (structure := _STRUCTURE.match(line)) is None:
        return "paragraph", line.strip()
    sign, body = structure.group().strip(), line[structure.end() :]
    kind: BlockKind = "heading" if sign[0] == "#" else "quotation" if sign == ">" else "item" if sign in "-*+" else "numbered"
    return kind, f"{sign} {body}" if kind == "numbered" else body


def plain(markdown: str) -> str:
    """The words of an answer's Markdown as they are read: bold and escapes resolved, lists and marks left as written."""
    return "".join(_unescaped(p[2:-2] if i % 2 else p) for i, p in enumerate(_BOLD.split(clean(markdown))))
