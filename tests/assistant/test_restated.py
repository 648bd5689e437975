"""What was understood is shown where it says something else than what was typed, and only as a whole sentence."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant import Assistant, HistoryTurn
from assistant.understanding.restated import LONGEST, restated
from tests.conftest import ROOT


@pytest.mark.parametrize(
    ("typed", "read", "shown"),
    [
        ("优秀奖呢", "中国专利奖优秀奖多少钱", "中国专利奖优秀奖多少钱"),
        ("专利质亚融资", "专利质押融资", "专利质押融资"),
        ("那上一条呢", "那第5条呢", "第5条呢"),
        ("那这个学院已经建好了吗", "措施(二十)那学院已经建好了吗", "措施(二十)学院已经建好了吗"),
        ("what about measure 12?", "Who is responsible for measure 12?", "Who is responsible for measure 12?"),
        ("写了很多。省里有没有指导机构?谢谢", "所以冒昧写信,想请教一个问题:省里有没有指导机构?", "省里有没有指导机构?"),
    ],
)
def test_a_question_made_whole_is_shown(typed: str, read: str, shown: str) -> None:
    assert restated(typed, read) == shown


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("专利导航", "专利导航"),
        ("???专利池!!!……图啥~~~", "专利池!......图什么~~~"),
        ("請問 專利代理援助是給誰的嗎", "专利代理援助是给谁的"),
        ("版权园区有什么支持?另外专利保险归谁管?", "版权园区有什么支持？ 专利保险归谁管？"),
        ("1.版权园区谁管 2.商业秘密谁管", "版权园区谁管？ 商业秘密谁管？"),
        ("Please, who is responsible for measure 14? Thanks", "who is responsible for measure 14"),
        ("？？！", "??!"),
        ("问", ""),
    ],
)
def test_what_differs_only_in_manners_script_or_signs_is_not_shown(typed: str, read: str) -> None:
    assert restated(typed, read) == ""


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("拒不整改呢", "拒不整改有什么"),
        ("不是,我想问地理标志的质押", "地理标志质押融资怎么"),
        ("外国人呢", "外国专利外国人能来江苏吗"),
        ("它跟前一条归同一些单位管吗", "它跟第10条归同一些单位管吗"),
        ("文件哪天起施行,印发的是谁?", "文件哪天起施行？ 文件哪天起施行印发的是谁？"),
    ],
)
def test_half_a_sentence_explains_nothing_and_is_not_shown(typed: str, read: str) -> None:
    assert restated(typed, read) == ""


BEFORE = ("我们是做生物医药的，想把专利抵押出去借钱，省里管不管", "软件这块有啥好处")


@pytest.mark.parametrize(
    ("typed", "read", "shown"),
    [
        ("有没有说利息多少", "措施(六)生物医药专利抵押出有没有说利息多少", ""),
        ("有没有说利息多少", "措施(六)有没有说利息多少", "措施(六)有没有说利息多少"),
        ("版权呢", "版权这块有啥好处", "版权这块有啥好处"),
        ("那第7条呢", "第7条这块有啥好处", "第7条这块有啥好处"),
    ],
)
def test_what_was_pieced_together_from_earlier_words_is_not_shown(typed: str, read: str, shown: str) -> None:
    assert restated(typed, read, BEFORE) == shown


@given(st.text(max_size=300), st.text(max_size=300))
def test_any_text_gives_one_line_of_limited_length(typed: str, read: str) -> None:
    shown = restated(typed, read)
    assert len(shown) <= LONGEST and "\n" not in shown


def test_follow_ups_of_the_gold_questions_read_as_sentences(assistant: Assistant) -> None:
    shown = []
    for line in (ROOT / "evals" / "gold" / "follow_up.jsonl").read_text(encoding="utf-8").splitlines():
        gold = json.loads(line)
        answer = assistant.ask(gold["question"], [HistoryTurn(**turn) for turn in gold["history"]])
        shown.append(restated(answer.question, answer.standalone_question))
    told = [line for line in shown if line]
    assert len(told) >= 25
    assert not [line for line in told if line.rstrip("?？呢吗").endswith(("怎么", "有什么", "能")) or line.startswith(("它", "那"))]
