"""The assistant on documents of other people: taken in, indexed and asked about as anybody would, in a home of their own.

The documents that come with the package stay among them: the assistant does not run without. What was done is kept in the folder that is
named, so that a run that was broken off goes on where it stopped: the home with documents, index and vectors, ``answers.jsonl`` with each
answer as it comes, ``run.json`` with what the answers rest on. Answers of other code or other documents are asked for anew.
"""

from __future__ import annotations

import hashlib
import json
import time
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from corpus import Corpus, Skipped, ingest_files, load_corpus
from evals.benchmarks.document_scores import DocumentFigures, Judged, figures, judge
from evals.benchmarks.document_set import DocumentQuestion, DocumentSet
from evals.benchmarks.ranking import Say, in_steps
from evals.provenance import code_digest
from evals.responses import Response, keeping, kept_responses
from evals.systems import TODAY, System, day_of_question

if TYPE_CHECKING:
    from assistant import Settings

RUN, TAKEN, ANSWERS, REPORT = "run.json", "documents.json", "answers.jsonl", "report.json"


@dataclass(frozen=True)
class TakenIn:
    """What became of the documents: by file name the id of each that was read, the reason of each that was not, and the seconds."""

    fingerprint: str
    ids: Mapping[str, str]
    failed: Mapping[str, str]
    seconds: float


@dataclass(frozen=True)
class DocumentReport:
    """All that was measured on one set."""

    name: str
    taken: TakenIn
    passages: int
    index_seconds: float | None
    """None where the index stood from before."""
    figures: Mapping[str, DocumentFigures]
    judged: tuple[Judged, ...]

    def to_dict(self) -> dict[str, Any]:
        """As plain JSON types."""
        return asdict(self)


def measure_documents(asked: DocumentSet, out: Path, *, workers: int = 2, say: Say) -> DocumentReport:
    """Take in the documents of ``asked`` under ``out``, ask its questions, ``workers`` at a time, and judge the answers; the report is
    also written to ``out``.

    Raises:
        CorpusError, RetrievalError, ModelError, SettingsError: the documents cannot be kept or indexed, or the assistant cannot be opened.
        ValueError: what is kept in ``out`` cannot be read.
        OSError: ``out`` cannot be written.
    """
    from assistant import Assistant, Settings

    out.mkdir(parents=True, exist_ok=True)
    settings = Settings(home=out / "home", chroma_url=None, record=False)
    taken = take_in(asked, settings, out, say)
    passages, seconds = _index(settings, say)
    assistant = Assistant.open(settings, today=day_of_question)
    responses = ask_documents(assistant, asked.questions, out, _state(assistant.corpus), workers=workers, say=say)
    judged = tuple(judge(q, responses[q.id], taken.ids.get(q.document), assistant.corpus) for q in asked.questions)
    report = DocumentReport(asked.name, taken, passages, seconds, figures(judged), judged)
    (out / REPORT).write_text(json.dumps(report.to_dict(), ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    return report


def take_in(asked: DocumentSet, settings: Settings, out: Path, say: Say) -> TakenIn:
    """Take the documents in, unless they are in already. Two files that are one document to the assistant have one id.

    Raises:
        CorpusError: they cannot be kept.
    """
    fingerprint = asked.fingerprint()
    if (out / TAKEN).is_file():
        before = TakenIn(**json.loads((out / TAKEN).read_text(encoding="utf-8")))
        if before.fingerprint == fingerprint and set(before.ids.values()) <= set(load_corpus(settings.documents_dir).ids()):
            return before
    say("taking the documents in …")
    started, ids, failed = time.perf_counter(), dict[str, str](), dict[str, str]()
    for result in ingest_files([asked.documents], settings.documents_dir):
        name = result.path.relative_to(asked.documents).as_posix()
        if isinstance(result, Skipped):
            failed[name] = result.reason
        else:
            ids[name] = result.id
    taken = TakenIn(fingerprint, ids, failed, time.perf_counter() - started)
    (out / TAKEN).write_text(json.dumps(asdict(taken), ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    return taken


def _index(settings: Settings, say: Say) -> tuple[int, float | None]:
    """Passages, and the seconds that it took to index them; None where they were indexed already."""
    from assistant import RetrievalError, build_index, open_index

    corpus = load_corpus(settings.documents_dir)
    try:
        return len(open_index(settings, corpus, build=False).chunks), None
    except RetrievalError:
        started = time.perf_counter()
        made = build_index(settings, corpus, in_steps(say))
        return made.chunks, time.perf_counter() - started


def ask_documents(
    system: System, questions: Sequence[DocumentQuestion], out: Path, state: Mapping[str, str], *, workers: int, say: Say
) -> dict[str, Response]:
    """The response to each question by its id: those that ``out`` keeps from before, as far as they rest on the same ``state`` and were
    given to the same words, and the others as they come, each kept at once.

    Raises:
        ValueError: what is kept cannot be read.
    """
    path = out / ANSWERS
    kept = _kept(out, state, say)
    responses = {q.id: kept[q.id] for q in questions if q.id in kept and kept[q.id].asked == _asked(q)}
    left = [q for q in questions if q.id not in responses]
    say(f"asking {len(left)} questions" + (f", {len(responses)} are answered from before" if responses else ""))
    with ThreadPoolExecutor(workers, thread_name_prefix="ask-documents") as pool:
        try:
            responses |= {r.id: r for r in keeping(pool.map(lambda q: _ask(system, q), left), path)}
        finally:
            pool.shutdown(wait=True, cancel_futures=True)
    return responses


def _kept(out: Path, state: Mapping[str, str], say: Say) -> dict[str, Response]:
    path, record = out / ANSWERS, out / RUN
    before = json.loads(record.read_text(encoding="utf-8")) if record.is_file() else None
    if before is not None and before != state and path.is_file():
        changed = ", ".join(name for name, value in state.items() if before.get(name) != value)
        say(f"changed since the answers were given: {changed}; all questions are asked anew")
        path.unlink()
    record.write_text(json.dumps(dict(state), indent=1) + "\n", encoding="utf-8")
    return {r.id: r for r in kept_responses(path)}


def _state(corpus: Corpus) -> dict[str, str]:
    """What an answer rests on."""
    told = json.dumps(sorted(corpus.fingerprint().items()))
    return {"code": code_digest(("corpus", "prompts", "assistant")), "documents": hashlib.sha256(told.encode()).hexdigest()[:16]}


def _asked(question: DocumentQuestion) -> str:
    return hashlib.sha256(question.question.encode()).hexdigest()[:12]


def _ask(system: System, question: DocumentQuestion) -> Response:
    """The answer as anybody gets it: the document is not named. An exception becomes a response with an error."""
    started = time.perf_counter()
    try:
        answer = system.ask(question.question, id=question.id)
        ms = answer.latency_ms or (time.perf_counter() - started) * 1000
        return Response(id=question.id, asked=_asked(question), day=TODAY, answer=answer, ms=ms)
    except Exception as error:
        ms = (time.perf_counter() - started) * 1000
        return Response(id=question.id, asked=_asked(question), day=TODAY, error=f"{type(error).__name__}: {error}"[:500], ms=ms)
