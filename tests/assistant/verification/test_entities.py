"""*entities*: bodies, names, places and recipients stand in what is cited, in the part that they have there."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus import Corpus
from corpus.glossary import load_instruments
from tests.assistant.verification.sample import POLICY, POLICY_CORPUS, SENTENCES, cited, fault

BODIES = POLICY_CORPUS.departments
INSTRUMENTS = [i for i in load_instruments() if i.kind in ("award", "programme", "institution", "treaty", "event", "regulation", "outline")]
quotes = st.sampled_from(SENTENCES)


@given(quotes, st.sampled_from(BODIES))
def test_only_a_body_in_charge_may_be_said_to_be(quote, body) -> None:  # type: ignore[no-untyped-def]
    for text in (f"这项工作由{body.name}负责。", f"This is handled by the {body.name_en}."):
        assert (fault("entities", text, quote) is None) == (body.name in quote.provision.departments), text


@pytest.mark.parametrize("measure", POLICY.measures, ids=lambda m: m.id)
def test_no_body_of_a_true_sentence_can_be_another(measure) -> None:  # type: ignore[no-untyped-def]
    quote = cited(f"js/{measure.id}")
    for body in measure.departments:
        text = f"由{body}等部门按职责分工负责。"
        assert fault("entities", text, quote) is None
        others = [d.name for d in BODIES if d.name not in measure.departments]
        assert [o for o in others if fault("entities", text.replace(body, o), quote) is None] == []


@pytest.mark.parametrize("measure", POLICY.measures, ids=lambda m: m.id)
def test_only_the_first_body_leads(measure) -> None:  # type: ignore[no-untyped-def]
    quote = cited(f"js/{measure.id}")
    leads = {body: fault("entities", f"由{body}牵头。", quote) is None for body in measure.departments}
    assert leads == {body: body == measure.departments[0] for body in measure.departments}


@pytest.mark.parametrize(
    "body",
    [
        "国家知识产权局",
        "省税务局",
        "市科技局",
        "国务院",
        "省卫生健康委员会",
        "南京市人民政府",
        "省民政厅",
        "税务部门",
        "住建部门",
        "教育部",
        "Ministry of Finance",
        "State Council",
        "Tax Bureau",
    ],
)
def test_a_body_that_is_on_no_record_stands_in_the_quote_or_goes(body: str) -> None:
    text = f"这项工作由{body}负责。" if not body.isascii() else f"The {body} is in charge."
    assert body == "教育部" or fault("entities", text, cited("js/6#1")), body


@pytest.mark.parametrize(
    ("place", "text"),
    [
        ("inc/17#1", "由市工业和信息化局牵头。"),
        ("inc/16#1", "由市财政局责令退回。"),
        ("kite/5#1", "向市体育局备案。"),
        ("kite/6#1", "由市市场监督管理局责令改正。"),
        ("js/6", "由财政部门等负责。"),
    ],
)
def test_a_body_on_no_record_may_be_named_from_the_quote(place: str, text: str, documents: Corpus) -> None:
    assert fault("entities", text, cited(place, documents), corpus=documents) is None


@given(quotes, st.sampled_from(INSTRUMENTS))
def test_no_programme_is_named_that_the_quote_does_not_name(quote, instrument) -> None:  # type: ignore[no-untyped-def]
    held = f"{quote.text}{quote.provision.title}{POLICY.title}"
    names = (instrument.name, *instrument.aliases)
    if len(instrument.name) >= 4 and not any(n in held for n in names):
        characters = iter(held)
        if not all(c in characters for c in instrument.name):  # a shortened name may be meant
            assert fault("entities", f"这也适用于{instrument.name}。", quote)


@pytest.mark.parametrize(
    "name",
    [
        "“金凤凰”",
        "《江苏省专利促进办法》",
        "苏科贷",
        "紫金创新基金",
        "知识产权腾飞计划",
        "省质量奖",
        "专利护航行动",
        "www.jsip.gov.cn",
        "ip@js.gov.cn",
        "the Golden Bridge Programme",
        "the WIPO Award",
        "微信公众号",
        "上海",
        "Shanghai",
        "苏州",
    ],
)
def test_an_invented_name_goes(name: str) -> None:
    text = f"鼓励社会资本设立投资基金，见{name}。" if not name.startswith("the ") else f"Social capital is encouraged under {name}."
    assert fault("entities", text, cited("js/6#2"))


@pytest.mark.parametrize(
    ("place", "text"),
    [
        ("js/6#1", "设立“苏知贷”。"),
        ("js/6#1", "The Suzhidai product is set up."),
        ("js/3#3", "鼓励利用PCT、巴黎公约等途径。"),
        ("js/3#3", "The Madrid Agreement and the Hague Agreement are named."),
        ("js/1#2", "获得江苏省专利奖的给予奖励。"),
        ("js/10#7", "推动设立南京知识产权法院。"),
        ("js/10#7", "An intellectual property court in Nanjing is sought."),
        ("js/13#3", "搭建数据知识产权的登记平台。"),
        ("js/7#3", "实施商标品牌培育工程。"),
    ],
)
def test_a_name_of_the_quote_passes_under_its_other_names_and_shortened(place: str, text: str) -> None:
    assert fault("entities", text, cited(place)) is None


@pytest.mark.parametrize(
    "kind", ["农民合作社", "个体工商户", "外资企业", "大学生", "医院", "上市公司", "退役军人", "hospitals", "farmers", "students"]
)
def test_another_recipient_goes(kind: str) -> None:
    text = (
        f"引导{kind}将知识产权价值纳入财务报表。"
        if not kind.isascii()
        else f"The policy guides {kind} to enter IP in their financial statements."
    )
    assert fault("entities", text, cited("js/16#2"))


@pytest.mark.parametrize(
    ("place", "text"),
    [
        ("js/16#2", "引导公司将知识产权价值纳入财务报表。"),
        ("js/4#2", "大学和科研机构给予资金支持。"),
        ("js/3#1", "帮助企业加快专利获权。"),
        ("js/14#4", "为小公司提供专利代理援助。"),
        ("js/20#1", "支持符合条件的大学设立学科。"),
    ],
)
def test_a_recipient_may_be_called_by_another_word_or_be_included_in_a_broader_one(place: str, text: str) -> None:
    assert fault("entities", text, cited(place)) is None


def test_what_is_given_goes_to_those_who_are_given_it() -> None:
    quote = cited("js/1#1")
    assert fault("entities", "鼓励企业联合组建培育中心，对符合条件的培育中心给予资金支持。", quote) is None
    for text in ("企业可以获得资金支持。", "对高校给予资金支持。", "Universities receive funding."):
        assert fault("entities", text, quote), text


LEVELS = {"world": ["全球"], "nation": ["国家级", "全国"], "province": ["省级"], "city": ["市级", "全市"], "county": ["县级"]}
GRADED = [
    (quote, m.start(), m[0])
    for quote in SENTENCES
    for m in re.finditer(r"国家级|省级|全国|全省|国家(?=级|知识产权|海外|地理标志)|国际(?=知识产权|设计|创新)", quote.text)
]
OF = {"国家级": "nation", "全国": "nation", "国家": "nation", "省级": "province", "全省": "province", "国际": "world"}


@pytest.mark.parametrize(("quote", "at", "word"), GRADED, ids=lambda v: v if isinstance(v, str) else "")
def test_what_is_graded_keeps_its_level(quote, at, word) -> None:  # type: ignore[no-untyped-def]
    assert fault("entities", quote.text, quote) is None
    for level, others in LEVELS.items():
        if level != OF[word]:
            for other in others:
                changed = quote.text[:at] + other + quote.text[at + len(word) :]
                assert fault("entities", changed, quote), changed


@pytest.mark.parametrize(
    ("place", "text"),
    [
        ("js/1#1", "对符合条件的省级高价值专利培育中心给予资金支持。"),
        ("js/16#2", "引导全国企业规范核算知识产权资产。"),
        ("js/8#2", "对已备案的产业知识产权联盟给予资金支持。"),
        ("js/15#3", "对市级知识产权优势示范企业给予资金支持。"),
        ("js/14#1", "Newly recognised national-level IP service clusters receive a subsidy."),
        ("js/13#1", "A nationwide IP data platform is built."),
        ("inc/1#1", "首次认定为省级高新技术企业的，奖励20万元。"),
    ],
)
def test_a_level_is_neither_added_nor_lost_nor_changed(place: str, text: str, documents: Corpus) -> None:
    assert fault("entities", text, cited(place, documents), corpus=documents)


@pytest.mark.parametrize(
    ("place", "text"),
    [
        ("js/16#2", "省里引导企业规范核算知识产权资产。"),
        ("js/21#2", "支持企业参加国际知名展会。"),
        ("js/17#2", "可以通过国家或者省的知识产权运营平台向社会公布。"),
        ("js/4#1", "按国家的有关规定，可以赋予完成人长期使用权。"),
        ("js/8#2", "省级的产业知识产权联盟，已备案且运营情况较好的，给予资金支持。"),
        ("js/13#1", "A province-wide IP data platform is built."),
    ],
)
def test_a_level_may_be_put_in_other_words(place: str, text: str) -> None:
    assert fault("entities", text, cited(place)) is None
