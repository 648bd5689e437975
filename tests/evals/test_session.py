"""A run from asking to report: what is saved, scored again, accepted, compared; and the commands over it."""

from __future__ import annotations

import datetime as dt
import json
import threading
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

import evals.baseline
from assistant import Answer, Settings
from corpus import Corpus, Document
from evals.__main__ import app
from evals.baseline import accept, read_baseline
from evals.gold_schema import GoldQuestion
from evals.history import HISTORY, read_history
from evals.responses import read_responses
from evals.runner import ask_all
from evals.runs import RunError, find_run, read_run, remove_old
from evals.scores import score_responses
from evals.session import make_run, score_run
from evals.systems import TODAY, Opened, ask, day_of_question, open_system, read_config
from tests.evals.samples import answered, gold

WHEN = "本政策现在是否有效"


class Fixed:
    """A system that always gives the same right answer, or breaks."""

    def __init__(self, policy: Document, breaks: bool = False) -> None:
        self._answer = answered(policy)
        self._breaks = breaks

    def ask(self, question: str, history: Sequence[Any] = (), *, id: str | None = None) -> Answer:
        if self._breaks:
            raise RuntimeError("the service is away")
        return self._answer


def opened(system: Any, corpus: Corpus, home: Path) -> Opened:
    return Opened(system, corpus, Settings(home=home), index="fixed")


def test_the_assistant_is_asked_on_the_questions_day_and_after_its_history(built_home: Path, corpus: Corpus) -> None:
    questions = [
        gold(id="lookup-001", question=WHEN),
        gold(id="lookup-002", question=WHEN, as_of="2029-06-01"),
        gold(id="lookup-003", question=WHEN),
        gold(id="lookup-004", question="由谁负责?", history=[{"role": "user", "content": "措施(九)讲什么"}]),
    ]
    system = open_system(read_config("live"), Settings(home=built_home)).system
    for workers in (1, 4):
        responses = list(ask_all(system, questions, workers=workers))
        first, expired, again, who = (r.answer for r in responses)
        assert [r.id for r in responses] == [q.id for q in questions]
        assert first and expired and again and who
        assert "2026年11月22日" in first.answer and "2029年6月1日" in expired.answer and first.answer == again.answer
        assert "省司法厅" in who.answer
        assert responses[0].trace and responses[0].trace["answerer"]["mode"] == "structured"
    assert day_of_question() == TODAY


def test_an_exception_is_a_response_with_an_error(policy: Document) -> None:
    response = ask(Fixed(policy, breaks=True), gold())
    assert response.failed and response.error == "RuntimeError: the service is away" and response.answer is None


def test_responses_are_saved_as_they_come_and_a_broken_run_can_be_scored(policy: Document, corpus: Corpus, tmp_path: Path) -> None:
    seen: list[int] = []

    def breaks_off(done: int, total: int, response: object) -> None:
        seen.append(done)
        if done == 5:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        make_run(opened(Fixed(policy), corpus, tmp_path), tmp_path, suites=["core"], progress=breaks_off)
    (folder,) = tmp_path.iterdir()
    run = read_run(folder)
    assert run.record.finished is None and len(read_responses(run.responses)) == 4
    cut = run.responses.read_text(encoding="utf-8")[:-20]
    run.responses.write_text(cut, encoding="utf-8")
    assert len(score_run(run, corpus).rows) == 3
    with pytest.raises(ValueError, match="broken off"):
        accept(run, score_run(run, corpus).rows, tmp_path / "b.json")


def test_several_are_asked_at_a_time_and_come_in_order(policy: Document) -> None:
    together = threading.Barrier(3, timeout=20)

    class Waiting(Fixed):
        def ask(self, question: str, history: Sequence[Any] = (), *, id: str | None = None) -> Answer:
            together.wait()
            return super().ask(question, history, id=id)

    questions = [gold(id=f"lookup-{n:03}", question=f"第{n}问") for n in range(1, 4)]
    told: list[tuple[int, int]] = []
    responses = list(ask_all(Waiting(policy), questions, workers=3, repeat=2, progress=lambda d, t, _: told.append((d, t))))
    assert [(r.id, r.repeat) for r in responses] == [(q.id, n) for n in (1, 2) for q in questions]
    assert told == [(n, 6) for n in range(1, 7)]


