"""Units named by number, in enumerations and ranges, and by counting."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant import Answer, Assistant
from assistant.understanding.counted import replace_counted
from assistant.understanding.normalise import clean
from assistant.understanding.references import MOST, missing_runs, read_refs, strip_refs
from corpus import Document, load_corpus


@pytest.fixture(scope="module")
def policy() -> Document:
    return load_corpus().policies[0]


def support(answer: Answer) -> list[int]:
    return list(dict.fromkeys(c.measure for c in answer.citations if c.role == "support" and c.measure))


@pytest.mark.parametrize(
    ("question", "numbers"),
    [
        ("第三到五条", [3, 4, 5]),
        ("第3-5条", [3, 4, 5]),
        ("第三条至第五条", [3, 4, 5]),
        ("第六、七、九条由谁负责", [6, 7, 9]),
        ("第六条、第7条和措施九", [6, 7, 9]),
        ("措施(四)和(六)", [4, 6]),
        ("措施四、六", [4, 6]),
        ("措施(三)至(五)", [3, 4, 5]),
        ("(三)、(五)", [3, 5]),
        ("measures 3 to 5", [3, 4, 5]),
        ("articles 6 and 7", [6, 7]),
        ("measures 3, 5 and 7", [3, 5, 7]),
        ("第六条里质押是怎么说的", [6]),
        ("第六条和第6条", [6]),
        ("第八项的标题", [8]),
        ("第二项的奖金", []),
        ("条款15,由哪家牵头来办", [15]),
        ("第五到三条", [5, 3]),
        ("2023-2028年的政策", []),
        ("第一等奖和第二等奖", []),
    ],
)
def test_enumerations_and_ranges(question: str, numbers: list[int]) -> None:
    assert [r.number for r in read_refs(clean(question))] == numbers


def test_a_range_without_end_stays_small() -> None:
    refs = read_refs("第三条到第九千条")
    assert len(refs) <= MOST + 2
    assert refs[-1].until == 9000
    assert missing_runs(refs[19:]) == ("第二十二条至第九千条",)


@pytest.mark.parametrize(
    ("question", "units"),
    [
        ("前三条", ["1", "2", "3"]),
        ("头两条说什么", ["1", "2"]),
        ("最后一条", ["21"]),
        ("最后两条说了什么", ["20", "21"]),
        ("倒数第二条", ["20"]),
        ("第二部分第一条", ["4"]),
        ("第二部分的第一项措施", ["4"]),
        ("第三部分的最后一条", ["12"]),
        ("第六章最后两条", ["20", "21"]),
        ("最后一部分的第一条", ["20"]),
        ("the last measure", ["21"]),
        ("the first three measures", ["1", "2", "3"]),
        ("the second measure of part 2", ["5"]),
        ("the penultimate article", ["20"]),
        ("the sixth measure", ["6"]),
        ("第二部分第九条", []),
        ("倒数第三十条", []),
        ("前三十条", []),
    ],
)
def test_units_named_by_counting(question: str, units: list[str], policy: Document) -> None:
    text, counted = replace_counted(question, policy)
    assert [u for c in counted for u in c.units] == units
    assert [str(r.number) for r in read_refs(text)] == units


@pytest.mark.parametrize("question", ["前一条呢", "最后一项奖励多少钱", "前两年的政策", "第六条", "最后的截止日期", "前三名"])
def test_what_counts_no_units_is_left_alone(question: str, policy: Document) -> None:
    assert replace_counted(question, policy) == (question, ())


def test_the_last_part_is_named_by_its_number(policy: Document) -> None:
    assert replace_counted("最后一部分有哪些措施", policy)[0] == "第6部分有哪些措施"


def test_it_is_said_which_unit_was_counted_out(assistant: Assistant) -> None:
    answer = assistant.ask("第二部分第一条讲什么")
    assert answer.answer.startswith("第二部分第一条即措施(四)。")
    assert support(answer) == [4]
    assert assistant.ask("第二部分第一条由谁负责").standalone_question == "措施(四)由谁负责"


def test_a_range_beyond_the_end_is_answered_as_far_as_it_goes(assistant: Assistant) -> None:
    answer = assistant.ask("第十九到二十五条")
    assert (answer.status, support(answer)) == ("partial", [19, 20, 21])
    assert "没有第二十二条至第二十五条" in answer.answer and "措施(一)到措施(二十一)" in answer.answer


@pytest.mark.parametrize(
    ("question", "words"),
    [
        ("第二部分第九条", "第二部分共5条，从措施(四)到措施(八)"),
        ("前三十条", "全文共21条"),
        ("倒数第三十条由谁负责", "全文共21条"),
        ("第七部分第一条", "共6个部分"),
        ("the first measure of part 9", "6 parts"),
    ],
)
def test_what_does_not_exist_is_declined_with_what_does(assistant: Assistant, question: str, words: str) -> None:
    answer = assistant.ask(question)
    assert (answer.status, answer.reason, support(answer)) == ("declined", "no_such_provision", [])
    assert words in answer.answer


def test_a_number_and_what_is_asked_of_it(assistant: Assistant) -> None:
    answer = assistant.ask("第六条里质押是怎么说的")
    assert support(answer) == [6] and "质押融资" in answer.answer
    assert support(assistant.ask("最后一条对展会有什么支持")) == [21]


def test_a_bare_number_after_a_part_is_asked_back(assistant: Assistant) -> None:
    history = [{"role": "user", "content": "第二部分有哪些措施"}]
    for question in ("第一条讲什么", "(一)", "第1条"):
        answer = assistant.ask(question, history)
        assert (answer.status, answer.reason, answer.abstained) == ("clarify", "ambiguous", False)
        assert "措施(四)" in answer.answer and "措施(一)" in answer.answer
    assert support(assistant.ask("第五条讲什么", history)) == [5], "a number of the list just shown is that of the list"
    assert support(assistant.ask("措施(一)讲什么", history)) == [1]


@pytest.mark.parametrize(("reply", "measure"), [("前者", 4), ("第二个", 1), ("全文的", 1), ("第二部分的那个", 4), ("措施(四)", 4)])
def test_the_answer_to_a_question_asked_back_is_understood(assistant: Assistant, reply: str, measure: int) -> None:
    history = [{"role": "user", "content": q} for q in ("第二部分有哪些措施", "第一条讲什么")]
    assert support(assistant.ask(reply, history)) == [measure]


def test_a_sub_unit_without_its_unit_is_asked_back(assistant: Assistant) -> None:
    assert assistant.ask("第二款").reason == "ambiguous"
    answer = assistant.ask("第二项讲什么", [{"role": "user", "content": "专利质押有什么支持"}])
    assert answer.status == "clarify" and "措施(六)" in answer.answer and "措施(二)" in answer.answer


@given(st.text(alphabet="第前后最倒数一二三十百条项章部分措施()（）到至、和-0123456789 的measure part the last first", max_size=40))
def test_no_mixture_of_numbers_and_nouns_is_too_much(question: str) -> None:
    document = load_corpus().policies[0]
    text, counted = replace_counted(clean(question), document)
    assert all(r.number >= 0 for r in read_refs(text))
    assert len(read_refs(text)) <= 45 * (MOST + 1)
    strip_refs(text)
    assert all(document.provision(u) for c in counted for u in c.units)


@pytest.mark.parametrize(
    ("question", "written"),
    [
        ("第六条第(二)项", ["6.2"]),
        ("第十二条第3项是什么", ["12.3"]),
        ("三、(六)讲什么", ["3.6"]),
        ("第六条和第七条", ["6", "7"]),
        ("对照着看16跟17,两条里重合的部门", ["16", "17"]),
        ("比一比(十五)和(十九)", ["15", "19"]),
    ],
)
def test_units_below_units_and_bare_numbers_of_units(question: str, written: list[str]) -> None:
    assert [r.id for r in read_refs(question)] == written
