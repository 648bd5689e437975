"""No text breaks a gate or keeps it long, and a sentence costs about a millisecond."""

from __future__ import annotations

import time
from statistics import median

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from assistant.verification import GATES, check_written
from corpus import Corpus
from tests.assistant.verification.sample import HERE, POLICY_CORPUS, SENTENCES, cited, written

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
def test_ten_thousand_characters_take_no_time(piece: str) -> None:
    claim = written((piece * 10_000)[:10_000], SENTENCES[0])
    check_written(claim, POLICY_CORPUS)
    started = time.process_time()
    assert check_written(claim, POLICY_CORPUS) is not None
    assert time.process_time() - started < 0.05


@pytest.mark.parametrize("piece", ["1", "三十五", "50万元、", "省财政厅", "不得", "a@", "www.a", "Supports companies, "])
def test_a_long_sentence_takes_no_long_time_in_any_gate(piece: str) -> None:
    claim = written((piece * 1200)[:1200], SENTENCES[0])
    for name, gate in GATES:
        started = time.process_time()
        gate(claim, POLICY_CORPUS)
        assert time.process_time() - started < 0.3, name


def test_a_sentence_costs_about_a_millisecond(documents: Corpus) -> None:
    cases = yaml.safe_load((HERE / "cases.yaml").read_text(encoding="utf-8"))[::4]
    claims = [written(case["text"], *(cited(place, documents) for place in case["cite"])) for case in cases]
    for claim in claims:
        check_written(claim, documents)  # the quotes are read once for all sentences
    times = []
    for n, claim in enumerate(claims):
        fresh = written(f"{claim.text.rstrip('。.')}{chr(0x4E00 + n)}。", *claim.quotes)
        started = time.process_time()
        check_written(fresh, documents)
        times.append(time.process_time() - started)
    assert median(times) < 0.005, "a fifth of this is usual; the rest is room for a busy machine"