def test_a_dialogue_is_asked_in_order_with_what_was_really_said(policy: Document) -> None:
    """As the page tells it: an answer that failed is not told, a message that nobody could read neither."""

    class Noting(Fixed):
        def __init__(self, policy: Document) -> None:
            super().__init__(policy)
            self.heard: dict[str, list[tuple[str, str]]] = {}

        def ask(self, question: str, history: Sequence[Any] = (), *, id: str | None = None) -> Answer:
            self.heard[str(id)] = [(turn["role"], turn["content"]) for turn in history]
            outcome = {"坏": {"status": "error", "reason": "internal"}, "空": {"status": "clarify", "reason": "empty_question"}}
            changes: dict[str, Any] = outcome.get(question, {})
            return super().ask(question, history, id=id).model_copy(update={"answer": f"答{question}", **changes})

    def turn(dialogue: int, number: int, question: str) -> GoldQuestion:
        after = f"dialogue-00{dialogue}.{number - 1}" if number > 1 else None
        return gold(id=f"dialogue-00{dialogue}.{number}", category="offer", suite="dialogue", question=question, after=after)

    said = {1: ("甲", "坏", "空", "乙"), 2: ("丙", "丁")}
    questions = [turn(dialogue, n, question) for dialogue, of in said.items() for n, question in enumerate(of, start=1)]
    for workers in (1, 2):
        system = Noting(policy)
        assert [r.id for r in ask_all(system, questions, workers=workers)] == [q.id for q in questions]
        first = [("user", "甲"), ("assistant", "答甲")]
        assert system.heard == {
            "dialogue-001.1": [],
            "dialogue-001.2": first,
            "dialogue-001.3": [*first, ("user", "坏")],
            "dialogue-001.4": [*first, ("user", "坏")],
            "dialogue-002.1": [],
            "dialogue-002.2": [("user", "丙"), ("assistant", "答丙")],
        }


def test_a_run_is_told_apart_and_found_again(policy: Document, corpus: Corpus, tmp_path: Path) -> None:
    first = make_run(
        opened(Fixed(policy), corpus, tmp_path), tmp_path, suites=["core"], categories=["number"], clock=lambda: dt.datetime(2026, 1, 1)
    )
    last = make_run(opened(Fixed(policy), corpus, tmp_path), tmp_path, suites=["core"], categories=["number"])
    assert find_run("last", tmp_path).record == last.record and find_run(first.record.id[:10], tmp_path).record == first.record
    assert find_run(str(first.folder), tmp_path / "elsewhere").record == first.record
    for unknown in ("20", "2031"):
        with pytest.raises(RunError):
            find_run(unknown, tmp_path)
    assert remove_old(tmp_path, 1) == [first.record.id] and find_run("20", tmp_path).record == last.record
    record = last.record
    assert record.provenance.gold == first.record.provenance.gold and len(record.provenance.code) == 16
    assert record.questions == 25 and record.finished and record.finished >= record.started
    with pytest.raises(ValueError, match="no question is left"):
        make_run(opened(Fixed(policy), corpus, tmp_path), tmp_path, suites=["core"], categories=["injected"])


def test_no_secret_stands_in_a_record(policy: Document, corpus: Corpus, tmp_path: Path) -> None:
    settings = Settings(
        home=tmp_path / "secret-home", openai_api_key="sk-hidden-key", openai_base_url="https://me:hidden-password@host/v1?token=hidden",  # type: ignore[arg-type]
    )  # fmt: skip
    run = make_run(Opened(Fixed(policy), corpus, settings), tmp_path, suites=["core"], categories=["number"])
    written = "".join(p.read_text(encoding="utf-8") for p in run.folder.iterdir())
    assert "hidden" not in written and str(tmp_path) not in written
    assert '"openai_api_key": "set"' in written and "https://host/v1" in written


def test_a_question_put_in_other_words_is_unscored_not_wrong(policy: Document, corpus: Corpus) -> None:
    questions = [gold(), gold(id="lookup-002", question="联盟呢")]
    responses = [ask(Fixed(policy), q) for q in questions]
    changed = [gold(question="别的问题"), gold(id="lookup-002", question="联盟呢", facts=[{"text": ["给予奖励"]}])]
    scored = score_responses(changed, responses, corpus)
    assert scored.unscored == ("lookup-001",) and [(r.id, r.passed) for r in scored.rows] == [("lookup-002", False)]


