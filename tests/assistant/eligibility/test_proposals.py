"""Documents without points: clauses read by rule, never a verdict; and points drafted for a person to go through."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml

from assistant.eligibility import Profile
from assistant.eligibility.proposals import clauses_for, draft_points, read_clauses
from assistant.eligibility.requests import check
from assistant.eligibility.titles import written_titles
from assistant.settings import Settings
from corpus import Corpus
from corpus.points import load_points
from tests.assistant.model_server import KEY, serving
from tests.assistant.verification.sample import with_documents

FIRM = Profile.from_json({"organisation": "enterprise"})


@pytest.fixture(scope="module")
def corpus(tmp_path_factory: pytest.TempPathFactory) -> Corpus:
    return with_documents(tmp_path_factory.mktemp("documents"))


@pytest.mark.parametrize("document", ["incentives", "kite-rules", "irrigation-notice", "js-ip-2023"])
def test_every_clause_is_a_slice_of_its_unit_and_bound_by_a_word_in_it(document: str, corpus: Corpus) -> None:
    held = corpus.document(document)
    assert held is not None
    clauses = read_clauses(held)
    assert clauses
    for c in clauses:
        assert held.text[c.start : c.end] == c.quote and c.quote in c.provision.text
        assert c.commitment.word in c.quote
        if c.who is not None:
            assert all(leaf.quote and leaf.quote in c.quote for leaf in c.who.leaves())


@pytest.mark.parametrize(
    ("words", "nature", "kinds", "amounts"),
    [
        ("首次认定为国家高新技术企业", "entitlement", ("enterprise",), ("20万元",)),
        ("购置设备的工业企业", "entitlement", ("enterprise",), ("13%", "500万元")),
        ("鼓励金融机构", "direction", ("financial",), ("5000万元",)),
        ("不得重复享受", "duty", (), ()),
        ("取消申报资格", "penalty", (), ()),
    ],
)
def test_a_clause_says_what_it_is_for_whom_and_how_much(
    words: str, nature: str, kinds: tuple[str, ...], amounts: tuple[str, ...], corpus: Corpus
) -> None:
    (clause,) = [c for c in read_clauses(corpus.document("incentives")) if words in c.quote]  # type: ignore[arg-type]
    assert (clause.nature, clause.kinds, clause.amounts) == (nature, kinds, amounts)


def test_a_fine_is_no_permission(corpus: Corpus) -> None:
    (clause,) = [c for c in read_clauses(corpus.document("kite-rules")) if "二百元以下罚款" in c.quote]  # type: ignore[arg-type]
    assert clause.commitment.word == "可以" and clause.nature == "penalty"


def test_clauses_for_others_are_left_out_and_those_that_name_the_kind_come_first(corpus: Corpus) -> None:
    found = clauses_for(FIRM, corpus.document("incentives"))  # type: ignore[arg-type]
    fits = [fit for clause, fit in found if clause.nature not in ("duty", "penalty")]
    assert fits == sorted(fits, key=["named", "anybody"].index) and "named" in fits
    assert not any("鼓励金融机构" in clause.quote for clause, _ in found)


def test_a_document_without_points_gets_clauses_and_no_verdict(corpus: Corpus) -> None:
    report = check(corpus, FIRM, "incentives").report
    assert not report.modelled and report.verdicts == () and report.question is None
    held = corpus.document("incentives")
    assert held is not None and report.clauses
    assert all(held.text[c.start : c.end] == c.quote for c in report.clauses)


@pytest.mark.parametrize("document", ["incentives", "kite-rules", "irrigation-notice", "js-ip-2023"])
def test_a_draft_is_a_record_that_can_be_loaded(document: str, corpus: Corpus, tmp_path: Path) -> None:
    held = corpus.document(document)
    assert held is not None
    (tmp_path / f"{document}.yaml").write_text(draft_points(held), encoding="utf-8")
    points = load_points(held, tmp_path)
    assert points and {p.record.nature for p in points} & {"entitlement", "duty"}


def test_a_document_that_binds_nobody_has_no_draft(corpus: Corpus) -> None:
    note = next(d for d in corpus.documents if d.record.kind == "note")
    with pytest.raises(ValueError, match="nothing"):
        draft_points(note)


def test_titles_of_a_model_are_taken_only_where_they_pass(corpus: Corpus) -> None:
    held = corpus.document("incentives")
    assert held is not None
    clauses = read_clauses(held)[:3]
    lie, true = "首次认定企业奖励200万元", "对重新认定的给予奖励"

    def titles(prompt: str) -> str:
        return f"[1] {lie}\n[2] {true}\n[3] 工业企业的补助由省教育厅发放\n[9] 没有这一条"

    with serving({"m": titles}) as server:
        settings = Settings(openai_base_url=server.url, openai_api_key=KEY, model="m", model_timeout=10.0)
        found = written_titles(clauses, settings)
    assert list(found.values()) == [true]
    drafted = yaml.safe_load(draft_points(held, found))
    assert true in [p["title_zh"] for p in drafted["points"]] and lie not in draft_points(held, found)


def test_a_model_that_fails_costs_only_its_titles(corpus: Corpus) -> None:
    held = corpus.document("incentives")
    assert held is not None
    with serving({}) as server:
        settings = Settings(openai_base_url=server.url, openai_api_key=KEY, model="down", model_timeout=2.0)
        assert written_titles(read_clauses(held), settings) == {}
