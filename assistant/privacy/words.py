"""The words around personal data, read from the YAML files beside the code."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from corpus.records import read_yaml


@cache
def cues() -> dict[str, re.Pattern[str]]:
    """Words before or behind a number or an address that say what it is."""
    raw: dict[str, str] = read_yaml(Path(__file__).with_name("cues.yaml"))
    return {name: re.compile(f"(?:{pattern})", re.I) for name, pattern in raw.items()}


@dataclass(frozen=True)
class NameWords:
    """What names of persons are told by: see ``names.yaml``."""

    surnames: frozenset[str]
    rare: frozenset[str]
    compound: tuple[str, ...]
    raw: dict[str, Any]


@cache
def name_words() -> NameWords:
    """The words that names of persons are told by."""
    raw = read_yaml(Path(__file__).with_name("names.yaml"))
    return NameWords(frozenset(raw["surnames"]), frozenset(raw["rare"]), tuple(raw["compound"].split()), raw)


@cache
def place_names() -> frozenset[str]:
    """Places as they are called in speech, of two characters or more: the gazetteer of eligibility and that of understanding."""
    here = Path(__file__).parent.parent
    far, near = read_yaml(here / "eligibility" / "reading" / "places.yaml"), read_yaml(here / "understanding" / "places.yaml")
    told = [*near["zh"], *near["home"], *(place for group, places in far.items() if group.endswith("_zh") for place in places)]
    return frozenset(place for place in told if len(place) > 1)
