"""*modality*: nothing is promised, owed, certain or done that the quote does not promise, demand, assure or report."""

from __future__ import annotations

import re

import pytest

from corpus import Corpus
from corpus.annotate import read_commitments
from tests.assistant.verification.sample import POLICY_CORPUS, SENTENCES, cited, fault

HELD_BACK = ("鼓励", "支持", "推动", "探索", "引导", "推进", "优先给予")
STRONGER = ("给予", "必须", "应当", "一律", "确保", "保证", "有权", "要求")
OPENINGS = [(q, m) for q in SENTENCES for m in re.finditer(rf"(?:^|[,。;])({'|'.join(HELD_BACK)})", q.text)]


def test_a_sentence_of_the_document_promises_what_it_promises() -> None:
    assert {q.text: wrong for q in SENTENCES if (wrong := fault("modality", q.text, q))} == {}


def test_a_word_that_holds_back_cannot_be_a_stronger_one() -> None:
    """Counted over all openings of clauses: what is missed are duties said of those who are told to act anyway (要求落实 for 推进落实), and
    giving beside something that is given."""
    missed, tried = [], 0
    for quote, m in OPENINGS:
        for word in STRONGER:
            tried += 1
            text = quote.text[: m.start(1)] + word + quote.text[m.end(1) :]
            if fault("modality", text, quote) is None:
                missed.append(text)
    assert tried > 300 and len(missed) / tried <= 0.04, missed


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("推动设立", "设立"),
        ("推动设立", "已设立"),
        ("探索建立", "建立"),
        ("探索建立", "已建立"),
        ("优先给予", "给予"),
        ("支持", "给予资金支持"),
        ("探索", "实施"),
    ],
)
def test_what_is_only_sought_is_not_told_as_there(before: str, after: str) -> None:
    changed = [(q, q.text.replace(before, after, 1)) for q in SENTENCES if re.search(rf"(?:^|[,。;)]){before}", q.text)]
    assert changed
    assert [text for quote, text in changed if fault("modality", text, quote) is None] == []


PROMISES = [
    "企业可以获得资金。",
    "申请人有权获得补贴。",
    "企业一定能得到奖励。",
    "保证给予补助。",
    "Companies will receive funding.",
    "Applicants are entitled to a subsidy.",
    "Funding is guaranteed.",
    "企业可享受税收优惠。",
    "对企业免费提供服务。",
    "所有企业都能申请。",
    "All companies are given money.",
]
SOFT = [
    q
    for q in SENTENCES
    if {m.name for m in read_commitments(q.text, POLICY_CORPUS.commitments)} & {"鼓励", "支持", "推动", "探索"}
    and not re.search("给予|资金|可以|奖|补|共同支持|提供", q.text)
]


@pytest.mark.parametrize("promise", PROMISES)
def test_no_promise_is_borne_by_a_sentence_that_only_points_somewhere(promise: str) -> None:
    assert len(SOFT) > 20
    assert [q.text for q in SOFT if fault("modality", promise, q) is None] == []


CONDITIONAL = [
    (
        "js/1#1",
        "符合条件的高价值专利培育中心可获得资金支持。",
        [
            "所有高价值专利培育中心可获得资金支持。",
            "高价值专利培育中心都能获得资金支持。",
            "高价值专利培育中心可获得资金支持。",
            "Any high-value patent cultivation centre receives funding.",
        ],
    ),
    (
        "js/8#2",
        "已备案、运营较好的省级产业知识产权联盟给予资金支持。",
        ["省级产业知识产权联盟都给予资金支持。", "省级产业知识产权联盟无条件给予资金支持。"],
    ),
    ("js/4#2", "转化成效突出的高校给予资金支持。", ["高校都给予资金支持。", "高校给予资金支持。"]),
    ("js/20#1", "支持符合条件的高校设立知识产权一级学科。", ["所有高校都可以设立知识产权一级学科。", "任何高校都能设立知识产权一级学科。"]),
    ("js/18#2", "拒不整改的，取消试点示范资格。", ["一律取消试点示范资格。", "直接取消试点示范资格。"]),
]


@pytest.mark.parametrize(("place", "true", "false"), CONDITIONAL, ids=lambda v: v if isinstance(v, str) else "")
def test_a_condition_is_not_dropped(place: str, true: str, false: list[str], documents: Corpus) -> None:
    quote = cited(place, documents)
    assert fault("modality", true, quote, corpus=documents) is None
    assert [text for text in false if fault("modality", text, quote, corpus=documents) is None] == []


@pytest.mark.parametrize(
    ("place", "text"),
    [
        ("js/3#2", "保护中心属于科研类事业单位。"),
        ("js/10#7", "Nanjing has its own intellectual property court."),
        ("js/7#1", "专利使用权是公司的注册资本。"),
    ],
)
def test_what_is_only_pointed_to_is_not_told_as_a_fact(place: str, text: str) -> None:
    assert "fact" in (fault("modality", text, cited(place)) or "")


@pytest.mark.parametrize(
    ("place", "text"),
    [
        ("js/14#1", "新认定的省级知识产权服务业集聚区可以获得适当补助。"),
        ("js/14#1", "对新认定的省级知识产权服务业集聚区鼓励和支持。"),
        ("js/4#1", "可以按照国家有关规定赋予完成人所有权。"),
        ("js/15#2", "国家示范的设区市优先给予激励。"),
        ("js/18#4", "对真抓实干成效明显的地方给激励。"),
        ("js/6#2", "社会资本设立投资基金会得到鼓励。"),
        ("js/14#2", "外国专利代理机构设立常驻代表机构，予以支持。"),
    ],
)
def test_the_same_or_less_may_be_said(place: str, text: str) -> None:
    assert fault("modality", text, cited(place)) is None
