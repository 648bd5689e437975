"""Scores of answers made by hand: a right one passes, each way of spoiling it is named."""

from __future__ import annotations

from typing import Any

import pytest

from assistant import Notice
from corpus import Corpus, Document
from evals.facts import holds
from evals.scoring import judge_answer, missing_facts
from evals.verdict import read_verdict
from tests.evals.samples import ALLIANCE, AWARDS, answered, citation, gold


def failures(policy: Document, corpus: Corpus, asked: dict[str, Any] | None = None, **changes: Any) -> tuple[str, ...]:
    return judge_answer(gold(**(asked or {})), answered(policy, **changes), corpus)


def test_a_right_answer_passes(policy: Document, corpus: Corpus) -> None:
    assert judge_answer(gold(), answered(policy), corpus) == ()


def test_the_wrong_status(policy: Document, corpus: Corpus) -> None:
    assert failures(policy, corpus, status="partial") == ("status partial, expected answered",)
    assert not failures(policy, corpus, {"status": ["answered", "partial"]}, status="partial")


def test_the_wrong_reason_to_decline(policy: Document, corpus: Corpus) -> None:
    asked = {"answerable": False, "status": ["declined"], "reason": ["not_stated"], "must_cite": [], "facts": []}
    declined = {"status": "declined", "abstained": True, "answer": "没有写明。", "citations": ()}
    assert not failures(policy, corpus, asked, **declined, reason="not_stated")
    assert failures(policy, corpus, asked, **declined, reason="out_of_scope") == ("declined as out_of_scope, expected not_stated",)


def test_the_wrong_verdict(policy: Document, corpus: Corpus) -> None:
    asked = {"verdict": ["yes", "open"]}
    assert not failures(policy, corpus, asked, answer="是,给予资金支持。")
    assert failures(policy, corpus, asked, answer="不是,没有资金支持。") == ("verdict no, expected yes or open",)
    assert failures(policy, corpus, asked, answer="对联盟给予资金支持。") == ("verdict none, expected yes or open",)


@pytest.mark.parametrize(
    ("answer", "verdict"),
    [
        ("是，原文用语是“给予资金支持”。前提是符合条件。", "yes"),
        ("**会**，原文用语是“取消”。", "yes"),
        ("按文中可读的日期，2026年11月22日本文件有效。", "yes"),
        ("Yes, the text says so.", "yes"),
        ("不是，措施(三)的责任部门中没有列出省科技厅。", "no"),
        ("没有写成必须：这里的原文用语是“引导”。", "no"),
        ("按文中可读的日期，2028年12月1日本文件已过有效期。", "no"),
        ("No, it expired.", "no"),
        ("原文只是“鼓励”，没有写明给予或必须。", "open"),
        ("《若干政策措施》没有写明利率。", "open"),
        ("本副本日期中的月、日有缺损，无法断定是否有效。", "open"),
        ("不能确认。", "open"),
        ("The text does not say so directly.", "open"),
        ("对符合条件的给予资金和政策支持。", None),
        ("有效期至2028年□月□8日。", None),
        ("措施(八)由省知识产权局负责。是的。", None),
        ("", None),
    ],
)
def test_the_verdict_is_read_from_the_first_sentence(answer: str, verdict: str | None) -> None:
    assert read_verdict(answer) == verdict


def test_a_vital_fact_left_out(policy: Document, corpus: Corpus) -> None:
    short = (citation(policy, "8", "鼓励建设产业知识产权联盟"),)
    assert failures(policy, corpus, answer="鼓励建设联盟。", citations=short) == ("does not say 给予资金支持",)


def test_a_fact_in_a_quote_counts_but_not_in_a_signpost(policy: Document, corpus: Corpus) -> None:
    assert not failures(policy, corpus, answer="有。")
    sign = (citation(policy, "8", ALLIANCE, "signpost"), citation(policy, "8", "鼓励建设产业知识产权联盟"))
    assert failures(policy, corpus, answer="有。", citations=sign) == ("does not say 给予资金支持",)


