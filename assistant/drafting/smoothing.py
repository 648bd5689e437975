"""Statements of a letter reworded by a model; each is kept as it was unless the new one passes every gate on what it cites."""

from __future__ import annotations

import logging
import re
from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING

from assistant.drafting.checking import stands
from assistant.drafting.lines import Line
from assistant.errors import ModelError
from assistant.understanding.normalise import language_of
from prompts import load_prompt

if TYPE_CHECKING:
    from assistant.messages import Language
    from corpus import Corpus

_log = logging.getLogger(__name__)
_LANGUAGE = {"zh": "Chinese (simplified)", "en": "English; leave what stands in Chinese as it is"}
_NUMBERED = re.compile(r"^\s*[\[［【](\d{1,3})[\]］】]\s*(\S.*?)\s*$", re.M)
_LONGER = 1.5
"""A sentence that grows beyond this has had something added."""
_MOST = 20


def smooth_lines(lines: list[Line], corpus: Corpus, complete: Callable[[str], str], language: Language) -> tuple[list[Line], int]:
    """``lines`` with statements as a model words them, and how many these are. ``complete`` gives the model's reply to a prompt and may
    raise :class:`ModelError`: then the letter stays as it is."""
    chosen = [i for i, line in enumerate(lines) if line.kind == "statement" and line.claim.quotes][:_MOST]
    if not chosen:
        return lines, 0
    numbered = "\n".join(f"[{n}] {lines[i].claim.text}" for n, i in enumerate(chosen, start=1))
    try:
        reply = complete(load_prompt("draft").render({"sentences": numbered, "language": _LANGUAGE[language]}))
    except ModelError as error:
        _log.warning("a letter was not smoothed: %s", error)
        return lines, 0
    written = {int(number): words for number, words in _NUMBERED.findall(reply)}
    smoothed, count = list(lines), 0
    for number, i in enumerate(chosen, start=1):
        better = _reworded(lines[i], written.get(number, ""), corpus, language)
        if better is not None:
            smoothed[i] = better
            count += 1
    return smoothed, count


def _reworded(line: Line, words: str, corpus: Corpus, language: Language) -> Line | None:
    """The line with ``words`` in place of its own, where they say something else and pass every gate. Words that the line gives as the
    document's own must still stand in it, character by character."""
    if not words or words == line.claim.text or len(words) > _LONGER * len(line.claim.text) or language_of(words) != language:
        return None
    claim = replace(line.claim, text=words, written=True)
    return replace(line, claim=claim) if stands(claim, corpus) else None
