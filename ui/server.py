"""``serve``: a free port, the web server, the assistant behind it, and a clean end."""

from __future__ import annotations

import errno
import logging
import signal
import socket
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from typing import TextIO

from assistant import Settings
from ui.wording import ServerText, fill, wording

PORTS = 20
"""How many ports are tried, counting the first."""


class NoFreePort(OSError):
    """All ports that were tried are taken."""


def serve(
    settings: Settings,
    host: str | None = None,
    port: int | None = None,
    open_browser: bool = False,
    ready: Callable[[str], None] | None = None,
    out: TextIO | None = None,
) -> None:
    """Serve the chat until Ctrl-C or SIGTERM, after which what was said is kept, the store is closed, and the function returns.

    ``host`` and ``port`` stand in for those of ``settings``; when the port is taken the next free one is used, and a line on ``out``
    (standard output) says so. ``ready`` is called with the address when questions are answered.

    Raises:
        NoFreePort: no port could be had.
        AssistantError: the assistant could not be opened; the server is stopped first.
    """
    words = _words()
    out = out or sys.stdout

    def say(line: str) -> None:
        out.write(line + "\n")
        out.flush()

    settings = _for_serving(settings, host)
    wanted = settings.port if port is None else port
    listener = listen(settings.host, wanted)
    address = address_of(listener)
    if listener.getsockname()[1] != wanted and wanted:
        say(fill(words.moved, wanted=wanted, port=listener.getsockname()[1]))
    _run(settings, listener, address, say, lambda: _announce(address, open_browser, ready))


def _for_serving(settings: Settings, host: str | None) -> Settings:
    """``settings`` on ``host``; unless told otherwise with a thread for each embedding: several questions share the machine, and between
    threads of one the engine waits more than it gains."""
    unsaid = {} if "threads" in settings.model_fields_set else {"threads": 1}
    return settings.model_copy(update={"host": host or settings.host, **unsaid})


def listen(host: str, port: int) -> socket.socket:
    """A listening socket on ``port`` or the next free one after it. Raises :class:`NoFreePort`."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    last = min(port + PORTS - 1, 65535) if port else 0
    for candidate in range(port, last + 1):
        listener = socket.socket(family, socket.SOCK_STREAM)
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            listener.bind((host, candidate))
            listener.listen(128)
        except OSError as error:
            listener.close()
            if error.errno not in (errno.EADDRINUSE, errno.EACCES):
                raise
            continue
        return listener
    raise NoFreePort(fill(_words().no_port, first=port, last=last))


def _words() -> ServerText:
    # The terminal speaks the operator's language; the page has both.
    from assistant.cli.terminal import user_language

    return wording(user_language()).server


def _log_failures() -> None:
    """Failures go to standard error, where whoever runs a server looks; their details are shown nowhere else."""
    from assistant.privacy import ConcealingFormatter

    handler = logging.StreamHandler()
    handler.setLevel(logging.ERROR)
    handler.setFormatter(ConcealingFormatter("%(asctime)s %(levelname)s %(name)s: %(message)s"))
    for name in ("assistant", "ui"):
        if not logging.getLogger(name).handlers:
            logging.getLogger(name).addHandler(handler)


def address_of(listener: socket.socket) -> str:
    """The address to open in a browser on this machine."""
    host, port = listener.getsockname()[:2]
    host = {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(host, host)  # noqa: S104 - read, not bound
    return f"http://[{host}]:{port}/" if ":" in host else f"http://{host}:{port}/"


def _announce(address: str, open_browser: bool, ready: Callable[[str], None] | None) -> None:
    if open_browser:
        import webbrowser

        webbrowser.open(address)
    if ready:
        ready(address)


def _run(settings: Settings, listener: socket.socket, address: str, say: Callable[[str], None], announce: Callable[[], None]) -> None:
    import uvicorn

    from assistant.api import is_open_to_others
    from ui.app import create_app
    from ui.backend import Backend
    from ui.doors.connection import KEEP_ALIVE_SECONDS, MOST, Connection
    from ui.pages.policy import warm

    words = _words()
    _log_failures()
    backend = Backend(settings)
    # Uvicorn would report every stream that a stopping server cuts as a failure; real ones are logged by Troubles and the gate.
    config = uvicorn.Config(
        create_app(backend, settings),
        http=Connection,
        ws="none",
        timeout_keep_alive=KEEP_ALIVE_SECONDS,
        limit_concurrency=MOST,
        log_level="critical",
        access_log=False,
        timeout_graceful_shutdown=1,
        server_header=False,
        lifespan="on",
        # Uvicorn by itself believes whatever this machine says of whom it speaks for; ui.app has the proxies that are trusted.
        proxy_headers=False,
    )
    server = uvicorn.Server(config)

    def settled() -> None:
        if backend.ready:
            say(words.ready)
            announce()
            warm(backend)
            return
        # A server that is told to end while it starts up would never finish its start.
        while not server.started:
            time.sleep(0.02)
        server.should_exit = True

    say(fill(words.address, address=address))
    if is_open_to_others(settings):
        say(words.open_api)
    say(words.opening)
    backend.start(progress=_every_tenth(lambda done, total: say(fill(words.progress, done=done, total=total))), settled=settled)
    try:
        with listener, _ending_by_signal(), suppress(KeyboardInterrupt):
            server.run(sockets=[listener])
    finally:
        backend.close()
    if backend.error:
        raise backend.error
    say(words.stopped)


@contextmanager
def _ending_by_signal() -> Iterator[None]:
    """SIGTERM as Ctrl-C: uvicorn raises a signal once more when it has shut down, which would end the process before anything is closed."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    before = signal.signal(signal.SIGTERM, signal.default_int_handler)
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, before)


def _every_tenth(report: Callable[[int, int], None]) -> Callable[[int, int], None]:
    """``report``, called at most about ten times."""
    last = -1
    lock = threading.Lock()

    def progress(done: int, total: int) -> None:
        nonlocal last
        step = done * 10 // max(total, 1)
        with lock:
            due, last = step != last, step
        if due:
            report(done, total)

    return progress
