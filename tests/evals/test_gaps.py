"""What was not well served is found, put together by likeness, and becomes gold only when a person has read it and it is proved."""

from __future__ import annotations

import datetime as dt
import itertools
import json
import shutil
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import yaml
from typer.testing import CliRunner

import evals.gold_schema
from assistant import Answer, Assistant, Settings, Store
from assistant.contract import Verification
from assistant.store import Said
from corpus import Corpus, Document
from evals.cli.gaps import gaps_app
from evals.gaps import CUT, Gap, as_text, find_gaps, group
from evals.gold_check import check_gold
from evals.gold_schema import GOLD_DIR, GoldQuestion, load_gold
from evals.proposals import accept, write_proposals
from tests.evals.samples import ALLIANCE, citation, record

PARAPHRASES = Path(__file__).with_name("paraphrases.yaml")
DAY = dt.datetime(2026, 11, 1, tzinfo=dt.UTC)


@pytest.fixture
def store(own_home: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Store]:
    """A store whose clock goes on by a day with every entry."""
    clock = itertools.count()
    monkeypatch.setattr("assistant.store.store._now", lambda: DAY + dt.timedelta(days=next(clock)))
    with Store.open(Settings(home=own_home)) as opened:
        yield opened


def said(question: str, **changes: Any) -> Answer:
    return Answer(**({"question": question, "standalone_question": question, "status": "answered", "answer": "答"} | changes))


def declined(question: str, reason: str = "not_stated", **changes: Any) -> Answer:
    return said(question, status="declined", abstained=True, reason=reason, **changes)


@pytest.fixture
def find(store: Store, corpus: Corpus, assistant: Assistant) -> Callable[..., list[Gap]]:
    return lambda since=None: find_gaps(store, corpus, assistant.index.embed_query, since)


def test_each_kind_of_gap_is_found_and_what_is_well_is_not(store: Store, find: Callable[..., list[Gap]], policy: Document) -> None:
    support = (citation(policy, "8", ALLIANCE),)
    store.record(said("专利质押有什么支持", citations=support), "s", "page")
    store.feedback(store.record(said("哪些措施提到版权", citations=support), "s", "page"), "up")
    store.record(declined("省知识产权局的电话"), "s", "page")
    store.record(said("联盟有钱拿吗", citations=(citation(policy, "8", ALLIANCE, "signpost"),)), "s", "page")
    store.record(said("明天会下雨吗", citations=support, verification=Verification(claims=2, supported=1, removed=1)), "s", "page")
    store.feedback(store.record(said("高校专利归谁", citations=support), "s", "page"), "down", "wrong", "应该是归学校")
    store.record(said("机器坏了", status="error", reason="internal"), "s", "page")
    store.record(said("你好", status="clarify"), "s", "page")
    assert {gap.question: gap.kinds for gap in find()} == {
        "省知识产权局的电话": {"declined": 1},
        "联盟有钱拿吗": {"no_evidence": 1},
        "明天会下雨吗": {"removed": 1},
        "高校专利归谁": {"thumb_down": 1},
    }


def test_a_thumb_that_was_turned_up_again_is_no_gap(store: Store, find: Callable[..., list[Gap]], policy: Document) -> None:
    name = store.record(said("高校专利归谁", citations=(citation(policy, "8", ALLIANCE),)), "s", "page")
    store.feedback(name, "down", "wrong")
    assert len(find()) == 1
    store.feedback(name, "up")
    assert find() == []


def test_like_questions_are_one_gap_with_all_that_was_said_of_it(store: Store, find: Callable[..., list[Gap]]) -> None:
    phone = ["知识产权局联系电话", "请问省知识产权局咨询电话", "知识产权局的咨询热线电话"]
    names = [store.record(declined(question), f"s{n}", "page") for n, question in enumerate([*phone, phone[0], "明天南京天气怎么样"])]
    store.feedback(names[1], "down", "not_found", "网站上有,13912345678 告诉我的")
    store.feedback(names[2], "down", "not_found")
    first, second = find()
    assert (first.count, first.sessions) == (4, 4)
    assert first.kinds == {"declined": 4, "thumb_down": 2}
    assert first.reasons == {"not_found": 2}
    assert first.comments == ("网站上有,〔手机号1〕 告诉我的",)
    assert set(first.questions) == set(phone) and first.questions[0] == phone[0]
    assert first.question in phone
    assert (first.first, first.last) == (DAY, DAY + dt.timedelta(days=3))
    assert (second.question, second.count) == ("明天南京天气怎么样", 1)
    assert json.loads(json.dumps(first.to_dict()))["first"] == "2026-11-01T00:00:00+00:00"
    text = as_text([first, second])
    assert "4 × in 4 conversations, 2026-11-01 to 2026-11-04: declined 4, thumb down 2 (not found 2)" in text
    assert "also: " in text and "〔手机号1〕" in text and text.endswith("5 exchanges in 2 gaps")


