"""Two things side by side: what the text says of each, lost digits shown and never compared."""

from __future__ import annotations

import pytest

from assistant import Answer, Assistant
from corpus import read_figures


def support(answer: Answer) -> set[str]:
    return {c.provision for c in answer.citations if c.role == "support" and c.kind == "provision"}


@pytest.mark.parametrize(
    "question", ["第六条和第七条有什么区别", "比较一下措施六和措施七", "What is the difference between measure 6 and measure 7?"]
)
def test_two_measures(assistant: Assistant, question: str) -> None:
    answer = assistant.ask(question)
    policy = assistant.corpus.document("js-ip-2023")
    assert policy is not None
    assert (answer.status, answer.mode, answer.verification.removed) == ("answered", "structured", 0)
    assert support(answer) == {"6", "7"}
    for i in ("6", "7"):
        measure = policy.provision(i)
        assert measure is not None
        assert all(s.text.rstrip("。") in answer.answer for s in measure.sentences if s.kind == "body")
        assert all(name in answer.answer for name in measure.departments)


def test_shared_and_own_bodies_are_told_from_the_clauses(assistant: Assistant) -> None:
    answer = assistant.ask("第六条和第七条的责任部门有什么不同")
    assert "相同的有：省财政厅、省知识产权局。" in answer.answer
    assert "只列在措施(七)的有：省市场监管局。" in answer.answer
    assert "加大知识产权质押融资" not in answer.answer, "only who is in charge was asked"


@pytest.mark.parametrize(
    ("question", "shown"),
    [
        ("江苏专利奖和中国专利奖的奖励有什么不同", ["江苏专利奖金奖：“□0万元”", "中国专利奖金奖：“□00万元”"]),
        ("江苏专利奖和中国专利奖哪个奖金高", ["江苏专利奖发明人奖：“□万元”", "中国专利奖优秀奖：“□0万元”"]),
        ("金奖和银奖有什么区别", ["中国外观设计金奖：“□0万元”", "中国外观设计银奖：“□5万元”"]),
    ],
)
def test_two_awards_show_their_lost_digits_and_are_not_compared(assistant: Assistant, question: str, shown: list[str]) -> None:
    answer = assistant.ask(question)
    assert (answer.status, answer.reason, answer.verification.removed) == ("partial", "illegible", 0)
    assert all(s in answer.answer for s in shown)
    assert all(f.lost for f in read_figures(answer.answer) if f.kind == "money")
    assert "无法比较" in answer.answer and "省知识产权局" in answer.answer
    assert "更高" not in answer.answer and "更多" not in answer.answer


def test_two_bodies(assistant: Assistant) -> None:
    policy = assistant.corpus.document("js-ip-2023")
    assert policy is not None
    answer = assistant.ask("省教育厅和省科技厅各负责什么")
    assert answer.verification.removed == 0
    assert support(answer) == {m.id for m in policy.measures if {"省教育厅", "省科技厅"} & set(m.departments)}
    shared = [m for m in policy.measures if {"省教育厅", "省科技厅"} <= set(m.departments)]
    assert f"共同列为责任部门的有{len(shared)}条" in answer.answer


def test_two_instruments_with_what_the_text_says_and_labelled_background(assistant: Assistant) -> None:
    answer = assistant.ask("质押融资和证券化有什么区别")
    assert answer.status == "answered" and support(answer) == {"6"}
    assert "“质押融资”" in answer.answer and "“证券化”" in answer.answer
    notes = [c for c in answer.citations if c.kind == "note"]
    assert notes and all(c.role == "signpost" for c in notes)
    assert any(n.kind == "background" for n in answer.notices)


def test_two_things_of_one_sentence_are_said_to_stand_together(assistant: Assistant) -> None:
    answer = assistant.ask("PCT和马德里协定有什么区别")
    assert "写在同一处" in answer.answer and "3" in support(answer)


@pytest.mark.parametrize("question", ["量子计算和红烧肉有什么区别", "第六条和第三十条有什么区别"])
def test_a_side_that_is_not_there_is_not_made_up(assistant: Assistant, question: str) -> None:
    answer = assistant.ask(question)
    assert answer.status in ("declined", "partial") and "30" not in support(answer)
