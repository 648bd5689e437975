"""A local model that cannot be had is refused in a sentence, before anything is started. (With a model: tests/live.)"""

from __future__ import annotations

import importlib.util
import os
import re
from collections.abc import Callable
from pathlib import Path

import pytest

from assistant.errors import ModelError, SettingsError
from assistant.local_model import LocalModel, require_own_embeddings
from assistant.settings import Settings
from tests.cli import run


@pytest.fixture
def broken(tmp_path: Path) -> Path:
    """A file that only begins like a model."""
    path = tmp_path / "broken.gguf"
    path.write_bytes(b"GGUF\x03\0\0\0" + b"\1\0\0\0\0\0\0\0" * 2 + b"\xff" * 1000)
    return path


def no_file(folder: Path) -> Path:
    return folder / "nowhere.gguf"


def a_folder(folder: Path) -> Path:
    return folder


def another_format(folder: Path) -> Path:
    path = folder / "model.safetensors"
    path.write_bytes(b"\x88\0\0\0\0\0\0\0{}")
    return path


def an_empty_file(folder: Path) -> Path:
    path = folder / "empty.gguf"
    path.touch()
    return path


@pytest.mark.parametrize(
    ("made", "said"),
    [
        (no_file, "There is no file .*nowhere.gguf"),
        (a_folder, "cannot be read"),
        (another_format, "model.safetensors is not a model in the GGUF format"),
        (an_empty_file, "empty.gguf is not a model in the GGUF format"),
    ],
)
def test_what_is_no_model_is_refused_before_anything_starts(
    tmp_path: Path, made: Callable[[Path], Path], said: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("subprocess.Popen", None)
    path = made(tmp_path)
    with pytest.raises(SettingsError, match=said):
        LocalModel.start(path)
    ended = run("serve", "--local-model", str(path))
    assert ended.code == 2
    assert len(ended.err.splitlines()) == 1


def test_a_missing_library_is_named_with_the_command_that_installs_it(broken: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    found = importlib.util.find_spec
    monkeypatch.setattr("importlib.util.find_spec", lambda name, package=None: None if name == "xllamacpp" else found(name, package))
    ended = run("serve", "--local-model", str(broken))
    assert ended.code == 3
    assert ended.err == "Error: A local model needs llama.cpp, which is not installed: pip install 'policy-assistant[local-llm]'\n"


def test_a_broken_model_is_refused_with_the_reason_of_llama_cpp(broken: Path) -> None:
    ended = run("serve", "--local-model", str(broken))
    assert ended.code == 3
    loading, said = ended.err.splitlines()
    assert loading == "Loading the model broken.gguf (0 MB): 0 s"
    assert re.fullmatch(r"Error: The model broken could not be loaded: string length \d+ exceeds maximum \d+", said)


def test_a_broken_model_leaves_no_process_behind(broken: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    started: list[LocalModel] = []
    wait = LocalModel._wait

    def waiting(self: LocalModel, progress: Callable[[float], None] | None) -> None:
        started.append(self)
        wait(self, progress)

    monkeypatch.setattr(LocalModel, "_wait", waiting)
    with pytest.raises(ModelError, match="could not be loaded"):
        LocalModel.start(broken)
    assert [model.running for model in started] == [False]


def test_an_interrupt_while_loading_ends_the_process(broken: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    started: list[LocalModel] = []

    def interrupted(self: LocalModel, progress: object) -> None:
        started.append(self)
        raise KeyboardInterrupt

    monkeypatch.setattr(LocalModel, "_wait", interrupted)
    with pytest.raises(KeyboardInterrupt):
        LocalModel.start(broken)
    assert [model.running for model in started] == [False]


def test_an_embedding_model_of_a_service_cannot_be_had_beside_it(broken: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    require_own_embeddings(Settings())
    monkeypatch.setenv("ASSISTANT_EMBEDDING_MODEL", "text-embedding-3-small")
    with pytest.raises(SettingsError, match="ASSISTANT_EMBEDDING_MODEL"):
        require_own_embeddings(Settings())
    ended = run("serve", "--local-model", str(broken))
    assert (ended.code, ended.err) == (2, "Error: A local model needs the built-in embeddings: unset ASSISTANT_EMBEDDING_MODEL.\n")


@pytest.mark.skipif(not hasattr(os, "sched_getaffinity"), reason="left out: this system does not limit processors in this way")
@pytest.mark.parametrize(("usable", "threads"), [(1, 1), (2, 2), (4, 4), (6, 4), (32, 16)])
def test_as_many_threads_work_as_there_are_cores_to_use(usable: int, threads: int, monkeypatch: pytest.MonkeyPatch) -> None:
    from assistant.local_model.model import _usable_cpus

    monkeypatch.setattr("os.sched_getaffinity", lambda _: set(range(usable)))
    assert _usable_cpus() == threads
