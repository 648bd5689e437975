"""What every interface does with a request: document and profile in, assessment or report out. Nothing but the parsed text is needed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from assistant.eligibility.assessment import Assessment, assess
from assistant.eligibility.profile import Profile, ProfileError
from assistant.eligibility.report import EligibilityReport, report, unmodelled
from assistant.eligibility.table import PointTable, point_table
from assistant.messages import Language, text
from corpus import Corpus, Document
from corpus.points import Attribute, load_attributes

LONGEST = 4000
"""Characters of free text that are read for facts."""


class UnknownDocumentError(ValueError):
    """No document has the id that was asked for. ``id`` is what was asked for, ``known`` what there is."""

    def __init__(self, id: str, known: tuple[str, ...]) -> None:
        self.id, self.known = id, known
        super().__init__(self.said("en"))

    def said(self, language: Language) -> str:
        """The sentence for whoever asked."""
        return text("eligibility.unknown_document", language, id=self.id, known=", ".join(self.known))


@dataclass(frozen=True)
class Check:
    """A profile held against one document; ``table`` is None where nobody has written down its points."""

    document: Document
    table: PointTable | None
    profile: Profile

    @cached_property
    def assessment(self) -> Assessment | None:
        """The verdicts; None where there are no points."""
        return assess(self.profile, self.table) if self.table is not None else None

    @property
    def report(self) -> EligibilityReport:
        """As it leaves."""
        return report(self.assessment) if self.assessment is not None else unmodelled(self.document, self.profile)


def check(corpus: Corpus, profile: Profile, document: str | None = None) -> Check:
    """``profile`` held against ``document``, the policy by default.

    Raises:
        UnknownDocumentError: no document has that id.
        CorpusError: its points are broken.
    """
    held = corpus.policies[0] if document is None else corpus.document(document)
    if held is None or held.record.kind == "note":
        raise UnknownDocumentError(document or "", tuple(d.id for d in corpus.documents if d.record.kind != "note"))
    return Check(held, point_table(held), profile)


def read_profile(stated: Mapping[str, Any] | None = None, said: str = "") -> Profile:
    """What is ``stated`` attribute by attribute, and what is read from the words that were ``said``; what is stated counts first.

    Raises:
        ProfileError: an attribute, a value or a shape that the catalogue does not know, or a text that is too long.
    """
    profile = Profile.from_json(stated or {})
    if not said.strip():
        return profile
    if len(said) > LONGEST:
        raise ProfileError(f"The text has {len(said)} characters; at most {LONGEST} are read.")
    from assistant.eligibility.reading import read_facts

    return Profile().with_facts(read_facts(said)).with_facts(profile.facts)


def profile_schema(*, brief: bool = False) -> dict[str, Any]:
    """The JSON schema of a profile, with every attribute and value of the catalogue; ``brief`` for a language model to read, where each
    value is named once and less is allowed than is taken."""
    attributes = load_attributes()
    return {
        "type": "object",
        "title": "Profile",
        "description": "What is known, attribute by attribute; leave out what is not. A value, a list of values that are so, or "
        '{"yes": […], "no": […]}; "none" where no value of an attribute is so.',
        "properties": {a.id: _brief_schema(a) if brief else _attribute_schema(a) for a in attributes},
        "additionalProperties": False,
    }


def _attribute_schema(a: Attribute) -> dict[str, Any]:
    values = {"type": "string", "enum": [v.id for v in a.values]}
    several = {"type": "array", "items": values}
    stated = {"type": "object", "properties": {"yes": several, "no": several}, "additionalProperties": False}
    single = values if a.kind == "one" else {"type": "string", "enum": [*values["enum"], "none"]}
    named = "; ".join(f"{v.id} {v.name_zh} {v.name_en}" for v in a.values)
    return {"description": f"{a.question_en} {a.question_zh} Values: {named}", "anyOf": [single, several, stated]}


def _brief_schema(a: Attribute) -> dict[str, Any]:
    several = {"type": "array", "items": {"type": "string"}}
    stated = {"type": "object", "properties": {"yes": several, "no": several}, "additionalProperties": False}
    usual = {"type": "string"} if a.kind == "one" else several
    named = "; ".join(f"{v.id} {v.name_zh}" for v in a.values)
    told = "One of" if a.kind == "one" else 'Any of ("none" for none of them)'
    return {"description": f"{a.question_en} {told}: {named}", "anyOf": [usual, stated, *([{"const": "none"}] if a.kind == "many" else [])]}
