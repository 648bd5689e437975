"""No question of the gold stands in the tests: whoever mends what a test shows would fit the assistant to what judges it."""

from __future__ import annotations

import ast
import json
from collections import Counter, defaultdict
from collections.abc import Iterator
from difflib import SequenceMatcher
from pathlib import Path

import pytest
import yaml

from corpus import load_corpus
from evals.facts import plain
from evals.suites import load_suites

TESTS = Path(__file__).parent.parent
SHORTEST = 8
"""Characters: what is shorter (第五条说了什么) is asked by everybody."""
ALIKE = 0.9


def written(folder: Path) -> Iterator[tuple[str, str]]:
    """(place, string) for every string of every test and of the data beside them."""
    for path in sorted(folder.rglob("*")):
        place = path.relative_to(folder).as_posix()
        if path.suffix == ".py":
            for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
                if isinstance(node, ast.Constant) and isinstance(node.value, str):
                    yield f"{place}:{node.lineno}", node.value
        elif path.suffix in (".yaml", ".json"):
            yield from ((place, value) for value in values(yaml.safe_load(path.read_text(encoding="utf-8"))))
        elif path.suffix == ".jsonl":
            lines = enumerate(path.read_text(encoding="utf-8").splitlines(), 1)
            yield from ((f"{place}:{n}", value) for n, line in lines if line for value in values(json.loads(line)))


def values(data: object) -> Iterator[str]:
    if isinstance(data, str):
        yield data
    elif isinstance(data, dict):
        for value in data.values():
            yield from values(value)
    elif isinstance(data, list):
        for value in data:
            yield from values(value)


def alike(questions: list[tuple[str, str]], strings: list[tuple[str, str]]) -> list[str]:
    """Each (id, question) that stands among the (place, string), word for word or nearly so."""
    pairs: dict[str, set[int]] = defaultdict(set)
    bare = [plain(text).rstrip("?。!") for _, text in strings]
    for number, text in enumerate(bare):
        if SHORTEST <= len(text) <= 400:
            for i in range(len(text) - 1):
                pairs[text[i : i + 2]].add(number)
    found = []
    for name, question in questions:
        asked = plain(question).rstrip("?。!")
        if len(asked) < SHORTEST:
            continue
        shared = Counter(number for i in range(len(asked) - 1) for number in pairs.get(asked[i : i + 2], ()))
        for number, count in shared.items():
            near = count >= 0.7 * (len(asked) - 1) and abs(len(bare[number]) - len(asked)) <= 0.25 * len(asked)
            if near and SequenceMatcher(None, asked, bare[number], autojunk=False).ratio() >= ALIKE:
                found.append(f"{name} {question!r} stands in {strings[number][0]}")
                break
    return found


def test_no_question_of_the_gold_stands_in_the_tests() -> None:
    strings = list(written(TESTS))
    gold = load_suites(load_corpus())
    wordings = [(q.id, q.question) for q in gold if q.suite not in ("adversarial", "carried")]
    assert len(wordings) > 1200
    found = alike(wordings, strings)
    # What is built by rule has the frames of its rules: there only the same question is one.
    told = {plain(text).rstrip("?。!") for _, text in strings}
    found += [f"{q.id} {q.question!r}" for q in gold if q.suite == "adversarial" and plain(q.question).rstrip("?。!") in told]
    assert not found, "\n" + "\n".join(found)


@pytest.mark.parametrize("said", ["专利质押能不能在银行贷款？", "专利质押能不能到银行贷款", "专利 质押能不能在银行贷款"])
def test_what_stands_there_nearly_is_found(said: str) -> None:
    assert alike([("q", "专利质押能不能在银行贷款")], [("here", "别的句子也在这里"), ("there", said)]) == [
        "q '专利质押能不能在银行贷款' stands in there"
    ]
    assert not alike([("q", "专利质押能不能在银行贷款")], [("there", "版权质押有什么条件，由谁办理")])
