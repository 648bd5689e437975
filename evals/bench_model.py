"""What writing by a model costs beside the model itself: verification, and the wait for a whole sentence before it is shown.

The model is a small server here that repeats evidence at a fixed pace, so that its own time is known to the millisecond.
"""

from __future__ import annotations

import json
import re
import threading
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

from assistant import Answer, Assistant, Settings

PACE = 0.01
"""Seconds between two pieces."""
PIECE = 8
"""Characters a piece."""
_EVIDENCE = re.compile(r"^\[(\d+)\] \([^\n]*?\) (.*)$", re.M)


@dataclass
class _Times:
    """When the last reply began, ended its first sentence, and ended; by the clock of this process."""

    begun: float = 0.0
    sentence: float = 0.0
    ended: float = 0.0


@dataclass(frozen=True)
class Written:
    """Milliseconds, one for each answer: from the model's last piece to the answer; from the end of the model's first sentence to its being
    shown; from the model's first piece to that sentence's end (the time of its own generation)."""

    overhead: list[float] = field(default_factory=list)
    shown: list[float] = field(default_factory=list)
    own: list[float] = field(default_factory=list)


def measure_writing(home: Path, questions: Sequence[str], rounds: int) -> Written:
    """Ask ``questions``, ``rounds`` times each, of an assistant whose model writes three sentences."""
    times = _Times()
    server = _serve(times)
    written = Written()
    try:
        address = f"http://127.0.0.1:{server.server_address[1]}/v1"
        assistant = Assistant.open(Settings(home=home, openai_base_url=address, model="bench", structured=False))
        for question in [q for q in questions if assistant.ask(q).mode == "generative"] * rounds:
            first = 0.0
            for piece in assistant.stream(question):
                now = time.perf_counter()
                if isinstance(piece, Answer):
                    written.overhead.append((now - times.ended) * 1000)
                elif not first and times.sentence:
                    first = now
            if first:
                written.shown.append((first - times.sentence) * 1000)
                written.own.append((times.sentence - times.begun) * 1000)
    finally:
        server.shutdown()
        server.server_close()
    return written


class _Server(ThreadingHTTPServer):
    daemon_threads = True

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A client that closes its connection is no fault."""


def _serve(times: _Times) -> ThreadingHTTPServer:
    class Replies(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_POST(self) -> None:
            asked = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            shown = _EVIDENCE.findall(asked["messages"][-1]["content"])[:3]
            sentences = [f"{words.rstrip('。')}。[{number}]" for number, words in shown]
            self.send_response(200)
            self.send_header("Content-Type", "text/event-stream")
            self.send_header("Transfer-Encoding", "chunked")
            self.end_headers()
            times.begun, times.sentence = time.perf_counter(), 0.0
            text = "".join(sentences)
            ends = len(sentences[0]) if sentences else 0
            for at in range(0, len(text), PIECE):
                self._event(text[at : at + PIECE])
                # A sentence is whole when the next one has begun: before that, another mark may follow.
                if at + PIECE > ends and not times.sentence:
                    times.sentence = time.perf_counter()
                time.sleep(PACE)
            times.ended = time.perf_counter()
            self._data("data: [DONE]\n\n")
            self._data("")

        def _event(self, text: str) -> None:
            choice = {"index": 0, "delta": {"role": "assistant", "content": text}, "finish_reason": None}
            event: dict[str, Any] = {"id": "1", "object": "chat.completion.chunk", "created": 1, "model": "bench", "choices": [choice]}
            self._data(f"data: {json.dumps(event)}\n\n")

        def _data(self, text: str) -> None:
            raw = text.encode()
            self.wfile.write(f"{len(raw):x}\r\n".encode() + raw + b"\r\n")
            self.wfile.flush()

        def log_message(self, *_: object) -> None:
            """Stay quiet."""

    server = _Server(("127.0.0.1", 0), Replies)
    threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()
    return server
