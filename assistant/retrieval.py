"""The index as a LangChain retriever. How passages are ranked stands in :mod:`assistant.index.fusion`."""

from __future__ import annotations

from typing import Any

from langchain_core.callbacks import CallbackManagerForRetrieverRun
from langchain_core.documents import Document
from langchain_core.retrievers import BaseRetriever
from pydantic import ConfigDict, Field, SkipValidation

from assistant.index import Index, Passage


class PolicyRetriever(BaseRetriever):
    """Finds sentences of the corpus for a question, by meaning and by words.

    ``index`` is an open :class:`assistant.index.Index`, ``k`` how many documents come back, best first. ``background`` false leaves out
    notes that are not a document's own words.
    """

    model_config = ConfigDict(arbitrary_types_allowed=True)

    index: SkipValidation[Index]
    k: int = Field(default=10, ge=1)
    background: bool = True

    def _get_relevant_documents(self, query: str, *, run_manager: CallbackManagerForRetrieverRun) -> list[Document]:
        keep = None if self.background else _own_words
        return [to_document(passage) for passage in self.index.search(query, self.k, keep=keep)]


def to_document(passage: Passage) -> Document:
    """A passage as a LangChain document: the sentence as content; where it stands and how it was found as metadata."""
    chunk = passage.chunk
    metadata: dict[str, Any] = {
        "document": chunk.document,
        "provision": chunk.provision,
        "measure": chunk.measure,
        "part": chunk.part,
        "label": chunk.label,
        "title": chunk.heading,
        "departments": list(chunk.departments),
        "start": chunk.start,
        "end": chunk.end,
        "kind": chunk.kind,
        "role": chunk.role,
        "rank": passage.rank,
        "score": passage.score,
        "cosine": passage.cosine,
        "lexical": passage.lexical,
    }
    return Document(page_content=chunk.text, metadata=metadata, id=chunk.id)


def _own_words(chunk: Any) -> bool:
    return bool(chunk.kind != "note")
