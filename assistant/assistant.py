"""The assistant: opened once, asked many times, from many threads."""

from __future__ import annotations

import datetime as dt
import logging
import threading
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from assistant.contract import Answer, HistoryTurn
from assistant.errors import AssistantError
from assistant.messages import text
from assistant.pipeline import Engine, Turn
from assistant.presenting import pieces, present
from assistant.privacy import conceal, conceal_each, to_be_read
from assistant.settings import Settings, load_settings
from assistant.several import answer_message, find_message, stream_message
from assistant.understanding.normalise import clean
from corpus import Corpus

if TYPE_CHECKING:
    from langchain_core.runnables import Runnable

    from assistant.answering.model import Claim
    from assistant.endpoint import ChatModel
    from assistant.finding import FoundProvision
    from assistant.generating.prose import Writer
    from assistant.index import Index

_log = logging.getLogger(__name__)
History = Sequence[HistoryTurn | Mapping[str, str]]
LONGEST_READ = 20_000
"""Characters of a message that are looked at; no longer one is answered."""


class Assistant:
    """Answers questions about the documents of its corpus. Safe to share between threads."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._generation = engine.index.generation
        self._reading = threading.Lock()

    @classmethod
    def open(
        cls,
        settings: Settings | None = None,
        progress: Callable[[int, int], None] | None = None,
        *,
        rebuilding: Callable[[str], None] | None = None,
        today: Callable[[], dt.date] = dt.date.today,
    ) -> Assistant:
        """Load the corpus and open its index, building it first when it is missing and small.

        ``progress`` is told (done, total) passages while an index is built, ``rebuilding`` why one that was there cannot be used. ``today``
        says what day it is, for questions of validity.

        Raises:
            SettingsError, RetrievalError, ModelError: with what to do about it.
            CorpusError: a record or text is broken.
        """
        from assistant.index import open_index
        from corpus import CorpusError, load_corpus

        settings = settings or load_settings()
        folder = settings.documents_dir
        corpus = load_corpus(folder)
        index = open_index(settings, corpus, progress=progress, reread=lambda: load_corpus(folder), rebuilding=rebuilding)
        if not corpus.policies:
            raise CorpusError("No policy is on record in corpus/records/documents; reinstall the package.")
        return cls.over(settings, corpus, index, today=today)

    @classmethod
    def over(cls, settings: Settings, corpus: Corpus, index: Index, *, today: Callable[[], dt.date] = dt.date.today) -> Assistant:
        """The assistant over a corpus and its index that are open already; its first policy is the document of questions that name none."""
        from assistant.understanding.vocabulary import Vocabulary

        vocabulary = Vocabulary.of(corpus, index.terms)
        writer, rephraser = _models(settings)
        return cls(Engine(settings, corpus, index, vocabulary, corpus.policies[0], today, writer=writer, rephraser=rephraser))

    def current_engine(self) -> Engine:
        """The engine, with the corpus read anew when another process has built a new index (documents came or went)."""
        generation = self._engine.index.generation
        if generation != self._generation and self._reading.acquire(blocking=False):
            try:
                self._engine = _reread(self._engine)
                self._generation = generation
            finally:
                self._reading.release()
        return self._engine

    @property
    def corpus(self) -> Corpus:
        """The documents."""
        return self._engine.corpus

    @property
    def index(self) -> Index:
        """The index that is searched."""
        return self._engine.index

    @property
    def model_is_away(self) -> bool:
        """Whether the model that writes has failed so often that it is left alone for a while; answers are extracts meanwhile."""
        writer = self._engine.writer
        return writer is not None and writer.model.breaker.open

    @property
    def settings(self) -> Settings:
        return self._engine.settings

    def ask(self, question: str, history: History = (), *, id: str | None = None) -> Answer:
        """The answer to ``question`` after ``history`` (earlier turns, user turns alone will do). Never raises on any question: an
        error becomes an answer with status *error*; details go to the log."""
        started = time.perf_counter()
        question = _sendable(question)
        try:
            turn = self.turn(question, history)
            return present(turn, identifier=id, latency_ms=(time.perf_counter() - started) * 1000)
        except Exception as error:
            _log_failure(error)
            return self._error(question, id, started, error)

    def stream(self, question: str, history: History = ()) -> Iterator[str | Answer]:
        """The answer's text in pieces, one verified claim at a time, and then the :class:`Answer` itself."""
        started = time.perf_counter()
        question = _sendable(question)
        try:
            turns: list[Turn] = []
            yield from pieces(_claims(self._stream(question, history), turns), self._engine.main.id)
            answer = present(turns[-1], identifier=None, latency_ms=(time.perf_counter() - started) * 1000)
        except Exception as error:
            _log_failure(error)
            answer = self._error(question, None, started, error)
            yield answer.answer
        yield answer

    def explain(self, question: str, history: History = ()) -> dict[str, Any]:
        """Why ``question`` is answered as it is, for staff: understanding, passages with ranks and scores, the judgement of scope, the
        answerer, what verification removed. Raises what :meth:`ask` would turn into an answer."""
        from assistant.explaining import explain

        return explain(self.turn(_sendable(question), history))

    def examine(self, question: str, history: History = (), *, id: str | None = None) -> tuple[Answer, dict[str, Any]]:
        """What :meth:`ask` answers together with what :meth:`explain` tells of it, from one and the same turn; the trace is empty when an
        error became the answer."""
        from assistant.explaining import explain

        started = time.perf_counter()
        question = _sendable(question)
        try:
            turn = self.turn(question, history)
            answer = present(turn, identifier=id, latency_ms=(time.perf_counter() - started) * 1000)
            return answer, explain(turn)
        except Exception as error:
            _log_failure(error)
            return self._error(question, id, started, error), {}

    def search(self, question: str) -> list[FoundProvision]:
        """What :meth:`ask` would look through for an answer to ``question``, best first, also where it answers without a search; of several
        questions in one message, each read by itself, the best of each, then the second of each. Raises what :meth:`ask` would turn into an
        answer."""
        return find_message(_begun(self.current_engine(), _sendable(question), (), may_check=False))

    def turn(self, question: str, history: History, *, may_check: bool = True) -> Turn:
        """The finished turn that :meth:`ask` presents: for those who compose from claims and quotes; ``may_check`` is false where a
        self-check, which asks back, makes no sense. Raises what :meth:`ask` would turn into an answer."""
        *_, turn = self._stream(question, history, may_check=may_check)
        assert isinstance(turn, Turn), "a stream ends with its turn"
        return turn

    def _stream(self, question: str, history: History, *, may_check: bool = True) -> Iterator[Claim | Turn]:
        """The claims of the answer and at last its turn; written anew by the model where one is configured."""
        engine = self.current_engine()
        turn = _begun(engine, question, history, may_check)
        if engine.rephraser is not None and turn.history and (better := self._rephrased(turn)) is not None:
            turn = better
        if engine.writer is None:
            return stream_message(turn)
        from assistant.generating.prose import write_stream

        writer = engine.writer
        return stream_message(turn, lambda answered: write_stream(answered, writer))

    @staticmethod
    def _rephrased(turn: Turn) -> Turn | None:
        """The turn with its question put by the model, where it is declined as it stands and answered so; None otherwise."""
        from assistant.generating.rephrase import rephrased

        draft = answer_message(turn).draft
        if draft is None or draft.status != "declined" or draft.reason not in ("out_of_scope", "no_evidence"):
            return None
        assert turn.engine.rephraser is not None, "asked for"
        line = rephrased(turn.question, turn.history, turn.engine.rephraser)
        if line is None:
            return None
        again = replace(turn, question=line, history=(), shown=turn.question if turn.shown is None else turn.shown)
        return again if (found := answer_message(again).draft) and found.status in ("answered", "partial") else None

    def as_runnable(self) -> Runnable[str | dict[str, Any], dict[str, Any]]:
        """The whole as a LangChain ``Runnable``: a question, or ``{"question", "history", "id"}``, to the contract as a dict."""
        from langchain_core.runnables import RunnableLambda

        def run(given: str | dict[str, Any]) -> dict[str, Any]:
            asked: dict[str, Any] = {"question": given} if isinstance(given, str) else given
            return self.ask(asked["question"], asked.get("history", ()), id=asked.get("id")).to_dict()

        return RunnableLambda(run, name="PolicyAssistant")

    def _error(self, question: str, identifier: str | None, started: float, error: Exception) -> Answer:
        shown = conceal(question[:LONGEST_READ]).text
        return Answer(
            id=identifier,
            question=shown,
            standalone_question=clean(shown[:200]),
            status="error",
            reason="index_unavailable" if isinstance(error, AssistantError) else "internal",
            answer=text("answer.failed"),
            mode="structured",
            latency_ms=round((time.perf_counter() - started) * 1000, 3),
        )


