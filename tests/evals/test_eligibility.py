"""The gold profiles: sound, met by the engine, and able to show that it is wrong."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
import yaml
from typer.testing import CliRunner

from assistant import PointTable, Profile, assess
from corpus import CorpusError, Document, load_corpus
from evals import eligibility
from evals.__main__ import app
from evals.eligibility import FOLDER, GoldProfile, check_profiles, load_profiles, score_profiles


@pytest.fixture(scope="module")
def document() -> Document:
    return load_corpus().policies[0]


@pytest.fixture(scope="module")
def profiles() -> tuple[GoldProfile, ...]:
    return load_profiles()


def test_the_gold_is_sound_and_of_every_kind(document: Document, profiles: tuple[GoldProfile, ...]) -> None:
    assert len(profiles) >= 60 and check_profiles(profiles, document) == []
    kinds = {f.value for p in profiles for f in Profile.from_json(p.profile).of("organisation")}
    assert len(kinds) >= 28
    assert sum(bool(Profile.from_json(p.profile).conflicts) for p in profiles) >= 2


def test_verdicts_are_those_that_people_expect(document: Document, profiles: tuple[GoldProfile, ...]) -> None:
    score = score_profiles(profiles, document)
    assert score.broken == (), [f"{m.profile} {m.point}: {m.expected} expected, {m.got}" for m in score.misses]
    assert sum(p.points for p in score.profiles) >= 8000


def generous(table: PointTable) -> PointTable:
    """The same points, each given to everybody who is in Jiangsu."""
    points = [replace(p, record=p.record.model_copy(update={"who": None, "conditions": (), "nature": "entitlement"})) for p in table.points]
    return replace(table, points=tuple(points))


def strict(table: PointTable) -> PointTable:
    """The same points, all of them work of the authorities."""
    points = [replace(p, record=p.record.model_copy(update={"nature": "task"})) for p in table.points]
    return replace(table, points=tuple(points))


@pytest.mark.parametrize(("change", "word"), [(generous, "called eligible and is not"), (strict, "verdict accuracy")])
def test_an_engine_that_gives_or_refuses_everything_is_found(
    change: object, word: str, document: Document, profiles: tuple[GoldProfile, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    real = eligibility.point_table(document)
    monkeypatch.setattr(eligibility, "point_table", lambda _: change(real))  # type: ignore[operator]
    assert any(word in line for line in score_profiles(profiles, document).broken)


def test_an_engine_that_asks_too_much_is_found(
    document: Document, profiles: tuple[GoldProfile, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    heard = score_profiles(profiles, document)
    monkeypatch.setattr(eligibility, "read_facts", lambda _: ())  # nothing is understood of what was said, so all is asked
    deaf = score_profiles(profiles, document)
    assert deaf.median_questions > heard.median_questions
    assert any("median questions" in line for line in deaf.broken)


@pytest.mark.parametrize(
    ("entry", "problem"),
    [
        ({"id": "x", "kind": "k", "says": "s", "profile": {"planet": "mars"}}, "no attribute"),
        ({"id": "x", "kind": "k", "says": "s", "profile": {}, "possible": ["99.1"]}, "no point 99.1"),
    ],
)
def test_faults_of_the_gold_are_named(entry: dict[str, object], problem: str, document: Document) -> None:
    assert any(problem in line for line in check_profiles([GoldProfile.model_validate(entry)], document))


def test_a_broken_file_is_named_with_its_entry(tmp_path: Path) -> None:
    raw = yaml.safe_load((FOLDER / "a.yaml").read_text(encoding="utf-8"))[:1]
    raw[0]["possible"] = raw[0]["eligible"] = ["1.2"]
    (tmp_path / "a.yaml").write_text(yaml.safe_dump(raw), encoding="utf-8")
    with pytest.raises(CorpusError, match=r"a\.yaml\[0\].*two lists"):
        load_profiles(tmp_path)


def test_the_command_prints_the_figures_and_passes() -> None:
    done = CliRunner().invoke(app, ["eligibility"])
    assert done.exit_code == 0 and "accuracy: " in done.output and "median questions: " in done.output


def test_an_outcome_is_compared_point_by_point(document: Document, profiles: tuple[GoldProfile, ...]) -> None:
    first = profiles[0]
    table = eligibility.point_table(document)
    assert table is not None
    verdict = next(v for v in assess(Profile.from_json(first.profile), table).verdicts if v.overall == "possible")
    wrong = first.model_copy(
        update={"possible": tuple(i for i in first.possible if i != verdict.point.id), "eligible": (verdict.point.id,)}
    )
    (miss,) = score_profiles([wrong], document).misses
    assert (miss.point, miss.expected, miss.got) == (verdict.point.id, ("eligible",), "possible")
