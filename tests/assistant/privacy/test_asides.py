"""What only says who writes is not read as a question; what asks is, whoever's number stands beside it."""

from __future__ import annotations

import pytest

from assistant import Assistant, compose_draft
from assistant.privacy import conceal, to_be_read


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("我叫周晓岚，手机15912340077，邮箱liu.m@example.org。专利池有什么支持？", "专利池有什么支持？"),
        ("专利池有什么支持？请回复到liu.m@example.org。", "专利池有什么支持？"),
        ("座机025-84561234专利池有什么支持", "专利池有什么支持"),
        ("省版权局电话是多少，我的手机是15912340077", "省版权局电话是多少"),
        ("请把专利池的规定发到liu.m@example.org", "请把专利池的规定"),
        ("我们的热线一直占线，专利池由谁负责？", "专利池由谁负责？"),
        ("贵局热线是多少？", "贵局热线是多少？"),
        (
            "My name is Tom Becker, my phone is 15912340077. What support is there for patent pools?",
            "What support is there for patent pools?",
        ),
        ("专利池有什么支持", "专利池有什么支持"),
        ("15912340077", ""),
    ],
)
def test_clauses_that_only_give_contacts_are_set_aside(written: str, read: str) -> None:
    assert to_be_read(conceal(written).text) == read


OWN = "我是周晓岚，手机15912340077，固话025-84561234，微信liumin88，邮箱liu.m@example.org。"


@pytest.mark.parametrize("asked", ["组建高价值专利培育中心有什么支持？", "措施(四)由谁负责？"])
def test_a_writers_contacts_change_no_answer(assistant: Assistant, asked: str) -> None:
    with_contacts, plain = assistant.ask(OWN + asked), assistant.ask(asked)
    assert with_contacts.answer == plain.answer and with_contacts.status == "answered"
    assert with_contacts.question == conceal(OWN + asked).text and with_contacts.standalone_question == plain.standalone_question


def test_who_asks_for_a_number_is_answered_about_it(assistant: Assistant) -> None:
    answer = assistant.ask(f"{OWN}省版权局的联系电话是多少？")
    assert answer.reason == "not_stated" and "联系电话" in answer.answer


def test_a_message_of_contacts_alone_asks_nothing(assistant: Assistant) -> None:
    assert assistant.ask("15912340077").reason == "empty_question"


def test_a_heading_of_a_reply_holds_nothing_personal(assistant: Assistant) -> None:
    enquiry = (
        f"{OWN}\n1. 身份证320106198805171235能否申请专利导航项目？\n"
        "2. 我公司91320200MA1MJ7RXXD组建专利池有什么支持？\n3. 江苏专利奖金奖奖励多少？"
    )
    draft = compose_draft(assistant, enquiry)
    headings = [s.text for s in draft.sentences if s.kind == "heading"]
    assert headings and not [h for h in headings if "〔" in h or "身份证3" in h]
    assert not [s for s in ("15912340077", "320106198805171235", "91320200MA1MJ7RXXD", "周晓岚") if s in draft.model_dump_json()]
