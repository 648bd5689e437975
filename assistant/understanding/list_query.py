"""The types of questions that are answered by going through the whole document: lists, counts, rankings, comparisons."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Literal

FilterKind = Literal[
    "department", "keyword", "part", "unit", "support", "benefit", "money", "commitment", "beneficiary", "figure", "bodies"
]
"""*support* is one kind of support, *money* every kind that hands over money, *benefit* support of whatever kind; *figure* a figure
of one kind (money, duration, percent), readable or not; *bodies* how many bodies are in charge (``=2``, ``>=3``)."""
Join = Literal["all", "any", "only", "first"]
Shape = Literal["units", "table", "bodies", "rank_bodies", "rank_parts", "rank_units"]


@dataclass(frozen=True, slots=True)
class Filter:
    """One condition on a unit. ``values`` are department names, keywords, ids of kinds or numbers; ``written`` is how the question says
    it.

    ``join``: a unit meets *all* values, *any* of them, *only* these and no other, or has one of them *first* in its list.
    ``exact`` is false where the question only circumscribes (关于…的措施), so that a word which stands nowhere tells nothing.
    """

    kind: FilterKind
    values: tuple[str, ...]
    written: str
    join: Join = "all"
    negated: bool = False
    exact: bool = True


@dataclass(frozen=True, slots=True)
class ListQuery:
    """All units (or bodies) that meet all ``filters``. ``descending`` orders a ranking; ``top`` asks only for its head; ``share`` asks how
    many that is of all, ``times`` keeps of a list of bodies those in charge of just so many units."""

    shape: Shape
    filters: tuple[Filter, ...] = ()
    descending: bool = True
    top: bool = False
    first: bool = False
    everywhere: bool = False
    share: bool = False
    times: int | None = None

    def without(self, dropped: Filter) -> ListQuery:
        """The same query without one of its filters."""
        return replace(self, filters=tuple(f for f in self.filters if f != dropped))


@dataclass(frozen=True, slots=True)
class Comparison:
    """Two or more things side by side: units by number, departments by name, or terms as the question writes them. ``who`` asks only who
    is in charge."""

    kind: Literal["unit", "department", "term"]
    sides: tuple[str, ...]
    who: bool = False
