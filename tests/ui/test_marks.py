"""Marks of real answers lead to the sentences that they cite; places written in an address come back as they were, hostile ones do not."""

from __future__ import annotations

import re

import pytest

from assistant import Answer, Assistant, HistoryTurn
from ui.conversation import Turn
from ui.marks import MOST_PLACES, anchors, grouped, read_places, write_places

QUESTIONS = (
    "中国专利奖银奖多少钱",
    "措施(十)讲了什么",
    "专利质押贷款的利率是多少",
    "哪些措施由省版权局参与",
    "专利合作条约是什么",
    "Until when is it valid?",
)


def turn_of(answer: Answer, number: int = 7) -> Turn:
    return Turn(number, answer.question, answer.answer, "done", answer)


@pytest.mark.parametrize("question", QUESTIONS)
def test_an_answer_says_for_each_mark_which_citations_it_stands_for(assistant: Assistant, question: str) -> None:
    answer = assistant.ask(question)
    marks = re.findall(r"\[([^\[\]\n]+)\]", answer.answer)
    assert len(marks) == len(answer.marks) > 0
    by_number = {c.n: c for c in answer.citations}
    for mark, numbers in zip(marks, answer.marks, strict=True):
        assert {by_number[n].label for n in numbers} == {mark}
    assert {n for numbers in answer.marks for n in numbers} == set(by_number)


def test_two_sentences_of_one_measure_have_places_of_their_own(assistant: Assistant) -> None:
    answer = assistant.ask("措施(十)讲了什么")
    content, charge = answer.citations
    assert charge.quote.endswith("按职责分工负责)") and content.label == charge.label
    assert anchors(turn_of(answer)) == {content.label: ("source-7-1-q1", "source-7-1-q2")}


def test_one_mark_for_several_sentences_leads_to_all_of_them(assistant: Assistant) -> None:
    answer = assistant.ask("那是必须给吗?", [HistoryTurn(role="user", content="高校的专利能归老师吗")])
    assert any(len(numbers) > 1 for numbers in answer.marks)
    assert any("." in place for places in anchors(turn_of(answer)).values() for place in places)


def test_an_answer_that_does_not_tell_has_its_marks_lead_to_all_under_their_label(assistant: Assistant) -> None:
    answer = assistant.ask("措施(十)讲了什么")
    label = answer.citations[0].label
    for marks in ((), ((1,),), ((1,), (99,))):
        untold = answer.model_copy(update={"marks": marks})
        assert anchors(turn_of(untold)) == {label: ("source-7-1-q1.2", "source-7-1-q1.2")}


@pytest.mark.parametrize("question", QUESTIONS)
def test_places_come_back_from_an_address_as_the_citations_that_they_were(assistant: Assistant, question: str) -> None:
    citations = assistant.ask(question).citations
    assert read_places(write_places(citations), assistant.corpus) == citations
    assert [len(g) for g in grouped(read_places(write_places(citations), assistant.corpus))] == [len(g) for g in grouped(citations)]


@pytest.mark.parametrize(
    "line",
    [
        "",
        "js-ip-2023",
        "js-ip-2023/6/0-5",
        "js-ip-2023/6/1300-1299",
        "js-ip-2023/6/1300-99999999",
        "js-ip-2023/99/1300-1310",
        "../../etc/passwd/6/1-2",
        "<script>alert(1)</script>/6/1-2",
        "js-ip-2023/6/1300-1310x",
        "js-ip-2023/6/１３００-1310",
        "~".join(["js-ip-2023/6/1300-1310"] * (MOST_PLACES + 1)),
    ],
)
def test_a_place_that_is_none_is_refused(assistant: Assistant, line: str) -> None:
    with pytest.raises(ValueError, match="place"):
        read_places(line, assistant.corpus)
