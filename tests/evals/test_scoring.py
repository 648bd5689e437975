"""Scores of answers made by hand: a right one passes, each way of spoiling it is named."""

from __future__ import annotations

from typing import Any

import pytest

from assistant import Notice
from corpus import Corpus, Document
from evals.facts import holds
from evals.scoring import score
from tests.evals.samples import ALLIANCE, AWARDS, answered, citation, gold


def failures(policy: Document, corpus: Corpus, asked: dict[str, Any] | None = None, **changes: Any) -> tuple[str, ...]:
    return score(gold(**(asked or {})), answered(policy, **changes), corpus).failures


def test_a_right_answer_passes(policy: Document, corpus: Corpus) -> None:
    assert score(gold(), answered(policy), corpus).passed


def test_the_wrong_status(policy: Document, corpus: Corpus) -> None:
    assert failures(policy, corpus, status="partial") == ("status partial, expected answered",)
    assert not failures(policy, corpus, {"status": ["answered", "partial"]}, status="partial")


def test_a_vital_fact_left_out(policy: Document, corpus: Corpus) -> None:
    short = (citation(policy, "8", "鼓励建设产业知识产权联盟"),)
    assert failures(policy, corpus, answer="鼓励建设联盟。", citations=short) == ("does not say 给予资金支持",)


def test_a_fact_in_a_quote_counts_but_not_in_a_signpost(policy: Document, corpus: Corpus) -> None:
    assert not failures(policy, corpus, answer="有。")
    sign = (citation(policy, "8", ALLIANCE, "signpost"), citation(policy, "8", "鼓励建设产业知识产权联盟"))
    assert failures(policy, corpus, answer="有。", citations=sign) == ("does not say 给予资金支持",)


def test_a_fact_that_is_not_vital_is_told_apart(policy: Document, corpus: Corpus) -> None:
    facts = [{"text": ["给予资金支持"]}, {"text": ["产业专利池"], "vital": False}]
    result = score(gold(facts=facts), answered(policy), corpus)
    assert result.passed and result.missed == ("产业专利池",)


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
