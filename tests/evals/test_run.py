"""Asking, saving, scoring again, telling."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from typer.testing import CliRunner

from assistant import Answer, Settings
from corpus import Corpus, Document
from evals.__main__ import app
from evals.gold_schema import GoldQuestion
from evals.run import ask_gold, failures, save, score_saved, table
from evals.scoring import Score
from tests.evals.samples import answered, gold

WHEN = "本政策现在是否有效"


def test_the_assistant_is_asked_on_the_questions_day_and_after_its_history(built_home: Path, corpus: Corpus) -> None:
    questions = [
        gold(id="lookup-001", question=WHEN),
        gold(id="lookup-002", question=WHEN, as_of="2029-06-01"),
        gold(id="lookup-003", question=WHEN),
        gold(id="lookup-004", question="由谁负责?", history=[{"role": "user", "content": "措施(九)讲什么"}]),
    ]
    asked = list(ask_gold(questions, Settings(home=built_home)))
    first, expired, again, who = (answer for _, answer in asked)
    assert [(q.id, a.id) for q, a in asked] == [(q.id, q.id) for q in questions]
    assert "2026年11月22日" in first.answer and "2029年6月1日" in expired.answer and first.answer == again.answer
    assert "省司法厅" in who.answer


def test_responses_are_saved_as_they_come(tmp_path: Path, policy: Document) -> None:
    path = tmp_path / "runs" / "responses.jsonl"

    def breaks_off() -> Iterator[tuple[GoldQuestion, Answer]]:
        yield gold(), answered(policy)
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        save(breaks_off(), path)
    (line,) = path.read_text(encoding="utf-8").splitlines()
    assert json.loads(line) == {"id": "lookup-001", "answer": answered(policy).to_dict()}


def test_what_was_saved_is_scored_in_the_order_of_the_gold(tmp_path: Path, policy: Document, corpus: Corpus) -> None:
    questions = [gold(), gold(id="lookup-002", question="联盟呢"), gold(id="lookup-003", question="谁呢")]
    path = tmp_path / "responses.jsonl"
    save([(questions[2], answered(policy, answer="给80万元")), (questions[0], answered(policy))], path)
    scores = score_saved(questions, path, corpus)
    assert [(s.question.id, s.passed) for s in scores] == [("lookup-001", True), ("lookup-003", False)]
    with pytest.raises(ValueError, match="lookup-003"):
        score_saved(questions[:2], path, corpus)


def test_the_table_counts_and_the_list_shows_what_failed(policy: Document) -> None:
    wrong = answered(policy, status="declined", abstained=True, reason="no_evidence", answer="没有\n找到。" + "很长" * 90, citations=())
    scores = [
        Score(gold(), answered(policy), ()),
        Score(gold(id="lookup-002", history=[{"role": "user", "content": "专利池"}]), wrong, ("does not cite 8",)),
        Score(gold(id="damaged-001", category="damaged"), answered(policy), ()),
    ]
    assert [line.split() for line in table(scores).splitlines()] == [
        ["category", "n", "passed", "rate"],
        ["lookup", "2", "1", "0.500"],
        ["damaged", "1", "1", "1.000"],
        ["all", "3", "2", "0.667"],
    ]
    told = failures(scores)
    assert told.splitlines()[0] == "lookup-002  省级产业知识产权联盟有钱拿吗 ← 专利池"
    assert "answered; cite 8; say 给予资金支持" in told and "declined (no_evidence); cited –; 没有 找到。" in told
    assert "wrong     does not cite 8" in told and max(map(len, told.splitlines())) < 160
    assert "lookup-001" not in told


def test_the_command_asks_saves_and_scores(built_home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ASSISTANT_HOME", str(built_home))
    out = tmp_path / "off.jsonl"
    asked = CliRunner().invoke(app, ["run", "--category", "decline_off_topic", "--out", str(out)])
    assert asked.exit_code == 0, asked.output
    assert len(out.read_text(encoding="utf-8").splitlines()) >= 14
    again = CliRunner().invoke(app, ["score", str(out)])
    assert again.exit_code == 0 and again.stdout == asked.stdout
    assert asked.stdout.splitlines()[1].startswith("decline_off_topic")


def test_the_command_knows_its_categories(tmp_path: Path) -> None:
    refused = CliRunner().invoke(app, ["run", "--category", "weather", "--out", str(tmp_path / "x.jsonl")])
    assert refused.exit_code == 2 and not (tmp_path / "x.jsonl").exists()
    (tmp_path / "other.jsonl").write_text('{"id": "lookup-999", "answer": {}}\n', encoding="utf-8")
    assert CliRunner().invoke(app, ["score", str(tmp_path / "other.jsonl")]).exit_code == 2
