"""The night must be able to fail: the assistant is damaged on purpose, and the gate has to name the damage."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from assistant import Answer, Assistant, Citation, Draft, RetrievalError, Settings, compose_draft
from assistant.index.snapshot import Snapshot
from assistant.scope import Scope
from corpus import Corpus, Document
from evals.baseline import accept
from evals.gates import Gates, read_gates
from evals.gold_schema import GoldQuestion, LetterAsk
from evals.responses import Response, read_responses
from evals.session import Night, judge_run, make_run, score_run
from evals.systems import Opened, open_system, read_config

SUITES = ("core",)


@pytest.fixture(scope="module")
def live(built_home: Path) -> Opened:
    return open_system(read_config("live"), Settings(home=built_home))


@pytest.fixture(scope="module")
def sound(live: Opened, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, dict[str, Response]]:
    """The baseline of an undamaged run over the core gold, and its responses."""
    folder = tmp_path_factory.mktemp("sound")
    run = make_run(live, folder, suites=SUITES, workers=2)
    accept(run, score_run(run, live.corpus).rows, folder / "baseline.json")
    return folder / "baseline.json", {r.id: r for r in read_responses(run.responses)}


@pytest.fixture(scope="module")
def rules() -> Gates:
    return read_gates()


class Damaged:
    """The assistant's own answers, each changed before it leaves."""

    def __init__(self, responses: dict[str, Response], damage: Callable[[Answer], Answer]) -> None:
        self._responses = responses
        self._damage = damage

    def ask(self, question: str, history: Sequence[Any] = (), *, id: str | None = None) -> Answer:
        answer = self._responses[str(id)].answer
        assert answer is not None
        return self._damage(answer)


def night(system: Any, live: Opened, rules: Gates, baseline: Path, tmp_path: Path, categories: Sequence[str] = ()) -> Night:
    opened = Opened(system, live.corpus, live.settings, index=live.index)
    run = make_run(opened, tmp_path / "runs", suites=SUITES, categories=categories)
    return judge_run(run, score_run(run, live.corpus), rules, baseline)


def names(of: Night) -> set[str]:
    return {f"{check.kind} {check.name}" for check in of.broken}


def test_undamaged_it_passes(live: Opened, rules: Gates, sound: tuple[Path, dict[str, Response]], tmp_path: Path) -> None:
    baseline, responses = sound
    good = night(Damaged(responses, lambda a: a), live, rules, baseline, tmp_path)
    assert good.kept, [str(check) for check in good.broken]
    assert good.comparison is not None and not good.comparison.flips


def test_every_citation_shifted_by_one_measure(
    live: Opened, rules: Gates, sound: tuple[Path, dict[str, Response]], tmp_path: Path, policy: Document
) -> None:
    baseline, responses = sound

    def shifted(c: Citation) -> Citation:
        there = policy.provision(str(c.measure % len(policy.measures) + 1)) if c.measure and c.document == policy.id else None
        return c if there is None else c.model_copy(update={"provision": there.id, "measure": there.measure, "label": there.label})

    bad = night(
        Damaged(responses, lambda a: a.model_copy(update={"citations": tuple(map(shifted, a.citations))})), live, rules, baseline, tmp_path
    )
    assert {"hard quote exactness", "hard citation validity", "floor core", "regression citation recall"} <= names(bad)


def test_citations_that_are_exact_and_of_the_next_measure(
    live: Opened, rules: Gates, sound: tuple[Path, dict[str, Response]], tmp_path: Path, policy: Document
) -> None:
    """The subtler liar: its quotes are exact, they only say something else."""
    baseline, responses = sound

    def shifted(c: Citation) -> Citation:
        there = policy.provision(str(c.measure % len(policy.measures) + 1)) if c.measure and c.document == policy.id else None
        if there is None:
            return c
        s = next(s for s in there.sentences if s.kind == "body")
        place = {"provision": there.id, "measure": there.measure, "label": there.label, "title": there.title}
        return c.model_copy(update={**place, "quote": s.text, "start": s.start, "end": s.end})

    bad = night(
        Damaged(responses, lambda a: a.model_copy(update={"citations": tuple(map(shifted, a.citations))})), live, rules, baseline, tmp_path
    )
    assert "hard quote exactness" not in names(bad)
    assert {"floor core", "regression citation precision", "regression citation recall", "regression accuracy"} <= names(bad)


def test_one_digit_changed(live: Opened, rules: Gates, sound: tuple[Path, dict[str, Response]], tmp_path: Path) -> None:
    baseline, responses = sound

    def changed(a: Answer) -> Answer:
        found = re.search(r"(?<![\d□])[1-9](?=年|万元|%|个月)|(?<=[至到])□(?=[\d□]+万)|□(?=0万元|5万元)", a.answer)
        if not found:
            return a
        digit = "9" if found.group() in "□1" else str(int(found.group()) - 1)
        return a.model_copy(update={"answer": a.answer[: found.start()] + digit + a.answer[found.end() :]})

    bad = night(Damaged(responses, changed), live, rules, baseline, tmp_path)
    assert "hard number faithfulness" in names(bad)
    check = next(c for c in bad.broken if c.name == "number faithfulness" and c.kind == "hard")
    touched = {i for i, r in responses.items() if r.answer and changed(r.answer) != r.answer}
    assert len(touched) >= 10 and len(set(check.ids) & touched) >= 0.9 * len(touched)


