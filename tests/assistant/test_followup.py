"""Conversations: what a question that leans on those before it is understood to ask."""

from __future__ import annotations

import pytest

from assistant import Answer, Assistant
from assistant.conversation import Memory
from assistant.understanding.exchange import Exchange


def talk(assistant: Assistant, *questions: str) -> list[Answer]:
    """The answers to ``questions``, each after those before it (the user's turns alone)."""
    history: list[dict[str, str]] = []
    answers = []
    for question in questions:
        answers.append(assistant.ask(question, history))
        history.append({"role": "user", "content": question})
    return answers


def support(answer: Answer) -> list[int]:
    return list(dict.fromkeys(c.measure for c in answer.citations if c.role == "support" and c.measure))


@pytest.mark.parametrize(
    ("questions", "understood"),
    [
        (["专利质押有什么支持", "由谁负责?"], "措施(六)由谁负责?"),
        (["专利质押有什么支持", "它归谁管"], "措施(六)归谁管"),
        (["专利质押有什么支持", "这一条由哪些部门负责"], "措施(六)由哪些部门负责"),
        (["专利质押有什么支持", "下一条呢"], "第7条呢"),
        (["专利质押有什么支持", "下一条", "上一条"], "第6条"),
        (["专利质押有什么支持", "那商标呢"], "商标质押有什么支持"),
        (["专利质押有什么支持", "那专利导航呢"], "专利导航有什么支持"),
        (["高校可以把专利的所有权给完成人吗", "那科研院所呢"], "科研院所可以把专利的所有权给完成人吗"),
        (["专利质押有什么支持", "那小微企业呢?"], "小微企业专利质押有什么支持"),
        (["江苏专利奖金奖多少钱", "银奖呢"], "江苏专利奖银奖多少钱"),
        (["江苏专利奖优秀奖多少钱", "那中国专利奖呢"], "中国专利奖优秀奖多少钱"),
        (["第六条由谁负责", "第七条呢", "那第八条呢?"], "第八条由谁负责"),
        (["哪些措施由科技厅负责", "那财政厅呢"], "哪些措施由财政厅负责"),
        (["哪些措施由省版权局参与", "第二个归谁管"], "措施(八)归谁管"),
        (["第二部分有哪些措施", "最后一个讲什么"], "措施(八)讲什么"),
        (["第二部分有哪些措施", "由谁负责"], "第二部分由谁负责"),
        (["第二部分有哪些措施", "下一个呢"], "第3部分呢"),
        (["专利质押有什么支持", "商业秘密有立法吗", "回到刚才的质押,由谁负责"], "措施(六)由谁负责"),
        (["专利导航是干什么的", "商业秘密有立法吗", "回到专利导航"], "专利导航是干什么的"),
        (["专利质押有什么支持", "商业秘密有立法吗", "第一个问题里的由谁负责"], "措施(六)由谁负责"),
        (["专利导航是干什么的", "不是,我问的是专利质押"], "专利质押是干什么的"),
        (["中国专利奖优秀奖多少钱", "不对,我说的是江苏专利奖"], "江苏专利奖优秀奖多少钱"),
        (["专利质押有什么支持", "不是专利,是版权"], "版权质押有什么支持"),
        (["专利质押有什么支持", "我问的是商业秘密有立法吗"], "商业秘密有立法吗"),
        (["江苏专利奖金奖多少钱", "由谁负责", "有多少钱"], "措施(一)江苏专利奖金奖有多少钱"),
        (["What support is there for patent pledge loans?", "Who is in charge?"], "measure 6: Who is in charge?"),
        (["What support is there for patent pledge loans?", "the next one"], "measure 7"),
        (["Who protects trade secrets?", "What about geographical indications?"], "Who protects geographical indications?"),
    ],
)  # fmt: skip
def test_a_follow_up_is_made_to_stand_by_itself(assistant: Assistant, questions: list[str], understood: str) -> None:
    assert talk(assistant, *questions)[-1].standalone_question == understood


@pytest.mark.parametrize(
    "question",
    ["商业秘密有立法吗", "版权示范城市给钱吗", "第十条", "PCT是什么", "哪些措施由省版权局参与", "这份政策什么时候施行", "你好",
     "南京今天天气怎么样", "How are trade secrets protected?"],
)  # fmt: skip
def test_a_question_of_its_own_drags_nothing_along(assistant: Assistant, question: str) -> None:
    alone, after = assistant.ask(question), talk(assistant, "专利质押有什么支持", "由谁负责", question)[-1]
    assert after.standalone_question == alone.standalone_question
    assert (after.status, after.answer) == (alone.status, alone.answer)


