"""The trace for staff, and the days that a question asks about."""

from __future__ import annotations

import datetime as dt
import json

import pytest

from assistant import Assistant, Settings
from assistant.understanding.period import asked_period

TODAY = dt.date(2026, 11, 22)


def test_the_trace_shows_every_step(assistant: Assistant) -> None:
    trace = assistant.explain("专利质押有什么支持")
    assert trace["understood"]["route"] == "content"
    ranks = [p["rank"] for p in trace["found"]["passages"]]
    assert ranks == sorted(ranks) and trace["found"]["provisions"][0]["label"] == "措施(六)"
    assert trace["scope"]["verdict"] == "inside" and trace["answerer"]["status"] == "answered"
    assert trace["claims"][0]["quotes"][0].startswith("js-ip-2023:6[") and trace["removed"] == []
    json.dumps(trace, ensure_ascii=False)


def test_an_answer_never_carries_the_trace(assistant: Assistant) -> None:
    assert "cos" not in json.dumps(assistant.ask("专利质押有什么支持").to_dict())


@pytest.mark.parametrize(
    ("question", "first", "last"),
    [
        ("现在有效吗", "2026-11-22", "2026-11-22"),
        ("今年有效吗", "2026-11-22", "2026-11-22"),
        ("去年有效吗", "2025-01-01", "2025-12-31"),
        ("2029年还有效吗", "2029-01-01", "2029-12-31"),
        ("2023年7月有效吗", "2023-07-01", "2023-07-31"),
        ("2024年5月6日有效吗", "2024-05-06", "2024-05-06"),
        ("is it valid next year?", "2027-01-01", "2027-12-31"),
        ("2023年□月□9日有效吗", "2023-01-01", "2023-12-31"),
    ],
)
def test_the_days_asked_about(question: str, first: str, last: str) -> None:
    period = asked_period(question, TODAY)
    assert (period.first.isoformat(), period.last.isoformat()) == (first, last)


@pytest.mark.parametrize(
    ("question", "words"),
    [
        ("去年这个政策有效吗", "2025年全年本文件有效"),
        ("2023年3月还有效吗", "无法断定2023年3月"),
        ("2024年5月6日这个政策有效吗", "2024年5月6日本文件有效"),
        ("2028年7月还有效吗", "无法断定2028年7月"),
        ("明年还能用吗", "2027年全年本文件有效"),
        ("2030年还有效吗", "2030年全年本文件已过有效期"),
    ],
)
def test_validity_on_the_days_asked_about(built_home, question: str, words: str) -> None:  # type: ignore[no-untyped-def]
    answer = Assistant.open(Settings(home=built_home), today=lambda: TODAY).ask(question)
    assert words in answer.answer and answer.mode == "structured"
