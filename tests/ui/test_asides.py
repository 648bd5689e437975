"""The lines above and below an answer: how the question was understood, and what a reader should not miss."""

from __future__ import annotations

import html
import re
from typing import get_args

import pytest

from assistant import Answer
from assistant.contract import Notice, NoticeKind
from ui.asides import notices, understood
from ui.conversation import Turn
from ui.wording import wording

ZH, EN = wording("zh"), wording("en")
HOSTILE = "<img src=x onerror=alert(1)>\n\n# {{7*7}} [a](javascript:alert(1))"


def turn(question: str, read: str, *given: Notice, **more: object) -> Turn:
    made = Answer.model_validate(
        {"question": question, "standalone_question": read, "status": "answered", "answer": "答", "notices": given, **more}
    )
    return Turn(1, question, "答", "done", made)


def test_the_question_made_whole_stands_above_the_answer_in_the_words_of_the_page() -> None:
    asked = turn("优秀奖呢", "中国专利奖优秀奖多少钱")
    assert understood(asked, ZH) == '<p class="understood"><span>理解为：</span> 中国专利奖优秀奖多少钱</p>\n\n'
    assert "Understood as:" in understood(asked, EN)


@pytest.mark.parametrize(
    "more", [{"status": "error", "reason": "internal"}, {"status": "declined", "abstained": True, "reason": "too_long"}]
)
def test_nothing_is_said_of_a_question_that_was_not_read(more: dict[str, object]) -> None:
    assert understood(turn("优秀奖呢", "中国专利奖优秀奖多少钱", **more), ZH) == ""
    assert understood(Turn(1, "优秀奖呢"), ZH) == ""
    assert understood(turn("专利导航", "专利导航？"), ZH) == ""


def test_every_kind_of_notice_has_a_line_of_its_own_under_its_name() -> None:
    kinds: tuple[NoticeKind, ...] = get_args(NoticeKind)
    out = notices(turn("问", "问", *(Notice(kind=k, text=f"关于{k}") for k in kinds)), ZH)
    shown = re.findall(r'<div class="notice (\w+)"><b>([^<]+)</b><div><p>([^<]+)</p></div></div>', out)
    assert {kind for kind, _, _ in shown} == set(kinds)
    assert all(name == ZH.chat.notices[kind] and text == f"关于{kind}" for kind, name, text in shown)
    assert [kind for kind, _, _ in shown][:2] == ["illegible", "not_stated"]


def test_notices_of_one_kind_stand_together() -> None:
    given = [Notice(kind="modality", text="甲"), Notice(kind="illegible", text="乙"), Notice(kind="modality", text="丙")]
    out = notices(turn("问", "问", *given), ZH)
    assert out.count('class="notice ') == 2 and "<p>甲</p><p>丙</p>" in out
    assert notices(turn("问", "问"), ZH) == ""


def test_hostile_words_stay_words_on_one_line() -> None:
    above = understood(turn("问", HOSTILE + "多少钱"), ZH)
    below = notices(turn("问", "问", Notice(kind="other", text=HOSTILE)), ZH)
    for out in (above, below):
        assert "<img" not in out and "{{" not in out
        assert "\n" not in out.strip()
        assert "<img src=x onerror=alert(1)>" in html.unescape(out)
