"""The stock LangChain recipe over the same policy, with the same embeddings: the baseline that the assistant has to beat.

Split into chunks of 1,000 characters that share 200, embed, keep in Chroma, take the four nearest, and let a model answer from them, as
LangChain's tutorial on retrieval-augmented generation does. Where the recipe leaves something open, it is settled in its favour:

* It reads the *restored* text. Who follows the tutorial would load the text as it was received, with all its damage; but then half of
  the figures and many quotes could not be right, and what is measured would be the repairs and not the recipe.
* It cites. The tutorial shows chunks; here each provision that they substantially hold counts as cited, with the exact words.
* Earlier turns of the user are put before the question, one a line. The tutorial has a model rewrite the question; without one,
  this is the simplest way not to lose what is spoken of.
* Without a model it answers with its best chunk, whole, which leaves no fact out that the chunk holds.

It never declines, unless a model says that it does not know.
"""

from __future__ import annotations

import re
import tempfile
import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from string import Template
from types import TracebackType
from typing import TYPE_CHECKING, Any

from assistant import Answer, Citation, HistoryTurn
from evals.benchmarks.places import Place, places_in

if TYPE_CHECKING:
    from langchain_core.embeddings import Embeddings

    from assistant import Settings
    from corpus import Document

CHUNK_SIZE, CHUNK_OVERLAP = 1000, 200
"""As in the tutorial."""
SMALL_SIZE, SMALL_OVERLAP = 500, 100
"""The other usual choice; it suits an embedding model that reads 512 tokens, as the built-in one does."""
TOP = 4
PROMPT = Path(__file__).with_name("stock_prompt.md")

Chat = Callable[[str], str]
"""A prompt to the model's reply."""

