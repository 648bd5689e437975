"""Records: what is known about documents besides their text. Written in YAML, read strictly.

``corpus/records/`` holds ``documents/*.yaml``, ``instruments.yaml``, ``departments.yaml``, ``lexicon.yaml``, ``commitments.yaml``,
``beneficiaries.yaml``, ``supports.yaml``, ``measures/*.yaml`` and ``repairs/*.yaml``. A key that no schema knows, a wrong type or a
duplicate is a :class:`CorpusError` naming file and field.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any, Literal, TypeVar

from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

RECORDS = Path(__file__).parent / "records"
TEXTS = Path(__file__).parent / "texts"


class CorpusError(Exception):
    """A record or a text of the corpus is broken. The message names the file, the field and what to do."""


class _Record(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


EnglishSource = Literal["official", "standard", "ours"]
"""Where an English name comes from: the body's or treaty's *official* own, the *standard* English term, or a translation of *ours*."""


class DocumentRecord(_Record):
    """What is known about one document. Fields that the text itself states are read from the text and filled in when absent.

    ``kind`` *policy* makes its running (一) numbers *measures*; ``sha256`` is that of the text as received (bytes). ``dates`` values are
    written as they can be read, ``□`` for a lost digit (``2023年□月□9日``); the keys are issued, in_force, expires, repealed.
    """

    id: str
    title: str
    title_en: str | None = None
    title_en_source: EnglishSource = "ours"
    kind: Literal["policy", "law", "document", "note"] = "document"
    issuer: str | None = None
    document_number: str | None = None
    dates: dict[Literal["issued", "in_force", "expires", "repealed"], str] = {}
    status: str | None = None
    supersedes: tuple[str, ...] = ()
    superseded_by: str | None = None
    text: str | None = None
    """File name in ``corpus/texts`` (or beside the record of an ingested document)."""
    sha256: str | None = None
    source: str | None = None
    """Where the copy came from."""
    language: str = "zh"


class Fact(_Record):
    """One background statement with its provenance. ``confidence``: *seen* at ``source``, or *known* as general knowledge."""

    text: str
    confidence: Literal["seen", "known"]
    source: str | None = None
    note: str | None = None


class Instrument(_Record):
    """A treaty, award, programme, institution … that a policy names, with background facts. Never the policy's own words."""

    id: str
    name: str
    name_en: str | None = None
    name_en_source: EnglishSource = "ours"
    aliases: tuple[str, ...] = ()
    kind: Literal["regulation", "outline", "award", "programme", "institution", "treaty", "concept", "event"]
    named_in: tuple[int, ...] = ()
    facts: tuple[Fact, ...]

    @model_validator(mode="after")
    def _seen_has_a_source(self) -> Instrument:
        for fact in self.facts:
            if fact.confidence == "seen" and not fact.source:
                raise ValueError(f"fact marked as seen has no source: {fact.text}")
        return self


class Department(_Record):
    """A body in charge: canonical name as official texts write it, other ways people write it, English name.

    ``weak_aliases`` are everyday words (法院, 海关, 财政) that mean the body only in a question about who is responsible. ``lookalikes``
    are longer names that contain the name or an alias but are another body (国家知识产权局): where one stands, no alias inside it counts.
    """

    name: str
    name_en: str
    name_en_source: EnglishSource = "ours"
    aliases: tuple[str, ...] = ()
    weak_aliases: tuple[str, ...] = ()
    lookalikes: tuple[str, ...] = ()


class Commitment(_Record):
    """A word by which a text binds itself, and how much it binds. ``strength`` 5 (given) … 1 (general direction).

    The longest word that stands at a place counts. ``unless_in`` are longer words in which it is a noun and binds nothing (支持力度).
    """

    word: str
    strength: int = Field(ge=1, le=5)
    kind: Literal["grant", "priority", "duty", "support", "encourage", "explore", "promote", "penalty", "permit"]
    gloss_zh: str
    gloss_en: str
    unless_in: tuple[str, ...] = ()


class LexiconEntry(_Record):
    """Everyday words and the policy's words for the same thing. ``say`` any of these, ``means`` these words of official texts."""

    say: tuple[str, ...] = Field(min_length=1)
    means: tuple[str, ...] = Field(min_length=1)


class WordKind(_Record):
    """A kind of thing that texts name by several words: ``words`` stand in a text, ``say`` are further words by which people ask for it.

    ``unless_in`` are longer words in which one of ``words`` means something else; ``broader`` are words that may include the kind.
    """

    id: str
    name_zh: str
    name_en: str
    say: tuple[str, ...] = ()
    words: tuple[str, ...] = Field(min_length=1)
    broader: tuple[str, ...] = ()
    unless_in: tuple[str, ...] = ()


class Beneficiary(WordKind):
    """A kind of people or bodies that a measure may serve."""


class Support(WordKind):
    """A kind of support that a measure may grant; ``money`` when money is handed over."""

    money: bool = False


class ProvisionGloss(_Record):
    """One provision in plain words: what it says, with the same force and no figure that the text does not show.

    ``provision`` is the provision's id in its document (``"6"``, ``"part-2"``). Ours, never the document's own words.
    """

    provision: str
    title_en: str
    gist_en: str
    gist_zh: str


class GlossSet(_Record):
    """The glosses of one document, written from the copy whose bytes have ``text_sha256``; ``source`` says that they are ours."""

    document: str
    text_sha256: str
    source: Literal["ours"]
    provisions: tuple[ProvisionGloss, ...]


class RepairRecord(_Record):
    """What is concluded about one damaged place of one text. ``before`` stands in ``context`` once; ``inferred`` lists the characters
    of ``after`` that were concluded from the sentence."""

    rule: str
    damage_class: Literal["A", "B", "C", "D", "E"]
    context: str
    before: str
    after: str
    confidence: Literal["certain", "inferred", "lost"]
    evidence: str
    inferred: str = ""

    @model_validator(mode="after")
    def _before_stands_once(self) -> RepairRecord:
        if self.context.count(self.before) != 1:
            raise ValueError(f"{self.before!r} must stand exactly once in the context {self.context!r}")
        return self


R = TypeVar("R", bound=BaseModel)


def read_yaml(path: Path) -> Any:
    """The parsed YAML of ``path``.

    Raises:
        CorpusError: the file is missing or is not valid YAML.
    """
    import yaml

    try:
        with path.open(encoding="utf-8") as handle:
            # The C loader of the same safe kind is ten times faster where it was built.
            return yaml.load(handle, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))  # noqa: S506
    except FileNotFoundError as error:
        raise CorpusError(f"{path}: the record is missing") from error
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        raise CorpusError(f"{path}: not valid YAML: {error}") from error


def load_record(path: Path, schema: type[R]) -> R:
    """One record from a YAML mapping. Raises :class:`CorpusError` naming file and field."""
    return _validate(path, "", read_yaml(path), schema)


def load_records(path: Path, schema: type[R]) -> tuple[R, ...]:
    """All records from a YAML list. Raises :class:`CorpusError` naming file, entry and field."""
    raw = read_yaml(path)
    if not isinstance(raw, list):
        raise CorpusError(f"{path}: expected a list of records, found {type(raw).__name__}")
    return tuple(_validate(path, f"[{i}]", item, schema) for i, item in enumerate(raw))


def _validate(path: Path, where: str, raw: Any, schema: type[R]) -> R:
    try:
        return schema.model_validate(raw)
    except ValidationError as error:
        first = error.errors()[0]
        field = ".".join(str(part) for part in first["loc"]) or "(record)"
        raise CorpusError(f"{path}{where}: {field}: {first['msg']}") from error
