"""Whether an answer says yes, no, or that the text leaves it open."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path
from typing import Literal

import yaml

from evals.facts import plain

Verdict = Literal["yes", "no", "open"]
_ORDER: tuple[Verdict, ...] = ("open", "no", "yes")
_FIRST = re.compile(r"(?:《[^》\n]{1,200}》|[^。!?\n])*[。!?]?")
_YES = re.compile(r"(?:是的?|对的?|可以|yes)[,，。:：]")
"""A yes that stands first decides, whatever is told behind it (是的,……已废止)."""


def read_verdict(answer: str) -> Verdict | None:
    """The verdict of the first sentence, or None when it gives none."""
    first = _FIRST.match(answer.strip())
    sentence = plain(first.group()) if first else ""
    if _YES.match(sentence):
        return "yes"
    return next((verdict for verdict in _ORDER if any(re.search(p, sentence) for p in _patterns()[verdict])), None)


@cache
def _patterns() -> dict[Verdict, list[str]]:
    loaded: dict[Verdict, list[str]] = yaml.safe_load((Path(__file__).parent / "verdicts.yaml").read_text(encoding="utf-8"))
    return loaded
