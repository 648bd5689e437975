"""Figures that need no note: true counts, the day of a letter, politeness; and everything beside them that does."""

from __future__ import annotations

import pytest

from assistant import Assistant
from assistant.drafting import Draft, compose_draft
from assistant.drafting.edited import editable
from assistant.drafting.editing import check_edited

LETTER = "获得江苏专利奖有多少奖励？另外，高校可以把专利的所有权给完成人吗？"


@pytest.fixture(scope="module")
def draft(assistant: Assistant) -> Draft:
    made = compose_draft(assistant, LETTER)
    assert len(made.questions) == 2
    return made


def state(draft: Draft, assistant: Assistant, words: str, *, behind: str = "感谢") -> str:
    """The state of ``words``, put into the letter in front of ``behind``."""
    letter = editable(draft)
    assert behind in letter
    checked = check_edited(draft, letter.replace(behind, f"{words}\n{behind}" if behind == "感谢" else words, 1), assistant.corpus)
    return next(c.state for c in checked if c.text == words)


TRUE = (
    "《若干政策措施》共有21条措施。", "共21条。", "本措施共二十一条。", "措施共分六个部分、21条。",
    "《若干政策措施》共二十一条，分六个部分。",
    "第一部分有3条措施。", "第二部分“促进知识产权高效益运用”共5条。", "由省版权局负责的措施共8条。", "省知识产权局参与的措施共20条。",
    "There are twenty-one measures in six parts.", "The policy has six parts and 21 measures.",
)  # fmt: skip
FALSE = (
    "《若干政策措施》共有22条措施。", "共20条。", "措施共分七个部分、21条。", "共21条，分七个部分。", "第一部分有4条措施。",
    "第九部分有3条。",
    "由省版权局负责的措施共9条。", "由省版权局、省科技厅负责的措施共8条。", "《专利法》共21条。", "There are 22 measures.",
)  # fmt: skip
OTHER = (
    "需要提交21条材料。", "请在21个工作日内提交。", "《若干政策措施》共21条，每条给予奖励。",
    "来信收悉，本措施自2024年1月1日起施行。",
    "您提出的三个问题，现答复如下。", "祝贵公司可以获得奖励。", "祝您获得50万元。",
    "We will pay you by 3 December as asked in your letter.",
)  # fmt: skip
POLITE = (
    "您于2026年11月3日的来信收悉。", "11月3日来信收悉，现答复如下：", "我局于11月3日收到您的来信。",
    "您来信提出的两个问题，现答复如下。",
    "祝您2026年一切顺利，万事如意！",
    "Thank you for your letter of 3 November 2026.", "You asked two questions.", "We wish you every success.",
)  # fmt: skip


@pytest.mark.parametrize("words", [*TRUE, *POLITE])
def test_a_true_count_and_politeness_need_no_note(draft: Draft, assistant: Assistant, words: str) -> None:
    assert state(draft, assistant, words) == "own"


@pytest.mark.parametrize("words", [*FALSE, *OTHER])
def test_a_false_count_and_a_figure_of_anything_else_are_marked(draft: Draft, assistant: Assistant, words: str) -> None:
    assert state(draft, assistant, words) == "uncited"


@pytest.mark.parametrize(("words", "expected"), [("尊敬的二十一世纪公司全体同志：", "own"), ("尊敬的客户，您可以获得50万元：", "uncited")])
def test_an_address_may_hold_a_name_and_no_promise(draft: Draft, assistant: Assistant, words: str, expected: str) -> None:
    assert state(draft, assistant, words, behind=editable(draft).splitlines()[0]) == expected


def test_an_address_below_the_first_line_is_a_sentence_like_others(draft: Draft, assistant: Assistant) -> None:
    assert state(draft, assistant, "尊敬的二十一世纪公司全体同志：") == "uncited"


def test_counts_are_those_of_the_document_as_it_is_parsed(draft: Draft, assistant: Assistant) -> None:
    policy = assistant.corpus.policies[0]
    for part in policy.parts:
        count = sum(measure.parent == part.id for measure in policy.measures)
        for told in (count - 1, count, count + 1):
            expected = "own" if told == count else "uncited"
            assert state(draft, assistant, f"第{part.number}部分有{told}条措施。") == expected, (part.id, told)


def test_a_true_count_in_front_of_a_sentence_with_a_note_is_held(draft: Draft, assistant: Assistant) -> None:
    letter = editable(draft).replace("具体事宜", "本措施共21条。具体事宜", 1)
    assert "本措施共21条。" in letter
    assert [c for c in check_edited(draft, letter, assistant.corpus) if c.state in ("failed", "uncited")] == []
