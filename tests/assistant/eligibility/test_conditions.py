"""Conditions in three values, and those that the text leaves open."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given

from assistant.eligibility import Profile
from assistant.eligibility.conditions import Known, chance, judge, results, unsettled
from corpus.points import Condition, load_attributes
from tests.assistant.eligibility.strategies import PROFILES

FIRM: dict[str, Any] = {"attribute": "organisation", "any": ["enterprise"], "quote": "企业"}
SMALL: dict[str, Any] = {"attribute": "size", "any": ["small", "micro"], "quote": "小微"}
OPEN: dict[str, Any] = {"open": "符合条件", "quote": "符合条件"}


def condition(raw: dict[str, Any]) -> Condition:
    return Condition.model_validate(raw)


@pytest.mark.parametrize(
    ("raw", "profile", "outcome"),
    [
        (FIRM, {"organisation": "enterprise"}, "met"),
        (FIRM, {"organisation": "university"}, "not_met"),
        (FIRM, {}, "unknown"),
        (FIRM, {"organisation": "bank"}, "met"),  # a bank is an enterprise
        (FIRM, {"organisation": "ip_agency"}, "unknown"),  # an agency may be one
        (FIRM, {"organisation": {"no": ["enterprise"]}}, "not_met"),
        (FIRM, {"organisation": ["enterprise", "university"]}, "unknown"),  # both were said: nothing is concluded
        (SMALL, {"size": "large"}, "not_met"),
        (SMALL, {"size": {"no": ["small"]}}, "unknown"),
        (SMALL, {"size": {"no": ["small", "micro"]}}, "not_met"),
        (OPEN, {}, "open"),
        ({"not": FIRM}, {"organisation": "enterprise"}, "not_met"),
        ({"not": FIRM}, {"organisation": "university"}, "met"),
        ({"not": FIRM}, {}, "unknown"),
        ({"not": OPEN}, {}, "open"),
        ({"all_of": [FIRM, SMALL]}, {"organisation": "enterprise", "size": "small"}, "met"),
        ({"all_of": [FIRM, SMALL]}, {"organisation": "enterprise"}, "unknown"),
        ({"all_of": [FIRM, SMALL]}, {"size": "large"}, "not_met"),
        ({"all_of": [FIRM, OPEN]}, {"organisation": "enterprise"}, "open"),
        ({"all_of": [FIRM, OPEN]}, {}, "unknown"),
        ({"any_of": [FIRM, SMALL]}, {"size": "small"}, "met"),
        ({"any_of": [FIRM, SMALL]}, {"size": "large"}, "unknown"),
        ({"any_of": [FIRM, OPEN]}, {"organisation": "university"}, "open"),
        ({"any_of": [FIRM, SMALL]}, {"size": "large", "organisation": "city"}, "not_met"),
        ({"attribute": "person", "any": ["inventor"], "quote": "发明人"}, {"organisation": "enterprise"}, "not_met"),
        ({"attribute": "person", "any": ["inventor"], "quote": "发明人"}, {"organisation": "individual"}, "unknown"),
        ({"attribute": "zone", "any": ["ftz"], "quote": "自贸试验区"}, {"zone": ["nanjing_ftz"]}, "met"),
        ({"attribute": "zone", "any": ["nanjing_ftz"], "quote": "南京自贸片区"}, {"zone": {"no": ["ftz"]}}, "not_met"),
    ],
)
def test_a_condition_is_met_not_met_unknown_or_open(raw: dict[str, Any], profile: dict[str, Any], outcome: str) -> None:
    assert judge(condition(raw), Known(Profile.from_json(profile))) == outcome


def test_only_what_is_not_decided_is_missing() -> None:
    either = condition({"any_of": [FIRM, SMALL]})
    assert list(unsettled(either, Known(Profile.from_json({"size": "small"})))) == []
    assert [r.condition.quote for r in unsettled(either, Known(Profile()))] == ["企业", "小微"]
    assert [r.outcome for r in unsettled(condition({"all_of": [FIRM, OPEN]}), Known(Profile()))] == ["unknown", "open"]


def test_a_result_names_the_facts_that_decided_it() -> None:
    known = Known(Profile.from_json({"organisation": "enterprise", "size": {"no": ["small", "micro"]}}))
    firm, small = results(condition({"all_of": [FIRM, SMALL]}), known)
    assert [f.value for f in firm.facts] == ["enterprise"] and firm.outcome == "met"
    assert {f.value for f in small.facts} == {"small", "micro"} and small.outcome == "not_met"


@given(PROFILES)
def test_what_is_known_leaves_no_chance_and_what_is_unknown_does(profile: Profile) -> None:
    known = Known(profile)
    for attribute in load_attributes():
        for value in attribute.values:
            leaf = Condition(attribute=attribute.id, any=(value.id,), quote="…")
            p = chance(leaf, known.state, lambda _a, _v: 0.5)
            assert p == {"met": 1.0, "not_met": 0.0, "unknown": 0.5}[judge(leaf, known)]
            negated = condition({"not": leaf.model_dump(by_alias=True, exclude_defaults=True)})
            assert chance(negated, known.state, lambda _a, _v: 0.5) == 1 - p
