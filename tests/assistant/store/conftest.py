"""A PostgreSQL for the tests of this folder, where the machine has one."""

from __future__ import annotations

import os
from collections.abc import Iterator
from importlib.util import find_spec

import pytest

from tests.databases import ABSENT, BINARIES, postgresql


@pytest.fixture(scope="package")
def cluster() -> Iterator[str]:
    """Its address. Where there is none the tests are left out, and say so; on CI that is a failure."""
    if BINARIES is None or find_spec("psycopg") is None:
        (pytest.fail if os.environ.get("CI") else pytest.skip)(ABSENT)
    with postgresql() as address:
        yield address