def _log_failure(error: Exception) -> None:
    """What the package raises on purpose says all in its message, and comes with every question while a component is away."""
    _log.error("a question could not be answered: %s", error, exc_info=not isinstance(error, AssistantError))


def _begun(engine: Engine, question: str, history: History, may_check: bool) -> Turn:
    """The turn as it begins: nothing personal of ``question`` and ``history`` goes any further than here."""
    told = _turns(history)
    written = [h.content[:LONGEST_READ] for h in told if h.role == "user"] + [question[:LONGEST_READ]]
    concealed = [m.text for m in conceal_each(written)]
    own, *_ = concealed[-1:]
    said = iter(concealed[:-1])
    turns = tuple(h.model_copy(update={"content": to_be_read(next(said)) if h.role == "user" else _answered(h.content)}) for h in told)
    # Only the beginning of what is too long is looked at: it is not answered, and told so by its length.
    beyond = question[LONGEST_READ:]
    read = to_be_read(own) if not beyond else own + "…" * len(beyond)
    return Turn(engine, read, turns, own, may_check=may_check)


def _answered(content: str) -> str:
    """An earlier answer that a client sends back. Names stay: answers hold none of a user's, and tagging a long text takes time."""
    return conceal(content[:LONGEST_READ], names=False).text


def _sendable(question: str) -> str:
    """``question`` without lone surrogates, which no JSON and no terminal can carry."""
    return question.encode("utf-8", "replace").decode("utf-8")


