"""The gold is proved against the document, and each proof can fail."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

import evals.gold_schema
from corpus import Corpus
from evals.__main__ import app
from evals.gold_check import FLOORS, alike, check_gold
from evals.gold_schema import GoldQuestion
from evals.suites import load_suites
from tests.evals.samples import ALLIANCE, AWARDS, gold, record


def problems(*questions: GoldQuestion, corpus: Corpus) -> list[str]:
    """What is wrong with the questions themselves; that three are too few for a category or a measure goes without saying."""
    return [p for p in check_gold(questions, corpus) if "are needed" not in p]


def test_the_gold_that_is_shipped_is_sound(corpus: Corpus) -> None:
    questions = load_suites(corpus)
    assert check_gold(questions, corpus) == []
    assert sum(q.author != "rule" for q in questions) >= 300


def test_a_sound_record_has_no_problem(corpus: Corpus) -> None:
    assert problems(gold(), corpus=corpus) == []


@pytest.mark.parametrize(
    ("changes", "named"),
    [
        ({"evidence": [{"provision": "8", "quote": ALLIANCE.replace("较好", "良好")}]}, "word for word"),
        ({"evidence": [{"provision": "8", "quote": AWARDS}]}, "word for word"),
        ({"evidence": [{"provision": "22", "quote": ALLIANCE}]}, "there is no js-ip-2023 22"),
        ({"evidence": [{"document": "js-ip-2024", "provision": "8", "quote": ALLIANCE}]}, "there is no js-ip-2024 8"),
        ({"evidence": []}, "without evidence"),
        ({"facts": [{"text": ["给予奖励"]}]}, "stands in no quote"),
        ({"facts": [{"text": ["50万元"]}]}, "stands in no quote"),
        ({"facts": [{"text": ["省医保局"], "proof": "department"}]}, "is no department of 8"),
        ({"facts": [{"text": ["促进创新产品推广应用"], "proof": "heading"}]}, "is no heading of 8"),
        ({"facts": [{"text": ["措施(九)"], "proof": "label"}]}, "is no label of 8"),
        ({"facts": [{"text": ["2条"], "proof": "cited"}]}, "is no cited of 8"),
        ({"facts": [{"text": ["6家"], "proof": "departments"}]}, "is no departments of 8"),
        ({"facts": [{"text": ["3条"], "proof": "quotes"}]}, "is no quotes of 8"),
        ({"facts": [{"text": ["22条"], "proof": "measures"}]}, "is no measures of 8"),
        ({"facts": [{"text": ["七个部分"], "proof": "parts"}]}, "is no parts of 8"),
        ({"facts": [{"text": ["5条"], "proof": "children"}]}, "is no children of 8"),
        ({"facts": [{"text": ["联盟"], "proof": "question"}]}, "declines something"),
        ({"facts": [{"text": ["电话"], "proof": "question"}], "status": ["partial"]}, "nowhere in the question"),
        ({"must_cite": ["8", "9"], "must_not_cite": []}, "9 must be cited, but no evidence"),
        ({"must_cite": ["8"], "must_not_cite": ["8"]}, "8 must and must not be cited"),
        ({"may_cite": ["part-7"]}, "no provision part-7"),
        ({"status": ["declined"]}, "only an answerable question"),
        ({"reason": ["not_stated"]}, "declining is not acceptable"),
        ({"answerable": False}, "only an answerable question"),
        ({"forbidden": ["资金支持"]}, "matches the evidence"),
        ({"forbidden": ["50 万元"]}, "has a space"),
        ({"id": "number-001"}, "does not begin with lookup-"),
        ({"reviewed": False}, "not reviewed"),
    ],
)
def test_a_spoilt_record_is_found_out(changes: dict[str, Any], named: str, corpus: Corpus) -> None:
    found = problems(gold(**changes), corpus=corpus)
    assert any(named in problem for problem in found), found


@pytest.mark.parametrize(
    "fact",
    [
        {"text": ["壮大知识产权密集型产业"], "proof": "heading"},
        {"text": ["措施八", "措施（八）"], "proof": "label"},
        {"text": ["省版权局"], "proof": "department"},
        {"text": ["五家"], "proof": "departments"},
        {"text": ["1条"], "proof": "cited"},
        {"text": ["21条"], "proof": "measures"},
        {"text": ["6个部分"], "proof": "parts"},
        {"text": ["给予资金"], "vital": True},
        {"text": ["给予奖金"], "vital": False},
    ],
)
def test_a_fact_may_be_proved_in_other_ways(fact: dict[str, Any], corpus: Corpus) -> None:
    assert problems(gold(facts=[fact]), corpus=corpus) == []


def test_ids_come_once(corpus: Corpus) -> None:
    other = gold(question="专利池有什么用", facts=[])
    assert problems(gold(), other, corpus=corpus) == ["lookup-001: 2 questions have this id"]


def test_nearly_the_same_question_is_found_in_its_category_and_conversation(corpus: Corpus) -> None:
    again = gold(id="lookup-002", question="省级产业知识产权联盟 有钱拿吗?")
    assert problems(gold(), again, corpus=corpus) == ["lookup-002: nearly the same question as lookup-001"]
    elsewhere = gold(id="forms-001", category="forms", question="省级产业知识产权联盟有钱拿吗?")
    later = gold(id="lookup-003", history=[{"role": "user", "content": "专利池呢"}])
    assert problems(gold(), elsewhere, later, corpus=corpus) == []
    assert alike("谁负责第六条", "专利质押有什么支持") < 0.5


def test_categories_and_measures_have_their_floor(corpus: Corpus) -> None:
    floor = FLOORS["core"]
    found = check_gold([gold(id=f"lookup-{n:03d}", question=chr(0x4E00 + n) * 5) for n in range(floor - 1)], corpus)
    assert f"core/lookup: {floor - 1} questions, at least {floor} are needed" in found
    assert "core/number: 0 questions, at least 14 are needed" in found
    assert "措施(七): asked about 0 times, at least 6 are needed" in found
    assert not any(problem.startswith("措施(八)") for problem in found)


def test_a_long_list_is_no_question_about_each_of_its_rows(corpus: Corpus) -> None:
    found = check_gold([gold(id=f"lookup-{n:03d}", question=chr(0x4E00 + n) * 5, must_cite=list("12345")) for n in range(6)], corpus)
    assert "措施(三): asked about 0 times, at least 6 are needed" in found


def test_the_command_lists_the_problems_and_exits_with_1(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    sound = CliRunner().invoke(app, ["gold", "check"])
    assert sound.exit_code == 0 and "0 problems" in sound.output
    spoilt = gold(evidence=[{"provision": "8", "quote": "对联盟给予50万元。"}])
    (tmp_path / "lookup.jsonl").write_text(spoilt.model_dump_json() + "\n", encoding="utf-8")
    monkeypatch.setattr(evals.gold_schema.load_gold, "__defaults__", (tmp_path, "core"))
    (tmp_path / "independent").mkdir()
    (tmp_path / "independent" / "lookup.jsonl").write_text("", encoding="utf-8")
    result = CliRunner().invoke(app, ["gold", "check"])
    assert result.exit_code == 1 and "lookup-001: evidence: 8 does not hold" in result.output
    (tmp_path / "lookup.jsonl").write_text(str(record()), encoding="utf-8")
    assert CliRunner().invoke(app, ["gold", "check"]).exit_code == 1
