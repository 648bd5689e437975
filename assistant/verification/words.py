"""The word lists beside this module, read once: YAML to compiled patterns."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache
from pathlib import Path
from typing import Any

from corpus.records import read_yaml

_LATIN = re.compile(r"[A-Za-z]")
_LEAD = re.compile(r"^(?:\(\?<[!=][^)]*\)|\(\?:|\(|\[)+")


@cache
def data(name: str) -> Any:
    """What ``name.yaml`` holds. Raises :class:`corpus.records.CorpusError` when it is missing or broken."""
    return read_yaml(Path(__file__).with_name(f"{name}.yaml"))


@cache
def pattern(name: str, *keys: str) -> re.Pattern[str]:
    """The list of regular expressions at ``keys`` of ``name.yaml`` as one, an expression in Latin letters as a whole word."""
    found = data(name)
    for key in keys:
        found = found[key]
    return any_of(found)


def any_of(expressions: Iterable[str]) -> re.Pattern[str]:
    """One pattern for any of ``expressions``, case apart; nothing matches where there are none."""
    whole = (rf"(?<![A-Za-z])(?:{e})(?![A-Za-z])" if _LATIN.match(_LEAD.sub("", e)) else e for e in expressions)
    return re.compile("|".join(f"(?:{e})" for e in whole) or r"(?!)", re.IGNORECASE)
