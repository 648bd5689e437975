"""Every fact about the document can be asked for, in both languages, and what the text does not state is declined."""

from __future__ import annotations

import pytest

from assistant import Assistant


@pytest.mark.parametrize(
    ("question", "words"),
    [
        ("文件全名叫什么", "关于高标准推进知识产权强省建设的若干政策措施"),
        ("谁印发的这份文件", "江苏省人民政府"),
        ("什么时候印发的", "2023年□月□9日"),
        ("什么时候施行", "2023年□月□9日"),
        ("有效期到什么时候", "2028年□月□8日"),
        ("它废止了什么", "同时废止"),
        ("主送机关是谁", "各市、县(市、区)人民政府"),
        ("这份政策的制定目的是什么", "打造具有全球影响力的产业科技创新中心"),
        ("这份文本哪里有缺损", "46处"),
        ("一共几个部分", "6个部分"),
        ("今天这份政策还管用吗", "有效"),
        ("这份政策已经开始执行了没有", "2023年□月□9日"),
        ("What is the full title of the policy?", "关于高标准推进知识产权强省建设的若干政策措施"),
        ("Who issued the policy?", "江苏省人民政府"),
        ("When was the policy issued?", "2023年□月□9日"),
        ("Until when is it valid?", "2028年□月□8日"),
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


def test_a_document_number_that_the_text_does_not_state_is_declined(assistant: Assistant) -> None:
    for question in ("这份文件的文号是多少", "What is the document number?"):
        answer = assistant.ask(question)
        assert (answer.status, answer.reason) == ("declined", "not_stated")


def test_another_policy_is_not_taken_for_this_one(assistant: Assistant) -> None:
    for question in ("垃圾分类政策什么时候实施", "新能源汽车补贴政策什么时候施行"):
        assert assistant.ask(question).status == "declined"
