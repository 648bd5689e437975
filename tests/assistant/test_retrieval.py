from pathlib import Path

import pytest

from assistant.index import Index, open_index
from assistant.retrieval import PolicyRetriever
from assistant.settings import Settings
from tests.assistant.index.sample import NOTES, RULES, sample_corpus


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> Index:
    home: Path = tmp_path_factory.mktemp("retrieval")
    return open_index(Settings(home=home), sample_corpus())


def test_a_question_gives_langchain_documents_with_their_place(index: Index) -> None:
    first = PolicyRetriever(index=index, k=3).invoke("软件著作权在哪里登记")[0]
    assert first.page_content == RULES[3]
    document = sample_corpus().documents[0]
    assert document.text[first.metadata["start"] : first.metadata["end"]] == first.page_content
    expected = {"document": "rules", "provision": "4", "measure": None, "label": "第4条", "kind": "provision", "rank": 1}
    assert expected.items() <= first.metadata.items()
    assert first.metadata["score"] > 0
    assert first.metadata["cosine"] > 0.8
    assert first.id == "rules:4:0"


def test_k_is_how_many_come_back(index: Index) -> None:
    assert len(PolicyRetriever(index=index, k=4).invoke("专利")) == 4


def test_background_can_be_left_out(index: Index) -> None:
    question = "专利合作条约是什么"
    assert PolicyRetriever(index=index, k=1).invoke(question)[0].page_content == NOTES[0]
    without = PolicyRetriever(index=index, k=20, background=False).invoke(question)
    assert len(without) == 18
    assert all(found.metadata["kind"] == "provision" for found in without)


def test_it_is_a_runnable_that_takes_batches(index: Index) -> None:
    first, second = PolicyRetriever(index=index, k=1).batch(["专利质押贷款", "植物新品种备案"])
    assert first[0].page_content == RULES[1]
    assert second[0].page_content == RULES[7]
