"""What ``evals bench`` prints: every figure beside its limit, what is exceeded said plainly. (The figures themselves gate nothing.)"""

import json
import os
from pathlib import Path
from subprocess import CalledProcessError

import pytest

from evals.bench import Bench, Figure
from evals.bench_report import as_text, to_json
from evals.machine import resident, this_machine
from evals.processes import Processes

FIGURES = (Figure("cold start", 1.234, "s", 3), Figure("structured", 7.5, "ms", 5), Figure("embedding", 17.0, "ms"))


def test_a_figure_stands_beside_its_limit_and_says_when_it_exceeds_it() -> None:
    lines = as_text(Bench(this_machine(), FIGURES)).splitlines()
    assert f"{os.cpu_count()} cores" in lines[0]
    assert lines[2].split() == ["cold", "start", "1.23", "s", "at", "most", "3"]
    assert lines[3].split() == ["structured", "7.5", "ms", "at", "most", "5", "EXCEEDED"]
    assert lines[4].split() == ["embedding", "17.0", "ms"]


def test_json_says_the_same() -> None:
    told = json.loads(to_json(Bench(this_machine(), FIGURES)))
    assert [(figure["value"], figure["kept"]) for figure in told["figures"]] == [(1.234, True), (7.5, False), (17.0, None)]
    assert told["machine"]["cores"] == os.cpu_count()


def test_the_memory_of_a_process_is_seen_growing() -> None:
    before = resident(os.getpid())
    block = bytearray(64 * 1024**2)
    assert resident(os.getpid()) - before > 50
    assert len(block)


def test_a_batch_is_weighed_and_a_command_that_fails_is_no_figure(built_home: Path, tmp_path: Path) -> None:
    weight = Processes(built_home).memory_after(["措施(六)由谁负责"])
    held = bytearray(512 * 1024**2)
    again = Processes(built_home).memory_after(["措施(六)由谁负责"])
    assert len(held) and (weight is None or again is None or 50 < again < weight + 200), "what this process holds is not its child's"
    (tmp_path / "file").write_text("in the way", encoding="utf-8")
    with pytest.raises(CalledProcessError):
        Processes(tmp_path / "file").seconds("index")