def test_only_what_was_asked_since_a_day_counts(store: Store, find: Callable[..., list[Gap]]) -> None:
    for _ in range(3):
        store.record(declined("省知识产权局的电话"), "s", "page")
    assert [gap.count for gap in find(DAY + dt.timedelta(days=1))] == [2]
    assert find(DAY + dt.timedelta(days=9)) == []


def test_the_cut_keeps_what_was_measured(assistant: Assistant) -> None:
    matters: list[list[str]] = yaml.safe_load(PARAPHRASES.read_text(encoding="utf-8"))
    matter = [n for n, wordings in enumerate(matters) for _ in wordings]
    vectors = np.array([assistant.index.embed_query(wording) for wordings in matters for wording in wordings])

    def measured(cut: float) -> tuple[float, float]:
        label = {row: n for n, rows in enumerate(group(vectors, cut)) for row in rows}
        pairs = [(label[a] == label[b], matter[a] == matter[b]) for a, b in itertools.combinations(range(len(matter)), 2)]
        both = sum(together and belongs for together, belongs in pairs)
        return both / sum(together for together, _ in pairs), both / sum(belongs for _, belongs in pairs)

    precision, recall = measured(CUT)
    assert precision >= 0.85 and recall >= 0.7
    assert measured(0.07)[1] < recall and measured(0.10)[0] < 0.6


@pytest.mark.parametrize("count", [0, 1])
def test_few_vectors_need_no_linkage(count: int) -> None:
    assert group(np.ones((count, 4), dtype=np.float32)) == [[0]] * count


def test_the_same_vector_twice_is_one_group() -> None:
    vectors = np.array([[1, 0], [1, 0], [0, 1]], dtype=np.float32)
    assert sorted(map(sorted, group(vectors))) == [[0, 1], [2]]


LATER = ("suite", "after", "says", "lead", "cite_any", "asks", "personal")
"""Fields that no proposal has: its suite is the core, and nobody has written how its answer should begin."""


def test_a_proposal_is_a_gold_question_that_lacks_only_its_id(
    store: Store, find: Callable[..., list[Gap]], assistant: Assistant, corpus: Corpus
) -> None:
    for question in ("省级产业知识产权联盟有钱拿吗", "知识产权局的咨询热线电话", "明天会不会下雪", "获得江苏专利奖有多少奖励"):
        store.feedback(store.record(assistant.ask(question), "s", "page"), "down", "incomplete", "还有呢")
    proposals = {gap.proposal["question"]: gap.proposal for gap in find()}
    assert len(proposals) == 4
    for n, proposal in enumerate(proposals.values()):
        assert list(proposal) == [name for name in GoldQuestion.model_fields if name not in LATER]
        assert proposal["author"] == "feedback" and proposal["reviewed"] is False
        assert "incomplete" in proposal["note"] and "还有呢" in proposal["note"]
        question = GoldQuestion.model_validate({**proposal, "id": f"{proposal['category']}-{n + 900}", "reviewed": True})
        assert [p for p in check_gold([question], corpus) if "are needed" not in p] == []
    answered = proposals["省级产业知识产权联盟有钱拿吗"]
    assert (answered["id"], answered["status"], answered["answerable"]) == ("lookup-NEW", ["answered"], True)
    assert answered["must_cite"] == ["8"] and answered["evidence"][0]["provision"] == "8"
    assert proposals["获得江苏专利奖有多少奖励"]["status"] == ["partial"]
    phone, snow = proposals["知识产权局的咨询热线电话"], proposals["明天会不会下雪"]
    assert (phone["category"], phone["reason"], phone["answerable"]) == ("decline_not_stated", ["not_stated"], False)
    assert (snow["category"], snow["reason"], snow["must_not_cite"]) == ("decline_off_topic", ["out_of_scope"], ["*"])
    assert phone["evidence"] == snow["evidence"] == []