def test_the_baseline_keeps_all_that_a_comparison_needs(policy: Document, corpus: Corpus, tmp_path: Path) -> None:
    run = make_run(opened(Fixed(policy), corpus, tmp_path), tmp_path, suites=["core"])
    scored = score_run(run, corpus)
    head = accept(run, scored.rows, tmp_path / "b.json")
    read = read_baseline(tmp_path / "b.json")
    assert read is not None and read[0] == json.loads(json.dumps(head))
    kept = [(r.id, r.suite, r.gold, r.passed, r.values) for r in read[1]]
    assert kept == [(r.id, r.suite, r.gold, r.passed, r.values) for r in scored.rows]
    assert read_baseline(tmp_path / "none.json") is None
    (tmp_path / "b.json").write_text("{}", encoding="utf-8")
    with pytest.raises(ValueError, match=r"b\.json is no baseline"):
        read_baseline(tmp_path / "b.json")


def test_a_run_with_errors_is_not_accepted(policy: Document, corpus: Corpus, tmp_path: Path) -> None:
    run = make_run(opened(Fixed(policy, breaks=True), corpus, tmp_path), tmp_path, suites=["core"])
    with pytest.raises(ValueError, match="holds errors"):
        accept(run, score_run(run, corpus).rows, tmp_path / "b.json")


@pytest.mark.parametrize(("name", "why"), [("weather", "extractive, live, stock"), ("./no.yaml", "no configuration")])
def test_configurations_are_known_by_name(name: str, why: str) -> None:
    with pytest.raises(ValueError, match=why):
        read_config(name)


def test_a_configuration_changes_settings(tmp_path: Path, built_home: Path) -> None:
    own = tmp_path / "own.yaml"
    own.write_text("settings: {max_question: 200}", encoding="utf-8")
    assert open_system(read_config(str(own)), Settings(home=built_home)).settings.max_question == 200
    own.write_text("sistem: assistant", encoding="utf-8")
    with pytest.raises(ValueError, match=r"own\.yaml"):
        read_config(str(own))


def run_cli(*arguments: str) -> Any:
    return CliRunner().invoke(app, list(arguments))


def test_the_commands_from_asking_to_a_night(built_home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ASSISTANT_HOME", str(built_home))
    monkeypatch.setattr(evals.baseline, "BASELINE", tmp_path / "baseline.json")
    part = ("--suite", "core", "--category", "decline_off_topic", "--runs", str(tmp_path / "evals" / "runs"))
    runs = part[-2:]

    asked = run_cli("run", *part)
    assert asked.exit_code == 0, asked.output
    assert "decline_off_topic" in asked.stdout and "off-topic declined" in asked.stdout
    (folder,) = (tmp_path / "evals" / "runs").iterdir()
    assert len(read_responses(folder / "responses.jsonl")) >= 14

    again = run_cli("score", "last", *runs)
    assert again.exit_code == 0 and again.stdout.strip() == asked.stdout.rpartition("\nrun ")[0].strip()

    first = run_cli("nightly", *part)
    assert first.exit_code == 1 and "regression baseline: none" in first.stderr, first.output
    assert run_cli("accept", "last", *runs).exit_code == 2  # it asked a part of the gold only
    compared = run_cli("compare", "last", folder.name, *runs)
    assert compared.exit_code == 0 and "0 won, 0 lost" in compared.stdout, compared.output
    out = tmp_path / "public"
    told = run_cli("report", folder.name, *runs, "--out", str(out))
    assert told.exit_code == 0 and {p.name for p in out.iterdir()} == {"report.html", "report.json", "junit.xml", "summary.txt"}
    assert [night["kept"] for night in read_history(tmp_path / "evals" / HISTORY)] == [False]


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        (("run", "--category", "weather"), 2, "no category is called weather"),
        (("run", "--suite", "weather"), 2, "no suite is called weather"),
        (("run", "--config", "weather"), 2, "no configuration weather"),
        (("score", "2031"), 2, "no run 2031"),
        (("compare",), 2, "no baseline was ever accepted"),
        (("run", "--price", "cheap"), 2, "IN,OUT"),
    ],
)
def test_misuse_is_told_in_one_sentence(
    arguments: tuple[str, ...], code: int, said: str, built_home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ASSISTANT_HOME", str(built_home))
    monkeypatch.setattr(evals.baseline, "BASELINE", tmp_path / "baseline.json")
    monkeypatch.setattr(evals.baseline.read_baseline, "__defaults__", (tmp_path / "baseline.json",))
    done = run_cli(*arguments, "--runs", str(tmp_path / "runs"))
    assert done.exit_code == code and said in done.output, done.output
    assert "Traceback" not in done.output and not (tmp_path / "runs").exists()


def test_an_assistant_that_cannot_be_opened_ends_with_3(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CHROMA_URL", "http://127.0.0.1:9")
    done = run_cli("nightly", "--suite", "core", "--runs", str(tmp_path / "runs"))
    assert done.exit_code == 3 and "Traceback" not in done.output, done.output
