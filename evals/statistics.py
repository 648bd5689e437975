"""Whether a difference is real: intervals of rates, paired bootstrap, exact tests, correction for many of them.

All functions are pure; random ones are seeded and give the same result on every call.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

CONFIDENCE = 0.95
RESAMPLES = 9_999
_SEED = 20230919


@dataclass(frozen=True)
class Interval:
    """From ``low`` to ``high``."""

    low: float
    high: float


def wilson(passed: int, n: int, confidence: float = CONFIDENCE) -> Interval:
    """Wilson's score interval of a rate (Wilson 1927): sound for few cases and for rates near 0 and 1. From 0 to 1 for no cases."""
    if n == 0:
        return Interval(0.0, 1.0)
    from scipy.stats import binomtest

    found = binomtest(passed, n).proportion_ci(confidence_level=confidence, method="wilson")
    return Interval(float(found.low), float(found.high))


def paired_bootstrap(before: Sequence[float], after: Sequence[float], confidence: float = CONFIDENCE) -> Interval:
    """The percentile interval of the mean change over pairs (Efron and Tibshirani 1993; for comparing systems Koehn 2004).

    Raises:
        ValueError: there are no pairs, or not as many of one as of the other.
    """
    change = _changes(before, after)
    if not change.any():
        return Interval(0.0, 0.0)
    from scipy.stats import bootstrap

    if np.ptp(change) == 0:
        return Interval(float(change[0]), float(change[0]))
    found = bootstrap(
        (change,),
        np.mean,
        n_resamples=RESAMPLES,
        confidence_level=confidence,
        method="percentile",
        rng=np.random.default_rng(_SEED),
        batch=500,
    )
    return Interval(float(found.confidence_interval.low), float(found.confidence_interval.high))


def sign_flip(before: Sequence[float], after: Sequence[float]) -> float:
    """Two-sided p of the mean change under random exchange of the members of each pair (Fisher's randomisation test)."""
    change = _changes(before, after)
    if not change.any():
        return 1.0
    from scipy.stats import permutation_test

    found = permutation_test(
        (np.asarray(before, dtype=float), np.asarray(after, dtype=float)),
        lambda a, b, axis: np.mean(b - a, axis=axis),
        permutation_type="samples",
        vectorized=True,
        n_resamples=RESAMPLES,
        batch=500,
        rng=np.random.default_rng(_SEED),
    )
    return float(found.pvalue)


def mcnemar(lost: int, won: int) -> float:
    """Two-sided exact p that as many questions are lost as won (McNemar 1947, in its binomial form); 1 when none changed."""
    if lost + won == 0:
        return 1.0
    from scipy.stats import binomtest

    return float(binomtest(lost, lost + won, 0.5).pvalue)


def holm(p_values: Sequence[float]) -> list[float]:
    """The p values adjusted for their number (Holm 1979), in the same order, none above 1."""
    order = sorted(range(len(p_values)), key=lambda i: p_values[i])
    adjusted = [1.0] * len(p_values)
    reached = 0.0
    for rank, i in enumerate(order):
        reached = max(reached, min(1.0, (len(p_values) - rank) * p_values[i]))
        adjusted[i] = reached
    return adjusted


def _changes(before: Sequence[float], after: Sequence[float]) -> NDArray[np.float64]:
    if len(before) != len(after) or not len(before):
        raise ValueError(f"{len(before)} and {len(after)} values make no pairs")
    change: NDArray[np.float64] = np.asarray(after, dtype=np.float64) - np.asarray(before, dtype=np.float64)
    return change
