"""Every question in every carrier, asked once: some twenty minutes, and broken off and begun again it goes on."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from pathlib import Path

from evals.gold_schema import GoldQuestion
from evals.provenance import trace_back
from evals.responses import Response, keeping, kept_responses
from evals.runner import Progress, ask_all
from evals.scores import Scored, score_responses
from evals.suites import asked_fingerprint
from evals.systems import Opened

RESPONSES, STATE = "responses.jsonl", "state.json"


def ask_whole(opened: Opened, questions: list[GoldQuestion], folder: Path, *, workers: int = 2, progress: Progress | None = None) -> Scored:
    """Ask ``questions`` (bare and carried) and score them; what ``folder`` holds of the same assistant is not asked again.

    Raises:
        ValueError: the folder holds answers of another code, corpus or setting.
    """
    folder.mkdir(parents=True, exist_ok=True)
    state, path = folder / STATE, folder / RESPONSES
    of = trace_back([], opened.corpus, opened.settings)
    now = hashlib.sha256(json.dumps([of.code, of.corpus, of.prompts, of.settings], default=str).encode()).hexdigest()
    if state.exists() and json.loads(state.read_text(encoding="utf-8"))["of"] != now:
        raise ValueError(f"{folder} holds the answers of another state of the code, the corpus or the settings: choose another folder")
    state.write_text(json.dumps({"of": now}), encoding="utf-8")
    kept = kept_responses(path)
    done = {(r.id, r.asked) for r in kept}
    left = [q for q in questions if (q.id, asked_fingerprint(q)) not in done]
    return score_responses(questions, [*kept, *keeping(_asked(opened, left, workers, progress), path)], opened.corpus)


def _asked(opened: Opened, questions: list[GoldQuestion], workers: int, progress: Progress | None) -> Iterator[Response]:
    for response in ask_all(opened.system, questions, workers=workers, progress=progress):
        yield response.model_copy(update={"trace": None})  # ten times as much as the answer
