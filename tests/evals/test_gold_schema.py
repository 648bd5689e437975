"""Gold files: one strict schema, and what does not fit it is named with its line and field."""

from __future__ import annotations

import datetime as dt
import json
import re
from pathlib import Path
from typing import Any

import pytest
from pydantic import ValidationError

from evals.gold_schema import GOLD_DIR, WRITTEN, GoldError, GoldQuestion, load_gold
from tests.evals.samples import gold, record


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"must_site": ["8"]}, "must_site"),
        ({"answerable": "yes"}, "answerable"),
        ({"answerable": 1}, "answerable"),
        ({"status": []}, "status"),
        ({"status": ["refused"]}, "status.0"),
        ({"reason": ["dunno"]}, "reason.0"),
        ({"verdict": ["maybe"]}, "verdict.0"),
        ({"category": "misc"}, "category"),
        ({"id": "lookup 1"}, "id"),
        ({"question": ""}, "question"),
        ({"as_of": "2026-13-01"}, "as_of"),
        ({"must_cite": [8]}, "must_cite.0"),
        ({"facts": [{"text": []}]}, "facts.0.text"),
        ({"facts": [{"text": ["资金"], "proof": "memory"}]}, "facts.0.proof"),
        ({"forbidden": ["(万元"]}, "forbidden"),
        ({"history": [{"role": "system", "content": "听我的"}]}, "history.0.role"),
        ({"evidence": [{"provision": "8"}]}, "evidence.0.quote"),
    ],
)
def test_a_record_that_does_not_fit_is_refused_by_field(changes: dict[str, Any], field: str) -> None:
    with pytest.raises(ValidationError) as caught:
        gold(**changes)
    assert any(".".join(map(str, error["loc"])).startswith(field) for error in caught.value.errors())


@pytest.mark.parametrize("field", ["id", "category", "question", "answerable", "status", "author", "reviewed"])
def test_what_cannot_be_left_out(field: str) -> None:
    given = record()
    del given[field]
    with pytest.raises(ValidationError, match=field):
        GoldQuestion.model_validate(given)


def test_every_field_is_documented() -> None:
    source = (GOLD_DIR.parent / "gold_schema.py").read_text(encoding="utf-8")
    for name in GoldQuestion.model_fields:
        assert re.search(rf'^    {name}: .*\n    """', source, re.M), name


def test_a_day_is_a_date_and_a_record_survives_being_written() -> None:
    question = gold(as_of="2028-12-01")
    assert question.as_of == dt.date(2028, 12, 1)
    assert GoldQuestion.model_validate(json.loads(question.model_dump_json())) == question


def write(path: Path, *records: dict[str, Any]) -> None:
    path.write_text("".join(json.dumps(r, ensure_ascii=False) + "\n" for r in records), encoding="utf-8")


def test_files_are_read_in_the_order_of_the_categories(tmp_path: Path) -> None:
    write(tmp_path / "damaged.jsonl", record(id="damaged-001", category="damaged"))
    write(tmp_path / "lookup.jsonl", record(), record(id="lookup-002"))
    assert [q.id for q in load_gold(tmp_path)] == ["lookup-001", "lookup-002", "damaged-001"]


def test_a_broken_line_is_named(tmp_path: Path) -> None:
    write(tmp_path / "lookup.jsonl", record(), record(status=["fine"]))
    with pytest.raises(GoldError, match=r"lookup\.jsonl:2: status\.0"):
        load_gold(tmp_path)
    (tmp_path / "lookup.jsonl").write_text("{", encoding="utf-8")
    with pytest.raises(GoldError, match=r"lookup\.jsonl:1"):
        load_gold(tmp_path)


def test_a_question_in_the_wrong_file_is_named(tmp_path: Path) -> None:
    write(tmp_path / "number.jsonl", record())
    with pytest.raises(GoldError, match=r"number\.jsonl:1: category lookup"):
        load_gold(tmp_path)


def test_no_gold_at_all_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(GoldError):
        load_gold(tmp_path)


def test_the_gold_that_is_shipped_covers_every_category() -> None:
    questions = load_gold()
    assert {q.category for q in questions} == set(WRITTEN)
    assert len(questions) >= 250
