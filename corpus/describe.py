"""What a file holds, read as a document: its text, the record that goes beside it, and what its numbering gives."""

from __future__ import annotations

import hashlib
from pathlib import Path

from pydantic import BaseModel, ConfigDict

from corpus.convert import Converted, convert
from corpus.numbering import read_marker
from corpus.outline import split_lines
from corpus.parse import parse
from corpus.restore import restore
from corpus.shelf import IngestedRecord, Origin
from corpus.sources import completed
from corpus.titles import read_title

_LAW_ARTICLES = 3


class Described(BaseModel):
    """``record`` has no id yet. ``provisions`` counts the citable units, ``repairs`` the damaged places, ``anomalies`` says what is odd
    about the numbering."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    text: str
    record: IngestedRecord
    provisions: int
    repairs: int
    warnings: tuple[str, ...]


def describe(data: bytes, name: str, path: str) -> Described:
    """The document in the file ``name`` with the content ``data`` that lies at ``path``.

    Raises:
        ConversionError: it cannot be read.
    """
    converted = convert(data, name)
    text = converted.text.encode("utf-8", errors="replace").decode("utf-8")
    restored = restore(text)
    origin = Origin(
        name=name, path=path, sha256=hashlib.sha256(data).hexdigest(),
        format=converted.source_format, encoding=converted.encoding, warnings=converted.warnings,
    )  # fmt: skip
    record = _record(restored.text, converted, origin, hashlib.sha256(text.encode("utf-8")).hexdigest())
    document = parse(record, restored)
    return Described(
        text=text, record=record, provisions=len(document.provisions), repairs=len(restored.repairs),
        warnings=(*converted.warnings, *document.anomalies),
    )  # fmt: skip


def _record(text: str, converted: Converted, origin: Origin, sha256: str) -> IngestedRecord:
    lines = split_lines(text)
    place = read_title(text, lines, converted.title)
    title = "".join(text[place[0] : place[1]].split("\n")).strip() if place else converted.title or Path(origin.name).stem
    articles = sum(1 for line in lines if (marker := read_marker(line.text)) and marker.kind == "article")
    record = IngestedRecord(
        id="", title=title, kind="law" if articles >= _LAW_ARTICLES else "document", text=f"received-{sha256[:12]}.txt", sha256=sha256,
        source=origin.name, language="zh" if any("\u4e00" <= c <= "\u9fff" for c in text) else "en", origin=origin,
    )  # fmt: skip
    filled = completed(record, text, converted.title)
    assert isinstance(filled, IngestedRecord)
    return filled
