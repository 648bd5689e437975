"""The interfaces under load, and what many answers leave behind in memory.

Programs ask side by side on connections of their own, each its next question as soon as it has its answer; all questions need retrieval.
What a server does once at its first answers (reading the model, warming caches) is asked for before the clock starts.
"""

from __future__ import annotations

import http.client
import json
import os
import threading
import time
from collections.abc import Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

from assistant import Assistant, Settings
from evals.machine import resident
from evals.processes import Processes
from evals.questions import ASKED, STRUCTURED

CLIENTS = 16
ANSWERS = 800
WARMING = 2 * CLIENTS
FIRST = 200
MANY = 2000


@dataclass
class Load:
    """What came of a load: seconds of each answer, and how many failed. ``seconds`` is the time of all together."""

    times: list[float] = field(default_factory=list)
    failed: int = 0
    seconds: float = 0.0


def measure_load(processes: Processes) -> Load | None:
    """:data:`ANSWERS` answers to :data:`CLIENTS` programs at once, from a server of their own; None where no front end is installed."""
    with processes.served() as address:
        if address is None:
            return None
        ask_all(address, _taken(ASKED, WARMING))
        return ask_all(address, _taken(ASKED, ANSWERS))


def measure_growth(home: Path) -> float | None:
    """Megabytes that :data:`MANY` answers to as many different questions add to a process that has given :data:`FIRST`; None where the
    system does not tell."""
    assistant = Assistant.open(Settings(home=home))
    before = 0.0
    try:
        for i, question in enumerate(_taken((*ASKED, *STRUCTURED), FIRST + MANY)):
            if i == FIRST:
                before = resident(os.getpid())
            assistant.ask(f"我们是第{i}家企业,{question}")
        return resident(os.getpid()) - before
    except OSError:
        return None


def ask_all(address: str, questions: Iterable[str], clients: int = CLIENTS) -> Load:
    """Ask ``POST /api/ask`` at ``address`` all ``questions`` from ``clients`` connections."""
    left, lock, load = iter(questions), threading.Lock(), Load()

    def ask(_: int) -> None:
        connection = http.client.HTTPConnection(urlsplit(address).netloc, timeout=60)
        while True:
            with lock:
                question = next(left, None)
            if question is None:
                connection.close()
                return
            started = time.perf_counter()
            good = _answered(connection, question)
            with lock:
                load.times.append(time.perf_counter() - started)
                load.failed += not good

    started = time.perf_counter()
    with ThreadPoolExecutor(clients) as pool:
        list(pool.map(ask, range(clients)))
    load.seconds = time.perf_counter() - started
    return load


def _answered(connection: http.client.HTTPConnection, question: str) -> bool:
    body = json.dumps({"question": question}).encode()
    try:
        connection.request("POST", "/api/ask", body, {"Content-Type": "application/json"})
        response = connection.getresponse()
        answer = json.loads(response.read())
    except (OSError, http.client.HTTPException, ValueError):
        connection.close()
        return False
    return response.status == 200 and answer["status"] != "error"


def _taken(questions: tuple[str, ...], count: int) -> Iterator[str]:
    return (questions[i % len(questions)] for i in range(count))
