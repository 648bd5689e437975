"""No text breaks a gate or keeps it long, and a sentence costs about a millisecond."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.verification import GATES, check_written
from tests.assistant.verification.sample import POLICY_CORPUS, SENTENCES, written
from tests.linear.calls import grows_too_fast

MIXED = "0123456789□一二三十百千万亿元年月日%第分之至-—~,。、;:()（）“”《》的不得最高约鼓励给予分别 abcOf RMB three①Ⅲ³٣"
quotes = st.lists(st.sampled_from(SENTENCES), min_size=1, max_size=3)


@given(st.one_of(st.text(max_size=200), st.text(alphabet=MIXED, max_size=120)), quotes)
def test_no_gate_raises(text: str, cited_places: list) -> None:  # type: ignore[type-arg]
    for _, gate in GATES:
        gate(written(text, *cited_places), POLICY_CORPUS)


@pytest.mark.parametrize(
    "piece",
    [
        "一",
        "1",
        "50万元、",
        "最高",
        "《",
        "“",
        "省财政厅",
        "not ",
        "1.",
        "不得",
        "3-5-",
        "□",
        "分别给予30万元、20万元,",
        "<a",
        "&#53;",
        "Golden Bridge ",
    ],
)
def test_time_grows_with_the_length_alone(piece: str) -> None:
    assert not grows_too_fast(lambda text: check_written(written(text, SENTENCES[0]), POLICY_CORPUS), piece, 2_500)


@pytest.mark.parametrize("piece", ["1", "三十五", "50万元、", "省财政厅", "不得", "a@", "www.a", "Supports companies, "])
def test_the_time_of_every_gate_grows_with_the_length_alone(piece: str) -> None:
    for name, gate in GATES:
        assert not grows_too_fast(lambda text, gate=gate: gate(written(text, SENTENCES[0]), POLICY_CORPUS), piece, 300), name  # type: ignore[misc]
