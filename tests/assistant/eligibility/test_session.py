"""A self-check in a conversation: begun, answered, left, taken up again, corrected; and what is none."""

from __future__ import annotations

import pytest

from assistant import Assistant
from assistant.eligibility import PointTable, assess, report
from assistant.eligibility.session import begins, replay

BEGIN = "我们是无锡一家做传感器的小公司，前年拿过江苏专利奖银奖，现在想出海"


@pytest.mark.parametrize(
    "message",
    [
        BEGIN,
        "我们高校是本科，能从这个政策里拿到什么支持",
        "我们公司通过了知识产权贯标，能享受什么政策？",
        "我们是盐城的一个县政府，能争取到什么资金？",
        "We are a small company in Nanjing. What can we get?",
        "我是发明人，退休了没收入，有什么帮助",
    ],
)
def test_it_begins_where_somebody_asks_what_there_is_for_him(message: str, table: PointTable) -> None:
    assert begins(message, table.document), message


@pytest.mark.parametrize(
    "message",
    [
        "江苏专利奖银奖奖励多少钱？",
        "我们公司拿了中国专利奖金奖，奖励什么时候到账？",
        "我们公司能不能用专利质押贷款？",
        "哪些措施由省版权局参与",
        "我们公司想申请专利质押融资",
        "企业能享受什么政策？",  # nobody speaks of himself
        "入了省里优秀版权作品转化重点培育库的动画项目，我们工作室能得到什么",  # of something that no fact says
        "措施（六）对我们小公司有什么支持？",
        "你好",
        "明天苏州下雨吗",
    ],
)
def test_it_does_not_begin_where_something_else_is_asked(message: str, table: PointTable) -> None:
    assert not begins(message, table.document), message


def step(table: PointTable, *messages: str):  # type: ignore[no-untyped-def]
    return replay(messages, table)


def test_an_answer_fills_the_profile_and_another_question_follows(table: PointTable) -> None:
    first = step(table, BEGIN)
    assert first is not None and first.begun
    assert {(f.attribute, f.value) for f in first.learnt} >= {("organisation", "enterprise"), ("honours", "js_patent_silver")}
    asked = first.assessment.question
    assert asked is not None and asked.attribute.id == "honours"
    second = step(table, BEGIN, "都没有")
    assert second is not None and {f.state for f in second.learnt} == {"no"}
    assert second.assessment.question is not None and second.assessment.question.attribute.id != "honours"


def test_it_comes_to_an_end_by_itself(table: PointTable) -> None:
    messages = [BEGIN]
    for _ in range(12):
        current = step(table, *messages)
        assert current is not None
        if current.assessment.question is None:
            return
        messages.append("不知道")
    pytest.fail("it never stops asking")


def test_another_question_in_between_is_no_part_of_it_and_loses_nothing(table: PointTable) -> None:
    assert step(table, BEGIN, "江苏专利奖银奖奖励多少钱？") is None
    later = step(table, BEGIN, "江苏专利奖银奖奖励多少钱？", "都没有")
    assert later is not None and later.assessment.profile.of("honours")
    resumed = step(table, BEGIN, "江苏专利奖银奖奖励多少钱？", "措施六由谁负责", "继续自查")
    assert resumed is not None and resumed.assessment.profile == step(table, BEGIN).assessment.profile


def test_it_is_left_when_the_user_wants_no_more_and_taken_up_again(table: PointTable) -> None:
    left = step(table, BEGIN, "退出")
    assert left is not None and left.ended
    assert step(table, BEGIN, "退出", "都没有") is None
    assert step(table, BEGIN, "退出", "继续自查") is not None


def test_what_was_said_can_be_corrected(table: PointTable) -> None:
    corrected = step(table, BEGIN, "不对，我们是中型企业")
    assert corrected is not None
    assert [f.value for f in corrected.assessment.profile.of("size") if f.state == "yes"] == ["medium"]


def test_the_chat_gives_the_engines_own_verdicts(assistant: Assistant, table: PointTable) -> None:
    answer = assistant.ask(BEGIN)
    first = step(table, BEGIN)
    assert first is not None
    assert answer.eligibility == report(assess(first.assessment.profile, table))
    assert answer.status == "answered" and answer.mode == "structured" and answer.verification.removed == 0
    assert "符合条件：江苏专利奖银奖" in answer.answer and "□0万元" in answer.answer
    assert "政策导向" not in answer.answer.split("此外")[0] or "不是待遇" in answer.answer


@pytest.mark.parametrize("begin", [BEGIN, "We are a small company in Nanjing. What can we get?"])
def test_every_reply_that_is_offered_is_understood(assistant: Assistant, begin: str) -> None:
    history = [{"role": "user", "content": begin}]
    offered = assistant.ask(begin).suggestions
    assert offered
    for reply in offered:
        answer = assistant.ask(reply, history)
        assert answer.eligibility is not None, reply
        assert answer.eligibility.question != assistant.ask(begin).eligibility.question  # type: ignore[union-attr]


def test_a_number_is_answered_in_the_language_of_the_conversation(assistant: Assistant) -> None:
    history = [{"role": "user", "content": "We are a small company in Nanjing. What can we get?"}]
    assert assistant.ask("1", history).answer.startswith("Noted:")
    assert assistant.ask("none", history).answer.startswith("Noted:")
    assert assistant.ask("都没有", history).answer.startswith("已记下")


def test_only_the_users_words_are_read(assistant: Assistant) -> None:
    history = [{"role": "user", "content": BEGIN}, {"role": "assistant", "content": "我们公司获得过中国专利奖金奖。"}]
    answer = assistant.ask("都没有", history)
    assert answer.eligibility is not None
    assert not any(v.overall == "eligible" and "中国专利奖金奖" in v.title_zh for v in answer.eligibility.verdicts)


def test_a_stream_says_what_the_answer_says(assistant: Assistant) -> None:
    *pieces, last = assistant.stream(BEGIN)
    assert "".join(map(str, pieces)) == last.answer == assistant.ask(BEGIN).answer  # type: ignore[union-attr]


def test_a_follow_up_on_the_policy_is_answered_as_ever(assistant: Assistant) -> None:
    history = [{"role": "user", "content": BEGIN}]
    assert "□0万元" in assistant.ask("江苏专利奖银奖奖励多少钱？", history).answer
    assert assistant.ask("措施(六)由哪些部门负责", history).answer == assistant.ask("措施(六)由哪些部门负责").answer


def test_an_answer_without_a_self_check_has_none(assistant: Assistant) -> None:
    assert assistant.ask("措施(六)由哪些部门负责").eligibility is None
