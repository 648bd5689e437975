"""Each metric on cases made by hand: right, spoilt, and with nothing to say."""

from __future__ import annotations

from typing import Any

import pytest

from corpus import Corpus, Document
from evals.metrics import METRICS, Case, over, per_case
from evals.metrics.abstention import abstention
from evals.metrics.blocks import blocks_of
from evals.metrics.bodies import foreign_bodies
from evals.metrics.cost import Price, cost, percentile
from evals.metrics.denied import denied
from evals.metrics.figures import invented_figures
from evals.metrics.modality import overstatements
from evals.metrics.retrieval import rank_measures
from evals.metrics.selective import area, confidence, risk_coverage
from evals.responses import Usage
from tests.evals.samples import ALLIANCE, AWARDS, answered, case, citation, gold, response

DECLINED: dict[str, Any] = {"status": "declined", "abstained": True, "reason": "not_stated", "answer": "没有写明。", "citations": ()}


def value(name: str, of: Case) -> float | None:
    return per_case(of)[name]


def test_every_metric_names_itself_once_and_says_what_it_is() -> None:
    names = [m.name for m in METRICS]
    assert len(set(names)) == len(names) and all(m.definition and m.source for m in METRICS)


def test_a_right_answer_scores_full_marks(policy: Document, corpus: Corpus) -> None:
    values = per_case(case(policy, corpus))
    whole = {"accuracy", "fact recall", "citation precision", "citation recall", "citation F1", "evidence overlap", "quote exactness"}
    assert {name: values[name] for name in whole} == dict.fromkeys(whole, 1.0)
    assert values["list completeness"] is None and values["R@1"] is None and values["number faithfulness"] is None


def test_an_error_is_wrong_and_says_nothing_of_quotes(policy: Document, corpus: Corpus) -> None:
    broken = Case(gold(), response(gold(), None), corpus)
    assert value("accuracy", broken) == 0 and value("citation recall", broken) == 0 and value("quote exactness", broken) is None
    assert broken.failures == ("no answer: RuntimeError: away",)
    status = answered(policy, status="error", reason="index_unavailable", answer="索引不可用。", citations=())
    assert Case(gold(), response(gold(), status), corpus).failures == ("no answer: index_unavailable",)


def test_citations_of_the_wrong_measure(policy: Document, corpus: Corpus) -> None:
    other = citation(policy, "9", "推动实现长三角知识产权制度建设和实施机制一体化。")
    both = case(policy, corpus, citations=(citation(policy, "8", ALLIANCE), other))
    assert (
        value("citation precision", both) == 0.5
        and value("citation recall", both) == 1
        and value("citation F1", both) == pytest.approx(2 / 3)
    )
    neighbour = case(policy, corpus, {"may_cite": ["9"], "must_not_cite": []}, citations=(citation(policy, "8", ALLIANCE), other))
    assert value("citation precision", neighbour) == 1
    none = case(policy, corpus, citations=())
    assert value("citation precision", none) is None and value("citation F1", none) == 0


def test_the_share_of_the_evidence_that_is_quoted(policy: Document, corpus: Corpus) -> None:
    half = case(policy, corpus, citations=(citation(policy, "8", ALLIANCE[:21]),))
    assert value("evidence overlap", half) == pytest.approx(21 / len(ALLIANCE))
    sign = case(policy, corpus, citations=(citation(policy, "8", ALLIANCE, "signpost"),))
    assert value("evidence overlap", sign) == 0


@pytest.mark.parametrize(
    ("change", "metric"),
    [
        ({"quote": ALLIANCE.replace("较好", "良好")}, "quote exactness"),
        ({"provision": "9"}, "quote exactness"),
        ({"measure": 9}, "citation validity"),
        ({"label": "措施(九)"}, "citation validity"),
        ({"title": "别的标题"}, "citation validity"),
    ],
)
def test_a_citation_that_is_not_what_it_says(change: dict[str, Any], metric: str, policy: Document, corpus: Corpus) -> None:
    right = citation(policy, "8", ALLIANCE)
    spoilt = case(policy, corpus, citations=(right, right.model_copy(update=change)))
    assert value(metric, spoilt) == 0.5
    assert value(metric, case(policy, corpus)) == 1


