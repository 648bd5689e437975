"""What is asked: the assistant as it is configured, or another system that answers by the same contract."""

from __future__ import annotations

import datetime as dt
import json
import time
from collections.abc import Callable, Sequence
from contextvars import ContextVar
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal, Protocol, runtime_checkable

import yaml
from pydantic import BaseModel, ConfigDict, ValidationError

from assistant import Answer, Assistant, ChatModel, Draft, Settings, compose_draft
from corpus import Corpus, load_corpus
from evals.gold_schema import GoldQuestion, Turn
from evals.responses import Response, Usage
from evals.suites import asked_fingerprint

CONFIGS = Path(__file__).parent / "configs"
TODAY = dt.date(2026, 11, 22)
"""The day on which a question is asked that names none."""
_day: ContextVar[dt.date] = ContextVar("day", default=TODAY)


def day_of_question() -> dt.date:
    """The day on which the question is asked that this thread is working on."""
    return _day.get()


class System(Protocol):
    """Anything that answers by the contract."""

    def ask(self, question: str, history: Sequence[Any] = (), *, id: str | None = None) -> Answer: ...


@runtime_checkable
class Drafter(Protocol):
    """A system that drafts replies to letters; the assistant does it by ``compose_draft``."""

    def draft(self, enquiry: str) -> Draft: ...


class Config(BaseModel):
    """A named configuration to measure: ``configs/*.yaml``, or a file of one's own."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    system: Literal["assistant", "stock"] = "assistant"
    settings: dict[str, Any] = {}
    """Settings that differ from those of the environment, by the name of their field."""
    chunk: dict[Literal["size", "overlap"], int] = {}
    """Characters of the stock recipe's chunks."""


@dataclass(frozen=True)
class Opened:
    """A system ready to be asked, with what it answers from."""

    system: System
    corpus: Corpus
    settings: Settings
    index: str = ""
    model: str | None = None
    about: dict[str, Any] = field(default_factory=dict)


def read_config(name: str) -> Config:
    """The configuration ``name``: the stem of a file in ``configs``, or the path of a YAML file.

    Raises:
        ValueError: there is none of that name, or a key is unknown; the message says which there are.
    """
    path = CONFIGS / f"{name}.yaml" if "/" not in name and not name.endswith((".yaml", ".yml")) else Path(name)
    if not path.is_file():
        raise ValueError(f"there is no configuration {name}; there are {', '.join(sorted(p.stem for p in CONFIGS.glob('*.yaml')))}")
    try:
        return Config.model_validate(yaml.safe_load(path.read_text(encoding="utf-8")) or {})
    except (ValidationError, yaml.YAMLError) as error:
        raise ValueError(f"{path}: {str(error).splitlines()[0]}") from error


def open_system(config: Config, settings: Settings, model: str | None = None) -> Opened:
    """The system that ``config`` names, on ``settings`` as it changes them. ``model`` is a chat model for the stock recipe.

    Raises:
        SettingsError, RetrievalError, ModelError, CorpusError: it cannot be opened; the message says what to do.
    """
    settings = settings.model_copy(update=config.settings) if config.settings else settings
    if config.system == "stock":
        from evals.benchmarks.stock import open_stock

        chat = ChatModel(settings, model, variable="--model") if model else None
        reply = None if chat is None else lambda prompt: chat.complete(prompt).text
        recipe = open_stock(settings, chat=reply, model=model, **config.chunk)
        return Opened(recipe, load_corpus(settings.documents_dir), settings, index="stock", model=chat.model_id if chat else None)
    if model:
        raise ValueError("--model is for the stock recipe; the assistant's own model is a setting")
    assistant = Assistant.open(settings, today=day_of_question)
    return Opened(assistant, assistant.corpus, settings, index=assistant.index.generation, model=settings.model)


def ask(
    system: System,
    question: GoldQuestion,
    repeat: int = 1,
    *,
    said: Sequence[Turn] = (),
    clock: Callable[[], float] = time.perf_counter,
) -> Response:
    """What ``system`` answers to ``question``, on the question's day, after what was ``said`` in the same conversation. A letter is drafted
    a reply to; a system that cannot has no answer to it. An exception becomes a response with an error."""
    history = [turn.model_dump() for turn in (*question.history, *said)]
    token = _day.set(question.as_of or TODAY)
    common: dict[str, Any] = {"id": question.id, "asked": asked_fingerprint(question), "repeat": repeat, "day": _day.get()}
    started = clock()
    try:
        if question.suite == "letters":
            return Response(**common, draft=_drafted(system, question.question), ms=(clock() - started) * 1000)
        trace: dict[str, Any] | None = None
        if isinstance(system, Assistant):
            answer, trace = system.examine(question.question, history, id=question.id)
        else:
            answer = system.ask(question.question, history, id=question.id)
        ms = answer.latency_ms or (clock() - started) * 1000
        usage = Usage.model_validate((trace or {}).get("usage") or {})
        return Response(**common, answer=answer, trace=_plain(trace), ms=ms, usage=usage)
    except Exception as error:
        return Response(**common, error=f"{type(error).__name__}: {error}"[:500], ms=(clock() - started) * 1000)
    finally:
        _day.reset(token)


def _drafted(system: System, enquiry: str) -> Draft:
    if isinstance(system, Assistant):
        return compose_draft(system, enquiry)
    if isinstance(system, Drafter):
        return system.draft(enquiry)
    raise TypeError("the system drafts no replies")


def _plain(trace: dict[str, Any] | None) -> dict[str, Any] | None:
    """``trace`` as plain JSON types."""
    plain: dict[str, Any] | None = json.loads(json.dumps(trace, ensure_ascii=False, default=_listed)) if trace else None
    return plain


def _listed(value: object) -> object:
    return sorted(value, key=str) if isinstance(value, set | frozenset) else str(value)
