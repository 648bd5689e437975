"""*negation*: what is denied, forbidden, taken away, restricted or excepted is so on both sides."""

from __future__ import annotations

import pytest

from corpus import Corpus
from tests.assistant.verification.sample import SENTENCES, cited, fault

TURNED = [
    ("inc/8#1", "逾期不予受理。", ["逾期予以受理。", "逾期可以受理。", "逾期照常受理。", "Late applications are accepted."]),
    ("inc/9#1", "同一项目不得重复享受补助。", ["同一项目可以重复享受补助。", "同一项目重复享受补助。", "同一项目允许重复享受补助。"]),
    (
        "inc/9#2",
        "除房地产企业外，其他企业可以申报。",
        ["房地产企业可以申报。", "房地产企业和其他企业均可申报，除外情形取消。", "Real estate companies may apply."],
    ),
    (
        "inc/15#1",
        "提供虚假材料的，取消申报资格。",
        ["提供虚假材料的，保留申报资格。", "提供虚假材料的，给予申报资格。", "提供虚假材料的，申报资格有效。"],
    ),
    ("inc/15#1", "三年内不得再次申报。", ["三年内可以再次申报。", "三年内再次申报。"]),
    ("irr/4.2#2", "审核部门不得向申报单位收取费用。", ["审核部门向申报单位收取费用。", "审核部门可以向申报单位收取费用。"]),
    ("kite/4#1", "高压线路两侧五百米内禁止放飞风筝。", ["高压线路两侧五百米内可以放飞风筝。", "高压线路两侧五百米内放飞风筝。"]),
    ("js/18#2", "拒不整改的，取消评优评先资格。", ["拒不整改的，保留评优评先资格。", "主动整改的，取消评优评先资格。"]),
    ("js/17#2", "三年内没有转化实施的，可以向社会公布。", ["三年内转化实施的，可以向社会公布。", "三年内已经转化实施的，可以向社会公布。"]),
    ("inc/7#1", "仅对市级以上专精特新企业给予房租补贴。", ["对市级以上专精特新企业给予房租补贴。"]),
]


@pytest.mark.parametrize(("place", "true", "false"), TURNED, ids=lambda v: v if isinstance(v, str) else "")
def test_a_negation_is_not_lost(place: str, true: str, false: list[str], documents: Corpus) -> None:
    quote = cited(place, documents)
    assert fault("negation", true, quote, corpus=documents) is None
    assert [text for text in false if fault("negation", text, quote, corpus=documents) is None] == []


FREE = [q for q in SENTENCES if not set("不无未非没仅只除禁取拒") & set(q.text)]
VERBS = ("鼓励", "支持", "推动", "探索", "建立", "加强", "完善", "推进", "给予", "引导", "开展", "实施")


@pytest.mark.parametrize("quote", FREE, ids=lambda q: f"{q.provision.id}-{q.start}")
def test_a_negation_is_not_added(quote) -> None:  # type: ignore[no-untyped-def]
    for verb in VERBS:
        if verb in quote.text:
            for no in ("不", "不得", "禁止", "仅", "没有", "未"):
                assert fault("negation", quote.text.replace(verb, no + verb, 1), quote), no + verb


@pytest.mark.parametrize(
    "text",
    [
        "文件没有写明奖励的具体数额。",
        "申报材料未作规定。",
        "政策中没有提到利率。",
        "具体金额不明确。",
        "文件未明确申报时间。",
        "没有相关规定。",
        "无法确定具体数额。",
        "数额看不清。",
        "The document does not state the amount.",
        "The rate is not specified.",
        "There is no mention of a deadline.",
        "The amount is unclear.",
    ],
)
def test_that_a_document_does_not_say_something_is_not_a_models_to_say(text: str) -> None:
    for place in ("js/1#2", "js/6#1", "js/18#2"):
        assert fault("negation", text, cited(place))


@pytest.mark.parametrize(
    ("place", "text"),
    [
        ("js/3#1", "推动保护中心建设，不断加快专利获权。"),
        ("js/10#5", "不论哪种侵权，都要加大惩治力度。"),
        ("js/13#2", "不仅打造平台，还推动一网通办。"),
        ("js/21#1", "打造无锡国际设计博览会等平台。"),
        ("js/16#2", "将知识产权按照无形资产管理。"),
        ("js/6#2", "这只是鼓励社会资本设立基金。"),
    ],
)
def test_words_that_only_look_like_a_negation_are_none(place: str, text: str) -> None:
    assert fault("negation", text, cited(place)) is None