@pytest.mark.parametrize(
    ("said", "invented"),
    [
        ("对联盟给予资金支持50万元。 [措施(八)]", ["50万元"]),
        ("三年内给予支持。", ["三年"]),
        ("共21条,共6个部分。", []),
        ("共22条。", ["22条"]),
        ("措施(八)列明的责任部门共有5个。", []),
        ("按文中可读的日期,2026年11月22日本文件有效。", []),
        ("2027年3月起给予支持。", ["2027年", "3月"]),
        ("《省政府关于印发知识产权强省建设若干政策措施的通知》(苏政发〔2017〕□2号)。", []),
    ],
)
def test_a_figure_that_nothing_bears_out_is_invented(said: str, invented: list[str], policy: Document, corpus: Corpus) -> None:
    assert invented_figures(case(policy, corpus, answer=said)) == invented


def test_a_figure_must_stand_in_the_quote_that_its_line_is_marked_with(policy: Document, corpus: Corpus) -> None:
    quotes = (citation(policy, "8", ALLIANCE), citation(policy, "17", "对无正当理由在三年内没有转化实施的"))
    right = case(policy, corpus, answer="三年内没有转化实施的可以公布。 [措施(十七)]", citations=quotes)
    wrong = case(policy, corpus, answer="三年内没有转化实施的可以公布。 [措施(八)]", citations=quotes)
    assert not invented_figures(right) and invented_figures(wrong) == ["三年"]


def test_a_lost_digit_equals_only_itself(policy: Document, corpus: Corpus) -> None:
    awards = (citation(policy, "1", AWARDS),)
    asked = {"question": "金奖是100万元吗"}
    assert not invented_figures(case(policy, corpus, asked, answer="金奖显示为□00万元,是三位数。 [措施(一)]", citations=awards))
    assert invented_figures(case(policy, corpus, asked, answer="金奖是100万元。 [措施(一)]", citations=awards)) == ["100万元"]
    assert not invented_figures(case(policy, corpus, asked, answer="不能证实是100万元。 [措施(一)]", citations=awards))
    assert invented_figures(case(policy, corpus, asked, answer="不是100万元,是200万元。 [措施(一)]", citations=awards)) == ["200万元"]


def test_what_can_be_counted_of_a_list_is_no_invention(policy: Document, corpus: Corpus) -> None:
    rows = "\n".join(f"- 第{n}行 [措施(八)]" for n in "甲乙丙丁戊己庚")
    assert not invented_figures(case(policy, corpus, answer=f"共有7条:\n{rows}"))
    assert invented_figures(case(policy, corpus, answer=f"共有9条:\n{rows}")) == ["9条"]


def test_a_body_that_the_text_does_not_name(policy: Document, corpus: Corpus) -> None:
    def named(said: str, question: str = "联盟归谁管") -> list[str]:
        return foreign_bodies(case(policy, corpus, {"question": question}, answer=said))

    assert named("由省知识产权局负责。 [措施(八)]") == []
    assert named("由省教育厅负责。 [措施(八)]") == ["省教育厅"]
    assert named("责任部门中没有列出省教育厅。 [措施(八)]", "归省教育厅管吗") == []
    assert named("是,由省教育厅负责。 [措施(八)]", "归省教育厅管吗") == ["省教育厅"]
    assert value("body faithfulness", case(policy, corpus)) is None


@pytest.mark.parametrize(
    ("said", "quote", "words"),
    [
        ("企业可以获得支持。 [措施(八)]", "鼓励构建产业专利池", ["可以获得"]),
        ("对专利池给予补助。 [措施(八)]", "鼓励构建产业专利池", ["给予"]),
        ("必须构建专利池。 [措施(八)]", "鼓励构建产业专利池", ["必须"]),
        ("Members will receive money. [措施(八)]", "鼓励构建产业专利池", ["will receive"]),
        ("鼓励构建专利池,不保证资助,没有写明给予补助。 [措施(八)]", "鼓励构建产业专利池", []),
        ("“给予”一词原文没有用。 [措施(八)]", "鼓励构建产业专利池", []),
        ("对联盟给予资金支持。 [措施(八)]", ALLIANCE, []),
    ],
)
def test_a_promise_needs_one_in_the_quote(said: str, quote: str, words: list[str], policy: Document, corpus: Corpus) -> None:
    assert overstatements(case(policy, corpus, answer=said, citations=(citation(policy, "8", quote),))) == words


