"""The optional judge, against a real service on the loopback interface that grades well, badly, or not at all."""

from __future__ import annotations

import itertools
import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from typer.testing import CliRunner

from assistant import ChatModel, Settings, SettingsError
from corpus import Corpus, Document
from evals.__main__ import app
from evals.judge import as_text, judge_cases, read_grade
from evals.metrics import Case
from tests.assistant.model_server import ModelServer, Script, serving
from tests.evals.samples import case, gold, response


def fair(prompt: str) -> str:
    right = "给予资金支持" in prompt.rpartition("\nAnswer\n")[2]
    return 'Let me see. {"grade": "right", "why": "as expected"}' if right else '{"grade": "wrong"}'


@pytest.fixture
def service() -> Iterator[ModelServer]:
    turns = itertools.cycle(['{"grade": "right"}', '{"grade": "wrong"}'])
    scripts: dict[str, Script] = {"fair": fair, "moody": lambda _: next(turns), "chatty": lambda _: "I think that this is a good answer."}
    with serving(scripts) as server:
        yield server


@pytest.fixture
def cases(policy: Document, corpus: Corpus) -> list[Case]:
    wrong = {"answer": "没有支持。", "citations": ()}
    return [
        case(policy, corpus),
        case(policy, corpus, {"id": "lookup-002"}, **wrong),
        Case(gold(id="lookup-003"), response(gold(), None), corpus),
    ]


def judge(service: ModelServer, model: str, tmp_path: Path) -> ChatModel:
    return ChatModel(Settings(home=tmp_path, openai_base_url=service.url), model, variable="ASSISTANT_JUDGE_MODEL")


def test_a_fair_judge_agrees_with_the_scores(service: ModelServer, cases: list[Case], tmp_path: Path) -> None:
    report = judge_cases(cases, judge(service, "fair", tmp_path), times=3)
    assert [a.grades for a in report.answers] == [("right",) * 3, ("wrong",) * 3]  # an error is no answer to be judged
    assert (report.accuracy, report.deviation, report.unscored, report.steady, report.kappa) == (0.5, 0, 0, 1, 1)
    assert (report.prompt_tokens, report.completion_tokens) == (6 * 100, 6 * 20)
    prompts = [request["messages"][-1]["content"] for request in service.requests]
    assert len(prompts) == 6 and all("省级产业知识产权联盟" in p and "给予资金支持" in p for p in prompts)


def test_a_moody_judge_is_seen_to_be_moody(service: ModelServer, cases: list[Case], tmp_path: Path) -> None:
    report = judge_cases(cases[:1], judge(service, "moody", tmp_path), times=4, workers=1)
    assert report.answers[0].grades == ("right", "wrong", "right", "wrong")
    assert report.deviation == 0.5 and report.steady == 0 and report.accuracy == 0.5


@pytest.mark.parametrize("model", ["chatty", "empty", "broken"])
def test_what_cannot_be_read_is_unscored_and_not_wrong(model: str, service: ModelServer, cases: list[Case], tmp_path: Path) -> None:
    report = judge_cases(cases[:1], judge(service, model, tmp_path), times=1)
    assert report.answers[0].grades == (None,) and report.accuracy is None and report.unscored == 1
    assert "unscored   1 of 1" in as_text(report)


@pytest.mark.parametrize(
    ("reply", "grade"),
    [
        ('{"grade": "partly", "why": "half"}', "partly"),
        ('```json\n{"grade":"right"}\n```', "right"),
        ('{"grade": "right"} no wait {"grade": "wrong", "why": "it adds a figure"}', "wrong"),
        ('{"grade": "excellent"}', None),
        ('{"grade": ["right"]}', None),
        ("right", None),
        ("{", None),
    ],
)
def test_a_grade_is_read_strictly(reply: str, grade: str | None) -> None:
    assert read_grade(reply)[0] == grade


def test_without_a_model_there_is_no_judge(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match="ASSISTANT_JUDGE_MODEL names no model"):
        ChatModel(Settings(home=tmp_path), None, variable="ASSISTANT_JUDGE_MODEL")
    with pytest.raises(SettingsError, match="OPENAI_API_KEY"):
        ChatModel(Settings(home=tmp_path), "gpt", variable="ASSISTANT_JUDGE_MODEL")


def test_the_command_judges_a_sample_and_keeps_the_report(
    service: ModelServer, built_home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ASSISTANT_HOME", str(built_home))
    monkeypatch.setenv("OPENAI_BASE_URL", service.url)
    runs = ("--runs", str(tmp_path / "runs"))
    cli = CliRunner()
    assert cli.invoke(app, ["run", "--suite", "core", "--category", "lookup", *runs]).exit_code == 0
    told = cli.invoke(app, ["judge", "last", "--model", "fair", "--times", "2", "--sample", "5", *runs])
    assert told.exit_code == 0 and "5 answers, 2 runs" in told.stdout, told.output
    (folder,) = (tmp_path / "runs").iterdir()
    assert len(json.loads((folder / "judged.json").read_text(encoding="utf-8"))["answers"]) == 5
    assert cli.invoke(app, ["judge", "last", *runs]).exit_code == 3
