"""The next question: it decides something, it is never put twice, and soon there is none."""

from __future__ import annotations

from hypothesis import given

from assistant.eligibility import Fact, PointTable, Profile, assess
from assistant.eligibility.conditions import Known
from tests.assistant.eligibility.strategies import PROFILES


@given(PROFILES)
def test_some_answer_to_a_question_changes_a_verdict_and_no_question_is_left_that_would(table: PointTable, profile: Profile) -> None:
    first = assess(profile, table)
    question = first.question
    if question is None:
        return
    assert question.attribute.asked and question.gain > 0 and question.decides
    before = {v.point.id: v.overall for v in first.verdicts}
    answers = [[Fact(question.attribute.id, o.id)] for o in question.options]
    answers.append([Fact(question.attribute.id, o.id, "no") for o in question.options])
    assert any({v.point.id: v.overall for v in assess(profile.with_facts(a), table).verdicts} != before for a in answers)


@given(PROFILES)
def test_what_is_known_or_was_not_told_is_not_asked(table: PointTable, profile: Profile) -> None:
    asked: list[str] = []
    while (question := assess(profile, table).question) is not None:
        assert question.attribute.id not in asked, "put twice"
        states = Known(profile).states(question.attribute.id)
        assert any(states[o.id] is None for o in question.options)
        asked.append(question.attribute.id)
        profile = profile.declining(question.attribute.id)
        assert len(asked) <= 10


def test_the_first_question_is_who_is_asking(table: PointTable) -> None:
    question = assess(Profile(), table).question
    assert question is not None and question.attribute.id == "organisation"


def test_nobody_is_asked_for_what_cannot_matter_to_him(table: PointTable) -> None:
    """Only the options on which something hangs are shown: to a company no award of cities."""
    question = assess(Profile.from_json({"organisation": "enterprise", "region": "jiangsu"}), table).question
    assert question is not None and question.attribute.id == "honours"
    shown = {o.id for o in question.options}
    assert "js_patent_gold" in shown and not shown & {"copyright_city", "national_demo"}


def test_wishes_are_nothing_to_ask_questions_for(table: PointTable) -> None:
    settled = Profile.from_json(
        {"organisation": "enterprise", "region": "jiangsu", "honours": "none", "results": "none", "products": "none", "rights": "none"}
    )
    assert assess(settled, table).question is None
