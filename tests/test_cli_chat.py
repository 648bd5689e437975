"""``assistant chat``: a conversation that remembers, starts afresh, and ends well in every way."""

from __future__ import annotations

import os
import select
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.cli import ANSI, command, environment, run_process


def talk(home: Path, *lines: str) -> tuple[str, str]:
    ended = run_process(home, "chat", stdin="".join(f"{line}\n" for line in lines).encode())
    assert ended.code == 0, ended.err
    return ended.out, ended.err


def test_a_conversation_through_a_pipe(built_home: Path) -> None:
    out, err = talk(built_home, "措施(七)说了什么", "", "它由谁负责", "/help", "/new", "/quit", "措施(六)由谁负责")
    assert "措施(七)" in out
    assert "措施(六)" not in out.rpartition("措施(七)")[2]
    assert "There is no command /help" in err
    assert "A new conversation." in err
    assert err.rstrip().endswith("Goodbye.")
    assert ANSI not in out + err


def test_a_follow_up_refers_to_what_was_said_until_a_new_conversation_begins(built_home: Path) -> None:
    remembered, _ = talk(built_home, "措施(七)说了什么", "它由谁负责")
    forgotten, _ = talk(built_home, "措施(七)说了什么", "/new", "它由谁负责")
    first, _ = talk(built_home, "措施(七)说了什么")
    assert "省知识产权局" in remembered.removeprefix(first)
    assert remembered != forgotten


def test_the_end_of_the_input_ends_the_conversation(built_home: Path) -> None:
    out, err = talk(built_home, "措施(六)由谁负责")
    assert "省知识产权局" in out
    assert err.rstrip().endswith("Goodbye.")


no_pty = pytest.mark.skipif(sys.platform == "win32", reason="there are no pseudo terminals here")


@contextmanager
def at_a_terminal(home: Path, *, ignored: bool = False, **variables: str) -> Iterator[tuple[subprocess.Popen[bytes], int]]:
    """The conversation as a user at a terminal has it, waiting at its first prompt; the process and our end of the terminal.

    ``ignored``: Ctrl-C is ignored from the beginning, as behind ``nohup … &``.
    """
    import pty

    ours, theirs = pty.openpty()
    process = subprocess.Popen(
        command("chat"),
        env=environment(home, TERM="dumb", **variables),
        stdin=theirs,
        stdout=theirs,
        stderr=theirs,
        start_new_session=True,
        preexec_fn=_take_terminal_without_interrupts if ignored else _take_terminal,
    )
    os.close(theirs)
    try:
        _read_until(ours, b"> ")
        _wait_for_idleness(process.pid)
        yield process, ours
    finally:
        process.kill()
        process.wait()
        os.close(ours)


@no_pty
@pytest.mark.parametrize("key", [b"\x03", b"\x04"], ids=["ctrl-c", "ctrl-d"])
def test_ctrl_c_and_ctrl_d_at_the_prompt_leave_quietly(key: bytes, built_home: Path) -> None:
    with at_a_terminal(built_home) as (process, terminal):
        os.write(terminal, key)
        assert b"Traceback" not in _read_until(terminal, b"Goodbye.")
        assert process.wait(30) == 0


@no_pty
def test_ctrl_c_is_heard_where_it_was_ignored_from_the_beginning(built_home: Path) -> None:
    with at_a_terminal(built_home, ignored=True) as (process, terminal):
        os.write(terminal, b"\x03")
        assert b"Traceback" not in _read_until(terminal, b"Goodbye.")
        assert process.wait(30) == 0


@no_pty
@pytest.mark.parametrize("lang", ["C.UTF-8", "C", "xx_XX.UTF-8"])
def test_chinese_can_be_typed_whatever_the_locale(lang: str, built_home: Path) -> None:
    with at_a_terminal(built_home, LC_ALL=lang) as (_, terminal):
        os.write(terminal, "措施(六)由谁负责\n".encode())
        assert "省知识产权局" in _read_until(terminal, b"\n> ").decode()


def _wait_for_idleness(pid: int) -> None:
    """Until the process has done nothing for a while: it waits for what is typed, as it does for people, who are never as quick."""
    before, since, until = "", time.monotonic(), time.monotonic() + 60
    while time.monotonic() < until and time.monotonic() - since < 0.5:
        fields = Path(f"/proc/{pid}/stat").read_text(encoding="utf-8").rpartition(")")[2].split() if sys.platform == "linux" else [""]
        now = " ".join(fields[11:13])  # time in the program and in the system
        if now != before:
            before, since = now, time.monotonic()
        time.sleep(0.05)


def _take_terminal() -> None:
    import fcntl
    import termios

    fcntl.ioctl(0, termios.TIOCSCTTY, 0)


def _take_terminal_without_interrupts() -> None:
    _take_terminal()
    signal.signal(signal.SIGINT, signal.SIG_IGN)


def _read_until(descriptor: int, wanted: bytes, seconds: float = 120) -> bytes:
    """What comes from ``descriptor`` up to ``wanted``; a side that stays silent fails the test when the time is over."""
    seen = b""
    until = time.monotonic() + seconds
    while wanted not in seen and (left := until - time.monotonic()) > 0:
        if not select.select([descriptor], [], [], left)[0]:
            break
        try:
            piece = os.read(descriptor, 4096)
        except OSError:  # what Linux says when the other side has closed
            break
        if not piece:
            break
        seen += piece
    assert wanted in seen, seen
    return seen


@no_pty
def test_waiting_for_a_side_that_says_nothing_has_an_end() -> None:
    ours, theirs = os.openpty()
    try:
        with pytest.raises(AssertionError):
            _read_until(ours, b"> ", seconds=0.2)
    finally:
        os.close(ours)
        os.close(theirs)
