"""Counters for Prometheus, in a registry of their own. All label values come from lists in the code, but for the id of the index, of which
there is one at a time."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, generate_latest
from prometheus_client.core import InfoMetricFamily

from assistant.contract import Answer

SECONDS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 120)
OTHER = "other"
"""The route of every path that nobody serves."""


class Metrics:
    """What is counted. ``generation`` tells the id of the index that answers, or an empty string. Requests are told apart by ``routes``."""

    def __init__(self, generation: Callable[[], str]) -> None:
        self.routes: frozenset[str] = frozenset()
        own = self._registry = CollectorRegistry(auto_describe=False)
        self._requests = Counter("assistant_requests", "Requests.", ("route", "status"), registry=own)
        self._seconds = Histogram(
            "assistant_request_seconds", "Time to the end of the response.", ("route",), buckets=SECONDS, registry=own
        )
        self._answers = Counter("assistant_answers", "Answers to programs.", ("status", "mode"), registry=own)
        self._removed = Counter("assistant_claims_removed", "Claims that verification took out of these answers.", registry=own)
        self.in_flight = Gauge("assistant_requests_in_flight", "Requests being worked on or waiting for a place.", registry=own)
        self._registry.register(_Index(generation))

    def request(self, path: str, status: int, seconds: float) -> None:
        """Count a request that has ended."""
        route = path if path in self.routes else OTHER
        self._requests.labels(route, str(status)).inc()
        self._seconds.labels(route).observe(seconds)

    def answer(self, answer: Answer) -> None:
        """Count an answer."""
        self._answers.labels(answer.status, answer.mode).inc()
        self._removed.inc(answer.verification.removed)

    def text(self) -> bytes:
        """All figures, as Prometheus reads them."""
        return generate_latest(self._registry)


class _Index:
    """Tells of the index in use when it is asked: another one may have been built meanwhile."""

    def __init__(self, generation: Callable[[], str]) -> None:
        self._generation = generation

    def collect(self) -> Iterator[InfoMetricFamily]:
        """As prometheus_client asks for it."""
        yield InfoMetricFamily("assistant_index", "The index that answers.", value={"generation": self._generation()})
