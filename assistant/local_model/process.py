"""The process that llama.cpp runs in. Run as a file, not imported: it needs nothing of this package.

In: one line of JSON on standard input, which then stays open; its end ends this process. Out: one line of JSON, ``{"address": …}`` when
questions are answered or ``{"error": …}``. What llama.cpp itself writes goes to standard error.
"""

from __future__ import annotations

import json
import os
import signal
import sys
import threading
from typing import Any


def main() -> int:
    """Serve until standard input ends; the exit code."""
    asked = json.loads(sys.stdin.buffer.readline())
    # llama.cpp may write on standard output, where the one line of the report is awaited.
    report = os.fdopen(os.dup(1), "w", encoding="utf-8")
    os.dup2(2, 1)
    watch = threading.Thread(target=_end_with_the_starter, daemon=True)
    watch.start()
    try:
        server = _start(asked)
    except Exception as error:
        report.write(json.dumps({"error": str(error)}) + "\n")
        report.flush()
        return 1
    # llama.cpp takes these signals for itself, and then only stops answering.
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, signal.SIG_DFL)
    report.write(json.dumps({"address": server.listening_address}) + "\n")
    report.flush()
    watch.join()
    return 0


def _start(asked: dict[str, Any]) -> Any:
    import xllamacpp

    params = xllamacpp.CommonParams()
    params.model.path = asked["path"]
    params.model_alias = {asked["name"]}
    params.api_keys = [asked["key"]]
    params.hostnames = ["127.0.0.1"]
    params.port = 0  # any that is free
    params.offline = True
    params.ui = False
    params.endpoint_slots = False
    params.cors_origins = ""
    params.n_ctx = asked["context"]
    params.n_parallel = 1
    params.cache_ram_mib = 0  # the last prompt is enough: questions have their instructions in common, not more
    params.verbosity = 1  # errors alone
    if asked["seed"] is not None:
        params.sampling.seed = asked["seed"]
        params.cache_prompt = False  # where it is taken up again, figures differ in their last digits, and so may words
    if asked["template"] is not None:
        params.chat_template = asked["template"]
    for threads in (params.cpuparams, params.cpuparams_batch):
        threads.n_threads = asked["threads"]
        threads.poll = 0  # threads that wait leave the processor to the embedding model and the page
    return xllamacpp.Server(params)


def _end_with_the_starter() -> None:
    # Not through sys.stdin, whose lock a thread that waits would hold while the interpreter ends.
    while os.read(0, 1024):
        pass
    os._exit(0)


if __name__ == "__main__":
    sys.exit(main())
