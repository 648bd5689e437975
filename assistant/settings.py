"""Settings: read once at each entry point from the environment (and a ``.env`` file in the working folder), then passed down."""

from __future__ import annotations

from functools import cached_property
from pathlib import Path
from typing import Annotated

from pydantic import BeforeValidator, Field, SecretStr, ValidationError
from pydantic_settings import BaseSettings, SettingsConfigDict

from assistant.errors import SettingsError


def _days(given: object) -> object:
    """A number of days, None for *off*. Nought could mean either that all is kept or that nothing is, and is refused."""
    told = str(given).strip().lower()
    if told == "0":
        raise ValueError("give a number of days from 1, or off to delete nothing by itself; ASSISTANT_RECORD=false keeps nothing at all")
    return None if told in ("off", "none") else given


class Settings(BaseSettings):
    """What an operator may turn. Environment names are ``ASSISTANT_`` + the field's name in capitals, but for ``CHROMA_URL``,
    ``DATABASE_URL``, ``OPENAI_API_KEY`` and ``OPENAI_BASE_URL``, which other programs know by these names."""

    model_config = SettingsConfigDict(env_prefix="ASSISTANT_", env_file=".env", extra="ignore", frozen=True, populate_by_name=True)

    home: Path = Field(default_factory=lambda: _default_home(), description="Where ingested documents, the index and caches are kept.")
    chroma_url: str | None = Field(
        default=None, validation_alias="CHROMA_URL", description="A Chroma server to keep the vectors on; a local folder without it."
    )
    database_url: SecretStr | None = Field(
        default=None,
        validation_alias="DATABASE_URL",
        description="The database of the store, as SQLAlchemy writes it; a SQLite file in the home folder without it.",
    )
    record: bool = Field(default=True, description="Whether questions, answers and conversations are kept in the store.")
    retention: Annotated[int | None, Field(ge=1, le=36_500), BeforeValidator(_days)] = Field(
        default=180, description="Days after which what was asked is deleted from the store by itself; off: never."
    )
    threads: int = Field(default=2, ge=1, le=64, description="Threads of the embedding engine.")
    max_question: int = Field(default=4000, ge=100, le=20000, description="Longest question that is read, in characters.")
    host: str = Field(default="127.0.0.1", description="Address that `assistant serve` listens on.")
    port: int = Field(default=7860, ge=1, le=65535, description="First port that `assistant serve` tries.")
    auto_build: int = Field(
        default=1000, ge=0, description="A missing or stale index is rebuilt on demand when at most this many passages need embedding."
    )

    embedding_model: str | None = Field(
        default=None, description="An embedding model of an OpenAI-compatible service; the built-in model without it."
    )
    embedding_tokens: int = Field(
        default=8191, ge=64, le=131072, description="Longest text that the embedding model takes, in tokens; what is longer is cut."
    )
    embedding_timeout: float = Field(default=30.0, gt=0, le=600, description="Seconds to wait for the embedding service.")
    model: str | None = Field(
        default=None, description="A chat model of an OpenAI-compatible service that writes the answers; they are extracts without it."
    )
    rephrase_model: str | None = Field(
        default=None, description="A chat model that rewrites a follow-up which could not be understood by itself; none without it."
    )
    temperature: float = Field(default=0.0, ge=0, le=2, description="How freely the model writes.")
    model_context: int = Field(default=3000, ge=500, le=200_000, description="Tokens of a prompt; evidence beyond them is left out.")
    structured: bool = Field(default=True, description="Whether the model is asked for JSON first; plain text where it refuses.")
    budget: int = Field(default=0, ge=0, description="Tokens that models may take in 24 hours; answers are extracts beyond. 0: no limit.")
    judge_model: str | None = Field(
        default=None,
        description="A chat model of that service that `evals judge` asks whether answers are right; not the one that answers.",
    )
    model_timeout: float = Field(default=60.0, gt=0, le=600, description="Seconds to wait for a reply of a chat model.")
    openai_api_key: SecretStr | None = Field(
        default=None, validation_alias="OPENAI_API_KEY", description="Key of the OpenAI-compatible service."
    )
    openai_base_url: str | None = Field(
        default=None,
        validation_alias="OPENAI_BASE_URL",
        description="Address of the OpenAI-compatible service, such as http://host:8000/v1.",
    )

    api_keys: SecretStr | None = Field(
        default=None, description="Keys of the interfaces for programs, separated by commas; they are as open as the page without any."
    )
    rate: str = Field(
        default="",
        pattern=r"^(?:[1-9]\d{0,8}/(?:second|minute|hour|day))?$",
        description="Requests that one client may make, such as 120/minute; as many as wanted without it.",
    )
    concurrency: int = Field(default=4, ge=1, le=256, description="Questions of programs that are answered at the same time.")
    request_timeout: float = Field(
        default=120.0, gt=0, le=3600, description="Seconds after which a program is told that it takes too long."
    )
    max_body: int = Field(default=256 * 1024, ge=1024, le=64 * 1024**2, description="Largest request of a program, in bytes.")
    cors_origins: str = Field(
        default="", description="Web sites whose pages may call the interfaces for programs, separated by commas; * for all."
    )
    allowed_hosts: str = Field(
        default="", description="Names under which pages and interfaces are reached besides this machine's own, separated by commas."
    )
    trusted_proxies: str = Field(
        default="", description="Addresses or networks of proxies whose X-Forwarded-For and staff header are believed, separated by commas."
    )

    staff_file: Path | None = Field(
        default=None, description="Who may sign in to the staff pages: lines name:hash, made by `assistant staff-password`."
    )
    staff_header: str = Field(
        default="",
        pattern=r"^[A-Za-z0-9-]{0,64}$",
        description="A header in which a trusted proxy names who has signed in with it, such as X-Remote-User.",
    )

    @cached_property
    def documents_dir(self) -> Path:
        """Ingested documents."""
        return self.home / "documents"

    @cached_property
    def index_dir(self) -> Path:
        """Generations of the index and the pointer to the current one."""
        return self.home / "index"

    @cached_property
    def cache_dir(self) -> Path:
        """What can be thrown away and made again: vectors by the text that they stand for."""
        return self.home / "cache"


def _default_home() -> Path:
    from platformdirs import user_data_path

    return user_data_path("policy-assistant", appauthor=False)


def load_settings() -> Settings:
    """The settings of this process.

    Raises:
        SettingsError: a value is malformed; the message names the variable.
    """
    try:
        return Settings()
    except ValidationError as error:
        first = error.errors()[0]
        name = str(first["loc"][0]) if first["loc"] else "settings"
        variable = name if name.isupper() else f"ASSISTANT_{name.upper()}"
        raise SettingsError(f"{variable}: {first['msg']}") from error
