"""What is personal is put out of sight in every form that people give it, and nothing else is touched."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.privacy import PLACEHOLDER, conceal, conceal_each
from corpus import load_corpus
from tests.linear.calls import grows_too_fast

FORMS = {
    "mobile": [
        "15912340077",
        "159-1234-0077",
        "159 1234 0077",
        "159.1234.0077",
        "159—1234—0077",
        "159‑1234‑0077",
        "１５９１２３４００７７",
        "+86 159 1234 0077",
        "0086-15912340077",
        "(86)15912340077",
        "159\u200b1234\u200b0077",
        "159 123 40077",
        "159\n12340077",
        "1 5 9 1 2 3 4 0 0 7 7",
        "一五九一二三四零零七七",
        "幺五九 1234 零零七七",
        "壹伍玖壹贰叁肆零零柒柒",
        "15912340O77",
        "one five nine one two three four double zero seven seven",
        "1️⃣5️⃣9️⃣1️⃣2️⃣3️⃣4️⃣0️⃣0️⃣7️⃣7️⃣",
    ],
    "landline": [
        "025-84561234",
        "(025)84561234",
        "（025）8456 1234转802",
        "02584561234-15",
        "电话84561234",
        "座机：8456 1234",
        "400-820-1234",
        "+44 20 7946 0123",
    ],
    "identity": [
        "320106198805171235",
        "320106 19880517 1235",
        "３２０１０６１９８８０５１７１２３５",
        "32010619880517123X",
        "320106880517123",
    ],
    "passport": ["E87654321", "EB7654321", "护照 G 8765 4321", "护照号：123456789"],
    "permit": ["H87654321", "回乡证M8765432101", "台胞证 07654321", "A123456(3)"],
    "card": ["6222024301234567897", "6222 0243 0123 4567 897", "银行卡6228480031234567890", "账号 32001596436052501234"],
    "organisation": ["91320200MA1MJ7RXXD", "91320200 MA1MJ7RXXD", "税号91320200MA1MJ7RXXA"],
    "plate": ["苏E3K921", "苏A·D32190", "沪 B 12F88", "苏H0032挂"],
    "email": [
        "liu.m@example.org",
        "ｌｉｕ＠ｅｘａｍｐｌｅ．ｏｒｇ",
        "liu at example dot org",
        "liu艾特163点com",
        "liu#qq.com",
        "liu @ 163 . com",
    ],
    "wechat": ["微信号 liu_min88", "vx：liumin88", "加V liumin88", "wxid_8fj20ak1", "WeChat ID is liumin88"],
    "qq": ["QQ：28731946", "扣扣号是28731946", "企鹅28731946"],
    "address": [
        "苏州市姑苏区平江路88号",
        "住在虎丘区长江路12号3幢502室",
        "地址：昆山市玉山镇东阳村四组21号",
        "Flat 12, Tower C, 18 Pingjiang Road, Suzhou",
    ],
    "name": [
        "我叫周晓岚",
        "联系人：欧阳文博",
        "本人司徒静",
        "法定代表人 钱 伟",
        "阿依古丽·买买提",
        "Ms. Carla Brandt",
        "My name is Tom Becker",
        "发明人：郑可、孟凡",
    ],
}


@pytest.mark.parametrize(("kind", "written"), [(kind, form) for kind, forms in FORMS.items() for form in forms])
def test_each_form_is_concealed_as_what_it_is(kind: str, written: str) -> None:
    masked = conceal(f"您好，{written}，请问能申请吗")
    assert kind in masked.kinds
    left = PLACEHOLDER.sub("", masked.text)
    assert not re.search(r"[0-9０-９]{3}|[a-z]+[0-9]{2}", left), masked.text


@pytest.mark.parametrize(
    "text",
    [
        "",
        "苏政规〔2023〕22号、苏知发〔2019〕□1号、宁政办发（2020）18号",
        "措施(六)、第十三条、第22号公告、附件3",
        "2024年3月5日、20240305、2024-03-05、二〇二四年三月",
        "贷款15912340077元、3,000,000.00、6222024301234567897元、注册资本5000万元、+10000000元",
        "专利号ZL202110987654.3，申请号202110987654.3、PCT/CN2021/098765、公告号CN113456789A",
        "股票代码600519、GB/T 29490-2023、ISO 56005、ISBN 978-7-5130-1234-5",
        "拨打12345热线、12330",
        "江苏省知识产权局、南京市鼓楼区、苏州工业园区、昆山市玉山镇",
        "3号楼、地铁2号线、第3组、5层、10户",
        "高级工程师、项目经理、总工程师、班主任、施工单位、财务总监",
        "我是高新技术企业，本人于去年申请，负责人是谁",
        "《华罗庚奖管理办法》、张江科学城、海牙协定",
        "费率3.5%@今天、a@b、look at this.com",
        "三一重工、一是扩大，二是完善，三是加强",
    ],
)
def test_what_is_nobodys_stays(text: str) -> None:
    assert conceal(text).text == text


def test_the_documents_hold_no_personal_data() -> None:
    for document in load_corpus().documents:
        assert conceal(document.text, names=False).spans == (), document.id


def test_the_same_thing_has_the_same_placeholder_however_it_is_written() -> None:
    assert conceal("15912340077，即+86 159-1234-0077，不是15912340078").text == "〔手机号1〕，即〔手机号1〕，不是〔手机号2〕"
    first, second = conceal_each(["电话15912340077", "就是 159 1234 0077"])
    assert (first.text, second.text) == ("电话〔手机号1〕", "就是 〔手机号1〕")


def test_a_placeholder_that_stands_there_already_is_not_used_again() -> None:
    assert conceal("〔手机号1〕是以前的，现在15912340077").text == "〔手机号1〕是以前的，现在〔手机号2〕"


def test_a_title_stays_behind_the_surname() -> None:
    assert conceal("请联系陈工或孙经理").text == "请联系〔姓名1〕工或〔姓名2〕经理"


def test_spans_are_places_of_the_original() -> None:
    text = "我叫周\u200b晓岚，手机１５９－１２３４－００７７。"
    assert [text[s.start : s.end] for s in conceal(text).spans] == ["周\u200b晓岚", "１５９－１２３４－００７７"]


PIECES = st.one_of(
    st.text(max_size=12),
    st.text(alphabet="0123456789-+ .@Xx年月日元号路□一二三王李的是，。", max_size=24),
    st.sampled_from([form for forms in FORMS.values() for form in forms]),
    st.sampled_from(["〔手机号1〕", "〔姓名2〕", "〔来信人〕"]),
)


@given(st.lists(PIECES, max_size=8))
def test_concealing_again_changes_nothing_and_spans_make_up_the_text(pieces: list[str]) -> None:
    text = "，".join(pieces)
    masked = conceal(text)
    out, end = "", 0
    for s in masked.spans:
        assert end <= s.start < s.end <= len(text)
        out, end = out + text[end : s.start] + s.placeholder, s.end
    assert masked.text == out + text[end:]
    assert not re.search(r"(?<![0-9.])1[3-9][0-9]{9}(?![0-9.])", conceal(f"电话{masked.text}").text) or "元" in text or "号" in text


FIGURES = st.one_of(
    st.builds("苏政办发〔{}〕{}号".format, st.integers(1990, 2030), st.integers(1, 999)),
    st.builds("{}{}元".format, st.integers(1, 10**18), st.sampled_from(["", "万", "亿"])),
    st.builds("{}年{}月{}日".format, st.integers(1990, 2099), st.integers(1, 12), st.integers(1, 31)),
    st.dates().map(lambda d: d.isoformat()),
    st.builds("措施({})第{}条".format, st.sampled_from("一二三四五六七八九十"), st.integers(1, 99)),
)


@given(FIGURES)
def test_figures_of_a_policy_are_never_taken_for_personal_data(figure: str) -> None:
    assert conceal(f"该项目按{figure}执行，可以吗").spans == ()


HOSTILE = [
    "1",
    "1 ",
    "一",
    "139 1234 ",
    "a@",
    "a",
    "a at ",
    "6222 ",
    "(025)",
    "+1 ",
    "A1",
    "电话:",
    "卡号1",
    "路1号",
    "3幢",
    "南京市",
    "联系人",
    "姓名:王",
    "王",
    "王·",
    "I am A ",
    "〔手机号1〕",
    "one ",
    "《",
    "王芳、",
    "\u200b1",
    "\n",
    "Room 1, ",
    "苏A",
    "王经理",
    "人:",
    "a@b.",
    "本人王马",
    "我",
    "，是",
]


@pytest.mark.parametrize("piece", HOSTILE)
def test_time_grows_with_the_length_alone(piece: str) -> None:
    assert not grows_too_fast(conceal, piece, 2_000)
