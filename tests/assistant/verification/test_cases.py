"""The table of hard cases: sentences of a model, true and false, Chinese and English, and the gate that must stop each false one."""

from __future__ import annotations

from typing import Any

import pytest
import yaml

from assistant.verification import check_written
from corpus import Corpus
from tests.assistant.verification.sample import HERE, cited, faults, written

CASES: list[dict[str, Any]] = yaml.safe_load((HERE / "cases.yaml").read_text(encoding="utf-8"))
TRUE = [case for case in CASES if case["expect"] == "passes"]
FALSE = [case for case in CASES if case["expect"] != "passes"]


def test_the_table_is_large_enough_and_has_both_sides() -> None:
    assert len(TRUE) >= 35 and len(FALSE) >= 120
    assert {"figures", "bounds", "modality", "negation", "entities", "verbatim", "support", "uncited", "form"} == {
        c["expect"] for c in FALSE
    }
    assert len({(c["text"], *c["cite"]) for c in CASES}) == len(CASES)


@pytest.mark.parametrize("case", FALSE, ids=lambda case: case["text"][:40])
def test_what_is_false_is_stopped_by_the_gate_that_is_there_for_it(case: dict[str, Any], documents: Corpus) -> None:
    claim = written(case["text"], *(cited(place, documents) for place in case["cite"]))
    assert check_written(claim, documents) is not None
    assert case["expect"] in faults(claim, documents)


@pytest.mark.parametrize("case", TRUE, ids=lambda case: case["text"][:40])
def test_what_is_true_passes(case: dict[str, Any], documents: Corpus) -> None:
    claim = written(case["text"], *(cited(place, documents) for place in case["cite"]))
    assert faults(claim, documents) == {}
