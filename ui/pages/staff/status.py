"""How the service is doing: versions, documents, index, models asked just now, store, the last night of the evals."""

from __future__ import annotations

import asyncio
import json
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from starlette.responses import Response
from starlette.routing import Route

from assistant import Settings, without_secrets
from ui.backend import Backend
from ui.pages.staff.desk import Desk, Visit
from ui.pages.staff.probe import Probe
from ui.pages.staff.runs import read_runs

if TYPE_CHECKING:
    from assistant import Assistant
    from ui.wording import Language


@dataclass(frozen=True)
class Told:
    """What the page shows of one part. ``state`` is *ok*, *note* or *failed*; ``values`` fill its sentence."""

    name: str
    state: str
    key: str
    values: dict[str, Any] = field(default_factory=dict)


def routes(desk: Desk, backend: Backend, settings: Settings, probe: Probe) -> list[Route]:
    """``/staff/status``."""

    async def page(visit: Visit) -> Response:
        found = await asyncio.to_thread(look, backend, settings, desk.shell.language, probe)
        return desk.page(visit, "staff_status.html.j2", "staff_status", path="staff/status", **found)

    return [desk.route("/status", page)]


def look(backend: Backend, settings: Settings, language: Language, probe: Probe) -> dict[str, Any]:
    """Everything that the page shows. Reads files and the store; of the models what ``probe`` has seen by now."""
    from assistant.doctor import glance

    assistant = backend.opened()
    probed = probe.look(language)
    parts = [*_opening(backend), *(_engine(assistant, settings) if assistant else ())]
    runs = read_runs(settings.home)
    # One that is under way, or was broken off, says nothing yet.
    last = next((run for run in runs if run.every), runs[0] if runs else None)
    documents = [
        {
            "title": document.title,
            "id": document.id,
            "provisions": len(document.provisions),
            "damaged": len(document.restored.repairs),
            "lost": sum(bool(repair.lost) for repair in document.restored.repairs),
        }
        for document in (assistant.corpus.documents if assistant else ())
        if document.record.kind != "note"
    ]
    findings = (*(probed.findings if probed else ()), *glance(settings, language))
    troubles = sum(p.state == "failed" for p in parts) + sum(f.state == "failed" for f in findings)
    return {
        "parts": parts,
        "documents": documents,
        "findings": findings,
        "last": last,
        "troubles": troubles,
        "ago": probed and round(probed.ago),
    }


def _opening(backend: Backend) -> list[Told]:
    if backend.ready:
        return [Told("service", "ok", "ready")]
    if backend.error is not None:
        return [Told("service", "failed", "failed")]
    done, total = backend.progress or (0, 0)
    return [Told("service", "note", "progress" if total else "opening", {"done": done, "total": total})]


def _engine(assistant: Assistant, settings: Settings) -> list[Told]:
    index = assistant.index
    folder = settings.index_dir / index.generation
    values = {"generation": index.generation, "chunks": len(index.chunks), "size": _size(folder), "made": _made(folder)}
    found = [Told("index", "ok", "index", values)]
    documents = assistant.corpus.documents
    counts = {
        "documents": sum(d.record.kind != "note" for d in documents),
        "notes": sum(d.record.kind == "note" for d in documents),
        "provisions": sum(len(d.provisions) for d in documents),
        "damaged": sum(len(d.restored.repairs) for d in documents),
        "lost": sum(bool(r.lost) for d in documents for r in d.restored.repairs),
    }
    found.append(Told("corpus", "ok", "corpus", counts))
    if settings.model is None:
        return [*found, Told("model", "ok", "model_none")]
    at = without_secrets(settings.openai_base_url) if settings.openai_base_url else "–"
    away = assistant.model_is_away
    return [*found, Told("model", "failed" if away else "ok", "model_away" if away else "model", {"model": settings.model, "address": at})]


def _size(folder: Path) -> str:
    """The bytes below ``folder`` in a word; a dash where they are elsewhere."""
    try:
        count = sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())
    except OSError:
        return "–"
    return f"{count / 1024**2:.1f} MB" if count else "–"


def _made(folder: Path) -> str:
    try:
        return str(json.loads((folder / "manifest.json").read_text(encoding="utf-8"))["created"])[:19].replace("T", " ")
    except (OSError, ValueError, KeyError, TypeError):
        return "–"
