"""``assistant eligibility --batch``: a file of profiles in, a file of reports out, line by line."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pydantic import BaseModel, ConfigDict, StrictInt, StrictStr, ValidationError

from assistant.cli.eligibility import PIPE, misused
from assistant.cli.terminal import Terminal

if TYPE_CHECKING:
    from corpus import Corpus


class ProfileLine(BaseModel):
    """A profile, or a text that is read for one, or both. Fields that are not named here are left to whoever wrote them."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    id: StrictStr | StrictInt | None = None
    profile: dict[str, Any] = {}
    text: StrictStr = ""


def run_batch(terminal: Terminal, corpus: Corpus, source: str, target: str, document: str | None = None) -> None:
    """Check every line of ``source``; ``target`` gets a report for each, or an object with ``error``, in the same order."""
    if PIPE not in (source, target) and Path(source).resolve() == Path(target).resolve():
        misused(terminal, terminal.say("eligibility.same_file", path=source))
    found = list(_reports(terminal, corpus, _lines(terminal, source), document))
    content = b"".join(json.dumps(row, ensure_ascii=False).encode() + b"\n" for row in found)
    try:
        if target == PIPE:
            sys.stdout.buffer.write(content)
        else:
            Path(target).write_bytes(content)
    except BrokenPipeError:
        raise
    except OSError as error:
        misused(terminal, terminal.say("eligibility.unwritable", path=target, why=error.strerror))
    terminal.err(terminal.say("eligibility.summary", count=len(found), errors=sum("error" in row for row in found)))


def _reports(terminal: Terminal, corpus: Corpus, lines: list[bytes], document: str | None) -> Iterator[dict[str, Any]]:
    from assistant.eligibility.profile import Profile, ProfileError
    from assistant.eligibility.requests import check, read_profile

    check(corpus, Profile(), document)
    for line in lines:
        try:
            asked = ProfileLine.model_validate_json(line)
        except ValidationError as error:
            first = error.errors()[0]
            where = ".".join(str(part) for part in first["loc"])
            why = f"{where}: {first['msg']}" if where else first["msg"]
            yield {"id": _readable_id(line), "error": terminal.say("eligibility.invalid", why=why)}
            continue
        try:
            checked = check(corpus, read_profile(asked.profile, asked.text), document)
        except ProfileError as error:
            yield {"id": asked.id, "error": str(error)}
            continue
        yield {"id": asked.id, **checked.report.to_dict()}


def _readable_id(line: bytes) -> str | int | None:
    try:
        raw: Any = json.loads(line)
    except (ValueError, RecursionError):
        return None
    name = raw.get("id") if isinstance(raw, dict) else None
    return name if isinstance(name, str | int) and not isinstance(name, bool) else None


def _lines(terminal: Terminal, source: str) -> list[bytes]:
    try:
        content = sys.stdin.buffer.read() if source == PIPE else Path(source).read_bytes()
    except OSError as error:
        misused(terminal, terminal.say("eligibility.unreadable", path=source, why=error.strerror))
    return [line for line in content.removeprefix(b"\xef\xbb\xbf").splitlines() if line.strip()]
