"""A Chroma server that hangs, goes away or comes back with nothing, under an index that is open. Real server, real signals."""

from __future__ import annotations

import gc
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from assistant.errors import RetrievalError
from assistant.index import Index, build_index, open_index
from assistant.settings import Settings
from tests.assistant.index.sample import RULES, SampleCorpus, copied, sample_corpus
from tests.chroma_server import ChromaServer, chroma_server, until

QUESTION = "专利质押贷款贴息"
SOON = 30.0
"""Seconds, wide: each call has five of its own, and the machine may be busy. Without a limit none of them ends at all."""


@pytest.fixture(scope="module")
def running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[ChromaServer]:
    with chroma_server(tmp_path_factory.mktemp("server")) as server:
        yield server


@pytest.fixture
def settings(built: Path, tmp_path: Path, running: ChromaServer) -> Settings:
    return copied(built, tmp_path / "home").model_copy(update={"chroma_url": running.url})


@pytest.fixture
def index(settings: Settings, corpus: SampleCorpus) -> Index:
    return open_index(settings, corpus)


def answers(index: Index) -> bool:
    try:
        return index.search(QUESTION, 1)[0].chunk.text == RULES[1]
    except RetrievalError:
        return False


def test_a_server_that_hangs_costs_a_few_seconds_and_then_nothing(
    running: ChromaServer, settings: Settings, corpus: SampleCorpus, index: Index
) -> None:
    assert index.trouble() is None
    running.hang()
    try:
        started = time.monotonic()
        with pytest.raises(RetrievalError, match="timed out"):
            index.search(QUESTION, 1)
        with pytest.raises(RetrievalError, match=r"CHROMA_URL\) cannot be reached: timed out"):
            open_index(settings, corpus)
        assert time.monotonic() - started < SOON
        # Whoever comes next does not wait: twenty who did would take minutes.
        started = time.monotonic()
        for _ in range(20):
            with pytest.raises(RetrievalError, match="is being mended"):
                index.search(QUESTION, 1)
        assert time.monotonic() - started < SOON
        assert "timed out" in str(index.trouble())
    finally:
        running.go_on()
    until(lambda: answers(index))
    assert index.trouble() is None


def test_a_search_in_one_document_needs_no_server(running: ChromaServer, index: Index) -> None:
    running.hang()
    try:
        assert index.search(QUESTION, 1, keep=lambda chunk: chunk.document == "rules")[0].chunk.text == RULES[1]
    finally:
        running.go_on()


def test_trouble_is_found_without_a_question(running: ChromaServer, index: Index) -> None:
    running.kill()
    try:
        until(lambda: index.trouble() is not None)
    finally:
        running.start()
    until(lambda: index.trouble() is None)
    assert answers(index)


def test_a_server_that_comes_back_with_its_data_is_taken_up_again(running: ChromaServer, index: Index) -> None:
    before = index.generation
    running.kill()
    assert not answers(index)
    running.start()
    until(lambda: answers(index))
    assert index.generation == before


def test_a_server_that_comes_back_empty_is_filled_once_and_nobody_waits_for_it(
    running: ChromaServer, settings: Settings, corpus: SampleCorpus, index: Index
) -> None:
    other, before = open_index(settings, corpus), index.generation
    running.kill()
    running.start(empty=True)
    told: list[bool] = []
    threads = [threading.Thread(target=lambda one=one: told.append(answers(one))) for one in (index, other) * 8]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(SOON)
    assert len(told) == 16, "answered or told that it cannot be, at once"
    until(lambda: answers(index) and answers(other))
    assert running.collections() == [index.generation] == [other.generation]
    assert index.generation != before


def test_what_is_built_anew_is_the_corpus_of_the_day(running: ChromaServer, settings: Settings, corpus: SampleCorpus) -> None:
    grown = sample_corpus("专利质押贷款贴息最长三年。")
    index = open_index(settings, corpus, reread=lambda: grown)
    running.kill()
    running.start(empty=True)
    until(lambda: index.trouble() is None and len(index.chunks) == 21)
    assert index.search(QUESTION, 1)[0].chunk.text == "专利质押贷款贴息最长三年。"


def test_a_new_index_that_appears_while_the_server_hangs_is_taken_up_later(running: ChromaServer, settings: Settings, index: Index) -> None:
    made = build_index(settings, sample_corpus("专利质押贷款贴息最长三年。"))
    running.hang()
    try:
        assert not answers(index)
        assert index.generation != made.id
    finally:
        running.go_on()
    until(lambda: index.trouble() is None and index.generation == made.id)


def test_nobody_who_is_gone_keeps_the_mending_alive(running: ChromaServer, settings: Settings, corpus: SampleCorpus) -> None:
    index = open_index(settings, corpus)
    running.kill()
    try:
        assert not answers(index)
        del index
        # An index and what mends it refer to each other.
        until(lambda: gc.collect() >= 0 and not [thread for thread in threading.enumerate() if thread.name == "mend-index"])
    finally:
        running.start()
