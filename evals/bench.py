"""The figures of ``evals bench``: times and memory, each beside what is allowed. Nothing here gates anything."""

from __future__ import annotations

import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import median, quantiles

from assistant import Assistant, Profile, Settings, assess, point_table
from corpus import load_corpus
from evals.bench_api import ANSWERS, CLIENTS, MANY, measure_growth, measure_load
from evals.bench_chat import CROWD, LONG, PEOPLE, THINKING, TURNS, one_long_conversation, talk
from evals.bench_model import measure_writing
from evals.bench_pages import paint, weigh
from evals.eligibility import load_profiles
from evals.machine import Machine, this_machine
from evals.processes import Processes
from evals.questions import ASKED, STRUCTURED

COLD_STARTS = 5
ROUNDS = 10
IN_MEMORY = 200
PROFILE_ROUNDS = 20
Say = Callable[[str], None]


@dataclass(frozen=True)
class Figure:
    """One measurement; ``limit`` is the most that is allowed, None for a figure that others are compared with."""

    name: str
    value: float
    unit: str
    limit: float | None = None

    @property
    def kept(self) -> bool | None:
        """Whether the limit is kept; None where there is none."""
        return None if self.limit is None else self.value <= self.limit


@dataclass(frozen=True)
class Bench:
    """All figures of one run, and the machine that it ran on."""

    machine: Machine
    figures: tuple[Figure, ...]


def measure(say: Say) -> Bench:
    """Measure everything; ``say`` is told what is going on."""
    machine = this_machine()
    with tempfile.TemporaryDirectory(prefix="bench-") as folder:
        home = Path(folder) / "home"
        # Processes first: this one is still small, and nothing of it competes with them.
        figures = [*_of_processes(Processes(home), Processes(Path(folder) / "other"), say), *_of_programs(Processes(home), say)]
        figures += _of_people(Processes(home), say)
        figures += [*_of_answers(home, say), *_of_many(home, say)]
    figures += _of_profiles(say)
    return Bench(machine, tuple(figures))


def _of_processes(processes: Processes, elsewhere: Processes, say: Say) -> Iterator[Figure]:
    say("building the index from nothing …")
    yield Figure("index from nothing", processes.seconds("index", "--fresh"), "s", 60)
    say("building the index again …")
    yield Figure("index with the user's embedding cache", processes.seconds("index"), "s", 5)
    yield Figure("index in a new home with the vectors that travel along", elsewhere.seconds("index"), "s", 5)
    say("asking in fresh processes …")
    cold = [processes.seconds("ask", "--json", ASKED[i]) for i in range(COLD_STARTS)]
    yield Figure(f"assistant ask, cold, median of {COLD_STARTS}", median(cold), "s", 3)
    yield Figure(f"assistant ask, cold, slowest of {COLD_STARTS}", max(cold), "s", 3)
    say("weighing processes …")
    many = [(*ASKED, *STRUCTURED)[i % (len(ASKED) + len(STRUCTURED))] for i in range(IN_MEMORY)]
    weighed = {
        f"memory of {IN_MEMORY} answers in one process, peak": processes.memory_after(many),
        "memory of assistant serve, page shown": processes.memory_of_chat(),
    }
    yield from (Figure(name, megabytes, "MB", 700) for name, megabytes in weighed.items() if megabytes is not None)


def _of_profiles(say: Say) -> Iterator[Figure]:
    say("matching profiles …")
    table = point_table(load_corpus().policies[0])
    assert table is not None, "the policy has its points on record"
    profiles = [Profile.from_json(gold.profile) for gold in load_profiles()]
    times = []
    for profile in profiles * PROFILE_ROUNDS:
        began = time.perf_counter()
        _ = assess(profile, table).question
        times.append((time.perf_counter() - began) * 1000)
    yield Figure("one profile against all points, with the next question, p50", median(times), "ms", 20)
    yield Figure("one profile against all points, with the next question, p95", quantiles(times, n=20)[-1], "ms", 20)
    began = time.perf_counter()
    count = sum(len(assess(profile, table).verdicts) > 0 for profile in profiles * PROFILE_ROUNDS)
    yield Figure("profiles against all points, a thousand of them", (time.perf_counter() - began) / count * 1000, "s", 1)


def _of_programs(processes: Processes, say: Say) -> Iterator[Figure]:
    say(f"asking from {CLIENTS} programs at once …")
    load = measure_load(processes)
    if load is None:
        return
    name = f"REST, {CLIENTS} programs at once"
    yield Figure(f"{name}, answers in a second (of {ANSWERS})", len(load.times) / load.seconds, "/s")
    yield Figure(f"{name}, time for an answer among them", load.seconds * 1000 / len(load.times), "ms", 25)
    yield Figure(f"{name}, p50", _percentile(load.times, 50) * 1000, "ms")
    yield Figure(f"{name}, p99", _percentile(load.times, 99) * 1000, "ms", 1000)
    yield Figure(f"{name}, failed", load.failed, "", 0)


