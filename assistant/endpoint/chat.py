"""A chat model of the service: streamed, bounded in time, length and cost, left alone while it is down."""

from __future__ import annotations

import queue
import threading
import time
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from assistant.endpoint.breaker import Breaker, Budget
from assistant.endpoint.service import CONNECT_SECONDS, RETRIES, guarded, host_of, key_of, require_service
from assistant.endpoint.tokens import count_tokens
from assistant.errors import ModelError, ModelOutputInvalid, ModelTimeout, SettingsError

if TYPE_CHECKING:
    from assistant.settings import Settings

LONGEST = 1024
"""Tokens that a reply may have; what a service sends beyond twice as many characters each is not read."""
_CHARACTERS = 6
"""Characters a token at most, on average: the bound on an endless reply."""


@dataclass(frozen=True)
class Completion:
    """What a model wrote, and the tokens that it took (counted here where the service does not tell)."""

    text: str
    prompt_tokens: int = 0
    completion_tokens: int = 0


@dataclass
class Reply:
    """A reply while it comes: iterate over it for the pieces of text. ``prompt_tokens`` and ``completion_tokens`` are right at the end."""

    pieces: Iterator[str]
    prompt_tokens: int = 0
    completion_tokens: int = 0
    _text: list[str] = field(default_factory=list)

    def __iter__(self) -> Iterator[str]:
        for piece in self.pieces:
            self._text.append(piece)
            yield piece

    @property
    def text(self) -> str:
        """What has come so far."""
        return "".join(self._text)