def test_a_quote_that_no_longer_stands_in_the_text_is_no_evidence(store: Store, find: Callable[..., list[Gap]], policy: Document) -> None:
    was = citation(policy, "8", ALLIANCE).model_copy(update={"quote": "从前的说法"})
    gone = was.model_copy(update={"provision": "99"})
    store.feedback(store.record(said("联盟", citations=(was, gone)), "s", "page"), "down")
    assert find()[0].proposal["evidence"] == []


@pytest.fixture
def gold_folder(tmp_path: Path) -> Path:
    """A copy of the gold, to be written."""
    return Path(shutil.copytree(GOLD_DIR, tmp_path / "gold"))


def proposals_file(tmp_path: Path, *proposals: dict[str, Any] | str) -> Path:
    path = tmp_path / "proposals.jsonl"
    path.write_text("".join((p if isinstance(p, str) else json.dumps(p, ensure_ascii=False)) + "\n" for p in proposals), encoding="utf-8")
    return path


def proposal(**changes: Any) -> dict[str, Any]:
    return record(**{"id": "lookup-NEW", "question": "搞个联盟报了备案,上头给不给补一点", "author": "feedback", "forbidden": []} | changes)


def test_what_was_deleted_since_it_was_proposed_is_not_taken(
    store: Store, find: Callable[..., list[Gap]], gold_folder: Path, tmp_path: Path, corpus: Corpus
) -> None:
    told = Said("c", "browser:x", "问", 1, "e" * 32, first=True)
    store.record_turn(declined("摇号买车怎么报名"), told, "page")
    (gap,) = find()
    assert gap.exchanges == (told.exchange,)
    path, files = proposals_file(tmp_path, proposal(exchanges=list(gap.exchanges))), everything(gold_folder)

    def still_there(exchanges: Sequence[str]) -> bool:
        return bool(store.known(exchanges))

    store.conversations.remove("c", "browser:x")
    assert find() == []
    assert "deleted" in accept(path, corpus, gold_folder, still_there=still_there).problems[0]
    assert everything(gold_folder) == files
    store.record_turn(declined("摇号买车怎么报名"), told, "page")
    assert accept(path, corpus, gold_folder, still_there=still_there).problems == ()


def everything(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.glob("*") if path.is_file()}


def test_what_is_reviewed_and_sound_is_appended_under_the_next_free_ids(gold_folder: Path, tmp_path: Path, corpus: Corpus) -> None:
    before, files = load_gold(gold_folder), everything(gold_folder)
    weather = proposal(
        category="decline_off_topic", question="无锡地铁末班车几点", status=["declined"], reason=["out_of_scope"], answerable=False,
        must_cite=[], must_not_cite=["*"], facts=[], evidence=[],
    )  # fmt: skip
    unread = proposal(question="没看过的", reviewed=False)
    pledged = proposal(question="行业联盟备过案的,财政会不会拨款", id="lookup-001")
    done = accept(proposals_file(tmp_path, proposal(), unread, weather, "", pledged), corpus, gold_folder)
    assert done.problems == () and done.skipped == 1
    highest = max(int(q.id.rpartition("-")[2]) for q in before if q.category == "lookup")
    off = max(int(q.id.rpartition("-")[2]) for q in before if q.category == "decline_off_topic")
    assert [q.id for q in done.added] == [f"lookup-{highest + 1:03d}", f"decline_off_topic-{off + 1:03d}", f"lookup-{highest + 2:03d}"]
    after = load_gold(gold_folder)
    assert len(after) == len(before) + 3 and {q.id for q in before} < {q.id for q in after}
    now = everything(gold_folder)
    assert now.keys() == files.keys()
    assert {name for name in now if now[name] != files[name]} == {"lookup.jsonl", "decline_off_topic.jsonl"}
    assert all(now[name].startswith(files[name]) for name in now)
    old, new = (json.loads(line) for line in (files["lookup.jsonl"].splitlines()[0], now["lookup.jsonl"].splitlines()[-1]))
    assert list(old) == list(new)


SPOILT: tuple[tuple[dict[str, Any], str], ...] = (
    ({"evidence": [{"document": "js-ip-2023", "provision": "8", "quote": "对联盟给予50万元。"}]}, "does not hold"),
    ({"facts": [{"text": ["50万元"]}]}, "stands in no quote"),
    ({"category": "gossip"}, "no gold of the category gossip"),
    ({"category": "../lookup"}, "no gold of the category ../lookup"),
    ({"category": None}, "no gold of the category None"),
    ({"status": ["perhaps"]}, "status"),
    ({"more": 1}, "more"),
    ({"question": ""}, "question"),
    ({"must_cite": ["77"]}, "no provision 77"),
    ({"suite": "independent"}, "suite independent"),
)


