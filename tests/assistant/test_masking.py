"""What is personal is put out of sight, and nothing else is touched."""

from __future__ import annotations

import re
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.masking import conceal, mask, personal
from corpus import load_corpus


@pytest.mark.parametrize(
    ("text", "masked"),
    [
        ("我的手机13912345678,请回电", "我的手机[手机号],请回电"),
        ("电话:139-1234-5678 或 139 1234 5678", "电话:[手机号] 或 [手机号]"),
        ("+8613912345678、+86 139 1234 5678", "[手机号]、[手机号]"),
        ("１３９１２３４５６７８", "[手机号]"),
        ("身份证11010519491231002X的公司", "身份证[身份证号]的公司"),
        ("号码110105194912310021,谢谢", "号码[身份证号],谢谢"),
        ("发到zhang.san+a@mail.example.com.", "发到[邮箱]."),
        ("发到ｚｈａｎｇ＠ｑｑ．ｃｏｍ吧", "发到[邮箱]吧"),
        ("13912345678@139.com", "[邮箱]"),
        ("zs@qq.com和13800000000", "[邮箱]和[手机号]"),
    ],
)
def test_numbers_and_addresses_are_masked(text: str, masked: str) -> None:
    assert mask(text) == masked


@pytest.mark.parametrize(
    "text",
    [
        "",
        "质押贷款最高1000万元,2023年1月29日起施行",
        "苏政规〔2022〕12号",
        "12912345678",
        "1391234567",
        "139123456789",
        "01101051949123100210",
        "费率3.5%@今天",
        "a@b",
        "专利号ZL202310123456.7",
        "025-83236321",
    ],
)
def test_what_only_looks_alike_stays(text: str) -> None:
    assert mask(text) == text
    assert personal(text) == {}


MOBILE = st.from_regex(r"1[3-9][0-9]{9}", fullmatch=True)
IDENTITY = st.from_regex(r"[1-9][0-9]{16}[0-9X]", fullmatch=True)
EMAIL = st.from_regex(r"[a-z][a-z0-9._-]{0,20}@[a-z0-9]{1,10}(\.[a-z]{2,5}){1,2}", fullmatch=True)
WORDS = st.text(alphabet=st.characters(min_codepoint=0x4E00, max_codepoint=0x9FFF) | st.sampled_from(",。?! \n\\□"), max_size=30)


@given(st.lists(st.tuples(WORDS, MOBILE | IDENTITY | EMAIL), max_size=6), WORDS)
def test_each_is_found_wherever_it_stands_and_all_other_words_stay(pairs: list[tuple[str, str]], end: str) -> None:
    pairs = [(words + "是", secret) for words, secret in pairs]
    masked = mask("".join(words + secret for words, secret in pairs) + "。" + end)
    assert not [secret for _, secret in pairs if secret in masked]
    assert re.sub(r"\[(?:手机号|身份证号|邮箱)\]", "\0", masked).split("\0") == [*(words for words, _ in pairs), "。" + end]


@given(st.text())
def test_masking_again_changes_nothing(text: str) -> None:
    assert mask(mask(text)) == mask(text)


@given(st.text(alphabet="0123456789Xx-@.a ", max_size=60))
def test_nothing_that_is_masked_is_left(text: str) -> None:
    masked = mask(text)
    assert personal(masked) == {}
    assert not re.search(r"(?<![0-9])1[3-9][0-9]{9}(?![0-9])", masked)


@pytest.mark.parametrize("text", ["a" * 200_000, "a@" * 100_000, "1" * 200_000, "139 1234 " * 20_000, "a@b." * 50_000])
def test_hostile_text_takes_no_time(text: str) -> None:
    began = time.monotonic()
    mask(text)
    assert time.monotonic() - began < 2


