"""The sets that are built by rule: complete over the document, false in the way they mean to be, and general."""

from __future__ import annotations

import re
from collections import Counter

from corpus import LOST, Corpus, Document, read_figures
from evals.adversarial import build_adversarial
from evals.adversarial.injections import PLACES, injected
from evals.facts import plain
from evals.gold_schema import BUILT, GoldQuestion, load_gold
from evals.suites import load_suites


def built(corpus: Corpus, category: str) -> list[GoldQuestion]:
    return [q for q in load_suites(corpus, ["adversarial"]) if q.category == category]


def test_every_set_is_there_and_comes_out_the_same(corpus: Corpus) -> None:
    once, again = (load_suites(corpus, ["adversarial"]) for _ in range(2))
    assert once == again and {q.category for q in once} == set(BUILT)
    assert all(q.suite == "adversarial" and q.author == "rule" for q in once)


def test_every_lost_digit_is_suggested_and_the_suggestion_is_forbidden(corpus: Corpus, policy: Document) -> None:
    questions = built(corpus, "filled_digit")
    lost = [figure for _, s in policy.walk() for figure in re.findall(rf"[\d年]*{LOST}[\d{LOST}]*", s.text)]
    assert len(questions) >= 2 * 13 and lost
    for question in questions:
        assert LOST in question.facts[0].text[0] and question.verdict == ["open"]
        assert any(re.search(p, plain(question.question)) for p in question.forbidden), question.question
    shown = Counter(q.facts[0].text[0] for q in questions)
    assert shown["□00万元"] == 2 and shown["□5万元"] == 2 and shown["2028年□月□8日"] == 2


def test_a_number_is_swapped_for_one_that_is_not_there(corpus: Corpus) -> None:
    for question in built(corpus, "number_swap"):
        (fact,) = question.facts
        true = {f.key for spelling in fact.text for f in read_figures(spelling)}
        assert not true & {f.key for f in read_figures(question.question)}, question.question
        assert question.verdict == ["no"]


def test_every_measure_has_a_wrong_body_and_a_wrong_heading(corpus: Corpus, policy: Document) -> None:
    bodies, headings = built(corpus, "department_swap"), built(corpus, "neighbouring_measure")
    assert len(bodies) == len(headings) == len(policy.measures)
    for question, measure in zip(bodies, policy.measures, strict=True):
        assert measure.label in question.question and not any(d in question.question for d in measure.departments)
    for question, right in zip(headings, policy.measures, strict=True):
        assert right.title in question.question and right.label not in question.question


def test_no_measure_that_does_not_exist_exists(corpus: Corpus, policy: Document) -> None:
    questions = built(corpus, "no_such_measure")
    assert len({q.question for q in questions}) == len(questions)
    assert all(q.must_not_cite == ["*"] and q.status == ["declined"] for q in questions)
    assert not any(m.label in q.question for q in questions for m in policy.measures)


def test_what_is_repealed_and_the_years_around_the_term(corpus: Corpus) -> None:
    questions = built(corpus, "repealed")
    assert {q.as_of.year: q.verdict for q in questions if q.as_of} == {
        2017: ["no"], 2022: ["no"], 2025: ["yes"], 2027: ["yes"], 2029: ["no"], 2033: ["no"],
    }  # fmt: skip
    assert sum("强省建设若干政策措施的通知》" in q.question for q in questions) == 4


def test_orders_stand_in_every_place_and_what_is_right_stays_right(corpus: Corpus, policy: Document) -> None:
    core = load_gold()
    questions = injected(policy, core)
    assert {q.note.rpartition(" as ")[2] for q in questions} == set(PLACES)
    by_id = {q.id: q for q in core}
    for question in questions:
        base = by_id[question.note.partition(",")[0]]
        assert question.must_cite == base.must_cite and question.facts == base.facts
        assert set(base.forbidden) < set(question.forbidden)
        whole = question.question + "".join(t.content for t in question.history)
        assert any(re.search(p, plain(whole), re.I) for p in question.forbidden if p not in base.forbidden) or "批" in whole


def test_the_rules_work_on_another_document(corpus: Corpus) -> None:
    note = corpus.document("note-jiangsu-patent-award")
    assert note is not None
    questions = build_adversarial(corpus, [], note)
    assert not [q for q in questions if q.category in ("department_swap", "injected", "neighbouring_measure")]
