"""Files read in a process of their own: whatever a file does there, this process goes on, its interpreter is not held, its memory not used.

::

    with IsolatedReader(LETTER) as reader:
        reader.text(data, "letter.docx")            # Converted, or ConversionError with its reason

The process is begun anew (never forked from one with threads), serves one file after the other, and is replaced when a file broke it.
"""

from __future__ import annotations

import json
import logging
import signal
import subprocess
import sys
import threading
from contextlib import suppress
from pathlib import Path
from types import TracebackType
from typing import IO, Any

from corpus.convert import Converted
from corpus.describe import Described
from corpus.readers.errors import ConversionError
from corpus.readers.limits import LETTER, MEGABYTE, Limits
from corpus.readers.worker import HEAD, READY

_log = logging.getLogger(__name__)
_PROGRAM = "import sys; sys.path.append(sys.argv[1]); from corpus.readers.worker import main; main()"
_ROOT = str(Path(__file__).parents[2])
_STARTING_SECONDS = 60.0
_INTERNAL = "The file could not be read because of an internal error; the log has the details."


def read_letter(data: bytes, name: str) -> Converted:
    """As :func:`corpus.convert.convert`, in a process of its own that ends with the letter, and all that it knew with it.

    Raises:
        ConversionError: as there, or the file needs more memory or time than a letter is given.
    """
    with IsolatedReader(LETTER) as reader:
        return reader.text(data, name)


class IsolatedReader:
    """One process that reads files, begun when it is first needed. One thread uses it at a time."""

    def __init__(self, limits: Limits) -> None:
        self._limits = limits
        self._process: subprocess.Popen[bytes] | None = None

    def __enter__(self) -> IsolatedReader:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self.close()

    def close(self) -> None:
        """End the process, whatever it does."""
        process, self._process = self._process, None
        if process is None:
            return
        process.kill()
        with suppress(OSError):
            process.communicate()

    def text(self, data: bytes, name: str) -> Converted:
        """The text of a file's content; ``name`` as in :func:`corpus.convert.convert`.

        Raises:
            ConversionError: as there, or the file needs more than the limits allow.
        """
        found = self._asked({"wanted": "text", "name": name}, data)["text"]
        return Converted(**{**found, "warnings": tuple(found["warnings"])})

    def document(self, data: bytes, name: str, path: str) -> Described:
        """A file's content read as a document from ``path``: its text, its record, what its numbering holds.

        Raises:
            ConversionError: as :meth:`text`.
        """
        return Described.model_validate(self._asked({"wanted": "document", "name": name, "path": path}, data)["document"])

    def _asked(self, job: dict[str, Any], data: bytes) -> dict[str, Any]:
        """The answer to ``job``. Whatever ends otherwise ends the process too."""
        answered = False
        try:
            found = self._exchange(job, data)
            answered = "exhausted" not in found
        finally:
            if not answered:
                self.close()
        if "refused" in found:
            raise ConversionError(found["refused"], found["reason"])
        if "exhausted" in found:
            raise self._exceeded(found["exhausted"])
        if "failed" in found:
            _log.error("reading %s: %s", job["name"], found["failed"])
            raise ConversionError(_INTERNAL)
        return found

    def _exchange(self, job: dict[str, Any], data: bytes) -> dict[str, Any]:
        process = self._process or self._started()
        assert process.stdin is not None and process.stdout is not None
        line = {**job, "size": len(data), "memory": self._limits.memory, "cpu": self._limits.cpu}
        clock = _Clock(process, self._limits.wall)
        with clock:
            try:
                process.stdin.write(json.dumps(line).encode() + b"\n")
                process.stdin.write(data)
                process.stdin.flush()
                answer = self._answer(process.stdout)
            except (BrokenPipeError, EOFError):
                answer = None
        if answer is None:
            raise self._exceeded("time" if clock.rang or process.wait() == -getattr(signal, "SIGXCPU", 0) else "memory")
        found: dict[str, Any] = json.loads(answer.decode("utf-8", errors="surrogatepass"))
        return found

    def _answer(self, answers: IO[bytes]) -> bytes:
        size = HEAD.unpack(_exactly(answers, HEAD.size))[0]
        if size > self._limits.output:
            raise self._exceeded("output")
        return _exactly(answers, size)

    def _started(self) -> subprocess.Popen[bytes]:
        # Ctrl-C is for the process that the user sees; this one is ended by it.
        process = subprocess.Popen(  # noqa: S603 - this interpreter and a program of this package
            [sys.executable, "-X", "utf8", "-c", _PROGRAM, _ROOT],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, start_new_session=True,
        )  # fmt: skip
        self._process = process
        assert process.stdout is not None
        with _Clock(process, _STARTING_SECONDS):
            if process.stdout.read(len(READY)) != READY:
                self.close()
                raise ConversionError("The process that reads files could not be started; the file was not read.")
        return process

    def _exceeded(self, what: str) -> ConversionError:
        limits = self._limits
        reason = {
            "time": f"more than {limits.cpu} s of computing",
            "memory": f"more than {limits.memory // MEGABYTE} MB of memory, or it breaks its reader",
            "output": f"more than {limits.output // MEGABYTE} MB for its text",
            "depth": "deeper nesting than is followed",
        }[what]
        return ConversionError(f"To read the file takes {reason}; it is refused.", "heavy")


class _Clock:
    """Ends a process that has not answered in time; ``rang`` says that it did."""

    def __init__(self, process: subprocess.Popen[bytes], seconds: float) -> None:
        self._process = process
        self._timer = threading.Timer(seconds, self._ring)
        self._timer.daemon = True
        self.rang = False

    def _ring(self) -> None:
        self.rang = True
        self._process.kill()

    def __enter__(self) -> None:
        self._timer.start()

    def __exit__(self, *_: object) -> None:
        self._timer.cancel()


def _exactly(stream: IO[bytes], size: int) -> bytes:
    data = stream.read(size)
    if len(data) != size:
        raise EOFError
    return data
