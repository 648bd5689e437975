"""The form of the self-check: what was posted, put together with what was known before.

A ticked box is *yes*; “none of the others” makes the rest *no*; everything else stays as it was or is unknown. A control that still
stands as it was shown changes nothing, so that facts read from a text keep their words.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, replace

from assistant.eligibility.profile import Fact, Profile, ProfileError, attribute_named
from assistant.eligibility.reading import find_credit_codes, read_facts
from assistant.eligibility.reading.answers import not_chosen
from assistant.eligibility.reading.codes import CODE
from assistant.eligibility.requests import LONGEST
from corpus.points import Attribute, AttributeValue, load_attributes
from ui.pages.check_state import NOTHING, Held, NotUnderstood, fingerprint, from_link, stated, unpacked, without_facts
from ui.render import clean

REST = "-rest"
"""Added to the name of an attribute: its box “none of the others”."""
_LONGEST_ACT = 4000


class Form:
    """The fields of a form as they were posted."""

    def __init__(self, fields: Sequence[tuple[str, str]]) -> None:
        self._fields = fields

    def one(self, name: str) -> str:
        """The last value of a field; empty where it was not posted."""
        return next((value for key, value in reversed(self._fields) if key == name), "")

    def all(self, name: str) -> list[str]:
        """All values of a field."""
        return [value for key, value in self._fields if key == name]


@dataclass(frozen=True)
class Situation:
    """What is known after a form was posted. ``text`` is what was written, without credit codes; ``codes`` says of each that was cut out
    whether its check character is right. ``trouble`` names a sentence of the texts; then nothing of this form was taken over."""

    held: Held = NOTHING
    text: str = ""
    codes: tuple[bool, ...] = ()
    read_nothing: bool = False
    trouble: str = ""
    length: int = 0

    @property
    def profile(self) -> Profile:
        return self.held.profile


def situation_of(form: Form) -> Situation:
    """What the page shows after ``form``. Never raises on anything that is posted."""
    text, codes = _without_codes(clean(form.one("text")))
    held = NOTHING
    try:
        held = from_link(form.one("link")) if form.one("link") else unpacked(form.one("state"))
        held = replace(held, profile=_with_controls(held.profile, form))
        profile = _act(form, held.profile)
    except (ProfileError, NotUnderstood):
        return Situation(held, text[:LONGEST], codes, trouble="malformed")
    if profile is None:
        return Situation(held, text, codes, trouble="nothing_chosen")
    if len(text) > LONGEST:
        return Situation(replace(held, profile=profile), text, codes, trouble="too_long", length=len(text))
    if fingerprint(text) == held.told:
        return Situation(replace(held, profile=profile), text, codes)
    read = read_facts(text)
    return Situation(Held(_with_read(profile, read), fingerprint(text)), text, codes, read_nothing=bool(text.strip()) and not read)


def _without_codes(text: str) -> tuple[str, tuple[bool, ...]]:
    found = dict(find_credit_codes(text))
    if not found:
        return text, ()
    # Half width letter by letter, so that places stay the same.
    folded = "".join(half if len(half := unicodedata.normalize("NFKC", c)) == 1 else c for c in text)
    places = [m.span() for m in CODE.finditer(folded) if re.sub(r"[ -]", "", m[0]).upper() in found]
    for start, end in reversed(places):
        text = text[:start] + text[end:]
    return text, tuple(found.values())


def _with_read(profile: Profile, read: Sequence[Fact]) -> Profile:
    """``profile`` with what a new text says instead of what the last one said; what was chosen on the page counts first."""
    chosen = [f for f in profile.facts if f.source != "said"]
    found = Profile().with_facts(read).with_facts(chosen)
    return replace(found, declined=profile.declined - {f.attribute for f in read})


def shown_value(profile: Profile, attribute: Attribute) -> str:
    """Which value of an attribute of kind *one* the form shows; empty for none."""
    return next((f.value for f in profile.of(attribute.id) if f.state == "yes"), "")


def ticked(profile: Profile, attribute: Attribute) -> frozenset[str]:
    """Which boxes of an attribute of kind *many* the form shows ticked."""
    return frozenset(f.value for f in profile.of(attribute.id) if f.state == "yes")


def denied(profile: Profile, attribute: Attribute) -> frozenset[str]:
    """Which values of an attribute are known not to be so, as stated."""
    return frozenset(f.value for f in profile.of(attribute.id) if f.state == "no")


def rest_denied(profile: Profile, attribute: Attribute) -> bool:
    """Whether “none of the others” is shown ticked."""
    no = denied(profile, attribute)
    yes = [attribute.value(value) for value in ticked(profile, attribute)]
    follow = {i for v in yes if v for i in (v.id, *v.implies, *v.may_be)}
    return bool(no) and no | follow >= {v.id for v in attribute.values}


def _with_controls(profile: Profile, form: Form) -> Profile:
    shown = set(form.all("shown"))
    for attribute in load_attributes():
        if attribute.id in shown:
            given = form.all(attribute.id)
            profile = _with_one(profile, attribute, given) if attribute.kind == "one" else _with_many(profile, attribute, given, form)
    return profile


def _with_one(profile: Profile, attribute: Attribute, given: Sequence[str]) -> Profile:
    value = given[-1] if given else ""
    if value == shown_value(profile, attribute):
        return profile
    return profile.with_facts([stated(attribute.id, value)]) if value else profile.without(attribute.id)


def _with_many(profile: Profile, attribute: Attribute, given: Sequence[str], form: Form) -> Profile:
    before, before_rest = ticked(profile, attribute), rest_denied(profile, attribute)
    facts = [stated(attribute.id, value) for value in dict.fromkeys(given) if value not in before]
    for value in before.difference(given):
        profile = profile.without(attribute.id, value)
    profile = profile.with_facts(facts) if facts else profile
    rest = bool(form.one(attribute.id + REST))
    if before_rest and not rest:
        return without_facts(profile, [f for f in profile.of(attribute.id) if f.state == "no"])
    if rest and not rest_denied(profile, attribute):
        return profile.with_facts(_rest(profile, attribute, attribute.values))
    return profile


def _rest(profile: Profile, attribute: Attribute, options: Sequence[AttributeValue]) -> list[Fact]:
    """Of ``options`` those not ticked, as *no*."""
    yes = [f for f in profile.of(attribute.id) if f.state == "yes"]
    left = not_chosen(yes, attribute, options) if yes else [Fact(attribute.id, v.id, "no") for v in options]
    return [Fact(f.attribute, f.value, "no") for f in left if f.value not in denied(profile, attribute)]


def _act(form: Form, profile: Profile) -> Profile | None:
    """What the button does that was pressed; None where it needs a choice that was not made."""
    if len(form.one("do")) > _LONGEST_ACT:
        raise NotUnderstood
    what, _, rest = form.one("do").partition(":")
    name, _, values = rest.partition(":")
    if what in ("", "check", "word"):
        return profile
    attribute = attribute_named(name)
    if what == "remove":
        state, _, listed = values.partition(":")
        wanted = set(listed.split(","))
        return without_facts(profile, [f for f in profile.of(name) if f.state == state and f.value in wanted])
    if what == "flip":
        state, _, value = values.partition(":")
        return profile.with_facts([stated(name, value, "no" if state == "yes" else "yes")])
    if what == "answer":
        return profile.with_facts([replace(stated(name, values), source="answer")])
    if what == "chosen":
        return _chosen(form, profile, attribute)
    if what == "none":
        return profile.with_facts([replace(stated(name, v, "no"), source="answer") for v in values.split(",")])
    if what == "unknown":
        return profile.declining(name)
    if what == "again":
        return replace(profile, declined=profile.declined - {name})
    raise NotUnderstood


def _chosen(form: Form, profile: Profile, attribute: Attribute) -> Profile | None:
    """What was picked of the options shown is so, the others of them are not."""
    yes = [stated(attribute.id, value) for value in dict.fromkeys(form.all("pick"))]
    shown = {stated(attribute.id, value).value for value in form.all("offered")}
    if not yes:
        return None
    no = [f for f in not_chosen(yes, attribute, [v for v in attribute.values if v.id in shown]) if f.value in shown]
    return profile.with_facts([Fact(f.attribute, f.value, f.state, "", "answer") for f in (*yes, *no)])
