"""Characters that are typed for one another: because they sound the same, or because they look alike."""

from __future__ import annotations

import json
import re
import unicodedata
from functools import cache
from importlib.util import find_spec
from pathlib import Path

from corpus.records import read_yaml


def likeness(typed: str, meant: str, size: int) -> float | None:
    """The cost of reading ``typed`` as ``meant`` in a word of ``size`` characters; None when they neither sound nor look alike.

    In a word of two characters they must sound the same.
    """
    own, other = sound(typed), sound(meant)
    if own == other:
        return 1.0 if size > 2 else 1.1
    if size < 3:
        return None
    if typed in _lookalikes().get(meant, ""):
        return 1.1
    return 1.25 if _blurred(own) == _blurred(other) else None


@cache
def _blurred(reading: str) -> str:
    """A reading without the distinctions that many speakers do not make: zh/z, ang/an, n/l."""
    reading = re.sub(r"^([zcs])h", r"\1", reading)
    reading = re.sub(r"^n(?=[aeiouv])", "l", reading)
    return re.sub(r"([aei]n)g$", r"\1", reading)


@cache
def sound(char: str) -> str:
    """The commonest reading of ``char`` without its tone."""
    return _toneless(_pinyin().get(ord(char), char).partition(",")[0])


def _toneless(reading: str) -> str:
    bare = unicodedata.normalize("NFD", reading.replace("ü", "v"))
    return "".join(c for c in bare if not unicodedata.combining(c))


@cache
def _pinyin() -> dict[int, str]:
    """Readings of every character, from pypinyin's own table; its phrases, which take most of the time of its import, are not needed."""
    spec = find_spec("pypinyin")
    assert spec is not None and spec.submodule_search_locations, "pypinyin is a dependency"
    table = Path(next(iter(spec.submodule_search_locations))) / "pinyin_dict.json"
    return {int(code): readings for code, readings in json.loads(table.read_text(encoding="utf-8")).items()}


@cache
def _lookalikes() -> dict[str, str]:
    groups: dict[str, str] = {}
    for group in read_yaml(Path(__file__).with_name("spelling.yaml"))["lookalikes"]:
        for char in group:
            groups[char] = groups.get(char, "") + group
    return groups
