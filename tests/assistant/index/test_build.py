"""Building: killed at any moment, twice at once, under a running search. Real processes, real signals."""

import os
import random
import shutil
import signal
import sys
import threading
import time
from collections.abc import Callable
from multiprocessing.context import ForkServerContext
from pathlib import Path

import numpy as np
import pytest

from assistant.embeddings import CachedEmbeddings
from assistant.errors import RetrievalError
from assistant.index import Index, build_index, generation, open_index
from assistant.index.chroma import ChromaVectors
from assistant.settings import Settings
from tests.assistant.index.sample import RULES, SampleCorpus, build_sample, document, sample_corpus

KILLS = 20
QUESTION = "专利质押贷款贴息"


def answer(index: Index) -> list[tuple[str, float]]:
    return [(passage.chunk.id, round(passage.score, 4)) for passage in index.search(QUESTION, 5)]


def generations(settings: Settings) -> list[str]:
    return sorted(path.name for path in settings.index_dir.glob("g*"))


def test_a_build_killed_at_any_moment_changes_nothing(settings: Settings, corpus: SampleCorpus, processes: ForkServerContext) -> None:
    reader = open_index(settings, corpus, build=False)
    before, old = answer(reader), reader.generation
    duration = min(seconds(lambda: finish(processes, settings.home)) for _ in range(2))
    moments = random.Random(20)
    killed = attempts = 0
    while killed < KILLS:
        builder = processes.Process(target=build_sample, args=(settings.home,))
        builder.start()
        time.sleep(duration * moments.random())
        builder.kill()
        builder.join()
        killed += builder.exitcode == -signal.SIGKILL
        attempts += 1
        assert answer(reader) == before
        assert answer(open_index(settings, corpus, build=False)) == before
        assert attempts < 3 * KILLS, f"only {killed} of {attempts} builds were still running when they were killed"
    manifest = build_index(settings, corpus)
    pointer = generation.read_pointer(settings.index_dir)
    assert pointer.current == manifest.id == reader.generation != old
    assert answer(reader) == before
    assert generations(settings) == sorted([str(pointer.previous), pointer.current])


STEPS = (
    "assistant.index.build.remove_leftovers",
    "assistant.index.build.collect_chunks",
    "assistant.index.chroma.create",
    "assistant.index.selftest.check",
    "assistant.index.generation.write_chunks",
    "assistant.index.generation.write_manifest",
    "assistant.index.generation.sync_tree",
)


@pytest.mark.parametrize("step", STEPS)
def test_a_build_that_dies_right_after_a_step_changes_nothing(
    settings: Settings, corpus: SampleCorpus, processes: ForkServerContext, step: str
) -> None:
    before = answer(open_index(settings, corpus, build=False))
    current = generation.read_pointer(settings.index_dir)
    builder = processes.Process(target=die_after, args=(settings.home, step))
    builder.start()
    builder.join(60)
    assert builder.exitcode == -signal.SIGKILL
    assert generation.read_pointer(settings.index_dir) == current
    assert answer(open_index(settings, corpus, build=False)) == before
    build_index(settings, corpus)
    assert len(generations(settings)) == 2


def test_a_killed_build_leaves_the_vectors_that_it_had_embedded(tmp_path: Path, processes: ForkServerContext) -> None:
    settings = Settings(home=tmp_path / "home")
    builder = processes.Process(target=build_sample, args=(settings.home,))
    builder.start()
    cache = settings.cache_dir / "vectors.sqlite3"
    until(cache.exists)
    builder.kill()
    builder.join()
    assert open_index(settings, sample_corpus()).search(QUESTION, 1)[0].chunk.text == RULES[1]


def test_two_builds_at_once_take_turns(settings: Settings, corpus: SampleCorpus, processes: ForkServerContext) -> None:
    before = generation.read_pointer(settings.index_dir).current
    builders = [processes.Process(target=build_sample, args=(settings.home,)) for _ in range(2)]
    for builder in builders:
        builder.start()
    for builder in builders:
        builder.join(60)
    assert [builder.exitcode for builder in builders] == [0, 0]
    pointer = generation.read_pointer(settings.index_dir)
    assert before not in (pointer.current, pointer.previous)
    assert generations(settings) == sorted([str(pointer.previous), pointer.current])
    assert open_index(settings, corpus, build=False).search(QUESTION, 1)