class ChatModel:
    """The chat model ``model`` of the service that the settings name. Safe to share between threads.

    ``variable`` is the setting that names the model, for messages. Raises :class:`SettingsError` when no model is named, or neither a key
    nor an address of a service is set.
    """

    def __init__(
        self, settings: Settings, model: str | None, *, variable: str, temperature: float | None = None, longest: int = LONGEST
    ) -> None:
        if not model:
            raise SettingsError(f"{variable} names no model.")
        require_service(settings, variable)
        self._settings = settings
        self._temperature = settings.temperature if temperature is None else temperature
        self._longest = longest
        self._clients: dict[str, Any] = {}
        self._lock = threading.Lock()
        self._no_schema = False
        self.breaker = Breaker()
        self.budget = Budget(settings.budget)
        self.model = model

    @property
    def model_id(self) -> str:
        """The model and where it is."""
        return f"{self.model}@{host_of(self._settings)}"

    @property
    def takes_schema(self) -> bool:
        """Whether structured output may be asked for: not after the service has refused it once."""
        return self._settings.structured and not self._no_schema

    def prepare(self) -> None:
        """Load the client library, which takes a second or more, so that it is no part of the time of a reply."""
        with suppress(Exception):  # what is wrong is told when something is asked
            self._langchain(None)

    def complete(self, prompt: str) -> Completion:
        """The whole reply to ``prompt``.

        Raises:
            ModelTimeout, ModelOutputInvalid, ModelError: see :meth:`stream`; an empty reply is invalid.
        """
        reply = self.stream(prompt)
        text = "".join(reply)
        return Completion(text, reply.prompt_tokens, reply.completion_tokens)

    def stream(self, prompt: str, schema: dict[str, Any] | None = None) -> Reply:
        """The reply to ``prompt`` as it comes; with ``schema`` (a JSON schema) as structured output where the service supports it, and as
        plain text where it does not.

        Refused connections, 408, 409, 429 (after the time that the service asks for) and 5xx are tried again twice; all of it together
        takes no longer than ``settings.model_timeout`` seconds. Iterating raises:

            ModelTimeout: no end within that time.
            ModelOutputInvalid: the reply is empty, or not what such a service sends.
            ModelError: the service refuses or is away, the circuit is open, or the budget is used up.
        """
        reply = Reply(iter(()))
        reply.pieces = self._pieces(prompt, schema if self.takes_schema else None, reply)
        return reply

    def _pieces(self, prompt: str, schema: dict[str, Any] | None, reply: Reply) -> Iterator[str]:
        self.budget.check()
        with self.breaker.guard(host_of(self._settings)):
            try:
                yield from self._timed(prompt, schema, reply)
            except _SchemaRefused:
                yield from self._timed(prompt, None, reply)
                # Only now is it known that the form was the reason: a prompt that is too long is refused either way.
                self._no_schema = True
            finally:
                if reply.text:
                    reply.prompt_tokens = reply.prompt_tokens or count_tokens(prompt)
                    reply.completion_tokens = reply.completion_tokens or count_tokens(reply.text)
                self.budget.take(reply.prompt_tokens + reply.completion_tokens)

    def _timed(self, prompt: str, schema: dict[str, Any] | None, reply: Reply) -> Iterator[str]:
        """The pieces of one reply, read in a thread of its own: a service that trickles for ever cannot hold the caller."""
        seconds = self._settings.model_timeout
        deadline = time.monotonic() + seconds
        pieces: queue.SimpleQueue[str | Exception | None] = queue.SimpleQueue()
        gone = threading.Event()
        threading.Thread(target=self._read, args=(prompt, schema, reply, pieces, gone), name="read-model", daemon=True).start()
        length = 0
        try:
            while True:
                try:
                    piece = pieces.get(timeout=max(0.0, deadline - time.monotonic()))
                except queue.Empty:
                    raise ModelTimeout(f"The service at {host_of(self._settings)} did not finish within {seconds:g} s.") from None
                if isinstance(piece, Exception):
                    raise piece
                if piece is None:
                    break
                length += len(piece)
                yield piece
                if length > self._longest * _CHARACTERS:
                    break
        finally:
            gone.set()
        if not length:
            raise ModelOutputInvalid(f"The model {self.model_id} sent an empty reply.")

    def _read(
        self,
        prompt: str,
        schema: dict[str, Any] | None,
        reply: Reply,
        pieces: queue.SimpleQueue[str | Exception | None],
        gone: threading.Event,
    ) -> None:
        sent = False

        def read() -> None:
            nonlocal sent
            for chunk in self._langchain(schema).stream(prompt):
                if gone.is_set():
                    return
                usage = chunk.usage_metadata or {}
                reply.prompt_tokens = int(usage.get("input_tokens", 0)) or reply.prompt_tokens
                reply.completion_tokens = int(usage.get("output_tokens", 0)) or reply.completion_tokens
                if isinstance(chunk.content, str) and chunk.content:
                    sent = True
                    pieces.put(chunk.content)

        try:
            guarded(read, self._settings, self._settings.model_timeout)
            pieces.put(None)
        except ModelError as error:
            refused = schema is not None and not sent and _refuses_schema(error)
            pieces.put(_SchemaRefused() if refused else error)
        except Exception:  # whatever a client library does, the caller gets an answer; nothing of it may show the key
            pieces.put(ModelOutputInvalid(f"The service at {host_of(self._settings)} sent a reply that could not be read."))

    def _langchain(self, schema: dict[str, Any] | None) -> Any:
        """The LangChain runnable, made once for each form of output."""
        kind = "schema" if schema else "plain"
        with self._lock:
            if kind not in self._clients:
                import httpx
                from langchain_openai import ChatOpenAI

                seconds = self._settings.model_timeout
                form = {"type": "json_schema", "json_schema": {"name": "reply", "schema": schema, "strict": True}}
                self._clients[kind] = ChatOpenAI(
                    model=self.model,
                    api_key=key_of(self._settings),
                    base_url=self._settings.openai_base_url,
                    temperature=self._temperature,
                    timeout=httpx.Timeout(seconds, connect=min(CONNECT_SECONDS, seconds)),
                    max_retries=RETRIES,
                    use_responses_api=False,
                    stream_usage=True,
                    # `max_tokens` is the name that every service knows; OpenAI's own takes it for all but its reasoning models. The form
                    # goes past the client, which would parse the reply as a whole and refuse one that was cut off.
                    extra_body={"max_tokens": self._longest, **({"response_format": form} if schema else {})},
                )
            return self._clients[kind]


class _SchemaRefused(Exception):
    """The service does not know structured output."""


def _refuses_schema(error: ModelError) -> bool:
    """Whether the service refused the request as such, which structured output may be the reason for."""
    return any(f"status {status}" in str(error) for status in (400, 404, 415, 422, 501))
