"""No question of the gold stands in a test: what a test asks gets mended, and then measures nothing any more."""

from __future__ import annotations

import ast
import json
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from difflib import SequenceMatcher
from pathlib import Path
from typing import Any

import yaml

from corpus import Corpus
from evals.facts import plain
from evals.gold_schema import SUITES
from evals.suites import load_suites

TESTS = Path(__file__).parent.parent
SHORTEST = 8
"""Characters below which a question is anybody's: a reference (第十七条), one word."""
ALIKE = 0.9
SHARED = 0.5
"""Of a question's pairs of characters a text that is so much alike holds at least so many: three in ten can be broken, at most."""
_POINTS = re.compile(r"\W+")


def bare(text: str) -> str:
    """``text`` in one width and case, without spaces, Markdown and punctuation; a lost digit stays."""
    return _POINTS.sub("", plain(text).replace("□", "口"))


def pairs(text: str) -> set[str]:
    return {text[n : n + 2] for n in range(len(text) - 1)}


def written(path: Path) -> Iterator[str]:
    """The texts of a file: string literals of Python, texts of YAML and JSON, lines of anything else; of a long one its lines too."""
    source = path.read_text(encoding="utf-8", errors="replace")
    match path.suffix:
        case ".py":
            found: Iterable[str] = (n.value for n in ast.walk(ast.parse(source)) if isinstance(n, ast.Constant) and isinstance(n.value, str))
        case ".yaml":
            found = texts(yaml.safe_load(source))
        case ".json":
            found = texts(json.loads(source))
        case ".jsonl":
            found = texts([json.loads(line) for line in source.splitlines() if line])
        case _:
            found = [source]
    for text in found:
        yield text
        if "\n" in text:
            yield from text.splitlines()


def texts(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for key, item in value.items():
            yield from (*texts(key), *texts(item))
    elif isinstance(value, list):
        for item in value:
            yield from texts(item)


def alike(asked: dict[str, str], told: dict[str, str]) -> list[tuple[str, str]]:
    """Pairs of a key of ``asked`` and one of ``told`` whose texts are the same, or nearly."""
    holding: dict[str, list[str]] = defaultdict(list)
    for text in told:
        for pair in pairs(text):
            holding[pair].append(text)
    found = []
    for question, name in asked.items():
        own = pairs(question)
        shared = Counter(text for pair in own for text in holding[pair])
        for text, count in shared.items():
            near = count >= SHARED * len(own) and abs(len(text) - len(question)) <= (1 - ALIKE) * (len(text) + len(question))
            if near and SequenceMatcher(None, question, text, autojunk=False).ratio() >= ALIKE:
                found.append((name, told[text]))
    return found


def test_no_question_of_the_gold_stands_in_a_test(corpus: Corpus) -> None:
    # What is carried holds the words of another suite's question, which is looked for itself.
    gold = load_suites(corpus, [suite for suite in SUITES if suite != "carried"])
    asked = {bare(q.question): f"{q.suite} {q.id}" for q in gold if len(bare(q.question)) >= SHORTEST}
    files = [path for path in sorted(TESTS.rglob("*")) if path.suffix in (".py", ".yaml", ".json", ".jsonl", ".txt")]
    told = {bare(text): f"{path.relative_to(TESTS)}: {text.strip()[:60]}" for path in files for text in written(path)}
    assert len(asked) >= 1000 and len(told) >= 5000
    found = alike(asked, {text: where for text, where in told.items() if len(text) >= SHORTEST})
    assert not found, "\n".join(f"{name} stands in {where}" for name, where in sorted(found))


def test_what_is_nearly_the_same_is_found_and_what_is_not_is_left() -> None:
    asked = {bare("县里的茶厂怎么申请地理标志保护？"): "one"}
    for text in ("县里的茶厂怎么申请地理标志保护", "县里的茶厂要怎么申请地理标志保护?", "县里的 **茶厂** 怎么申请地理标志保护呢"):
        assert alike(asked, {bare(text): text}) == [("one", text)]
    for text in ("地理标志保护怎么申请，县里的茶厂想知道", "县里的茶厂怎么申请贷款"):
        assert not alike(asked, {bare(text): text})
