"""The days of a letter on which it matters whether a document was in force: not those of the writer's own story."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from assistant.drafting.reading import Dated, asks
from assistant.understanding import understand

if TYPE_CHECKING:
    from assistant.understanding.vocabulary import Vocabulary
    from corpus import PartialDate


def days_of_the_matter(dates: Iterable[Dated], vocabulary: Vocabulary) -> tuple[PartialDate, ...]:
    """Those of ``dates`` that are the letter's own, or stand in a clause that asks or names what documents speak of: a document, a unit, an
    award or another instrument. When a firm was founded is none of them."""
    return tuple({d.date.text: d.date for d in dates if not d.clause or asks(d.clause) or _names(d.clause, vocabulary)}.values())


def _names(clause: str, vocabulary: Vocabulary) -> bool:
    u = understand(clause, vocabulary, max_chars=len(clause) + 1)
    return bool(u.documents or u.refs or u.instruments or u.document_facts)
