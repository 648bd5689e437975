"""Starting the process that llama.cpp runs in, waiting for it, ending it."""

from __future__ import annotations

import importlib.util
import json
import logging
import os
import queue
import re
import secrets
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Mapping
from contextlib import suppress
from pathlib import Path
from typing import IO, Any
from urllib.request import getproxies

from pydantic import SecretStr

from assistant.errors import ModelError, SettingsError
from assistant.settings import Settings

_log = logging.getLogger(__name__)
_PROGRAM = Path(__file__).with_name("process.py")
_MAGIC = b"GGUF"
_LOOPBACK = "127.0.0.1"
_TOLD_EVERY = 5.0
"""Seconds between two reports of progress."""
_ENDS_WITHIN = 30.0
_REASON = re.compile(rb"^\d[\d.]* E (?:\w+ +)?[\w~]+: (.+)$", re.M)
"""A line of llama.cpp's log that says what went wrong: time, level, the part of the program, the function, the reason."""
INSTALL = "pip install 'policy-assistant[local-llm]'"


class LocalModel:
    """A model that is being served; a context manager that ends it. Get one from :meth:`start`."""

    def __init__(self, process: subprocess.Popen[bytes], log: IO[bytes], name: str, key: str) -> None:
        self._process = process
        self._log = log
        self._key = key
        self._reports: queue.SimpleQueue[bytes] = queue.SimpleQueue()
        self._closing = False
        self.name = name
        """What the service calls the model: the file's name without its ending."""
        self.address = ""
        """Where it is served, as ``OPENAI_BASE_URL`` has it."""
        self.seconds = 0.0
        """How long loading took."""
        threading.Thread(target=self._listen, name="local-model", daemon=True).start()

    @classmethod
    def start(
        cls,
        path: Path,
        *,
        context: int = 4096,
        threads: int | None = None,
        seed: int | None = None,
        template: str | None = None,
        progress: Callable[[float], None] | None = None,
    ) -> LocalModel:
        """Serve the GGUF file ``path`` and wait until it answers.

        ``context`` is how many tokens a prompt and its reply may have together; ``threads`` is how many work on one reply (by default
        as many as this process may use). With ``seed`` the same prompt gets the same reply each time it is sent, at the price of reading
        anew what prompts begin with in common. ``template`` (Jinja) frames the messages instead of the model's own. ``progress`` is told
        at the start and then every few seconds how many seconds loading has taken.

        Raises:
            SettingsError: there is no such file, or it is not a GGUF file.
            ModelError: llama.cpp is not installed, or could not load or serve the model.
        """
        _require_gguf(path)
        if importlib.util.find_spec("xllamacpp") is None:
            raise ModelError(f"A local model needs llama.cpp, which is not installed: {INSTALL}")
        options = {"context": context, "threads": threads or _usable_cpus(), "seed": seed, "template": template}
        model = cls(*_run(path, options))
        try:
            model._wait(progress)
        except BaseException:
            model.close()
            raise
        _keep_proxies_away()
        return model

    def settings(self, settings: Settings) -> Settings:
        """``settings`` with this model as the one that answers.

        Raises:
            SettingsError: see :func:`require_own_embeddings`.
        """
        require_own_embeddings(settings)
        return settings.model_copy(
            update={"openai_base_url": self.address, "openai_api_key": SecretStr(self._key), "model": self.name},
        )

    @property
    def process_id(self) -> int:
        """The process that llama.cpp runs in."""
        return self._process.pid

    @property
    def running(self) -> bool:
        """Whether it still is."""
        return self._process.poll() is None

    def close(self) -> None:
        """End the process. It holds nothing that would have to be saved."""
        self._closing = True
        self._process.kill()
        self._process.wait()
        if self._process.stdin:
            self._process.stdin.close()
        self._log.close()

    def __enter__(self) -> LocalModel:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def _listen(self) -> None:
        """Pass on what the process reports, and log an end that nobody asked for."""
        assert self._process.stdout is not None
        with self._process.stdout as lines:
            for line in lines:
                self._reports.put(line)
        self._reports.put(b"")
        code = self._process.wait()
        if not self._closing and self.address:
            _log.error("the local model %s ended by itself (code %s)", self.name, code)

    def _wait(self, progress: Callable[[float], None] | None) -> None:
        started = time.perf_counter()
        while not self.address:
            if progress:
                progress(time.perf_counter() - started)
            with suppress(queue.Empty):
                self.address = self._served_at(self._reports.get(timeout=_TOLD_EVERY))
        self.seconds = time.perf_counter() - started

    def _served_at(self, line: bytes) -> str:
        said: dict[str, Any] = json.loads(line) if line else {}
        if "address" in said:
            return f"{said['address']}/v1"
        # What llama.cpp writes is complete when its process has ended.
        with suppress(subprocess.TimeoutExpired):
            self._process.wait(_ENDS_WITHIN)
        self._log.seek(0)
        written = self._log.read()
        _log.error("llama.cpp could not serve %s: %s\n%s", self.name, said.get("error"), written.decode("utf-8", "replace"))
        reason = _REASON.search(written)
        if reason:
            why = reason[1].decode("utf-8", "replace")
        else:
            why = said.get("error") or f"llama.cpp ended by itself (code {self._process.poll()})"
        raise ModelError(f"The model {self.name} could not be loaded: {why}")


