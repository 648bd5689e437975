"""Gold questions proposed from what was asked: made, edited by a person, and taken into the gold once they are proved."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, get_args

from pydantic import ValidationError

from assistant import Answer
from corpus import Corpus
from evals.gold_check import check_gold
from evals.gold_schema import GOLD_DIR, POLICY, GoldQuestion, Outcome, Why, load_gold
from evals.suites import LATER

NEW = "NEW"
AUTHOR = "feedback"
MADE_FROM = "exchanges"
"""Key of a proposal in a file that no gold question has: what it was made from, and what must still be in the store when it is accepted."""
DELETED = "what it was made from was deleted from the store since; delete the line"
StillThere = Callable[[Sequence[str]], bool]
"""Whether the store still holds any of these exchanges."""


@dataclass(frozen=True)
class Accepted:
    """What became of a file of proposals. Nothing was written when there are ``problems``."""

    added: tuple[GoldQuestion, ...]
    skipped: int
    problems: tuple[str, ...]


def propose(question: str, answer: Answer, note: str, corpus: Corpus) -> dict[str, Any]:
    """A gold question as it stands in a file, from the answer that was given: **what was said, not what is right**. A person edits it.

    The category is guessed; id and facts are left open. Evidence is what the answer cites as support, as far as it stands in ``corpus``.
    """
    outcome = answer.status if answer.status in get_args(Outcome) else "answered"
    declined = outcome == "declined"
    category = "lookup" if not declined else "decline_off_topic" if answer.reason == "out_of_scope" else "decline_not_stated"
    support = [c for c in answer.citations if c.role == "support" and c.document == POLICY]
    cited = list(dict.fromkeys(c.provision for c in support))
    near = dict.fromkeys(c.provision for c in answer.citations if c.role == "signpost" and c.document == POLICY)
    return {
        "id": f"{category}-{NEW}",
        "category": category,
        "question": question,
        "history": [],
        "as_of": None,
        "answerable": outcome in ("answered", "partial"),
        "status": [outcome],
        "reason": [answer.reason] if declined and answer.reason in get_args(Why) else [],
        "verdict": [],
        "must_cite": cited,
        "may_cite": [provision for provision in near if provision not in cited],
        "must_not_cite": ["*"] if declined else [],
        "facts": [],
        "forbidden": [],
        "evidence": list(_evidence(answer, corpus)),
        "note": note,
        "author": AUTHOR,
        "reviewed": False,
    }


def _evidence(answer: Answer, corpus: Corpus) -> Iterator[dict[str, str]]:
    for c in answer.citations:
        document = corpus.document(c.document) if c.role == "support" and c.kind == "provision" else None
        provision = document.provision(c.provision) if document else None
        if provision is not None and c.quote in provision.text:
            yield {"document": c.document, "provision": c.provision, "quote": c.quote}


def write_proposals(proposals: Sequence[dict[str, Any]], path: Path) -> None:
    """A line for each proposal. Raises :class:`FileExistsError` rather than replace what somebody may have edited."""
    with path.open("x", encoding="utf-8") as file:
        file.writelines(_line(proposal) for proposal in proposals)


def accept(path: Path, corpus: Corpus, folder: Path = GOLD_DIR, *, still_there: StillThere | None = None) -> Accepted:
    """Append the proposals of ``path`` that are marked as reviewed to the gold in ``folder``, each under the next free id of its category.

    All or none: when the gold with them has any problem, or one was made from what was deleted since (``still_there`` tells), nothing is
    written.

    Raises:
        GoldError: the gold as it is cannot be read.
        OSError: a file cannot be read or written.
    """
    gold = load_gold(folder)
    others = load_gold(folder, "independent") if any((folder / "independent").glob("*.jsonl")) else []
    names = _Names(gold, others)
    added, problems, skipped = [], [], 0
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        if not line.strip():
            continue
        try:
            given = json.loads(line)
            if given.get("reviewed") is not True:
                skipped += 1
                continue
            if (made_from := given.pop(MADE_FROM, [])) and still_there is not None and not still_there(made_from):
                raise ValueError(DELETED)
            added.append(GoldQuestion.model_validate({**given, "id": names.next(given.get("category"), folder)}))
        except (ValueError, AttributeError) as error:
            problems.append(f"{path.name}:{number}: {_first(error)}")
    problems += [f"{q.id}: suite {q.suite} is not written here" for q in added if q.suite != "core"]
    problems += check_gold([*gold, *others, *added], corpus) if added and not problems else []
    if not problems:
        _append(added, folder)
    return Accepted(tuple(added), skipped, tuple(problems))


class _Names:
    """Ids that are still free."""

    def __init__(self, gold: Sequence[GoldQuestion], others: Sequence[GoldQuestion]) -> None:
        self._gold = [question.id for question in gold]
        self._used = {*self._gold, *(question.id for question in others)}

    def next(self, category: object, folder: Path) -> str:
        """The id after the highest of the category. Raises ValueError for a category that has no file."""
        if not isinstance(category, str) or not re.fullmatch("[a-z_]+", category) or not (folder / f"{category}.jsonl").is_file():
            raise ValueError(f"there is no gold of the category {category}")
        number = max((int(name.rpartition("-")[2]) for name in self._gold if name.rpartition("-")[0] == category), default=0) + 1
        while f"{category}-{number:03d}" in self._used:
            number += 1
        name = f"{category}-{number:03d}"
        self._gold.append(name)
        self._used.add(name)
        return name


def _append(questions: Sequence[GoldQuestion], folder: Path) -> None:
    for category in dict.fromkeys(question.category for question in questions):
        path = folder / f"{category}.jsonl"
        before = path.read_text(encoding="utf-8")
        lines = [_line(q.model_dump(mode="json", exclude={"suite", *LATER})) for q in questions if q.category == category]
        fresh = path.with_suffix(".new")
        fresh.write_text(before + "\n" * bool(before and not before.endswith("\n")) + "".join(lines), encoding="utf-8", newline="\n")
        fresh.replace(path)


def _line(record: dict[str, Any]) -> str:
    return json.dumps(record, ensure_ascii=False) + "\n"


def _first(error: Exception) -> str:
    if isinstance(error, ValidationError):
        found = error.errors()[0]
        return f"{'.'.join(map(str, found['loc']))}: {found['msg']}"
    return "the line is no JSON object" if isinstance(error, AttributeError) else str(error)
