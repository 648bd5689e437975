"""Which clauses of the words cited each clause of a sentence speaks of.

For every clause of the sentence the clauses cited are ranked by how much of its content they hold (:mod:`assistant.verification.content`).
Sums over the units are kept as prefix sums, so that the cost grows with the length of the sentence times the clauses cited, however many
clauses the sentence has.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from functools import lru_cache
from itertools import accumulate

from assistant.verification.content import borne, units, weight
from assistant.verification.evidence import Evidence
from assistant.verification.forces import commitment_pairs
from assistant.verification.segments import Cited, Segment

NEAR = 0.7
"""Share of the best clause's overlap from which another clause counts as spoken of too."""
SURE = 0.5
"""Share of a clause's content from which a clause cited is its counterpart, whatever the rest of the sentence speaks of."""
_REST = 0.3
"""Weight of the other clauses of the sentence for a clause that has no sure counterpart."""


class Alignment:
    """One sentence (normal) held against the clauses of what it cites."""

    def __init__(self, text: str, source: Evidence) -> None:
        self._cited = source.cited
        spoken = units(text)
        self._starts = [u.start for u in spoken]
        documents = {c.document: [weight(u, c.document) for u in spoken] for c in self._cited}
        binding = [u.forms[0] in commitment_pairs() for u in spoken]
        held = [[w if borne(u, c.reach) else 0.0 for u, w in zip(spoken, documents[c.document], strict=True)] for c in self._cited]
        # Once with all units, once without those that only say how the text binds.
        self._whole = {d: (_sums(ws), _sums(ws, binding)) for d, ws in documents.items()}
        self._held = [(_sums(ws), _sums(ws, binding)) for ws in held]

    def counterparts(self, segment: Segment, *, binding: bool = True) -> tuple[list[Cited], float]:
        """The clauses cited that ``segment`` speaks of, the best first, and which share of its content the best holds.

        Where none is sure the rest of the sentence counts a little, so that a short predicate finds the clause of its subject. Without
        ``binding`` commitment words are no content. All clauses come back, with 0, where none has anything in common with it.
        """
        kind = 0 if binding else 1
        start, end = bisect_left(self._starts, segment.start), bisect_left(self._starts, segment.end)
        gained = [sums[kind][end] - sums[kind][start] for sums in self._held]
        top = max(range(len(gained)), key=gained.__getitem__, default=None)
        if top is None:
            return [], 0.0
        whole = self._part(self._cited[top], start, end, kind)
        if whole <= 0 or gained[top] < SURE * whole:
            ranked = [g + _REST * (sums[kind][-1] - g) for g, sums in zip(gained, self._held, strict=True)]
        else:
            ranked = gained
        best = max(ranked)
        if best <= 0:
            return list(self._cited), 0.0
        near = sorted((i for i, r in enumerate(ranked) if r >= NEAR * best), key=lambda i: -ranked[i])
        whole = self._part(self._cited[near[0]], start, end, kind)
        return [self._cited[i] for i in near], gained[near[0]] / whole if whole else 0.0

    def holding(self, segment: Segment, share: float) -> list[Cited]:
        """The clauses cited that hold at least ``share`` of the content of ``segment``."""
        start, end = bisect_left(self._starts, segment.start), bisect_left(self._starts, segment.end)
        parts = ((c, sums[0][end] - sums[0][start], self._part(c, start, end, 0)) for c, sums in zip(self._cited, self._held, strict=True))
        return [c for c, gained, whole in parts if whole > 0 and gained >= share * whole]

    def _part(self, cited: Cited, start: int, end: int, kind: int) -> float:
        sums = self._whole[cited.document][kind]
        return sums[end] - sums[start]


@lru_cache(maxsize=128)
def align(text: str, source: Evidence) -> Alignment:
    """The alignment of ``text`` (normal) with what it cites; kept for the gates that ask for it."""
    return Alignment(text, source)


def _sums(weights: Sequence[float], without: Sequence[bool] = ()) -> list[float]:
    counted = (0.0 if out else w for w, out in zip(weights, without, strict=True)) if without else weights
    return [0.0, *accumulate(counted)]
