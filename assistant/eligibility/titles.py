"""Plain titles for drafted points by the model that is configured, each checked like any other sentence that a model writes."""

from __future__ import annotations

import logging
from collections.abc import Iterator, Sequence

from assistant.answering.model import Claim, Quote
from assistant.eligibility.proposals import Clause
from assistant.endpoint import ChatModel
from assistant.errors import ModelError
from assistant.generating.reply import read_reply
from assistant.settings import Settings
from assistant.verification import check_written
from corpus import load_corpus
from prompts import load_prompt

_log = logging.getLogger(__name__)
LONGEST = 30
AT_ONCE = 20
"""Clauses of one prompt."""


def written_titles(clauses: Sequence[Clause], settings: Settings) -> dict[tuple[int, int], str]:
    """Titles by the slice that they are for, of those that pass every gate against their clause; the rest keep the title that the rule
    gives. Never raises for what a model or its service does."""
    model = ChatModel(settings, settings.model, variable="ASSISTANT_MODEL", temperature=0.0)
    corpus = load_corpus(settings.documents_dir)
    found: dict[tuple[int, int], str] = {}
    for first in range(0, len(clauses), AT_ONCE):
        part = clauses[first : first + AT_ONCE]
        try:
            for clause, title in _titles(part, model):
                quote = Quote(clause.document, clause.provision, clause.start, clause.end)
                removal = check_written(Claim(title, (quote,), written=True), corpus)
                if removal is None:
                    found.setdefault((clause.start, clause.end), title)
                else:
                    _log.info("a title was not taken: gate %s, %s", removal.gate, removal.detail)
        except ModelError as error:
            _log.warning("the model wrote no titles: %s", error)
            break
    return found


def _titles(clauses: Sequence[Clause], model: ChatModel) -> Iterator[tuple[Clause, str]]:
    listed = "\n".join(f"[{n}] {clause.quote}" for n, clause in enumerate(clauses, start=1))
    reply = model.complete(load_prompt("points").render({"clauses": listed})).text
    for written in read_reply([reply]):
        title = written.text.rstrip("。.;；")
        if len(written.numbers) == 1 and 1 <= written.numbers[0] <= len(clauses) and len(title) <= LONGEST:
            yield clauses[written.numbers[0] - 1], title
