"""The assistant behind the page: opened in a thread so that the page can show at once, shared by all conversations."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable
from typing import TYPE_CHECKING

from assistant import Settings
from corpus import Corpus, Document
from ui.recording import Recorder

if TYPE_CHECKING:
    from assistant import Assistant

log = logging.getLogger(__name__)

Progress = Callable[[int, int], None]


class Backend:
    """Opens the assistant once. Until it is open, ``progress`` tells how far its index is. ``recorder`` keeps what is said."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self.recorder = Recorder(settings)
        self._ends: list[Callable[[], None]] = []
        self._settled = threading.Event()
        self._assistant: Assistant | None = None
        self._corpus: Corpus | None = None
        self._reading = threading.Lock()
        self.error: Exception | None = None
        self.progress: tuple[int, int] | None = None

    def start(self, *, progress: Progress, settled: Callable[[], None]) -> threading.Thread:
        """Open the assistant in a thread. ``settled`` is called when it is open or has failed (see ``error``)."""

        def report(done: int, total: int) -> None:
            self.progress = (done, total)
            progress(done, total)

        def run() -> None:
            try:
                from assistant import Assistant

                self._assistant = Assistant.open(self._settings, progress=report)
            except Exception as error:
                log.debug("the assistant did not open", exc_info=True)
                self.error = error
            self._settled.set()
            # In a thread of its own: questions can be answered while a store is slow to open, and a server is ready without it.
            self.recorder.watched()
            settled()

        thread = threading.Thread(target=run, name="open-assistant", daemon=True)
        thread.start()
        return thread

    def at_end(self, act: Callable[[], None]) -> None:
        """Have ``act`` done when this is closed."""
        self._ends.append(act)

    def close(self) -> None:
        """Stop what is being written, keep what is still to be kept, and let go of the store."""
        for act in self._ends:
            act()
        self.recorder.close()

    @property
    def settings(self) -> Settings:
        """What it was set up with."""
        return self._settings

    @property
    def ready(self) -> bool:
        """Whether questions can be answered now."""
        return self._assistant is not None

    @property
    def settled(self) -> bool:
        """Whether opening is over, well or badly."""
        return self._settled.is_set()

    def opened(self) -> Assistant | None:
        """The assistant, or None while it is not open."""
        return self._assistant

    def assistant(self) -> Assistant:
        """The assistant, waiting until it is open.

        Raises:
            Exception: whatever kept it from opening.
        """
        self._settled.wait()
        if self._assistant is None:
            raise self.error or RuntimeError("the assistant was not opened")
        return self._assistant

    def corpus(self) -> Corpus:
        """The documents, whether or not the assistant is open: until then they are read without an index, once, in about half a second.

        Raises:
            CorpusError: a record or text is broken.
        """
        if self._assistant is not None:
            return self._assistant.corpus
        with self._reading:
            if self._corpus is None:
                from corpus import load_corpus

                self._corpus = load_corpus(self._settings.documents_dir)
            return self._corpus

    def document(self, document_id: str) -> Document | None:
        """A document of the corpus; None when there is none of that id, or when the assistant is not open yet."""
        return self._assistant.corpus.document(document_id) if self._assistant else None

    def documents(self) -> tuple[Document, ...]:
        """All documents; empty until the assistant is open."""
        return tuple(self._assistant.corpus.documents) if self._assistant else ()
