"""Documents for all files of this folder."""

from __future__ import annotations

import pytest

from corpus import Corpus
from tests.assistant.verification.sample import with_documents


@pytest.fixture(scope="session")
def documents(tmp_path_factory: pytest.TempPathFactory) -> Corpus:
    """The policy, and three small documents with legible figures of every kind."""
    return with_documents(tmp_path_factory.mktemp("documents"))
