"""The name of the file that a letter leaves in: what it is, whom or what it is about, its day. 答复_某公司_20261130.docx"""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING
from urllib.parse import quote

from assistant.drafting.fields import FIELD
from assistant.messages import text
from corpus import read_dates

if TYPE_CHECKING:
    import datetime as dt

    from assistant.drafting.model import Draft

LONGEST = 80
"""Characters of a name with its ending."""
_ADDRESSED = re.compile(r"^(?:尊敬的|亲爱的|dear\s)?\s*(?P<name>[^:：,，。!！?？]{1,40})[:：,，]$", re.I)


def file_name(draft: Draft, ending: str, today: dt.date) -> str:
    """``KIND_WHOM_YYYYMMDD.ending``: whom a person has put into the field of the address, else the document that the letter is about, else
    neither; the day that a person has put below the letter, else ``today``. Nothing else of the enquiry stands in it."""
    kind, day = text("draft.file_name", draft.language), _day(draft) or today
    whom = _safe(_addressee(draft) or _subject(draft))
    room = LONGEST - len(f"{kind}__{day:%Y%m%d}.{ending}")
    return "_".join(part for part in (kind, whom[:room].rstrip("-. "), f"{day:%Y%m%d}") if part) + f".{ending}"


def disposition(name: str, plain: str) -> str:
    """The header *Content-Disposition* of a file to be saved as ``name`` (RFC 6266); ``plain``, in ASCII, where only that is known."""
    return f"attachment; filename=\"{plain}\"; filename*=UTF-8''{quote(name, safe='', errors='replace')}"


def _addressee(draft: Draft) -> str:
    first = next(iter(draft.sentences), None)
    found = _ADDRESSED.match(first.text.strip()) if first and first.kind == "address" and not FIELD.search(first.text) else None
    return found["name"] if found else ""


def _subject(draft: Draft) -> str:
    """How the letter calls the document that it cites; empty where it cites several or none."""
    cited = {c.document: c.document_title for n in _cited(draft) for c in draft.citations if c.n == n and c.kind != "note"}
    titles = list(cited.values())
    return titles[0].rpartition("的")[2] if len(titles) == 1 else ""


def _cited(draft: Draft) -> list[int]:
    return [n for s in draft.sentences if s.kind != "open" for n in s.citations]


def _day(draft: Draft) -> dt.date | None:
    for s in reversed(draft.sentences):
        dates = [date for _, _, date in read_dates(s.text) if len(date.candidates) == 1] if s.kind == "signature" else []
        if dates:
            return dates[0].candidates[0]
    return None


def _safe(words: str) -> str:
    """``words`` with letters and figures alone, ``-`` for whatever stood between them: no path, no header, no device and no hidden file."""
    kept = "".join(c if unicodedata.category(c)[0] in "LN" else "-" for c in unicodedata.normalize("NFC", words))
    return re.sub("-+", "-", kept).strip("-")
