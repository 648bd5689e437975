"""Replies of a model, however they are cut into pieces, become sentences with the numbers that they name."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.generating.reply import Written, read_reply

PLAIN = "对符合条件的中心给予资金支持。[1][3] 鼓励企业联合组建中心[2]。\n- **第三点**：由省知识产权局负责。【4】"
READ = [
    Written("对符合条件的中心给予资金支持。", (1, 3)),
    Written("鼓励企业联合组建中心。", (2,)),
    Written("第三点：由省知识产权局负责。", (4,)),
]
JSON = json.dumps({"sentences": [{"text": w.text, "evidence": list(w.numbers)} for w in READ]}, ensure_ascii=False)


@pytest.mark.parametrize("reply", [PLAIN, JSON, f"```json\n{JSON}\n```", f"\n {JSON}"])
@pytest.mark.parametrize("size", [1, 2, 3, 7, 1000])
def test_the_same_sentences_however_it_comes(reply: str, size: int) -> None:
    assert list(read_reply(reply[i : i + size] for i in range(0, len(reply), size))) == READ


@pytest.mark.parametrize(
    ("reply", "read"),
    [
        ("", []),
        ("   \n", []),
        ("[1][2]", []),
        ("没有标注的句子", [("没有标注的句子", ())]),
        (
            "Money is given [1]. It is 3.5 percent of the cost [2, 3].",
            [("Money is given.", (1,)), ("It is 3.5 percent of the cost.", (2, 3))],
        ),
        ("见[1、2]和[12]。", [("见和。", (1, 2, 12))]),
        ("句子[999]。", [("句子。", (999,))]),
        ("(1)不是标注。[1]", [("(1)不是标注。", (1,))]),
        ("《办法》第[六]条。", [("《办法》第[六]条。", ())]),
        ("1. 第一。[1]\n2. 第二。[2]", [("第一。", (1,)), ("第二。", (2,))]),
        ("说“好。”[1]然后走。[2]", [("说“好。”", (1,)), ("然后走。", (2,))]),
        ("[1] 甲。\n[2] 乙。", [("甲。", (1,)), ("乙。", (2,))]),
        ("[1] 甲。[2][3] 乙。", [("甲。", (1,)), ("乙。", (2, 3))]),
        ("- 【1】甲。\n- 【2】乙。", [("甲。", (1,)), ("乙。", (2,))]),
        ("1. [1] 甲。\n2. [2] 乙。", [("甲。", (1,)), ("乙。", (2,))]),
        ("[1] 甲。[4]\n[2] 乙。[5]", [("甲。", (1, 4)), ("乙。", (2, 5))]),
        ("根据条文:\n[1] 甲。\n[2] 乙。", [("根据条文:", ()), ("甲。", (1,)), ("乙。", (2,))]),
        ("[1] 甲。乙。\n[2] 丙。", [("甲。", (1,)), ("乙。", ()), ("丙。", (2,))]),
        ("甲。\n[1]\n乙。\n[2]", [("甲。", (1,)), ("乙。", (2,))]),
        ("甲。[1]\n乙。[2]", [("甲。", (1,)), ("乙。", (2,))]),
        ('{"sentences": [{"text": "一。", "evidence": [1]}, {"text": "二', [("一。", (1,)), ("二", ())]),
        ('{"sentences": [{"text": "一。二。", "evidence": [1]}]}', [("一。", (1,)), ("二。", (1,))]),
        ('{"sentences": "none"}', []),
        ('{"sentences": [1, null, {"text": 3}, {"text": "好。", "evidence": ["1", true, 2]}]}', [("好。", (2,))]),
        ('{"answer": "没有这个字段"}', []),
        ("{坏的", []),
    ],
)
def test_odd_replies(reply: str, read: list[tuple[str, tuple[int, ...]]]) -> None:
    assert [(w.text, w.numbers) for w in read_reply([reply])] == read


def test_a_sentence_is_given_as_soon_as_the_next_one_begins() -> None:
    given: list[str] = []

    def pieces() -> object:
        for piece in ("第一句。", "[1]", "第", "二句。[2]"):
            given.append(piece)
            yield piece

    stream = read_reply(pieces())  # type: ignore[arg-type]
    assert next(stream) == Written("第一句。", (1,)) and given == ["第一句。", "[1]", "第"]
    assert next(stream) == Written("第二句。", (2,))


@given(st.lists(st.text(), max_size=8))
def test_no_reply_breaks_it(pieces: list[str]) -> None:
    for written in read_reply(pieces):
        assert written.text.strip() and all(n >= 0 for n in written.numbers)


@given(st.text(alphabet='甲乙。[]1【】2 \n.-{}"', max_size=40), st.integers(1, 5))
def test_cutting_changes_nothing(reply: str, size: int) -> None:
    cut = [reply[i : i + size] for i in range(0, len(reply), size)]
    assert list(read_reply(cut)) == list(read_reply([reply]))
