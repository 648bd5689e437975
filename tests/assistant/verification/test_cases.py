"""The table of hard cases: sentences of a model, true and false, Chinese and English, and the gate that must stop each false one."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml

from assistant.answering.model import Claim, Quote
from assistant.verification import check_written
from corpus import Corpus, load_corpus
from corpus.ingest import ingest

HERE = Path(__file__).parent
DATA = HERE.parent.parent / "data"
DOCUMENTS = {"js": "js-ip-2023", "inc": "incentives", "irr": "irrigation-notice", "kite": "kite-rules"}
CASES: list[dict[str, Any]] = yaml.safe_load((HERE / "cases.yaml").read_text(encoding="utf-8"))
TRUE = [case for case in CASES if case["expect"] == "passes"]
FALSE = [case for case in CASES if case["expect"] != "passes"]


@pytest.fixture(scope="module")
def documents(tmp_path_factory: pytest.TempPathFactory) -> Corpus:
    """The policy, and three small documents with legible figures of every kind."""
    folder = tmp_path_factory.mktemp("documents")
    list(ingest([HERE / "incentives.txt", DATA / "kite-rules.txt", DATA / "irrigation-notice.txt"], folder))
    return load_corpus(folder)


def claim(case: dict[str, Any], corpus: Corpus) -> Claim:
    """The sentence as a claim; ``js/6#2`` is the second sentence of that provision, ``js/6`` all of it."""
    quotes = []
    for place in case["cite"]:
        name, _, rest = place.partition("/")
        provision, _, number = rest.partition("#")
        document = corpus.document(DOCUMENTS[name])
        unit = document.provision(provision) if document else None
        assert document is not None and unit is not None, place
        body = [s for s in unit.sentences if s.kind == "body"]
        start, end = (body[int(number) - 1].start, body[int(number) - 1].end) if number else (unit.start, unit.end)
        quotes.append(Quote(document, unit, start, end))
    return Claim(case["text"], tuple(quotes), written=True)


def test_the_table_is_large_enough_and_has_both_sides() -> None:
    assert len(TRUE) >= 35 and len(FALSE) >= 120
    assert {"figures", "bounds", "modality", "negation", "entities", "verbatim", "support", "uncited"} <= {c["expect"] for c in FALSE}


@pytest.mark.parametrize("case", FALSE, ids=lambda case: case["text"][:40])
def test_what_is_false_does_not_pass(case: dict[str, Any], documents: Corpus) -> None:
    assert check_written(claim(case, documents), documents) is not None


@pytest.mark.parametrize("case", TRUE, ids=lambda case: case["text"][:40])
def test_what_is_true_passes(case: dict[str, Any], documents: Corpus) -> None:
    removal = check_written(claim(case, documents), documents)
    assert removal is None, f"{removal.gate}: {removal.detail}"
