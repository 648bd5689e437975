"""What came back for a gold question, as it is saved: the answer or the error, the trace, the time it took."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from pydantic import BaseModel, ConfigDict

from assistant import Answer, Draft


class Usage(BaseModel):
    """Tokens that a model was sent and wrote, and how often it was called, for one answer; nothing where no model was asked."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    calls: int = 0
    prompt_tokens: int = 0
    completion_tokens: int = 0


class Response(BaseModel):
    """One answer to one gold question; exactly one of ``answer``, ``draft`` and ``error`` is set."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    id: str
    """The gold question's."""
    asked: str
    """The fingerprint of what was asked: an answer to other words is not scored."""
    repeat: int = 1
    """Which of the repeats."""
    answer: Answer | None = None
    draft: Draft | None = None
    """The draft of a reply, where a letter was put."""
    error: str | None = None
    """What the system raised instead of answering; the type and the message."""
    trace: dict[str, Any] | None = None
    """What the system tells of how it came by the answer."""
    day: dt.date | None = None
    """The day on which it was asked."""
    ms: float = 0.0
    """Milliseconds from question to answer, by the wall clock."""
    usage: Usage = Usage()

    @property
    def failed(self) -> bool:
        """Whether the system gave no answer: it raised, or says itself that something is broken."""
        if self.draft is not None:
            return self.draft.failed
        return self.answer is None or self.answer.status == "error"

    def line(self) -> str:
        """The response as a line of JSON."""
        return json.dumps(self.model_dump(mode="json"), ensure_ascii=False)


def read_responses(path: Path) -> list[Response]:
    """Saved responses. A last line that was cut off by the end of the process is left out.

    Raises:
        ValueError: another line cannot be read; the message names file and line.
    """
    lines = path.read_text(encoding="utf-8").split("\n")
    responses = []
    for number, line in enumerate(lines, 1):
        if not line:
            continue
        try:
            responses.append(Response.model_validate_json(line))
        except ValueError as error:
            if number == len(lines):
                break
            raise ValueError(f"{path}:{number} is no response: {str(error).splitlines()[0]}") from error
    return responses


def kept_responses(path: Path) -> list[Response]:
    """The answers that a run which was broken off has kept, none of a system that failed; the file is written anew with these, without a
    line that was cut off. None where there is no file.

    Raises:
        ValueError: another line cannot be read.
    """
    kept = [response for response in read_responses(path) if not response.failed] if path.is_file() else []
    path.write_text("".join(response.line() + "\n" for response in kept), encoding="utf-8", errors="backslashreplace")
    return kept


def keeping(responses: Iterable[Response], path: Path) -> Iterator[Response]:
    """``responses`` as they come, each added to the file before it is passed on."""
    with path.open("a", encoding="utf-8", errors="backslashreplace") as file:
        for response in responses:
            file.write(response.line() + "\n")
            file.flush()
            yield response


def write_responses(responses: Iterable[Response], path: Path) -> int:
    """Write a line for each response as it comes, so that what was asked is kept whatever happens; how many there were."""
    path.parent.mkdir(parents=True, exist_ok=True)
    count = 0
    with path.open("w", encoding="utf-8", errors="backslashreplace") as file:
        for response in responses:
            file.write(response.line() + "\n")
            file.flush()
            count += 1
    return count