def _reread(engine: Engine) -> Engine:
    from assistant.understanding.vocabulary import Vocabulary
    from corpus import load_corpus

    corpus = load_corpus(engine.settings.documents_dir)
    return replace(engine, corpus=corpus, vocabulary=Vocabulary.of(corpus, engine.index.terms), main=corpus.policies[0])


def _turns(history: History) -> tuple[HistoryTurn, ...]:
    return tuple(h if isinstance(h, HistoryTurn) else HistoryTurn(role=h["role"], content=h["content"]) for h in history)  # type: ignore[arg-type]


def _claims(stream: Iterator[Claim | Turn], turns: list[Turn]) -> Iterator[Claim]:
    """The claims of ``stream``; its turn goes into ``turns``."""
    for item in stream:
        if isinstance(item, Turn):
            turns.append(item)
        else:
            yield item


def _models(settings: Settings) -> tuple[Writer | None, ChatModel | None]:
    """The models that write answers and put follow-ups, where the settings name them."""
    writer = rephraser = None
    if settings.model or settings.rephrase_model:
        from assistant.endpoint import ChatModel
        from assistant.generating.prose import Writer

        if settings.model:
            writer = Writer(ChatModel(settings, settings.model, variable="ASSISTANT_MODEL"), settings.model_context)
        if settings.rephrase_model:
            rephraser = ChatModel(settings, settings.rephrase_model, variable="ASSISTANT_REPHRASE_MODEL", temperature=0.0)
    return writer, rephraser
