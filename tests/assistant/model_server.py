"""A real HTTP server that speaks OpenAI's protocol well or badly, by the model's name. For tests of everything that asks a chat model."""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

KEY = "sk-secret-of-the-tests"
Script = Callable[[str], str]


class ModelServer(ThreadingHTTPServer):
    """Remembers the requests; ``scripts`` give the reply of a model by its name from the prompt."""

    daemon_threads = True

    def __init__(self, scripts: dict[str, Script] | None = None) -> None:
        super().__init__(("127.0.0.1", 0), _Replies)
        self.scripts = scripts or {}
        self.requests: list[dict[str, Any]] = []

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_address[1]}/v1"

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A client that goes away is expected here."""


@contextmanager
def serving(scripts: dict[str, Script] | None = None) -> Iterator[ModelServer]:
    """A running server, stopped at the end."""
    server = ModelServer(scripts)
    threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()
    try:
        yield server
    finally:
        server.shutdown()
        server.server_close()


class _Replies(BaseHTTPRequestHandler):
    server: ModelServer
    protocol_version = "HTTP/1.1"

    def do_POST(self) -> None:
        asked = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        self.server.requests.append(asked)
        model, prompt = asked["model"], asked["messages"][-1]["content"]
        times = sum(r["model"] == model for r in self.server.requests)
        if model in self.server.scripts:
            return self._stream(self.server.scripts[model](prompt), asked)
        fault: Callable[[], None] | None = getattr(self, f"_{model.replace('-', '_').partition('/')[0]}", None)
        if fault is not None:
            return fault()
        if model == "busy-once" and times == 1:
            return self._refuse(429, {"Retry-After": "1"})
        if model == "down-twice" and times <= 2:
            return self._refuse(503)
        if model == "no-schema" and "response_format" in asked:
            return self._refuse(400, message="response_format is not supported")
        return self._stream("好的。[1]", asked)

    def _stream(self, text: str, asked: dict[str, Any], size: int = 6) -> None:
        self._begin()
        for i in range(0, len(text), size):
            self._event(_chunk(text[i : i + size]))
        self._event({**_chunk(""), "choices": [{"index": 0, "delta": {}, "finish_reason": "stop"}]})
        if (asked.get("stream_options") or {}).get("include_usage"):
            self._event({**_chunk(""), "choices": [], "usage": {"prompt_tokens": 100, "completion_tokens": 20, "total_tokens": 120}})
        self._data("data: [DONE]\n\n")
        self._data("")

    def _begin(self) -> None:
        self.send_response(200)
        self.send_header("Content-Type", "text/event-stream")
        self.send_header("Transfer-Encoding", "chunked")
        self.end_headers()

    def _event(self, event: dict[str, Any]) -> None:
        self._data(f"data: {json.dumps(event, ensure_ascii=False)}\n\n")

    def _data(self, text: str) -> None:
        raw = text.encode()
        self.wfile.write(f"{len(raw):x}\r\n".encode() + raw + b"\r\n")
        self.wfile.flush()

    def _refuse(self, status: int, headers: dict[str, str] | None = None, message: str = f"no, {KEY}") -> None:
        body = json.dumps({"error": {"message": message}}).encode()
        self.send_response(status)
        for name, value in {**(headers or {}), "Content-Type": "application/json", "Content-Length": str(len(body))}.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)

    def _unauthorised(self) -> None:
        self._refuse(401, message=f"Incorrect API key provided: {KEY}")

    def _busy_for_ever(self) -> None:
        self._refuse(429, {"Retry-After": "50"})

    def _broken(self) -> None:
        self._refuse(500)

    def _down(self) -> None:
        self._refuse(503)

    def _hangs(self) -> None:
        time.sleep(20)

    def _trickles(self) -> None:
        self._begin()
        for _ in range(400):
            self._event(_chunk(""))
            time.sleep(0.05)

    def _truncated(self) -> None:
        self._begin()
        self._event(_chunk("对符合条件的"))
        self.wfile.flush()
        self.close_connection = True
        self.connection.shutdown(2)

    def _not_json(self) -> None:
        self._begin()
        self._data("data: {broken\n\n")
        self._data("")

    def _page(self) -> None:
        body = b"<html>a captive portal</html>"
        self.send_response(200)
        self.send_header("Content-Type", "text/html")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def _empty(self) -> None:
        self._stream("", {})

    def _endless(self) -> None:
        self._begin()
        for n in range(100_000):
            self._event(_chunk(f"第{n}句话没有尽头。[1]" * 20))

    def log_message(self, *_: object) -> None:
        """Stay quiet."""


def _chunk(text: str) -> dict[str, Any]:
    choice = {"index": 0, "delta": {"role": "assistant", "content": text}, "finish_reason": None}
    return {"id": "1", "object": "chat.completion.chunk", "created": 1, "model": "m", "choices": [choice]}
