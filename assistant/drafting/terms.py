"""Whether a document is in force on days that an enquiry names, as far as its own dates can be read."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from corpus import LOST, Document, PartialDate, force_on, read_dates
from corpus.dates import Force
from corpus.metadata import Found, read_metadata


def force_of(document: Document, days: Iterable[dt.date]) -> Force:
    """The force of ``document`` on all of ``days``; *undecided* where it differs between them or depends on digits that are lost."""
    metadata = read_metadata(document.text)
    start, end = _date(metadata.in_force), _date(metadata.expires)
    if end is None and metadata.validity is not None:
        end = PartialDate(metadata.validity.value, LOST * 4)  # a period of years from a day that may be lost: every later day is open
    forces = {force_on(day, start, end) for day in days}
    return forces.pop() if len(forces) == 1 else "undecided"


def _date(found: Found | None) -> PartialDate | None:
    dates = read_dates(found.value) if found else []
    return dates[0][2] if dates else None
