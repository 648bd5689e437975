"""Time, tokens, money."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from evals.metrics.case import Case, Figure


@dataclass(frozen=True)
class Price:
    """What a million tokens cost, in any currency."""

    prompt: float = 0.0
    completion: float = 0.0

    @classmethod
    def read(cls, written: str) -> Price:
        """``IN,OUT`` per million tokens. Raises ValueError."""
        prompt, _, completion = written.partition(",")
        price = cls(float(prompt), float(completion))
        if min(price.prompt, price.completion) < 0:
            raise ValueError("a price is not negative")
        return price


def percentile(values: Sequence[float], share: float) -> float | None:
    """The smallest value that ``share`` of the values do not exceed; None for no values."""
    return float(np.quantile(values, share, method="inverted_cdf")) if values else None


def cost(cases: Sequence[Case], price: Price | None = None) -> list[Figure]:
    """Median and 95th percentile of the time to an answer (a letter holds several), tokens a question, and what they cost at ``price``."""
    times = [case.response.ms for case in cases if case.answer is not None]
    n, used = len(cases), [case.response.usage for case in cases]
    prompt, completion = sum(u.prompt_tokens for u in used), sum(u.completion_tokens for u in used)

    def figure(name: str, value: float | None, count: int, definition: str) -> Figure:
        return Figure(name, value, count, definition, "measured around the call", "neither", percent=False)

    figures = [
        figure("p50 ms", percentile(times, 0.5), len(times), "Median milliseconds to an answer."),
        figure("p95 ms", percentile(times, 0.95), len(times), "95th percentile of the milliseconds to an answer."),
        figure("model calls", sum(u.calls for u in used) / n if n else None, n, "Calls of a model for a question."),
        figure("prompt tokens", prompt / n if n else None, n, "Tokens sent to a model for a question."),
        figure("completion tokens", completion / n if n else None, n, "Tokens written by a model for a question."),
    ]
    if price is not None:
        total = (prompt * price.prompt + completion * price.completion) / 1e6
        figures.append(figure("cost", total / n if n else None, n, "What a question costs, in the currency of the price."))
    return figures
