"""The shipped corpus, read once."""

from __future__ import annotations

import pytest

from corpus import Corpus, Document, load_corpus


@pytest.fixture(scope="session")
def corpus() -> Corpus:
    return load_corpus()


@pytest.fixture(scope="session")
def policy(corpus: Corpus) -> Document:
    found = corpus.document("js-ip-2023")
    assert found is not None
    return found
