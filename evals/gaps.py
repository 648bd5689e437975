"""What people asked and were not well served with, read from the store and grouped by likeness: where the next gold questions are."""

from __future__ import annotations

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray

from assistant import Exchange, Store, conceal
from corpus import Corpus
from evals.proposals import propose

CUT = 0.08
"""Groups of questions are one gap while they are at most so far apart, in cosine distance averaged over all pairs.

Measured with the built-in model on 46 questions, 14 matters in 3 to 5 wordings each (tests/evals/paraphrases.yaml). Cosines are 0.90
to 0.99 within a matter (median 0.94) and 0.78 to 0.95 between two (median 0.86), so no cut is free of faults. Of the pairs that are put
together 90 % belong together, of those that belong together 78 % are; at 0.07 it is 91 and 55, at 0.09 78 and 85, at 0.10 50 and 89."""
MOST = 4000
"""Different wordings that are compared, the newest; the distances of more would not fit into a small machine's memory."""

Kind = Literal["thumb_down", "declined", "no_evidence", "removed"]
Embed = Callable[[str], NDArray[np.float32]]


@dataclass(frozen=True)
class Gap:
    """One matter that was asked ``count`` times in ``sessions`` conversations.

    ``question`` is the wording nearest to all others, ``kinds`` says how often it was a gap in which way (one exchange may be one in
    several), ``proposal`` is a gold question to be edited, made from ``exchanges`` of the store.
    """

    question: str
    count: int
    sessions: int
    first: dt.datetime
    last: dt.datetime
    kinds: dict[Kind, int]
    reasons: dict[str, int]
    comments: tuple[str, ...]
    questions: tuple[str, ...]
    proposal: dict[str, Any]
    exchanges: tuple[str, ...] = ()

    def to_dict(self) -> dict[str, Any]:
        """As plain JSON types."""
        return {**vars(self), "first": self.first.isoformat(), "last": self.last.isoformat()}


def kinds_of(exchange: Exchange) -> tuple[Kind, ...]:
    """In which ways an exchange is a gap: thumbs down; declined; answered without a citation that supports it; claims taken out. None for
    an error, whose place is the log."""
    answer = exchange.answer
    if answer.status == "error":
        return ()
    supported = any(citation.role == "support" for citation in answer.citations)
    held: dict[Kind, bool] = {
        "thumb_down": any(word.vote == "down" for word in exchange.feedback),
        "declined": answer.status == "declined",
        "no_evidence": answer.status in ("answered", "partial") and not supported,
        "removed": answer.verification.removed > 0,
    }
    return tuple(kind for kind, holds in held.items() if holds)


def find_gaps(store: Store, corpus: Corpus, embed: Embed, since: dt.datetime | None = None) -> list[Gap]:
    """The gaps among the exchanges of ``store`` at or after ``since``; those with most thumbs down first, then those asked most.

    ``embed`` gives the unit vector of a question (``assistant.index.embed_query``); ``corpus`` is what proposals are held against.

    Raises:
        StoreError, ModelError: the store or the embedding model fails.
    """
    asked: dict[str, list[Exchange]] = defaultdict(list)
    for exchange in store.exchanges(since):
        if (wording := _wording(exchange)) and kinds_of(exchange):
            asked[wording].append(exchange)
    newest = sorted(asked, key=lambda wording: asked[wording][-1].at)[-MOST:]
    vectors = np.array([embed(wording) for wording in newest])
    gaps = [_gap([newest[row] for row in rows], vectors[rows], asked, corpus) for rows in group(vectors)]
    return sorted(gaps, key=lambda gap: (-gap.kinds.get("thumb_down", 0), -gap.count, gap.first))


def group(vectors: NDArray[np.float32], cut: float = CUT) -> list[list[int]]:
    """The rows of unit vectors (n × d) in groups: average linkage on cosine distance (UPGMA, Sokal and Michener 1958), cut at ``cut``."""
    if len(vectors) < 2:
        return [[row] for row in range(len(vectors))]
    from scipy.cluster.hierarchy import fcluster, linkage
    from scipy.spatial.distance import pdist

    # Rounding may leave a distance a little below zero, which linkage refuses.
    distances = np.maximum(pdist(vectors, "cosine"), 0.0)
    labels = fcluster(linkage(distances, "average"), cut, "distance")
    groups: dict[int, list[int]] = defaultdict(list)
    for row, label in enumerate(labels):
        groups[int(label)].append(row)
    return list(groups.values())


def _wording(exchange: Exchange) -> str:
    """What was asked, concealed: a store may be older than what is concealed today."""
    return " ".join(conceal(exchange.answer.standalone_question or exchange.answer.question).text.split())


def _gap(wordings: Sequence[str], vectors: NDArray[np.float32], asked: dict[str, list[Exchange]], corpus: Corpus) -> Gap:
    exchanges = sorted((e for wording in wordings for e in asked[wording]), key=lambda e: e.at)
    # The medoid: asked often weighs as often.
    weights = np.array([len(asked[wording]) for wording in wordings])
    medoid = wordings[int(np.argmax(vectors @ (weights @ vectors)))]
    downs = [word for e in exchanges for word in e.feedback if word.vote == "down"]
    kinds = _counted(kind for e in exchanges for kind in kinds_of(e))
    reasons = _counted(word.why for word in downs if word.why)
    comments = tuple(dict.fromkeys(conceal(word.comment).text for e in exchanges for word in e.feedback if word.comment))
    first, last = exchanges[0].at, exchanges[-1].at
    note = f"asked {len(exchanges)} times, {first:%Y-%m-%d} to {last:%Y-%m-%d}: {told(kinds)}"
    if reasons:
        note += f"; reasons: {told(reasons)}"
    if comments:
        note += "; " + " ".join(f"“{comment}”" for comment in comments)
    return Gap(
        question=medoid,
        count=len(exchanges),
        sessions=len({e.session for e in exchanges}),
        first=first,
        last=last,
        kinds=kinds,
        reasons=reasons,
        comments=comments,
        questions=tuple(sorted(wordings, key=lambda wording: (-len(asked[wording]), wording))),
        proposal=propose(medoid, asked[medoid][-1].answer, note, corpus),
        exchanges=tuple(exchange.id for exchange in asked[medoid]),
    )


def _counted(names: Iterable[Any]) -> dict[Any, int]:
    return dict(Counter(names).most_common())


def told(counts: dict[Any, int]) -> str:
    """``declined 3, thumb down 1``."""
    return ", ".join(f"{str(name).replace('_', ' ')} {count}" for name, count in counts.items())


def as_text(gaps: Sequence[Gap]) -> str:
    """The gaps for people to read."""
    lines = []
    for gap in gaps:
        why = told(gap.kinds) + (f" ({told(gap.reasons)})" if gap.reasons else "")
        lines.append(f"{gap.count} × in {gap.sessions} conversations, {gap.first:%Y-%m-%d} to {gap.last:%Y-%m-%d}: {why}")
        lines += [f"    {gap.question}", *(f"    also: {other}" for other in gap.questions if other != gap.question)]
        lines += [f"    “{comment}”" for comment in gap.comments]
    return "\n".join([*lines, f"{sum(gap.count for gap in gaps)} exchanges in {len(gaps)} gaps"])