@pytest.mark.parametrize(
    ("text", "concealed"),
    [
        ("手机13912345678或139 1234 5678", "手机〔手机号1〕或〔手机号2〕"),
        ("13912345678，再说一遍13912345678", "〔手机号1〕，再说一遍〔手机号1〕"),
        ("025-83236321、(025)8323 6321转801、+86 25 8323 6321", "〔电话号码1〕、〔电话号码2〕、〔电话号码3〕"),
        ("电话：83236321", "电话：〔电话号码1〕"),
        ("call +44 20 7946 0958", "call 〔电话号码1〕"),
        ("身份证11010519491231002X", "身份证〔身份证号1〕"),
        ("身份证号 110105 19491231 0020", "身份证号 〔身份证号1〕"),
        ("信用代码91320200MA1MJ7RXXD", "信用代码〔统一社会信用代码1〕"),
        ("卡号6222021234567890128", "卡号〔银行卡号1〕"),
        ("6222 0212 3456 7890 128", "〔银行卡号1〕"),
        ("发到zhang@qq.com", "发到〔邮箱1〕"),
        ("13812345678/13987654321,15012345678", "〔手机号1〕/〔手机号2〕,〔手机号3〕"),
        ("微信wx13812345678、Tel.025-83236321", "微信wx〔手机号1〕、Tel.〔电话号码1〕"),
        ("１３９１２３４５６７８", "〔手机号1〕"),
        ("〔手机号1〕是我写的，我的号是13912345678", "〔手机号1〕是我写的，我的号是〔手机号2〕"),
    ],
)
def test_each_kind_is_concealed_and_put_back(text: str, concealed: str) -> None:
    masked = conceal(text)
    assert masked.text == concealed
    assert masked.restore(masked.text) == text


@pytest.mark.parametrize(
    "text",
    [
        "苏政规〔2022〕12号、苏政发〔2017〕□2号",
        "措施(六)、第十三条、第1个问题",
        "2023年1月29日、20230129、2023-01-29、二〇二三年",
        "贷款1000000000元、13912345678元、6222021234567890128元、3,000,000.00",
        "专利号ZL202310123456.7，申请号202310123456.7、PCT/CN2023/012345",
        "注册号13912345678.5",
        "91320200MA1MJ7RXXA",
        "6222021234567890129",
        "贷款+10000000元、贷款+外部直投",
        "□00万元、□5万元",
    ],
)
def test_numbers_of_documents_amounts_and_dates_are_no_personal_data(text: str) -> None:
    assert conceal(text).found == ()


def test_the_documents_hold_no_personal_data() -> None:
    for document in load_corpus().documents:
        assert conceal(document.text).found == (), document.id


FIGURES = st.one_of(
    st.builds("苏政办发〔{}〕{}号".format, st.integers(1990, 2030), st.integers(1, 999)),
    st.builds("{}{}元".format, st.integers(1, 10**18), st.sampled_from(["", "万", "亿"])),
    st.builds("{}年{}月{}日".format, st.integers(1990, 2099), st.integers(1, 12), st.integers(1, 31)),
    st.dates().map(lambda d: d.isoformat()),
    st.builds("措施({})第{}条".format, st.sampled_from("一二三四五六七八九十"), st.integers(1, 99)),
)


@given(FIGURES, WORDS)
def test_figures_of_a_policy_are_never_taken_for_personal_data(figure: str, words: str) -> None:
    assert conceal(f"{words}按{figure}执行{words}").found == ()


PIECES = st.one_of(
    WORDS,
    MOBILE,
    IDENTITY,
    EMAIL,
    st.sampled_from(["〔手机号1〕", "〔邮箱2〕", "91320200MA1MJ7RXXD", "025-83236321"]),
    st.text(max_size=20),
)


@given(st.lists(PIECES, max_size=12))
def test_what_was_concealed_comes_back_exactly(pieces: list[str]) -> None:
    text = "".join(pieces)
    masked = conceal(text)
    assert masked.restore(masked.text) == text
    assert not [f.original for f in masked.found if f.placeholder in text]
    assert len({f.placeholder for f in masked.found}) == len(masked.found)


@given(st.lists(st.tuples(WORDS, MOBILE | EMAIL), min_size=1, max_size=6))
def test_nothing_that_was_concealed_is_left(pairs: list[tuple[str, str]]) -> None:
    masked = conceal("".join(f"{words}是{secret}，" for words, secret in pairs))
    assert not [secret for _, secret in pairs if secret in masked.text]


@pytest.mark.parametrize(
    "text", ["1" * 200_000, "+1 " * 60_000, "0" * 200_000, "6222 " * 40_000, "(025)" * 40_000, "A1" * 100_000, "电话:" * 50_000]
)
def test_hostile_text_is_concealed_in_no_time(text: str) -> None:
    began = time.monotonic()
    conceal(text)
    assert time.monotonic() - began < 4
