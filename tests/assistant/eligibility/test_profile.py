"""Profiles: read from JSON, corrected, contradicted."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given

from assistant.eligibility import Fact, Profile, ProfileError
from tests.assistant.eligibility.strategies import PROFILES


@pytest.mark.parametrize(
    ("raw", "part"),
    [
        ({"planet": "mars"}, "no attribute “planet”"),
        ({"organisation": "bakery"}, "“bakery” is no value of organisation"),
        ({"organisation": 3}, "organisation"),
        ({"organisation": "none"}, "“none” is no value"),
        ({"honours": {"maybe": []}}, "honours"),
        ({"honours": {"yes": "cn_patent_gold"}}, "honours"),
        ({"honours": [["cn_patent_gold"]]}, "no value of honours"),
        ([], "JSON object"),
        (None, "JSON object"),
    ],
)
def test_what_the_catalogue_does_not_know_is_refused_by_name(raw: Any, part: str) -> None:
    with pytest.raises(ProfileError, match=part):
        Profile.from_json(raw)


def test_every_shape_of_json_is_read() -> None:
    profile = Profile.from_json({"organisation": "enterprise", "honours": ["cn_patent_gold"], "record": "none", "size": {"no": ["large"]}})
    assert {(f.attribute, f.value, f.state) for f in profile.facts} >= {
        ("organisation", "enterprise", "yes"),
        ("honours", "cn_patent_gold", "yes"),
        ("record", "abnormal_filings", "no"),
        ("size", "large", "no"),
    }


@given(PROFILES)
def test_json_gives_the_profile_back(profile: Profile) -> None:
    assert set(Profile.from_json(profile.to_json()).facts) == set(profile.facts)


def test_what_is_said_later_counts() -> None:
    profile = Profile().with_facts([Fact("size", "small"), Fact("honours", "cn_patent_gold")])
    profile = profile.with_facts([Fact("size", "medium"), Fact("honours", "cn_patent_gold", "no")])
    assert profile.facts == (Fact("size", "medium"), Fact("honours", "cn_patent_gold", "no"))
    assert profile.without("size").of("size") == ()
    assert profile.without("honours", "cn_patent_silver") == profile
    assert profile.conflicts == ()


def test_an_answer_takes_back_that_one_did_not_want_to_tell() -> None:
    assert Profile().declining("size").with_facts([Fact("size", "small")]).declined == frozenset()


@pytest.mark.parametrize(
    ("facts", "conflict"),
    [
        ([Fact("organisation", "enterprise"), Fact("organisation", "university")], True),
        ([Fact("organisation", "patent_agency"), Fact("organisation", "ip_agency")], False),  # the one implies the other
        ([Fact("organisation", "ip_agency"), Fact("organisation", "enterprise")], False),  # it may be one
        ([Fact("honours", "cn_patent_gold"), Fact("honours", "cn_patent_gold", "no")], True),
        ([Fact("honours", "cn_patent_gold"), Fact("honours", "cn_patent_silver", "no")], False),
        ([Fact("size", "small"), Fact("size", "large")], True),
    ],
)
def test_contrary_facts_are_a_conflict(facts: list[Fact], conflict: bool) -> None:
    assert bool(Profile(tuple(facts)).conflicts) is conflict
