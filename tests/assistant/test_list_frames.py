"""The frames in which people ask for lists, and what they suppose of them; held against the text read by hand."""

from __future__ import annotations

import pytest

from assistant import Assistant
from corpus import Document
from tests.assistant.test_lists import charge


@pytest.fixture(scope="module")
def policy(assistant: Assistant) -> Document:
    document = assistant.corpus.document("js-ip-2023")
    assert document is not None
    return document


@pytest.mark.parametrize(
    "question",
    [
        "省商务厅跟省贸促会同时挂名的条目报下号,再说个总数",
        "省商务厅、省贸促会都有份的是哪几条,一条别漏",
        "既归省商务厅管又归省贸促会管的措施都有啥",
        "我们协会要做汇总:省商务厅和省贸促会共同参与的措施有哪几条?请列全",
    ],
)
def test_colloquial_frames_ask_for_the_same_list(assistant: Assistant, policy: Document, question: str) -> None:
    bodies = charge(policy)
    expected = [i for i in bodies if {"省商务厅", "省贸促会"} <= set(bodies[i])]
    answer = assistant.ask(question)
    assert list(dict.fromkeys(c.provision for c in answer.citations if c.role == "support")) == expected
    assert f"{len(expected)}条" in answer.answer


def test_bodies_in_charge_of_just_so_many_measures(assistant: Assistant, policy: Document) -> None:
    counts: dict[str, int] = {}
    for names in charge(policy).values():
        for name in names:
            counts[name] = counts.get(name, 0) + 1
    for times, word in ((1, "一"), (2, "两")):
        answer = assistant.ask(f"只在{word}条措施里出现的部门有哪些?各在哪条?")
        named = [line.removeprefix("- ").split("：")[0] for line in answer.answer.splitlines() if line.startswith("- ")]
        assert sorted(named) == sorted(n for n, c in counts.items() if c == times)


def test_measures_with_just_so_many_bodies(assistant: Assistant, policy: Document) -> None:
    expected = [i for i, names in charge(policy).items() if len(names) == 3]
    answer = assistant.ask("责任单位恰好列了三家的措施有哪些，一共几条")
    assert list(dict.fromkeys(c.provision for c in answer.citations if c.role == "support")) == expected


def test_a_share_is_told_with_the_whole(assistant: Assistant, policy: Document) -> None:
    count = sum("省财政厅" in names for names in charge(policy).values())
    answer = assistant.ask("全部措施当中省财政厅占了几成?把编号也报上来")
    assert f"全文共{len(policy.measures)}条，其中{count}条" in answer.answer


def test_a_part_is_named_by_a_word_of_its_heading(assistant: Assistant) -> None:
    answer = assistant.ask("保护那一部分下头有哪几条,标题给我")
    assert [c.provision for c in answer.citations if c.role == "support"][-4:] == ["9", "10", "11", "12"]


def test_headings_of_several_units_are_read_off(assistant: Assistant, policy: Document) -> None:
    answer = assistant.ask("前四条的标题各是什么?")
    assert all(m.title in answer.answer for m in policy.measures[:4]) and policy.measures[4].title not in answer.answer


def test_a_topic_that_is_no_condition_of_the_document_gives_no_broader_list(assistant: Assistant) -> None:
    answer = assistant.ask("省财政厅负责的火星探测措施有哪些")
    assert answer.status == "declined" or "共有" not in answer.answer


@pytest.mark.parametrize(
    ("question", "begins"),
    [
        ("省医保局总共就露脸一回对不对", "是，"),
        ("省医保局一共参与3条措施对吗", "不是"),
        ("所有措施都由省知识产权局牵头对吗", "不是全部：全文共21条，其中10条"),
        ("有没有哪条责任单位里压根没写省知产局", "有。"),
    ],
)
def test_what_is_supposed_of_a_list_is_held_against_it(assistant: Assistant, question: str, begins: str) -> None:
    assert assistant.ask(question).answer.startswith(begins)


@pytest.mark.parametrize("question", ["我们是一家科研院所,有哪些资金支持", "科研院所有哪些资金支持"])
def test_who_asks_is_whom_it_is_for(assistant: Assistant, question: str) -> None:
    answer = assistant.ask(question)
    assert answer.mode == "structured" and "4" in [c.provision for c in answer.citations]


def test_who_asks_is_no_condition_on_a_word(assistant: Assistant, policy: Document) -> None:
    answer = assistant.ask("我是做地理标志的合作社,哪些条提到了“地理标志”这四个字?要全,我写材料要用。")
    expected = [m.id for m in policy.measures if "地理标志" in m.text]
    assert list(dict.fromkeys(c.provision for c in answer.citations if c.role == "support")) == expected
