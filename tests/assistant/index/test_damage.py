"""Damaged files of a generation, Chroma's among them: found before anything opens them. In processes of their own: Chroma may end one."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable
from multiprocessing.context import ForkServerContext
from pathlib import Path

import numpy as np
import pytest

from assistant.errors import RetrievalError
from assistant.index import Index, generation, open_index
from assistant.settings import Settings
from tests.assistant.index.sample import SampleCorpus, sample_corpus
from tests.cli import run_process

FILES = 15


def every_101st_byte(data: bytearray) -> None:
    for at in range(0, len(data), 101):
        data[at] ^= 0xFF


def first_bit(data: bytearray) -> None:
    data[:1] = bytes(byte ^ 1 for byte in data[:1])


def last_bit(data: bytearray) -> None:
    data[-1:] = bytes(byte ^ 0x80 for byte in data[-1:])


def a_bit_in_the_middle(data: bytearray) -> None:
    middle = slice(len(data) // 2, len(data) // 2 + 1)
    data[middle] = bytes(byte ^ 8 for byte in data[middle])


def cut_in_half(data: bytearray) -> None:
    del data[len(data) // 2 :]


def emptied(data: bytearray) -> None:
    data.clear()


def longer(data: bytearray) -> None:
    data.extend(b"\0" * 64)


HARMS: tuple[Callable[[bytearray], None], ...] = (
    every_101st_byte, first_bit, last_bit, a_bit_in_the_middle, cut_in_half, emptied, longer,
)  # fmt: skip


def files(settings: Settings) -> list[Path]:
    folder = settings.index_dir / generation.read_pointer(settings.index_dir).current
    return sorted(path for path in folder.rglob("*") if path.is_file())


def found(index: Index) -> list[tuple[str, float]]:
    """A search through the store without the embedding model, which a child process need not load."""
    snapshot = index._current()
    passages = snapshot.search(np.asarray(snapshot.vectors[1]), "专利质押贷款贴息", 5)
    return [(passage.chunk.id, round(passage.score, 4)) for passage in passages]


def refused(settings: Settings) -> bool:
    try:
        open_index(settings, sample_corpus(), build=False)
    except RetrievalError:
        return True
    return False


def harm_and_open(home: Path, number: int, expected: list[tuple[str, float]]) -> None:
    """What a child process runs: harm file ``number`` in every way, open, search, open once more after it was built anew."""
    corpus = sample_corpus()
    others = [path.read_bytes() for path in files(Settings(home=home))]
    for way, harm in enumerate((*HARMS, None)):
        settings = Settings(home=home.with_name(f"harmed-{number}-{way}"))
        shutil.copytree(home, settings.home)
        path = files(settings)[number]
        data = bytearray(others[number if harm else number - 1])
        if harm:
            harm(data)
        path.write_bytes(data)
        if data == others[number]:  # an empty file has nothing to flip or to cut
            continue
        if path.name != generation.MANIFEST or refused(settings):
            with pytest.raises(RetrievalError, match="`assistant index`"):
                open_index(settings, corpus, build=False)
        else:  # it says something else that nothing depends on, such as when it was written
            assert found(open_index(settings, corpus, build=False)) == expected
        if way in (0, len(HARMS)):
            assert found(open_index(settings, corpus)) == expected
            assert found(open_index(settings, corpus, build=False)) == expected
        shutil.rmtree(settings.home)


@pytest.mark.parametrize("number", range(FILES))
def test_whatever_happens_to_a_file_it_is_refused_or_built_anew_and_no_process_dies(
    built: Path, tmp_path: Path, corpus: SampleCorpus, processes: ForkServerContext, number: int
) -> None:
    home = tmp_path / "home"
    shutil.copytree(built, home)
    settings = Settings(home=home)
    assert len(files(settings)) == FILES, "a file for each number"
    child = processes.Process(target=harm_and_open, args=(home, number, found(open_index(settings, corpus, build=False))))
    child.start()
    child.join(300)
    assert child.exitcode == 0


@pytest.mark.parametrize("number", range(FILES))
def test_a_file_that_is_gone_is_missed(settings: Settings, corpus: SampleCorpus, number: int) -> None:
    files(settings)[number].unlink()
    with pytest.raises(RetrievalError, match="`assistant index`"):
        open_index(settings, corpus, build=False)


def test_opening_and_searching_change_no_file(settings: Settings, corpus: SampleCorpus) -> None:
    """Or the next opening would take the index for damaged."""
    before = {path: path.read_bytes() for path in files(settings)}
    for _ in range(3):
        index = open_index(settings, corpus, build=False)
        found(index)
        assert index.unreachable() == []
        index.vector_store()
        del index
    assert {path: path.read_bytes() for path in files(settings)} == before


def test_a_damaged_graph_is_built_anew_with_one_sentence(built_home: Path, tmp_path: Path) -> None:
    home = tmp_path / "home"
    shutil.copytree(built_home, home)
    (graph,) = (path for path in files(Settings(home=home)) if path.name == "data_level0.bin")
    data = bytearray(graph.read_bytes())
    every_101st_byte(data)
    graph.write_bytes(data)
    checked = run_process(home, "index", "--check")
    assert checked.code == 3
    assert "data_level0.bin is not as it was written" in checked.err
    asked = run_process(home, "ask", "专利质押融资有什么支持")
    assert asked.code == 0
    assert "措施(六)" in asked.out
    assert [line for line in asked.err.splitlines() if "built anew" in line and "data_level0.bin" in line]
    assert run_process(home, "index", "--check").code == 0


def test_all_files_are_verified_in_a_fraction_of_a_second(built_home: Path) -> None:
    settings = Settings(home=built_home)
    folder = settings.index_dir / generation.read_pointer(settings.index_dir).current
    manifest = generation.read_manifest(folder)
    assert set(manifest.files) == {path.relative_to(folder).as_posix() for path in files(settings)} - {generation.MANIFEST}
    before = os.times()
    for _ in range(10):
        generation.check_files(folder, manifest)
    after = os.times()
    assert (after.user + after.system - before.user - before.system) / 10 < 0.3