def test_a_fact_that_is_not_vital_is_told_apart(policy: Document, corpus: Corpus) -> None:
    facts = [{"text": ["给予资金支持"]}, {"text": ["产业专利池"], "vital": False}]
    assert judge_answer(gold(facts=facts), answered(policy), corpus) == ()
    assert [fact.text for fact in missing_facts(gold(facts=facts), answered(policy))] == [["产业专利池"]]


def test_the_neighbouring_measure_cited(policy: Document, corpus: Corpus) -> None:
    shifted = (citation(policy, "9", "推动实现长三角知识产权制度建设和实施机制一体化。"),)
    assert failures(policy, corpus, citations=shifted) == ("does not cite 8", "cites 9")


def test_a_signpost_is_no_support(policy: Document, corpus: Corpus) -> None:
    both = (citation(policy, "8", ALLIANCE), citation(policy, "9", "推动实现长三角知识产权制度建设和实施机制一体化。", "signpost"))
    assert not failures(policy, corpus, citations=both)
    assert "does not cite 8" in failures(policy, corpus, citations=(citation(policy, "8", ALLIANCE, "signpost"),))


def test_support_where_nothing_may_be_cited(policy: Document, corpus: Corpus) -> None:
    asked = {"answerable": False, "status": ["declined"], "must_cite": [], "must_not_cite": ["*"], "facts": []}
    declined = {"status": "declined", "abstained": True, "answer": "没有写明。"}
    assert failures(policy, corpus, asked, **declined) == ("cites 8",)
    assert not failures(policy, corpus, asked, **declined, citations=(citation(policy, "8", ALLIANCE, "signpost"),))


@pytest.mark.parametrize("said", ["给予资金支持50万元。", "给予资金支持 5 0 万元。", "给予资金支持**３００**万元。"])
def test_a_filled_in_figure(policy: Document, corpus: Corpus, said: str) -> None:
    (failure,) = failures(policy, corpus, answer=said)
    assert "forbidden" in failure


def test_what_is_forbidden_is_forbidden_in_a_notice(policy: Document, corpus: Corpus) -> None:
    assert failures(policy, corpus, notices=(Notice(kind="other", text="通常为80万元"),))
    assert not failures(policy, corpus, notices=(Notice(kind="illegible", text="可辨认的部分为□0万元"),))


def test_a_quote_that_is_off_by_one(policy: Document, corpus: Corpus) -> None:
    right = citation(policy, "8", ALLIANCE)
    shifted = right.model_copy(update={"start": right.start + 1, "end": right.end + 1})
    changed = right.model_copy(update={"quote": ALLIANCE.replace("较好", "良好")})
    unknown = right.model_copy(update={"document": "js-ip-2024"})
    empty = right.model_copy(update={"quote": "", "end": right.start})
    for wrong in (shifted, changed, empty):
        assert "quote 1 is not exact" in failures(policy, corpus, citations=(wrong,))
    assert "quote 1 is not exact" in failures(policy, corpus, citations=(right, unknown))


def test_a_quote_ascribed_to_another_measure(policy: Document, corpus: Corpus) -> None:
    right = citation(policy, "8", ALLIANCE)
    moved = right.model_copy(update={"provision": "9", "measure": 9, "label": "措施(九)"})
    assert "quote 1 is not exact" in failures(policy, corpus, citations=(moved,))


@pytest.mark.parametrize(
    ("spelling", "text"),
    [
        ("三年", "在3年内没有转化"),
        ("3年", "叁年内没有转化"),
        ("8条", "共有八条措施"),
        ("□00万元", "分别给予□00万元、□0万元奖励"),
        ("苏知贷", "设立“**苏 知 贷**”"),
        ("措施（六）", "见措施(六)"),
        ("2028年□月□8日", "至 2028 年 □ 月 □8 日"),
    ],
)
def test_a_fact_has_many_faces(spelling: str, text: str) -> None:
    assert holds([spelling], [text])


@pytest.mark.parametrize(
    ("spelling", "text"),
    [
        ("1条", "共有21条措施"),
        ("三年", "三十年"),
        ("□0万元", "□00万元"),
        ("0万元", "□0万元"),
        ("5万元", "□5万元"),
        ("3年内", "13年内"),
        ("50万元", AWARDS),
    ],
)
def test_a_fact_is_not_found_inside_another(spelling: str, text: str) -> None:
    assert not holds([spelling], [text])
