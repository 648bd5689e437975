"""*form* and *uncited*: one sentence, of characters that show what is read, that cites something."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.answering.model import Claim, Draft
from assistant.verification import check_written, verify
from assistant.verification.form import LONGEST
from tests.assistant.verification.sample import POLICY_CORPUS, SENTENCES, fault, written

QUOTE = SENTENCES[0]


@pytest.mark.parametrize("mark", ["\u202e", "\u2066", "\u200f", "\ue000", "\U000f0000"])
def test_what_shows_something_else_than_is_read_goes(mark: str) -> None:
    assert fault("form", f"鼓励联合组建高价值专利培育中心{mark}。", QUOTE)


@pytest.mark.parametrize("mark", ["\u200b", "\ufeff", "\u00ad", "\ufe0f"])
def test_what_shows_nothing_is_read_over(mark: str) -> None:
    text = f"鼓励联合组建高价{mark}值专利培育中心。"
    assert fault("form", text, QUOTE) is None
    assert check_written(written(text, QUOTE), POLICY_CORPUS) is None


def test_a_text_longer_than_any_sentence_is_none() -> None:
    assert fault("form", "鼓励" * LONGEST, QUOTE)
    assert max(len(q.text) for q in SENTENCES) < LONGEST


@given(st.text(max_size=200))
def test_without_a_quote_nothing_passes(text: str) -> None:
    removal = check_written(written(text), POLICY_CORPUS)
    assert removal is not None and removal.gate in ("uncited", "form")


def test_a_written_sentence_without_a_quote_counts_as_a_statement_removed_and_a_frame_does_not() -> None:
    draft = Draft("answered", (Claim("可以获得支持。", written=True), Claim("相关规定如下:", style="lead")), "generative")
    left, counts, removed = verify(draft, POLICY_CORPUS)
    assert [c.text for c in left.claims] == ["相关规定如下:"]
    assert (counts.claims, counts.supported, counts.removed) == (1, 0, 1) and [r.gate for r in removed] == ["uncited"]


def test_a_composed_claim_is_asked_none_of_this() -> None:
    assert verify(Draft("answered", (Claim("鼓励" * LONGEST, (QUOTE,)),), "extractive"), POLICY_CORPUS)[1].removed == 0
