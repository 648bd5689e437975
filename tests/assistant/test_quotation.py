"""Words held out as the document's own: affirmed letter by letter, corrected in their figures, left open where a digit is lost."""

from __future__ import annotations

import pytest

from assistant import Assistant
from corpus import Document
from evals.verdict import read_verdict


@pytest.mark.parametrize(
    ("question", "said"),
    [
        ("措施(七)讲的是强化知识产权金融支撑,对吗", "“强化知识产权金融支撑”是措施(六)的标题，措施(七)的标题是“创新知识产权运用方式”"),
        ("第四条的标题是不是“加快创新技术专利获权”?", "措施(三)的标题"),
        ("“完善知识产权地方法规政策体系”就是措施(十),没错吧?", "措施(九)的标题"),
        ("责任单位措施(一)只列了1家,没错吧?", "共有2个"),
        ("第一部分一共2条措施,是吧?", "第一部分有3条"),
        ("措施(十七)写的是“对无正当理由在五年内没有转化实施的”,对吗?", "原文写的是三年"),
        ("结尾写着“本通知自2025年□月□9日施行”,没错吧?", "2023年□月□9日"),
        ("文件里有没有“在两年内没有转化实施的,可通过国家或省知识产权运营相关平台向社会公布”这句话", "三年"),
    ],
)
def test_what_the_text_says_otherwise_is_denied_with_its_own_words(assistant: Assistant, question: str, said: str) -> None:
    answer = assistant.ask(question)
    assert read_verdict(answer.answer) == "no" and said in answer.answer, answer.answer
    assert answer.status == "answered" and answer.citations


@pytest.mark.parametrize(
    "question",
    [
        "措施(三)的标题是不是“加快创新技术专利获权”?",
        "措施(一)列了2家责任单位,没错吧?",
        "第一部分有3条措施,对吗?",
        "“支持知识产权培训基地建设”是不是原文?",
        "措施(十七)写的是“对无正当理由在三年内没有转化实施的”,对吗?",
    ],
)
def test_what_stands_there_letter_by_letter_is_affirmed(assistant: Assistant, question: str) -> None:
    answer = assistant.ask(question)
    assert read_verdict(answer.answer) == "yes", answer.answer


@pytest.mark.parametrize(
    ("question", "shown", "suggested"),
    [
        ("措施(一)写的是“对获得中国专利奖金奖、银奖、优秀奖的,分别给予300万元、□0万元、□0万元奖励”,对吗?", "□00万元", "300万"),
        ("这句的空缺补上应该是“有效期至2028年9月18日”吧?", "2028年□月□8日", "9月18日"),
        ("别处登的是“对获得中国外观设计金奖、银奖、优秀奖的,分别给予50万元、25万元、10万元奖励”,和措施(一)一致吧?", "□0万元", "25万"),
    ],
)
def test_a_lost_digit_that_is_supplied_is_left_open_and_not_repeated(
    assistant: Assistant, question: str, shown: str, suggested: str
) -> None:
    answer = assistant.ask(question)
    assert read_verdict(answer.answer) == "open" and (answer.status, answer.reason) == ("partial", "illegible"), answer.answer
    assert shown in answer.answer and suggested not in answer.answer


def test_a_legible_digit_that_differs_beside_a_lost_one_is_denied(assistant: Assistant) -> None:
    answer = assistant.ask("结尾写的是“有效期至2027年9月18日”吧?")
    assert read_verdict(answer.answer) == "no" and "2028年□月□8日" in answer.answer


@pytest.mark.parametrize(
    "question",
    [
        "措施(六)说的是“企业可以直接领取知识产权贷款贴息”,对吗?",
        "措施(七)讲的是知识产权运用方式吗",
        "措施(七)和强化知识产权金融支撑有没有关系?",
    ],
)
def test_other_wording_is_no_matter_for_a_bare_yes_or_no(assistant: Assistant, question: str) -> None:
    answer = assistant.ask(question)
    assert "原文就是这样写的" not in answer.answer and "的标题是" not in answer.answer


def test_a_measure_that_does_not_exist_says_nothing(assistant: Assistant) -> None:
    answer = assistant.ask("措施(二十五)讲的是强化知识产权金融支撑,对吗")
    assert answer.reason == "no_such_provision"


def test_in_english_too(
    assistant: Assistant,
) -> None:
    answer = assistant.ask("Is it true that measure 6 names 9 departments in charge?")
    assert "6" in answer.answer and answer.answer.startswith("No"), answer.answer


def test_every_heading_is_known_for_its_own_and_for_no_other(assistant: Assistant) -> None:
    policy = assistant.corpus.document("js-ip-2023")
    assert isinstance(policy, Document)
    for measure, beside in zip(policy.measures[:-1], policy.measures[1:], strict=True):
        assert read_verdict(assistant.ask(f"{measure.label}的标题是“{measure.title}”,对吗?").answer) == "yes"
        assert read_verdict(assistant.ask(f"{beside.label}的标题是“{measure.title}”,对吗?").answer) == "no"
