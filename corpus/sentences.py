"""Sentences of Chinese official prose, and the clause that names who is in charge."""

from __future__ import annotations

import re

from corpus.model import Sentence

_END = re.compile(r"[。!?！？;；]+[”’」』)）\"']*")
_LINE_END = re.compile(r"\n")
_TABLE_ROWS = re.compile(r"\n[ \t]*\|")
_RESPONSIBLE = re.compile(
    r"[(（](?P<names>[^()（）]*?(?:[(（][^()（）]*[)）][^()（）]*?)*?)(?:等)?(?:按照?(?:各自)?职责(?:分工)?(?:分别)?负责|分工负责|牵头负责|共同负责|负责)[)）]\s*$"
)
_LABELLED = re.compile(r"[(（]?(?:责任|牵头|主管|配合|实施|主办|参加)(?:单位|部门)[:：](?P<names>[^。()（）]*)[)）]?。?\s*$")
_BRACKETED = re.compile(r"[【\[][^【】\[\]\n]{2,30}[】\]]")
_TAIL = re.compile(r"(?:等)?(?:部门|单位)?$")
_SEPARATOR = re.compile(r"[、,，;；]|和(?=[省市国县区])|(?:牵头|配合|分别)")
HEADING_LIMIT = 40
"""A first sentence up to this many characters, followed by more text, is a unit's heading."""


def split_sentences(text: str, start: int, end: int) -> list[tuple[int, int]]:
    """Slices of the sentences in ``text[start:end]``; a line end closes a sentence, and white space around is left out.

    Semicolons close a sentence too: in official prose they part items that are cited one by one.
    """
    slices, at = [], start
    stops = [m.end() for m in _END.finditer(text, start, end)]
    # The rows of a table stay together: a row says nothing without its head.
    stops += [
        m.start()
        for m in _LINE_END.finditer(text, start, end)
        if not (_TABLE_ROWS.match(text, m.start()) and _row_ends(text, m.start(), start))
    ]
    stops = [s for s in stops if not _in_table(text, s, start, end)]
    for stop in sorted({*stops, end}):
        piece = _trim(text, at, min(stop, end))
        if piece is not None:
            slices.append(piece)
        at = max(at, stop)
    return slices


def _row_ends(text: str, newline: int, start: int) -> bool:
    line = max(text.rfind("\n", start, newline) + 1, start)
    return text[line:newline].lstrip().startswith("|")


def _in_table(text: str, stop: int, start: int, end: int) -> bool:
    """Whether ``stop`` lies inside a row of a table, not at its end."""
    line = max(text.rfind("\n", start, stop) + 1, start)
    return text[line:stop].lstrip().startswith("|") and text[stop : stop + 1] not in ("\n", "\r", "") and stop < end


def _trim(text: str, start: int, end: int) -> tuple[int, int] | None:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return (start, end) if start < end else None


def read_responsibility(text: str, start: int, end: int) -> tuple[int, tuple[str, ...]] | None:
    """Where the clause naming the bodies in charge begins in ``text[start:end]``, and the names in their order; None without one.

    Reads ``(省财政厅、省商务厅等按职责分工负责)``, ``(责任单位:…)`` and ``牵头单位:…``, at the end of the unit.
    """
    piece = text[start:end]
    match = _RESPONSIBLE.search(piece) or _LABELLED.search(piece)
    if match is None:
        return None
    names = []
    for name in _SEPARATOR.split(match["names"]):
        cleaned = _TAIL.sub("", name.strip())
        if 2 <= len(cleaned) <= 25:
            names.append(cleaned)
    return (start + match.start(), tuple(dict.fromkeys(names))) if names else None


def heading_end(text: str, start: int, end: int, *, alone: bool = False) -> int | None:
    """Where the heading that a unit's words begin with ends (after its stop), or None when the unit has none.

    A heading is a short first sentence with more text behind it on the line, or a short line without a closing stop; with ``alone``
    (other units stand below) also a short sentence that fills its line.
    """
    line_end = text.find("\n", start, end)
    line_end = end if line_end < 0 else line_end
    line = text[start:line_end]
    stop = _END.search(line)
    if stop is None:
        return line_end if 0 < len(line.strip()) <= HEADING_LIMIT and not line.rstrip().endswith((":", "：", ",", "，", "、")) else None
    if (
        stop.end() <= HEADING_LIMIT
        and line[stop.start()] == "。"
        and (alone or line[stop.end() :].strip())
        and not _clause_like(line[: stop.start()])
    ):
        return start + stop.end()
    return None


def bracketed_heading(text: str, start: int, end: int) -> int | None:
    """Where a heading in 【】 or [] that a unit's words begin with ends, or None."""
    match = _BRACKETED.match(text, start, end)
    return match.end() if match else None


def _clause_like(words: str) -> bool:
    """A short first sentence that is already the rule itself (``公民有申请的权利。``) is no heading: it has its own comma or modal."""
    return bool(re.search(r"[,，:：]|应当|不得|必须|可以|有权|为了|依照|根据", words))


def sentence(text: str, start: int, end: int, kind: str = "body") -> Sentence:
    """The sentence ``text[start:end]``."""
    return Sentence(start, end, text[start:end], kind)  # type: ignore[arg-type]
