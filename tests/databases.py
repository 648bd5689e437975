"""Databases as tests need them: a PostgreSQL cluster of their own, and other processes that hold locks."""

from __future__ import annotations

import contextlib
import os
import pwd
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

BINARIES = next(iter(sorted(Path("/usr/lib/postgresql").glob("*/bin"), reverse=True)), None)
ABSENT = "left out: no PostgreSQL on this machine (install the package postgresql, and psycopg)"

HOLDER = """
import sqlite3, sys
database = sqlite3.connect(sys.argv[1], isolation_level=None, timeout=30)
database.execute("BEGIN IMMEDIATE")
print("held", flush=True)
sys.stdin.readline()
database.execute("ROLLBACK")
"""
READER = """
import sqlite3, sys
database = sqlite3.connect(sys.argv[1], isolation_level=None, timeout=30)
database.execute("BEGIN")
database.execute("SELECT count(*) FROM exchanges").fetchall()
print("held", flush=True)
sys.stdin.readline()
database.execute("ROLLBACK")
"""
TABLES = """
import sys
import psycopg
with psycopg.connect(sys.argv[1]) as connection:
    connection.execute("LOCK TABLE exchanges, conversations, feedback IN ACCESS EXCLUSIVE MODE")
    print("held", flush=True)
    sys.stdin.readline()
"""


@contextlib.contextmanager
def held(program: str, place: str) -> Iterator[None]:
    """Another process holds something of the database at ``place`` meanwhile: :data:`HOLDER`, :data:`READER` or :data:`TABLES`."""
    with subprocess.Popen([sys.executable, "-c", program, place], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as other:
        assert other.stdout is not None and other.stdin is not None
        assert other.stdout.readline() == "held\n"
        try:
            yield
        finally:
            other.stdin.write("\n")
            other.stdin.close()
            other.wait(30)


@contextlib.contextmanager
def postgresql() -> Iterator[str]:
    """The address of a cluster of the test's own, on a free port of the loopback interface. It ends with the test."""
    assert BINARIES is not None
    folder = Path(tempfile.mkdtemp(prefix="pg"))
    user = "postgres" if os.getuid() == 0 else pwd.getpwuid(os.getuid()).pw_name
    if os.getuid() == 0:
        shutil.chown(folder, user, user)
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    as_user = {"user": user, "cwd": str(folder)} if os.getuid() == 0 else {"cwd": str(folder)}
    quiet = {"check": True, "stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    data = str(folder / "data")
    subprocess.run([str(BINARIES / "initdb"), "-D", data, "-A", "trust", "-U", "me", "-N"], **as_user, **quiet)  # type: ignore[call-overload]
    options = f"-p {port} -h 127.0.0.1 -k {folder} -F"
    server = subprocess.Popen([str(BINARIES / "postgres"), "-D", data, *options.split()], **as_user, stderr=subprocess.DEVNULL)  # type: ignore[call-overload]
    try:
        for _ in range(200):
            ready = subprocess.run([str(BINARIES / "pg_isready"), "-q", "-h", "127.0.0.1", "-p", str(port)], check=False)
            if ready.returncode == 0:
                break
            time.sleep(0.1)
        yield f"postgresql://me@127.0.0.1:{port}/postgres"
    finally:
        server.terminate()
        server.wait(30)
        shutil.rmtree(folder, ignore_errors=True)
