"""A chat model of the service."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from assistant.endpoint.service import CONNECT_SECONDS, RETRIES, guarded, host_of, key_of, require_service
from assistant.errors import ModelOutputInvalid, SettingsError

if TYPE_CHECKING:
    from assistant.settings import Settings

LONGEST = 1024
"""Tokens that a reply may have."""


@dataclass(frozen=True)
class Completion:
    """What a model wrote, and the tokens that it took (0 where the service does not tell)."""

    text: str
    prompt_tokens: int = 0
    completion_tokens: int = 0


class ChatModel:
    """The chat model ``model`` of the service that the settings name. Safe to share between threads.

    Raises:
        SettingsError: no model is named, or neither a key nor an address of a service is set.
    """

    def __init__(self, settings: Settings, model: str | None, *, variable: str, temperature: float = 0.0, longest: int = LONGEST) -> None:
        if not model:
            raise SettingsError(f"{variable} names no model.")
        require_service(settings, variable)
        self._settings = settings
        self._temperature = temperature
        self._longest = longest
        self._client: Any = None
        self.model = model

    @property
    def model_id(self) -> str:
        """The model and where it is."""
        return f"{self.model}@{host_of(self._settings)}"

    def complete(self, prompt: str) -> Completion:
        """The reply to ``prompt``.

        Raises:
            ModelTimeout, ModelOutputInvalid, ModelError: see :func:`assistant.endpoint.service.guarded`; an empty reply is invalid.
        """
        message = guarded(lambda: self._langchain().invoke(prompt), self._settings, self._settings.model_timeout)
        written = message.content if isinstance(message.content, str) else ""
        if not written.strip():
            raise ModelOutputInvalid(f"The model {self.model_id} sent an empty reply.")
        usage = message.usage_metadata or {}
        return Completion(written, int(usage.get("input_tokens", 0)), int(usage.get("output_tokens", 0)))

    def _langchain(self) -> Any:
        if self._client is None:
            import httpx
            from langchain_openai import ChatOpenAI

            seconds = self._settings.model_timeout
            self._client = ChatOpenAI(
                model=self.model,
                api_key=key_of(self._settings),
                base_url=self._settings.openai_base_url,
                temperature=self._temperature,
                timeout=httpx.Timeout(seconds, connect=min(CONNECT_SECONDS, seconds)),
                max_retries=RETRIES,
                use_responses_api=False,
                # The name that every service knows; OpenAI's own takes it for all but its reasoning models.
                extra_body={"max_tokens": self._longest},
            )
        return self._client
