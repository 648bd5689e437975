"""What is personal is put out of sight, and nothing else is touched."""

from __future__ import annotations

import re
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.masking import mask, personal


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
