"""An enquiry read: what is asked, and what is only around it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.drafting.reading import read_enquiry
from assistant.drafting.topics import topic

ASKED = "专利质押融资有什么支持？"


def test_headers_history_and_signature_are_not_read() -> None:
    history = "在 2024年3月1日 上午9:00，某某写道：\n> 您问的是哪一条？"
    mail = f"发件人：王某\n主题：咨询\n\n您好，\n{ASKED}\n\n祝好\n王某\n哪里有停车场？（地址见下）\n\n{history}"
    read = read_enquiry(mail)
    assert read.quoted_lines
    assert not [q for q in read.questions if "哪一条" in q or "王某" in q]
    assert any("质押" in q for q in read.questions)
    assert any("停车场" in q for q in read.questions), "what is asked behind the closing words (又及) is read"


def test_a_letter_that_only_forwards_another_is_read() -> None:
    assert any("质押" in q for q in read_enquiry(f"> 您好\n> {ASKED}\n").questions)


def test_a_request_without_a_question_mark_is_a_question() -> None:
    long = "我们是一家从事智能制造的企业，成立十余年来一直重视研发投入，目前拥有多项发明专利。" * 4
    read = read_enquiry(f"{long}\n想了解一下产业专利池方面的规定。\n盼复。")
    assert [q for q in read.questions if "专利池" in q]
    assert read.for_organisation


def test_what_merely_tells_of_numbers_is_no_question() -> None:
    read = read_enquiry(
        "上个月我来过几次窗口，办了好几件事，没花多少时间，工作人员一项一项地帮我核对，十分感谢你们的热情和耐心，祝大家工作顺利。"
    )
    assert not read.asks
    assert read.questions == ()


def test_what_seems_to_ask_and_was_not_taken_is_named() -> None:
    long = "我们协会今年走访了许多会员企业，收集了不少意见和建议，现将主要情况反映如下，请予重视和研究解决。" * 4
    read = read_enquiry(f"{long}不知道海外参展的费用能不能报销。{ASKED}")
    assert [s for s in read.unrecognised if "报销" in s]


@pytest.mark.parametrize(
    ("question", "shown"),
    [
        ("您好，我想问一下异地就医怎么办医保报销？", "异地就医怎么办医保报销"),
        ("另外听说得了江苏专利奖有奖金,发明人奖能奖励多少钱?", "得了江苏专利奖有奖金，发明人奖能奖励多少钱"),
        ("有厂家推销器械,称其有专利,请问挂网绿色通道是怎么规定的?", "挂网绿色通道是怎么规定的"),
        ("到底给不给资金支持?给个痛快话!", "到底给不给资金支持"),
        ("质" * 200, ""),
    ],
)
def test_a_heading_repeats_the_question_without_courtesies(question: str, shown: str) -> None:
    assert topic(question, 40) == shown


@pytest.mark.parametrize(("written", "days"), [("2021年6月", 30), ("2024-03-08", 1), ("二〇二四年五月", 31)])
def test_days_that_are_named_are_read(written: str, days: int) -> None:
    (dated,) = read_enquiry(f"我公司于{written}通过贯标，有什么支持？").dates
    assert len(dated.date.candidates) == days


@given(st.text(alphabet=st.sampled_from("请问专利有什么支持?？。，,\n>-— :：发件人原始邮件此致敬礼一1、.(《》〔〕□"), max_size=300))
def test_no_text_breaks_the_reading(text: str) -> None:
    read = read_enquiry(text)
    assert all(isinstance(topic(q, 40), str) for q in read.questions)