def _of_people(processes: Processes, say: Say) -> Iterator[Figure]:
    with processes.served() as address:
        if address is None:
            return
        say(f"letting {PEOPLE} people talk, then {CROWD} at once …")
        talk(address, PEOPLE, 1)
        for people, thinking, name in (
            (PEOPLE, THINKING, f"chat, {PEOPLE} people who read and think"),
            (PEOPLE, (0.0, 0.0), f"chat, {PEOPLE} people without a pause"),
            (CROWD, (0.0, 0.0), f"chat, {CROWD} people in one moment"),
        ):
            found = talk(address, people, 1 if people == CROWD else TURNS, thinking=thinking)
            for percent in (50, 95, 99):
                limit = 1.5 if thinking == THINKING and percent == 95 else None
                yield Figure(f"{name}, p{percent}", _percentile(found.times, percent), "s", limit)
            yield Figure(f"{name}, turns in a second", len(found.times) / found.seconds, "/s")
            yield Figure(f"{name}, failed or mixed up", len(found.failed) + len(found.mixed_up), "", 0)
        for turn, told in one_long_conversation(address, LONG).items():
            yield Figure(f"chat, turn {turn} of a conversation", told.seconds, "s", 1.5)
            yield Figure(f"chat, turn {turn} of a conversation, sent", told.received / 1024, "kB")
        say("weighing pages …")
        for page in weigh(address):
            yield Figure(f"page {page.page}, sent (plain {page.plain / 1024:.0f} kB)", page.sent / 1024, "kB")
        for seen in paint(address):
            cache = "warm" if seen.warm else "cold"
            yield Figure(f"page {seen.page}, {cache} cache, first paint", seen.first / 1000, "s", 2)
            yield Figure(f"page {seen.page}, {cache} cache, usable", seen.usable / 1000, "s")
            yield Figure(f"page {seen.page}, {cache} cache, loaded", seen.sent / 1024, "kB")


def _of_many(home: Path, say: Say) -> Iterator[Figure]:
    say(f"asking {MANY} different questions in one process …")
    grown = measure_growth(home)
    if grown is not None:
        yield Figure(f"memory that {MANY} different questions add to a process", grown, "MB", 50)


def _of_answers(home: Path, say: Say) -> Iterator[Figure]:
    say("asking in one process …")
    assistant = Assistant.open(Settings(home=home))
    ways = {question: assistant.ask(question).mode for question in (*ASKED, *STRUCTURED)}
    searched = [question for question in ASKED if ways[question] != "structured"]
    embedding, answering = _interleaved(assistant, searched)
    yield Figure("query embedding alone, p50", _percentile(embedding, 50), "ms")
    yield Figure("query embedding alone, p95", _percentile(embedding, 95), "ms")
    yield Figure(f"answer with retrieval, p50 ({len(searched)} questions)", _percentile(answering, 50), "ms")
    yield Figure(f"answer with retrieval, p95 ({len(searched)} questions)", _percentile(answering, 95), "ms")
    yield Figure("answer with retrieval / embedding, p50", _percentile(answering, 50) / _percentile(embedding, 50), "times", 1.5)
    yield Figure("answer with retrieval / embedding, p95", _percentile(answering, 95) / _percentile(embedding, 95), "times", 2)
    yield from _of_writing(home, searched, say)
    table = [question for question in STRUCTURED if ways[question] == "structured"]
    structured = [_milliseconds(lambda q=question: assistant.ask(q)) for _ in range(ROUNDS) for question in table]  # type: ignore[misc]
    yield Figure(f"structured answer, p50 ({len(table)} questions)", _percentile(structured, 50), "ms", 5)
    yield Figure(f"structured answer, p95 ({len(table)} questions)", _percentile(structured, 95), "ms", 5)


def _of_writing(home: Path, questions: Sequence[str], say: Say) -> Iterator[Figure]:
    say("letting a model write …")
    written = measure_writing(home, questions, 3)
    yield Figure("written answer, after the model's last word, p50", _percentile(written.overhead, 50), "ms", 10)
    yield Figure("written answer, after the model's last word, p95", _percentile(written.overhead, 95), "ms")
    yield Figure("first sentence, time of its own generation, p50", _percentile(written.own, 50), "ms")
    yield Figure("first sentence, from its end to its being shown, p50", _percentile(written.shown, 50), "ms", 20)


def _interleaved(assistant: Assistant, questions: Sequence[str]) -> tuple[list[float], list[float]]:
    """Times of the bare embedding and of the whole answer, in turns, so that whatever else the machine does meets both alike."""
    embedding, answering = [], []
    for _ in range(ROUNDS):
        for question in questions:
            embedding.append(_milliseconds(lambda q=question: assistant.index.embed_query(q)))  # type: ignore[misc]
            answering.append(_milliseconds(lambda q=question: assistant.ask(q)))  # type: ignore[misc]
    return embedding, answering


def _milliseconds(call: Callable[[], object]) -> float:
    started = time.perf_counter()
    call()
    return (time.perf_counter() - started) * 1000


def _percentile(values: Sequence[float], percent: int) -> float:
    return quantiles(values, n=100, method="inclusive")[percent - 1]