def test_a_yes_to_what_is_only_encouraged(policy: Document, corpus: Corpus) -> None:
    asked = {"question": "构建专利池一定有支持吗"}
    weak = (citation(policy, "8", "鼓励构建产业专利池"),)
    assert overstatements(case(policy, corpus, asked, answer="是,原文写了。 [措施(八)]", citations=weak)) == ["yes"]
    assert overstatements(case(policy, corpus, asked, answer="不一定,原文只是鼓励。 [措施(八)]", citations=weak)) == []
    assert overstatements(case(policy, corpus, asked, answer="是,给予资金支持。 [措施(八)]")) == []


def test_lists_are_complete_and_pure(policy: Document, corpus: Corpus) -> None:
    asked = {"id": "list_count-001", "category": "list_count", "must_cite": ["8", "9"], "must_not_cite": []}
    nine = citation(policy, "9", "推动实现长三角知识产权制度建设和实施机制一体化。")
    seven = citation(policy, "7", "探索专利权人以专利使用权作价出资登记注册公司。")
    eight = citation(policy, "8", ALLIANCE)
    for cited, complete, pure in (((eight, nine), 1, 1), ((eight,), 0, 1), ((eight, nine, seven), 1, 0), ((), 0, None)):
        of = case(policy, corpus, asked, citations=cited)
        assert (value("list completeness", of), value("list purity", of)) == (complete, pure)


def test_a_follow_up_is_resolved_when_the_right_measure_is_found(policy: Document, corpus: Corpus) -> None:
    asked = {"history": [{"role": "user", "content": "产业联盟"}]}
    assert value("follow-up resolution", case(policy, corpus, asked)) == 1
    assert value("follow-up resolution", case(policy, corpus, asked, citations=())) == 0
    assert value("follow-up resolution", case(policy, corpus)) is None


def test_rankings_are_measured_as_the_library_does() -> None:
    measured = rank_measures(["R@1", "R@5", "RR", "nDCG@10"], ["6", "13"], ["9", "6", "1", "13"])
    assert measured["R@1"] == 0 and measured["R@5"] == 1 and measured["RR"] == 0.5
    assert measured["nDCG@10"] == pytest.approx((0.6309 + 0.4307) / (1 + 0.6309), abs=1e-3)
    assert rank_measures(["RR"], ["6"], []) == {"RR": 0.0}


def test_a_ranking_comes_from_the_trace(policy: Document, corpus: Corpus) -> None:
    assert value("RR", case(policy, corpus, trace={"ranking": ["9", "8"]})) == 0.5
    assert value("RR", case(policy, corpus, trace={"ranking": None})) is None


def test_declining_is_measured_apart_for_other_topics_and_for_gaps(policy: Document, corpus: Corpus) -> None:
    off = {"id": "decline_off_topic-001", "category": "decline_off_topic", "answerable": False, "status": ["declined"], "facts": []}
    gap = {"id": "decline_not_stated-001", "category": "decline_not_stated", "answerable": False, "status": ["declined"], "facts": []}
    cases = [
        case(policy, corpus, off, **DECLINED),
        case(policy, corpus, off),
        case(policy, corpus, gap, **DECLINED),
        case(policy, corpus, {}, **DECLINED),
        case(policy, corpus),
        Case(gold(), response(gold(), None), corpus),
    ]
    shares = {f.name: (f.value, f.n) for f in abstention(cases)}
    assert shares == {
        "abstention precision": (pytest.approx(2 / 3), 3),
        "abstention recall": (pytest.approx(2 / 3), 3),
        "off-topic declined": (0.5, 2),
        "not-covered declined": (1.0, 1),
        "false refusals": (0.5, 2),
    }


def test_thanks_need_not_be_declined(policy: Document, corpus: Corpus) -> None:
    thanks = {"answerable": False, "status": ["answered", "partial", "declined", "clarify"], "must_cite": [], "facts": [], "evidence": []}
    shares = {f.name: (f.value, f.n) for f in abstention([case(policy, corpus, thanks), case(policy, corpus, thanks, **DECLINED)])}
    assert shares["abstention recall"] == (None, 0) and shares["abstention precision"] == (1.0, 1)


