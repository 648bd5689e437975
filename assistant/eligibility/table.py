"""The points of a document as the engine uses them: what takes which away, what decides each, where it stands."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property, lru_cache

from corpus import Document
from corpus.points import Condition, PolicyPoint, Territory, load_benefits, load_point_set, load_points


@dataclass(frozen=True, eq=False)
class PointTable:
    """The points of one document, and where it applies. One table is made of a document and shared; it equals itself alone."""

    document: Document
    points: tuple[PolicyPoint, ...]
    territory: Territory | None = None

    @cached_property
    def penalties(self) -> tuple[PolicyPoint, ...]:
        """Points that punish."""
        return tuple(p for p in self.points if p.record.nature == "penalty")

    @cached_property
    def barring(self) -> Mapping[str, tuple[PolicyPoint, ...]]:
        """The penalties that take away a point, by its id."""
        return {p.id: found for p in self.points if (found := tuple(q for q in self.penalties if p.id in q.record.bars))}

    @cached_property
    def decisive(self) -> Mapping[str, tuple[Condition, ...]]:
        """What decides a point, by its id: for whom it is; of an entitlement also what it requires, where it applies, and that no penalty
        takes it away. What others require decides nothing, since they give nothing."""
        return {p.id: tuple(self._decisive(p)) for p in self.points}

    def _decisive(self, point: PolicyPoint) -> list[Condition]:
        record = point.record
        found = [record.who] if record.who else []
        if record.nature == "entitlement":
            found += record.conditions
            if self.territory is not None:
                found.append(Condition(attribute="region", any=(self.territory.region,), quote=self.territory.quote))
            found += [Condition.model_validate({"not": _all(penalty)}) for penalty in self.barring.get(point.id, ())]
        return found

    @cached_property
    def leaves(self) -> Mapping[str, tuple[Condition, ...]]:
        """The requirements of a point that a profile can speak to, by its id."""
        return {p.id: tuple(leaf for leaf in _leaves(p) if leaf.attribute) for p in self.points}

    @cached_property
    def ranks(self) -> Mapping[str, int]:
        """How early what a point gives is shown, by its id; the smaller the earlier."""
        ranks = {b.id: b.rank for b in load_benefits()}
        return {p.id: min(ranks[what] for what in p.record.what) for p in self.points}

    @cached_property
    def places(self) -> Mapping[str, int]:
        """The number of a point in the document, by its id."""
        return {p.id: i for i, p in enumerate(self.points)}


def _all(penalty: PolicyPoint) -> Condition:
    conditions = penalty.record.conditions
    return conditions[0] if len(conditions) == 1 else Condition(all_of=conditions)


def _leaves(point: PolicyPoint) -> list[Condition]:
    return [leaf for c in (point.record.who, *point.record.conditions) if c for leaf in c.leaves()]


@lru_cache(maxsize=16)
def point_table(document: Document) -> PointTable | None:
    """The points on record for ``document``, read once; None where there are none.

    Raises:
        CorpusError: the record is broken.
    """
    points, record = load_points(document), load_point_set(document)
    return PointTable(document, points, record.territory) if points is not None and record is not None else None
