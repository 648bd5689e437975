"""Carriers: what they leave of a question, whom they suit, which are held back, what a day draws."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from assistant import Answer, Settings
from evals.carried import carried, held, load_carriers, sample
from evals.carried.building import EACH, HELD, READ
from evals.carried.changes import CHANGES
from evals.carried.whole import ask_whole
from evals.gold_schema import CARRIED, GoldQuestion
from evals.responses import read_responses
from evals.suites import written
from evals.systems import Opened, open_system, read_config
from tests.evals.samples import gold

DAY = dt.date(2026, 12, 1)


def test_there_are_carriers_of_every_kind_and_a_third_is_held_back() -> None:
    carriers = load_carriers()
    assert len(carriers) >= 25 and {c.kind for c in carriers} == set(CARRIED)
    assert len({c.id for c in carriers}) == len(carriers)
    back = [c.id for c in carriers if held(c.id)]
    assert 0.2 < len(back) / len(carriers) < 0.45
    assert all(f"  {name}:" in HELD.read_text(encoding="utf-8") and f"  {name}:" not in READ.read_text(encoding="utf-8") for name in back)


def test_a_frame_leaves_the_question_as_it_is() -> None:
    question = gold()
    for carrier in (c for c in load_carriers() if c.zh):
        put = carrier.put(question)
        assert put is not None and question.question in put and put != question.question


@pytest.mark.parametrize(
    ("change", "question", "becomes"),
    [
        ("unpunctuated", "版权园区，有支持吗？", "版权园区有支持吗"),
        ("spaced", "版权园区，有支持吗？", "版权园区 有支持吗"),
        ("ends_bu", "版权园区能拿钱吗？", "版权园区能拿钱不"),
        ("ends_fa", "版权园区能拿钱吗？", "版权园区能拿钱伐"),
        ("ends_me", "版权园区能拿钱吗", "版权园区能拿钱么？"),
        ("ends_ne", "版权园区是什么？", "版权园区是什么呢？"),
    ],
)
def test_a_change_keeps_the_sense(change: str, question: str, becomes: str) -> None:
    assert CHANGES[change](question) == becomes


def test_no_change_is_made_where_the_form_is_another() -> None:
    assert CHANGES["ends_bu"]("有没有版权园区") is None and CHANGES["ends_ne"]("有版权园区吗") is None
    assert CHANGES["unpunctuated"]("措施(6)，有贷款吗") is None


def test_who_asks_does_not_stand_before_a_question_on_who_can_get_it() -> None:
    about = [c for c in load_carriers() if c.kind in ("identity", "second_place")]
    assert about and all(c.put(gold(category="eligibility", id="eligibility-001")) is None for c in about)
    assert all(c.put(gold(category="injection", id="injection-001")) is None for c in load_carriers())


def test_a_day_draws_the_same_and_another_day_others() -> None:
    questions = written()
    once, again, later = sample(questions, DAY), sample(questions, DAY), sample(questions, DAY + dt.timedelta(1))
    assert [q.id for q in once] == [q.id for q in again] != [q.id for q in later]
    assert set(Counter(q.id.partition("~")[2] for q in once).values()) == {EACH}
    by_id = {q.id: q for q in questions}
    for q in once:
        bare = by_id[q.id.partition("~")[0]]
        assert (q.must_cite, q.facts, q.status, q.verdict) == (bare.must_cite, bare.facts, bare.status, bare.verdict)


def test_what_was_asked_is_not_asked_again(built_home: Path, tmp_path: Path) -> None:
    opened = open_system(read_config("extractive"), Settings(home=built_home))
    asked: list[str] = []

    class Counting:
        def ask(self, question: str, history: Any = (), *, id: str | None = None) -> Answer:
            asked.append(str(id))
            return opened.system.ask(question, history, id=id)

    bare = gold()
    questions: list[GoldQuestion] = [bare, *(q for c in load_carriers()[:4] for q in carried([bare], c))]
    counting = Opened(Counting(), opened.corpus, opened.settings)
    ask_whole(counting, questions[:2], tmp_path, workers=1)
    with (tmp_path / "responses.jsonl").open("a", encoding="utf-8") as file:
        file.write('{"id": "cut o')
    scored = ask_whole(counting, questions, tmp_path, workers=1)
    assert asked == [q.id for q in questions] == [r.id for r in read_responses(tmp_path / "responses.jsonl")]
    assert len(scored.rows) == len(questions)
    changed = Opened(opened.system, opened.corpus, opened.settings.model_copy(update={"max_question": 77}))
    with pytest.raises(ValueError, match="choose another folder"):
        ask_whole(changed, questions, tmp_path)