def test_a_turn_that_is_not_to_be_declined_is_denied_when_it_is(policy: Document, corpus: Corpus) -> None:
    asked = {"id": "dialogue-001.1", "category": "offer", "suite": "dialogue", "status": ["answered", "partial"]}
    assert denied(case(policy, corpus, asked, **DECLINED)) == 1 and denied(case(policy, corpus, asked)) == 0
    assert denied(case(policy, corpus, {"status": ["answered", "partial"]}, **DECLINED)) is None
    assert denied(case(policy, corpus, {**asked, "status": ["answered", "partial", "declined"]}, **DECLINED)) is None


def test_letters_are_in_no_curve_and_no_time_of_answers(policy: Document, corpus: Corpus) -> None:
    sure = case(policy, corpus, trace={"scope": {"score": 5.0}})
    asks = [{"about": "资金", "words": "资金", "cite": [8], "must": ["资金支持"]}]
    letter = gold(id="letter-001", category="letter", suite="letters", asks=asks)
    unsent = Case(letter, response(letter, None, ms=9000.0), corpus)
    assert risk_coverage([sure, unsent]) == [(1.0, 0.0)]
    assert {f.name: f.n for f in cost([sure, unsent], None) if f.name.endswith("ms")} == {"p50 ms": 1, "p95 ms": 1}


def test_risk_falls_with_coverage_when_confidence_means_something(policy: Document, corpus: Corpus) -> None:
    sure = case(policy, corpus, trace={"scope": {"score": 5.0}})
    wrong = case(policy, corpus, trace={"scope": {"score": -1.0}}, citations=())
    structured = case(policy, corpus, mode="structured")
    refused = case(policy, corpus, **DECLINED)
    assert confidence(structured) == 1 and confidence(refused) is None and confidence(sure) > 0.9 > confidence(wrong)  # type: ignore[operator]
    points = risk_coverage([wrong, sure, structured, refused])
    assert points == [(0.25, 0.0), (0.5, 0.0), (0.75, pytest.approx(1 / 3))]
    assert area(points) == pytest.approx(1 / 9) and area([]) is None
    assert risk_coverage([sure, case(policy, corpus, trace={"scope": {"score": 5.0}}, citations=())]) == [(1.0, 0.5)]


def test_times_and_costs(policy: Document, corpus: Corpus) -> None:
    assert percentile([5, 1, 3, 2, 4], 0.5) == 3 and percentile([1, 2], 0.95) == 2 and percentile([], 0.5) is None
    asked = Case(
        gold(), response(gold(), answered(policy), ms=40.0, usage=Usage(calls=1, prompt_tokens=1000, completion_tokens=100)), corpus
    )
    figures = {f.name: f.value for f in cost([asked, case(policy, corpus)], Price.read("2,8"))}
    assert figures["p50 ms"] == 20 and figures["p95 ms"] == 40 and figures["prompt tokens"] == 500
    assert figures["cost"] == pytest.approx((1000 * 2 + 100 * 8) / 1e6 / 2)
    for bad in ("", "1", "a,b", "-1,2"):
        with pytest.raises(ValueError, match=r"convert|negative"):
            Price.read(bad)


def test_marks_are_taken_off_and_lines_know_their_quotes(policy: Document) -> None:
    quotes = (citation(policy, "8", ALLIANCE), citation(policy, "9", "推动实现长三角知识产权制度建设和实施机制一体化。"))
    text = "**1. 联盟有钱吗**\n\n对\\*联盟给予支持 [1] &lt;注&gt;。 [措施(八)]\n\n没有标注。"
    heading, marked, bare = blocks_of(answered(policy, answer=text, citations=quotes))
    assert heading.heading and heading.text == "联盟有钱吗"
    assert marked.text == "对*联盟给予支持 [1] <注>。" and [c.label for c in marked.citations] == ["措施(八)"]
    assert not bare.marked and len(bare.citations) == 2


def test_means_leave_out_what_is_unscored(policy: Document, corpus: Corpus) -> None:
    cases = [case(policy, corpus), case(policy, corpus, {}, **DECLINED)]
    figures = {f.name: f for f in over(cases, [per_case(c) for c in cases])}
    assert (figures["accuracy"].value, figures["accuracy"].n) == (0.5, 2)
    assert (figures["quote exactness"].value, figures["quote exactness"].n) == (1.0, 1)
    assert figures["RR"].value is None and figures["RR"].n == 0
