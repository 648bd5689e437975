"""A line of a batch: what is asked of the assistant, and the answer to what cannot be asked."""

from __future__ import annotations

import json
from typing import Any

from pydantic import BaseModel, ConfigDict, StrictInt, StrictStr, ValidationError

from assistant.cli.terminal import Terminal
from assistant.contract import Answer, HistoryTurn


class BatchLine(BaseModel):
    """A question with the turns before it. Fields that are not named here are left to whoever wrote them."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    id: StrictStr | StrictInt | None = None
    question: str
    history: tuple[HistoryTurn, ...] = ()


def read_line(line: bytes, terminal: Terminal) -> BatchLine | Answer:
    """The question of ``line``, or an answer with status ``error`` that says why there is none."""
    try:
        return BatchLine.model_validate_json(line)
    except ValidationError as error:
        first = error.errors()[0]
        where = ".".join(str(part) for part in first["loc"])
        why = f"{where}: {first['msg']}" if where else first["msg"]
        said = line.decode("utf-8", "replace")[:200].strip()
        sentence = terminal.say("batch.invalid", why=why)
        return Answer(
            id=_readable_id(line), question=said, standalone_question=said, status="error", reason="invalid_input", answer=sentence
        )


def _readable_id(line: bytes) -> str | None:
    try:
        raw: Any = json.loads(line)
    except (ValueError, RecursionError):
        return None
    name = raw.get("id") if isinstance(raw, dict) else None
    return str(name) if isinstance(name, str | int) else None
