"""Words of time and rank are no reference to a unit: counting needs a word for a unit, or a list that was just shown."""

from __future__ import annotations

import pytest

from assistant import Assistant
from assistant.understanding.counted import replace_counted
from assistant.understanding.exchange import Exchange
from assistant.understanding.followup import resolve
from assistant.understanding.model import ProvisionRef
from assistant.understanding.understand import understand
from assistant.understanding.vocabulary import Vocabulary
from corpus import Corpus, load_corpus

TIMES = [
    "上个月", "下个月", "上一个月", "下一个季度", "下个季度", "上一年", "下一年", "上个星期", "下周", "前两年", "前三天", "后三年",
    "最后一天", "最后一个月", "第一个月", "第二个季度", "上一次", "下一次", "下一步", "上一步", "上一届", "下一届", "前三名", "第一名",
    "前一个月", "后一个工作日", "上个世纪", "下一批", "第一批", "上一轮",
]  # fmt: skip
PLACES = ["以下条件", "网上个人", "线上项目", "马上条件", "下一项目", "上一条例", "手上项目"]


@pytest.fixture(scope="module")
def corpus() -> Corpus:
    return load_corpus()


@pytest.fixture(scope="module")
def vocabulary(corpus: Corpus) -> Vocabulary:
    return Vocabulary.of(corpus)


FIRST = ProvisionRef("unit", 1, "措施(一)")
SECOND = ProvisionRef("unit", 2, "措施(二)")


@pytest.mark.parametrize("words", [*TIMES, *PLACES])
@pytest.mark.parametrize("rest", ["", "能申报吗", "的补贴怎么发", "有什么支持"])
def test_a_word_of_time_is_no_step_and_no_row_of_a_list(corpus: Corpus, vocabulary: Vocabulary, words: str, rest: str) -> None:
    said = [Exchange("哪些措施讲专利", "哪些措施讲专利", 0, True, "content", "专利", (FIRST,), (FIRST, SECOND), document="js-ip-2023")]
    u = understand(f"{words}{rest}", vocabulary, max_chars=500)
    resolved = resolve(u, said, vocabulary)
    if resolved is not None:
        assert "第0条" not in resolved.asked and "第2条" not in resolved.asked
        assert words in resolved.asked or resolved.asked.startswith(FIRST.written)
    text, counted = replace_counted(u.standalone, corpus.policies[0])
    assert text == u.standalone and not counted
    assert not u.refs


@pytest.mark.parametrize(
    ("question", "asked"),
    [
        ("下一条", "第2条"),
        ("那下条呢", "那第2条呢"),
        ("下一个呢", "第2条呢"),
        ("再下一项说什么", "第2条说什么"),
        ("下一个措施由谁负责", "第2条由谁负责"),
        ("它的下一条呢", "它的第2条呢"),
    ],
)
def test_a_step_with_a_word_for_a_unit_still_is_one(vocabulary: Vocabulary, question: str, asked: str) -> None:
    said = [Exchange("措施(一)", "措施(一)", 0, True, "provision", "", (FIRST,), document="js-ip-2023")]
    resolved = resolve(understand(question, vocabulary, max_chars=500), said, vocabulary)
    assert resolved is not None and resolved.asked == asked


def test_last_month_after_a_measure_is_not_the_measure_before_it(assistant: Assistant) -> None:
    answer = assistant.ask("上个月申请的能给吗", [{"role": "user", "content": "措施(一)说了什么"}])
    assert answer.reason != "no_such_provision" and "第0条" not in answer.answer
