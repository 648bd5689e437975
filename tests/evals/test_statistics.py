"""Statistics against figures from the literature and against what must always hold."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evals.statistics import Interval, holm, mcnemar, paired_bootstrap, sign_flip, wilson


def test_wilson_as_published() -> None:
    found = wilson(81, 263)
    assert (found.low, found.high) == (pytest.approx(0.2553, abs=1e-4), pytest.approx(0.3662, abs=1e-4))  # Newcombe 1998, table I
    assert wilson(0, 0) == Interval(0.0, 1.0) and wilson(0, 20).low == 0 and wilson(20, 20).high == pytest.approx(1)


def test_mcnemar_is_the_sign_test() -> None:
    assert mcnemar(0, 0) == 1 and mcnemar(5, 5) == 1
    assert mcnemar(0, 5) == pytest.approx(2 / 2**5) and mcnemar(10, 2) == pytest.approx(0.03857, abs=1e-4)
    assert mcnemar(3, 9) == mcnemar(9, 3)


def test_holm_as_published() -> None:
    assert holm([0.01, 0.04, 0.03, 0.005]) == pytest.approx([0.03, 0.06, 0.06, 0.02])
    assert holm([]) == []


@given(st.lists(st.floats(0, 1), max_size=12))
def test_holm_never_lowers_and_keeps_the_order(values: list[float]) -> None:
    adjusted = holm(values)
    assert all(p <= a <= 1 for p, a in zip(values, adjusted, strict=True))
    order = sorted(range(len(values)), key=lambda i: values[i])
    assert [adjusted[i] for i in order] == sorted(adjusted)


def test_a_real_fall_is_seen_and_noise_is_not() -> None:
    before = [1.0] * 90 + [0.0] * 10
    worse = [1.0] * 70 + [0.0] * 30
    fall = paired_bootstrap(before, worse)
    assert fall.high < 0 and fall.low == pytest.approx(-0.28, abs=0.02) and sign_flip(before, worse) < 0.001
    mixed = [0.0, 1.0, *before[2:]]
    mixed[95], mixed[96] = 1.0, 0.0
    wobble = paired_bootstrap(before, mixed)
    assert wobble.low <= 0 <= wobble.high and sign_flip(before, mixed) > 0.05
    assert paired_bootstrap(before, before) == Interval(0, 0) and sign_flip(before, before) == 1
    assert paired_bootstrap([1, 1, 1], [0, 0, 0]) == Interval(-1, -1)


def test_the_same_every_time() -> None:
    a, b = [1.0, 0.0, 1.0, 1.0, 0.5] * 8, [1.0, 1.0, 0.0, 1.0, 0.25] * 8
    assert paired_bootstrap(a, b) == paired_bootstrap(a, b) and sign_flip(a, b) == sign_flip(a, b)


@pytest.mark.parametrize(("a", "b"), [([], []), ([1.0], [1.0, 0.0])])
def test_no_pairs(a: list[float], b: list[float]) -> None:
    with pytest.raises(ValueError, match="no pairs"):
        paired_bootstrap(a, b)
