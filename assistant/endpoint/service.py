"""What all models behind an OpenAI-compatible service share: the address, errors told without the key."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, TypeVar
from urllib.parse import urlsplit

from assistant.errors import ModelError, ModelOutputInvalid, ModelTimeout, SettingsError

if TYPE_CHECKING:
    from pydantic import SecretStr

    from assistant.settings import Settings

RETRIES = 2
CONNECT_SECONDS = 5.0
_PUBLIC_HOST = "api.openai.com"
_T = TypeVar("_T")


def require_service(settings: Settings, variable: str) -> None:
    """Raise :class:`SettingsError` naming ``variable`` when neither a key nor an address of a service is set."""
    if settings.openai_api_key is None and settings.openai_base_url is None:
        raise SettingsError(f"{variable} needs OPENAI_API_KEY, or OPENAI_BASE_URL for a service that asks for no key.")


def key_of(settings: Settings) -> SecretStr:
    """The service's key; a stand-in for a service that asks for none."""
    from pydantic import SecretStr

    return settings.openai_api_key or SecretStr("not-needed")


def host_of(settings: Settings) -> str:
    """The host that the service is at, without user and password."""
    if settings.openai_base_url is None:
        return _PUBLIC_HOST
    parts = urlsplit(settings.openai_base_url)
    return parts.netloc.rpartition("@")[2] or settings.openai_base_url


def guarded(call: Callable[[], _T], settings: Settings, seconds: float) -> _T:
    """The result of ``call``, which waits ``seconds`` at most. Errors are raised without their cause: its text and its request would carry
    the key into logs.

    Raises:
        ModelTimeout, ModelOutputInvalid, ModelError: the service is slow, answers nonsense, refuses or is away.
    """
    import openai

    host = host_of(settings)
    try:
        return call()
    except openai.APITimeoutError:
        raise ModelTimeout(f"The service at {host} did not answer within {seconds:g} s.") from None
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