def test_a_single_changed_digit_in_a_whole_night(
    live: Opened, rules: Gates, sound: tuple[Path, dict[str, Response]], tmp_path: Path
) -> None:
    baseline, responses = sound
    victim = "damaged-001"

    def changed(a: Answer) -> Answer:
        return a.model_copy(update={"answer": a.answer.replace("□0万元", "20万元")}) if a.id == victim else a

    bad = night(Damaged(responses, changed), live, rules, baseline, tmp_path)
    assert [check.ids for check in bad.broken if check.kind == "hard"] == [(victim,)]


def test_a_single_verdict_turned_round_in_a_whole_night(
    live: Opened, rules: Gates, sound: tuple[Path, dict[str, Response]], tmp_path: Path
) -> None:
    baseline, responses = sound
    victim = "validity_reference-001"

    def turned(a: Answer) -> Answer:
        return a.model_copy(update={"answer": f"不再有效。{a.answer}"}) if a.id == victim else a

    bad = night(Damaged(responses, turned), live, rules, baseline, tmp_path)
    assert [(check.name, check.ids) for check in bad.broken if check.kind == "hard"] == [("wrong verdict", (victim,))]


def test_what_the_text_leaves_open_is_decided(live: Opened, rules: Gates, sound: tuple[Path, dict[str, Response]], tmp_path: Path) -> None:
    baseline, responses = sound

    def decided(a: Answer) -> Answer:
        first, behind = a.answer.partition("。")[::2]
        return a.model_copy(update={"answer": f"是的，{first}。{behind}"}) if first.startswith(("无法", "原文没有写明")) else a

    bad = night(Damaged(responses, decided), live, rules, baseline, tmp_path, ["validity_reference"])
    check = next(c for c in bad.broken if c.name == "wrong verdict")
    assert {"validity_reference-023", "validity_reference-029"} <= set(check.ids)


def test_everything_is_declined(live: Opened, rules: Gates, sound: tuple[Path, dict[str, Response]], tmp_path: Path) -> None:
    baseline, responses = sound

    def declined(a: Answer) -> Answer:
        none = {
            "status": "declined",
            "abstained": True,
            "reason": "no_evidence",
            "answer": "没有找到相应的规定。",
            "citations": (),
            "notices": (),
        }
        return a.model_copy(update=none)

    bad = night(Damaged(responses, declined), live, rules, baseline, tmp_path)
    assert {"limit core: false refusals", "floor core", "floor core/lookup", "regression accuracy", "regression citation recall"} <= names(
        bad
    )
    assert "floor core/decline_off_topic" not in names(bad)


