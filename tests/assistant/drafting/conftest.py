"""The enquiries of ``enquiries.yaml`` and their drafts, each made once."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
import yaml

from assistant.drafting import Draft, compose_draft

if TYPE_CHECKING:
    from collections.abc import Callable

    from assistant import Assistant

ENQUIRIES: dict[str, dict[str, Any]] = {
    e["id"]: e for e in yaml.safe_load((Path(__file__).parent / "enquiries.yaml").read_text(encoding="utf-8"))
}


@pytest.fixture(scope="session")
def drafted(assistant: Assistant) -> Callable[[str], Draft]:
    """The draft to the enquiry with that id."""

    @cache
    def made(name: str) -> Draft:
        return compose_draft(assistant, ENQUIRIES[name]["enquiry"])

    return made
