"""An embedding model of the service."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import numpy as np

from assistant.embeddings import UnitEmbeddings
from assistant.endpoint.service import CONNECT_SECONDS, RETRIES, guarded, host_of, key_of, require_service
from assistant.endpoint.tokens import cut_to_tokens
from assistant.errors import ModelOutputInvalid
from assistant.privacy import conceal

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from assistant.settings import Settings


class EndpointEmbeddings(UnitEmbeddings):
    """An embedding model of the service that ``OPENAI_BASE_URL`` names.

    Rows are brought to length one. Texts longer than ``settings.embedding_tokens`` are cut at that many tokens of a vocabulary that
    comes as a package. Every call raises :class:`ModelTimeout`, :class:`ModelOutputInvalid` or :class:`ModelError` when it fails.

    Raises:
        SettingsError: neither a key nor an address of a service is set.
    """

    def __init__(self, settings: Settings) -> None:
        require_service(settings, "ASSISTANT_EMBEDDING_MODEL")
        self._settings = settings
        self._model = settings.embedding_model or ""
        self._host = host_of(settings)
        self._client: Any = None

    @property
    def model_id(self) -> str:
        return f"endpoint/{self._model}@{self._host}"

    def vectors(self, texts: Sequence[str]) -> NDArray[np.float32]:
        cut = [cut_to_tokens(text, self._settings.embedding_tokens) for text in texts]
        rows = guarded(lambda: self._langchain().embed_documents(cut), self._settings, self._settings.embedding_timeout)
        return _unit_rows(rows, len(cut), self._host)

    def query_vector(self, text: str) -> NDArray[np.float32]:
        # What is searched for may be anybody's words, also where no assistant has read them before (a retriever, MCP).
        cut = cut_to_tokens(conceal(text).text, self._settings.embedding_tokens)
        row = guarded(lambda: self._langchain().embed_query(cut), self._settings, self._settings.embedding_timeout)
        unit: NDArray[np.float32] = _unit_rows([row], 1, self._host)[0]
        return unit

    def _langchain(self) -> Any:
        if self._client is None:
            import httpx
            from langchain_openai import OpenAIEmbeddings

            self._client = OpenAIEmbeddings(
                model=self._model,
                api_key=key_of(self._settings),
                base_url=self._settings.openai_base_url,
                timeout=httpx.Timeout(self._settings.embedding_timeout, connect=min(CONNECT_SECONDS, self._settings.embedding_timeout)),
                max_retries=RETRIES,
                check_embedding_ctx_length=False,
                model_kwargs={"encoding_format": "float"},
            )
        return self._client


def _unit_rows(rows: Sequence[Sequence[float]], count: int, host: str) -> NDArray[np.float32]:
    try:
        array = np.array(rows, dtype=np.float32)
    except (TypeError, ValueError):
        array = np.zeros(0, dtype=np.float32)
    norms = np.linalg.norm(array, axis=1, keepdims=True) if array.ndim == 2 else np.zeros(1, dtype=np.float32)
    if array.ndim != 2 or len(array) != count or not np.isfinite(norms).all() or not (norms > 0).all():
        raise ModelOutputInvalid(f"The service at {host} did not send one vector for each of {count} texts.")
    return (array / norms).astype(np.float32)