def test_everything_is_answered(
    live: Opened, rules: Gates, sound: tuple[Path, dict[str, Response]], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The judgement of scope is taken out of the assistant itself: whatever was found speaks of the question."""
    baseline, _ = sound
    monkeypatch.setattr("assistant.pipeline.judge", lambda u, found, vocabulary: Scope("inside", 9.0))
    bad = night(live.system, live, rules, baseline, tmp_path, ["decline_off_topic", "decline_not_stated"])
    assert {"hard off-topic answered", "limit off-topic declined", "floor core/decline_off_topic"} <= names(bad)


@pytest.mark.parametrize("how", ["raises", "finds nothing"])
def test_the_index_is_dropped(
    how: str, live: Opened, rules: Gates, sound: tuple[Path, dict[str, Response]], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    baseline, _ = sound

    def search(self: Snapshot, *arguments: Any, **named: Any) -> list[Any]:
        if how == "raises":
            raise RetrievalError("the index is gone")
        return []

    monkeypatch.setattr(Snapshot, "search", search)
    bad = night(live.system, live, rules, baseline, tmp_path, ["lookup", "eligibility"])
    expected = {"limit errors"} if how == "raises" else {"limit core: false refusals"}
    assert expected | {"floor core/lookup", "regression accuracy"} <= names(bad)


def test_the_gold_is_thinned_out(
    live: Opened, rules: Gates, sound: tuple[Path, dict[str, Response]], tmp_path: Path, corpus: Corpus
) -> None:
    """Questions that fail are quietly taken out of the gold: the baseline still has them."""
    baseline, responses = sound
    run = make_run(Opened(Damaged(responses, lambda a: a), live.corpus, live.settings), tmp_path / "runs", suites=SUITES)
    scored = score_run(run, corpus)
    kept = [n for n, row in enumerate(scored.rows) if n % 3]
    thinned = type(scored)(tuple(scored.rows[n] for n in kept), tuple(scored.cases[n] for n in kept))
    assert "regression baseline" in names(judge_run(run, thinned, rules, baseline))


DISCLAIMER = "没有找到直接回答这一点的原文，最相关的规定如下。\n\n"


def test_a_wooden_writer_who_denies_what_follows(
    live: Opened, rules: Gates, sound: tuple[Path, dict[str, Response]], tmp_path: Path
) -> None:
    baseline, responses = sound

    def wooden(a: Answer) -> Answer:
        return a if a.abstained else a.model_copy(update={"answer": DISCLAIMER + a.answer})

    bad = night(Damaged(responses, wooden), live, rules, baseline, tmp_path)
    assert {"limit core: denied", "limit core: disclaimer first"} <= names(bad)


class Hearing:
    """The assistant, which hears of a message and of what was said before only what ``hears`` lets through."""

    def __init__(self, live: Opened, hears: Callable[[str, Sequence[Any]], tuple[str, Sequence[Any]]]) -> None:
        self._system = live.system
        self._hears = hears

    def ask(self, question: str, history: Sequence[Any] = (), *, id: str | None = None) -> Answer:
        said, before = self._hears(question, history)
        return self._system.ask(said or question, before, id=id)


def test_a_reader_who_is_blind_to_what_stands_around(live: Opened, rules: Gates, tmp_path: Path) -> None:
    blind = Hearing(live, lambda question, history: (re.split("[，。！\n]", question)[0], history))
    run = make_run(
        replace(live, system=blind), tmp_path, suites=("core", "carried"), categories=["lookup", "identity", "story", "hearsay"], workers=2
    )
    bad = judge_run(run, score_run(run, live.corpus), rules, tmp_path / "none.json")
    assert "limit carried kept" in names(bad)


def test_a_reader_who_forgets_what_was_said(live: Opened, rules: Gates, tmp_path: Path) -> None:
    forgetful = Hearing(live, lambda question, _: (question, ()))
    run = make_run(replace(live, system=forgetful), tmp_path, suites=("dialogue",), workers=2)
    bad = judge_run(run, score_run(run, live.corpus), rules, tmp_path / "none.json")
    assert "floor dialogue" in names(bad)
    assert not any(check.ids for check in bad.broken if check.name.startswith("dialogue"))


class Drafting(Hearing):
    """The assistant, each of whose drafts is damaged before it leaves."""

    def __init__(self, live: Opened, damage: Callable[[str, Draft], Draft]) -> None:
        super().__init__(live, lambda question, history: (question, history))
        self._damage = damage

    def draft(self, enquiry: str) -> Draft:
        assert isinstance(self._system, Assistant)
        return self._damage(enquiry, compose_draft(self._system, enquiry))


LETTER = "省知识产权局：我公司拟了解下列事项。1. 知识产权保险由谁开发；2. 专利池是否鼓励。泰兴云栈泵业有限公司 温若谷 13900004455"
WRITTEN_LETTER = GoldQuestion(
    id="letter-901",
    category="letter",
    suite="letters",
    question=LETTER,
    answerable=True,
    status=["answered"],
    asks=[
        LetterAsk(about="保险", words="保险", cite=[6], must=["金融机构"]),
        LetterAsk(about="专利池", words="专利池", cite=[8], must=["鼓励"]),
    ],
    personal=["温若谷", "13900004455"],
    author="test",
    reviewed=True,
)


def _emptied(_: str, draft: Draft) -> Draft:
    return draft.model_copy(update={"sentences": tuple(s for s in draft.sentences if s.question != 1 or s.kind == "heading")})


def _denying(_: str, draft: Draft) -> Draft:
    gap = {"kind": "gap", "text": "对此，文件没有写明。", "citations": ()}
    return draft.model_copy(update={"sentences": tuple(s.model_copy(update=gap) if s.kind == "statement" else s for s in draft.sentences)})


def _naming(enquiry: str, draft: Draft) -> Draft:
    return draft.model_copy(update={"text": f"{enquiry.split()[-2]}：\n{draft.text}"})


@pytest.mark.parametrize(
    ("damage", "named"),
    [
        (lambda enquiry, draft: draft, set()),
        (_emptied, {"limit letters: empty sections", "floor letters"}),
        (_denying, {"limit letters: denials in letters", "limit letters: asks right", "floor letters"}),
        (_naming, {"limit letters: personal data in letters", "floor letters"}),
    ],
)
def test_a_clerk_whose_letters_could_not_be_sent(
    damage: Callable[[str, Draft], Draft], named: set[str], live: Opened, rules: Gates, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("evals.session.load_suites", lambda corpus, suites, day=None: [WRITTEN_LETTER])
    run = make_run(replace(live, system=Drafting(live, damage)), tmp_path, suites=("letters",))
    told = judge_run(run, score_run(run, live.corpus), rules, tmp_path / "none.json")
    about = {name for name in names(told) if "letter" in name}
    assert named <= about if named else not about
    assert not any(check.ids for check in told.broken if "letters" in check.name)


def test_a_system_that_drafts_nothing_has_no_letter_right(
    live: Opened, rules: Gates, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("evals.session.load_suites", lambda corpus, suites, day=None: [WRITTEN_LETTER])
    run = make_run(replace(live, system=Hearing(live, lambda question, history: (question, history))), tmp_path, suites=("letters",))
    told = judge_run(run, score_run(run, live.corpus), rules, tmp_path / "none.json")
    assert {"limit errors", "floor letters"} <= names(told)
