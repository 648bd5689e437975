"""What a posted form makes of what was known before."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from assistant.eligibility.profile import Fact, Profile
from corpus.points import load_attributes
from ui.pages.check_form import REST, Form, situation_of
from ui.pages.check_result import fields_of
from ui.pages.check_state import Held, from_link, link_of, packed, unpacked


def profile_after(profile: Profile, *fields: tuple[str, str]) -> Profile:
    """``profile`` after a form with ``fields`` was posted."""
    return situation_of(Form([("state", packed(Held(profile))), *fields])).profile


def states(profile: Profile) -> set[tuple[str, str]]:
    """Values with their states."""
    return {(f.value, f.state) for f in profile.facts}


def as_shown(profile: Profile) -> list[tuple[str, str]]:
    """The fields of a form that nobody has touched."""
    posted = []
    for field in fields_of(profile, "zh"):
        posted.append(("shown", field.id))
        posted += [(field.id, field.value)] if field.kind == "one" else [(field.id, b.id) for b in field.boxes if b.state == "yes"]
        posted += [(field.id + REST, "1")] if field.rest else []
    return posted


FACTS = [Fact(a.id, v.id, s, w, "said") for a in load_attributes() for v in a.values for s in ("yes", "no") for w in ("", "我们说")]  # type: ignore[arg-type]
PROFILES = st.lists(st.sampled_from(FACTS), max_size=12).map(lambda facts: Profile(tuple(dict.fromkeys(facts))))


@given(PROFILES)
def test_a_form_that_nobody_has_touched_changes_nothing(profile: Profile) -> None:
    assert profile_after(profile, *as_shown(profile)) == profile


@given(PROFILES, st.sets(st.sampled_from([a.id for a in load_attributes()])))
def test_what_is_carried_comes_back(profile: Profile, declined: set[str]) -> None:
    held = Held(Profile(profile.facts, frozenset(declined)), "abc")
    assert unpacked(packed(held)) == held
    back = from_link(link_of(held.profile)).profile if link_of(held.profile) else Profile()
    assert {(f.attribute, f.value, f.state) for f in back.facts} == {(f.attribute, f.value, f.state) for f in profile.facts}
    assert back.declined == declined
    assert not any(f.words for f in back.facts)


def test_a_box_is_yes_and_unticked_unknown_again() -> None:
    ticked = profile_after(Profile(), ("shown", "rights"), ("rights", "patent"))
    assert states(ticked) == {("patent", "yes")}
    assert states(profile_after(ticked, ("shown", "rights"))) == set()


def test_none_of_the_others_denies_the_rest_until_it_is_unticked() -> None:
    some = profile_after(Profile(), ("shown", "business"), ("business" + REST, "1"))
    assert states(some) == {("overseas", "no")}
    assert states(profile_after(some, ("shown", "business"))) == set()
    zone = profile_after(Profile(), ("shown", "zone"), ("zone", "nanjing_ftz"), ("zone" + REST, "1"))
    assert states(zone) == {("nanjing_ftz", "yes")}
    assert not zone.conflicts


def test_ticking_what_was_denied_makes_it_so() -> None:
    denied = Profile((Fact("rights", "patent", "no", "没有专利", "said"),))
    assert states(profile_after(denied, ("shown", "rights"), ("rights", "patent"))) == {("patent", "yes")}


def test_a_field_that_was_not_shown_changes_nothing() -> None:
    known = Profile((Fact("region", "jiangsu"), Fact("person", "inventor")))
    assert profile_after(known, ("shown", "size"), ("size", "")) == known


def test_what_is_chosen_counts_before_what_is_said() -> None:
    found = profile_after(Profile(), ("shown", "organisation"), ("organisation", "university"), ("text", "我们是南京的企业"))
    assert states(found) == {("university", "yes"), ("jiangsu", "yes")}


def test_a_changed_text_is_read_instead_of_the_old_one() -> None:
    first = situation_of(Form([("text", "我们是企业，有专利")]))
    second = situation_of(Form([("state", packed(first.held)), ("text", "我们是企业，有商标")]))
    assert states(second.profile) == {("enterprise", "yes"), ("trademark", "yes")}


@given(
    st.lists(
        st.tuples(st.sampled_from(["state", "link", "do", "pick", "offered", "shown", "text", "rights", "size"]), st.text(max_size=60))
    )
)
def test_no_form_raises(fields: list[tuple[str, str]]) -> None:
    situation_of(Form(fields))
