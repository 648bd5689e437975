"""What is known about somebody: values of the attributes of the catalogue, each with the words that it was read from."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any, Literal

from corpus.points import Attribute, load_attributes

State = Literal["yes", "no"]
Source = Literal["form", "said", "answer"]


class ProfileError(ValueError):
    """A profile names an attribute or a value that is not in the catalogue. The message says which, and what there is."""


@dataclass(frozen=True, slots=True)
class Fact:
    """``attribute`` has, or has not, ``value``. ``words`` are those of the user that it was read from, empty for a form."""

    attribute: str
    value: str
    state: State = "yes"
    words: str = ""
    source: Source = "form"


@dataclass(frozen=True)
class Profile:
    """Facts, at most one for each value of an attribute. ``declined`` are attributes that the user does not want or know to tell.

    Of an attribute of kind *one* whatever is not stated is known not to be so as soon as something is. Two contrary facts about one value,
    or two values of an attribute of which one excludes the other, are a conflict: nothing is concluded from that attribute.
    """

    facts: tuple[Fact, ...] = ()
    declined: frozenset[str] = frozenset()

    @classmethod
    def from_json(cls, raw: Mapping[str, Any]) -> Profile:
        """A profile from ``{"organisation": "enterprise", "honours": ["cn_patent_gold"], "record": {"no": ["abnormal_filings"]}}``:
        a value, a list of values that are so, ``{"yes": […], "no": […]}``, or ``"none"`` where no value of the attribute is so.

        Raises:
            ProfileError: an attribute, a value or a shape that the catalogue does not know.
        """
        if not isinstance(raw, Mapping):
            raise ProfileError("A profile is a JSON object of attributes; see `assistant eligibility --attributes`.")
        facts: list[Fact] = []
        for name, given in raw.items():
            attribute = attribute_named(name)
            yes, no = _listed(attribute, given)
            facts += [Fact(name, _known(attribute, value), "yes") for value in yes]
            facts += [Fact(name, _known(attribute, value), "no") for value in no]
        return cls(tuple(dict.fromkeys(facts)))

    def to_json(self) -> dict[str, dict[str, list[str]]]:
        """The same as :meth:`from_json` takes."""
        found: dict[str, dict[str, list[str]]] = {}
        for fact in self.facts:
            found.setdefault(fact.attribute, {}).setdefault(fact.state, []).append(fact.value)
        return found

    def of(self, attribute: str) -> tuple[Fact, ...]:
        """The facts about one attribute."""
        return tuple(f for f in self.facts if f.attribute == attribute)

    def with_facts(self, facts: Iterable[Fact]) -> Profile:
        """This profile with ``facts``; what is said later replaces what was said of the same value, and of an attribute of kind *one* what
        was said before."""
        new = tuple(facts)
        said = {(f.attribute, f.value) for f in new}
        anew = {f.attribute for f in new if f.state == "yes" and attribute_named(f.attribute).kind == "one"}
        kept = tuple(f for f in self.facts if (f.attribute, f.value) not in said and f.attribute not in anew)
        return replace(self, facts=kept + new, declined=self.declined - {f.attribute for f in new})

    def without(self, attribute: str, value: str | None = None) -> Profile:
        """This profile without what is known of an attribute, or of one of its values."""
        return replace(self, facts=tuple(f for f in self.facts if f.attribute != attribute or value not in (None, f.value)))

    def declining(self, attribute: str) -> Profile:
        """This profile after the user said not to know ``attribute``: it is not asked again."""
        return replace(self, declined=self.declined | {attribute})

    @property
    def conflicts(self) -> tuple[str, ...]:
        """Attributes of which contrary things are said."""
        return tuple(a.id for a in load_attributes() if any(_contrary(a, self.of(a.id))))


def attribute_named(name: str) -> Attribute:
    """The attribute of the catalogue with that id. Raises :class:`ProfileError`."""
    found = next((a for a in load_attributes() if a.id == name), None)
    if found is None:
        raise ProfileError(f"There is no attribute “{name}”; there are {', '.join(a.id for a in load_attributes())}.")
    return found


def _known(attribute: Attribute, value: Any) -> str:
    if not isinstance(value, str) or attribute.value(value) is None:
        raise ProfileError(f"“{value}” is no value of {attribute.id}; there are {', '.join(v.id for v in attribute.values)}.")
    return value


def _listed(attribute: Attribute, given: Any) -> tuple[list[Any], list[Any]]:
    if given == "none" and attribute.kind == "many":
        return [], [v.id for v in attribute.values]
    if isinstance(given, str):
        return [given], []
    if isinstance(given, list):
        return given, []
    if isinstance(given, Mapping) and set(given) <= {"yes", "no"} and all(isinstance(v, list) for v in given.values()):
        return list(given.get("yes", [])), list(given.get("no", []))
    raise ProfileError(f'{attribute.id}: give a value, a list of values, {{"yes": […], "no": […]}} or "none".')


def _contrary(attribute: Attribute, facts: tuple[Fact, ...]) -> Iterator[bool]:
    yes = {f.value for f in facts if f.state == "yes"}
    yield bool(yes & {f.value for f in facts if f.state == "no"})
    if attribute.kind == "one" and len(yes) > 1:
        related = {v.id: {v.id, *v.implies, *v.may_be} for v in attribute.values}
        yield any(a not in related[b] and b not in related[a] for a in yes for b in yes)
