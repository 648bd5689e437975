from collections.abc import Iterator
from multiprocessing import get_context
from multiprocessing.context import ForkServerContext
from pathlib import Path

import pytest

from assistant.embeddings import CachedEmbeddings, open_embeddings
from assistant.index import Index, open_index
from assistant.settings import Settings
from tests.assistant.index.sample import SampleCorpus, build_sample, copied, sample_corpus


@pytest.fixture(scope="session")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home with the sample's vectors in the cache and its index built by the real model. Tests copy it and leave it alone."""
    home = tmp_path_factory.mktemp("built") / "home"
    build_sample(home)
    return home


@pytest.fixture
def settings(built: Path, tmp_path: Path) -> Settings:
    """Settings for a copy of the built home."""
    return copied(built, tmp_path / "home")


@pytest.fixture(scope="session")
def corpus() -> SampleCorpus:
    return sample_corpus()


@pytest.fixture(scope="session")
def index(built: Path, corpus: SampleCorpus) -> Index:
    """The index of the built home, for tests that only read."""
    return open_index(Settings(home=built), corpus, build=False)


@pytest.fixture
def embeddings(settings: Settings) -> CachedEmbeddings:
    return open_embeddings(settings)


@pytest.fixture(scope="session")
def processes() -> Iterator[ForkServerContext]:
    """Child processes that start in milliseconds, from a server that has imported what a build needs and done nothing yet."""
    context = get_context("forkserver")
    context.set_forkserver_preload(["assistant.index", "langchain_chroma", "bm25s", "filelock", "tests.assistant.index.sample"])
    return context
