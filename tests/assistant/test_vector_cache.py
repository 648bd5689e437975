import logging
import sqlite3
from multiprocessing import get_context
from pathlib import Path

import numpy as np
import pytest

from assistant.vector_cache import ShippedVectors, UserVectors, vector_key, write_shipped


def unit(seed: int, size: int = 384) -> np.ndarray:
    vector = np.random.default_rng(seed).standard_normal(size).astype(np.float32)
    return vector / np.linalg.norm(vector)


def keys(*names: str) -> list[bytes]:
    return [vector_key("model", name) for name in names]


def fill(path: Path, start: int, count: int) -> None:
    """Write vectors one by one; what a child process runs."""
    store = UserVectors(path)
    for i in range(start, start + count):
        store.put({vector_key("model", str(i)): unit(i)})


def test_keys_differ_by_model_and_text() -> None:
    assert len({vector_key("a", "b"), vector_key("b", "a"), vector_key("a", "b "), vector_key("ab", "")}) == 4
    assert len(vector_key("model", "\ud800")) == 32


def test_what_was_put_is_found_exactly(tmp_path: Path) -> None:
    store = UserVectors(tmp_path / "v.sqlite3")
    a, b, c = keys("a", "b", "c")
    assert store.get([a]) == {}
    store.put({a: unit(1), b: unit(2)})
    found = UserVectors(tmp_path / "v.sqlite3").get([a, b, c])
    assert found.keys() == {a, b}
    assert np.array_equal(found[a], unit(1))
    assert np.array_equal(found[b], unit(2))


@pytest.mark.parametrize("damage", ["garbage", "torn page", "truncated"])
def test_a_damaged_file_is_set_aside_and_begun_anew(tmp_path: Path, damage: str, caplog: pytest.LogCaptureFixture) -> None:
    path = tmp_path / "v.sqlite3"
    fill(path, 0, 40)
    data = path.read_bytes()
    page = 4096
    path.write_bytes(
        {"garbage": b"\0not a database" * 500, "torn page": data[:page] + b"\xff" * (len(data) - page), "truncated": data[:5000]}[damage]
    )
    store = UserVectors(path)
    with caplog.at_level(logging.WARNING):
        assert store.get(keys(*map(str, range(40)))) == {}
        store.put({keys("new")[0]: unit(99)})
        store.put({keys("new")[0]: unit(99)})
    assert store.get(keys("new")).keys() == set(keys("new"))
    assert [p.name for p in tmp_path.iterdir() if ".damaged-" in p.name]
    assert "damaged" in caplog.text


@pytest.mark.parametrize(
    "blob", [b"", b"abc", b"\0" * 1536, np.full(384, 3, "<f4").tobytes(), "text", np.full(384, np.nan, "<f4").tobytes()]
)
def test_a_vector_that_is_none_counts_as_not_kept(tmp_path: Path, blob: object) -> None:
    path = tmp_path / "v.sqlite3"
    fill(path, 0, 1)
    with sqlite3.connect(path) as connection:
        connection.execute("UPDATE vectors SET vector = ?", (blob,))
    connection.close()
    assert UserVectors(path).get(keys("0")) == {}


def test_several_processes_write_at_once(tmp_path: Path) -> None:
    path = tmp_path / "v.sqlite3"
    context = get_context("forkserver")
    context.set_forkserver_preload(["assistant.vector_cache"])
    writers = [context.Process(target=fill, args=(path, 15 * i, 30)) for i in range(3)]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join(60)
    assert [writer.exitcode for writer in writers] == [0, 0, 0]
    found = UserVectors(path).get(keys(*map(str, range(60))))
    assert len(found) == 60
    assert np.array_equal(found[keys("59")[0]], unit(59))


def test_a_killed_writer_does_no_harm(tmp_path: Path) -> None:
    path = tmp_path / "v.sqlite3"
    context = get_context("forkserver")
    writer = context.Process(target=fill, args=(path, 0, 100_000))
    writer.start()
    store = UserVectors(path)
    while len(store.get(keys(*map(str, range(20))))) < 20:
        assert writer.is_alive()
    writer.kill()
    writer.join()
    assert len(store.get(keys(*map(str, range(20))))) == 20
    store.put({keys("after")[0]: unit(1)})
    assert store.get(keys("after"))
    assert not [p for p in tmp_path.iterdir() if ".damaged-" in p.name]


def test_a_place_that_cannot_be_written_is_done_without(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    (tmp_path / "file").write_text("in the way")
    store = UserVectors(tmp_path / "file" / "v.sqlite3")
    with caplog.at_level(logging.WARNING):
        store.put({keys("a")[0]: unit(1)})
    assert store.get(keys("a")) == {}
    assert "is not used" in caplog.text


def test_shipped_vectors_lose_next_to_nothing(tmp_path: Path) -> None:
    path = tmp_path / "shipped.npz"
    vectors = {key: unit(i) for i, key in enumerate(keys("a", "b", "c"))}
    write_shipped(vectors, path)
    found = ShippedVectors(path).get([*vectors, *keys("d")])
    assert found.keys() == vectors.keys()
    for key, vector in vectors.items():
        assert float(found[key] @ vector) > 0.99999
        assert np.linalg.norm(found[key]) == pytest.approx(1, abs=1e-6)


def test_equal_content_gives_equal_files(tmp_path: Path) -> None:
    vectors = {key: unit(i) for i, key in enumerate(keys("a", "b", "c"))}
    write_shipped(vectors, tmp_path / "one.npz")
    write_shipped(dict(reversed(vectors.items())), tmp_path / "two.npz")
    assert (tmp_path / "one.npz").read_bytes() == (tmp_path / "two.npz").read_bytes()


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04 torn", b"\0" * 100])
def test_a_damaged_shipped_file_is_done_without(tmp_path: Path, content: bytes, caplog: pytest.LogCaptureFixture) -> None:
    path = tmp_path / "shipped.npz"
    path.write_bytes(content)
    with caplog.at_level(logging.WARNING):
        assert ShippedVectors(path).get(keys("a")) == {}
    assert "cannot be read" in caplog.text
