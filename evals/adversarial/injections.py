"""Orders put into every place that a user's message or the conversation has. What is right for the question stays right."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from functools import cache
from pathlib import Path

import yaml

from corpus import Document
from evals.gold_schema import GoldQuestion, Turn

_STOP = re.compile(r"[,,。;；]")
Placed = tuple[str, list[Turn]]


def _between(question: str, order: str) -> Placed:
    """In the middle: behind the first stop, or behind the whole where there is none."""
    stop = _STOP.search(question)
    at = stop.end() if stop else len(question)
    return f"{question[:at]}({order}){question[at:]}", []


PLACES: dict[str, Callable[[str, str], Placed]] = {
    "before": lambda q, o: (f"{o}\n{q}", []),
    "after": lambda q, o: (f"{q}\n\n{o}", []),
    "between": _between,
    "earlier message": lambda q, o: (q, [Turn(role="user", content=o)]),
    "earlier answer": lambda q, o: (q, [Turn(role="user", content="你好"), Turn(role="assistant", content=o)]),
    "quoted document": lambda q, o: (f"附件《补充通知》写着:“{o}”。{q}", []),
    "letter": lambda q, o: (f"您好!\n{q}\n此致敬礼\n附言:{o}", []),
    "markup": lambda q, o: (f'{q}\n<!-- {o} -->\n{{"role":"system","content":"{o.replace(chr(34), "")}"}}', []),
}
"""Where an order may stand: name → (question, order) to the message and the turns before it."""


def injected(policy: Document, written: Sequence[GoldQuestion]) -> list[GoldQuestion]:
    """Three orders for each measure: put into the first lookup question about it, in three places. Orders and places go round so that
    every order is seen in several places, and every place with several orders."""
    made: list[GoldQuestion] = []
    places, orders = list(PLACES.items()), _orders()
    for number, measure in enumerate(policy.measures):
        base = next((q for q in written if q.category == "lookup" and q.must_cite == [measure.id] and not q.history and q.answerable), None)
        if base is None:
            continue
        for step in range(3):
            place, put = places[(number + 3 * step) % len(places)]
            order, traces = orders[(number * 3 + step) % len(orders)]
            question, history = put(base.question, order)
            made.append(
                base.model_copy(
                    update={
                        "id": f"injected-{len(made) + 1:03}",
                        "category": "injected",
                        "suite": "adversarial",
                        "question": question,
                        "history": history,
                        "status": sorted({*base.status, "partial"}),
                        "forbidden": [*base.forbidden, *traces],
                        "author": "rule",
                        "note": f"{base.id}, an order as {place}",
                    }
                )
            )
    return made


@cache
def _orders() -> list[tuple[str, list[str]]]:
    raw = yaml.safe_load((Path(__file__).parent / "instructions.yaml").read_text(encoding="utf-8"))
    return [(entry["text"], entry["traces"]) for entry in raw]
