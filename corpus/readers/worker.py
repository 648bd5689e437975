"""The process that reads files for :mod:`corpus.readers.isolated`: what comes in through its standard input, one after the other.

A job is a line of JSON and the bytes that it counts; the answer is a length and JSON, so that nothing a file does to this process can
reach further than the words of its text.
"""

from __future__ import annotations

import json
import os
import struct
import sys
import traceback
from collections.abc import Callable
from typing import Any, BinaryIO

from corpus.readers.limits import allow_cpu, confine

HEAD = struct.Struct(">Q")
READY = b"ready\n"


def main() -> None:
    """Answer jobs until the other side goes away."""
    jobs, answers = sys.stdin.buffer, _own_output()
    answers.write(READY)
    answers.flush()
    while line := jobs.readline():
        job = json.loads(line)
        data = jobs.read(job["size"])
        confine(job["memory"])
        allow_cpu(job["cpu"])
        _send(answers, _answer(job, data))
        del data


def _own_output() -> BinaryIO:
    """What was standard output, kept apart from anything that a library prints."""
    own = os.fdopen(os.dup(1), "wb")
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, 1)
    os.dup2(nowhere, 2)
    return own


def _answer(job: dict[str, Any], data: bytes) -> bytes:
    from corpus.readers.errors import ConversionError

    try:
        found = _JOBS[job["wanted"]](data, job)
    except ConversionError as error:
        found = {"refused": str(error), "reason": error.reason}
    except MemoryError:
        found = {"exhausted": "memory"}
    except RecursionError:
        found = {"exhausted": "depth"}
    except Exception:
        found = {"failed": traceback.format_exc(limit=-12)}
    try:
        return json.dumps(found, ensure_ascii=False).encode("utf-8", errors="surrogatepass")
    except MemoryError:
        return b'{"exhausted": "memory"}'


def _send(answers: BinaryIO, answer: bytes) -> None:
    answers.write(HEAD.pack(len(answer)))
    answers.write(answer)
    answers.flush()


def _text(data: bytes, job: dict[str, Any]) -> dict[str, Any]:
    from dataclasses import asdict

    from corpus.convert import convert

    return {"text": asdict(convert(data, job["name"]))}


def _document(data: bytes, job: dict[str, Any]) -> dict[str, Any]:
    from corpus.describe import describe

    return {"document": describe(data, job["name"], job["path"]).model_dump(mode="json")}


_JOBS: dict[str, Callable[[bytes, dict[str, Any]], dict[str, Any]]] = {"text": _text, "document": _document}
