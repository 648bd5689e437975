"""The vector store: what it is told to be, and a real Chroma server on the loopback interface."""

from collections.abc import Iterator
from pathlib import Path

import chromadb
import numpy as np
import pytest

from assistant.chunks import chunk_document
from assistant.errors import RetrievalError, SettingsError
from assistant.index import build_index, chroma, generation, open_index
from assistant.settings import Settings
from tests.assistant.index.sample import RULES, SampleCorpus, copied, document, sample_corpus
from tests.chroma_server import ChromaServer, chroma_server

QUESTION = "专利质押贷款贴息"


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[ChromaServer]:
    """A Chroma server of its own."""
    with chroma_server(tmp_path_factory.mktemp("server")) as running:
        yield running


def test_a_collection_is_created_for_cosines_without_an_embedding_function(tmp_path: Path) -> None:
    chunks = tuple(chunk_document(document("rules", RULES[:2])))
    chroma.create(tmp_path, None, "the-name", chunks, np.eye(2, 8, dtype=np.float32))
    stored = chromadb.PersistentClient(str(tmp_path), chromadb.config.Settings(anonymized_telemetry=False)).get_collection(
        "the-name", embedding_function=None
    )
    assert stored.configuration["hnsw"]["space"] == "cosine"
    assert not stored.configuration.get("embedding_function")
    record = stored.get(ids=["1"])
    assert record["documents"] == [RULES[1]]
    assert record["metadatas"] is not None
    assert record["metadatas"][0]["chunk"] == "rules:2:0"


def test_a_folder_without_a_database_is_not_turned_into_an_empty_one(tmp_path: Path) -> None:
    with pytest.raises(chroma.CollectionMissing):
        chroma.open_collection(tmp_path / "none", None, "the-name")
    assert not (tmp_path / "none").exists()


@pytest.mark.parametrize("url", ["localhost:8000", "ftp://127.0.0.1", "http://", "nonsense"])
def test_an_address_that_is_none_is_a_setting_to_mend(tmp_path: Path, corpus: SampleCorpus, built: Path, url: str) -> None:
    settings = copied(built, tmp_path / "home").model_copy(update={"chroma_url": url})
    with pytest.raises(SettingsError, match="CHROMA_URL"):
        build_index(settings, corpus)


def test_a_server_that_is_away_is_named_and_nothing_is_rebuilt(tmp_path: Path, corpus: SampleCorpus, built: Path) -> None:
    settings = copied(built, tmp_path / "home").model_copy(update={"chroma_url": "http://127.0.0.1:9"})
    before = generation.read_pointer(settings.index_dir)
    with pytest.raises(RetrievalError, match=r"http://127.0.0.1:9 \(CHROMA_URL\) cannot be reached"):
        open_index(settings, corpus)
    assert generation.read_pointer(settings.index_dir) == before


def test_a_server_keeps_the_vectors_and_answers_as_a_folder_does(
    server: ChromaServer, tmp_path: Path, corpus: SampleCorpus, built: Path
) -> None:
    url = server.url
    local = open_index(copied(built, tmp_path / "local"), corpus)
    settings = copied(built, tmp_path / "home").model_copy(update={"chroma_url": url})
    index = open_index(settings, corpus)
    assert not (settings.index_dir / index.generation / "chroma").exists()
    assert server.collections() == [index.generation]
    expected = [(p.chunk.id, pytest.approx(p.score, abs=1e-4)) for p in local.search(QUESTION, 6)]
    assert [(p.chunk.id, p.score) for p in index.search(QUESTION, 6)] == expected
    _new_generations_replace_old_ones(server, settings)
    _a_lost_collection_is_rebuilt(url, settings)
    _an_absent_server_is_named(server, settings)


def _new_generations_replace_old_ones(server: ChromaServer, settings: Settings) -> None:
    leftover = settings.index_dir / generation.new_id()
    leftover.mkdir()
    chunks = tuple(chunk_document(document("x", RULES[:1])))
    chroma.create(leftover / "chroma", server.url, leftover.name, chunks, np.eye(1, 8, dtype=np.float32))
    names = [build_index(settings, sample_corpus()).id for _ in range(3)]
    assert server.collections() == sorted(names[1:])


def _a_lost_collection_is_rebuilt(url: str, settings: Settings) -> None:
    chroma.drop(url, generation.read_pointer(settings.index_dir).current)
    with pytest.raises(RetrievalError, match=r"lost its vectors.*`assistant index`"):
        open_index(settings, sample_corpus(), build=False)
    assert open_index(settings, sample_corpus()).search(QUESTION, 1)[0].chunk.text == RULES[1]
    chroma.drop(url, "a-name-that-is-not-there")


def _an_absent_server_is_named(server: ChromaServer, settings: Settings) -> None:
    index = open_index(settings, sample_corpus())
    server.kill()
    with pytest.raises(RetrievalError, match="CHROMA_URL"):
        index.search(QUESTION, 1)
    with pytest.raises(RetrievalError, match=r"\(CHROMA_URL\) cannot be reached"):
        open_index(settings, sample_corpus())
