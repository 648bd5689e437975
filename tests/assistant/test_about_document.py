"""Every fact about the document can be asked for, in both languages, and what the text does not state is declined."""

from __future__ import annotations

import pytest

from assistant import Assistant


@pytest.mark.parametrize(
    ("question", "words"),
    [
        ("文件全名叫什么", "关于高标准推进知识产权强省建设的若干政策措施"),
        ("谁印发的这份文件", "江苏省人民政府"),
        ("它废止了什么", "同时废止"),
        ("主送机关是谁", "各市、县(市、区)人民政府"),
        ("这份政策的制定目的是什么", "打造具有全球影响力的产业科技创新中心"),
        ("这份文本哪里有缺损", "46处"),
        ("一共几个部分", "6个部分"),
        ("今天这份文件还有效吗", "有效"),
        ("这份政策现在是不是已经施行了", "2023年□月□9日"),
        ("What is the full title of the policy?", "关于高标准推进知识产权强省建设的若干政策措施"),
        ("Who issued the policy?", "江苏省人民政府"),
        ("What does it repeal?", "□2号"),
        ("To whom is the notice addressed to?", "各市、县"),
        ("How many measures are there?", "21"),
        ("Is the copy damaged?", "46"),
    ],
)
def test_a_fact_about_the_document(assistant: Assistant, question: str, words: str) -> None:
    answer = assistant.ask(question)
    assert answer.mode == "structured" and answer.status == "answered"
    assert words in answer.answer


@pytest.mark.parametrize(
    ("question", "words", "status"),
    [
        ("什么时候印发的", "2023年□月□9日", "partial"),
        ("什么时候施行", "2023年□月□9日", "partial"),
        ("有效期到什么时候", "2028年□月□8日", "partial"),
        ("这通知几月几号印发的", "2023年□月□9日", "partial"),
        ("When was the policy issued?", "2023年□月□9日", "partial"),
        ("Until when is it valid?", "2028年□月□8日", "partial"),
        ("这份政策哪一年印发的", "2023年□月□9日", "answered"),
    ],
)
def test_a_day_with_a_lost_digit_is_half_an_answer_and_its_year_a_whole_one(
    assistant: Assistant, question: str, words: str, status: str
) -> None:
    answer = assistant.ask(question)
    assert (answer.mode, answer.status) == ("structured", status)
    assert words in answer.answer


@pytest.mark.parametrize(
    ("question", "begins"),
    [
        ("整份文件正好二十条措施，是吧", "不是"),
        ("这份文件一共21条措施，对吗", "是"),
        ("这文件有没有发到县政府", "是，主送机关包括"),
        ("这文件有没有印发到乡镇政府", "没有列入"),
    ],
)
def test_what_is_supposed_of_the_document_is_held_against_it(assistant: Assistant, question: str, begins: str) -> None:
    assert assistant.ask(question).answer.startswith(begins)


def test_a_document_number_that_the_text_does_not_state_is_declined(assistant: Assistant) -> None:
    for question in ("这份文件的文号是多少", "What is the document number?"):
        answer = assistant.ask(question)
        assert (answer.status, answer.reason) == ("declined", "not_stated")


def test_another_policy_is_not_taken_for_this_one(assistant: Assistant) -> None:
    for question in ("垃圾分类政策什么时候实施", "新能源汽车补贴政策什么时候施行"):
        assert assistant.ask(question).status == "declined"