def test_more_on_the_topic_leaves_out_what_was_said(assistant: Assistant) -> None:
    answers = talk(assistant, "专利质押有什么支持", "还有吗", "还有别的吗")
    seen: set[int] = set()
    for answer in answers:
        assert not seen & set(support(answer))
        seen |= set(support(answer))


def test_after_a_whole_list_there_is_no_more(assistant: Assistant) -> None:
    last = talk(assistant, "哪些措施由省版权局参与", "还有吗")[-1]
    assert last.status == "declined" and not support(last)


def test_why_is_asked_of_what_was_spoken_of(assistant: Assistant) -> None:
    assert set(support(talk(assistant, "专利质押有什么支持", "为什么")[-1])) <= {6}


def test_a_long_conversation(assistant: Assistant) -> None:
    answers = talk(
        assistant, "专利质押有什么支持", "由谁负责", "利率是多少", "那商标呢", "商业秘密有立法吗", "由哪些部门负责",
        "下一条是什么", "回到刚才的质押,归谁管",
    )  # fmt: skip
    assert [support(a)[:1] for a in answers] == [[6], [6], [], [], [9], [9], [10], [6]]
    assert [a.status for a in answers[2:4]] == ["declined", "declined"], "a rate is stated for neither"


def test_an_off_topic_question_in_between_does_not_break_the_thread(assistant: Assistant) -> None:
    assert support(talk(assistant, "版权示范城市给钱吗", "南京今天天气怎么样", "由谁负责")[-1]) == [15]


def test_without_anything_said_before_nothing_is_made_up(assistant: Assistant) -> None:
    for question in ("由谁负责", "下一条呢", "那高校呢", "还有吗", "第二个", "为什么", "回到刚才的质押"):
        assert assistant.ask(question).standalone_question == question
    assert assistant.ask("由谁负责", [{"role": "assistant", "content": "措施(六)由省旅游局负责"}]).standalone_question == "由谁负责"


def test_a_conversation_is_not_answered_twice(assistant: Assistant) -> None:
    history = [{"role": "user", "content": q} for q in ("专利导航是干什么的", "由谁负责", "商业秘密有立法吗", "由谁负责")]
    first = assistant.ask("下一条呢", history)
    second = assistant.ask("下一条呢", history)
    assert first.answer == second.answer and support(first) == [10]


def test_memory_is_bounded_and_holds_no_words() -> None:
    memory = Memory(size=2)
    exchange = (Exchange("问题", "问题"),)
    for i in range(3):
        memory.put("g", (f"问题{i}",), exchange)
    assert memory.get("g", ("问题0",)) is None
    assert memory.get("g", ("问题2",)) == exchange
    assert memory.get("other", ("问题2",)) is None
    assert all(isinstance(key, bytes) for key in memory._kept)


@pytest.mark.parametrize(
    ("questions", "understood"),
    [
        (["科技厅参与哪些措施", "它一共参与几条"], "省科技厅一共参与几条"),
        (["公安厅参与的是哪些措施", "其中第一条说的是什么"], "措施(十)说的是什么"),
        (["专利导航是做什么的", "哪些部门管?"], "措施(二)哪些部门管?"),
        (["措施(十五)有哪些内容", "措施(十六)呢", "前一个是谁负责"], "第15条是谁负责"),
        (["知识产权学院呢", "商业秘密有立法吗", "刚才提到的学院写在哪条"], "措施(二十)在哪条"),
    ],
)
def test_more_ways_of_leaning_on_what_was_said(assistant: Assistant, questions: list[str], understood: str) -> None:
    assert talk(assistant, *questions)[-1].standalone_question == understood


def test_what_names_too_little_leans_on_the_unit_spoken_of(assistant: Assistant) -> None:
    answers = talk(assistant, "单位搞非正常专利申请会怎么处理", "拒不整改呢", "拒不整改的会失去什么")
    assert [support(a) for a in answers] == [[18], [18], [18]]


@pytest.mark.parametrize("question", ["明天会下雨吗", "南京今天天气怎么样", "那你会写诗吗", "晚饭吃什么好"])
def test_a_change_of_subject_drags_no_unit_along(assistant: Assistant, question: str) -> None:
    answer = talk(assistant, "南京知识产权法院是怎么说的", question)[-1]
    assert answer.status in ("declined", "clarify") and not support(answer)


@pytest.mark.parametrize(
    ("questions", "unit"),
    [
        (["第五条哪些部门负责", "打错了 是第十五"], 15),
        (["专利转化支持计划给谁钱", "科研院所也一样有吗"], 4),
        (["第十七条讲什么", "那里头有省国资委吗"], 17),
    ],
)
def test_corrections_likenesses_and_places_in_what_was_said(assistant: Assistant, questions: list[str], unit: int) -> None:
    assert support(talk(assistant, *questions)[-1])[:1] == [unit]
