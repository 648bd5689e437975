"""Why an answer is what it is, for staff: what was understood, found, judged, answered, removed. End users never see it."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from assistant.pipeline import Turn

_SHOWN = 10


def explain(turn: Turn) -> dict[str, Any]:
    """The trace of a finished turn as plain JSON types.

    ``understood``, ``found`` (ranks and scores), ``ranking`` (ids of the provisions found of the document asked about, best first; None
    where nothing was searched), ``model`` and ``usage`` (what a model had to do with it), ``scope``,
    ``answerer``, ``claims`` and ``removed``
    (with the gate that each failed).
    """
    draft = turn.draft
    asked = turn.context.document.id
    return {
        "understood": {k: v for k, v in asdict(turn.u).items() if v not in (None, "", (), [])},
        "found": _found(turn),
        "ranking": [f.provision.id for f in turn.found.provisions if f.document.id == asked] if turn.found else None,
        "scope": asdict(turn.scope) if turn.scope else None,
        "answerer": {"mode": draft.mode, "status": draft.status, "reason": draft.reason} if draft else None,
        "claims": [_claim(c) for c in draft.claims] if draft else [],
        "model": _model(turn),
        "usage": _usage(turn),
        "removed": [{"gate": r.gate, "detail": r.detail, "claim": r.claim.text} for r in turn.removed],
    }


def _usage(turn: Turn) -> dict[str, int]:
    w = turn.written
    return {"calls": w.calls, "prompt_tokens": w.prompt_tokens, "completion_tokens": w.completion_tokens} if w else {}


def _model(turn: Turn) -> dict[str, Any] | None:
    """Which model wrote, by which wording of the prompt, and why it failed if it did."""
    w = turn.written
    if w is None:
        return None
    named = turn.draft.model if turn.draft else None
    return {"model": named, "prompt": w.prompt, "version": w.version, "sha256": w.sha256, "failure": w.failure}


def _found(turn: Turn) -> dict[str, Any] | None:
    if turn.found is None:
        return None
    passages = [
        {
            "rank": p.rank,
            "id": p.chunk.id,
            "score": round(p.score, 3),
            "cosine": round(p.cosine, 3),
            "bm25": round(p.lexical, 2),
            "text": p.chunk.searched,
        }
        for p in turn.found.passages[:_SHOWN]
    ]
    provisions = [
        {
            "label": f.provision.label,
            "document": f.document.id,
            "score": round(f.score, 3),
            "cosine": round(f.cosine, 3),
            "coverage": round(f.coverage, 2),
            "subject": round(f.subject_coverage, 2),
            "best_sentence": f.sentences[0].sentence.text if f.sentences else "",
        }
        for f in (*turn.found.provisions[:_SHOWN], *turn.found.notes[:3])
    ]
    return {"passages": passages, "provisions": provisions}


def _claim(claim: Any) -> dict[str, Any]:
    quotes = [f"{q.document.id}:{q.provision.id}[{q.start}:{q.end}]{' signpost' if q.signpost else ''}" for q in claim.quotes]
    return {"style": claim.style, "text": claim.text, "quotes": quotes}
