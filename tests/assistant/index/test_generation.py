import json
import re
from pathlib import Path

import pytest

from assistant.chunks import chunk_document
from assistant.index import generation
from assistant.index.generation import Pointer, Unusable
from tests.assistant.index.sample import RULES, document


def test_ids_sort_by_time_and_suit_a_folder_and_a_collection() -> None:
    ids = {generation.new_id() for _ in range(50)}
    assert len(ids) == 50
    assert all(re.fullmatch(r"g\d{8}-\d{6}-[0-9a-f]{6}", name) for name in ids)


def test_chunks_are_read_back_as_they_were_written(tmp_path: Path) -> None:
    chunks = tuple(chunk_document(document("rules", RULES)))
    generation.write_chunks(tmp_path, chunks)
    assert generation.read_chunks(tmp_path) == chunks


def test_the_pointer_is_swapped_and_remembers_the_generation_before(tmp_path: Path) -> None:
    for name in ("g1", "g2"):
        (tmp_path / name).mkdir()
    with pytest.raises(Unusable, match="has not been built yet"):
        generation.read_pointer(tmp_path)
    generation.swap_pointer(tmp_path, "g1")
    assert generation.read_pointer(tmp_path) == Pointer("g1", None)
    generation.swap_pointer(tmp_path, "g2")
    assert generation.read_pointer(tmp_path) == Pointer("g2", "g1")
    assert sorted(p.name for p in tmp_path.iterdir()) == ["CURRENT", "g1", "g2"]


def test_a_pointer_that_was_never_put_in_place_counts_for_nothing(tmp_path: Path) -> None:
    (tmp_path / "g1").mkdir()
    generation.swap_pointer(tmp_path, "g1")
    (tmp_path / "CURRENT.new").write_text('{"current": "g2", "prev')
    assert generation.read_pointer(tmp_path).current == "g1"


@pytest.mark.parametrize("content", ["", "{", "[]", "{}", '{"current": 3}', '{"current": "g1", "previous": []}', "\x00\xff"])
def test_a_damaged_pointer_is_named(tmp_path: Path, content: str) -> None:
    (tmp_path / "CURRENT").write_text(content, "utf-8")
    with pytest.raises(Unusable, match=r"is damaged .*CURRENT"):
        generation.read_pointer(tmp_path)


def test_checksums_cover_every_file_but_the_manifest(tmp_path: Path) -> None:
    for name in ("chunks.jsonl", "lexical/size.json", "chroma/chroma.sqlite3", "manifest.json"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text("x")
    assert sorted(generation.checksums(tmp_path)) == ["chroma/chroma.sqlite3", "chunks.jsonl", "lexical/size.json"]


def test_the_schema_follows_the_code_that_cuts_texts(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before = generation.schema()
    other = tmp_path / "chunks.py"
    other.write_text("MAX_CHARS = 300\n")
    monkeypatch.setattr("assistant.chunks.__file__", str(other))
    assert generation.schema() != before
    assert generation.schema().startswith(f"{generation.SCHEMA}-")


def test_a_manifest_from_a_later_version_is_read_as_far_as_it_is_known(built: Path, tmp_path: Path) -> None:
    current = built / "index" / generation.read_pointer(built / "index").current
    raw = json.loads((current / "manifest.json").read_text("utf-8"))
    (tmp_path / "manifest.json").write_text(json.dumps({**raw, "later": 1}), "utf-8")
    assert generation.read_manifest(tmp_path) == generation.read_manifest(current)