def test_two_readers_of_a_missing_index_build_it_once(settings: Settings, corpus: SampleCorpus) -> None:
    shutil.rmtree(settings.index_dir)
    opened: list[Index] = []
    threads = [threading.Thread(target=lambda: opened.append(open_index(settings, corpus))) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert len({index.generation for index in opened}) == 1
    assert len(opened) == 3
    assert generations(settings) == [opened[0].generation]


def test_searches_go_on_while_a_build_swaps(settings: Settings, corpus: SampleCorpus) -> None:
    index = open_index(settings, corpus, build=False)
    before = answer(index)
    seen: set[str] = set()
    wrong: list[object] = []
    done = threading.Event()

    def search() -> None:
        while not done.is_set():
            try:
                found = answer(index)
            except Exception as error:  # whatever it is, it is what this test is about
                found = [(repr(error), 0.0)]
            seen.add(index.generation)
            if found != before:
                wrong.append(found)

    threads = [threading.Thread(target=search) for _ in range(2)]
    for thread in threads:
        thread.start()
    built = [build_index(settings, corpus).id for _ in range(4)]
    until(lambda: built[-1] in seen)
    done.set()
    for thread in threads:
        thread.join()
    assert wrong == []
    assert len(seen) >= 3


def test_progress_counts_passages_up_to_all(settings: Settings) -> None:
    reports: list[tuple[int, int]] = []
    build_index(settings, sample_corpus("这是一句新的话。", "这是另一句新的话。"), lambda *report: reports.append(report))
    # The sample has 20 sentences, two of which are equal: one vector serves both.
    assert reports == [(19, 21), (21, 21)]


def test_a_failed_self_test_aborts_the_build(settings: Settings, corpus: SampleCorpus, monkeypatch: pytest.MonkeyPatch) -> None:
    before = open_index(settings, corpus, build=False)
    real = ChromaVectors.search

    def forgetful(self: ChromaVectors, vectors: np.ndarray, k: int) -> list[tuple[np.ndarray, np.ndarray]]:
        return [(rows[rows != 3], cosines[rows != 3]) for rows, cosines in real(self, vectors, k)]

    with monkeypatch.context() as patched:
        patched.setattr(ChromaVectors, "search", forgetful)
        with pytest.raises(RetrievalError, match="does not find 1 of its passages"):
            build_index(settings, corpus)
    assert generations(settings) == [before.generation]
    assert before.search(QUESTION, 1)


def test_an_interrupted_build_leaves_nothing_behind(settings: Settings, corpus: SampleCorpus, monkeypatch: pytest.MonkeyPatch) -> None:
    before = generations(settings)
    monkeypatch.setattr("assistant.index.selftest.check", interrupt)
    with pytest.raises(KeyboardInterrupt):
        build_index(settings, corpus)
    assert generations(settings) == before


def test_a_corpus_without_text_is_not_indexed(settings: Settings) -> None:
    with pytest.raises(RetrievalError, match=r"holds no text.*`assistant ingest`"):
        build_index(settings, SampleCorpus((document("empty", ["……"]),)))
    with pytest.raises(RetrievalError, match="holds no text"):
        build_index(settings, SampleCorpus(()))


def test_passages_with_one_id_are_refused(settings: Settings, embeddings: CachedEmbeddings) -> None:
    with pytest.raises(RetrievalError, match="the id rules:1:0"):
        build_index(settings, SampleCorpus((document("rules", RULES), document("rules", RULES))), embeddings=embeddings)


def test_the_manifest_says_what_the_index_was_made_from(settings: Settings, corpus: SampleCorpus, embeddings: CachedEmbeddings) -> None:
    manifest = build_index(settings, corpus)
    assert manifest == generation.read_manifest(settings.index_dir / manifest.id)
    assert manifest.documents == corpus.fingerprint()
    assert manifest.embedding == embeddings.model_id
    assert (manifest.chunks, manifest.dimension, manifest.store) == (20, 384, "local")
    assert manifest.versions["chromadb"]


def die_after(home: Path, step: str) -> None:
    """Build the sample and be killed as soon as ``step`` has been taken once; what a child process runs."""
    module, _, name = step.rpartition(".")
    real = getattr(sys.modules[module], name)

    def last_step(*args: object) -> None:
        real(*args)
        os.kill(os.getpid(), signal.SIGKILL)

    setattr(sys.modules[module], name, last_step)
    build_sample(home)


def interrupt(*_: object) -> None:
    raise KeyboardInterrupt


def finish(processes: ForkServerContext, home: Path) -> None:
    builder = processes.Process(target=build_sample, args=(home,))
    builder.start()
    builder.join(60)
    assert builder.exitcode == 0


def seconds(call: Callable[[], None]) -> float:
    start = time.perf_counter()
    call()
    return time.perf_counter() - start


def until(condition: Callable[[], bool], limit: float = 30.0) -> None:
    end = time.monotonic() + limit
    while not condition():
        assert time.monotonic() < end, "waited too long"
        time.sleep(0.005)
