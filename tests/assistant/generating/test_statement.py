"""What of a written sentence states anything."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.generating.statement import asks, echoes, says_again, without_head

HEAD = "措施(六) 强化知识产权金融支撑"


@pytest.mark.parametrize(
    ("words", "left"),
    [
        ("(措施(六) 强化知识产权金融支撑) 鼓励社会资本。", "鼓励社会资本。"),
        ("（措施（六）强化知识产权金融支撑）鼓励社会资本。", "鼓励社会资本。"),
        ("措施(六)强化知识产权金融支撑:鼓励社会资本。", "鼓励社会资本。"),
        ("措施(六) 强化知识产权金融支撑", "措施(六) 强化知识产权金融支撑"),
        ("措施(六)鼓励社会资本。", "措施(六)鼓励社会资本。"),
        ("强化知识产权金融支撑) 鼓励社会资本。", "鼓励社会资本。"),
        ("强化知识产权金融支撑：鼓励社会资本。", "鼓励社会资本。"),
        ("强化知识产权金融支撑的做法是鼓励社会资本。", "强化知识产权金融支撑的做法是鼓励社会资本。"),
        ("鼓励社会资本。", "鼓励社会资本。"),
    ],
)
def test_a_copied_head_is_dropped(words: str, left: str) -> None:
    assert without_head(words, [HEAD]) == left


@given(st.text(alphabet="措施(六)强化知识 产权?。"), st.text(alphabet="措施(六)强化 .*+[", min_size=1))
def test_only_the_beginning_is_ever_taken_away(words: str, head: str) -> None:
    assert words.endswith(without_head(words, [head]))


@pytest.mark.parametrize(("words", "is_question"), [("可以吗?", True), ("“可以吗？”", True), ("可以。", False), ("为什么可以。", False)])
def test_a_question_is_known_by_its_sign(words: str, is_question: bool) -> None:
    assert asks(words) is is_question


def test_an_echo_says_nothing_but_the_question() -> None:
    assert echoes("质押融资支持。", "文件对质押融资支持吗?")
    assert echoes("patent pledge", "Is a Patent Pledge supported?")
    assert not echoes("质押融资有风险补偿。", "文件对质押融资支持吗?")
    assert not echoes("。", "文件对质押融资支持吗?")


def test_said_again_is_said_whole_in_one_sentence() -> None:
    assert says_again(["鼓励社会资本"], ["文件鼓励社会资本。", "别的。"])
    assert not says_again(["鼓励社会资本", "风险补偿"], ["文件鼓励社会资本。", "别的。"])
    assert not says_again(["鼓励社会资本"], ["鼓励社会", "资本"])