def require_own_embeddings(settings: Settings) -> None:
    """Raise :class:`SettingsError` when ``settings`` name an embedding model of a service: there is one address for all models, and a chat
    model has no embeddings."""
    if settings.embedding_model is not None:
        raise SettingsError("A local model needs the built-in embeddings: unset ASSISTANT_EMBEDDING_MODEL.")


def _require_gguf(path: Path) -> None:
    try:
        with path.open("rb") as file:
            magic = file.read(len(_MAGIC))
    except FileNotFoundError:
        raise SettingsError(f"There is no file {path}; name the file of a model in the GGUF format.") from None
    except OSError as error:
        raise SettingsError(f"{path} cannot be read ({error.strerror}); name the file of a model in the GGUF format.") from None
    if magic != _MAGIC:
        raise SettingsError(f"{path} is not a model in the GGUF format; llama.cpp reads no other.")


def _run(path: Path, options: Mapping[str, object]) -> tuple[subprocess.Popen[bytes], IO[bytes], str, str]:
    name, key = path.stem, secrets.token_urlsafe(32)
    log = tempfile.TemporaryFile()  # noqa: SIM115 - closed with the model
    process = subprocess.Popen(  # noqa: S603 - this interpreter and a file of this package
        # -P: the file's folder is not searched for modules; nothing of this package can stand in for a library.
        [sys.executable, "-P", str(_PROGRAM)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=log,
        env={**os.environ, "OMP_WAIT_POLICY": "passive"},
        # Ctrl-C in the terminal is for the assistant, which then ends this process in its turn.
        start_new_session=os.name != "nt",
        creationflags=getattr(subprocess, "CREATE_NEW_PROCESS_GROUP", 0),
    )
    assert process.stdin is not None
    # Not among the arguments, which every user of the machine can read.
    asked = {"path": str(path.resolve()), "name": name, "key": key, **options}
    process.stdin.write(json.dumps(asked).encode() + b"\n")
    process.stdin.flush()
    return process, log, name, key


def _usable_cpus() -> int:
    """How many processors this process may use; half of them where there are many, since those come in pairs that share a core."""
    count = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    return count if count <= 4 else max(4, count // 2)


def _keep_proxies_away() -> None:
    """Have the clients of this process reach the loopback interface directly where a proxy is set for everything else."""
    if not getproxies():
        return
    spared = os.environ.get("no_proxy") or os.environ.get("NO_PROXY") or ""
    if _LOOPBACK not in spared and spared != "*":
        os.environ["no_proxy"] = f"{spared},{_LOOPBACK}".lstrip(",")