_SENTENCE_END = re.compile(r"[。!?!?.;;\n]")
_UNKNOWN = re.compile(r"不知道|不清楚|(?:无法|不能)(?:回答|得知|确定)|(?:do not|don['’]t) know|cannot (?:answer|say|tell)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Excerpt:
    """A chunk that was found: ``document.text[start:end] == text``."""

    document: Document
    start: int
    end: int

    @property
    def text(self) -> str:
        return self.document.text[self.start : self.end]

    @property
    def places(self) -> list[Place]:
        """The provisions that it substantially holds, the one that takes most of it first."""
        return places_in(self.document, self.start, self.end)


class StockRecipe:
    """The recipe over ``documents``; a context manager, since it keeps its vectors in a temporary folder of its own.

    ``size`` and ``overlap`` are those of the chunks, in characters. ``chat`` answers from the chunks, ``model`` is its name; without it
    the best chunk is the answer. ``name`` tells recipes of different sizes apart.

    Raises:
        ValueError: the documents hold no text.
        ModelError: the embedding model failed.
    """

    def __init__(
        self,
        documents: Iterable[Document],
        embeddings: Embeddings,
        *,
        size: int = CHUNK_SIZE,
        overlap: int = CHUNK_OVERLAP,
        chat: Chat | None = None,
        model: str | None = None,
    ) -> None:
        import chromadb
        from chromadb.config import Settings as ChromaSettings
        from langchain_chroma import Chroma

        self._documents = {document.id: document for document in documents}
        self._chat = chat
        self._model = model if chat else None
        self.name = f"stock {size}/{overlap}"
        chunks = _split(self._documents.values(), size, overlap)
        if not chunks:
            raise ValueError("the stock recipe was given no text")
        self._chunks = len(chunks)
        self._folder = tempfile.TemporaryDirectory(prefix="stock-", ignore_cleanup_errors=True)
        self._client: Any = chromadb.PersistentClient(self._folder.name, settings=ChromaSettings(anonymized_telemetry=False))
        self._store = Chroma(
            collection_name="stock",
            embedding_function=embeddings,
            client=self._client,
            # Vectors of length one are ranked alike by Chroma's own choice, the Euclidean distance; others would not be.
            collection_configuration={"hnsw": {"space": "cosine"}},
        )
        # Ids of our own: equal distances are then cut the same way every time.
        self._store.add_documents(chunks, ids=[str(row) for row in range(len(chunks))])

    def __enter__(self) -> StockRecipe:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self.close()

    def __len__(self) -> int:
        """How many chunks there are."""
        return self._chunks

    def close(self) -> None:
        """Let go of the vectors and their folder."""
        self._client.close()
        self._folder.cleanup()

    def retrieve(self, question: str, k: int = TOP) -> list[Excerpt]:
        """The ``k`` nearest chunks, best first."""
        found = self._store.similarity_search(question, k=min(k, self._chunks))
        return [self._excerpt(chunk.metadata, len(chunk.page_content)) for chunk in found]

    def ask(self, question: str, history: Sequence[HistoryTurn | Mapping[str, str]] = (), *, id: str | None = None) -> Answer:
        """Answer as the recipe does.

        Raises:
            ModelError: the embedding model failed. Whatever ``chat`` raises is passed on.
        """
        started = time.perf_counter()
        asked = with_earlier_turns(question, history)
        found = self.retrieve(asked)
        if self._chat is None:
            reply, used = found[0].text, found[:1]
        else:
            reply, used = self._chat(fill_prompt(asked, found)).strip(), found
        unknown = self._chat is not None and says_it_does_not_know(reply)
        return Answer(
            id=id,
            question=question,
            standalone_question=asked,
            status="declined" if unknown else "answered",
            abstained=unknown,
            reason="no_evidence" if unknown else None,
            answer=reply,
            citations=() if unknown else tuple(_citations(used)),
            mode="extractive" if self._chat is None else "generative",
            model=self._model,
            index=self.name,
            latency_ms=round((time.perf_counter() - started) * 1000, 3),
        )

    def _excerpt(self, metadata: Mapping[str, Any], length: int) -> Excerpt:
        start = int(metadata["start_index"])
        return Excerpt(self._documents[metadata["document"]], start, start + length)


def open_stock(
    settings: Settings, *, size: int = CHUNK_SIZE, overlap: int = CHUNK_OVERLAP, chat: Chat | None = None, model: str | None = None
) -> StockRecipe:
    """The recipe over the policies that the assistant answers from, with the embedding model that ``settings`` name.

    The other arguments are as for :class:`StockRecipe`.

    Raises:
        SettingsError, RetrievalError, ModelError: the assistant's own index, which knows the embeddings, cannot be opened.
        CorpusError: a record or text is broken.
    """
    from assistant import open_index
    from corpus import load_corpus

    corpus = load_corpus(settings.documents_dir)
    embeddings = open_index(settings, corpus).vector_store().embeddings
    assert embeddings is not None, "a store that answers questions embeds them"
    return StockRecipe(corpus.policies, embeddings, size=size, overlap=overlap, chat=chat, model=model)


def with_earlier_turns(question: str, history: Iterable[object]) -> str:
    """What the user said, oldest first, a turn a line, the question last. ``history`` holds mappings or objects of role and content."""
    turns = [HistoryTurn.model_validate(turn, from_attributes=True) for turn in history]
    return "\n".join([*(turn.content for turn in turns if turn.role == "user"), question])


def fill_prompt(question: str, found: Iterable[Excerpt]) -> str:
    """The prompt for a model: the chunks, best first, and the question."""
    template = Template(PROMPT.read_text(encoding="utf-8"))
    return template.substitute(context="\n\n".join(excerpt.text for excerpt in found), question=question)


def says_it_does_not_know(reply: str) -> bool:
    """Whether the first sentence of ``reply`` says so; an empty reply does, too."""
    return not reply.strip() or bool(_UNKNOWN.search(_SENTENCE_END.split(reply.strip(), maxsplit=1)[0]))


def _split(documents: Iterable[Document], size: int, overlap: int) -> list[Any]:
    from langchain_text_splitters import RecursiveCharacterTextSplitter

    splitter = RecursiveCharacterTextSplitter(chunk_size=size, chunk_overlap=overlap, add_start_index=True)
    texts = [(document.text, {"document": document.id}) for document in documents]
    return splitter.create_documents([text for text, _ in texts], [metadata for _, metadata in texts])


def _citations(excerpts: Iterable[Excerpt]) -> Iterator[Citation]:
    """One for each provision, with the longest of its slices; in the order in which the excerpts hold them."""
    best: dict[tuple[str, str], tuple[Document, Place]] = {}
    for excerpt in excerpts:
        for place in excerpt.places:
            key = (excerpt.document.id, place.provision.id)
            if key not in best or place.length > best[key][1].length:
                best[key] = (excerpt.document, place)
    for n, (document, place) in enumerate(best.values(), start=1):
        provision = place.provision
        yield Citation(
            n=n,
            document=document.id,
            document_number=document.record.document_number,
            provision=provision.id,
            measure=provision.measure,
            label=provision.label,
            title=provision.title or document.title,
            quote=document.text[place.start : place.end],
            start=place.start,
            end=place.end,
        )
