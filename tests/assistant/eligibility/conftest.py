"""The points of the shipped policy, and a small document with points of its own."""

from __future__ import annotations

import pytest

from assistant.eligibility import PointTable, point_table
from corpus import load_corpus


@pytest.fixture(scope="session")
def table() -> PointTable:
    """The points of the shipped policy."""
    found = point_table(load_corpus().policies[0])
    assert found is not None
    return found