@pytest.mark.parametrize(("changes", "named"), SPOILT)
def test_one_problem_keeps_everything_out(changes: dict[str, Any], named: str, gold_folder: Path, tmp_path: Path, corpus: Corpus) -> None:
    files = everything(gold_folder)
    spoilt = proposal(question="联盟想要政府出点钱行不行呀", **changes) if "question" not in changes else proposal(**changes)
    done = accept(proposals_file(tmp_path, proposal(), spoilt), corpus, gold_folder)
    assert any(named in problem for problem in done.problems), done.problems
    assert everything(gold_folder) == files


@pytest.mark.parametrize("line", ["{", "[]", "null", '"text"', "{}"])
def test_a_line_that_is_no_proposal_is_named_or_left_out(line: str, gold_folder: Path, tmp_path: Path, corpus: Corpus) -> None:
    files = everything(gold_folder)
    done = accept(proposals_file(tmp_path, line), corpus, gold_folder)
    assert done.skipped == 1 if line == "{}" else "proposals.jsonl:1" in done.problems[0]
    assert done.added == () and everything(gold_folder) == files


def test_the_same_file_is_not_taken_twice(gold_folder: Path, tmp_path: Path, corpus: Corpus) -> None:
    path = proposals_file(tmp_path, proposal())
    assert not accept(path, corpus, gold_folder).problems
    files = everything(gold_folder)
    assert any("nearly the same question" in problem for problem in accept(path, corpus, gold_folder).problems)
    assert everything(gold_folder) == files


def test_a_file_that_was_edited_is_not_written_over(tmp_path: Path) -> None:
    path = proposals_file(tmp_path, proposal())
    before = path.read_bytes()
    with pytest.raises(FileExistsError):
        write_proposals([proposal()], path)
    assert path.read_bytes() == before


def run(*arguments: str) -> Any:
    return CliRunner().invoke(gaps_app, list(arguments))


def test_the_command_lists_writes_and_accepts(
    built_home: Path, own_home: Path, tmp_path: Path, gold_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shutil.copytree(built_home, own_home, ignore=shutil.ignore_patterns("store.db*"))
    asked = Assistant.open(Settings(home=own_home))
    with Store.open(Settings(home=own_home)) as store:
        store.feedback(store.record(asked.ask("搞个省级产业知识产权联盟有没有钱"), "s", "page"), "down", "incomplete")
        store.record(asked.ask("明天会不会下雪"), "s", "page")
    listed = run()
    assert listed.exit_code == 0 and "2 exchanges in 2 gaps" in listed.output and "thumb down 1 (incomplete 1)" in listed.output
    assert [gap["count"] for gap in json.loads(run("--json").output)] == [1, 1]
    assert "0 exchanges in 0 gaps" in run("--since", "2999-01-01").output
    path = tmp_path / "proposals.jsonl"
    assert run("--write", str(path)).exit_code == 0
    assert run("--write", str(path)).exit_code == 2
    proposals = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    assert [p["id"] for p in proposals] == ["lookup-NEW", "decline_off_topic-NEW"]
    for function in (accept, evals.gold_schema.load_gold):
        defaults = function.__defaults__
        assert defaults and defaults[0] == GOLD_DIR
        monkeypatch.setattr(function, "__defaults__", (gold_folder, *defaults[1:]))
    files = everything(gold_folder)
    refused = run("accept", str(path))
    assert refused.exit_code == 1 and "nothing is marked as reviewed" in refused.output
    proposals_file(tmp_path, {**proposals[0], "reviewed": True, "facts": [{"text": ["五十万元"]}]})
    refused = run("accept", str(path))
    assert refused.exit_code == 1 and "stands in no quote" in refused.output and everything(gold_folder) == files
    proposals_file(tmp_path, {**proposals[0], "reviewed": True}, proposals[1])
    taken = run("accept", str(path))
    assert taken.exit_code == 0 and "1 added, 1 not marked as reviewed" in taken.output
    assert everything(gold_folder)["lookup.jsonl"] != files["lookup.jsonl"]


def test_a_store_that_is_away_ends_with_3(own_home: Path) -> None:
    own_home.write_text("in the way", encoding="utf-8")
    ended = run()
    assert ended.exit_code == 3 and "ASSISTANT_HOME" in ended.output
