"""The gate: each rule is kept by sound scores, and breaks when it should."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from corpus import Corpus, Document
from evals.comparison import compare
from evals.gates import Check, Gates, apply_gates, read_gates
from evals.metrics import Case
from evals.scores import Row, Scored, score_responses
from tests.evals.samples import ALLIANCE, answered, citation, gold, response

RULES = """
hard: {quote exactness: 1, number faithfulness: 1, off-topic answered: 0}
limits:
  errors: {at_most: 0.01}
  false refusals: {at_most: 0.2}
floors:
  core: {all: 0.8, default: 0.6}
canaries: [lookup-001]
"""
DECLINED: dict[str, Any] = {"status": "declined", "abstained": True, "reason": "not_stated", "answer": "没有写明。", "citations": ()}


@pytest.fixture
def rules(tmp_path: Path) -> Gates:
    path = tmp_path / "gates.yaml"
    path.write_text(RULES, encoding="utf-8")
    return read_gates(path)


def scored(policy: Document, corpus: Corpus, *spoilt: dict[str, Any] | None, n: int = 10) -> Scored:
    """``n`` sound answers, the first of them spoilt in the ways given; None: an error."""
    questions = [gold(id=f"lookup-{i:03}", question=f"第{i}问") for i in range(1, n + 1)]
    ways: list[dict[str, Any] | None] = [*spoilt, *([{}] * (n - len(spoilt)))]
    answers = [None if way is None else answered(policy, **way) for way in ways]
    return score_responses(questions, [response(q, a) for q, a in zip(questions, answers, strict=True)], corpus)


def broken(rules: Gates, of: Scored, before: list[Row] | None = None, *, whole: bool = True) -> dict[str, Check]:
    comparison = compare(before if before is not None else list(of.rows), of.rows)
    return {f"{c.kind} {c.name}": c for c in apply_gates(rules, of, comparison, whole=whole) if not c.kept}


def test_sound_scores_pass(rules: Gates, policy: Document, corpus: Corpus) -> None:
    assert broken(rules, scored(policy, corpus)) == {}


def test_one_inexact_quote_fails_and_is_named(rules: Gates, policy: Document, corpus: Corpus) -> None:
    wrong = citation(policy, "8", ALLIANCE).model_copy(update={"quote": ALLIANCE.replace("较好", "良好")})
    found = broken(rules, scored(policy, corpus, {}, {"citations": (citation(policy, "8", ALLIANCE), wrong)}))
    assert found["hard quote exactness"].ids == ("lookup-002",)


def test_one_invented_figure_fails(rules: Gates, policy: Document, corpus: Corpus) -> None:
    found = broken(rules, scored(policy, corpus, {}, {"answer": "给予资金支持,5年内有效。 [措施(八)]"}))
    assert found["hard number faithfulness"].ids == ("lookup-002",)


def test_an_answer_to_another_topic_fails(rules: Gates, policy: Document, corpus: Corpus) -> None:
    off = gold(id="decline_off_topic-001", category="decline_off_topic", answerable=False, status=["declined"], facts=[])
    sound = scored(policy, corpus)
    cases = (*sound.cases, Case(off, response(off, answered(policy)), corpus))
    again = score_responses([c.question for c in cases], [c.response for c in cases], corpus)
    assert broken(rules, again)["hard off-topic answered"].ids == ("decline_off_topic-001",)


def test_errors_beyond_one_per_cent_fail(rules: Gates, policy: Document, corpus: Corpus) -> None:
    assert "limit errors" in broken(rules, scored(policy, corpus, {}, None))
    few = broken(rules, scored(policy, corpus, {}, None, n=200))
    assert "limit errors" not in few


def test_a_category_under_its_floor_fails_and_lists_what_failed(rules: Gates, policy: Document, corpus: Corpus) -> None:
    found = broken(rules, scored(policy, corpus, *([{}] + [DECLINED] * 5)))
    assert found["floor core/lookup"].ids == tuple(f"lookup-{n:03}" for n in range(2, 7))
    assert {"floor core", "limit false refusals"} <= found.keys()
    low, high = found["floor core"].interval.low, found["floor core"].interval.high  # type: ignore[union-attr]
    assert low < 0.5 < high


def test_a_canary_that_does_not_pass_fails_alone(rules: Gates, policy: Document, corpus: Corpus) -> None:
    assert set(broken(rules, scored(policy, corpus, DECLINED))) == {"canary lookup-001", "regression baseline"} - {"regression baseline"}


def test_what_was_not_asked_is_missed_only_in_a_whole_run(rules: Gates, policy: Document, corpus: Corpus) -> None:
    nothing = Scored(())
    assert {"floor core", "canary lookup-001"} <= broken(rules, nothing, []).keys()
    assert not {"floor core", "canary lookup-001"} & broken(rules, nothing, [], whole=False).keys()


def test_without_a_baseline_the_night_is_not_good(rules: Gates, policy: Document, corpus: Corpus) -> None:
    (check,) = [c for c in apply_gates(rules, scored(policy, corpus), None) if not c.kept]
    assert (check.kind, check.name, check.seen) == ("regression", "baseline", "none")


def test_a_baseline_of_other_questions_is_refused(rules: Gates, policy: Document, corpus: Corpus) -> None:
    now = scored(policy, corpus)
    other = [row.model_copy(update={"gold": "000000000000"}) for row in now.rows[:5]]
    found = broken(rules, now, [*other, *now.rows[5:]])
    assert found["regression baseline"].seen == "5 of its 10 questions compared"


def test_a_real_fall_against_the_baseline_fails_while_the_floor_holds(policy: Document, corpus: Corpus) -> None:
    rules = Gates.model_validate({"hard": {}, "limits": {}, "floors": {"core": {"all": 0.5}}})
    sound, worse = scored(policy, corpus, n=400), scored(policy, corpus, *([DECLINED] * 14), n=400)
    found = broken(rules, worse, list(sound.rows))
    assert "regression accuracy" in found and len(found["regression accuracy"].ids) == 14
    change = next(c for c in compare(sound.rows, worse.rows).changes if c.name == "accuracy")
    assert change.change == pytest.approx(-0.035) and change.interval.high < 0 and change.p_adjusted < 0.05
    assert broken(rules, scored(policy, corpus, DECLINED, n=400), list(sound.rows)) == {}


def test_a_fall_of_more_than_the_drop_fails_without_any_significance(policy: Document, corpus: Corpus) -> None:
    rules = Gates.model_validate({"hard": {}, "limits": {}, "floors": {}})
    sound, worse = scored(policy, corpus), scored(policy, corpus, DECLINED)
    found = broken(rules, worse, list(sound.rows))
    assert "regression accuracy" in found and compare(sound.rows, worse.rows).changes[0].p_adjusted > 0.05


def test_a_rule_for_a_figure_that_nobody_measures_guards_nothing(policy: Document, corpus: Corpus) -> None:
    rules = Gates.model_validate({"hard": {"quote exactnes": 1}, "limits": {"abstention": {"at_least": 0.5}}, "floors": {}})
    assert {"hard quote exactnes", "limit abstention"} <= broken(rules, scored(policy, corpus)).keys()


@pytest.mark.parametrize(
    "text", ["floors: []", "hard: {a: 1}\nlimits: {x: {atleast: 1}}\nfloors: {}", "{", "hard: {}\nfloors: {}\nlimits: {e: {at_most: 3}}"]
)
def test_gates_that_cannot_be_read_are_named(text: str, tmp_path: Path) -> None:
    path = tmp_path / "g.yaml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(ValueError, match=r"g\.yaml"):
        read_gates(path)


def test_the_gates_that_are_shipped_name_suites_and_figures_that_exist(policy: Document, corpus: Corpus) -> None:
    checks = apply_gates(read_gates(), scored(policy, corpus), None, whole=False)
    assert not [c for c in checks if c.seen == "no such figure"]
    assert {"quote exactness", "citation validity", "number faithfulness", "off-topic answered"} <= {
        c.name for c in checks if c.kind == "hard"
    }
